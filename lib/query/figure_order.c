/* Keys by document, from the figure columns. */
#include "query/figure_order.h"

#include <math.h>

#include "query/binding.h"

struct fill {
    struct figure_order *order;
    const struct query_node *name;
    const struct column *column;
    size_t segment;
};

/* Of equal figures the first one of the text. */
static bool is_better(const struct fill *fill, uint32_t docid, double value, uint32_t ordinal)
{
    uint32_t best = fill->order->ordinals[fill->segment][docid - 1];
    double key = fill->order->keys[fill->segment][docid - 1];
    if (best == NO_FIGURE) return true;
    if (value == key) return ordinal < best;
    return fill->order->greatest ? value > key : value < key;
}

static void take(void *context, uint32_t ordinal, uint32_t docid)
{
    const struct fill *fill = context;
    struct column_figure figure = column_figure_at(fill->column, ordinal);
    double value = figure_name_value(fill->name, &figure);
    if (!is_better(fill, docid, value, ordinal)) return;
    fill->order->keys[fill->segment][docid - 1] = value;
    fill->order->ordinals[fill->segment][docid - 1] = ordinal;
}

static bool add_segment(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                        struct fill *fill)
{
    uint32_t documents = snapshot_segment(snapshot, fill->segment)->document_count;
    double *keys = arena_array(arena, documents, sizeof *keys);
    uint32_t *ordinals = arena_array(arena, documents, sizeof *ordinals);
    struct binding binding;
    if (!keys || !ordinals) return false;
    for (uint32_t i = 0; i < documents; i++) {
        keys[i] = fill->order->greatest ? -INFINITY : INFINITY;
        ordinals[i] = NO_FIGURE;
    }
    fill->order->keys[fill->segment] = keys;
    fill->order->ordinals[fill->segment] = ordinals;
    fill->column = snapshot_column(snapshot, fill->segment);
    binding_resolve(fill->name, fill->column, stemmers, &binding);
    binding_figures(&binding, take, fill);
    return true;
}

struct figure_order *figure_order_new(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                                      const struct query_node *name, bool greatest, struct error *error)
{
    struct figure_order *order = arena_alloc(arena, sizeof *order);
    struct fill fill = {.order = order, .name = name};
    bool made = order != NULL;
    if (order) order->greatest = greatest;
    for (; made && fill.segment < snapshot_segment_count(snapshot); fill.segment++)
        made = add_segment(arena, snapshot, stemmers, &fill);
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
