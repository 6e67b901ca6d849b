/* Articles at rest: the id, fingerprint and stored form the index keeps. */
#include "index/article.h"

#include <assert.h>
#include <endian.h>

#include "base/utf8.h"
#include "base/varint.h"
#include "index/checksum.h"
#include "index/dateline.h"
#include "index/schema.h"
#include "text/language.h"

#define STORED_VERSION 2

/* The one order of the texts: in the stored form and in the fingerprint. */
enum part {
#define FIELD(name, word, kind, prefix, slot) PART_##name,
#include "index/fields.def"
    PART_BODY,
    ARTICLE_PARTS,
    HEAD_PARTS = PART_BODY /* those before the body */
};

static_assert(ARTICLE_HASH_BYTES == CHECKSUM_PIECES_BYTES, "a fingerprint is one checksum of pieces");

static void list_parts(const struct article *article, struct slice parts[ARTICLE_PARTS])
{
#define FIELD(name, word, kind, prefix, slot) parts[PART_##name] = article->word;
#include "index/fields.def"
    parts[PART_BODY] = article->body;
}

static struct article from_parts(const struct slice parts[ARTICLE_PARTS])
{
    return (struct article){
#define FIELD(name, word, kind, prefix, slot) .word = parts[PART_##name],
#include "index/fields.def"
        .body = parts[PART_BODY],
    };
}

struct slice article_id(struct arena *arena, struct slice id)
{
    if (id.length <= ARTICLE_ID_MAX) return id;
    char *shorter = arena_alloc(arena, ARTICLE_ID_MAX);
    return slice_make(shorter, shorter ? schema_shorten(id, ARTICLE_ID_MAX, shorter) : 0);
}

static struct slice cut(struct slice field)
{
    return slice_make(field.data,
                      field.length <= ARTICLE_FIELD_MAX ? field.length : utf8_floor(field, ARTICLE_FIELD_MAX));
}

/* What its data say counts. */
static struct slice date_of(struct arena *arena, const struct article *article)
{
    struct date date;
    struct slice given = article->date;
    return given.length || !dateline_find(arena, article, &date) ? given : date_print(arena, date);
}

/* What its data say counts. Furniture that a reader set apart tells nothing. */
static struct slice language_of(struct arena *arena, const struct article *article)
{
    struct slice given = language_code(arena, article->language);
    if (given.length) return given;
    size_t main_length = article->main_length ? article->main_length : article->body.length;
    struct slice texts[] = {article->title, slice_make(article->body.data, main_length)};
    return language_guess(texts, 2);
}

int article_accept(struct arena *arena, const struct article *article, struct article *out, struct error *error)
{
    if (article->id.length == 0) return fail(error, ERROR_BAD_INPUT, 0, "expected an article id, found none");
    if (article->body.length > ARTICLE_BODY_MAX)
        return fail(error, ERROR_LIMIT, ARTICLE_BODY_MAX, "expected a body of at most %zu bytes, found %zu",
                    ARTICLE_BODY_MAX, article->body.length);
    struct slice parts[ARTICLE_PARTS];
    list_parts(article, parts);
    for (size_t i = 0; i < ARTICLE_PARTS; i++) {
        const char *nul = parts[i].length ? memchr(parts[i].data, '\0', parts[i].length) : NULL;
        if (nul)
            return fail(error, ERROR_BAD_INPUT, (uint64_t)(nul - parts[i].data), "expected text, found a NUL byte");
    }
    for (size_t i = 0; i < HEAD_PARTS; i++) parts[i] = cut(parts[i]);
    *out = from_parts(parts);
    out->id = article_id(arena, article->id);
    out->main_length = article->main_length < article->body.length ? article->main_length : 0;
    out->date = date_of(arena, out);
    out->language = language_of(arena, out);
    if (arena_failed(arena)) return fail(error, ERROR_NO_MEMORY, 0, "no memory for an article");
    return 0;
}

int article_copy(struct arena *arena, const struct article *article, struct article *out, struct error *error)
{
    struct slice parts[ARTICLE_PARTS];
    list_parts(article, parts);
    for (size_t i = 0; i < ARTICLE_PARTS; i++) {
        parts[i] = arena_copy(arena, parts[i]);
        if (!parts[i].data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for an article");
    }
    *out = from_parts(parts);
    out->main_length = article->main_length;
    return 0;
}

void article_hash(const struct article *article, char out[ARTICLE_HASH_BYTES])
{
    struct slice parts[ARTICLE_PARTS + 1];
    uint64_t main_length = htole64(article->main_length);
    list_parts(article, parts);
    parts[ARTICLE_PARTS] = slice_make((const char *)&main_length, sizeof main_length);
    checksum_pieces(parts, ARTICLE_PARTS + 1, out);
}

/* A version byte, the length of the main text, each part before the body as its length and its bytes, the length of the
 * body, of its packed form (0: it is not packed), and the bytes of the one or the other. */
struct slice article_encode(struct arena *arena, struct packing *packing, const struct article *article)
{
    struct slice parts[ARTICLE_PARTS], packed = {0};
    list_parts(article, parts);
    if (packing) packed = packing_pack(packing, arena, article->body);
    struct slice body = packed.length ? packed : article->body;
    size_t most = 1 + 3 * VARINT_MAX + body.length;
    for (size_t i = 0; i < HEAD_PARTS; i++) most += VARINT_MAX + parts[i].length;
    char *bytes = arena_alloc(arena, most), *at = bytes;
    if (!bytes) return slice_make(NULL, 0);
    *at++ = STORED_VERSION;
    at = varint_put(at, article->main_length);
    for (size_t i = 0; i < HEAD_PARTS; i++) {
        at = varint_put(at, parts[i].length);
        if (parts[i].length) memcpy(at, parts[i].data, parts[i].length);
        at += parts[i].length;
    }
    at = varint_put(at, article->body.length);
    at = varint_put(at, packed.length);
    if (body.length) memcpy(at, body.data, body.length);
    return slice_make(bytes, (size_t)(at - bytes) + body.length);
}

/* A body as it is stored. */
struct stored_body {
    struct slice bytes;
    size_t length;
    bool packed;
};

static int cut_off(struct slice bytes, const char *at, struct error *error)
{
    return fail(error, ERROR_CORRUPT, (uint64_t)(at - bytes.data), "expected more of a stored article");
}

static int decode_body(struct slice bytes, const char *at, struct stored_body *out, struct error *error)
{
    const char *end = bytes.data + bytes.length;
    uint64_t length, packed_length;
    if (!varint_take(&at, end, &length) || !varint_take(&at, end, &packed_length)) return cut_off(bytes, at, error);
    uint64_t stored = packed_length ? packed_length : length, left = (uint64_t)(end - at);
    if (length > ARTICLE_BODY_MAX || stored > left) return cut_off(bytes, at, error);
    if (stored < left)
        return fail(error, ERROR_CORRUPT, (uint64_t)(at - bytes.data) + stored, "expected the end of a stored article");
    *out = (struct stored_body){slice_make(at, (size_t)stored), (size_t)length, packed_length > 0};
    return 0;
}

static int decode(struct slice bytes, struct article *out, struct stored_body *body, struct error *error)
{
    if (bytes.length == 0 || bytes.data[0] != STORED_VERSION)
        return fail(error, ERROR_CORRUPT, 0, "expected a stored article of version %d", STORED_VERSION);
    const char *at = bytes.data + 1, *end = bytes.data + bytes.length;
    struct slice parts[ARTICLE_PARTS] = {0};
    uint64_t main_length, length;
    if (!varint_take(&at, end, &main_length)) return cut_off(bytes, at, error);
    for (size_t i = 0; i < HEAD_PARTS; i++) {
        if (!varint_take(&at, end, &length) || length > (uint64_t)(end - at)) return cut_off(bytes, at, error);
        parts[i] = slice_make(at, (size_t)length);
        at += length;
    }
    if (decode_body(bytes, at, body, error) < 0) return -1;
    *out = from_parts(parts);
    if (main_length > body->length)
        return fail(error, ERROR_CORRUPT, 1, "expected a main text no longer than the body");
    out->main_length = (size_t)main_length;
    return 0;
}

int article_decode(struct slice bytes, struct article *out, struct error *error)
{
    struct stored_body body = {0};
    return decode(bytes, out, &body, error);
}

int article_decode_whole(struct slice bytes, struct arena *arena, struct packing *packing, struct article *out,
                         struct error *error)
{
    struct stored_body body = {0};
    if (decode(bytes, out, &body, error) < 0) return -1;
    out->body = body.bytes;
    return body.packed ? packing_unpack(packing, arena, body.bytes, body.length, &out->body, error) : 0;
}
