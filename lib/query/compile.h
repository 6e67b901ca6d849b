/* Station: a query tree becomes a query of libxapian over one snapshot. Inside lib/query only.
 *
 * Ranges are answered by the figure columns at once: each becomes a set of documents a segment. Everything made here
 * lives in the arena, the libxapian query too (a deferred call frees it). */
#ifndef TALLY_QUERY_COMPILE_H
#define TALLY_QUERY_COMPILE_H

#include "index/snapshot.h"
#include "query/moment.h"
#include "query/parse.h"
#include "text/stemmers.h"

/* The snapshot must have a reader. Of a longer match=any query the rarest words are kept, with a note in `query`. What
 * depends on the collection is asked of `moment`. */
int query_compile(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                  const struct query_options *options, struct moment *moment, struct query *query,
                  struct xap_query **out, struct error *error);
/* The same without a preference for words that stand close to each other: when all that matches is wanted, every
 * article would be asked for its positions. */
int query_compile_apart(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                        const struct query_options *options, struct moment *moment, struct query *query,
                        struct xap_query **out, struct error *error);

#endif
