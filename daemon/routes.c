/* The table of routes and its lookup. */
#include "daemon/routes.h"

#include <stdio.h>

static const struct row {
    const char *methods, *path, *proposed;
} rows[ROUTES] = {
#define ROUTE(name, methods, path, proposed)       {methods, path, proposed},
#define FRONT_ROUTE(name, methods, path, proposed) {methods, path, proposed},
#include "daemon/routes.def"
};

/* The path up to its variable part. */
static struct slice fixed_part(const struct row *row)
{
    return slice_make(row->path, strcspn(row->path, "{"));
}

static bool matches(const struct row *row, struct slice path)
{
    struct slice fixed = fixed_part(row);
    if (!row->path[fixed.length]) return slice_equal(path, fixed);
    return slice_starts(path, fixed) && path.length > fixed.length;
}

/* HEAD asks for what GET would answer, without its body. */
static struct slice as_get(struct slice method)
{
    return slice_is(method, "HEAD") ? slice_of("GET") : method;
}

static void allow_method(char allow[ROUTE_ALLOW_MAX], struct slice method)
{
    size_t used = strlen(allow);
    snprintf(allow + used, ROUTE_ALLOW_MAX - used, "%s%.*s", used ? ", " : "", SLICE_ARGS(method));
}

static void allow_methods(char allow[ROUTE_ALLOW_MAX], const char *methods)
{
    for (const char *at = methods; *at;) {
        struct slice method = slice_make(at, strcspn(at, " "));
        allow_method(allow, method);
        if (slice_is(method, "GET")) allow_method(allow, slice_of("HEAD"));
        at += method.length + (at[method.length] == ' ');
    }
}

/* A list of the routes, as far as a hint has room for them. */
static int propose_routes(struct error *error)
{
    char hint[ERROR_HINT_MAX] = "try";
    size_t used = strlen(hint);
    for (size_t i = 0; i < ROUTES; i++) {
        if (!rows[i].proposed) continue;
        const char *mark = i ? "," : "";
        int length = snprintf(hint + used, sizeof hint - used, "%s %s%s", mark, rows[i].path, rows[i].proposed);
        if (used + (size_t)length >= sizeof hint) break;
        used += (size_t)length;
    }
    return fail_hint(error, "%.*s", (int)used, hint);
}

int routes_find(struct slice method, struct slice path, enum route *out, char allow[ROUTE_ALLOW_MAX],
                struct error *error)
{
    allow[0] = '\0';
    for (size_t i = 0; i < ROUTES; i++) {
        if (!matches(&rows[i], path)) continue;
        *out = (enum route)i;
        if (slice_is_listed(as_get(method), rows[i].methods)) return 0;
        allow_methods(allow, rows[i].methods);
    }
    if (allow[0]) return fail(error, ERROR_METHOD, 0, "expected the method %s here", allow);
    fail(error, ERROR_NOT_FOUND, 0, "there is nothing at this path");
    return propose_routes(error);
}

struct slice routes_rest(struct slice path, enum route route)
{
    size_t fixed = fixed_part(&rows[route]).length;
    return slice_make(path.data + fixed, path.length - fixed);
}
