/* Texts that are nothing but one number phrase. Inside lib/figures only. */
#ifndef TALLY_FIGURES_LONE_H
#define TALLY_FIGURES_LONE_H

#include "figures/scan.h"

/* Is the whole text, of one sentence and no title, made of numbers, units and the words that bind them? */
bool lone_find(const struct scan *scan);

/* Reads at `at` what is a number in such a text only: "a couple", "nil", "point 77". `qualifier` tells how exactly. */
bool lone_read(const struct scan *scan, uint32_t at, struct number *number, enum figure_qualifier *qualifier);

/* "one twenty two" for 122: ones before tens. Not where the tens are minutes, as people tell them ("five thirty"). */
bool lone_is_pair(const struct scan *scan, const struct candidate *a, const struct candidate *b);

#endif
