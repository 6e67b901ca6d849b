/* The lexer: one pass over the bytes, by table while they are ASCII, by code point where they are not.
 *
 * A word of plain ASCII letters is found and folded by read_plain_word(). Whatever could make it longer (an apostrophe,
 * a dot after a single letter, a byte beyond ASCII) goes the long way through read_word(). */
#include "text/scan.h"

#include <assert.h>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/fold.h"

#define BYTES_PER_TOKEN   5                   /* of news prose; the first guess at the number of tokens */
#define WORD_LETTERS_MAX  (4 * TEXT_WORD_MAX) /* bytes of a word that are looked at for its folded form */
#define ELISION_BYTES_MAX 7

struct scanner {
    const char *begin, *at, *end;
    struct arena *arena;
    struct token *items;
    uint32_t count, capacity;
    uint8_t flags; /* TOKEN_GLUED or TOKEN_LINE_START, for the next token */
};

/* A word on its way: the letters that make up its folded form, without apostrophes and dots. */
struct word {
    char letters[WORD_LETTERS_MAX];
    size_t length;
    uint32_t letter_count, capital_count;
    uint8_t classes; /* of all its characters, ORed */
    bool abbreviation;
};

static const char *const elisions[] = {
#define ELISION(letters) letters,
#include "text/elisions.def"
#undef ELISION
};

static uint8_t class_at(const struct scanner *scanner, const char *at, uint32_t *code_point, size_t *size)
{
    if (at >= scanner->end) {
        *code_point = 0;
        *size = 0;
        return CHARACTER_SPACE;
    }
    *code_point = utf8_decode(at, scanner->end, size);
    return character_class(*code_point);
}

static uint8_t ascii_at(const struct scanner *scanner, const char *at)
{
    return at < scanner->end ? character_ascii[(unsigned char)*at] : CHARACTER_SPACE;
}

/* Bytes of the apostrophe at `at`, 0 when there is none. */
static size_t apostrophe_at(const struct scanner *scanner, const char *at)
{
    if (at >= scanner->end) return 0;
    size_t size;
    return character_is_apostrophe(utf8_decode(at, scanner->end, &size)) ? size : 0;
}

static int grow(struct scanner *scanner)
{
    uint32_t capacity = scanner->capacity * 2;
    struct token *items = arena_grow(scanner->arena, scanner->items, scanner->count * sizeof *items,
                                     capacity * sizeof *items);
    if (!items) return -1;
    scanner->items = items;
    scanner->capacity = capacity;
    return 0;
}

/* The next token, from scanner->at up to `end`, where the scanner goes on; NULL when the arena is full. */
static struct token *add_token(struct scanner *scanner, enum token_kind kind, const char *end)
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

static int set_folded(struct scanner *scanner, struct token *token, struct slice folded)
{
    token->folded_length = (uint16_t)folded.length;
    if (scanner->begin <= folded.data && folded.data < scanner->end) {
        token->folded = folded.data;
        return 0;
    }
    token->folded = arena_copy(scanner->arena, folded).data;
    return token->folded ? 0 : -1;
}

static int add_symbol(struct scanner *scanner, uint32_t code_point, size_t size)
{
    struct token *token = add_token(scanner, TOKEN_SYMBOL, scanner->at + size);
    if (!token) return -1;
    token->code_point = code_point;
    return 0;
}

static void add_letter(struct word *word, const char *at, size_t size, uint8_t class)
{
    word->classes |= class;
    if (class & CHARACTER_LETTER) word->letter_count++;
    if (class & CHARACTER_UPPER) word->capital_count++;
    if (word->length + size > sizeof word->letters) return;
    memcpy(word->letters + word->length, at, size);
    word->length += size;
}

static uint8_t capital_flags(const struct word *word, uint8_t first_class)
{
    uint8_t flags = first_class & CHARACTER_UPPER ? TOKEN_CAPITAL : 0;
    if (word->letter_count >= 2 && word->capital_count == word->letter_count) flags |= TOKEN_ALL_CAPITALS;
    if (word->abbreviation) flags |= TOKEN_ABBREVIATION;
    return flags;
}

static int fold_into(struct scanner *scanner, struct token *token, const struct word *word)
{
    char folded[TEXT_WORD_MAX];
    size_t length = text_fold_word(slice_make(word->letters, word->length), folded, sizeof folded);
    return set_folded(scanner, token, slice_make(folded, length));
}

/* "l", "qu" … before an apostrophe and a vowel: a word of its own. */
static bool is_elision(const struct scanner *scanner, const struct word *word, const char *after_apostrophe)
{
    uint8_t next = ascii_at(scanner, after_apostrophe);
    bool vowel = next & CHARACTER_NO_ASCII || (next & CHARACTER_LETTER && strchr("aeiouyhAEIOUYH", *after_apostrophe));
    if (!vowel || word->length > ELISION_BYTES_MAX || word->classes & CHARACTER_DIGIT) return false;
    for (size_t i = 0; i < sizeof elisions / sizeof *elisions; i++)
        if (strlen(elisions[i]) == word->length && strncasecmp(elisions[i], word->letters, word->length) == 0)
            return true;
    return false;
}

/* Past the "'s" at `at`, when the word ends with it; else `at`. */
static const char *skip_possessive(const struct scanner *scanner, const char *at)
{
    size_t apostrophe = apostrophe_at(scanner, at), size;
    uint32_t code_point;
    if (apostrophe == 0 || !(ascii_at(scanner, at + apostrophe) & CHARACTER_LETTER)) return at;
    const char *letter = at + apostrophe;
    if ((*letter | 0x20) != 's') return at;
    uint8_t next = class_at(scanner, letter + 1, &code_point, &size);
    return next & (CHARACTER_WORD | CHARACTER_MARK) || character_is_apostrophe(code_point) ? at : letter + 1;
}

/* The end of "U.S." or "a.m." beginning at `at`: single letters with dots between; NULL when it is none. */
static const char *dotted_end(const struct scanner *scanner, const char *at)
{
    size_t letters = 0, capitals = 0;
    for (;;) {
        uint8_t class = ascii_at(scanner, at);
        bool single = class & CHARACTER_LETTER && !(ascii_at(scanner, at + 1) & (CHARACTER_WORD | CHARACTER_NO_ASCII));
        if (!single) return letters >= 2 ? at : NULL;
        letters++;
        capitals += (class & CHARACTER_UPPER) != 0;
        if (at + 1 >= scanner->end || at[1] != '.') return letters >= 2 && capitals == letters ? at + 1 : NULL;
        at += 2;
    }
}

static int read_dotted(struct scanner *scanner, const char *end)
{
    struct word word = {.length = 0};
    word.abbreviation = true;
    uint8_t first_class = ascii_at(scanner, scanner->at);
    for (const char *at = scanner->at; at < end; at++)
        if (*at != '.') add_letter(&word, at, 1, ascii_at(scanner, at));
    struct token *token = add_token(scanner, TOKEN_WORD, skip_possessive(scanner, end));
    if (!token) return -1;
    token->flags |= capital_flags(&word, first_class);
    return fold_into(scanner, token, &word);
}

/* Letters, marks, digits and joining apostrophes from `at` on; returns where the word ends. */
static const char *collect_word(const struct scanner *scanner, const char *at, struct word *word)
{
    for (;;) {
        uint32_t code_point;
        size_t size;
        uint8_t class = class_at(scanner, at, &code_point, &size);
        if (class & (CHARACTER_WORD | CHARACTER_MARK) && !character_is_apostrophe(code_point)) {
            if (class & CHARACTER_ALONE) return at;
            add_letter(word, at, size, class);
            at += size;
            continue;
        }
        if (size == 0 || !character_is_apostrophe(code_point)) return at;
        const char *possessive_end = skip_possessive(scanner, at);
        if (possessive_end != at) return possessive_end;
        uint32_t next_point;
        size_t next_size;
        if (!(class_at(scanner, at + size, &next_point, &next_size) & CHARACTER_LETTER)) return at;
        if (is_elision(scanner, word, at + size)) return at;
        at += size;
    }
}

/* The long way: any word that is not a run of ASCII letters and digits between blanks. */
static int read_word(struct scanner *scanner)
{
    struct word word;
    word.length = word.letter_count = word.capital_count = word.classes = 0;
    word.abbreviation = false;
    uint32_t code_point;
    size_t size;
    uint8_t first_class = class_at(scanner, scanner->at, &code_point, &size);
    const char *end = scanner->at + size;
    add_letter(&word, scanner->at, size, first_class);
    end = first_class & CHARACTER_ALONE ? end : collect_word(scanner, end, &word);
    while (first_class & CHARACTER_ALONE && class_at(scanner, end, &code_point, &size) & CHARACTER_MARK) {
        add_letter(&word, end, size, CHARACTER_MARK);
        end += size;
    }
    struct token *token = add_token(scanner, TOKEN_WORD, end);
    if (!token) return -1;
    token->flags |= capital_flags(&word, first_class);
    return fold_into(scanner, token, &word);
}

static uint8_t plain_capital_flags(struct slice word, uint8_t classes)
{
    uint8_t flags = character_ascii[(unsigned char)word.data[0]] & CHARACTER_UPPER ? TOKEN_CAPITAL : 0;
    if (classes & CHARACTER_LOWER) return flags;
    size_t letters = 0;
    for (size_t i = 0; i < word.length; i++)
        letters += character_ascii[(unsigned char)word.data[i]] & CHARACTER_LETTER;
    return letters >= 2 ? flags | TOKEN_ALL_CAPITALS : flags;
}

/* A word that turned out to be plain ASCII, up to `end`. */
static int add_plain_word(struct scanner *scanner, const char *end, uint8_t classes)
{
    struct slice word = slice_make(scanner->at, (size_t)(end - scanner->at));
    struct token *token = add_token(scanner, TOKEN_WORD, end);
    if (!token) return -1;
    size_t length = word.length < TEXT_WORD_MAX ? word.length : TEXT_WORD_MAX;
    token->folded_length = (uint16_t)length;
    token->folded = word.data;
    if (!(classes & CHARACTER_UPPER)) return 0;
    token->flags |= plain_capital_flags(word, classes);
    token->folded = text_fold(scanner->arena, slice_make(word.data, length)).data;
    return token->folded ? 0 : -1;
}

static int read_ascii_word(struct scanner *scanner)
{
    const char *at = scanner->at;
    uint8_t classes = 0, class;
    while ((class = ascii_at(scanner, at)) & CHARACTER_WORD) {
        classes |= class;
        at++;
    }
    if (at < scanner->end && *at == '.' && at - scanner->at == 1) {
        const char *end = dotted_end(scanner, scanner->at);
        if (end) return read_dotted(scanner, end);
    }
    bool may_go_on = class & CHARACTER_NO_ASCII || (at < scanner->end && *at == '\'');
    return may_go_on ? read_word(scanner) : add_plain_word(scanner, at, classes);
}

static bool is_digit_at(const struct scanner *scanner, const char *at)
{
    uint32_t code_point;
    size_t size;
    uint8_t class = ascii_at(scanner, at);
    if (class & CHARACTER_NO_ASCII) class = class_at(scanner, at, &code_point, &size);
    return class & CHARACTER_DIGIT;
}

/* Bytes of the separator at `at` when a digit follows it, else 0. */
static size_t separator_at(const struct scanner *scanner, const char *at)
{
    if (at >= scanner->end) return 0;
    size_t size = *at == '.' || *at == ',' ? 1 : apostrophe_at(scanner, at);
    return size && is_digit_at(scanner, at + size) ? size : 0;
}

/* Digits and single separators between them; returns where they end. */
static const char *collect_digits(const struct scanner *scanner, const char *at, struct word *digits)
{
    for (;;) {
        uint32_t code_point;
        size_t size;
        uint8_t class = class_at(scanner, at, &code_point, &size);
        if (class & CHARACTER_DIGIT) {
            add_letter(digits, at, size, class);
            at += size;
            continue;
        }
        size_t separator = separator_at(scanner, at);
        if (separator == 0) return at;
        add_letter(digits, separator == 1 ? at : "'", 1, 0);
        at += separator;
    }
}

/* The letters glued to a number, as far as they go. */
static const char *collect_suffix(const struct scanner *scanner, const char *at, struct word *word)
{
    for (;;) {
        uint32_t code_point;
        size_t size;
        uint8_t class = class_at(scanner, at, &code_point, &size);
        if (!(class & (CHARACTER_WORD | CHARACTER_MARK)) || class & CHARACTER_ALONE) return at;
        if (character_is_apostrophe(code_point)) return at;
        add_letter(word, at, size, class);
        at += size;
    }
}

static int read_number(struct scanner *scanner)
{
    struct word word;
    word.length = word.letter_count = word.capital_count = word.classes = 0;
    char folded[TEXT_WORD_MAX];
    const char *end = collect_digits(scanner, scanner->at, &word);
    size_t digits = text_fold_word(slice_make(word.letters, word.length), folded, sizeof folded);
    word.length = 0;
    end = collect_suffix(scanner, end, &word);
    size_t length = digits + text_fold_word(slice_make(word.letters, word.length), folded + digits,
                                            sizeof folded - digits);
    struct token *token = add_token(scanner, TOKEN_NUMBER, skip_possessive(scanner, end));
    if (!token) return -1;
    token->digits = (uint16_t)digits;
    return set_folded(scanner, token, slice_make(folded, length));
}

static int read_beyond_ascii(struct scanner *scanner)
{
    uint32_t code_point;
    size_t size;
    uint8_t class = class_at(scanner, scanner->at, &code_point, &size);
    if (character_is_apostrophe(code_point)) return add_symbol(scanner, code_point, size);
    if (class & CHARACTER_LETTER) return read_word(scanner);
    if (class & CHARACTER_DIGIT) return read_number(scanner);
    if (class == 0) return add_symbol(scanner, code_point, size);
    if (class & CHARACTER_SPACE) scanner->flags &= (uint8_t)~TOKEN_GLUED;
    scanner->at += size;
    return 0;
}

static void skip_spaces(struct scanner *scanner)
{
    const char *at = scanner->at;
    uint8_t flags = scanner->flags & (uint8_t)~TOKEN_GLUED;
    for (; at < scanner->end && character_ascii[(unsigned char)*at] & CHARACTER_SPACE; at++)
        if (*at == '\n') flags |= TOKEN_LINE_START;
    scanner->flags = flags;
    scanner->at = at;
}

static int read_token(struct scanner *scanner)
{
    uint8_t class = character_ascii[(unsigned char)*scanner->at];
    if (class & CHARACTER_SPACE) {
        skip_spaces(scanner);
        return 0;
    }
    if (class & CHARACTER_LETTER) return read_ascii_word(scanner);
    if (class & CHARACTER_DIGIT) return read_number(scanner);
    if (class & CHARACTER_NO_ASCII) return read_beyond_ascii(scanner);
    return add_symbol(scanner, (unsigned char)*scanner->at, 1);
}

int scan_tokens(struct arena *arena, struct slice text, struct text_tokens *out, struct error *error)
{
    struct scanner scanner = {.begin = text.data, .at = text.data, .end = text.data + text.length, .arena = arena};
    scanner.flags = TOKEN_LINE_START;
    scanner.capacity = (uint32_t)(text.length / BYTES_PER_TOKEN) + 16;
    scanner.items = arena_array(arena, scanner.capacity, sizeof *scanner.items);
    int status = scanner.items ? 0 : -1;
    while (status == 0 && scanner.at < scanner.end) status = read_token(&scanner);
    if (status != 0)
        return fail(error, ERROR_NO_MEMORY, (uint64_t)(scanner.at - scanner.begin),
                    "no room for the tokens of %zu bytes of text", text.length);
    out->text = text;
    out->items = scanner.items;
    out->count = scanner.count;
    return 0;
}
