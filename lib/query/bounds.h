/* Ranges of figures as they are written: 50K..70K, >=1.5M, ..200, ~65000. Inside lib/query only. */
#ifndef TALLY_QUERY_BOUNDS_H
#define TALLY_QUERY_BOUNDS_H

#include "query/parser.h"

/* Share that "~65000" allows on both sides. */
#define ABOUT_SHARE 0.1

/* A number of any spelling (number_parse()); letters glued to digits are scales only: k K m M bn tn. */
bool bound_parse(struct slice text, double *value);

/* Is this value after a name meant as a range? "Re:hello" is not; "attempts:5O000" is, and wrong. */
bool range_is_meant(struct slice value);

/* Fills range and any_value of `node` from the value after a name. ERROR_BAD_QUERY names what is no number, and an
 * inverted range with what to write instead. */
int range_value_read(struct parser *parser, const struct piece *piece, struct query_node *node);

/* Lengthens *range, the first chunk of `run`, to the range that it begins: its numbers may be of several words ("60
 * thousand..70 thousand"), with no blank beside the dots or behind the sign. Leaves it when it begins none. -1 is a
 * note that is an error: of "50..70 thousand" only 50..70 is taken. */
int range_take(struct parser *parser, struct slice run, struct slice *range);

/* A range without a name, among words or inside a phrase: 1 and a node on any figure, 0 when `chunk` is none, -1. */
int range_node_read(struct parser *parser, struct slice chunk, struct query_node **out);

#endif
