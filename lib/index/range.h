/* A range of figures, and what it means for a figure to lie in it: one definition for the column, the numeral terms,
 * the brute-force oracle and the explanation of hits.
 *
 * A figure low..high (equal for a point) lies in a range when the two overlap; nothing lies in an empty range. At an
 * open bound ("> 23000") a figure that sits exactly there still matches when its own words say so: "more than 23,000"
 * matches > 23000, "under 10" matches < 10. */
#ifndef TALLY_INDEX_RANGE_H
#define TALLY_INDEX_RANGE_H

#include <stdbool.h>

#include "figures/figure.h"

struct range {
    double low, high;         /* -INFINITY, INFINITY: no bound */
    bool low_open, high_open; /* the bound itself is outside */
};

/* No number lies in it: the bounds are inverted, or meet at a bound that is open. */
static inline bool range_empty(struct range range)
{
    return range.low > range.high || (range.low == range.high && (range.low_open || range.high_open));
}

static inline bool range_holds(struct range range, double low, double high, enum figure_qualifier qualifier)
{
    if (range_empty(range)) return false;
    if (range.low_open ? high < range.low || (high == range.low && qualifier != QUALIFIER_OVER) : high < range.low)
        return false;
    if (range.high_open ? low > range.high || (low == range.high && qualifier != QUALIFIER_UNDER) : low > range.high)
        return false;
    return true;
}

#endif
