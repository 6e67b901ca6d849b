/* The table of routes and its lookup. */
#include "daemon/routes.h"

#include <stdio.h>

static const struct route {
    const char *method, *pattern;
    enum verb verb;
} routes[] = {
#define ROUTE(method, pattern, verb) {method, pattern, VERB_##verb},
#include "daemon/routes.def"
#undef ROUTE
};

#define ROUTES (sizeof routes / sizeof *routes)

/* The pattern up to its variable part. */
static struct slice fixed_part(const char *pattern)
{
    return slice_make(pattern, strcspn(pattern, "{"));
}

static bool matches(const char *pattern, struct slice path)
{
    struct slice fixed = fixed_part(pattern);
    if (!pattern[fixed.length]) return slice_equal(path, fixed);
    return slice_starts(path, fixed) && path.length > fixed.length;
}

static void add_allowed(char allow[ROUTE_ALLOW_MAX], const char *method)
{
    size_t used = strlen(allow);
    snprintf(allow + used, ROUTE_ALLOW_MAX - used, "%s%s", used ? ", " : "", method);
}

/* HEAD asks for what GET would answer, without its body. */
static struct slice as_get(struct slice method)
{
    return slice_is(method, "HEAD") ? slice_of("GET") : method;
}

int routes_find(struct slice method, struct slice path, enum verb *out, char allow[ROUTE_ALLOW_MAX],
                struct error *error)
{
    allow[0] = '\0';
    for (size_t i = 0; i < ROUTES; i++) {
        if (!matches(routes[i].pattern, path)) continue;
        *out = routes[i].verb;
        if (slice_is(as_get(method), routes[i].method)) return 0;
        add_allowed(allow, routes[i].method);
        if (strcmp(routes[i].method, "GET") == 0) add_allowed(allow, "HEAD");
    }
    if (allow[0]) return fail(error, ERROR_METHOD, 0, "expected the method %s here", allow);
    fail(error, ERROR_NOT_FOUND, 0, "there is nothing at this path");
    return fail_hint(error,
                     "try /search?q=…, /figures?q=…, /similar?id=…, /suggest?q=…, /documents/{id}, /stats or /health; "
                     "/ is a page for browsers");
}

struct slice routes_rest(struct slice path, enum verb verb)
{
    for (size_t i = 0; i < ROUTES; i++) {
        if (routes[i].verb != verb) continue;
        size_t fixed = fixed_part(routes[i].pattern).length;
        return slice_make(path.data + fixed, path.length - fixed);
    }
    return slice_of("");
}
