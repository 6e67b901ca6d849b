/* The table of parameters and how each is read. */
#include "daemon/figures_request.h"

#include "daemon/limits.h"
#include "daemon/parameters.h"

static int read_q(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    return parameter_text(value, &out->table.query, error);
}

static int read_noun(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    if (value.length == 0) return parameter_refuse(error, "the name of a figure");
    return parameter_text(value, &out->noun, error);
}

static int read_limit(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    return parameter_number(value, 1, TABLE_LIMIT_MAX, &out->table.limit, error);
}

static int read_offset(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    return parameter_number(value, 0, TABLE_ROWS_MAX, &out->table.offset, error);
}

static int read_timeout(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    uint32_t timeout_ms = 0;
    if (parameter_number(value, 1, QUERY_SOFT_MS_MAX, &timeout_ms, error) < 0) return -1;
    out->table.timeout_ms = timeout_ms;
    return 0;
}

static int read_sort(struct slice value, void *context, struct error *error)
{
    static const char *const words[] = {"relevance", "value", "-value", "date", "-date"};
    struct figures_request *out = context;
    int found = parameter_word(value, words, 5);
    if (found < 0)
        return parameter_refuse(error, "relevance, value (greatest first), -value, date (newest first) or -date");
    out->table.sort = (enum table_sort)found;
    return 0;
}

static int read_by(struct slice value, void *context, struct error *error)
{
    static const char *const words[] = {"", "period", "source", "noun", "unit"};
    struct figures_request *out = context;
    int found = parameter_word(value, words, 5);
    if (found <= 0) return parameter_refuse(error, "period, source, noun or unit");
    out->table.by = (enum table_by)found;
    return 0;
}

static int read_format(struct slice value, void *context, struct error *error)
{
    static const char *const words[] = {"json", "csv", "jsonl"};
    struct figures_request *out = context;
    static const enum content contents[] = {CONTENT_JSON, CONTENT_CSV, CONTENT_JSONL};
    int found = parameter_word(value, words, 3);
    if (found < 0) return parameter_refuse(error, "json, csv or jsonl");
    out->content = contents[found];
    return 0;
}

static int read_match(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    return parameter_match(value, &out->table.options, error);
}

static int read_strict(struct slice value, void *context, struct error *error)
{
    struct figures_request *out = context;
    return parameter_switch(value, &out->table.options.strict, error);
}

static const struct parameter parameters[] = {
    {"q", read_q, PARAMETER_ONE},           {"noun", read_noun, PARAMETER_ONE},
    {"sort", read_sort, PARAMETER_ONE},     {"by", read_by, PARAMETER_ONE},
    {"limit", read_limit, PARAMETER_ONE},   {"offset", read_offset, PARAMETER_ONE},
    {"format", read_format, PARAMETER_ONE}, {"match", read_match, PARAMETER_ONE},
    {"strict", read_strict, PARAMETER_ONE}, {"timeout_ms", read_timeout, PARAMETER_ONE},
};

int figures_request_read(struct arena *arena, const struct url *url, struct slice body, struct figures_request *out,
                         struct error *error)
{
    *out = (struct figures_request){.table.limit = TABLE_LIMIT_DEFAULT};
    if (parameters_read(arena, url, body, parameters, sizeof parameters / sizeof *parameters, out, error) < 0)
        return -1;
    if (!out->table.query.data) {
        fail(error, ERROR_BAD_REQUEST, 0, "q: expected a query");
        return fail_hint(error, "/figures?q=Ceuta&noun=attempts");
    }
    if (out->table.offset + out->table.limit > TABLE_ROWS_MAX)
        return fail(error, ERROR_BAD_REQUEST, 0, "offset: expected offset + limit of at most %d", TABLE_ROWS_MAX);
    if (out->noun.length && figure_name_read(arena, out->noun, &out->table.noun, error) < 0)
        return fail_within(error, "noun");
    return 0;
}
