/* What the stations of a suggestion share. Inside lib/query only. */
#ifndef TALLY_QUERY_SUGGESTER_H
#define TALLY_QUERY_SUGGESTER_H

#include "query/suggest.h"
#include "query/typed.h"

struct suggester {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct stemmers *stemmers;
    struct typed typed;
    int64_t deadline_us; /* of clock_monotonic_us() */
    bool partial;
};

/* A word of the index, or a name before a colon. */
struct candidate {
    struct slice word; /* folded */
    enum suggestion_kind kind;
    uint32_t frequency;         /* articles with the word, deleted ones perhaps included */
    int64_t documents, figures; /* SUGGEST_UNKNOWN: not counted */
};

/* Fills candidate->documents by a search for the query completed with its word and `tail`. A query that cannot be
 * searched leaves it as it is; so does one for which there is no time, or too little, and then the reply is partial. */
int suggester_count(struct suggester *suggester, struct candidate *candidate, const char *tail, struct error *error);

/* Nouns, units and classes that begin as typed, the most figures first: *count of them, at most SUGGEST_NAMES_MAX.
 * `words` are the most frequent words that do, each the first of its stem. */
int names_suggest(struct suggester *suggester, const struct candidate *words, size_t word_count, struct candidate *out,
                  size_t *count, struct error *error);

#endif
