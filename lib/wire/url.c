/* Splitting and percent-coding the targets of requests. */
#include "wire/url.h"

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

/* The byte that "%XY" at `at` stands for, or -1. */
static int escaped_byte(const char *at, const char *end)
{
    if (end - at < 3) return -1;
    int high = hex_digit(at[1]), low = hex_digit(at[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Decodes target[from..to) into the arena; a '+' becomes `plus`. */
static int decode(struct arena *arena, struct slice target, size_t from, size_t to, char plus, struct slice *out,
                  struct error *error)
{
    char *text = arena_alloc(arena, to - from + 1);
    if (!text) return fail(error, ERROR_NO_MEMORY, from, "no memory to decode the request target");
    size_t length = 0;
    for (size_t i = from; i < to;) {
        int byte = (unsigned char)target.data[i];
        bool escaped = byte == '%';
        if (byte == '+') byte = plus;
        if (escaped) byte = escaped_byte(target.data + i, target.data + to);
        if (byte < 0) return fail(error, ERROR_BAD_REQUEST, i, "expected two hexadecimal digits after '%%'");
        if (byte == 0) return fail(error, ERROR_BAD_REQUEST, i, "expected text without a zero byte");
        text[length++] = (char)byte;
        i += escaped ? 3 : 1;
    }
    *out = slice_make(text, length);
    return 0;
}

static size_t find(struct slice target, size_t from, size_t to, char byte)
{
    const char *found = from < to ? memchr(target.data + from, byte, to - from) : NULL;
    return found ? (size_t)(found - target.data) : to;
}

static int parse_parameter(struct arena *arena, struct slice target, size_t from, size_t to, struct url *out,
                           struct error *error)
{
    if (from == to) return 0;
    if (out->parameter_count == URL_PARAMETERS_MAX)
        return fail(error, ERROR_BAD_REQUEST, from, "expected at most %d parameters", URL_PARAMETERS_MAX);
    struct url_parameter *parameter = &out->parameters[out->parameter_count++];
    size_t equals = find(target, from, to, '=');
    if (decode(arena, target, from, equals, ' ', &parameter->name, error) < 0) return -1;
    return decode(arena, target, equals < to ? equals + 1 : to, to, ' ', &parameter->value, error);
}

/* A proxy may send "http://host/path": where the path begins. */
static size_t path_start(struct slice target)
{
    struct slice scheme = slice_of("http://");
    return slice_starts(target, scheme) ? find(target, scheme.length, target.length, '/') : 0;
}

int url_parse(struct arena *arena, struct slice target, struct url *out, struct error *error)
{
    out->parameter_count = 0;
    size_t start = path_start(target);
    if (start >= target.length || target.data[start] != '/')
        return fail(error, ERROR_BAD_REQUEST, start, "expected a path that begins with '/'");
    size_t end = find(target, start, target.length, '#');
    size_t question = find(target, start, end, '?');
    if (decode(arena, target, start, question, '+', &out->path, error) < 0) return -1;
    for (size_t at = question + 1; at < end;) {
        size_t ampersand = find(target, at, end, '&');
        if (parse_parameter(arena, target, at, ampersand, out, error) < 0) return -1;
        at = ampersand + 1;
    }
    return 0;
}

struct slice url_parameter(const struct url *url, const char *name)
{
    for (size_t i = 0; i < url->parameter_count; i++)
        if (slice_is(url->parameters[i].name, name)) return url->parameters[i].value;
    return (struct slice){NULL, 0};
}

static bool unreserved(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

void url_encode(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (unreserved(byte))
            buffer_byte(out, (char)byte);
        else
            buffer_printf(out, "%%%02X", byte);
    }
}
