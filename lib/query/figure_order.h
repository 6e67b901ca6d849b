/* Articles in the order of their greatest or smallest figure of one name. Inside lib/query only. */
#ifndef TALLY_QUERY_FIGURE_ORDER_H
#define TALLY_QUERY_FIGURE_ORDER_H

#include "query/figure_name.h"
#include "query/search.h"
#include "xapian-c.h"

struct figure_order {
    bool greatest;
    double *keys[MANIFEST_SEGMENTS_MAX];       /* by docid - 1 */
    uint32_t *ordinals[MANIFEST_SEGMENTS_MAX]; /* of the figure with this key; NO_FIGURE: there is none */
};

#define NO_FIGURE UINT32_MAX

/* One walk over the figures of the name in each segment; a match then only looks a key up. NULL with the error filled.
 */
struct figure_order *figure_order_new(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                                      const struct query_node *name, bool greatest, struct error *error);

/* The xap_sort_key of `context`, a struct figure_order; articles without such a figure come last. */
double figure_order_key(void *context, struct xap_document_id id);

/* The figure that gave a document its place, or NO_FIGURE. */
uint32_t figure_order_ordinal(const struct figure_order *order, struct xap_document_id id);

#endif
