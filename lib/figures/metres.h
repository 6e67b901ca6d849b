/* The m glued to a number: metres or millions. Inside lib/figures only. */
#ifndef TALLY_FIGURES_METRES_H
#define TALLY_FIGURES_METRES_H

#include "figures/scan.h"

/* Do the words around "35m" say metres? Without them it is millions. */
bool metres_are_told(const struct scan *scan, const struct candidate *candidate);

#endif
