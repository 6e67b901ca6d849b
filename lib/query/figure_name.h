/* The name of figures given alone, as a parameter: what stands before the colon of a range, and means the same. */
#ifndef TALLY_QUERY_FIGURE_NAME_H
#define TALLY_QUERY_FIGURE_NAME_H

#include "index/column.h"
#include "query/parse.h"
#include "text/stemmers.h"

#define FIGURE_NAME_MAX 200 /* bytes */

/* attempts, migration attempts (with or without quotes), usd, percent, figure … become a QUERY_RANGE on any value.
 * ERROR_BAD_REQUEST for what cannot be a name, fields included. */
int figure_name_read(struct arena *arena, struct slice name, const struct query_node **out, struct error *error);

/* Are figures of this name comparable in the SI base only? Those of a physical unit and of a class are. */
bool figure_name_converts(const struct query_node *name);

/* The number that figures of one name are compared by: in the unit that was asked for, of a class in the SI base,
 * otherwise as stated. Of an interval the low end. */
double figure_name_value(const struct query_node *name, const struct column_figure *figure);

/* The word of the figure's noun that has this stem, folded, in the arena; .data NULL when none has. */
struct slice figure_noun_word(struct arena *arena, struct stemmers *stemmers, const struct column_figure *figure,
                              struct slice stem);

#endif
