/* Words of the index as articles write them: "fes" is shown as "Fès". Inside lib/query only. */
#ifndef TALLY_QUERY_SPELLING_H
#define TALLY_QUERY_SPELLING_H

#include "index/snapshot.h"

#define SPELLING_ARTICLES    3                  /* read for one word */
#define SPELLING_BYTES       ((size_t)32 << 10) /* read of each body */
#define SPELLING_DEAD_MAX    256                /* deleted articles passed over for one word, in a segment */
#define SPELLING_ARENA_BYTES ((size_t)64 << 20) /* for one article */

struct speller {
    const struct snapshot *snapshot;
    struct arena *arena;   /* what is handed out */
    struct arena *scratch; /* SPELLING_ARENA_BYTES; reset for every article */
    int64_t deadline_us;   /* of clock_monotonic_us(): no article is read after it */
};

/* A small form is preferred, then a name within a sentence; the folded word itself when nothing better is found. What
 * is handed out folds to `word` again. -1 when an article cannot be read. */
int spelling_find(struct speller *speller, struct slice word, struct slice *out, struct error *error);

#endif
