/* What the front asks a worker: a frame whose kind is the route and whose bytes are the request's target and body. The
 * answer's kind is the HTTP status, and its flags say what its bytes are. */
#ifndef TALLY_DAEMON_ASK_H
#define TALLY_DAEMON_ASK_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

/* What an answer is written in. Before JSONL stand header lines of its own and an empty line: see
 * reply_begin_lines(). */
enum content {
    CONTENT_JSON,
    CONTENT_CSV,
    CONTENT_JSONL,
    CONTENT_HTML,
    CONTENT_CSS,
    CONTENT_SCRIPT,
    CONTENT_SVG,
    CONTENTS
};

struct ask {
    struct slice target; /* as sent: no white space in it */
    struct slice body;   /* JSON parameters, or empty */
};

void ask_write(struct buffer *out, const struct ask *ask);
int ask_read(struct slice bytes, struct ask *out, struct error *error);

#endif
