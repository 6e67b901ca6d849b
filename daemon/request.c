/* The table of parameters and how each is read. */
#include "daemon/request.h"

#include "daemon/parameters.h"

static int read_q(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_text(value, &out->search.query, error);
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

static int read_timeout(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    uint32_t timeout_ms = 0;
    if (parameter_number(value, 1, SEARCH_TIMEOUT_MS, &timeout_ms, error) < 0) return -1;
    out->search.timeout_ms = timeout_ms;
    return 0;
}

static int read_sort(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    static const char *const words[] = {"relevance", "date", "-date"};
    int found = parameter_word(value, words, 3);
    if (found < 0) return parameter_refuse(error, "relevance, date (newest first) or -date (oldest first)");
    out->search.sort = (enum search_sort)found;
    return 0;
}

static int read_match(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_match(value, &out->search.options, error);
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

static int read_fields(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    static const char *const words[] = {
#define HIT_FIELD(name, word) word,
#include "daemon/hit_fields.def"
#undef HIT_FIELD
    };
    out->fields = 0;
    while (value.length) {
        int found = parameter_word(parameter_next(&value), words, HIT_FIELDS);
        if (found < 0) return parameter_refuse(error, "some of id,title,url,date,source,score,snippet,matches,figures");
        out->fields |= 1u << found;
    }
    return 0;
}

static int read_highlight(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    out->before = parameter_next(&value);
    out->after = value;
    if (out->before.length <= REQUEST_TAG_MAX && out->after.length <= REQUEST_TAG_MAX) return 0;
    return parameter_refuse(error, "two tags of at most 64 bytes, with a comma between them");
}

static const struct parameter parameters[] = {
    {"q", read_q},           {"limit", read_limit},         {"offset", read_offset},      {"sort", read_sort},
    {"match", read_match},   {"strict", read_strict},       {"count", read_count},        {"explain", read_explain},
    {"fields", read_fields}, {"highlight", read_highlight}, {"timeout_ms", read_timeout},
};

#define PARAMETERS (sizeof parameters / sizeof *parameters)

int request_read(struct arena *arena, const struct url *url, struct slice body, struct request *out,
                 struct error *error)
{
    *out = (struct request){.search.limit = SEARCH_LIMIT_DEFAULT, .fields = HIT_FIELDS_ALL};
    out->before = slice_of("<mark>");
    out->after = slice_of("</mark>");
    if (parameters_read(arena, url, body, parameters, PARAMETERS, out, error) < 0) return -1;
    if (!out->search.query.data) {
        fail(error, ERROR_BAD_REQUEST, 0, "q: expected a query");
        return fail_hint(error, "/search?q=Ceuta+attempts:50000..70000");
    }
    if (out->search.offset + out->search.limit > SEARCH_WINDOW_MAX)
        return fail(error, ERROR_BAD_REQUEST, 0, "offset: expected offset + limit of at most %d", SEARCH_WINDOW_MAX);
    return 0;
}
