/* Station: counts over all articles that match, not only those of a page.
 *
 * Sources, languages and years come from the value slots, units and nouns from the figure columns; a histogram counts
 * the figures of one name by their size. One more search without ranking finds the articles. */
#ifndef TALLY_QUERY_FACETS_H
#define TALLY_QUERY_FACETS_H

#include "query/figure_name.h"
#include "query/search.h"
#include "xapian-c.h"

/* At most XAP_HITS_MAX articles are looked at for units, nouns and histograms: then *exact is false, as when the time
 * was up. Everything in `out`, an array of `count`, lives in the arena and in the snapshot. */
struct facet_source {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct stemmers *stemmers;
    const struct xap_query *query;
    const struct xap_stop *stop;
};
int facets_count(const struct facet_source *source, const struct facet_request *requests, size_t count,
                 struct facet *out, bool *exact, struct error *error);

/* "source", "year", "histogram:attempts" … ERROR_BAD_REQUEST. */
int facet_read(struct arena *arena, struct slice text, struct facet_request *out, struct error *error);

#endif
