/* Articles like a given one: its most telling words as a search. */
#ifndef TALLY_QUERY_SIMILAR_H
#define TALLY_QUERY_SIMILAR_H

#include "query/search.h"

#define SIMILAR_WORDS_MAX   25                 /* asked for */
#define SIMILAR_SHARE       0.2                /* of them that an article must have */
#define SIMILAR_LETTERS_MIN 3                  /* of a word */
#define SIMILAR_REPEATS_MAX 3                  /* a word said more often weighs no more */
#define SIMILAR_BYTES       ((size_t)64 << 10) /* of the body that are read */

/* Fills request->tree, and request->query with the words as a text, most telling first. The article itself is not among
 * the articles that match. Words tell by what they weigh in this article and how few others have them; numbers, stop
 * words and page furniture tell nothing. `id` is as a user gives it. ERROR_NOT_FOUND when there is no such article. */
int similar_ask(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers, struct slice id,
                struct search_request *request, struct error *error);

#endif
