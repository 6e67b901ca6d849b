/* An append-only JSON writer. */
#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

struct json_writer json_begin(struct buffer *out)
{
    return (struct json_writer){.out = out};
}

static void separate(struct json_writer *json)
{
    if (json->comma) buffer_byte(json->out, ',');
    json->comma = true;
}

static void open_level(struct json_writer *json, char bracket)
{
    separate(json);
    buffer_byte(json->out, bracket);
    json->comma = false;
}

static void close_level(struct json_writer *json, char bracket)
{
    buffer_byte(json->out, bracket);
    json->comma = true;
}

void json_open_object(struct json_writer *json)
{
    open_level(json, '{');
}
void json_close_object(struct json_writer *json)
{
    close_level(json, '}');
}
void json_open_array(struct json_writer *json)
{
    open_level(json, '[');
}
void json_close_array(struct json_writer *json)
{
    close_level(json, ']');
}

static const char *short_escape(unsigned char byte)
{
    switch (byte) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return NULL;
    }
}

static bool stands_for_itself(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* Writes the one character at `at` and returns the bytes it took. */
static size_t write_special(struct buffer *out, const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    const char *escape = short_escape(byte);
    if (escape) {
        buffer_string(out, escape);
        return 1;
    }
    if (byte < 0x20 || byte == 0x7F) {
        buffer_printf(out, "\\u%04x", byte);
        return 1;
    }
    size_t size;
    uint32_t code_point = utf8_decode(at, end, &size);
    char encoded[4];
    buffer_append(out, encoded, utf8_encode(code_point, encoded));
    return size;
}

static void write_quoted(struct buffer *out, struct slice text)
{
    buffer_byte(out, '"');
    const char *at = text.data, *end = text.data + text.length;
    while (at < end) {
        const char *run = at;
        while (at < end && stands_for_itself((unsigned char)*at)) at++;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end) at += write_special(out, at, end);
    }
    buffer_byte(out, '"');
}

void json_key(struct json_writer *json, const char *key)
{
    separate(json);
    write_quoted(json->out, slice_of(key));
    buffer_byte(json->out, ':');
    json->comma = false;
}

void json_put_string(struct json_writer *json, struct slice text)
{
    separate(json);
    write_quoted(json->out, text);
}

void json_put_raw(struct json_writer *json, struct slice text)
{
    separate(json);
    buffer_slice(json->out, text);
}

void json_put_bool(struct json_writer *json, bool value)
{
    json_put_raw(json, slice_of(value ? "true" : "false"));
}

void json_put_null(struct json_writer *json)
{
    json_put_raw(json, slice_of("null"));
}

void json_put_integer(struct json_writer *json, int64_t value)
{
    separate(json);
    buffer_printf(json->out, "%lld", (long long)value);
}

size_t json_format_number(double value, char out[JSON_NUMBER_MAX])
{
    assert(isfinite(value));
    double magnitude = fabs(value);
    /* Whole numbers that a double holds exactly are by far the most frequent figures. */
    if (magnitude < 1e15 && value == trunc(value)) return (size_t)snprintf(out, JSON_NUMBER_MAX, "%.0f", value + 0.0);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, JSON_NUMBER_MAX, "%.*g", digits, value);
        if (strtod(out, NULL) == value) break;
    }
    if (!strchr(out, 'e')) return strlen(out);
    if (magnitude >= 1e15 && magnitude < 1e21) return (size_t)snprintf(out, JSON_NUMBER_MAX, "%.0f", value);
    if (magnitude >= 1e-7 && magnitude < 1) {
        for (int decimals = 7; decimals <= 24; decimals++) {
            snprintf(out, JSON_NUMBER_MAX, "%.*f", decimals, value);
            if (strtod(out, NULL) == value) break;
        }
        size_t length = strlen(out);
        while (out[length - 1] == '0') out[--length] = '\0';
        return length;
    }
    return strlen(out);
}

void json_put_number(struct json_writer *json, double value)
{
    if (!isfinite(value)) {
        json_put_null(json);
        return;
    }
    char text[JSON_NUMBER_MAX];
    size_t length = json_format_number(value, text);
    json_put_raw(json, slice_make(text, length));
}

void json_member_string(struct json_writer *json, const char *key, struct slice text)
{
    json_key(json, key);
    json_put_string(json, text);
}

void json_member_integer(struct json_writer *json, const char *key, int64_t value)
{
    json_key(json, key);
    json_put_integer(json, value);
}

void json_member_number(struct json_writer *json, const char *key, double value)
{
    json_key(json, key);
    json_put_number(json, value);
}

void json_member_bool(struct json_writer *json, const char *key, bool value)
{
    json_key(json, key);
    json_put_bool(json, value);
}
