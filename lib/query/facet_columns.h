/* Facets that the figure columns answer: units, nouns and histograms. Inside lib/query only. */
#ifndef TALLY_QUERY_FACET_COLUMNS_H
#define TALLY_QUERY_FACET_COLUMNS_H

#include "query/facets.h"

/* Over the articles of `result`. */
int facet_count_figures(const struct facet_source *source, const struct xap_result *result,
                        const struct facet_request *request, struct facet *out, struct error *error);

#endif
