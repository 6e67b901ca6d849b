/* One function a ROUTE of routes.def: a question to the index becomes an answer. They run in a worker; a failure is the
 * error it fills. */
#ifndef TALLY_DAEMON_HANDLERS_H
#define TALLY_DAEMON_HANDLERS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "daemon/ask.h"
#include "index/snapshot.h"
#include "text/stemmers.h"
#include "wire/url.h"

struct question {
    struct url url;
    struct slice rest;               /* what stands for the {…} in the path of the route */
    struct slice body;               /* JSON parameters, or empty */
    const struct snapshot *snapshot; /* NULL: nothing was ever published in this directory */
    struct stemmers *stemmers;
    bool behind;          /* a later generation was published and cannot be opened */
    enum content content; /* set by the handler when its answer is no JSON */
};

typedef int handler(struct arena *arena, struct question *question, struct buffer *out, struct error *error);

#define ROUTE(name, methods, path, proposed) handler handle_##name;
#include "daemon/routes.def"

#endif
