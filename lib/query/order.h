/* In which order the articles that match are listed, and what they weigh. Inside lib/query only. */
#ifndef TALLY_QUERY_ORDER_H
#define TALLY_QUERY_ORDER_H

#include "query/parse.h"
#include "query/search.h"
#include "xapian-c.h"

/* Does anything in the tree weigh, or anything but stop words? Ranges, fields, dates and what is negated only
 * filter. */
bool order_weighs(const struct query_node *node, bool stop_words_too);

/* Fills weight, sort and what breaks ties; by a figure, the key is the caller's. What only filters (ranges, fields,
 * dates) is shown newest first, and so is what is equal otherwise. */
void order_choose(enum search_sort sort, const struct query_node *root, struct xap_search *search);

#endif
