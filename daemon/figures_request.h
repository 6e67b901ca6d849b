/* The parameters of /figures as a table that is asked for. */
#ifndef TALLY_DAEMON_FIGURES_REQUEST_H
#define TALLY_DAEMON_FIGURES_REQUEST_H

#include "daemon/ask.h"
#include "query/table.h"
#include "wire/url.h"

struct figures_request {
    struct table_request table;
    struct slice noun; /* as sent; empty: any */
    enum content content;
};

/* ERROR_BAD_REQUEST names the parameter. Slices live in the arena. */
int figures_request_read(struct arena *arena, const struct url *url, struct slice body, struct figures_request *out,
                         struct error *error);

#endif
