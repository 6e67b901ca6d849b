/* A table of figures, as JSON or as CSV. */
#ifndef TALLY_DAEMON_FIGURES_REPLY_H
#define TALLY_DAEMON_FIGURES_REPLY_H

#include "base/buffer.h"
#include "daemon/figures_request.h"

void figures_reply_write(struct buffer *out, const struct figures_request *request, const struct table_reply *reply,
                         double took_ms);

#endif
