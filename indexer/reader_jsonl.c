/* JSON lines: one article a line. */
#include <ctype.h>
#include <string.h>

#include <jansson.h>

#include "indexer/format.h"
#include "indexer/lines.h"
#include "text/repair.h"

#define VALUES_MAX 500000 /* of a line, in all its members */

static struct slice skip_space(struct slice text)
{
    while (text.length && isspace((unsigned char)text.data[0])) text = slice_make(text.data + 1, text.length - 1);
    return text;
}

static struct slice skip_mark(struct slice head)
{
    struct slice mark = slice_of("\xEF\xBB\xBF");
    return slice_starts(head, mark) ? slice_make(head.data + mark.length, head.length - mark.length) : head;
}

/* An object; or an array of objects, which the reader refuses: it is no text either. */
bool sniff_jsonl(struct slice head)
{
    head = skip_space(skip_mark(head));
    if (!head.length || !memchr("{[", head.data[0], 2)) return false;
    struct slice inside = skip_space(slice_make(head.data + 1, head.length - 1));
    if (!inside.length) return false;
    return head.data[0] == '[' ? inside.data[0] == '{' : memchr("\"}", inside.data[0], 2) != NULL;
}

/* A member that is a string, or a whole number written out; false when it is something else. */
static bool take_member(struct arena *arena, const json_t *object, const char *key, struct slice *out)
{
    const json_t *member = json_object_get(object, key);
    *out = slice_of("");
    if (!member || json_is_null(member)) return true;
    if (json_is_integer(member)) {
        *out = slice_of(arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(member)));
        return true;
    }
    if (!json_is_string(member)) return false;
    *out = slice_make(json_string_value(member), json_string_length(member));
    return true;
}

static int take_article(struct arena *arena, const json_t *object, struct article *article, struct error *error)
{
    struct {
        const char *key;
        struct slice *field;
    } const members[] = {
#define FIELD(name, word, kind, prefix, slot) {#word, &article->word},
#include "index/fields.def"
        {"body", &article->body},
    };
    if (!json_is_object(object)) return fail(error, ERROR_BAD_INPUT, 0, "expected a JSON object");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!take_member(arena, object, members[i].key, members[i].field))
            return fail(error, ERROR_BAD_INPUT, 0, "expected a string as \"%s\"", members[i].key);
    if (!json_object_get(object, "body")) return fail(error, ERROR_BAD_INPUT, 0, "expected a member \"body\"");
    return 0;
}

static void close_json(void *json)
{
    json_decref(json);
}

/* Behind the string whose opening quote is before `at`. */
static const char *pass_string(const char *at, const char *end)
{
    for (const char *quote; (quote = memchr(at, '"', (size_t)(end - at))); at = quote + 1) {
        const char *before = quote;
        while (before > at && before[-1] == '\\') before--;
        if ((quote - before) % 2 == 0) return quote + 1;
    }
    return end;
}

/* Each value takes jansson up to 140 bytes: a line of brackets would take a gigabyte. */
static int check_values(struct slice line, struct error *error)
{
    size_t count = 0;
    for (const char *at = line.data, *end = at + line.length; at < end;) {
        char byte = *at++;
        if (byte == '"') at = pass_string(at, end);
        if (!memchr(",[{", byte, 3) || ++count < VALUES_MAX) continue;
        size_t place = (size_t)(at - line.data);
        return fail(error, ERROR_LIMIT, place, "expected at most %d values, found more at byte %zu", VALUES_MAX, place);
    }
    return 0;
}

/* The object of a line, owned by the arena; NULL with the byte of the line at fault. */
static json_t *parse_line(struct arena *arena, struct slice line, struct error *error)
{
    json_error_t reason;
    if (check_values(line, error) < 0) return NULL;
    json_t *object = json_loadb(line.data, line.length, JSON_ALLOW_NUL, &reason);
    if (!object) {
        fail(error, ERROR_BAD_INPUT, (uint64_t)reason.position, "not JSON at byte %d: %s", reason.position,
             reason.text);
        return NULL;
    }
    if (arena_defer(arena, close_json, object) == 0) return object;
    fail(error, ERROR_NO_MEMORY, 0, "no memory for this line");
    return NULL;
}

static int read_line(struct format_input *input, struct slice bytes, size_t number, const struct format_sink *sink)
{
    struct error error;
    struct text_repair repair;
    /* jansson takes no broken UTF-8; repaired here, the rest of the line is saved. */
    if (text_repair(input->arena, bytes, &repair, &error) < 0) {
        sink->problem(sink->context, number, true, &error);
        return 0;
    }
    struct article article = {.id = slice_of("")};
    json_t *object = parse_line(input->arena, repair.text, &error);
    if (!object || take_article(input->arena, object, &article, &error) < 0) {
        sink->problem(sink->context, number, true, &error);
        return 0;
    }
    if (repair.invalid_count) {
        fail(&error, ERROR_BAD_INPUT, repair.first_invalid,
             "%zu %s not UTF-8, the first at byte %zu of the line; read as U+FFFD", repair.invalid_count,
             repair.invalid_count == 1 ? "place is" : "places are", repair.first_invalid);
        sink->problem(sink->context, number, false, &error);
    }
    return format_give(input, number, &article, sink);
}

static bool is_blank(struct slice line)
{
    for (size_t i = 0; i < line.length; i++)
        if (!isspace((unsigned char)line.data[i])) return false;
    return true;
}

/* Does an object or an array begin that goes on in the next lines? */
static bool is_spread(struct slice head)
{
    head = skip_space(skip_mark(head));
    const char *end = memchr(head.data, '\n', head.length);
    size_t length = end ? (size_t)(end - head.data) : 0;
    while (length && isspace((unsigned char)head.data[length - 1])) length--;
    if (length == 0) return false;
    return head.data[0] == '[' ? head.data[length - 1] != ']' : length == 1 && head.data[0] == '{';
}

/* What is no JSON lines from its first bytes would be an error a line. */
static bool is_readable(struct format_input *input, const struct format_sink *sink)
{
    struct error error;
    struct slice head = buffer_view(input->head);
    if (!text_looks_binary(head) && !is_spread(head)) return true;
    fail(&error, ERROR_BAD_INPUT, 0, "expected JSON lines, an object a line, found %s",
         is_spread(head) ? "JSON that goes over several lines" : "a binary file");
    sink->problem(sink->context, 0, true, &error);
    return false;
}

int read_jsonl(struct format_input *input, const struct format_sink *sink)
{
    struct error error = {0};
    struct slice line;
    if (!is_readable(input, sink)) return 0;
    if (slice_starts(buffer_view(input->head), slice_of("\xEF\xBB\xBF"))) buffer_consume(input->head, 3);
    struct lines lines = lines_start(input->stream, input->head);
    for (int more; (more = lines_next(&lines, &line, &error)) != 0;) {
        if (more < 0 && error.code != ERROR_LIMIT) {
            sink->problem(sink->context, lines.number + 1, true, &error);
            return 0;
        }
        int result = 0;
        if (more < 0)
            sink->problem(sink->context, lines.number, true, &error);
        else if (!is_blank(line))
            result = read_line(input, line, lines.number, sink);
        arena_reset(input->arena);
        if (result < 0) return -1;
    }
    return 0;
}
