/* The daemon's maxima, and what happens when one is met. Those of HTTP stand in wire/http.h, those of queries in
 * query/. */
#ifndef TALLY_DAEMON_LIMITS_H
#define TALLY_DAEMON_LIMITS_H

#include "wire/http.h"

#define WORKERS_DEFAULT 2
#define WORKERS_MAX     64

/* connections */
#define CONNECTIONS_MAX   1024                /* one more is answered 503 and closed */
#define INPUT_WAITING_MAX ((size_t)64 * 1024) /* of pipelined requests behind the one under way; then reading stops */
#define OUTPUT_UNSENT_MAX ((size_t)1 << 20)   /* then no further request of this connection is begun */
#define OUTPUT_BYTES_MAX  (HTTP_REPLY_MAX + ((size_t)4 * 1024)) /* one reply with its head */
#define REQUEST_MS_MAX    10000                                 /* from a request's first byte to its last; then 408 */
#define IDLE_MS_MAX       60000                                 /* without a request; then closed */
#define STALL_MS_MAX      10000                                 /* without a byte of the reply taken; then closed */
#define LINGER_MS_MAX     1000 /* for the peer to read the last reply before its unread bytes are cut off */

/* queries */
#define QUEUE_MAX         256  /* requests waiting for a worker; then 503 */
#define QUEUE_WAIT_MS_MAX 5000 /* of one of them; then 503 */
#define QUERY_SOFT_MS_MAX 1000 /* that a request may give its search; then partial results */
#define QUERY_HARD_MS_MAX 2000 /* of one request in a worker; then the worker is killed and the answer is 503 */

/* workers */
#define WORKER_SETTLED_MS  1000 /* a worker that lived so long was no failed start */
#define RESTART_MS_FIRST   100  /* before the second restart in a row; doubled each time */
#define RESTART_MS_MAX     5000
#define WORKER_EXIT_MS_MAX 1000 /* after the end of its input; then killed */

#define DRAIN_MS_MAX 10000 /* for what is under way after the first signal */

#endif
