/* The lexer: one pass over the bytes, by table while they are ASCII.
 *
 * Words of ASCII letters and digits, and numbers in ASCII, are read here and point into the text when they are small
 * already. Whatever could make them longer (an apostrophe, a dot after a single letter, a byte beyond ASCII) sends them
 * the long way through scan_word.c and scan_number.c. */
#include "text/scan.h"

#include <endian.h>

#include "text/fold.h"
#include "text/scanner.h"

#define BYTES_PER_TOKEN 5 /* of news prose; the first guess at the number of tokens */
#define TOKENS_MIN      16

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

static int grow(struct scanner *scanner)
{
    if (scanner->count >= TEXT_TOKENS_MAX) return -1;
    uint32_t capacity = scanner->capacity < TEXT_TOKENS_MAX / 2 ? scanner->capacity * 2 : TEXT_TOKENS_MAX;
    struct token *items =
        arena_grow(scanner->arena, scanner->items, scanner->count * sizeof *items, capacity * sizeof *items);
    if (!items) return -1;
    scanner->items = items;
    scanner->capacity = capacity;
    return 0;
}

struct token *text_scanner_add(struct scanner *scanner, enum token_kind kind, const char *end)
{
    if (scanner->count == scanner->capacity && grow(scanner) != 0) return NULL;
    struct token *token = &scanner->items[scanner->count++];
    token->start = (uint32_t)(scanner->at - scanner->begin);
    token->length = (uint32_t)(end - scanner->at);
    token->kind = (uint8_t)kind;
    token->flags = scanner->flags;
    scanner->flags = TOKEN_GLUED;
    scanner->at = end;
    return token;
}

int text_scanner_add_folded(struct scanner *scanner, enum token_kind kind, const char *end, struct slice folded,
                            struct token **out)
{
    *out = NULL;
    if (folded.length == 0) {
        scanner->at = end;
        return 0;
    }
    const char *kept = arena_copy(scanner->arena, folded).data;
    struct token *token = kept ? text_scanner_add(scanner, kind, end) : NULL;
    if (!token) return -1;
    token->folded = kept;
    token->folded_length = (uint16_t)folded.length;
    *out = token;
    return 0;
}

static int add_symbol(struct scanner *scanner, uint32_t code_point, size_t size)
{
    struct token *token = text_scanner_add(scanner, TOKEN_SYMBOL, scanner->at + size);
    if (!token) return -1;
    token->code_point = code_point;
    return 0;
}

/* Past the small ASCII letters from `at` on, eight bytes at a time: most words end within the first eight, and finding
 * the end without a loop over their letters spares the mispredicted branch that costs more than all else here. */
static const char *skip_small_letters(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t bytes;
        memcpy(&bytes, at, sizeof bytes);
        bytes = le64toh(bytes);
        uint64_t low = bytes & EACH_BYTE(0x7F);
        uint64_t from_a = low + EACH_BYTE(0x80 - 'a'), beyond_z = low + EACH_BYTE(0x7F - 'z');
        uint64_t others = ~(from_a & ~beyond_z & ~bytes) & EACH_BYTE(0x80);
        if (others) return at + __builtin_ctzll(others) / 8;
        at += 8;
    }
    while (at < end && character_ascii[(unsigned char)*at] & CHARACTER_LOWER) at++;
    return at;
}

static uint8_t capital_flags(struct slice word)
{
    size_t letters = 0, capitals = 0;
    for (size_t i = 0; i < word.length; i++) {
        uint8_t class = character_ascii[(unsigned char)word.data[i]];
        letters += (class & CHARACTER_LETTER) != 0;
        capitals += (class & CHARACTER_UPPER) != 0;
    }
    uint8_t flags = character_ascii[(unsigned char)word.data[0]] & CHARACTER_UPPER ? TOKEN_CAPITAL : 0;
    return letters >= 2 && capitals == letters ? flags | TOKEN_ALL_CAPITALS : flags;
}

/* A token of ASCII letters, digits and separators up to `end`. */
static int add_ascii(struct scanner *scanner, enum token_kind kind, const char *end, size_t digits, bool has_capitals)
{
    struct slice source = slice_make(scanner->at, (size_t)(end - scanner->at));
    struct token *token = text_scanner_add(scanner, kind, end);
    if (!token) return -1;
    size_t length = source.length < TEXT_WORD_MAX ? source.length : TEXT_WORD_MAX;
    token->digits = (uint16_t)(digits < length ? digits : length);
    token->folded_length = (uint16_t)length;
    token->folded = source.data;
    if (!has_capitals) return 0;
    if (kind == TOKEN_WORD) token->flags |= capital_flags(source);
    token->folded = text_fold(scanner->arena, slice_make(source.data, length)).data;
    return token->folded ? 0 : -1;
}

/* Past ASCII letters and digits; ORs their classes into *classes. */
static const char *skip_word(const struct scanner *scanner, const char *at, uint8_t *classes)
{
    uint8_t class;
    while ((class = ascii_at(scanner, at)) & CHARACTER_WORD) {
        *classes |= class;
        at++;
    }
    return at;
}

/* True when a token that ended before `at` could go on there after all. */
static bool may_go_on(const struct scanner *scanner, const char *at)
{
    return at < scanner->end && (*at == '\'' || (unsigned char)*at >= 0x80);
}

static int read_word(struct scanner *scanner)
{
    uint8_t classes = character_ascii[(unsigned char)*scanner->at];
    const char *end = skip_small_letters(scanner->at + 1, scanner->end);
    if (ascii_at(scanner, end) & CHARACTER_WORD) end = skip_word(scanner, end, &classes);
    if (may_go_on(scanner, end)) return text_scan_word(scanner);
    if (end - scanner->at == 1 && end < scanner->end && *end == '.') {
        bool found;
        int status = text_scan_dotted(scanner, &found);
        if (status != 0 || found) return status;
    }
    return add_ascii(scanner, TOKEN_WORD, end, 0, classes & CHARACTER_UPPER);
}

static int read_number(struct scanner *scanner)
{
    const char *at = scanner->at;
    while (ascii_at(scanner, at) & CHARACTER_DIGIT) {
        at++;
        bool separated = at < scanner->end && (*at == '.' || *at == ',') && ascii_at(scanner, at + 1) & CHARACTER_DIGIT;
        if (separated) at++;
    }
    uint8_t classes = 0;
    size_t digits = (size_t)(at - scanner->at);
    const char *end = skip_word(scanner, at, &classes);
    /* A digit of another script may follow a separator. */
    bool separator = end < scanner->end && (*end == '.' || *end == ',') && may_go_on(scanner, end + 1);
    if (separator || may_go_on(scanner, end)) return text_scan_number(scanner);
    return add_ascii(scanner, TOKEN_NUMBER, end, digits, classes & CHARACTER_UPPER);
}

static int read_beyond_ascii(struct scanner *scanner)
{
    struct place place = place_at(scanner, scanner->at);
    if (place.class == 0 || character_is_apostrophe(place.code_point))
        return add_symbol(scanner, place.code_point, place.size);
    if (place.class & CHARACTER_LETTER) return text_scan_word(scanner);
    if (place.class & CHARACTER_DIGIT) return text_scan_number(scanner);
    /* What is left is white space, or a mark with no letter to stand on. */
    if (place.class & CHARACTER_SPACE) scanner->flags &= (uint8_t)~TOKEN_GLUED;
    scanner->at += place.size;
    return 0;
}

static int skip_spaces(struct scanner *scanner)
{
    const char *at = scanner->at;
    uint8_t flags = scanner->flags & (uint8_t)~TOKEN_GLUED;
    do {
        if (*at == '\n') flags |= TOKEN_LINE_START;
        at++;
    } while (at < scanner->end && character_ascii[(unsigned char)*at] & CHARACTER_SPACE);
    scanner->flags = flags;
    scanner->at = at;
    return 0;
}

static int read_token(struct scanner *scanner)
{
    uint8_t class = character_ascii[(unsigned char)*scanner->at];
    if (class & CHARACTER_LETTER) return read_word(scanner);
    if (class & CHARACTER_SPACE) return skip_spaces(scanner);
    if (class & CHARACTER_DIGIT) return read_number(scanner);
    if (class & CHARACTER_NO_ASCII) return read_beyond_ascii(scanner);
    return add_symbol(scanner, (unsigned char)*scanner->at, 1);
}

static int scan_up_to(struct scanner *scanner, const char *end)
{
    scanner->end = end;
    scanner->flags &= (uint8_t)~TOKEN_GLUED;
    while (scanner->at < end)
        if (read_token(scanner) != 0) return -1;
    return 0;
}

static int scan_zones(struct scanner *scanner, const struct zones *zones)
{
    for (size_t i = 0; i < zones->count; i++)
        if (scan_up_to(scanner, scanner->begin + zones->items[i].start + zones->items[i].length) != 0) return -1;
    return 0;
}

static int fail_full(const struct scanner *scanner, struct error *error)
{
    size_t at = (size_t)(scanner->at - scanner->begin);
    if (scanner->count < TEXT_TOKENS_MAX)
        return fail(error, ERROR_NO_MEMORY, at, "no room for the tokens of a text beyond byte %zu", at);
    return fail(error, ERROR_LIMIT, at,
                "expected at most %u words, numbers and signs in a text, found more at byte %zu", TEXT_TOKENS_MAX, at);
}

int text_scan(struct arena *arena, struct slice text, const struct zones *zones, struct text_tokens *out,
              struct error *error)
{
    struct scanner scanner = {.begin = text.data, .at = text.data, .arena = arena, .flags = TOKEN_LINE_START};
    scanner.capacity = (uint32_t)(text.length / BYTES_PER_TOKEN) + TOKENS_MIN;
    if (scanner.capacity > TEXT_TOKENS_MAX) scanner.capacity = TEXT_TOKENS_MAX;
    scanner.items = arena_array(arena, scanner.capacity, sizeof *scanner.items);
    int status = !scanner.items ? -1
                 : zones        ? scan_zones(&scanner, zones)
                                : scan_up_to(&scanner, text.data + text.length);
    if (status != 0) return fail_full(&scanner, error);
    out->text = text;
    out->items = scanner.items;
    out->count = scanner.count;
    return 0;
}
