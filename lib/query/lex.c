/* Characters into pieces. */
#include "query/lex.h"

#include "base/utf8.h"
#include "query/mend.h"
#include "text/characters.h"
#include "text/fold.h"

static const struct row {
    const char *word;
    enum piece_role role;
} rows[] = {
#define PIECE(name, word, role) {word, PIECE_ROLE_##role},
#include "query/pieces.def"
#undef PIECE
};

enum piece_role piece_role(const struct piece *piece)
{
    return rows[piece->kind].role;
}

struct lexer {
    struct slice text;
    size_t at;
    struct query *query;
    bool strict;
    struct error *error;
};

static uint32_t code_point_at(struct slice text, size_t at, size_t *size)
{
    *size = 0;
    return at < text.length ? utf8_decode(text.data + at, text.data + text.length, size) : 0;
}

size_t query_space_at(struct slice text, size_t at)
{
    size_t size;
    uint32_t code_point = code_point_at(text, at, &size);
    return size && (character_class(code_point) & CHARACTER_SPACE) ? size : 0;
}

/* Bytes of the quotation mark at `at`: the straight one, or one that a word processor made of it. */
static size_t quote_at(struct slice text, size_t at)
{
    size_t size;
    switch (code_point_at(text, at, &size)) {
    case '"':
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x201E: /* „ */
    case 0x00AB: /* « */
    case 0x00BB: /* » */ return size;
    default: return 0;
    }
}

static bool byte_is(const struct lexer *lexer, size_t at, char byte)
{
    return at < lexer->text.length && lexer->text.data[at] == byte;
}

static bool ends_word(struct slice text, size_t at)
{
    return at >= text.length || query_space_at(text, at) || text.data[at] == '(' || text.data[at] == ')';
}

static struct slice cut(const struct lexer *lexer, size_t start, size_t end)
{
    return slice_make(lexer->text.data + start, end - start);
}

/* The decimal number at lexer->at, 0 when none stands there; stops growing where every limit has been passed. */
static uint32_t take_number(struct lexer *lexer)
{
    uint32_t number = 0;
    for (; lexer->at < lexer->text.length; lexer->at++) {
        char byte = lexer->text.data[lexer->at];
        if (byte < '0' || byte > '9') break;
        if (number < 1000000) number = number * 10 + (uint32_t)(byte - '0');
    }
    return number;
}

/* The quoted text at lexer->at, to the closing quote or, with a note, to the end of the query. */
static int take_quoted(struct lexer *lexer, struct slice *out)
{
    size_t open = lexer->at, start = open + quote_at(lexer->text, open), end = start;
    while (end < lexer->text.length && !quote_at(lexer->text, end)) end++;
    *out = cut(lexer, start, end);
    lexer->at = end + quote_at(lexer->text, end);
    if (end < lexer->text.length) return 0;
    return query_note(lexer->query, lexer->strict, (uint32_t)open, (uint32_t)(end - open), lexer->error,
                      "the quote is not closed: the phrase is read to the end");
}

/* "~4" after a closing quote. */
static int take_slop(struct lexer *lexer, struct piece *piece)
{
    if (!byte_is(lexer, lexer->at, '~')) return 0;
    size_t start = ++lexer->at;
    piece->number = take_number(lexer);
    if (lexer->at > start) return 0;
    return query_note(lexer->query, lexer->strict, (uint32_t)start - 1, 1, lexer->error,
                      "no number of words follows ~, as in ~4: an exact phrase is asked for");
}

/* The unquoted value of a name: to white space, or to a closing bracket that it did not open itself. */
static struct slice take_value(struct lexer *lexer)
{
    size_t start = lexer->at, depth = 0;
    for (; lexer->at < lexer->text.length && !query_space_at(lexer->text, lexer->at); lexer->at++) {
        depth += byte_is(lexer, lexer->at, '(');
        if (!byte_is(lexer, lexer->at, ')')) continue;
        if (depth == 0) break;
        depth--;
    }
    return cut(lexer, start, lexer->at);
}

static int take_named_value(struct lexer *lexer, struct piece *piece)
{
    piece->kind = PIECE_NAMED;
    piece->text_quoted = quote_at(lexer->text, lexer->at) > 0;
    if (!piece->text_quoted) {
        piece->text = take_value(lexer);
        return 0;
    }
    if (take_quoted(lexer, &piece->text) < 0) return -1;
    return take_slop(lexer, piece);
}

/* Stands a value right after the colon at `colon`? */
static bool names_something(const struct lexer *lexer, size_t colon)
{
    return byte_is(lexer, colon, ':') && colon + 1 < lexer->text.length && !query_space_at(lexer->text, colon + 1) &&
           lexer->text.data[colon + 1] != ')';
}

static int lex_phrase(struct lexer *lexer, struct piece *piece)
{
    struct slice quoted;
    if (take_quoted(lexer, &quoted) < 0) return -1;
    if (quoted.length && names_something(lexer, lexer->at)) {
        piece->name = quoted;
        lexer->at++;
        return take_named_value(lexer, piece);
    }
    piece->kind = PIECE_PHRASE;
    piece->text = quoted;
    return take_slop(lexer, piece);
}

/* 12:30 is a time and :) is a face; usd, attempts, € and % are names. */
static bool is_name(struct slice text)
{
    size_t size;
    return (character_class(code_point_at(text, 0, &size)) & CHARACTER_LETTER) || unit_find(text);
}

/* title:( opens a group whose words are of the title, language:( one of values. */
static const struct field *group_field(struct slice name)
{
    char folded[TEXT_WORD_MAX];
    return schema_field_find(slice_make(folded, text_fold_word(name, folded, sizeof folded)));
}

/* "NEAR", "NEAR/5" */
static bool reads_with_distance(struct slice word, struct slice spelling, struct piece *piece)
{
    struct lexer digits = {.text = word, .at = spelling.length + 1};
    bool alone = word.length == spelling.length;
    if (!slice_starts(word, spelling)) return false;
    piece->number = alone ? NEAR_DISTANCE_DEFAULT : take_number(&digits);
    return alone ||
           (word.data[spelling.length] == '/' && word.length > spelling.length + 1 && digits.at == word.length);
}

static bool reads_as(const struct row *row, struct slice word, struct piece *piece)
{
    struct slice spelling = slice_of(row->word);
    if (spelling.length == 0) return false;
    if (row->role == PIECE_ROLE_JOINS_PLACES) return reads_with_distance(word, spelling, piece);
    return slice_equal(word, spelling);
}

static enum piece_kind word_kind(struct slice word, struct piece *piece)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reads_as(&rows[i], word, piece)) return (enum piece_kind)i;
    return PIECE_WORD;
}

static int lex_named_group(struct lexer *lexer, struct piece *piece)
{
    piece->text = piece->name;
    piece->field = group_field(piece->name);
    if (piece->field) {
        piece->kind = PIECE_OPEN;
        lexer->at++;
        return 0;
    }
    piece->kind = PIECE_WORD;
    return query_note(lexer->query, lexer->strict, piece->offset, (uint32_t)piece->name.length + 1, lexer->error,
                      "“%.*s” is no field, so that brackets say nothing of it: read as text", SLICE_ARGS(piece->name));
}

/* A word ends at white space, a bracket or a quote; at a colon when it turns out to be a name. */
static int lex_word(struct lexer *lexer, struct piece *piece)
{
    size_t start = lexer->at, at = start;
    for (; !ends_word(lexer->text, at) && !quote_at(lexer->text, at); at++) {
        if (at == start || !names_something(lexer, at) || !is_name(cut(lexer, start, at))) continue;
        piece->name = cut(lexer, start, at);
        lexer->at = at + 1;
        if (!byte_is(lexer, lexer->at, '(')) return take_named_value(lexer, piece);
        return lex_named_group(lexer, piece);
    }
    lexer->at = at;
    piece->text = cut(lexer, start, at);
    piece->kind = word_kind(piece->text, piece);
    return 0;
}

static bool is_minus(const struct lexer *lexer)
{
    size_t next = lexer->at + 1;
    if (!byte_is(lexer, lexer->at, '-') || byte_is(lexer, next, '-') || byte_is(lexer, next, ')')) return false;
    return next < lexer->text.length && !query_space_at(lexer->text, next);
}

static int lex_piece(struct lexer *lexer, struct piece *piece)
{
    char byte = lexer->text.data[lexer->at];
    bool minus = is_minus(lexer);
    if (!minus && byte != '(' && byte != ')')
        return quote_at(lexer->text, lexer->at) ? lex_phrase(lexer, piece) : lex_word(lexer, piece);
    piece->kind = minus ? PIECE_NOT : byte == '(' ? PIECE_OPEN : PIECE_CLOSE;
    piece->text = cut(lexer, lexer->at, lexer->at + 1);
    lexer->at++;
    return 0;
}

static void skip_space(struct lexer *lexer)
{
    for (size_t size; (size = query_space_at(lexer->text, lexer->at)) > 0;) lexer->at += size;
}

int query_lex(struct arena *arena, struct query *query, bool strict, struct pieces *out, struct error *error)
{
    struct lexer lexer = {.text = query->text, .query = query, .strict = strict, .error = error};
    /* Every piece takes a byte at least; mending may add a closing bracket for each one that was opened. */
    *out = (struct pieces){.items = arena_array(arena, 2 * query->text.length + 1, sizeof *out->items)};
    if (!out->items) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the query");
    for (skip_space(&lexer); lexer.at < lexer.text.length; skip_space(&lexer)) {
        struct piece *piece = &out->items[out->count++];
        piece->offset = (uint32_t)lexer.at;
        if (lex_piece(&lexer, piece) < 0) return -1;
        piece->length = (uint32_t)lexer.at - piece->offset;
    }
    return pieces_mend(arena, out, query, strict, error);
}
