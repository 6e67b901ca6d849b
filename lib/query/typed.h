/* The word that is being typed at the end of a query. Inside lib/query only. */
#ifndef TALLY_QUERY_TYPED_H
#define TALLY_QUERY_TYPED_H

#include "query/parse.h"

struct typed {
    struct slice before;       /* the query up to what is completed */
    struct slice beginning;    /* folded; empty: there is nothing to complete */
    const struct field *field; /* title:mor, source:exa; NULL: a plain word */
    bool quoted;               /* inside quotes that are still open */
    bool unwanted;             /* -mor, NOT mor */
    bool may_name;             /* it can still become a name before a colon */
};

/* Never a number, nor the value of a date, an id, an url or a range. The slices are parts of `text`, or live in the
 * arena. ERROR_LIMIT over QUERY_BYTES_MAX. */
int typed_read(struct arena *arena, struct slice text, struct typed *out, struct error *error);

#endif
