/* Names with numbers in French and Spanish, for names.c. */
#ifndef TALLY_FIGURES_NAMES_ROMANCE_H
#define TALLY_FIGURES_NAMES_ROMANCE_H

#include "figures/scan.h"

/* Is the number part of a name that is written as French or Spanish write it? False in a text of another language. */
bool romance_name_holds(const struct scan *scan, const struct candidate *candidate);

#endif
