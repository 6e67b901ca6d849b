/* Host and Origin must name this machine. */
#include "daemon/guard.h"

#include <strings.h>

static bool is_port(struct slice text)
{
    if (text.length == 0) return true;
    if (text.data[0] != ':' || text.length > 6) return false;
    for (size_t i = 1; i < text.length; i++)
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    return true;
}

static bool names_this_machine(struct slice host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (host.length < length || strncasecmp(host.data, names[i], length) != 0) continue;
        if (is_port(slice_make(host.data + length, host.length - length))) return true;
    }
    return false;
}

static bool is_foreign(struct slice origin)
{
    struct slice scheme = slice_of("http://");
    if (!slice_starts(origin, scheme)) return true;
    return !names_this_machine(slice_make(origin.data + scheme.length, origin.length - scheme.length));
}

int guard_check(const struct http_message *message, int *status, struct error *error)
{
    struct slice host = http_header(message, "host"), origin = http_header(message, "origin");
    if (!host.data || !names_this_machine(host)) {
        *status = 421;
        return fail(error, ERROR_BAD_REQUEST, 0, "expected the host localhost, 127.0.0.1 or [::1]");
    }
    if (origin.data && is_foreign(origin)) {
        *status = 403;
        return fail(error, ERROR_BAD_REQUEST, 0, "expected no request of a foreign origin");
    }
    return 0;
}
