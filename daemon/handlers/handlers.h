/* One function a verb: a question to the index becomes an answer. They run in a worker; a failure is the error it
 * fills. */
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
    struct slice body;               /* JSON parameters, or empty */
    const struct snapshot *snapshot; /* NULL: nothing was ever published in this directory */
    struct stemmers *stemmers;
    bool behind;          /* a later generation was published and cannot be opened */
    enum content content; /* set by the handler when its answer is no JSON */
};

typedef int handler(struct arena *arena, struct question *question, struct buffer *out, struct error *error);

handler handle_search, handle_figures, handle_similar, handle_suggest, handle_document, handle_stats;

#endif
