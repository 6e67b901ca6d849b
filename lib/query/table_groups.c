/* Rows that stand together because they tell of the same period, source, noun or unit. */
#include "query/table_rows.h"

#include <stdlib.h>

#include "text/fold.h"

#define KEY_MAX 512 /* bytes */

/* ---- what a row is grouped by */

struct keyed {
    struct slice key, label;
    struct table_entry *entry;
};

/* Articles of rows, asked for their source once each: rows come in order of articles. */
struct sources {
    const struct table_source *table;
    const struct xap_result *result;
    uint32_t rank;
    struct slice source; /* of the article `rank`; .data NULL before the first */
};

static struct slice source_of(struct sources *sources, uint32_t rank, struct error *error)
{
    struct xap_bytes bytes = {0};
    struct xap_error failure = {0};
    if (sources->source.data && sources->rank == rank) return sources->source;
    struct xap_document_id id = xap_result_hit(sources->result, rank).id;
    uint32_t slot = schema_field(FIELD_NAME_SOURCE)->slot;
    if (xap_document_value(snapshot_reader(sources->table->snapshot), id, slot, &bytes, &failure) < 0) {
        index_fail(error, &failure);
        return slice_make(NULL, 0);
    }
    sources->rank = rank;
    sources->source = arena_copy(sources->table->arena, slice_make(bytes.data ? bytes.data : "", bytes.length));
    if (!sources->source.data) fail(error, ERROR_NO_MEMORY, 0, "no memory for a table");
    xap_bytes_free(&bytes);
    return sources->source;
}

/* The stems of the noun, so that "attempt" and "attempts" are one; facets are numbered in the order of their names. */
static size_t write_stems(const struct column *column, uint32_t ordinal, char out[KEY_MAX])
{
    uint32_t facets[COLUMN_FACETS_MAX];
    size_t count = column_figure_facets(column, ordinal, facets), length = 0;
    for (size_t i = 0; i < count; i++) {
        struct slice name = column_facet_name(column, facets[i]);
        if (name.length == 0 || name.data[0] != FACET_NOUN || name.length > KEY_MAX - length) continue;
        memcpy(out + length, name.data, name.length);
        length += name.length;
    }
    return length;
}

static size_t write_key(const struct table_source *source, const struct table_entry *entry, struct slice label,
                        char out[KEY_MAX])
{
    if (source->request->by == TABLE_BY_NOUN)
        return write_stems(snapshot_column(source->snapshot, entry->segment), entry->ordinal, out);
    return text_fold_word(label, out, KEY_MAX);
}

static struct slice label_of(struct sources *sources, const struct table_entry *entry,
                             const struct column_figure *figure, struct error *error)
{
    switch (sources->table->request->by) {
    case TABLE_BY_PERIOD: return figure->period;
    case TABLE_BY_NOUN: return figure->noun;
    case TABLE_BY_UNIT: return figure->unit;
    case TABLE_BY_SOURCE: return source_of(sources, entry->rank, error);
    case TABLE_BY_NOTHING: break;
    }
    return slice_of("");
}

/* The unit is part of every key, behind a byte that no text holds. */
static int make_key(struct sources *sources, struct table_entry *entry, struct keyed *out, struct error *error)
{
    const struct table_source *table = sources->table;
    struct column_figure figure = table_figure(table, entry);
    char key[KEY_MAX];
    *out = (struct keyed){.label = label_of(sources, entry, &figure, error), .entry = entry};
    if (!out->label.data) return -1;
    struct slice text = slice_make(key, write_key(table, entry, out->label, key));
    out->key = slice_of(arena_printf(table->arena, "%.*s\x01%.*s", SLICE_ARGS(text), SLICE_ARGS(figure.unit)));
    return arena_failed(table->arena) ? fail(error, ERROR_NO_MEMORY, 0, "no memory for a table") : 0;
}

/* ---- the order of groups */

static int by_key(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    int order = slice_compare(left->key, right->key);
    if (order) return order;
    return left->entry < right->entry ? -1 : left->entry > right->entry;
}

struct numbered {
    const struct keyed *first; /* of its rows, which stand together */
    size_t count;
};

static bool says_nothing(const struct numbered *group)
{
    return group->first->label.length == 0;
}

/* In order of keys: periods by their names, years one after the other; rows that do not say come last. */
static int by_name(const void *a, const void *b)
{
    const struct numbered *left = a, *right = b;
    if (says_nothing(left) != says_nothing(right)) return says_nothing(left) ? 1 : -1;
    return left->first < right->first ? -1 : left->first > right->first;
}

static int by_size(const void *a, const void *b)
{
    const struct numbered *left = a, *right = b;
    if (left->count != right->count) return left->count > right->count ? -1 : 1;
    return by_name(a, b);
}

static size_t find_groups(const struct keyed *keyed, size_t count, struct numbered *groups)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !slice_equal(keyed[i].key, keyed[i - 1].key)) groups[found++].first = &keyed[i];
        groups[found - 1].count++;
    }
    return found;
}

/* ---- what is told of a group */

static int compare(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int by_value(const void *a, const void *b)
{
    const struct table_value *left = a, *right = b;
    int order = compare(left->low, right->low);
    if (order == 0) order = compare(left->high, right->high);
    return order ? order : (int)left->qualifier - (int)right->qualifier;
}

static int by_count(const void *a, const void *b)
{
    const struct table_value *left = a, *right = b;
    if (left->count != right->count) return left->count > right->count ? -1 : 1;
    return by_value(a, b);
}

/* Equal values, which stand together, become one; the new count. */
static size_t join_equal(struct table_value *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && by_value(&values[kept - 1], &values[i]) == 0)
            values[kept - 1].count++;
        else
            values[kept++] = values[i];
    }
    return kept;
}

static int describe(const struct table_source *source, const struct numbered *group, struct table_group *out,
                    struct error *error)
{
    size_t count = group->count;
    struct table_value *values = arena_array(source->arena, count, sizeof *values);
    if (!values) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a table");
    *out = (struct table_group){.label = group->first->label, .count = (uint32_t)count, .values = values};
    out->unit = table_figure(source, group->first->entry).unit;
    for (size_t i = 0; i < count; i++) {
        struct column_figure figure = table_figure(source, group->first[i].entry);
        values[i] = (struct table_value){figure.low, figure.high, figure.qualifier, 1};
        if (i == 0 || figure.high > out->max) out->max = figure.high;
    }
    qsort(values, count, sizeof *values, by_value);
    out->min = values[0].low;
    out->median = (values[(count - 1) / 2].low + values[count / 2].low) / 2;
    out->value_count = join_equal(values, count);
    out->distinct = (uint32_t)out->value_count;
    qsort(values, out->value_count, sizeof *values, by_count);
    if (out->value_count > TABLE_GROUP_VALUES_MAX) out->value_count = TABLE_GROUP_VALUES_MAX;
    return 0;
}

static int describe_all(const struct table_source *source, const struct numbered *groups, size_t count,
                        struct table_reply *out, struct error *error)
{
    out->group_count = count < TABLE_GROUPS_MAX ? count : TABLE_GROUPS_MAX;
    out->groups = arena_array(source->arena, out->group_count, sizeof *out->groups);
    if (!out->groups) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a table");
    for (size_t i = 0; i < out->group_count; i++)
        if (describe(source, &groups[i], &out->groups[i], error) < 0) return -1;
    return 0;
}

int table_group(const struct table_source *source, const struct xap_result *result, struct table_rows *rows,
                struct table_reply *out, struct error *error)
{
    struct sources sources = {.table = source, .result = result};
    struct keyed *keyed = arena_array(source->arena, rows->count, sizeof *keyed);
    struct numbered *groups = arena_array(source->arena, rows->count, sizeof *groups);
    if (!keyed || !groups) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a table");
    for (size_t i = 0; i < rows->count; i++)
        if (make_key(&sources, &rows->items[i], &keyed[i], error) < 0) return -1;
    qsort(keyed, rows->count, sizeof *keyed, by_key);
    size_t count = find_groups(keyed, rows->count, groups);
    qsort(groups, count, sizeof *groups, source->request->by == TABLE_BY_PERIOD ? by_name : by_size);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < groups[i].count; k++) groups[i].first[k].entry->group = (uint32_t)i;
    return describe_all(source, groups, count, out, error);
}
