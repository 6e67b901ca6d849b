/* Units, currencies and the classes they fall into: the rows of units.def.
 *
 * Adding a unit or an alias is one row. A physical unit has a dimension and a factor (and for temperatures an offset)
 * to the SI base unit: si = stated × factor + offset (BIPM, The International System of Units, 9th ed.; NIST SP 811 for
 * customary units). Currencies carry ISO 4217 codes and are never converted. */
#ifndef TALLY_FIGURES_UNIT_H
#define TALLY_FIGURES_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "text/tokens.h"

/* What a figure measures, roughly; the names are names of the query language ("money:1M..2M"). */
enum figure_class {
#define FIGURE_CLASS(name, word) CLASS_##name,
#include "figures/classes.def"
#undef FIGURE_CLASS
    FIGURE_CLASSES
};
const char *figure_class_name(enum figure_class class);
/* -1 when there is none. */
int figure_class_find(struct slice name);

struct unit {
    const char *code; /* as in queries and answers: "USD", "kg", "percent", "month", "age" */
    const char *name; /* English singular: "dollar", "kilogram", "percentage" */
    enum figure_class class;
    const char *dimension; /* of a physical unit: its SI base ("kg", "m", "s", "K"); NULL otherwise */
    double factor, offset;
};

/* By code, or by any alias as written ("kilos", "US$", "€", "pct", "dlrs"); case is folded where the row allows it.
 * NULL when there is none. Used for names in queries. */
const struct unit *unit_find(struct slice name);

/* Reads the longest unit that begins at token `first` of a text (a symbol, a word or several: "per cent", "square
 * miles"); *last is its last token. NULL when none begins there. Letters glued to digits ("35kg") are looked up with
 * unit_find(). */
const struct unit *unit_read(const struct text_tokens *tokens, uint32_t first, uint32_t *last);

/* How many of the coin `minor` ("cent") make one `major` ("euro"): 100, 1000; 0 when it is no coin of that currency. */
double unit_minor_per_major(const struct unit *minor, const struct unit *major);
/* Is it a coin that divides a currency? */
bool unit_is_minor(const struct unit *unit);

size_t unit_count(void);
const struct unit *unit_at(size_t index);

#endif
