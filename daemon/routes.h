/* From method and path to what is asked. */
#ifndef TALLY_DAEMON_ROUTES_H
#define TALLY_DAEMON_ROUTES_H

#include "base/error.h"
#include "base/slice.h"

enum verb {
#define VERB(name) VERB_##name,
#include "daemon/verbs.def"
#undef VERB
    VERBS
};

#define ROUTE_ALLOW_MAX 64

/* `path` is decoded. ERROR_NOT_FOUND; ERROR_METHOD, and then `allow` lists the methods there are: "GET, POST". */
int routes_find(struct slice method, struct slice path, enum verb *out, char allow[ROUTE_ALLOW_MAX],
                struct error *error);
/* What stands for the {…} in a path that was found, by the first row of the verb. */
struct slice routes_rest(struct slice path, enum verb verb);

#endif
