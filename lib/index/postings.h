/* Gathering the postings of one document: terms come in the order of the text and leave in the order of the index. */
#ifndef TALLY_INDEX_POSTINGS_H
#define TALLY_INDEX_POSTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "xapian-c.h"

#define NO_POSITION 0u /* positions of texts begin at 1 */

struct postings;

/* Everything lives in `arena`. `expected` occurrences are a hint. NULL when the arena is full. */
struct postings *postings_new(struct arena *arena, size_t expected);

/* One occurrence of prefix + text (cut at TERM_MAX, copied). `weight` is what it adds to the term's frequency. Failure
 * sticks and is told by postings_finish(). */
void postings_add(struct postings *postings, const char *prefix, struct slice text, uint32_t position, double weight);

/* The distinct terms so far, in order of appearance; terms added later come behind them. */
size_t postings_term_count(const struct postings *postings);
struct slice postings_term(const struct postings *postings, size_t index);
double postings_weight(const struct postings *postings, size_t index);

/* Turns a term's summed weight into its wdf; not called for terms of weight 0, whose wdf is 0. */
typedef uint32_t postings_impact(const void *context, double weight);
int postings_finish(struct postings *postings, postings_impact *impact, const void *context, struct xap_document *out,
                    struct error *error);

#endif
