/* Host and Origin must name this machine. */
#include "daemon/guard.h"

#include <string.h>
#include <strings.h>

static bool is_port(struct slice text)
{
    if (text.length == 0) return true;
    if (text.data[0] != ':' || text.length > 6) return false;
    for (size_t i = 1; i < text.length; i++)
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    return true;
}

static bool is_host(struct slice host, struct slice name)
{
    if (host.length < name.length || strncasecmp(host.data, name.data, name.length) != 0) return false;
    return is_port(slice_make(host.data + name.length, host.length - name.length));
}

/* "127.0.0.2" of "127.0.0.2:8080", "[::1]" of "[::1]:8080". */
static struct slice host_of(const char *bound)
{
    const char *colon = strrchr(bound, ':');
    return slice_make(bound, colon ? (size_t)(colon - bound) : strlen(bound));
}

static bool names_this_machine(struct slice host, const char *bound)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_host(host, slice_of(names[i]))) return true;
    struct slice own = host_of(bound);
    return own.length && is_host(host, own);
}

static bool is_foreign(struct slice origin, const char *bound)
{
    struct slice scheme = slice_of("http://");
    if (!slice_starts(origin, scheme)) return true;
    return !names_this_machine(slice_make(origin.data + scheme.length, origin.length - scheme.length), bound);
}

int guard_check(const struct http_message *message, const char *bound, int *status, struct error *error)
{
    struct slice host = http_header(message, "host"), origin = http_header(message, "origin");
    if (!host.data || !names_this_machine(host, bound)) {
        *status = 421;
        return fail(error, ERROR_BAD_REQUEST, 0,
                    "expected the host localhost, 127.0.0.1, [::1] or the address that is listened on");
    }
    if (origin.data && is_foreign(origin, bound)) {
        *status = 403;
        return fail(error, ERROR_BAD_REQUEST, 0, "expected no request of a foreign origin");
    }
    return 0;
}
