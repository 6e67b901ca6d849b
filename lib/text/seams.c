/* Telling a seam ("MigrationOn") from a name with a capital inside ("McDonald", "iPhone", "YouTube"). */
#include "text/seams.h"

#include "base/utf8.h"
#include "text/characters.h"

static const char *const names[] = {
#define INNER_CAPITAL(name) name,
#include "text/inner_capitals.def"
};

static const char *const name_prefixes[] = {
#define NAME_PREFIX(letters) letters,
#include "text/inner_capitals.def"
};

static uint8_t class_at(struct slice text, size_t at, uint32_t *code_point)
{
    size_t size;
    *code_point = at < text.length ? utf8_decode(text.data + at, text.data + text.length, &size) : ' ';
    return character_class(*code_point);
}

/* The class of the character that ends before `at`. */
static uint8_t class_before(struct slice text, size_t from, size_t at, uint32_t *code_point)
{
    return class_at(text, from + utf8_floor(slice_make(text.data + from, at - from + 1), at - from - 1), code_point);
}

static size_t word_start(struct slice text, size_t from, size_t at)
{
    while (at > from && character_ascii[(unsigned char)text.data[at - 1]] & (CHARACTER_WORD | CHARACTER_NO_ASCII)) at--;
    return at;
}

static bool is_name(struct slice text, size_t from, size_t at)
{
    size_t start = word_start(text, from, at);
    struct slice prefix = slice_make(text.data + start, at - start);
    struct slice word = slice_make(text.data + start, text.length - start);
    if (prefix.length == 1) return true;
    for (size_t i = 0; i < sizeof name_prefixes / sizeof *name_prefixes; i++)
        if (slice_is(prefix, name_prefixes[i])) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (prefix.length < strlen(names[i]) && slice_starts(word, slice_of(names[i]))) return true;
    return false;
}

static bool ends_a_text(uint32_t code_point)
{
    return code_point == '.' || code_point == '!' || code_point == '?' || code_point == ')' || code_point == '"' ||
           code_point == 0x201D || code_point == 0x2026;
}

bool text_seam_at(struct slice text, size_t from, size_t at)
{
    uint32_t here, before, next;
    if (at <= from) return false;
    uint8_t class = class_at(text, at, &here);
    bool opens_quote = here == 0x201C || here == 0xAB;
    if (!(class & CHARACTER_UPPER) && !opens_quote) return false;
    uint8_t class_before_at = class_before(text, from, at, &before);
    if (opens_quote) return class_before_at & (CHARACTER_LOWER | CHARACTER_DIGIT) || ends_a_text(before);
    if (class_before_at & CHARACTER_LOWER) return !is_name(text, from, at);
    size_t here_size = here < 0x80 ? 1 : here < 0x800 ? 2 : 3;
    bool small_follows = class_at(text, at + here_size, &next) & CHARACTER_LOWER;
    return small_follows && (ends_a_text(before) || class_before_at & CHARACTER_DIGIT);
}
