/* What becomes of a request: answered at once, or asked of a worker. No sockets here. */
#ifndef TALLY_DAEMON_GATE_H
#define TALLY_DAEMON_GATE_H

#include "base/arena.h"
#include "daemon/ask.h"
#include "daemon/page.h"
#include "daemon/routes.h"
#include "wire/http.h"

#define GATE_ARENA_BYTES ((size_t)256 * 1024)

struct gate_verdict {
    enum route route;
    const struct page_file *page; /* of the page's routes: the answer; else NULL */
    int status;                   /* of a refusal */
    char allow[ROUTE_ALLOW_MAX];  /* methods there are, with 405 */
};

/* Connections that came to the TCP address `bound` are checked for Host and Origin; NULL: those of the Unix socket. 0:
 * `route` may be asked; -1: `error` says why not. The arena is for the length of the call. */
int gate_check(struct arena *arena, const struct http_message *message, const char *bound, struct gate_verdict *out,
               struct error *error);

/* Appends a whole HTTP answer. `allow` may be NULL or empty. */
void gate_answer(struct buffer *out, int status, enum content content, struct slice body, enum http_keep keep,
                 const char *allow);
/* The same for a failure. */
void gate_refuse(struct buffer *out, int status, const struct error *error, enum http_keep keep, const char *allow);

#endif
