/* name:value: what a name before a colon means, in this order: a field, any figure, a class, a unit, a noun. */
#include "query/bounds.h"
#include "query/dates.h"
#include "query/words.h"
#include "text/fold.h"

#define NAME_ANY_FIGURE "figure"

struct folded_name {
    char bytes[TEXT_WORD_MAX];
    struct slice text;
};

static void fold_name(struct slice name, struct folded_name *out)
{
    out->text = slice_make(out->bytes, text_fold_word(name, out->bytes, sizeof out->bytes));
}

/* ---- fields */

static int read_exact(struct parser *parser, const struct field *field, const struct piece *piece,
                      struct query_node **out)
{
    bool stars = !piece->text_quoted && piece->text.length && piece->text.data[piece->text.length - 1] == '*';
    if (stars && query_note(parser->query, parser->options->strict, piece->offset, piece->length, parser->error,
                            "* is a sign like others here: %s compares whole values", field->word) < 0)
        return -1;
    *out = parser_node(parser, QUERY_FIELD, piece->offset, piece->length);
    if (!*out) return -1;
    (*out)->field = field;
    (*out)->text = piece->text;
    return 0;
}

/* title:word, title:migra*, title:"a phrase" */
static int read_text_value(struct parser *parser, const struct piece *piece, struct query_node **out)
{
    if (piece->text_quoted) return phrase_read(parser, piece->text, piece->number, piece, out);
    return words_read_chunk(parser, piece->text, out);
}

static int read_field(struct parser *parser, const struct field *field, const struct piece *piece,
                      struct query_node **out)
{
    if (field->kind == FIELD_DATE) return dates_read(parser, piece, out);
    if (field->kind != FIELD_TEXT) return read_exact(parser, field, piece, out);
    const struct field *around = parser->field;
    parser->field = field;
    int status = read_text_value(parser, piece, out);
    parser->field = around;
    return status;
}

static int refuse_value(struct parser *parser, const struct field *field, const struct piece *found)
{
    parser_fail(parser, ERROR_BAD_QUERY, found->offset, found->length, "expected values joined by OR behind “%s:”",
                field->word);
    return fail_hint(parser->error, "write %s:(a OR b), with quotes around a value of several words", field->word);
}

static int add_value(struct parser *parser, const struct field *field, struct node_list *list)
{
    struct piece value = parser->pieces.items[parser->at++];
    struct query_node *node;
    if (value.kind > PIECE_NAMED) return refuse_value(parser, field, &value);
    value.text_quoted = value.kind == PIECE_PHRASE;
    /* An address (https:…) looks like a name with something behind it. */
    if (!value.text_quoted) value.text = slice_make(parser->query->text.data + value.offset, value.length);
    return read_field(parser, field, &value, &node) < 0 ? -1 : parser_add(parser, list, node);
}

int named_group_read(struct parser *parser, struct query_node **out)
{
    const struct field *field = parser->pieces.items[parser->at].field;
    struct node_list list = {0};
    do {
        parser->at++;
        if (add_value(parser, field, &list) < 0) return -1;
    } while (parser->pieces.items[parser->at].kind == PIECE_OR);
    const struct piece *close = &parser->pieces.items[parser->at++];
    if (close->kind != PIECE_CLOSE) return refuse_value(parser, field, close);
    return parser_join(parser, QUERY_ANY, &list, out);
}

/* ---- figures */

/* Small words that figures leave out of their nouns: "crossings of the border" counts crossings and border. */
static bool is_small_word(struct slice word)
{
    static const char *const words[] = {"a",    "an", "and", "at",  "by", "de",  "del", "des", "du", "en",  "et", "for",
                                        "from", "in", "la",  "las", "le", "les", "los", "of",  "on", "the", "to", "y"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i])) return true;
    return false;
}

static bool is_noun_word(const struct token *token)
{
    return token->kind != TOKEN_SYMBOL && !is_small_word(token_folded(token));
}

/* A name of nothing but small words asks for those: what it means is no reason to ask for every figure. */
static bool has_noun_word(const struct parser *parser, struct token_span span)
{
    for (uint32_t i = span.first; i < span.end; i++)
        if (is_noun_word(&parser->tokens.items[i])) return true;
    return false;
}

static int read_nouns(struct parser *parser, struct slice name, struct query_node *node)
{
    struct token_span span = words_span(parser, name);
    node->binding = BIND_NOUN;
    node->nouns = arena_array(parser->arena, span.end - span.first, sizeof *node->nouns);
    if (!node->nouns) return fail(parser->error, ERROR_NO_MEMORY, node->offset, "no memory for the query");
    bool small_too = !has_noun_word(parser, span);
    for (uint32_t i = span.first; i < span.end; i++) {
        const struct token *token = &parser->tokens.items[i];
        if (token->kind == TOKEN_SYMBOL || !(small_too || is_noun_word(token))) continue;
        node->nouns[node->noun_count++] = token_folded(token);
    }
    if (node->noun_count == 0) node->binding = BIND_ANY;
    if (node->noun_count <= FIGURE_NOUN_WORDS_MAX) return 0;
    return parser_fail(parser, ERROR_LIMIT, node->offset, (uint32_t)name.length, "a noun has at most %d words",
                       FIGURE_NOUN_WORDS_MAX);
}

static int bind(struct parser *parser, struct slice name, struct query_node *node)
{
    struct folded_name folded;
    fold_name(name, &folded);
    int class = figure_class_find(folded.text);
    const struct unit *unit = unit_find(name);
    if (slice_is(folded.text, NAME_ANY_FIGURE)) return 0;
    if (class < 0 && !unit) return read_nouns(parser, name, node);
    node->binding = class >= 0 ? BIND_CLASS : BIND_UNIT;
    node->class = class >= 0 ? (enum figure_class) class : node->class;
    node->unit = class >= 0 ? NULL : unit;
    return 0;
}

/* Stand quotes around a bound? "60 thousand".."70 thousand", 60K.."70 thousand" */
static bool quotes_bound(const struct parser *parser, const struct piece *piece)
{
    struct slice text = piece->text, query = parser->query->text;
    if (!piece->text_quoted) return memmem(text.data, text.length, "..\"", 3) != NULL;
    size_t end = piece->offset + piece->length;
    return slice_starts(slice_make(query.data + end, query.length - end), slice_of(".."));
}

/* Says how the value at hand is written without its quotes. */
static int refuse_quotes(struct parser *parser, const struct piece *piece)
{
    struct slice query = parser->query->text;
    char range[ERROR_HINT_MAX];
    size_t at = (size_t)(piece->text.data - query.data), length = 0;
    for (bool inside = piece->text_quoted; at < query.length; at++) {
        if (query.data[at] == '"')
            inside = !inside;
        else if (!inside && query_space_at(query, at))
            break;
        else if (length < sizeof range)
            range[length++] = query.data[at];
    }
    parser_fail(parser, ERROR_BAD_QUERY, piece->offset, (uint32_t)at - piece->offset,
                "expected a range without quotes around its bounds");
    return fail_hint(parser->error, "write %.*s:%.*s", SLICE_ARGS(piece->name), (int)length, range);
}

/* Numbers go on behind a blank ("65 000", "65 thousand"), and so does a range where the blank is inside its numbers. */
static int take_apart(struct parser *parser, struct piece *piece)
{
    if (quotes_bound(parser, piece)) return refuse_quotes(parser, piece);
    if (piece->text_quoted) return 0;
    if (words_take_range(parser, &piece->text) < 0) return -1;
    piece->text = words_take_number(parser, piece->text);
    piece->length = parser_offset(parser, piece->text) + (uint32_t)piece->text.length - piece->offset;
    if (!words_cut_range(parser, piece->text)) return 0;
    const struct piece *next = &parser->pieces.items[parser->at];
    return parser_note(parser, next->offset, next->length,
                       "this number is apart from the one before it: write ranges without spaces");
}

static int read_figure(struct parser *parser, const struct piece *written, struct query_node **out)
{
    struct piece piece = *written;
    if (take_apart(parser, &piece) < 0) return -1;
    *out = parser_node(parser, QUERY_RANGE, piece.offset, piece.length);
    if (!*out || range_value_read(parser, &piece, *out) < 0) return -1;
    return bind(parser, piece.name, *out);
}

/* ---- text with a colon in it */

static bool names_figures(struct slice name)
{
    struct folded_name folded;
    fold_name(name, &folded);
    return slice_is(folded.text, NAME_ANY_FIGURE) || figure_class_find(folded.text) >= 0;
}

static int read_as_text(struct parser *parser, const struct piece *piece, struct query_node **out)
{
    if (query_note(parser->query, parser->options->strict, piece->offset, piece->length, parser->error,
                   names_figures(piece->name) ? "no number follows “%.*s:”: read as text"
                                              : "“%.*s” is no field, and no figure follows: read as text",
                   SLICE_ARGS(piece->name)) < 0)
        return -1;
    return words_read_text(parser, slice_make(parser->query->text.data + piece->offset, piece->length), out);
}

int named_read(struct parser *parser, const struct piece *piece, struct query_node **out)
{
    struct folded_name folded;
    fold_name(piece->name, &folded);
    const struct field *field = schema_field_find(folded.text);
    if (field) return read_field(parser, field, piece, out);
    if (range_is_meant(piece->text)) return read_figure(parser, piece, out);
    return read_as_text(parser, piece, out);
}
