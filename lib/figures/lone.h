/* Texts that are nothing but one number phrase. Inside lib/figures only. */
#ifndef TALLY_FIGURES_LONE_H
#define TALLY_FIGURES_LONE_H

#include "figures/scan.h"

/* Is the whole text, of one sentence and no title, made of numbers, units and the words that bind them? */
bool lone_find(const struct scan *scan);

/* Reads at `at` what is a number in such a text (scan->lone) only: "a couple", "nil", "point 77". `qualifier` tells how
 * exactly. */
bool lone_read(const struct scan *scan, uint32_t at, struct number *number, enum figure_qualifier *qualifier);

/* Joins `b` to `a` where the two are one number: "one twenty two" (122), but not where the tens are minutes, as people
 * tell them ("five thirty"), and "one over three". */
bool lone_join(const struct scan *scan, struct candidate *a, const struct candidate *b);

#endif
