/* Money written in ways of its own, for the station of units. Inside lib/figures only. */
#ifndef TALLY_FIGURES_MONEY_H
#define TALLY_FIGURES_MONEY_H

#include "figures/scan.h"

/* False where "43c", whose unit has been read as cents, is a name ("route 43c"). */
bool money_may_be_cents(const struct scan *scan, const struct candidate *candidate);

/* The unit of pounds in an amount: millions of them are money. Any other unit is given back. */
const struct unit *money_resolve_pound(const struct candidate *candidate, const struct unit *unit);

/* Pounds before pence become money, in the whole sentence. */
void money_resolve_pounds(struct scan *scan);

/* The scale of a currency code like "MSEK" or a sign like "M€" at `at`, its unit and last token; 0 when none stands
 * there. */
double money_scaled_code(const struct scan *scan, uint32_t at, const struct unit **unit, uint32_t *last);

#endif
