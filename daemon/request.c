/* The table of parameters and how each is read. */
#include "daemon/request.h"

#include "base/utf8.h"
#include "daemon/request_json.h"

typedef int reader(struct slice value, struct request *out, struct error *error);

static int refuse(struct error *error, const char *expected)
{
    return fail(error, ERROR_BAD_REQUEST, 0, "expected %s", expected);
}

static int read_number(struct slice value, uint32_t low, uint32_t high, uint32_t *out, struct error *error)
{
    uint64_t number = 0;
    for (size_t i = 0; i < value.length && number <= high; i++) {
        if (value.data[i] < '0' || value.data[i] > '9')
            number = UINT64_MAX - 1;
        else
            number = number * 10 + (uint64_t)(value.data[i] - '0');
    }
    if (value.length == 0 || number < low || number > high)
        return fail(error, ERROR_BAD_REQUEST, 0, "expected a whole number from %u to %u", low, high);
    *out = (uint32_t)number;
    return 0;
}

static int read_switch(struct slice value, bool *out, struct error *error)
{
    bool on = value.length == 0 || slice_is(value, "true") || slice_is(value, "1");
    if (!on && !slice_is(value, "false") && !slice_is(value, "0")) return refuse(error, "true or false");
    *out = on;
    return 0;
}

/* The index of `value` among `words`, or -1. */
static int find_word(struct slice value, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (slice_is(value, words[i])) return i;
    return -1;
}

static int read_q(struct slice value, struct request *out, struct error *error)
{
    if (utf8_valid_prefix(value) != value.length) return refuse(error, "text in UTF-8");
    out->search.query = value;
    return 0;
}

static int read_limit(struct slice value, struct request *out, struct error *error)
{
    return read_number(value, 1, SEARCH_LIMIT_MAX, &out->search.limit, error);
}

static int read_offset(struct slice value, struct request *out, struct error *error)
{
    return read_number(value, 0, SEARCH_WINDOW_MAX, &out->search.offset, error);
}

static int read_timeout(struct slice value, struct request *out, struct error *error)
{
    uint32_t timeout_ms = 0;
    if (read_number(value, 1, SEARCH_TIMEOUT_MS, &timeout_ms, error) < 0) return -1;
    out->search.timeout_ms = timeout_ms;
    return 0;
}

static int read_sort(struct slice value, struct request *out, struct error *error)
{
    static const char *const words[] = {"relevance", "date", "-date"};
    int found = find_word(value, words, 3);
    if (found < 0) return refuse(error, "relevance, date (newest first) or -date (oldest first)");
    out->search.sort = (enum search_sort)found;
    return 0;
}

static int read_match(struct slice value, struct request *out, struct error *error)
{
    static const char *const words[] = {"all", "any", "most"};
    int found = find_word(value, words, 3);
    if (found < 0) return refuse(error, "all, any or most");
    out->search.options.match = (enum query_match)found;
    return 0;
}

static int read_strict(struct slice value, struct request *out, struct error *error)
{
    return read_switch(value, &out->search.options.strict, error);
}

static int read_count(struct slice value, struct request *out, struct error *error)
{
    return read_switch(value, &out->search.count_only, error);
}

static int read_explain(struct slice value, struct request *out, struct error *error)
{
    return read_switch(value, &out->search.explain, error);
}

/* Cuts the first piece off a list with commas. */
static struct slice next_piece(struct slice *list)
{
    const char *comma = list->length ? memchr(list->data, ',', list->length) : NULL;
    struct slice piece = slice_make(list->data, comma ? (size_t)(comma - list->data) : list->length);
    size_t taken = piece.length + (comma ? 1 : 0);
    *list = slice_make(list->data + taken, list->length - taken);
    return piece;
}

static int read_fields(struct slice value, struct request *out, struct error *error)
{
    static const char *const words[] = {
#define HIT_FIELD(name, word) word,
#include "daemon/hit_fields.def"
#undef HIT_FIELD
    };
    out->fields = 0;
    while (value.length) {
        int found = find_word(next_piece(&value), words, HIT_FIELDS);
        if (found < 0) return refuse(error, "some of id,title,url,date,source,score,snippet,matches,figures");
        out->fields |= 1u << found;
    }
    return 0;
}

static int read_highlight(struct slice value, struct request *out, struct error *error)
{
    out->before = next_piece(&value);
    out->after = value;
    if (out->before.length <= REQUEST_TAG_MAX && out->after.length <= REQUEST_TAG_MAX) return 0;
    return refuse(error, "two tags of at most 64 bytes, with a comma between them");
}

static const struct {
    const char *name;
    reader *read;
} parameters[] = {
    {"q", read_q},           {"limit", read_limit},         {"offset", read_offset},      {"sort", read_sort},
    {"match", read_match},   {"strict", read_strict},       {"count", read_count},        {"explain", read_explain},
    {"fields", read_fields}, {"highlight", read_highlight}, {"timeout_ms", read_timeout},
};

#define PARAMETERS (sizeof parameters / sizeof *parameters)

static int read_parameter(const struct url_parameter *parameter, unsigned *seen, struct request *out,
                          struct error *error)
{
    for (size_t i = 0; i < PARAMETERS; i++) {
        if (!slice_is(parameter->name, parameters[i].name)) continue;
        if (*seen & 1u << i) return fail(error, ERROR_BAD_REQUEST, 0, "%s: expected once", parameters[i].name);
        *seen |= 1u << i;
        return parameters[i].read(parameter->value, out, error) < 0 ? fail_within(error, "%s", parameters[i].name) : 0;
    }
    fail(error, ERROR_BAD_REQUEST, 0, "there is no parameter \"%.*s\"", SLICE_ARGS(parameter->name));
    return fail_hint(error, "q limit offset sort match timeout_ms strict count explain fields highlight");
}

int request_read(struct arena *arena, const struct url *url, struct slice body, struct request *out,
                 struct error *error)
{
    *out = (struct request){.search.limit = SEARCH_LIMIT_DEFAULT, .fields = HIT_FIELDS_ALL};
    out->before = slice_of("<mark>");
    out->after = slice_of("</mark>");
    struct url all = *url;
    if (body.length && request_json_read(arena, body, &all, error) < 0) return -1;
    unsigned seen = 0;
    for (size_t i = 0; i < all.parameter_count; i++)
        if (read_parameter(&all.parameters[i], &seen, out, error) < 0) return -1;
    if (!out->search.query.data) {
        fail(error, ERROR_BAD_REQUEST, 0, "q: expected a query");
        return fail_hint(error, "/search?q=Ceuta+attempts:50000..70000");
    }
    if (out->search.offset + out->search.limit > SEARCH_WINDOW_MAX)
        return fail(error, ERROR_BAD_REQUEST, 0, "offset: expected offset + limit of at most %d", SEARCH_WINDOW_MAX);
    return 0;
}
