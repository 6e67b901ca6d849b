/* Facets of figures counted by article, and sizes of figures counted one by one. */
#include "query/facet_columns.h"

#include <math.h>
#include <stdlib.h>

#include "index/bitmap.h"
#include "query/binding.h"
#include "text/tokens.h"

static int no_memory(struct error *error)
{
    return fail(error, ERROR_NO_MEMORY, 0, "no memory for facets");
}

/* ---- units and nouns */

/* The facets of one kind in one segment. */
struct counted {
    uint32_t *articles; /* by facet */
    uint32_t *last;     /* the document that counted last: a facet counts once in an article */
    uint32_t *sample;   /* a figure that has it */
};

struct named {
    struct slice name; /* without its kind */
    uint32_t count;
    uint32_t segment, sample;
};

static bool new_counts(struct arena *arena, const struct column *column, struct counted *out)
{
    uint32_t facets = column_facet_count(column);
    out->articles = arena_array(arena, facets, sizeof *out->articles);
    out->last = arena_array(arena, facets, sizeof *out->last);
    out->sample = arena_array(arena, facets, sizeof *out->sample);
    return out->articles && out->last && out->sample;
}

static void count_article(const struct column *column, uint32_t docid, struct counted *out)
{
    uint32_t first, figures, facets[COLUMN_FACETS_MAX];
    column_document_figures(column, docid, &first, &figures);
    for (uint32_t ordinal = first; ordinal < first + figures; ordinal++) {
        size_t count = column_figure_facets(column, ordinal, facets);
        for (size_t i = 0; i < count; i++) {
            if (out->last[facets[i]] == docid) continue;
            out->last[facets[i]] = docid;
            if (out->articles[facets[i]]++ == 0) out->sample[facets[i]] = ordinal;
        }
    }
}

static size_t list_named(const struct facet_source *source, const struct counted *counted, enum facet_kind kind,
                         struct named *out)
{
    size_t count = 0;
    for (uint32_t segment = 0; segment < snapshot_segment_count(source->snapshot); segment++) {
        const struct column *column = snapshot_column(source->snapshot, segment);
        for (uint32_t facet = 0; facet < column_facet_count(column); facet++) {
            struct slice name = column_facet_name(column, facet);
            uint32_t articles = counted[segment].articles[facet];
            if (articles == 0 || name.length == 0 || name.data[0] != (char)kind) continue;
            if (out)
                out[count] = (struct named){slice_make(name.data + 1, name.length - 1), articles, segment,
                                            counted[segment].sample[facet]};
            count++;
        }
    }
    return count;
}

static int by_name(const void *a, const void *b)
{
    return slice_compare(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static int by_count(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    if (left->count != right->count) return left->count > right->count ? -1 : 1;
    return by_name(a, b);
}

/* One name of several segments becomes one; the most frequent first. */
static size_t join_named(struct named *items, size_t count)
{
    size_t kept = 0;
    if (count) qsort(items, count, sizeof *items, by_name);
    for (size_t i = 0; i < count; i++) {
        if (kept && slice_equal(items[kept - 1].name, items[i].name))
            items[kept - 1].count += items[i].count;
        else
            items[kept++] = items[i];
    }
    if (kept) qsort(items, kept, sizeof *items, by_count);
    return kept;
}

/* A stem is shown as a word that has it: the one of a figure. */
static struct slice shown_noun(const struct facet_source *source, const struct named *item)
{
    struct column_figure figure = column_figure_at(snapshot_column(source->snapshot, item->segment), item->sample);
    struct slice word = figure_noun_word(source->arena, source->stemmers, &figure, item->name);
    return word.data ? word : item->name;
}

static int show_named(const struct facet_source *source, const struct named *items, size_t count, bool nouns,
                      struct facet *out, struct error *error)
{
    out->value_count = count < FACET_VALUES_MAX ? count : FACET_VALUES_MAX;
    out->values = arena_array(source->arena, out->value_count, sizeof *out->values);
    if (!out->values) return no_memory(error);
    for (size_t i = 0; i < out->value_count; i++) {
        struct slice name = nouns ? shown_noun(source, &items[i]) : items[i].name;
        out->values[i] = (struct facet_value){name, 0, 0, items[i].count};
    }
    return 0;
}

static int count_kind(const struct facet_source *source, const struct xap_result *result, enum facet_kind kind,
                      struct facet *out, struct error *error)
{
    struct counted counted[MANIFEST_SEGMENTS_MAX];
    for (size_t i = 0; i < snapshot_segment_count(source->snapshot); i++)
        if (!new_counts(source->arena, snapshot_column(source->snapshot, i), &counted[i])) return no_memory(error);
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_document_id id = xap_result_hit(result, i).id;
        count_article(snapshot_column(source->snapshot, id.database), id.docid, &counted[id.database]);
    }
    size_t count = list_named(source, counted, kind, NULL);
    struct named *items = arena_array(source->arena, count, sizeof *items);
    if (!items) return no_memory(error);
    list_named(source, counted, kind, items);
    return show_named(source, items, join_named(items, count), kind == FACET_NOUN, out, error);
}

/* ---- histograms */

#define STEPS_OF_DECADE 3                               /* 1, 2, 5 */
#define DECADES         19                              /* up to NUMBER_MAGNITUDE_MAX; what is larger is in the last */
#define STEPS           (STEPS_OF_DECADE * DECADES + 1) /* and what is below 1 */
#define BUCKETS         (2 * STEPS)                     /* on both sides of 0 */

struct histogram {
    const struct query_node *name;
    const struct column *column;
    const uint64_t *articles; /* of this segment that match */
    uint32_t counts[BUCKETS]; /* from the most negative to the greatest */
};

/* Where step `step` begins: 0, 1, 2, 5, 10, 20 … */
static double edge(int step)
{
    static const double firsts[STEPS_OF_DECADE] = {1, 2, 5};
    return step == 0 ? 0 : firsts[(step - 1) % STEPS_OF_DECADE] * pow(10, (step - 1) / STEPS_OF_DECADE);
}

static int step_of(double size)
{
    int step = 0;
    while (step + 1 < STEPS && size >= edge(step + 1)) step++;
    return step;
}

static void count_figure(void *context, uint32_t ordinal, uint32_t docid)
{
    struct histogram *histogram = context;
    if (!bitmap_has(histogram->articles, docid)) return;
    struct column_figure figure = column_figure_at(histogram->column, ordinal);
    double value = figure_name_value(histogram->name, &figure);
    int step = step_of(fabs(value));
    histogram->counts[value < 0 ? STEPS - 1 - step : STEPS + step]++;
}

static struct facet_value bucket(const struct histogram *histogram, int index)
{
    struct facet_value value = {.value = slice_of(""), .count = histogram->counts[index]};
    int step = index < STEPS ? STEPS - 1 - index : index - STEPS;
    value.low = index < STEPS ? -edge(step + 1) : edge(step);
    value.high = index < STEPS ? -edge(step) : edge(step + 1);
    return value;
}

/* From the first bucket with figures to the last, those without in between. */
static int list_buckets(struct arena *arena, const struct histogram *histogram, struct facet *out, struct error *error)
{
    int first = 0, end = BUCKETS;
    while (first < end && histogram->counts[first] == 0) first++;
    while (end > first && histogram->counts[end - 1] == 0) end--;
    out->buckets = true;
    out->values = arena_array(arena, (size_t)(end - first), sizeof *out->values);
    if (!out->values) return no_memory(error);
    for (int i = first; i < end; i++) out->values[out->value_count++] = bucket(histogram, i);
    return 0;
}

static bool set_articles(const struct facet_source *source, const struct xap_result *result, uint64_t **bits)
{
    for (size_t i = 0; i < snapshot_segment_count(source->snapshot); i++) {
        uint32_t documents = snapshot_segment(source->snapshot, i)->document_count;
        bits[i] = arena_array(source->arena, bitmap_words(documents), sizeof **bits);
        if (!bits[i]) return false;
    }
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_document_id id = xap_result_hit(result, i).id;
        bitmap_add(bits[id.database], id.docid);
    }
    return true;
}

static int count_sizes(const struct facet_source *source, const struct xap_result *result,
                       const struct query_node *name, struct facet *out, struct error *error)
{
    struct histogram histogram = {.name = name};
    uint64_t *bits[MANIFEST_SEGMENTS_MAX];
    if (!set_articles(source, result, bits)) return no_memory(error);
    for (size_t i = 0; i < snapshot_segment_count(source->snapshot); i++) {
        struct binding binding;
        histogram.column = snapshot_column(source->snapshot, i);
        histogram.articles = bits[i];
        binding_resolve(name, histogram.column, source->stemmers, &binding);
        binding_figures(&binding, count_figure, &histogram);
    }
    return list_buckets(source->arena, &histogram, out, error);
}

int facet_count_figures(const struct facet_source *source, const struct xap_result *result,
                        const struct facet_request *request, struct facet *out, struct error *error)
{
    switch (request->name) {
    case FACET_NAME_UNIT: return count_kind(source, result, FACET_UNIT, out, error);
    case FACET_NAME_NOUN: return count_kind(source, result, FACET_NOUN, out, error);
    case FACET_NAME_HISTOGRAM: return count_sizes(source, result, request->figure, out, error);
    case FACET_NAME_SOURCE:
    case FACET_NAME_LANGUAGE:
    case FACET_NAME_YEAR:
    case FACET_NAMES: break; /* counted by their slots */
    }
    return fail(error, ERROR_INTERNAL, 0, "expected a facet of figures");
}
