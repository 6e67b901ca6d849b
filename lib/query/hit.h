/* Station: a matched document becomes a hit with its article, matches, figures and snippet. Inside lib/query only. */
#ifndef TALLY_QUERY_HIT_H
#define TALLY_QUERY_HIT_H

#include "query/figure_order.h"
#include "query/match.h"
#include "query/search.h"

#define HIT_TEXT_BYTES  ((size_t)64 << 10) /* of a body that are read for matches; the next ones while there is none */
#define HIT_SCAN_BYTES  ((size_t)4 << 20)  /* of a body that are read at most */
#define HIT_ARENA_BYTES ((size_t)64 << 20) /* for one article, and for reading one */
#define RELATED_SHARE   0.1                /* of its weight in a snippet that a match in page furniture has */

struct hit_reader {
    const struct snapshot *snapshot;
    struct stemmers *stemmers;
    struct clauses clauses;
    const struct figure_order *order; /* NULL: not sorted by figures */
    unsigned wanted;                  /* SEARCH_WANT_…; 0: all */
    int64_t deadline_us;              /* of clock_monotonic_us(): no further question is put to a text after it */
    struct arena *arena;              /* the reply's */
    struct arena *stored;             /* the article's, reset for every hit */
    struct arena *scratch;            /* reset for every part of a body */
};

/* Fills `stored` and `scratch`; false when memory is out. Close it in either case. */
bool hit_reader_open(struct hit_reader *reader);
void hit_reader_close(struct hit_reader *reader);

/* hit->document and score are set; everything else is filled. */
int hit_fill(struct hit_reader *reader, struct search_hit *hit, struct error *error);

#endif
