/* The walk over the parameters of a request, and the kinds of values they have. */
#include "daemon/parameters.h"

#include <assert.h>
#include <stdio.h>

#include "base/utf8.h"
#include "daemon/request_json.h"

int parameter_refuse(struct error *error, const char *expected)
{
    return fail(error, ERROR_BAD_REQUEST, 0, "expected %s", expected);
}

int parameter_text(struct slice value, struct slice *out, struct error *error)
{
    if (utf8_valid_prefix(value) != value.length) return parameter_refuse(error, "text in UTF-8");
    *out = value;
    return 0;
}

int parameter_number(struct slice value, uint32_t low, uint32_t high, uint32_t *out, struct error *error)
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

int parameter_switch(struct slice value, bool *out, struct error *error)
{
    bool on = value.length == 0 || slice_is(value, "true") || slice_is(value, "1");
    if (!on && !slice_is(value, "false") && !slice_is(value, "0")) return parameter_refuse(error, "true or false");
    *out = on;
    return 0;
}

int parameter_word(struct slice value, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (slice_is(value, words[i])) return i;
    return -1;
}

int parameter_match(struct slice value, struct query_options *out, struct error *error)
{
    static const char *const words[] = {"all", "any", "most"};
    int found = parameter_word(value, words, 3);
    if (found < 0) return parameter_refuse(error, "all, any or most");
    out->match = (enum query_match)found;
    return 0;
}

struct slice parameter_next(struct slice *list)
{
    const char *comma = list->length ? memchr(list->data, ',', list->length) : NULL;
    struct slice piece = slice_make(list->data, comma ? (size_t)(comma - list->data) : list->length);
    size_t taken = piece.length + (comma ? 1 : 0);
    *list = slice_make(list->data + taken, list->length - taken);
    return piece;
}

/* The names there are, as a hint. */
static int hint_names(const struct parameter *table, size_t count, struct error *error)
{
    char names[ERROR_HINT_MAX] = "";
    for (size_t i = 0, used = 0; i < count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? " " : "", table[i].name);
    return fail_hint(error, "%s", names);
}

static int read_one(const struct url_parameter *parameter, const struct parameter *table, size_t count, uint32_t *seen,
                    void *out, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!slice_is(parameter->name, table[i].name)) continue;
        if (*seen & UINT32_C(1) << i) return fail(error, ERROR_BAD_REQUEST, 0, "%s: expected once", table[i].name);
        *seen |= UINT32_C(1) << i;
        return table[i].read(parameter->value, out, error) < 0 ? fail_within(error, "%s", table[i].name) : 0;
    }
    fail(error, ERROR_BAD_REQUEST, 0, "there is no parameter \"%.*s\"", SLICE_ARGS(parameter->name));
    return hint_names(table, count, error);
}

int parameters_read(struct arena *arena, const struct url *url, struct slice body, const struct parameter *table,
                    size_t count, void *out, struct error *error)
{
    struct url all = *url;
    uint32_t seen = 0;
    assert(count <= PARAMETERS_MAX);
    if (body.length && request_json_read(arena, body, table, count, &all, error) < 0) return -1;
    for (size_t i = 0; i < all.parameter_count; i++)
        if (read_one(&all.parameters[i], table, count, &seen, out, error) < 0) return -1;
    return 0;
}
