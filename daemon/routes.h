/* From method and path to the route that answers. */
#ifndef TALLY_DAEMON_ROUTES_H
#define TALLY_DAEMON_ROUTES_H

#include "base/error.h"
#include "base/slice.h"

enum route {
#define ROUTE(name, methods, path, proposed)       ROUTE_##name,
#define FRONT_ROUTE(name, methods, path, proposed) ROUTE_##name,
#include "daemon/routes.def"
    ROUTES
};

#define ROUTE_ALLOW_MAX 64

/* `path` is decoded. ERROR_NOT_FOUND; ERROR_METHOD, and then `allow` lists the methods there are: "GET, POST". */
int routes_find(struct slice method, struct slice path, enum route *out, char allow[ROUTE_ALLOW_MAX],
                struct error *error);
/* What stands for the {…} of the route's path; empty when it has none. */
struct slice routes_rest(struct slice path, enum route route);

#endif
