/* Words that count without a number. Inside lib/figures only. */
#ifndef TALLY_FIGURES_VAGUE_H
#define TALLY_FIGURES_VAGUE_H

#include "figures/scan.h"

/* Reads at a word of class VAGUE: "dozens of", "tens of thousands of", "several hundred", and "dozens" where it is the
 * subject or object of a verb. Gives the token after the counting words (before "of"), `at` when none stands there. */
uint32_t vague_read(const struct scan *scan, uint32_t at, double *low, double *high);

#endif
