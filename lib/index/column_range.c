/* The figures of a range: of the facets asked for, the one that leaves least to walk is walked, the rest are looked up.
 */
#include <assert.h>
#include <math.h>

#include "index/column_file.h"

/* Places of `ordinals` to be walked. What is not certain is held against the range figure by figure. */
struct stretch {
    uint32_t first, end;
    bool certain;
};

#define STRETCHES_MAX 3

struct plan {
    uint32_t facet;
    struct stretch stretches[STRETCHES_MAX];
    size_t stretch_count;
    struct stretch intervals; /* to be walked by blocks */
    uint64_t figures;         /* to be looked at */
};

struct search {
    const struct column *column;
    struct range range;
    bool converted;                     /* the range compares values in the SI base */
    uint32_t others[COLUMN_FACETS_MAX]; /* facets that the one walked does not answer for */
    size_t other_count;
};

enum side { BEFORE_EQUAL, AFTER_EQUAL };

/* Where `bound` belongs in the sorted stretch first..end: before or after the figures whose low end equals it. */
static uint32_t place_of(const struct search *search, uint32_t first, uint32_t end, double bound, enum side side)
{
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        double low = column_ends_of(search->column, search->column->ordinals[middle], search->converted).low;
        bool before = side == AFTER_EQUAL ? low <= bound : low < bound;
        if (before)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static void add_stretch(struct plan *plan, uint32_t first, uint32_t end, bool certain)
{
    if (first >= end) return;
    assert(plan->stretch_count < STRETCHES_MAX);
    plan->stretches[plan->stretch_count++] = (struct stretch){first, end, certain};
    plan->figures += end - first;
}

/* Points strictly between the bounds are certain, and those on a closed bound; on an open one the qualifier decides,
 * and beyond the bounds of a range asked with "~". */
static void plan_points(const struct search *search, uint32_t first, uint32_t end, struct plan *plan)
{
    const struct range *range = &search->range;
    uint32_t low = place_of(search, first, end, range_reach_low(range), BEFORE_EQUAL);
    uint32_t high = place_of(search, low, end, range_reach_high(range), AFTER_EQUAL);
    uint32_t above = place_of(search, low, high, range->low, range->low_open ? AFTER_EQUAL : BEFORE_EQUAL);
    uint32_t below = place_of(search, above, high, range->high, range->high_open ? BEFORE_EQUAL : AFTER_EQUAL);
    add_stretch(plan, low, above, false);
    add_stretch(plan, above, below, true);
    add_stretch(plan, below, high, false);
}

static bool block_reaches(const struct search *search, const struct column_run *run, uint32_t block)
{
    return search->column->reaches[run->first_block + block] >= range_reach_low(&search->range);
}

/* Places of a block's intervals, as far as they are planned. */
static struct stretch block_stretch(const struct plan *plan, uint32_t block)
{
    uint32_t first = plan->intervals.first + block * COLUMN_BLOCK, left = plan->intervals.end - first;
    return (struct stretch){first, first + (left < COLUMN_BLOCK ? left : COLUMN_BLOCK), false};
}

static void plan_intervals(const struct search *search, uint32_t first, uint32_t end, struct plan *plan)
{
    const struct column_run *run = &search->column->runs[plan->facet];
    plan->intervals =
        (struct stretch){first, place_of(search, first, end, range_reach_high(&search->range), AFTER_EQUAL), false};
    uint32_t blocks = column_blocks(plan->intervals.end - first);
    for (uint32_t block = 0; block < blocks; block++)
        if (block_reaches(search, run, block)) plan->figures += COLUMN_BLOCK;
}

static struct plan plan_of(const struct search *search, uint32_t facet)
{
    const struct column_run *run = &search->column->runs[facet];
    uint32_t intervals = run->first + run->points, end = intervals + run->intervals;
    struct plan plan = {.facet = facet};
    if (column_facet_converts(search->column, facet) != search->converted) {
        add_stretch(&plan, run->first, end, false); /* sorted by the other value */
        return plan;
    }
    plan_points(search, run->first, intervals, &plan);
    plan_intervals(search, intervals, end, &plan);
    return plan;
}

static struct plan best_plan(const struct search *search, const uint32_t *facets, size_t facet_count)
{
    struct plan best = plan_of(search, facets[0]);
    for (size_t i = 1; i < facet_count; i++) {
        struct plan plan = plan_of(search, facets[i]);
        if (plan.figures < best.figures) best = plan;
    }
    return best;
}

static bool is_among(const uint32_t *facets, size_t count, uint32_t facet)
{
    for (size_t i = 0; i < count; i++)
        if (facets[i] == facet) return true;
    return false;
}

/* Leaves out the facet walked, repetitions, and facets that every figure has. False when no figure can have them all.
 */
static bool set_others(struct search *search, uint32_t walked, const uint32_t *facets, size_t facet_count)
{
    for (size_t i = 0; i < facet_count; i++) {
        if (facets[i] == walked || column_facet_size(search->column, facets[i]) == search->column->figures) continue;
        if (is_among(search->others, search->other_count, facets[i])) continue;
        if (search->other_count == COLUMN_FACETS_MAX) return false;
        search->others[search->other_count++] = facets[i];
    }
    return true;
}

static bool has_all(const struct column *column, uint32_t ordinal, const uint32_t *facets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!column_figure_has(column, ordinal, facets[i])) return false;
    return true;
}

static void walk(const struct search *search, struct stretch stretch, column_visit *visit, void *context)
{
    const struct column *column = search->column;
    for (uint32_t at = stretch.first; at < stretch.end; at++) {
        uint32_t ordinal = column->ordinals[at];
        if (!stretch.certain && !column_in_range(column, ordinal, search->converted, search->range)) continue;
        if (!has_all(column, ordinal, search->others, search->other_count)) continue;
        visit(context, ordinal, column->docids[ordinal]);
    }
}

static void walk_intervals(const struct search *search, const struct plan *plan, column_visit *visit, void *context)
{
    const struct column_run *run = &search->column->runs[plan->facet];
    uint32_t blocks = column_blocks(plan->intervals.end - plan->intervals.first);
    for (uint32_t block = 0; block < blocks; block++)
        if (block_reaches(search, run, block)) walk(search, block_stretch(plan, block), visit, context);
}

void column_range(const struct column *column, const uint32_t *facets, size_t facet_count, struct range range,
                  column_visit *visit, void *context)
{
    assert(facet_count > 0);
    if (range_empty(range)) return;
    struct search search = {.column = column, .range = range, .converted = column_facet_converts(column, facets[0])};
    struct plan plan = best_plan(&search, facets, facet_count);
    if (!set_others(&search, plan.facet, facets, facet_count)) return;
    for (size_t i = 0; i < plan.stretch_count; i++) walk(&search, plan.stretches[i], visit, context);
    walk_intervals(&search, &plan, visit, context);
}

bool column_figure_matches(const struct column *column, uint32_t ordinal, const uint32_t *facets, size_t facet_count,
                           struct range range)
{
    assert(facet_count > 0 && ordinal < column->figures);
    return has_all(column, ordinal, facets, facet_count) &&
           column_in_range(column, ordinal, column_facet_converts(column, facets[0]), range);
}
