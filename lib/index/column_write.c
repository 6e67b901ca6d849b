/* Ordering what was collected, and writing it: facets by name, each facet's figures by value. */
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "index/column_build.h"
#include "index/schema.h"

struct named {
    struct slice name;
    uint32_t place; /* in builder->facets */
};

struct placed {
    double low;
    uint32_t ordinal;
    bool interval;
};

/* What is derived from the builder for the file. Calloc'ed arrays; free_order() frees them. */
struct order {
    struct named *facets; /* in byte order */
    uint32_t *ranks;      /* by place in builder->facets: index in `facets` */
    struct column_run *runs;
    uint32_t *next; /* by facet: the next free place of its run */
    uint32_t *ordinals;
    struct placed *placed;
    uint32_t *name_starts;
    bool *converts; /* by facet: it compares the converted value */
    struct buffer names, reaches;
};

static uint32_t *words_of(const struct buffer *buffer)
{
    return (uint32_t *)(void *)buffer->data;
}

static size_t facet_id_count(const struct column_builder *builder)
{
    return builder->facet_ids.length / sizeof(uint32_t);
}

static void free_order(struct order *order)
{
    free(order->facets);
    free(order->ranks);
    free(order->runs);
    free(order->next);
    free(order->ordinals);
    free(order->placed);
    free(order->name_starts);
    free(order->converts);
    buffer_free(&order->names);
    buffer_free(&order->reaches);
}

static int allocate(const struct column_builder *builder, struct order *order)
{
    size_t facets = builder->facets.count;
    buffer_init(&order->names, UINT32_MAX);
    buffer_init(&order->reaches, UINT32_MAX);
    order->facets = calloc(facets + 1, sizeof *order->facets);
    order->ranks = calloc(builder->facets.bytes.length + 1, sizeof *order->ranks);
    order->runs = calloc(facets + 1, sizeof *order->runs);
    order->next = calloc(facets + 1, sizeof *order->next);
    order->name_starts = calloc(facets + 1, sizeof *order->name_starts);
    order->converts = calloc(facets + 1, sizeof *order->converts);
    order->ordinals = calloc(facet_id_count(builder) + 1, sizeof *order->ordinals);
    order->placed = calloc((size_t)builder->figures + 1, sizeof *order->placed);
    bool whole = order->facets && order->ranks && order->runs && order->next && order->name_starts && order->converts &&
                 order->ordinals && order->placed;
    return whole ? 0 : -1;
}

static int by_name(const void *a, const void *b)
{
    return slice_compare(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static int rank_facets(const struct column_builder *builder, struct order *order)
{
    uint32_t count = builder->facets.count;
    for (uint32_t i = 0, place = 0; i < count; i++, place = intern_next(&builder->facets, place))
        order->facets[i] = (struct named){intern_text(&builder->facets, place), place};
    qsort(order->facets, count, sizeof *order->facets, by_name);
    for (uint32_t facet = 0; facet < count; facet++) {
        order->ranks[order->facets[facet].place] = facet;
        order->name_starts[facet] = (uint32_t)order->names.length;
        order->converts[facet] = order->facets[facet].name.data[0] == FACET_DIMENSION;
        if (buffer_slice(&order->names, order->facets[facet].name) < 0) return -1;
    }
    order->name_starts[count] = (uint32_t)order->names.length;
    return 0;
}

/* Lists are short and nearly in order after the first few figures: insertion sort. */
static void sort_ids(uint32_t *ids, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t id = ids[i];
        size_t at = i;
        for (; at > 0 && ids[at - 1] > id; at--) ids[at] = ids[at - 1];
        assert(at == 0 || ids[at - 1] != id); /* a figure names a facet once */
        ids[at] = id;
    }
}

/* The facets of every figure by rank instead of by order of first sight. */
static void rename_facet_ids(struct column_builder *builder, const struct order *order)
{
    uint32_t *ids = words_of(&builder->facet_ids);
    const uint32_t *starts = words_of(&builder->facet_starts);
    size_t count = facet_id_count(builder);
    for (size_t i = 0; i < count; i++) ids[i] = order->ranks[ids[i]];
    for (uint32_t figure = 0; figure < builder->figures; figure++)
        sort_ids(ids + starts[figure], starts[figure + 1] - starts[figure]);
}

static void lay_out_runs(const struct column_builder *builder, struct order *order)
{
    const uint32_t *ids = words_of(&builder->facet_ids);
    size_t count = facet_id_count(builder);
    for (size_t i = 0; i < count; i++) order->next[ids[i]]++;
    uint32_t first = 0;
    for (uint32_t facet = 0; facet < builder->facets.count; facet++) {
        uint32_t size = order->next[facet];
        order->runs[facet] = (struct column_run){.first = first, .points = size};
        order->next[facet] = first;
        first += size;
    }
}

/* The two ends that a facet compares: stated, or converted. */
static struct column_extra ends_of(const struct column_builder *builder, uint32_t ordinal)
{
    uint32_t index = words_of(&builder->extra_of)[ordinal];
    if (index != COLUMN_NO_EXTRA) return ((const struct column_extra *)(const void *)builder->extras.data)[index];
    double low = ((const double *)(const void *)builder->lows.data)[ordinal];
    return (struct column_extra){low, low, low};
}

static double low_of(const struct column_builder *builder, uint32_t ordinal, bool converted)
{
    if (converted) return ends_of(builder, ordinal).si_low;
    return ((const double *)(const void *)builder->lows.data)[ordinal];
}

static double high_of(const struct column_builder *builder, uint32_t ordinal, bool converted)
{
    struct column_extra ends = ends_of(builder, ordinal);
    return converted ? ends.si_high : ends.high;
}

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->interval != y->interval) return x->interval ? 1 : -1;
    if (x->low != y->low) return x->low < y->low ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* True when a facet of the figure compares that value. */
static bool is_compared(const struct column_builder *builder, const struct order *order, uint32_t ordinal,
                        bool converted)
{
    const uint32_t *ids = words_of(&builder->facet_ids), *starts = words_of(&builder->facet_starts);
    for (uint32_t at = starts[ordinal]; at < starts[ordinal + 1]; at++)
        if (order->converts[ids[at]] == converted) return true;
    return false;
}

/* Sorts the figures that are compared by that value; returns how many they are. */
static size_t place_figures(const struct column_builder *builder, struct order *order, bool converted)
{
    size_t count = 0;
    for (uint32_t ordinal = 0; ordinal < builder->figures; ordinal++) {
        if (!is_compared(builder, order, ordinal, converted)) continue;
        double low = low_of(builder, ordinal, converted);
        order->placed[count++] = (struct placed){low, ordinal, high_of(builder, ordinal, converted) > low};
    }
    qsort(order->placed, count, sizeof *order->placed, by_place);
    return count;
}

static void append_to_run(struct order *order, uint32_t facet, const struct placed *placed)
{
    order->ordinals[order->next[facet]++] = placed->ordinal;
    if (!placed->interval) return;
    order->runs[facet].intervals++;
    order->runs[facet].points--;
}

/* Deals the figures in order of value to the runs of their facets, so that every run comes out sorted. */
static void fill_runs(const struct column_builder *builder, struct order *order, bool converted)
{
    const uint32_t *ids = words_of(&builder->facet_ids), *starts = words_of(&builder->facet_starts);
    size_t count = place_figures(builder, order, converted);
    for (size_t i = 0; i < count; i++) {
        uint32_t ordinal = order->placed[i].ordinal;
        for (uint32_t at = starts[ordinal]; at < starts[ordinal + 1]; at++)
            if (order->converts[ids[at]] == converted) append_to_run(order, ids[at], &order->placed[i]);
    }
}

/* The highest end of each block of a run's intervals. */
static int add_reaches(const struct column_builder *builder, struct order *order, uint32_t facet)
{
    struct column_run *run = &order->runs[facet];
    const uint32_t *intervals = order->ordinals + run->first + run->points;
    run->first_block = (uint32_t)(order->reaches.length / sizeof(double));
    for (uint32_t first = 0; first < run->intervals; first += COLUMN_BLOCK) {
        double reach = -INFINITY;
        for (uint32_t i = first; i < run->intervals && i < first + COLUMN_BLOCK; i++)
            reach = fmax(reach, high_of(builder, intervals[i], order->converts[facet]));
        if (buffer_append(&order->reaches, &reach, sizeof reach) < 0) return -1;
    }
    return 0;
}

static int order_figures(struct column_builder *builder, struct order *order)
{
    rename_facet_ids(builder, order);
    lay_out_runs(builder, order);
    fill_runs(builder, order, false);
    fill_runs(builder, order, true);
    for (uint32_t facet = 0; facet < builder->facets.count; facet++)
        if (add_reaches(builder, order, facet) < 0) return -1;
    return 0;
}

static int put(FILE *file, const char *path, const void *bytes, size_t length, struct error *error)
{
    if (length && fwrite(bytes, 1, length, file) != length)
        return fail_errno(error, errno, "%s: cannot be written", path);
    return 0;
}

static uint64_t aligned(uint64_t offset)
{
    return (offset + COLUMN_ALIGNMENT - 1) / COLUMN_ALIGNMENT * COLUMN_ALIGNMENT;
}

struct content {
    const void *data;
    size_t element_bytes, count;
};

static void describe(const struct column_builder *builder, const struct order *order,
                     struct content contents[COLUMN_SECTIONS])
{
    const struct column_builder *b = builder;
    size_t facets = b->facets.count;
#define ARRAY(buffer, type)                                                                                            \
    {                                                                                                                  \
        (buffer).data, sizeof(type), (buffer).length / sizeof(type)                                                    \
    }
    struct content all[COLUMN_SECTIONS] = {
        [SECTION_lows] = ARRAY(b->lows, double),
        [SECTION_docids] = ARRAY(b->docids, uint32_t),
        [SECTION_kinds] = ARRAY(b->kinds, struct column_kind),
        [SECTION_extra_of] = ARRAY(b->extra_of, uint32_t),
        [SECTION_extras] = ARRAY(b->extras, struct column_extra),
        [SECTION_records] = ARRAY(b->records, struct column_record),
        [SECTION_texts] = ARRAY(b->texts.bytes, char),
        [SECTION_facet_starts] = ARRAY(b->facet_starts, uint32_t),
        [SECTION_facet_ids] = ARRAY(b->facet_ids, uint32_t),
        [SECTION_name_starts] = {order->name_starts, sizeof(uint32_t), facets + 1},
        [SECTION_names] = ARRAY(order->names, char),
        [SECTION_runs] = {order->runs, sizeof(struct column_run), facets},
        [SECTION_ordinals] = {order->ordinals, sizeof(uint32_t), facet_id_count(b)},
        [SECTION_reaches] = ARRAY(order->reaches, double),
    };
#undef ARRAY
    memcpy(contents, all, sizeof all);
}

static struct column_header head(const struct column_builder *builder, const struct content *contents)
{
    struct column_header header = {.version = COLUMN_VERSION,
                                   .figures = builder->figures,
                                   .facets = builder->facets.count,
                                   .file_bytes = sizeof header};
    memcpy(header.magic, COLUMN_MAGIC, sizeof header.magic);
    for (size_t i = 0; i < COLUMN_SECTIONS; i++) {
        header.sections[i] = (struct column_section){header.file_bytes, contents[i].count};
        header.file_bytes = aligned(header.file_bytes + contents[i].count * contents[i].element_bytes);
    }
    return header;
}

static int put_all(FILE *file, const char *path, const struct column_builder *builder, const struct order *order,
                   struct error *error)
{
    static const char padding[COLUMN_ALIGNMENT];
    struct content contents[COLUMN_SECTIONS];
    describe(builder, order, contents);
    struct column_header header = head(builder, contents);
    if (put(file, path, &header, sizeof header, error) < 0) return -1;
    for (size_t i = 0; i < COLUMN_SECTIONS; i++) {
        size_t length = contents[i].count * contents[i].element_bytes;
        if (put(file, path, contents[i].data, length, error) < 0) return -1;
        if (put(file, path, padding, aligned(length) - length, error) < 0) return -1;
    }
    if (fflush(file) != 0 || fsync(fileno(file)) < 0) return fail_errno(error, errno, "%s: cannot be synced", path);
    return 0;
}

static int write_file(const char *path, const struct column_builder *builder, const struct order *order,
                      struct error *error)
{
    FILE *file = fopen(path, "wxe");
    if (!file) return fail_errno(error, errno, "%s: cannot be created", path);
    int result = put_all(file, path, builder, order, error);
    if (fclose(file) != 0 && result == 0) result = fail_errno(error, errno, "%s: cannot be written", path);
    if (result < 0) unlink(path);
    return result;
}

/* Ends facet_starts, which column_builder_add() leaves open for the next figure. */
static int close_facet_starts(struct column_builder *builder)
{
    uint32_t end = (uint32_t)facet_id_count(builder);
    return buffer_append(&builder->facet_starts, &end, sizeof end);
}

int column_builder_write(struct column_builder *builder, const char *path, struct error *error)
{
    assert(!builder->written);
    builder->written = true;
    struct order order = {0};
    if (builder->failed || close_facet_starts(builder) < 0 || allocate(builder, &order) < 0 ||
        rank_facets(builder, &order) < 0 || order_figures(builder, &order) < 0) {
        free_order(&order);
        return fail(error, ERROR_NO_MEMORY, 0, "%s: no memory to order its figures", path);
    }
    int result = write_file(path, builder, &order, error);
    free_order(&order);
    return result;
}
