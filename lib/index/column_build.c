/* Collecting the figures of a column: arrays that grow, names and texts kept once. */
#include "index/column_build.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "index/schema.h"

#define ARRAY_BYTES_MAX ((size_t)1 << 40)
#define FACET_IDS_MAX   UINT32_MAX

_Static_assert(COLUMN_TEXT_MAX <= INTERN_LENGTH_MAX && FACET_NAME_MAX <= INTERN_LENGTH_MAX, "lengths fit one byte");

struct column_builder *column_builder_new(void)
{
    struct column_builder *builder = calloc(1, sizeof *builder);
    if (!builder) return NULL;
    intern_init(&builder->facets);
    intern_init(&builder->texts);
    buffer_init(&builder->lows, ARRAY_BYTES_MAX);
    buffer_init(&builder->docids, ARRAY_BYTES_MAX);
    buffer_init(&builder->kinds, ARRAY_BYTES_MAX);
    buffer_init(&builder->extra_of, ARRAY_BYTES_MAX);
    buffer_init(&builder->extras, ARRAY_BYTES_MAX);
    buffer_init(&builder->records, ARRAY_BYTES_MAX);
    buffer_init(&builder->facet_starts, ARRAY_BYTES_MAX);
    buffer_init(&builder->facet_ids, ARRAY_BYTES_MAX);
    return builder;
}

void column_builder_free(struct column_builder *builder)
{
    if (!builder) return;
    intern_free(&builder->facets);
    intern_free(&builder->texts);
    buffer_free(&builder->lows);
    buffer_free(&builder->docids);
    buffer_free(&builder->kinds);
    buffer_free(&builder->extra_of);
    buffer_free(&builder->extras);
    buffer_free(&builder->records);
    buffer_free(&builder->facet_starts);
    buffer_free(&builder->facet_ids);
    free(builder);
}

static bool in_order(double low, double high)
{
    return isfinite(low) && isfinite(high) && low <= high;
}

static int check(const struct column_builder *builder, const struct column_figure *figure, const struct slice *facets,
                 size_t facet_count, struct error *error)
{
    if (!in_order(figure->low, figure->high) || !in_order(figure->si_low, figure->si_high))
        return fail(error, ERROR_BAD_INPUT, 0, "expected a figure with finite ends low..high");
    if (figure->docid == 0 || figure->docid < builder->last_docid)
        return fail(error, ERROR_BAD_INPUT, 0, "expected docids in order from 1, found %u after %u", figure->docid,
                    builder->last_docid);
    if (facet_count > COLUMN_FACETS_MAX)
        return fail(error, ERROR_LIMIT, 0, "a figure has at most %d facets, found %zu", COLUMN_FACETS_MAX, facet_count);
    for (size_t i = 0; i < facet_count; i++)
        if (facets[i].length == 0 || facets[i].length > FACET_NAME_MAX)
            return fail(error, ERROR_BAD_INPUT, 0, "expected facet names of 1 to %d bytes", FACET_NAME_MAX);
    size_t facet_ids = builder->facet_ids.length / sizeof(uint32_t);
    if (builder->figures >= COLUMN_FIGURES_MAX || facet_ids + facet_count > FACET_IDS_MAX)
        return fail(error, ERROR_LIMIT, 0, "a column holds at most %u figures and %u facets of them",
                    COLUMN_FIGURES_MAX, FACET_IDS_MAX);
    return 0;
}

static int add_facets(struct column_builder *builder, const struct slice *facets, size_t facet_count)
{
    uint32_t ids[COLUMN_FACETS_MAX], start = (uint32_t)(builder->facet_ids.length / sizeof *ids);
    for (size_t i = 0; i < facet_count; i++)
        if (intern_add(&builder->facets, facets[i], &ids[i]) < 0) return -1;
    if (buffer_append(&builder->facet_starts, &start, sizeof start) < 0) return -1;
    return buffer_append(&builder->facet_ids, ids, facet_count * sizeof *ids);
}

static int add_ends(struct column_builder *builder, const struct column_figure *figure)
{
    struct column_extra extra = {figure->high, figure->si_low, figure->si_high};
    bool plain = extra.high == figure->low && extra.si_low == figure->low && extra.si_high == figure->low;
    uint32_t index = plain ? COLUMN_NO_EXTRA : (uint32_t)(builder->extras.length / sizeof extra);
    if (!plain && buffer_append(&builder->extras, &extra, sizeof extra) < 0) return -1;
    if (buffer_append(&builder->extra_of, &index, sizeof index) < 0) return -1;
    return buffer_append(&builder->lows, &figure->low, sizeof figure->low);
}

/* Puts a text into the pool, cut on a character, and its place there into *offset. */
static int add_text(struct column_builder *builder, struct slice text, uint32_t *offset)
{
    text.length = utf8_floor(text, COLUMN_TEXT_MAX);
    return intern_add(&builder->texts, text, offset);
}

static int add_record(struct column_builder *builder, const struct column_figure *figure)
{
    struct column_record record = {.start = figure->start, .length = figure->length};
    struct column_kind kind = {(uint8_t)figure->class, (uint8_t)figure->qualifier, (uint8_t)figure->zone, 0};
    if (add_text(builder, figure->unit, &record.unit) < 0) return -1;
    if (add_text(builder, figure->noun, &record.noun) < 0) return -1;
    if (add_text(builder, figure->unit_text, &record.unit_text) < 0) return -1;
    if (add_text(builder, figure->per, &record.per) < 0) return -1;
    if (add_text(builder, figure->period, &record.period) < 0) return -1;
    if (buffer_append(&builder->kinds, &kind, sizeof kind) < 0) return -1;
    if (buffer_append(&builder->docids, &figure->docid, sizeof figure->docid) < 0) return -1;
    return buffer_append(&builder->records, &record, sizeof record);
}

int column_builder_add(struct column_builder *builder, const struct column_figure *figure, const struct slice *facets,
                       size_t facet_count, struct error *error)
{
    if (check(builder, figure, facets, facet_count, error) < 0) return -1;
    if (add_facets(builder, facets, facet_count) < 0 || add_ends(builder, figure) < 0 ||
        add_record(builder, figure) < 0) {
        builder->failed = true;
        return fail(error, ERROR_NO_MEMORY, 0, "no memory for figure %u of a column", builder->figures);
    }
    builder->last_docid = figure->docid;
    builder->figures++;
    return 0;
}
