/* Nouns that figures count in French and Spanish, for nouns.c. */
#ifndef TALLY_FIGURES_NOUNS_ROMANCE_H
#define TALLY_FIGURES_NOUNS_ROMANCE_H

#include "figures/scan.h"

/* The noun of the figure with its adjectives, from token `first` on; empty when none stands there. */
struct span romance_noun(const struct scan *scan, const struct candidate *candidate, uint32_t first);

/* Writes the singular of `word` at `out`, which has room for the word; returns its length. */
size_t romance_singular(const struct scan *scan, struct slice word, char *out);

#endif
