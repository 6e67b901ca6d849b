/* Numeral terms: numbers as terms at their text positions, so that a range can stand inside a phrase or NEAR.
 *
 * A value is a path in a decimal trie: sign and exponent, then its significant digits, ended by a terminal mark (65,000
 * → e4, e4 6, e4 65, e4 65$; zero has a path of its own). A range is covered by few nodes: an article matches when it
 * holds the term of one of them. Exponents are grouped by tens and hundreds; the groups around 0..9 of positive numbers
 * have no terms, so that the numbers of news carry none for them.
 *
 * An interval of the text (lo..hi) carries the nodes of its cover and all nodes above them, plus a mark term for each
 * node of its cover; a range asks for the nodes of its own cover and for the marks of all nodes above it. Two covers
 * overlap exactly when a node of one is the same as, above or below a node of the other, so intervals are exact too.
 * A figure that says "more than" or "under" carries one more term, its exact value with that sign (see range.h).
 *
 * Figures and bounds are first rounded to NUMBER_DIGITS significant digits; then the answer is that of range_holds(),
 * with one exception: a range that lies between two neighbouring decimals of that many digits meets no interval.
 *
 * All terms carry wdf 0. They hold no NUL and start with 'N'. */
#ifndef TALLY_INDEX_NUMERAL_H
#define TALLY_INDEX_NUMERAL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "figures/figure.h"
#include "index/range.h"

#define NUMERAL_TERM_MAX   32 /* bytes */
/* The most terms of one range and of one figure: every level of the trie adds at most a fixed number on each side of
 * zero, and x = ±0.999999999999998 meets all of them. Human ranges take about twenty, a point its digits and two. */
#define NUMERAL_COVER_MAX  374
#define NUMERAL_FIGURE_MAX 665

struct numeral_term {
    char bytes[NUMERAL_TERM_MAX];
    size_t length;
};

struct numeral_terms {
    struct numeral_term *items; /* in the arena, without duplicates */
    size_t count;
};

/* The terms of a figure (its stated value or interval, and its qualifier), to be placed at each of its number's
 * positions. ERROR_BAD_INPUT unless low ≤ high, both within ±NUMBER_MAGNITUDE_MAX. */
int numeral_index_terms(struct arena *arena, double low, double high, enum figure_qualifier qualifier,
                        struct numeral_terms *out, struct error *error);

/* The terms of a range: a figure lies in it exactly when it carries one of them; none when the range is empty.
 * ERROR_BAD_QUERY when a bound is no number. */
int numeral_query_terms(struct arena *arena, struct range range, struct numeral_terms *out, struct error *error);

#endif
