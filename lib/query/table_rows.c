/* Which figures become rows. */
#include "query/table_rows.h"

#include "base/clock.h"
#include "query/binding.h"
#include "query/hit.h"

#define ROWS_FIRST 1024 /* room at first; doubled */

/* ---- the ranges of a query */

struct ranges {
    const struct query_node *items[QUERY_LEAVES_MAX];
    size_t count;
    bool placed; /* one stands inside a phrase or NEAR */
};

static bool has_range(const struct query_node *node)
{
    if (node->kind == QUERY_RANGE) return true;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (has_range(node->children[i])) return true;
    return false;
}

static void list_ranges(const struct query_node *node, struct ranges *out)
{
    switch (query_role(node)) {
    case QUERY_ROLE_GROUP:
        for (uint32_t i = 0; i < node->child_count; i++) list_ranges(node->children[i], out);
        return;
    case QUERY_ROLE_PLACES: out->placed = out->placed || has_range(node); return;
    case QUERY_ROLE_FIGURES:
        if (out->count < QUERY_LEAVES_MAX) out->items[out->count++] = node;
        return;
    case QUERY_ROLE_WITHOUT:
    case QUERY_ROLE_WORD:
    case QUERY_ROLE_FILTER: return;
    }
}

/* ---- rows */

struct gatherer {
    const struct table_source *source;
    struct ranges ranges;
    struct binding *bindings; /* ranges.count a segment */
    struct binding *nouns;    /* one a segment; NULL: any noun */
    struct table_rows *rows;
    size_t capacity;
    bool converts; /* values are compared in the SI base */
};

static int resolve(struct gatherer *gatherer, struct error *error)
{
    const struct table_source *source = gatherer->source;
    const struct query_node *noun = source->request->noun;
    size_t segments = snapshot_segment_count(source->snapshot), count = gatherer->ranges.count;
    gatherer->bindings = arena_array(source->arena, segments * count, sizeof *gatherer->bindings);
    gatherer->nouns = noun ? arena_array(source->arena, segments, sizeof *gatherer->nouns) : NULL;
    if (!gatherer->bindings || (noun && !gatherer->nouns))
        return fail(error, ERROR_NO_MEMORY, 0, "no memory for a table");
    for (size_t segment = 0; segment < segments; segment++) {
        const struct column *column = snapshot_column(source->snapshot, segment);
        for (size_t i = 0; i < count; i++)
            binding_resolve(gatherer->ranges.items[i], column, source->stemmers,
                            &gatherer->bindings[segment * count + i]);
        if (noun) binding_resolve(noun, column, source->stemmers, &gatherer->nouns[segment]);
    }
    return 0;
}

/* Figures of one physical unit or class are compared as converted, all others as stated. */
static bool choose_comparison(const struct gatherer *gatherer)
{
    const struct query_node *noun = gatherer->source->request->noun;
    if (noun && figure_name_converts(noun)) return true;
    bool converts = gatherer->ranges.count > 0 && !gatherer->ranges.placed;
    for (size_t i = 0; i < gatherer->ranges.count; i++)
        converts = converts && figure_name_converts(gatherer->ranges.items[i]);
    return converts;
}

static bool is_named(const struct gatherer *gatherer, uint32_t segment, uint32_t ordinal)
{
    return !gatherer->nouns || binding_holds(&gatherer->nouns[segment], ordinal);
}

static bool is_asked(const struct gatherer *gatherer, uint32_t segment, uint32_t ordinal)
{
    const struct binding *bindings = &gatherer->bindings[segment * gatherer->ranges.count];
    if (!is_named(gatherer, segment, ordinal)) return false;
    for (size_t i = 0; i < gatherer->ranges.count; i++)
        if (binding_holds(&bindings[i], ordinal)) return true;
    return gatherer->ranges.count == 0;
}

static double key_of(const struct gatherer *gatherer, uint32_t segment, uint32_t ordinal)
{
    enum table_sort sort = gatherer->source->request->sort;
    if (sort != TABLE_VALUE_GREATEST && sort != TABLE_VALUE_SMALLEST) return 0;
    struct column_figure figure = column_figure_at(snapshot_column(gatherer->source->snapshot, segment), ordinal);
    double value = gatherer->converts ? figure.si_low : figure.low;
    return sort == TABLE_VALUE_GREATEST ? -value : value;
}

/* False when the bound is met or memory is out. */
static bool add_row(struct gatherer *gatherer, uint32_t segment, uint32_t ordinal, uint32_t rank)
{
    struct table_rows *rows = gatherer->rows;
    rows->cut = rows->count == TABLE_ROWS_MAX;
    if (rows->cut) return false;
    if (rows->count == gatherer->capacity) {
        size_t capacity = gatherer->capacity ? 2 * gatherer->capacity : ROWS_FIRST;
        struct table_entry *items =
            arena_grow(gatherer->source->arena, rows->items, rows->count * sizeof *items, capacity * sizeof *items);
        if (!items) return false;
        rows->items = items;
        gatherer->capacity = capacity;
    }
    rows->items[rows->count++] = (struct table_entry){
        .segment = segment, .ordinal = ordinal, .rank = rank, .key = key_of(gatherer, segment, ordinal)};
    return true;
}

static bool add_article(struct gatherer *gatherer, struct xap_document_id id, uint32_t rank)
{
    uint32_t first, count;
    column_document_figures(snapshot_column(gatherer->source->snapshot, id.database), id.docid, &first, &count);
    for (uint32_t i = 0; i < count; i++)
        if (is_asked(gatherer, id.database, first + i) && !add_row(gatherer, id.database, first + i, rank))
            return false;
    return true;
}

static void gather_from_columns(struct gatherer *gatherer, const struct xap_result *result)
{
    for (size_t rank = 0; rank < xap_result_count(result); rank++)
        if (!add_article(gatherer, xap_result_hit(result, rank).id, (uint32_t)rank)) return;
}

/* ---- ranges inside phrases: what a hit would show */

static bool is_shown(const struct search_hit *hit, const struct column_figure *figure)
{
    for (size_t i = 0; i < hit->figure_count; i++)
        if (hit->figures[i].figure.start == figure->start &&
            (hit->figures[i].figure.zone == ZONE_TITLE) == (figure->zone == ZONE_TITLE))
            return true;
    return false;
}

static bool add_shown(struct gatherer *gatherer, const struct search_hit *hit, uint32_t rank)
{
    const struct column *column = snapshot_column(gatherer->source->snapshot, hit->document.database);
    uint32_t segment = hit->document.database, first, count;
    column_document_figures(column, hit->document.docid, &first, &count);
    if (hit->figure_count == SEARCH_HIT_FIGURES_MAX) gatherer->rows->unread = true;
    for (uint32_t i = 0; i < count; i++) {
        struct column_figure figure = column_figure_at(column, first + i);
        if (!is_shown(hit, &figure) || !is_named(gatherer, segment, first + i)) continue;
        if (!add_row(gatherer, segment, first + i, rank)) return false;
    }
    return true;
}

static int read_articles(struct gatherer *gatherer, struct hit_reader *reader, const struct xap_result *result,
                         struct error *error)
{
    size_t count = xap_result_count(result);
    for (size_t rank = 0; rank < count; rank++) {
        struct search_hit hit = {.document = xap_result_hit(result, rank).id};
        gatherer->rows->unread = gatherer->rows->unread || rank == TABLE_READ_MAX;
        gatherer->rows->stopped = clock_monotonic_us() > gatherer->source->deadline_us;
        if (rank == TABLE_READ_MAX || gatherer->rows->stopped) return 0;
        arena_reset(reader->arena);
        if (hit_fill(reader, &hit, error) < 0) return -1;
        if (!add_shown(gatherer, &hit, (uint32_t)rank)) return 0;
    }
    return 0;
}

static int gather_from_texts(struct gatherer *gatherer, const struct xap_result *result, struct error *error)
{
    const struct table_source *source = gatherer->source;
    struct hit_reader reader = {.snapshot = source->snapshot,
                                .stemmers = source->stemmers,
                                .wanted = SEARCH_WANT_FIGURES,
                                .deadline_us = source->deadline_us};
    if (clauses_list(source->arena, source->root, source->stemmers, &reader.clauses, error) < 0) return -1;
    reader.arena = arena_new(HIT_ARENA_BYTES);
    int status = reader.arena && hit_reader_open(&reader)
                     ? read_articles(gatherer, &reader, result, error)
                     : fail(error, ERROR_NO_MEMORY, 0, "no memory to read articles");
    arena_free(reader.arena);
    hit_reader_close(&reader);
    return status;
}

int table_gather(const struct table_source *source, const struct xap_result *result, struct table_rows *out,
                 struct error *error)
{
    struct gatherer *gatherer = arena_alloc(source->arena, sizeof *gatherer);
    if (!gatherer) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a table");
    *out = (struct table_rows){0};
    gatherer->source = source;
    gatherer->rows = out;
    list_ranges(source->root, &gatherer->ranges);
    gatherer->converts = choose_comparison(gatherer);
    if (resolve(gatherer, error) < 0) return -1;
    if (!gatherer->ranges.placed)
        gather_from_columns(gatherer, result);
    else if (gather_from_texts(gatherer, result, error) < 0)
        return -1;
    return arena_failed(source->arena) ? fail(error, ERROR_NO_MEMORY, 0, "no memory for a table") : 0;
}
