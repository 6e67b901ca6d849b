/* Ranges bound to the facets of a column. */
#include "query/binding.h"

#include <math.h>

#include "figures/number.h"
#include "index/bitmap.h"

static bool find_facet(const struct column *column, enum facet_kind kind, struct slice word, uint32_t *facet)
{
    char name[FACET_NAME_MAX];
    return column_facet_find(column, slice_make(name, schema_facet(kind, word, name)), facet);
}

static void add_place(struct facet_choice *choice, const struct column *column, enum facet_kind kind, struct slice word)
{
    uint32_t facet;
    if (find_facet(column, kind, word, &facet)) choice->facets[choice->count++] = facet;
}

static struct facet_choice choose(const struct column *column, enum facet_kind kind, struct slice word)
{
    struct facet_choice choice = {0};
    add_place(&choice, column, kind, word);
    return choice;
}

static struct facet_choice noun_places(const struct column *column, struct stemmers *stemmers, struct slice noun)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    struct facet_choice choice = {0};
    size_t count = stemmers_ask(stemmers, noun, stems);
    for (size_t i = 0; i < count; i++) {
        add_place(&choice, column, FACET_NOUN, stems[i]);
        add_place(&choice, column, FACET_TOPIC, stems[i]);
    }
    return choice;
}

/* A physical unit is compared in the SI base, so that kg finds tonnes; of the same class, for an age is no duration. */
static struct range converted(struct range range, const struct unit *unit)
{
    double *const bounds[] = {&range.low, &range.high, &range.about_low, &range.about_high};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        if (isfinite(*bounds[i])) *bounds[i] = number_round(*bounds[i] * unit->factor + unit->offset);
    return range;
}

static void bind_unit(const struct unit *unit, struct binding *out)
{
    if (!unit->dimension) {
        out->walked = choose(out->column, FACET_UNIT, slice_of(unit->code));
        return;
    }
    out->range = converted(out->range, unit);
    out->walked = choose(out->column, FACET_DIMENSION, slice_of(unit->dimension));
    out->has_beside = true;
    out->never = !find_facet(out->column, FACET_CLASS, slice_of(figure_class_name(unit->class)), &out->beside);
}

static uint64_t figures_of(const struct column *column, const struct facet_choice *choice)
{
    uint64_t figures = 0;
    for (size_t i = 0; i < choice->count; i++) figures += column_facet_size(column, choice->facets[i]);
    return figures;
}

/* The rarest noun is walked, the others are looked up. */
static void bind_nouns(const struct query_node *node, struct stemmers *stemmers, struct binding *out)
{
    out->walked = noun_places(out->column, stemmers, node->nouns[0]);
    for (uint32_t i = 1; i < node->noun_count; i++) {
        struct facet_choice choice = noun_places(out->column, stemmers, node->nouns[i]);
        if (choice.count == 0) out->never = true;
        if (figures_of(out->column, &choice) < figures_of(out->column, &out->walked)) {
            struct facet_choice rarer = choice;
            choice = out->walked;
            out->walked = rarer;
        }
        out->others[out->other_count++] = choice;
    }
}

void binding_resolve(const struct query_node *node, const struct column *column, struct stemmers *stemmers,
                     struct binding *out)
{
    *out = (struct binding){.column = column, .range = node->range, .title_only = node->field != NULL};
    switch (node->binding) {
    case BIND_ANY: out->walked = choose(column, FACET_ANY, slice_of("")); break;
    case BIND_CLASS: out->walked = choose(column, FACET_CLASS, slice_of(figure_class_name(node->class))); break;
    case BIND_UNIT: bind_unit(node->unit, out); break;
    case BIND_NOUN: bind_nouns(node, stemmers, out); break;
    }
    if (out->walked.count == 0) out->never = true;
}

static bool has_one_of(const struct binding *binding, uint32_t ordinal, const struct facet_choice *choice)
{
    for (size_t i = 0; i < choice->count; i++)
        if (column_figure_has(binding->column, ordinal, choice->facets[i])) return true;
    return false;
}

/* All that is asked beyond the facet walked and the range. */
static bool fits(const struct binding *binding, uint32_t ordinal)
{
    for (size_t i = 0; i < binding->other_count; i++)
        if (!has_one_of(binding, ordinal, &binding->others[i])) return false;
    return !binding->title_only || column_figure_at(binding->column, ordinal).zone == ZONE_TITLE;
}

struct visit {
    const struct binding *binding;
    uint64_t *bits;
};

static void add_document(void *context, uint32_t ordinal, uint32_t docid)
{
    const struct visit *visit = context;
    if (bitmap_has(visit->bits, docid) || !fits(visit->binding, ordinal)) return;
    bitmap_add(visit->bits, docid);
}

static size_t list_facets(const struct binding *binding, size_t place, uint32_t facets[2])
{
    facets[0] = binding->walked.facets[place];
    facets[1] = binding->beside;
    return binding->has_beside ? 2 : 1;
}

void binding_documents(const struct binding *binding, uint64_t *bits)
{
    struct visit visit = {binding, bits};
    for (size_t i = 0; i < binding->walked.count && !binding->never; i++) {
        uint32_t facets[2];
        size_t count = list_facets(binding, i, facets);
        column_range(binding->column, facets, count, binding->range, add_document, &visit);
    }
}

/* The figures of one place after the other; one that has both was visited at the first. */
struct filtered_visit {
    const struct binding *binding;
    size_t place;
    column_visit *visit;
    void *context;
};

static void visit_fitting(void *context, uint32_t ordinal, uint32_t docid)
{
    const struct filtered_visit *filter = context;
    for (size_t i = 0; i < filter->place; i++)
        if (column_figure_has(filter->binding->column, ordinal, filter->binding->walked.facets[i])) return;
    if (fits(filter->binding, ordinal)) filter->visit(filter->context, ordinal, docid);
}

void binding_figures(const struct binding *binding, column_visit *visit, void *context)
{
    struct filtered_visit filter = {.binding = binding, .visit = visit, .context = context};
    for (; filter.place < binding->walked.count && !binding->never; filter.place++) {
        uint32_t facets[2];
        size_t count = list_facets(binding, filter.place, facets);
        column_range(binding->column, facets, count, binding->range, visit_fitting, &filter);
    }
}

bool binding_holds(const struct binding *binding, uint32_t ordinal)
{
    for (size_t i = 0; i < binding->walked.count && !binding->never; i++) {
        uint32_t facets[2];
        size_t count = list_facets(binding, i, facets);
        if (column_figure_matches(binding->column, ordinal, facets, count, binding->range) && fits(binding, ordinal))
            return true;
    }
    return false;
}
