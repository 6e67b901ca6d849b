/* Where the daemon's Unix socket is, for both ends. */
#ifndef TALLY_WIRE_SOCKET_PATH_H
#define TALLY_WIRE_SOCKET_PATH_H

#include <sys/socket.h>
#include <sys/un.h>

#include "base/error.h"

#define SOCKET_PATH_MAX (sizeof((struct sockaddr_un *)0)->sun_path - 1) /* bytes: 107 on Linux */

/* `given` when it is not NULL, else $TALLY_SOCKET, else $XDG_RUNTIME_DIR/tally.sock, else /run/tally/tally.sock.
 * ERROR_LIMIT when that is longer than a socket's path may be. */
int socket_path_find(const char *given, struct sockaddr_un *out, struct error *error);

#endif
