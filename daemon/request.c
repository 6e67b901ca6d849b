/* The table of parameters and how each is read. */
#include "daemon/request.h"

#include "daemon/limits.h"
#include "daemon/parameters.h"
#include "query/facets.h"

_Static_assert(SEARCH_TIMEOUT_MS <= QUERY_SOFT_MS_MAX && QUERY_SOFT_MS_MAX <= SEARCH_TIMEOUT_MS_MAX &&
                   QUERY_SOFT_MS_MAX < QUERY_HARD_MS_MAX,
               "a search gives up by itself before its worker is ended");

static int read_q(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_text(value, &out->search.query, error);
}

static int read_id(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    if (value.length == 0) return parameter_refuse(error, "the id of an article");
    return parameter_text(value, &out->id, error);
}

static int read_limit(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_number(value, 1, SEARCH_LIMIT_MAX, &out->search.limit, error);
}

static int read_offset(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_number(value, 0, SEARCH_WINDOW_MAX, &out->search.offset, error);
}

/* An empty one asks for the first page, so that a loop need not tell its first turn from the others. */
static int read_cursor(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_text(value, &out->search.cursor, error);
}

static int read_format(struct slice value, void *context, struct error *error)
{
    static const char *const words[] = {"json", "jsonl"};
    struct request *out = context;
    int found = parameter_word(value, words, 2);
    if (found < 0) return parameter_refuse(error, "json or jsonl");
    out->content = found ? CONTENT_JSONL : CONTENT_JSON;
    return 0;
}

static int read_timeout(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    uint32_t timeout_ms = 0;
    if (parameter_number(value, 1, QUERY_SOFT_MS_MAX, &timeout_ms, error) < 0) return -1;
    out->search.timeout_ms = timeout_ms;
    return 0;
}

static int refuse_sort(struct error *error)
{
    parameter_refuse(error, "relevance, date (newest first), -date, or figures with their direction");
    return fail_hint(error, "attempts:desc, usd:asc, figure:desc, percent:desc");
}

/* Cuts ":asc" or ":desc" off a name; false when neither is there. */
static bool take_direction(struct slice *name, enum search_sort *out)
{
    static const struct {
        const char *word;
        enum search_sort sort;
    } directions[] = {{":desc", SORT_FIGURE_GREATEST}, {":asc", SORT_FIGURE_SMALLEST}};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(directions[i].word);
        if (name->length < length) continue;
        if (!slice_is(slice_make(name->data + name->length - length, length), directions[i].word)) continue;
        name->length -= length;
        *out = directions[i].sort;
        return true;
    }
    return false;
}

static int read_sort(struct slice value, void *context, struct error *error)
{
    static const char *const words[] = {"relevance", "date", "-date"};
    struct request *out = context;
    int found = parameter_word(value, words, 3);
    if (found >= 0) {
        out->search.sort = (enum search_sort)found;
        return 0;
    }
    if (value.length == 0) return refuse_sort(error);
    out->sort_named_only = !take_direction(&value, &out->search.sort);
    if (out->sort_named_only) out->search.sort = SORT_FIGURE_GREATEST;
    return parameter_text(value, &out->sort_name, error);
}

/* A noun needs its direction: without one it would be any misspelled word. */
static int resolve_sort(struct arena *arena, struct request *out, struct error *error)
{
    if (!out->sort_name.data) return 0;
    if (figure_name_read(arena, out->sort_name, &out->search.sort_figure, error) < 0) return fail_within(error, "sort");
    bool noun = out->search.sort_figure->binding == BIND_NOUN;
    if (!noun || !out->sort_named_only) return 0;
    refuse_sort(error);
    return fail_within(error, "sort");
}

static int read_match(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_match(value, &out->search.options, error);
}

static int read_collapse(struct slice value, void *context, struct error *error)
{
    static const char *const words[] = {"none", "duplicates"};
    struct request *out = context;
    int found = parameter_word(value, words, 2);
    if (found < 0) return parameter_refuse(error, "duplicates or none");
    out->search.collapse = found == 1;
    return 0;
}

static int read_strict(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_switch(value, &out->search.options.strict, error);
}

static int read_count(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_switch(value, &out->search.count_only, error);
}

static int read_explain(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_switch(value, &out->search.explain, error);
}

/* The names are kept for now: reading one needs memory. */
static int read_facets(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    out->search.facet_count = 0;
    while (value.length) {
        if (out->search.facet_count == FACETS_MAX)
            return fail(error, ERROR_BAD_REQUEST, 0, "expected at most %d facets", FACETS_MAX);
        if (parameter_text(parameter_next(&value), &out->facets[out->search.facet_count++].text, error) < 0) return -1;
    }
    return 0;
}

static int resolve_facets(struct arena *arena, struct request *out, struct error *error)
{
    out->search.facets = out->facets;
    for (size_t i = 0; i < out->search.facet_count; i++)
        if (facet_read(arena, out->facets[i].text, &out->facets[i], error) < 0) return fail_within(error, "facets");
    return 0;
}

static int read_fields(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    static const char *const words[] = {
#define HIT_FIELD(name, word) word,
#include "daemon/hit_fields.def"
#undef HIT_FIELD
    };
    static const char expected[] = "some of these, with commas between them:"
#define HIT_FIELD(name, word) " " word
#include "daemon/hit_fields.def"
#undef HIT_FIELD
        ;
    out->fields = 0;
    while (value.length) {
        int found = parameter_word(parameter_next(&value), words, HIT_FIELDS);
        if (found < 0) return parameter_refuse(error, expected);
        out->fields |= 1u << found;
    }
    return 0;
}

/* The parts of a hit that the members asked for are made of. */
static unsigned wanted_parts(unsigned fields)
{
    unsigned wanted = SEARCH_WANT_STORED;
    if (fields & 1u << HIT_FIELD_SNIPPET) wanted |= SEARCH_WANT_SNIPPET;
    if (fields & 1u << HIT_FIELD_MATCHES) wanted |= SEARCH_WANT_MATCHES;
    if (fields & 1u << HIT_FIELD_FIGURES) wanted |= SEARCH_WANT_FIGURES;
    return wanted;
}

static int read_highlight(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    size_t length = value.length;
    out->before = parameter_next(&value);
    out->after = value;
    bool two = out->before.length < length;
    if (two && out->before.length <= REQUEST_TAG_MAX && out->after.length <= REQUEST_TAG_MAX) return 0;
    return parameter_refuse(error, "two tags of at most 64 bytes, with a comma between them");
}

static const struct parameter parameters[] = {
    {"q", read_q, PARAMETER_ONE},
    {"limit", read_limit, PARAMETER_ONE},
    {"offset", read_offset, PARAMETER_ONE},
    {"sort", read_sort, PARAMETER_ONE},
    {"match", read_match, PARAMETER_ONE},
    {"strict", read_strict, PARAMETER_ONE},
    {"count", read_count, PARAMETER_ONE},
    {"explain", read_explain, PARAMETER_ONE},
    {"facets", read_facets, PARAMETER_LIST},
    {"fields", read_fields, PARAMETER_LIST},
    {"highlight", read_highlight, PARAMETER_LIST},
    {"timeout_ms", read_timeout, PARAMETER_ONE},
    {"collapse", read_collapse, PARAMETER_ONE},
    {"cursor", read_cursor, PARAMETER_ONE},
    {"format", read_format, PARAMETER_ONE},
};

static const struct parameter similar_parameters[] = {
    {"id", read_id, PARAMETER_ONE},
    {"limit", read_limit, PARAMETER_ONE},
    {"offset", read_offset, PARAMETER_ONE},
    {"fields", read_fields, PARAMETER_LIST},
    {"highlight", read_highlight, PARAMETER_LIST},
    {"timeout_ms", read_timeout, PARAMETER_ONE},
    {"collapse", read_collapse, PARAMETER_ONE},
};

#define ROWS(table) (sizeof(table) / sizeof *(table))

static int read_all(struct arena *arena, const struct url *url, struct slice body, const struct parameter *table,
                    size_t count, struct request *out, struct error *error)
{
    *out = (struct request){.search.limit = SEARCH_LIMIT_DEFAULT, .fields = HIT_FIELDS_ALL};
    out->before = slice_of("<mark>");
    out->after = slice_of("</mark>");
    if (parameters_read(arena, url, body, table, count, out, error) < 0) return -1;
    out->search.wanted = wanted_parts(out->fields);
    if (out->search.offset + out->search.limit > SEARCH_WINDOW_MAX)
        return fail(error, ERROR_BAD_REQUEST, 0, "offset: expected offset + limit of at most %d", SEARCH_WINDOW_MAX);
    return 0;
}

int request_read(struct arena *arena, const struct url *url, struct slice body, struct request *out,
                 struct error *error)
{
    if (read_all(arena, url, body, parameters, ROWS(parameters), out, error) < 0) return -1;
    if (!out->search.query.data) {
        fail(error, ERROR_BAD_REQUEST, 0, "q: expected a query");
        return fail_hint(error, "/search?q=Ceuta+attempts:50000..70000");
    }
    if (resolve_sort(arena, out, error) < 0) return -1;
    return resolve_facets(arena, out, error);
}

int request_read_similar(struct arena *arena, const struct url *url, struct slice body, struct request *out,
                         struct error *error)
{
    if (read_all(arena, url, body, similar_parameters, ROWS(similar_parameters), out, error) < 0) return -1;
    return out->id.data ? 0 : fail(error, ERROR_BAD_REQUEST, 0, "id: expected the id of an article");
}
