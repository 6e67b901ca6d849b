/* The figure column: all figures of a segment, found by (facet, value) and listed by article.
 *
 * One immutable file beside the segment's glass tables, mapped for reading. It holds
 *  - the figure table: one fixed-size record a figure, in docid order, with what a hit shows of it (value, interval,
 *    unit, noun, qualifier, per, period, span); texts are pooled;
 *  - per figure the facets it belongs to;
 *  - per facet a run: the ordinals of its figures, sorted by the low end of the value that the facet compares (stated,
 *    or converted for FACET_DIMENSION); intervals apart, with the highest end of every few, so that overlap is a short
 *    scan.
 * A range takes that of its facets with the fewest figures within the bounds, walks that part of its run, and keeps the
 * figures that have all the other facets and satisfy range_holds(): all on one figure, by construction.
 *
 * The layout (little endian, 8-byte aligned sections) is described at the top of column_format.h. Every offset and
 * count is checked when the file is opened: a damaged file gives ERROR_CORRUPT, never a read outside the mapping. */
#ifndef TALLY_INDEX_COLUMN_H
#define TALLY_INDEX_COLUMN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "figures/figure.h"
#include "index/range.h"

#define COLUMN_FACETS_MAX  40          /* facets of one figure */
#define COLUMN_FIGURES_MAX 0x7FFFFFFFu /* figures of one file */
#define COLUMN_TEXT_MAX    200         /* bytes of a noun, unit, per or period kept */

/* What the column keeps of a figure. Slices given to the builder are copied; slices handed out point into the mapping
 * and live as long as the column. */
struct column_figure {
    double low, high, si_low, si_high;
    uint32_t docid;
    uint32_t start, length; /* bytes in the field it stands in */
    enum figure_class class;
    enum figure_qualifier qualifier;
    enum zone_kind zone; /* ZONE_TITLE: the span counts in the title; ZONE_MAIN: in the body */
    struct slice unit;   /* code: "USD", "count" */
    struct slice noun, unit_text, per, period;
};

/* ---- writing */

struct column_builder;

struct column_builder *column_builder_new(void);
void column_builder_free(struct column_builder *builder);
/* `facets` are facet names (schema_facet()), without duplicates, FACET_ANY among them. Longer texts are cut on a
 * character. ERROR_BAD_INPUT when an end is not finite, low > high, or the docid is 0 or lower than the last;
 * ERROR_LIMIT. */
int column_builder_add(struct column_builder *builder, const struct column_figure *figure, const struct slice *facets,
                       size_t facet_count, struct error *error);
/* Writes and syncs the file, which must not exist yet (its directory is the caller's to sync). Once for a builder.
 * ERROR_NO_SPACE, ERROR_SYSTEM. */
int column_builder_write(struct column_builder *builder, const char *path, struct error *error);

/* ---- reading */

struct column;

/* Checks all that leads from one place of the file to another: a few ms for 10 MB. ERROR_CORRUPT, ERROR_VERSION. */
struct column *column_open(const char *path, struct error *error);
void column_close(struct column *column);

uint32_t column_figure_count(const struct column *column);
/* The highest docid that any figure has; 0 in an empty column. Docids ascend from 1. */
uint32_t column_docid_max(const struct column *column);
/* The ordinals first .. first + count - 1 are the figures of a document, in order of the text. */
void column_document_figures(const struct column *column, uint32_t docid, uint32_t *first, uint32_t *count);
struct column_figure column_figure_at(const struct column *column, uint32_t ordinal);

/* A facet of this file by name; false when no figure here has it. Names are listed in byte order by index. */
bool column_facet_find(const struct column *column, struct slice name, uint32_t *facet);
uint32_t column_facet_count(const struct column *column);
struct slice column_facet_name(const struct column *column, uint32_t facet);
uint32_t column_facet_size(const struct column *column, uint32_t facet); /* figures in its run */
/* The ordinal of the figure at place 0 .. column_facet_size() - 1 of its run. */
uint32_t column_facet_figure(const struct column *column, uint32_t facet, uint32_t place);
bool column_figure_has(const struct column *column, uint32_t ordinal, uint32_t facet);
/* The facets of a figure, for merging columns. */
size_t column_figure_facets(const struct column *column, uint32_t ordinal, uint32_t facets[COLUMN_FACETS_MAX]);

/* Calls visit for each figure that has all `facets` (1 or more, of this column) and lies in `range`; the first facet
 * says which value the range compares (converted for FACET_DIMENSION). In no particular order. Docids are 1 ..
 * column_docid_max(), which segment_column_open() holds against the number of documents. */
typedef void column_visit(void *context, uint32_t ordinal, uint32_t docid);
void column_range(const struct column *column, const uint32_t *facets, size_t facet_count, struct range range,
                  column_visit *visit, void *context);

/* The same question about one figure: for the figures of a hit. */
bool column_figure_matches(const struct column *column, uint32_t ordinal, const uint32_t *facets, size_t facet_count,
                           struct range range);

#endif
