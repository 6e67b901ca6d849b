/* One client: bytes in, one request after the other, bytes out.
 *
 * Requests of a connection are served in order and one at a time; pipelined ones wait in `input`, and when that is full
 * in the kernel. So one connection never takes more than one worker, and what it can make the daemon hold is bounded.
 */
#ifndef TALLY_DAEMON_CONNECTION_H
#define TALLY_DAEMON_CONNECTION_H

#include <sys/queue.h>
#include <uv.h>

#include "daemon/pool.h"
#include "wire/http.h"

struct connection;
LIST_HEAD(connection_list, connection);

/* What all connections share; belongs to the loop's thread. */
struct connections {
    uv_loop_t *loop;
    struct pool *pool;
    const char *bound;   /* the TCP address that is listened on, "" when there is none */
    struct arena *arena; /* for the length of one request's check */
    char *bytes;         /* CONNECTION_READ_BYTES: what one read brought */
    struct connection_list list;
    size_t count;
    bool ending;                    /* no answer keeps its connection alive any more */
    bool draining;                  /* and nobody new arrives */
    void (*emptied)(void *context); /* the last one has gone while draining */
    void *context;
};

#define CONNECTION_READ_BYTES ((size_t)64 * 1024)

int connections_init(struct connections *connections, uv_loop_t *loop, struct pool *pool, const char *bound);
void connections_free(struct connections *connections);

/* Accepts what `listener` has; `guarded` for TCP. Over CONNECTIONS_MAX the client is told so and closed. */
void connections_accept(struct connections *connections, uv_stream_t *listener, bool guarded);
/* Idle ones are closed; the others after the answer under way. */
void connections_drain(struct connections *connections);
/* Closes all at once. */
void connections_cut(struct connections *connections);

#endif
