/* Station: articles that repeat one before them in the order of hits are folded into it. Inside lib/query only.
 *
 * A repetition has nearly the same wording (index/signature.h) and was published within a few days: reports of a series
 * ("the bank left rates unchanged") have the same wording too. The first of the order stands for the others, so what is
 * shown depends on nothing that comes behind it, and pages fit together. */
#ifndef TALLY_QUERY_COLLAPSE_H
#define TALLY_QUERY_COLLAPSE_H

#include "query/hit.h"

#define COLLAPSE_LIKENESS   0.75 /* share of runs of words in common, at least */
#define COLLAPSE_DAYS       3    /* between two articles with dates, at most */
#define COLLAPSE_AHEAD      4    /* times the hits wanted: so many are looked at first */
#define COLLAPSE_LOOKED_MIN 200

/* A hit with those that it stands for. */
struct collapsed_hit {
    struct xap_hit hit;
    struct xap_document_id duplicates[SEARCH_DUPLICATES_MAX];
    uint32_t duplicate_count; /* perhaps more than are listed */
};

struct collapsed {
    struct collapsed_hit *items; /* offset .. offset + limit - 1 of what is shown */
    size_t count;
    bool more;    /* something is shown behind them */
    bool partial; /* the time was up */
};

struct collapse_page {
    uint32_t offset, limit;
    int64_t deadline_us; /* of clock_monotonic_us() */
};

/* Of the hits of `result`, which begins at the first of all. */
int collapse_hits(struct arena *arena, const struct snapshot *snapshot, const struct xap_result *result,
                  const struct collapse_page *page, struct collapsed *out, struct error *error);

/* Fills the duplicates of a hit. */
int collapse_list(struct hit_reader *reader, const struct collapsed_hit *collapsed, struct search_hit *hit,
                  struct error *error);

#endif
