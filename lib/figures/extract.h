/* Figures out of prose: a linear scan over the tokens of a text.
 *
 * Read as figures: digits with any grouping, decimals, scales (K, M, bn, million …), currencies before and after,
 * percentages, units, spelled-out numbers, fractions, amounts in parts ("5 ft 2 in"), intervals ("between 32,000 and
 * 65,000", "18 to 25 percent", "20-30"), with approximators (about, some), bounds (more than, at least, up to) and
 * trends (rose, fell); the noun that is counted, also when it stands before ("the count of boats turned
 * back stands at 7,214") or is inherited ("…, of which 1,930 were stopped", "5,118 people …, including about
 * a hundred who …").
 * Kept out: years, dates, times, ordinals, phone numbers, addresses, scores, versions, model numbers, list numbers.
 *
 * "From 32,000 to 65,000" as a change is two figures. A one-sided figure sits at its stated value. */
#ifndef TALLY_FIGURES_EXTRACT_H
#define TALLY_FIGURES_EXTRACT_H

#include "base/arena.h"
#include "base/error.h"
#include "figures/figure.h"
#include "text/tokens.h"

#define FIGURES_MAX 200000 /* of one text; further ones are not read */

struct figures {
    struct figure *items; /* in order of the text; spans do not overlap */
    size_t count;
};

/* What is known of a text beside its words. */
struct figures_hint {
    bool headline;         /* a title: capitals say nothing there and verbs lack their auxiliaries */
    struct slice language; /* ISO 639-1; empty: told by the small words of the text, which a title has few of */
};

/* Reads the figures of `tokens`. Everything lives in `arena`, slices may point into the text and the tokens. Time is
 * linear in the number of tokens. ERROR_NO_MEMORY when the arena is full. */
int figures_extract(struct arena *arena, const struct text_tokens *tokens, struct figures_hint hint,
                    struct figures *out, struct error *error);

#endif
