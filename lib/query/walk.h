/* Pages that follow each other by cursor: where this one begins, and where the next one does. Inside lib/query only. */
#ifndef TALLY_QUERY_WALK_H
#define TALLY_QUERY_WALK_H

#include "query/cursor.h"
#include "query/figure_order.h"
#include "query/search.h"

struct walk {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct search_request *request;
    const struct figure_order *order; /* sorted by figures */
    struct cursor cursor;             /* of this page; of a first page, to be filled */
};

/* Reads the request's cursor, if it has one. ERROR_BAD_REQUEST: it is none, or that of another question. */
int walk_begin(struct walk *walk, struct error *error);
/* Lets words be asked for in the languages that the index held on the first page: a new one would bring new stems. */
void walk_languages(struct walk *walk, struct stemmers *stemmers);
/* Tells the search where to begin, and what the collection was. The walk must outlive it. */
void walk_place(const struct walk *walk, struct xap_search *search);
/* ERROR_BAD_REQUEST: the query, once it was compiled, has not asked what the cursor can tell. */
int walk_check(const struct walk *walk, struct error *error);
/* The cursor of the next page, or empty when there is none: behind the last hit of the reply. Where hits may have been
 * missed, or a first page was cut short, it is that of this page again. */
int walk_next(struct walk *walk, const struct xap_search *search, const struct xap_result *result,
              struct search_reply *reply, struct error *error);

#endif
