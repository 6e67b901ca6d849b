/* Names before a colon: the nouns that figures count, units and classes, with the number of their figures. */
#include "query/figure_name.h"
#include "query/suggester.h"
#include "text/fold.h"

#define NAMES_MAX    128 /* weighed for one reply */
#define NOUN_SAMPLES 16  /* figures that are asked how they write their noun */

struct names {
    struct candidate items[NAMES_MAX];
    struct slice facets[NAMES_MAX]; /* what each means: two names may mean the same */
    size_t count;
};

/* ---- figures */

static uint64_t count_figures(const struct snapshot *snapshot, struct slice facet)
{
    uint64_t figures = 0;
    for (size_t i = 0; i < snapshot_segment_count(snapshot); i++) {
        uint32_t at;
        const struct column *column = snapshot_column(snapshot, i);
        if (column_facet_find(column, facet, &at)) figures += column_facet_size(column, at);
    }
    return figures;
}

static struct slice facet_name(struct arena *arena, enum facet_kind kind, struct slice word)
{
    char name[FACET_NAME_MAX];
    return arena_copy(arena, slice_make(name, schema_facet(kind, word, name)));
}

static struct slice class_facet(struct arena *arena, enum figure_class class)
{
    return facet_name(arena, FACET_CLASS, slice_of(figure_class_name(class)));
}

/* "percentage" means no other figures than "percent", a class. */
static struct slice unit_facet(struct arena *arena, const struct unit *unit)
{
    bool whole_class = slice_is(slice_of(unit->code), figure_class_name(unit->class));
    return whole_class ? class_facet(arena, unit->class) : facet_name(arena, FACET_UNIT, slice_of(unit->code));
}

/* Of its stems in the languages of the index the one that most figures have. */
static struct slice noun_facet(struct suggester *suggester, struct slice noun)
{
    struct slice stems[STEM_LANGUAGES_MAX], best = slice_make(NULL, 0);
    uint64_t most = 0;
    size_t count = stemmers_ask(suggester->stemmers, noun, stems);
    for (size_t i = 0; i < count; i++) {
        struct slice facet = facet_name(suggester->arena, FACET_NOUN, stems[i]);
        uint64_t figures = facet.data ? count_figures(suggester->snapshot, facet) : 0;
        if (best.data && figures <= most) continue;
        best = facet;
        most = figures;
    }
    return best;
}

/* The facet that the name is looked up by; .data NULL when it is no name of one facet. */
static struct slice facet_of(struct suggester *suggester, const struct query_node *name, enum suggestion_kind *kind)
{
    struct arena *arena = suggester->arena;
    *kind = name->binding == BIND_NOUN   ? SUGGESTION_NOUN
            : name->binding == BIND_UNIT ? SUGGESTION_UNIT
                                         : SUGGESTION_CLASS;
    switch (name->binding) {
    case BIND_ANY: return facet_name(arena, FACET_ANY, slice_of(""));
    case BIND_CLASS: return class_facet(arena, name->class);
    case BIND_UNIT: return unit_facet(arena, name->unit);
    case BIND_NOUN: break;
    }
    if (name->noun_count != 1) return slice_make(NULL, 0);
    return noun_facet(suggester, name->nouns[0]);
}

/* ---- gathering */

static bool is_known(const struct names *names, struct slice facet)
{
    for (size_t i = 0; i < names->count; i++)
        if (slice_equal(names->facets[i], facet)) return true;
    return false;
}

/* What no figure has, and what names nothing or a field, is passed over. */
static void add_name(struct suggester *suggester, struct names *names, struct slice word)
{
    struct candidate name = {.word = word, .documents = SUGGEST_UNKNOWN};
    const struct query_node *node;
    struct error error;
    if (names->count == NAMES_MAX || !slice_starts(word, suggester->typed.beginning)) return;
    if (figure_name_read(suggester->arena, word, &node, &error) < 0) return;
    struct slice facet = facet_of(suggester, node, &name.kind);
    if (!facet.data || is_known(names, facet)) return;
    name.figures = (int64_t)count_figures(suggester->snapshot, facet);
    if (name.figures == 0) return;
    names->facets[names->count] = facet;
    names->items[names->count++] = name;
}

static void add_classes(struct suggester *suggester, struct names *names)
{
    for (enum figure_class class = 0; class < FIGURE_CLASSES; class ++)
        add_name(suggester, names, slice_of(figure_class_name(class)));
    add_name(suggester, names, slice_of("figure"));
}

/* By code, in small letters where that is the same unit. */
static void add_units(struct suggester *suggester, struct names *names)
{
    for (size_t i = 0; i < unit_count(); i++) {
        struct slice code = slice_of(unit_at(i)->code), folded = text_fold(suggester->arena, code);
        if (!folded.data || !slice_starts(folded, suggester->typed.beginning)) continue;
        if (unit_find(folded) == unit_at(i)) add_name(suggester, names, folded);
    }
}

/* ---- showing */

struct form {
    struct slice word;
    uint32_t count;
};

static size_t count_form(struct form *forms, size_t count, struct slice word)
{
    for (size_t i = 0; i < count; i++) {
        if (!slice_equal(forms[i].word, word)) continue;
        forms[i].count++;
        return count;
    }
    forms[count] = (struct form){word, 1};
    return count + 1;
}

/* A stem stands for several words: the one that most figures of a segment are said to count. */
static struct slice common_form(struct suggester *suggester, const struct column *column, struct slice facet)
{
    struct form forms[NOUN_SAMPLES], best = {.word = slice_make(NULL, 0)};
    uint32_t at, size = column_facet_find(column, facet, &at) ? column_facet_size(column, at) : 0;
    struct slice stem = slice_make(facet.data + 1, facet.length - 1);
    size_t count = 0;
    for (uint32_t i = 0; i < NOUN_SAMPLES && i < size; i++) {
        uint32_t place = size <= NOUN_SAMPLES ? i : (uint32_t)((uint64_t)i * size / NOUN_SAMPLES);
        struct column_figure figure = column_figure_at(column, column_facet_figure(column, at, place));
        struct slice word = figure_noun_word(suggester->arena, suggester->stemmers, &figure, stem);
        if (word.data && slice_starts(word, suggester->typed.beginning)) count = count_form(forms, count, word);
    }
    for (size_t i = 0; i < count; i++)
        if (forms[i].count > best.count) best = forms[i];
    return best.word;
}

static void show_noun(struct suggester *suggester, struct candidate *name, struct slice facet)
{
    for (size_t i = 0; i < snapshot_segment_count(suggester->snapshot); i++) {
        struct slice form = common_form(suggester, snapshot_column(suggester->snapshot, i), facet);
        if (!form.data) continue;
        name->word = form;
        return;
    }
}

/* The next name with the most figures is taken out of the list. */
static struct candidate take_best(struct names *names, struct slice *facet)
{
    size_t best = 0;
    for (size_t i = 1; i < names->count; i++)
        if (names->items[i].figures > names->items[best].figures) best = i;
    struct candidate name = names->items[best];
    *facet = names->facets[best];
    names->count--;
    names->items[best] = names->items[names->count];
    names->facets[best] = names->facets[names->count];
    return name;
}

int names_suggest(struct suggester *suggester, const struct candidate *words, size_t word_count, struct candidate *out,
                  size_t *count, struct error *error)
{
    struct names *names = arena_alloc(suggester->arena, sizeof *names);
    *count = 0;
    if (!names) return fail(error, ERROR_NO_MEMORY, 0, "no memory for names");
    add_classes(suggester, names);
    add_units(suggester, names);
    for (size_t i = 0; i < word_count; i++) add_name(suggester, names, words[i].word);
    while (names->count && *count < SUGGEST_NAMES_MAX) {
        struct slice facet;
        struct candidate name = take_best(names, &facet);
        if (suggester_count(suggester, &name, ":*", error) < 0) return -1;
        if (name.documents == 0) continue;
        if (name.kind == SUGGESTION_NOUN) show_noun(suggester, &name, facet);
        out[(*count)++] = name;
    }
    return 0;
}
