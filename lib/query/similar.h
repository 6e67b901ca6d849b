/* Articles like a given one: its most telling words as a search. */
#ifndef TALLY_QUERY_SIMILAR_H
#define TALLY_QUERY_SIMILAR_H

#include "query/search.h"

#define SIMILAR_WORDS_MAX      25                 /* asked for */
#define SIMILAR_SHARE          0.2                /* of them that an article must have */
#define SIMILAR_LETTERS_MIN    3                  /* of a word */
#define SIMILAR_REPEATS_MAX    3                  /* a word said more often weighs no more */
#define SIMILAR_BYTES          ((size_t)64 << 10) /* of the body that are read */
#define SIMILAR_BATCH          256                /* words weighed between two looks at the clock */
#define SIMILAR_WEIGHING_SHARE 0.5                /* of the timeout */

/* Fills request->tree, and request->query with the words as a text, most telling first. The article itself is not among
 * the articles that match. Words tell by what they weigh in this article and how few others have them; numbers, stop
 * words and page furniture tell nothing. `id` is as a user gives it. ERROR_NOT_FOUND when there is no such article.
 *
 * request->timeout_ms is for weighing the words and for the search after it: what is left for that one is written
 * there. *partial: the time for weighing was up, and the words are the best of those that weigh most in the article. */
int similar_ask(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers, struct slice id,
                struct search_request *request, bool *partial, struct error *error);

#endif
