/* The sockets on which clients arrive. */
#ifndef TALLY_DAEMON_LISTENER_H
#define TALLY_DAEMON_LISTENER_H

#include <stdbool.h>
#include <sys/un.h>
#include <uv.h>

#include "base/error.h"

#define LISTENER_ADDRESS_MAX 64 /* "[::1]:8080" */

struct listener {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tcp_t tcp;
    };
    void (*arrived)(struct listener *listener);
    void *context;
    bool guarded; /* TCP: anybody of this machine, browsers too, may connect */
};

/* Mode 0660 from the first moment. The socket of a daemon that died is replaced; one that answers, and a file that is
 * no socket, are errors. */
int listener_open_unix(struct listener *listener, uv_loop_t *loop, const struct sockaddr_un *address,
                       struct error *error);
/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080"; port 0 takes a free one. Only this machine's own addresses: there
 * are no keys yet. `bound` is the address with its port. */
int listener_open_tcp(struct listener *listener, uv_loop_t *loop, const char *address, char bound[LISTENER_ADDRESS_MAX],
                      struct error *error);
void listener_close(struct listener *listener);

#endif
