/* Keys by document, from the figure columns. */
#include "query/figure_order.h"

#include <math.h>

#include "query/binding.h"

struct walk {
    struct figure_order *order;
    const struct query_node *name;
    const struct column *column;
    size_t segment;
};

/* Of equal figures the first one of the text. */
static bool is_better(const struct walk *walk, uint32_t docid, double value, uint32_t ordinal)
{
    uint32_t best = walk->order->ordinals[walk->segment][docid - 1];
    double key = walk->order->keys[walk->segment][docid - 1];
    if (best == NO_FIGURE) return true;
    if (value == key) return ordinal < best;
    return walk->order->greatest ? value > key : value < key;
}

static void take(void *context, uint32_t ordinal, uint32_t docid)
{
    const struct walk *walk = context;
    struct column_figure figure = column_figure_at(walk->column, ordinal);
    double value = figure_name_value(walk->name, &figure);
    if (!is_better(walk, docid, value, ordinal)) return;
    walk->order->keys[walk->segment][docid - 1] = value;
    walk->order->ordinals[walk->segment][docid - 1] = ordinal;
}

static bool add_segment(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                        struct walk *walk)
{
    uint32_t documents = snapshot_segment(snapshot, walk->segment)->document_count;
    double *keys = arena_array(arena, documents, sizeof *keys);
    uint32_t *ordinals = arena_array(arena, documents, sizeof *ordinals);
    struct binding binding;
    if (!keys || !ordinals) return false;
    for (uint32_t i = 0; i < documents; i++) {
        keys[i] = walk->order->greatest ? -INFINITY : INFINITY;
        ordinals[i] = NO_FIGURE;
    }
    walk->order->keys[walk->segment] = keys;
    walk->order->ordinals[walk->segment] = ordinals;
    walk->column = snapshot_column(snapshot, walk->segment);
    binding_resolve(walk->name, walk->column, stemmers, &binding);
    binding_figures(&binding, take, walk);
    return true;
}

struct figure_order *figure_order_new(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                                      const struct query_node *name, bool greatest, struct error *error)
{
    struct figure_order *order = arena_alloc(arena, sizeof *order);
    struct walk walk = {.order = order, .name = name};
    bool made = order != NULL;
    if (order) order->greatest = greatest;
    for (; made && walk.segment < snapshot_segment_count(snapshot); walk.segment++)
        made = add_segment(arena, snapshot, stemmers, &walk);
    if (!made) fail(error, ERROR_NO_MEMORY, 0, "no memory to sort by figures");
    return made ? order : NULL;
}

double figure_order_key(void *context, struct xap_document_id id)
{
    const struct figure_order *order = context;
    return order->keys[id.database][id.docid - 1];
}

uint32_t figure_order_ordinal(const struct figure_order *order, struct xap_document_id id)
{
    return order->ordinals[id.database][id.docid - 1];
}
