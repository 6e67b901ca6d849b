/* Folding: plain copying for ASCII, utf8proc's tables for everything else. */
#include "text/fold.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/characters.h"

#define EXPANSION_MAX 18  /* code points that one can decompose into (U+FDFA) */
#define PIECE_MAX     256 /* code points folded at a time; composing looks no further */

/* Marks that are diacritics of alphabets. The vowel signs of Indic scripts and the voicing marks of kana are letters to
 * their readers, and stay. */
static const struct {
    uint32_t first, last;
} diacritics[] = {
    {0x0300, 0x036F}, /* combining diacritical marks */
    {0x0483, 0x0489}, /* Cyrillic */
    {0x0591, 0x05C7}, /* Hebrew points */
    {0x0610, 0x061A}, /* Arabic */
    {0x064B, 0x065F}, /* Arabic vowel signs */
    {0x0670, 0x0670}, /* Arabic superscript alef */
    {0x06D6, 0x06ED}, /* Arabic, Koranic */
    {0x0711, 0x0711}, /* Syriac */
    {0x0730, 0x074A}, /* Syriac points */
    {0x1AB0, 0x1AFF}, /* combining marks, extended */
    {0x1DC0, 0x1DFF}, /* combining marks, supplement */
    {0x20D0, 0x20FF}, /* combining marks for symbols */
    {0xFE00, 0xFE0F}, /* variation selectors */
    {0xFE20, 0xFE2F}, /* combining half marks */
};

static bool is_diacritic(uint32_t code_point)
{
    if (code_point < diacritics[0].first) return false;
    for (size_t i = 0; i < sizeof diacritics / sizeof *diacritics; i++)
        if (code_point <= diacritics[i].last)
            return code_point >= diacritics[i].first && (character_class(code_point) & CHARACTER_MARK);
    return false;
}

static bool is_digit(uint32_t code_point)
{
    return character_class(code_point) & CHARACTER_DIGIT;
}

/* In every script the ten digits stand together, zero first, and no run of digits begins with another one. */
static uint32_t ascii_digit(uint32_t code_point)
{
    if (code_point < 0x80 || !is_digit(code_point)) return code_point;
    uint32_t first = code_point;
    while (is_digit(first - 1)) first--;
    return '0' + (code_point - first) % 10;
}

static const char *letter_spelling(uint32_t code_point)
{
    switch (code_point) {
#define FOLD_LETTER(point, spelling)                                                                                   \
    case point:                                                                                                        \
        return spelling;
#include "text/fold_letters.def"
#undef FOLD_LETTER
    default: return NULL;
    }
}

struct piece {
    utf8proc_int32_t points[PIECE_MAX + 2 * EXPANSION_MAX];
    size_t count;
};

static void add_part(struct piece *piece, uint32_t code_point)
{
    if (is_diacritic(code_point)) return;
    const char *spelling = letter_spelling(code_point);
    if (!spelling) {
        piece->points[piece->count++] = (utf8proc_int32_t)ascii_digit(code_point);
        return;
    }
    while (*spelling) piece->points[piece->count++] = *spelling++;
}

static void add_character(struct piece *piece, uint32_t code_point)
{
    if (code_point < 0x80) {
        bool upper = character_ascii[code_point] & CHARACTER_UPPER;
        piece->points[piece->count++] = (utf8proc_int32_t)(upper ? code_point | 0x20 : code_point);
        return;
    }
    utf8proc_int32_t parts[EXPANSION_MAX];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, EXPANSION_MAX,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < EXPANSION_MAX; i++) add_part(piece, (uint32_t)parts[i]);
}

/* Folds from `at` until `points_max` are full, stopping before an ASCII byte where one comes in time: nothing composes
 * with what stands before it. Returns where it stopped. */
static const char *fold_piece(struct piece *piece, const char *at, const char *end, size_t points_max)
{
    piece->count = 0;
    while (at < end && piece->count < points_max) {
        if (piece->count > points_max / 2 && (unsigned char)*at < 0x80) break;
        size_t size;
        uint32_t code_point = utf8_decode(at, end, &size);
        add_character(piece, code_point);
        at += size;
    }
    utf8proc_ssize_t count =
        utf8proc_normalize_utf32(piece->points, (utf8proc_ssize_t)piece->count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (count >= 0) piece->count = (size_t)count;
    return at;
}

/* Bytes of the piece in UTF-8, written to `out` unless it is NULL; never more than `out_size`. */
static size_t encode_piece(const struct piece *piece, char *out, size_t out_size)
{
    size_t length = 0;
    for (size_t i = 0; i < piece->count; i++) {
        char bytes[4];
        size_t size = utf8_encode((uint32_t)piece->points[i], bytes);
        if (length + size > out_size) break;
        if (out) memcpy(out + length, bytes, size);
        length += size;
    }
    return length;
}

static size_t fold_beyond_ascii(struct slice text, char *out, size_t out_size)
{
    struct piece piece;
    size_t length = 0;
    for (const char *at = text.data, *end = text.data + text.length; at < end;) {
        at = fold_piece(&piece, at, end, PIECE_MAX);
        length += encode_piece(&piece, out ? out + length : NULL, out_size - length);
    }
    return length;
}

/* The classes of all bytes of `text`, ORed. */
static uint8_t classes_of(struct slice text)
{
    uint8_t classes = 0;
    for (size_t i = 0; i < text.length; i++) classes |= character_ascii[(unsigned char)text.data[i]];
    return classes;
}

static void lower_ascii(struct slice text, char *out)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        out[i] = (char)(byte | (character_ascii[byte] & CHARACTER_UPPER) << 3);
    }
}

struct slice text_fold(struct arena *arena, struct slice text)
{
    uint8_t classes = classes_of(text);
    if (!(classes & (CHARACTER_NO_ASCII | CHARACTER_UPPER))) return text;
    bool ascii = !(classes & CHARACTER_NO_ASCII);
    size_t length = ascii ? text.length : fold_beyond_ascii(text, NULL, SIZE_MAX);
    char *folded = arena_alloc(arena, length + 1);
    if (!folded) return (struct slice){NULL, 0};
    if (ascii)
        lower_ascii(text, folded);
    else
        fold_beyond_ascii(text, folded, length);
    return slice_make(folded, length);
}

size_t text_fold_word(struct slice word, char *out, size_t out_size)
{
    struct piece piece;
    size_t points_max = out_size < PIECE_MAX ? out_size + 1 : PIECE_MAX;
    /* Marks that fold to nothing could follow without end. */
    size_t looked_at = word.length < 8 * out_size ? word.length : utf8_floor(word, 8 * out_size);
    fold_piece(&piece, word.data, word.data + looked_at, points_max);
    return encode_piece(&piece, out, out_size);
}
