/* Ages in French and Spanish, for ages.c. */
#ifndef TALLY_FIGURES_AGES_ROMANCE_H
#define TALLY_FIGURES_AGES_ROMANCE_H

#include "figures/scan.h"

/* The unit of age where the years or months of the candidate are one; else the unit it has. */
const struct unit *romance_age_unit(const struct scan *scan, const struct candidate *candidate);

#endif
