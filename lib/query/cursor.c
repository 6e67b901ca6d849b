/* A version, the question, the place, the notes of the moment, a checksum; as base64url. */
#include "query/cursor.h"

#include <endian.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/varint.h"
#include "index/checksum.h"

#define CURSOR_VERSION 1

/* ---- writing */

static void put_number(struct buffer *out, uint64_t value)
{
    char bytes[VARINT_MAX];
    buffer_append(out, bytes, (size_t)(varint_put(bytes, value) - bytes));
}

static void put_fixed(struct buffer *out, uint64_t value)
{
    uint64_t bytes = htole64(value);
    buffer_append(out, &bytes, sizeof bytes);
}

static void put_double(struct buffer *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_fixed(out, bits);
}

static void put_text(struct buffer *out, const char *data, size_t length)
{
    put_number(out, length);
    buffer_append(out, data, length);
}

static void put_place(struct buffer *out, const struct xap_place *place)
{
    put_double(out, place->weight);
    put_double(out, place->key);
    put_text(out, place->value, place->value_length);
    put_text(out, place->tie, place->tie_length);
}

struct slice cursor_write(struct arena *arena, const struct cursor *cursor)
{
    struct buffer out;
    buffer_init(&out, CURSOR_BYTES_MAX);
    buffer_byte(&out, CURSOR_VERSION);
    buffer_append(&out, cursor->question, sizeof cursor->question);
    buffer_byte(&out, cursor->begun);
    if (cursor->begun) put_place(&out, &cursor->place);
    put_number(&out, cursor->moment.documents);
    put_number(&out, cursor->moment.count);
    for (size_t i = 0; i < cursor->moment.count; i++) put_number(&out, cursor->moment.notes[i].number);
    put_fixed(&out, checksum_bytes(buffer_view(&out)));
    struct slice text = out.failed ? slice_make(NULL, 0) : base64_encode(arena, buffer_view(&out));
    buffer_free(&out);
    return text;
}

/* ---- reading: each is false when the bytes end first */

struct bytes {
    const char *at, *end;
};

static bool take_bytes(struct bytes *bytes, size_t length, const char **out)
{
    if ((size_t)(bytes->end - bytes->at) < length) return false;
    *out = bytes->at;
    bytes->at += length;
    return true;
}

static bool take_number(struct bytes *bytes, uint64_t most, uint64_t *out)
{
    return varint_take(&bytes->at, bytes->end, out) && *out <= most;
}

static bool take_double(struct bytes *bytes, double *out)
{
    const char *at;
    uint64_t bits;
    if (!take_bytes(bytes, sizeof bits, &at)) return false;
    memcpy(&bits, at, sizeof bits);
    bits = le64toh(bits);
    memcpy(out, &bits, sizeof bits);
    return true;
}

static bool take_text(struct bytes *bytes, const char **out, size_t *out_length)
{
    uint64_t length;
    *out_length = 0;
    if (!take_number(bytes, CURSOR_BYTES_MAX, &length) || !take_bytes(bytes, (size_t)length, out)) return false;
    *out_length = (size_t)length;
    return true;
}

static bool take_place(struct bytes *bytes, struct xap_place *out)
{
    return take_double(bytes, &out->weight) && take_double(bytes, &out->key) &&
           take_text(bytes, &out->value, &out->value_length) && take_text(bytes, &out->tie, &out->tie_length);
}

static bool take_moment(struct arena *arena, struct bytes *bytes, struct moment *out)
{
    uint64_t documents, count;
    *out = (struct moment){.arena = arena, .told = true};
    if (!take_number(bytes, UINT32_MAX, &documents) || !take_number(bytes, MOMENT_NOTES_MAX, &count)) return false;
    out->documents = (uint32_t)documents;
    out->notes = arena_array(arena, (size_t)count, sizeof *out->notes);
    if (!out->notes) return false;
    for (; out->count < count; out->count++)
        if (!take_number(bytes, UINT64_MAX, &out->notes[out->count].number)) return false;
    return true;
}

static bool take_cursor(struct arena *arena, struct bytes *bytes, struct cursor *out)
{
    const char *version, *question, *begun;
    if (!take_bytes(bytes, 1, &version) || *version != CURSOR_VERSION) return false;
    if (!take_bytes(bytes, CURSOR_QUESTION_BYTES, &question)) return false;
    memcpy(out->question, question, CURSOR_QUESTION_BYTES);
    if (!take_bytes(bytes, 1, &begun) || (unsigned char)*begun > 1) return false;
    out->begun = *begun;
    if (out->begun && !take_place(bytes, &out->place)) return false;
    return take_moment(arena, bytes, &out->moment) && bytes->at == bytes->end;
}

/* Cuts the checksum off. */
static bool is_sealed(struct slice *bytes)
{
    uint64_t checksum;
    if (!bytes->data || bytes->length < sizeof checksum) return false;
    bytes->length -= sizeof checksum;
    memcpy(&checksum, bytes->data + bytes->length, sizeof checksum);
    return le64toh(checksum) == checksum_bytes(*bytes);
}

int cursor_read(struct arena *arena, struct slice text, struct cursor *out, struct error *error)
{
    struct slice bytes = text.length / 4 <= CURSOR_BYTES_MAX / 3 ? base64_decode(arena, text) : slice_make(NULL, 0);
    *out = (struct cursor){0};
    if (is_sealed(&bytes)) {
        struct bytes rest = {bytes.data, bytes.data + bytes.length};
        if (take_cursor(arena, &rest, out)) return 0;
    }
    if (arena_failed(arena)) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a cursor");
    fail(error, ERROR_BAD_REQUEST, 0, "cursor: expected the next_cursor of a reply");
    return fail_hint(error, "begin again without a cursor");
}
