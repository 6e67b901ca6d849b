/* Repair in two passes over the same walk: one counts the bytes of the result, one writes them. */
#include "text/repair.h"

#include "base/utf8.h"

#define BINARY_SAMPLE_BYTES ((size_t)8 * 1024)
#define BINARY_TENTH        10

static const char byte_order_mark[] = "\xEF\xBB\xBF";
static const char replacement[] = "\xEF\xBF\xBD";

static bool is_control(uint32_t code_point)
{
    return (code_point < 0x20 && code_point != '\t' && code_point != '\n' && code_point != '\r') ||
           (code_point >= 0x7F && code_point <= 0x9F);
}

/* True for the bytes that pass as they are, alone. */
static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
}

/* Length of the clean text at the start. */
static size_t clean_prefix(struct slice bytes)
{
    const char *at = bytes.data, *end = bytes.data + bytes.length;
    while (at < end) {
        if (is_plain((unsigned char)*at)) {
            at++;
            continue;
        }
        size_t size;
        uint32_t code_point = utf8_decode(at, end, &size);
        if (size == 1 || is_control(code_point)) break;
        at += size;
    }
    return (size_t)(at - bytes.data);
}

struct writer {
    char *out; /* NULL: only count */
    size_t length;
};

static void write_bytes(struct writer *writer, const char *bytes, size_t length)
{
    if (writer->out && length) memcpy(writer->out + writer->length, bytes, length);
    writer->length += length;
}

/* What begins at `at` is not clean: writes what stands for it and returns the bytes it took. */
static size_t write_repaired(struct writer *writer, const char *at, const char *end, size_t offset,
                             struct text_repair *out)
{
    size_t size;
    uint32_t code_point = utf8_decode(at, end, &size);
    if (code_point == '\r') {
        bool line_feed_follows = end - at > 1 && at[1] == '\n';
        write_bytes(writer, "\n", 1);
        return line_feed_follows ? 2 : 1;
    }
    if (is_control(code_point)) {
        out->control_count++;
        write_bytes(writer, " ", 1);
        return size;
    }
    if (out->invalid_count++ == 0) out->first_invalid = offset;
    write_bytes(writer, replacement, sizeof replacement - 1);
    return size;
}

/* Fills the counts of `out`; returns the length of the clean text. */
static size_t repair(struct slice bytes, size_t offset, char *text, struct text_repair *out)
{
    struct writer writer = {text, 0};
    out->invalid_count = out->first_invalid = out->control_count = 0;
    for (size_t at = 0; at < bytes.length;) {
        struct slice rest = slice_make(bytes.data + at, bytes.length - at);
        size_t clean = clean_prefix(rest);
        write_bytes(&writer, rest.data, clean);
        at += clean;
        if (at == bytes.length) break;
        at += write_repaired(&writer, bytes.data + at, bytes.data + bytes.length, offset + at, out);
    }
    return writer.length;
}

int text_repair(struct arena *arena, struct slice bytes, struct text_repair *out, struct error *error)
{
    struct slice mark = slice_make(byte_order_mark, sizeof byte_order_mark - 1);
    size_t skipped = slice_starts(bytes, mark) ? mark.length : 0;
    struct slice text = slice_make(bytes.data + skipped, bytes.length - skipped);
    *out = (struct text_repair){.text = text};
    if (clean_prefix(text) == text.length) return 0;
    size_t length = repair(text, skipped, NULL, out);
    char *repaired = arena_alloc(arena, length + 1);
    if (!repaired) return fail(error, ERROR_NO_MEMORY, 0, "no room for a repaired copy of %zu bytes of text", length);
    repair(text, skipped, repaired, out);
    out->text = slice_make(repaired, length);
    return 0;
}

bool text_looks_binary(struct slice bytes)
{
    const char *at = bytes.data, *end = bytes.data + bytes.length;
    const char *sample_end = bytes.length > BINARY_SAMPLE_BYTES ? at + BINARY_SAMPLE_BYTES : end;
    size_t sample = (size_t)(sample_end - at), strange = 0;
    while (at < sample_end) {
        if (*at == '\0') return true;
        size_t size;
        uint32_t code_point = utf8_decode(at, end, &size);
        bool invalid = size == 1 && code_point == UTF8_REPLACEMENT;
        if (invalid || is_control(code_point)) strange++;
        at += size;
    }
    return strange * BINARY_TENTH > sample;
}
