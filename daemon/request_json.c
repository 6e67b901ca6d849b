/* One flat JSON object becomes the parameters that a target would have carried. */
#include "daemon/request_json.h"

#include <jansson.h>

static int refuse(struct error *error, const char *name, const char *expected)
{
    return fail(error, ERROR_BAD_REQUEST, 0, "%s: expected %s", name, expected);
}

static struct slice string_of(const json_t *value)
{
    return slice_make(json_string_value(value), json_string_length(value));
}

static int join(struct arena *arena, const char *name, const json_t *array, struct slice *out, struct error *error)
{
    size_t length = 0, index;
    json_t *item;
    json_array_foreach(array, index, item)
    {
        if (!json_is_string(item)) return refuse(error, name, "an array of strings");
        length += json_string_length(item) + 1;
    }
    char *text = arena_alloc(arena, length + 1), *at = text;
    if (!text) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the request");
    json_array_foreach(array, index, item)
    {
        if (index) *at++ = ',';
        memcpy(at, json_string_value(item), json_string_length(item));
        at += json_string_length(item);
    }
    *out = slice_make(text, (size_t)(at - text));
    return 0;
}

static int read_value(struct arena *arena, const char *name, const json_t *value, struct slice *out,
                      struct error *error)
{
    switch (json_typeof(value)) {
    case JSON_STRING: *out = arena_copy(arena, string_of(value)); break;
    case JSON_TRUE: *out = slice_of("true"); break;
    case JSON_FALSE: *out = slice_of("false"); break;
    case JSON_INTEGER: *out = slice_of(arena_printf(arena, "%lld", (long long)json_integer_value(value))); break;
    case JSON_ARRAY: return join(arena, name, value, out, error);
    default: return refuse(error, name, "a string, a whole number, true, false or an array of strings");
    }
    return out->data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for the request");
}

/* One that there is not is refused by whoever reads the parameters. */
static bool takes_array(const struct parameter *table, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0) return table[i].kind == PARAMETER_LIST;
    return true;
}

static int read_members(struct arena *arena, json_t *object, const struct parameter *table, size_t count,
                        struct url *out, struct error *error)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        if (out->parameter_count == URL_PARAMETERS_MAX)
            return fail(error, ERROR_BAD_REQUEST, 0, "expected at most %d parameters", URL_PARAMETERS_MAX);
        struct url_parameter *parameter = &out->parameters[out->parameter_count++];
        parameter->name = arena_copy(arena, slice_of(name));
        if (!parameter->name.data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the request");
        if (json_is_array(value) && !takes_array(table, count, name)) return refuse(error, name, "no array");
        if (read_value(arena, name, value, &parameter->value, error) < 0) return -1;
    }
    return 0;
}

int request_json_read(struct arena *arena, struct slice body, const struct parameter *table, size_t count,
                      struct url *out, struct error *error)
{
    json_error_t problem;
    json_t *object = json_loadb(body.data, body.length, JSON_REJECT_DUPLICATES, &problem);
    if (!object)
        return fail(error, ERROR_BAD_REQUEST, (uint64_t)problem.position, "the body is no JSON: %s at byte %d",
                    problem.text, problem.position);
    int result = json_is_object(object)
                     ? read_members(arena, object, table, count, out, error)
                     : fail(error, ERROR_BAD_REQUEST, 0, "expected a JSON object with the parameters as members");
    json_decref(object);
    return result;
}
