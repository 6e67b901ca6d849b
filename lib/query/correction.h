/* Did you mean …: a query that finds nothing, with words that the index knows in place of those that it does not. */
#ifndef TALLY_QUERY_CORRECTION_H
#define TALLY_QUERY_CORRECTION_H

#include "query/search.h"

#define CORRECTION_TOTAL_MAX   2   /* articles found: with more there is nothing to mend */
#define CORRECTION_RARE_MAX    2   /* articles that an odd word may be in: misspellings are printed too */
#define CORRECTION_GAIN        10  /* times the articles of an odd word, or query, that a better one has */
#define CORRECTION_NEARNESS    100 /* times the articles that make up for a second edit */
#define CORRECTION_CHANGES_MAX 4
#define CORRECTION_LETTERS_MIN 4 /* of a word that may be mended, by one edit */
#define CORRECTION_LETTERS_TWO 6 /* of one that may be mended by two */
#define CORRECTION_TIMEOUT_MS  150

struct correction_change {
    uint32_t position, length; /* bytes of the query */
    struct slice word;         /* what stands there in the corrected one */
};

struct correction {
    struct slice text; /* the corrected query; empty: there is none */
    struct correction_change changes[CORRECTION_CHANGES_MAX];
    size_t change_count;
};

/* `total` is what search_run() found for the request. The corrected query is searched too, and proposed only when it
 * finds more. Never numbers, words with digits, beginnings, loose words, values of exact fields, or what is not wanted;
 * the first letter stays, or changes places with the second. Everything lives in the arena. */
int correction_find(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                    const struct search_request *request, uint64_t total, struct correction *out, struct error *error);

#endif
