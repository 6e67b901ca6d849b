/* A range of figures, and what it means for a figure to lie in it: one definition for the column, the numeral terms,
 * the brute-force oracle and the explanation of hits.
 *
 * A figure low..high (equal for a point) lies in a range when the two overlap; nothing lies in an empty range. At an
 * open bound ("> 23000") a figure that sits exactly there still matches when its own words say so: "more than 23,000"
 * matches > 23000, "under 10" matches < 10.
 *
 * A range that was asked for with "~" is wider for figures that say themselves that they are rough: "about 55,000" lies
 * in ~65000, "55,000" does not. */
#ifndef TALLY_INDEX_RANGE_H
#define TALLY_INDEX_RANGE_H

#include <stdbool.h>

#include "figures/figure.h"

struct range {
    double low, high;             /* -INFINITY, INFINITY: no bound */
    bool low_open, high_open;     /* the bound itself is outside */
    bool about;                   /* asked for with "~" */
    double about_low, about_high; /* then: the bounds for figures that say "about" */
};

/* Where figures that it holds can lie. */
static inline double range_reach_low(const struct range *range)
{
    return range->about ? range->about_low : range->low;
}

static inline double range_reach_high(const struct range *range)
{
    return range->about ? range->about_high : range->high;
}

/* No number lies in it: the bounds are inverted, or meet at a bound that is open. */
static inline bool range_empty(struct range range)
{
    return range.low > range.high || (range.low == range.high && (range.low_open || range.high_open));
}

static inline bool range_holds(struct range range, double low, double high, enum figure_qualifier qualifier)
{
    if (range_empty(range)) return false;
    if (range.about && qualifier == QUALIFIER_ABOUT) return high >= range.about_low && low <= range.about_high;
    if (range.low_open ? high < range.low || (high == range.low && qualifier != QUALIFIER_OVER) : high < range.low)
        return false;
    if (range.high_open ? low > range.high || (low == range.high && qualifier != QUALIFIER_UNDER) : low > range.high)
        return false;
    return true;
}

#endif
