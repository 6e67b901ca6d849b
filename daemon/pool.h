/* The search workers and the queue before them.
 *
 * A worker has one request at a time. One that dies, talks nonsense or takes too long costs that request an error and
 * is replaced; the others never notice. Belongs to the loop's thread. */
#ifndef TALLY_DAEMON_POOL_H
#define TALLY_DAEMON_POOL_H

#include <uv.h>

#include "daemon/ask.h"
#include "daemon/routes.h"

struct pool;
struct pool_job;

/* Called once, later than the submission; `body` is valid during the call. */
typedef void pool_done(void *context, int status, enum content content, struct slice body);

/* Starts the workers over the index in `directory`, which must outlive the pool. */
struct pool *pool_new(uv_loop_t *loop, const char *directory, size_t workers, struct error *error);
/* NULL with ERROR_BUSY when the queue is full. The bytes of `ask` are copied. */
struct pool_job *pool_submit(struct pool *pool, enum route route, const struct ask *ask, pool_done *done, void *context,
                             struct error *error);
/* Nobody waits any more: done is not called. */
void pool_cancel(struct pool_job *job);
/* Whether any worker runs; with the numbers as JSON. */
bool pool_health(const struct pool *pool, struct buffer *json);
/* Ends the workers: politely, and after WORKER_EXIT_MS_MAX by force. The loop goes on until they are gone. */
void pool_close(struct pool *pool);
/* Ends them by force. */
void pool_kill(struct pool *pool);
/* After the loop has ended. */
void pool_free(struct pool *pool);

#endif
