/* A mapped column, its arrays found and checked: what column_open.c hands to column_read.c and column_range.c. */
#ifndef TALLY_INDEX_COLUMN_FILE_H
#define TALLY_INDEX_COLUMN_FILE_H

#include "index/column.h"
#include "index/column_format.h"
#include "index/schema.h"

struct column {
    const char *map;
    size_t map_bytes;
    uint32_t figures, facets, docid_max;
    struct {
#define COLUMN_SECTION(name, type, count) size_t name;
#include "index/column_sections.def"
#undef COLUMN_SECTION
    } counts;
#define COLUMN_SECTION(name, type, count) const type *name;
#include "index/column_sections.def"
#undef COLUMN_SECTION
};

/* Finds and checks the arrays in the `map_bytes` at `map`; `path` is for messages. */
int column_check(struct column *column, const char *path, struct error *error);

/* The ends of a figure that a facet compares. */
struct column_ends {
    double low, high;
};

static inline struct column_ends column_ends_of(const struct column *column, uint32_t ordinal, bool converted)
{
    uint32_t index = column->extra_of[ordinal];
    double low = column->lows[ordinal];
    if (index == COLUMN_NO_EXTRA) return (struct column_ends){low, low};
    const struct column_extra *extra = &column->extras[index];
    return converted ? (struct column_ends){extra->si_low, extra->si_high} : (struct column_ends){low, extra->high};
}

static inline bool column_in_range(const struct column *column, uint32_t ordinal, bool converted, struct range range)
{
    struct column_ends ends = column_ends_of(column, ordinal, converted);
    return range_holds(range, ends.low, ends.high, (enum figure_qualifier)column->kinds[ordinal].qualifier);
}

static inline bool column_facet_converts(const struct column *column, uint32_t facet)
{
    struct slice name = column_facet_name(column, facet);
    return name.length && name.data[0] == FACET_DIMENSION;
}

#endif
