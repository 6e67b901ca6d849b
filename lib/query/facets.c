/* The search that finds the articles, and what their value slots say. */
#include "query/facets.h"

#include <stdlib.h>

#include "query/facet_columns.h"

#define YEAR_DIGITS 4
#define YEARS       10000

/* ---- requests */

static const char *const words[FACET_NAMES] = {
#define FACET(name, word) [FACET_NAME_##name] = word,
#include "query/facet_names.def"
#undef FACET
};

static int refuse(struct error *error)
{
    static const char expected[] = "expected one of these:"
#define FACET(name, word) " " word
#include "query/facet_names.def"
#undef FACET
        ;
    fail(error, ERROR_BAD_REQUEST, 0, "%s", expected);
    return fail_hint(error, "histogram:attempts counts the figures of attempts by their size");
}

int facet_read(struct arena *arena, struct slice text, struct facet_request *out, struct error *error)
{
    const char *colon = text.length ? memchr(text.data, ':', text.length) : NULL;
    struct slice word = slice_make(text.data, colon ? (size_t)(colon - text.data) : text.length);
    *out = (struct facet_request){.text = arena_copy(arena, text)};
    if (!out->text.data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for facets");
    while (out->name < FACET_NAMES && !slice_is(word, words[out->name])) out->name++;
    if (out->name == FACET_NAMES || (out->name == FACET_NAME_HISTOGRAM) != (colon != NULL)) return refuse(error);
    if (!colon) return 0;
    struct slice name = slice_make(colon + 1, text.length - word.length - 1);
    return figure_name_read(arena, name, &out->figure, error);
}

/* ---- values of slots */

static uint32_t slot_of(enum facet_name name)
{
    switch (name) {
    case FACET_NAME_SOURCE: return schema_field(FIELD_NAME_SOURCE)->slot;
    case FACET_NAME_LANGUAGE: return schema_field(FIELD_NAME_LANGUAGE)->slot;
    case FACET_NAME_YEAR: return schema_field(FIELD_NAME_DATE)->slot;
    case FACET_NAME_UNIT:
    case FACET_NAME_NOUN:
    case FACET_NAME_HISTOGRAM:
    case FACET_NAMES: break; /* facet_count_figures() counts these */
    }
    return NO_SLOT;
}

struct slot_visit {
    struct arena *arena;
    struct facet *out;
    uint32_t *years; /* articles by year, when years are counted */
};

/* The most frequent come first. */
static bool add_value(void *context, const char *value, size_t length, uint32_t count)
{
    struct slot_visit *visit = context;
    if (visit->out->value_count == FACET_VALUES_MAX) return false;
    struct slice copy = arena_copy(visit->arena, slice_make(value, length));
    if (copy.data) visit->out->values[visit->out->value_count++] = (struct facet_value){copy, 0, 0, count};
    return true;
}

static bool add_year(void *context, const char *value, size_t length, uint32_t count)
{
    struct slot_visit *visit = context;
    unsigned year = 0;
    if (length < YEAR_DIGITS) return true;
    for (size_t i = 0; i < YEAR_DIGITS; i++) year = year * 10 + (unsigned)(value[i] - '0');
    if (year < YEARS) visit->years[year] += count;
    return true;
}

/* The latest years, in their order. */
static void list_years(struct slot_visit *visit)
{
    unsigned first = YEARS;
    struct facet *out = visit->out;
    for (size_t found = 0; first > 0 && found < FACET_VALUES_MAX; first--) found += visit->years[first - 1] > 0;
    for (unsigned year = first; year < YEARS; year++) {
        if (visit->years[year] == 0) continue;
        struct slice text = slice_of(arena_printf(visit->arena, "%04u", year));
        out->values[out->value_count++] = (struct facet_value){text, 0, 0, visit->years[year]};
    }
}

static int count_slot(const struct facet_source *source, const struct xap_result *result, size_t slot,
                      enum facet_name name, struct facet *out, struct error *error)
{
    struct xap_error failure = {0};
    bool years = name == FACET_NAME_YEAR;
    struct slot_visit visit = {.arena = source->arena, .out = out};
    visit.years = years ? arena_array(source->arena, YEARS, sizeof *visit.years) : NULL;
    out->values = arena_array(source->arena, FACET_VALUES_MAX, sizeof *out->values);
    if (!out->values || (years && !visit.years)) return fail(error, ERROR_NO_MEMORY, 0, "no memory for facets");
    if (xap_result_facet(result, slot, years ? add_year : add_value, &visit, &failure) < 0)
        return index_fail(error, &failure);
    if (years) list_years(&visit);
    return 0;
}

/* ---- all of it */

static void free_result(void *result)
{
    xap_result_free(result);
}

struct slots {
    uint32_t items[FACETS_MAX];
    size_t count;
};

/* Without slots the articles themselves are wanted, with slots alone their number is enough. */
static struct xap_result *match(const struct facet_source *source, const struct slots *slots, bool articles,
                                struct error *error)
{
    struct xap_error failure = {0};
    struct xap_search search = {.query = source->query,
                                .alive = snapshot_alive(source->snapshot),
                                .stop = source->stop,
                                .weight = XAP_WEIGHT_NONE,
                                .limit = articles ? XAP_HITS_MAX : 1,
                                .facet_slots = slots->items,
                                .facet_slot_count = slots->count};
    struct xap_result *result = xap_search_run(snapshot_reader(source->snapshot), &search, &failure);
    if (!result) {
        index_fail(error, &failure);
        return NULL;
    }
    if (arena_defer(source->arena, free_result, result) == 0) return result;
    fail(error, ERROR_NO_MEMORY, 0, "no memory for facets");
    return NULL;
}

int facets_count(const struct facet_source *source, const struct facet_request *requests, size_t count,
                 struct facet *out, bool *exact, struct error *error)
{
    struct slots slots = {0};
    for (size_t i = 0; i < count; i++)
        if (slot_of(requests[i].name) != NO_SLOT) slots.items[slots.count++] = slot_of(requests[i].name);
    bool articles = slots.count < count;
    const struct xap_result *result = match(source, &slots, articles, error);
    if (!result) return -1;
    *exact = !xap_result_partial(result) && !(articles && xap_result_count(result) == XAP_HITS_MAX);
    for (size_t i = 0, slot = 0; i < count; i++) {
        bool in_slot = slot_of(requests[i].name) != NO_SLOT;
        out[i] = (struct facet){.name = requests[i].text};
        int status = in_slot ? count_slot(source, result, slot, requests[i].name, &out[i], error)
                             : facet_count_figures(source, result, &requests[i], &out[i], error);
        if (status < 0) return -1;
        slot += in_slot;
    }
    return 0;
}
