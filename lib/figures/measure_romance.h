/* Rates in French and Spanish, for measure.c and periods.c. */
#ifndef TALLY_FIGURES_MEASURE_ROMANCE_H
#define TALLY_FIGURES_MEASURE_ROMANCE_H

#include "figures/scan.h"

/* What a rate at `at` is told by: the word behind "par", "al", "a la", "le", or "mensuales"; empty when none is
 * told. */
struct span romance_rate(const struct scan *scan, const struct candidate *candidate, uint32_t at);

/* Reads the rate right behind the unit of the candidate. */
void romance_per(const struct scan *scan, struct candidate *candidate);

#endif
