/* The order in which a socket's path is looked for. */
#include "wire/socket_path.h"

#include <stdio.h>
#include <stdlib.h>

#define DEFAULT_PATH "/run/tally/tally.sock"

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

int socket_path_find(const char *given, struct sockaddr_un *out, struct error *error)
{
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    const char *path = given ? given : variable("TALLY_SOCKET");
    const char *runtime = variable("XDG_RUNTIME_DIR");
    int length = path      ? snprintf(out->sun_path, sizeof out->sun_path, "%s", path)
                 : runtime ? snprintf(out->sun_path, sizeof out->sun_path, "%s/tally.sock", runtime)
                           : snprintf(out->sun_path, sizeof out->sun_path, DEFAULT_PATH);
    if (length == 0) return fail(error, ERROR_BAD_REQUEST, 0, "expected a path for the socket");
    if ((size_t)length <= SOCKET_PATH_MAX) return 0;
    return fail(error, ERROR_LIMIT, 0, "expected a socket path of at most %zu bytes, this one has %d", SOCKET_PATH_MAX,
                length);
}
