/* Figures become rows of the column, each with the facets by which it is found. */
#include "index/document_parts.h"
#include "index/schema.h"

static struct column_figure row_figure(const struct figure *figure)
{
    return (struct column_figure){.low = figure->low,
                                  .high = figure->high,
                                  .si_low = figure->si_low,
                                  .si_high = figure->si_high,
                                  .start = figure->start,
                                  .length = figure->length,
                                  .class = figure_class_of(figure),
                                  .qualifier = figure->qualifier,
                                  .zone = figure->zone,
                                  .unit = slice_of(figure_unit_code(figure)),
                                  .noun = figure->noun,
                                  .unit_text = figure->unit_text,
                                  .per = figure->per,
                                  .period = figure->period};
}

/* Facets of one figure while they are listed; a name that is there already is not taken twice. */
struct facet_list {
    struct arena *arena;
    struct slice names[COLUMN_FACETS_MAX];
    size_t count;
};

static void add_facet(struct facet_list *list, enum facet_kind kind, struct slice word)
{
    char bytes[FACET_NAME_MAX];
    struct slice name = slice_make(bytes, schema_facet(kind, word, bytes));
    for (size_t i = 0; i < list->count; i++) {
        if (slice_equal(list->names[i], name)) return;
    }
    struct slice kept = arena_copy(list->arena, name);
    if (kept.data && list->count < COLUMN_FACETS_MAX) list->names[list->count++] = kept;
}

static void add_stem_facets(struct facet_list *list, enum facet_kind kind, const struct slice *words, size_t count,
                            struct stemmer *stemmer)
{
    for (size_t i = 0; i < count; i++) add_facet(list, kind, stemmer_stem(stemmer, words[i]));
}

static void list_facets(struct facet_list *list, const struct figure *figure, struct stemmer *stemmer)
{
    add_facet(list, FACET_ANY, slice_of(""));
    add_facet(list, FACET_CLASS, slice_of(figure_class_name(figure_class_of(figure))));
    add_facet(list, FACET_UNIT, slice_of(figure_unit_code(figure)));
    if (figure->unit && figure->unit->dimension) add_facet(list, FACET_DIMENSION, slice_of(figure->unit->dimension));
    add_stem_facets(list, FACET_NOUN, figure->noun_words, figure->noun_word_count, stemmer);
    add_stem_facets(list, FACET_TOPIC, figure->topic_words, figure->topic_word_count, stemmer);
}

static bool fill_row(struct arena *arena, const struct figure *figure, struct stemmer *stemmer,
                     struct document_row *row)
{
    struct facet_list list = {.arena = arena};
    list_facets(&list, figure, stemmer);
    row->figure = row_figure(figure);
    row->facet_count = list.count;
    row->facets = arena_array(arena, list.count, sizeof *row->facets);
    if (row->facets) memcpy(row->facets, list.names, list.count * sizeof *row->facets);
    return row->facets != NULL;
}

static void add_rows(struct arena *arena, const struct figures *figures, struct stemmer *stemmer, struct document *out)
{
    for (size_t i = 0; i < figures->count; i++) {
        if (figures->items[i].zone == ZONE_RELATED) continue;
        if (!fill_row(arena, &figures->items[i], stemmer, &out->rows[out->row_count])) return;
        out->row_count++;
    }
}

int document_rows(struct arena *arena, const struct reading *reading, struct stemmer *stemmer, struct document *out,
                  struct error *error)
{
    out->rows = arena_array(arena, reading->title_figures.count + reading->body_figures.count, sizeof *out->rows);
    if (out->rows) add_rows(arena, &reading->title_figures, stemmer, out);
    if (out->rows) add_rows(arena, &reading->body_figures, stemmer, out);
    if (arena_failed(arena))
        return fail(error, ERROR_NO_MEMORY, 0, "the article has more figures than fit into memory");
    return 0;
}
