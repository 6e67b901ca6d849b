/* What a column says of its figures and facets. */
#include <assert.h>

#include "index/column_file.h"

uint32_t column_figure_count(const struct column *column)
{
    return column->figures;
}

uint32_t column_docid_max(const struct column *column)
{
    return column->docid_max;
}

/* The first ordinal whose docid is not below `docid`. */
static uint32_t first_of(const struct column *column, uint64_t docid)
{
    uint32_t first = 0, end = column->figures;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (column->docids[middle] < docid)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

void column_document_figures(const struct column *column, uint32_t docid, uint32_t *first, uint32_t *count)
{
    *first = first_of(column, docid);
    *count = first_of(column, (uint64_t)docid + 1) - *first;
}

/* Empty when the offset leads nowhere: texts are checked here, for only those of hits are ever read. */
static struct slice text_at(const struct column *column, uint32_t offset)
{
    if (offset >= column->counts.texts) return slice_of("");
    size_t length = (uint8_t)column->texts[offset];
    if (length > column->counts.texts - offset - 1) return slice_of("");
    return slice_make(column->texts + offset + 1, length);
}

struct column_figure column_figure_at(const struct column *column, uint32_t ordinal)
{
    assert(ordinal < column->figures);
    struct column_ends stated = column_ends_of(column, ordinal, false), si = column_ends_of(column, ordinal, true);
    const struct column_record *record = &column->records[ordinal];
    const struct column_kind *kind = &column->kinds[ordinal];
    return (struct column_figure){
        .low = stated.low,
        .high = stated.high,
        .si_low = si.low,
        .si_high = si.high,
        .docid = column->docids[ordinal],
        .start = record->start,
        .length = record->length,
        .class = (enum figure_class)kind->class,
        .qualifier = (enum figure_qualifier)kind->qualifier,
        .zone = (enum zone_kind)kind->zone,
        .unit = text_at(column, record->unit),
        .noun = text_at(column, record->noun),
        .unit_text = text_at(column, record->unit_text),
        .per = text_at(column, record->per),
        .period = text_at(column, record->period),
    };
}

bool column_facet_find(const struct column *column, struct slice name, uint32_t *facet)
{
    uint32_t first = 0, end = column->facets;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        int order = slice_compare(column_facet_name(column, middle), name);
        *facet = middle;
        if (order == 0) return true;
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return false;
}

uint32_t column_facet_count(const struct column *column)
{
    return column->facets;
}

struct slice column_facet_name(const struct column *column, uint32_t facet)
{
    assert(facet < column->facets);
    uint32_t start = column->name_starts[facet];
    return slice_make(column->names + start, column->name_starts[facet + 1] - start);
}

uint32_t column_facet_size(const struct column *column, uint32_t facet)
{
    assert(facet < column->facets);
    return column->runs[facet].points + column->runs[facet].intervals;
}

uint32_t column_facet_figure(const struct column *column, uint32_t facet, uint32_t place)
{
    assert(place < column_facet_size(column, facet));
    return column->ordinals[column->runs[facet].first + place];
}

bool column_figure_has(const struct column *column, uint32_t ordinal, uint32_t facet)
{
    assert(ordinal < column->figures);
    for (uint32_t at = column->facet_starts[ordinal]; at < column->facet_starts[ordinal + 1]; at++)
        if (column->facet_ids[at] >= facet) return column->facet_ids[at] == facet;
    return false;
}

size_t column_figure_facets(const struct column *column, uint32_t ordinal, uint32_t facets[COLUMN_FACETS_MAX])
{
    assert(ordinal < column->figures);
    uint32_t start = column->facet_starts[ordinal];
    size_t count = column->facet_starts[ordinal + 1] - start;
    if (count) memcpy(facets, column->facet_ids + start, count * sizeof *facets);
    return count;
}
