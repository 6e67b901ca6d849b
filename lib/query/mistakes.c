/* What looks like an operator and is none: read as text, with a note that says what to write. */
#include "query/mistakes.h"

#include "query/bounds.h"

/* ---- signs inside words */

static bool is_word_byte(struct slice text, size_t at)
{
    unsigned char byte = at < text.length ? (unsigned char)text.data[at] : ' ';
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Why the sign at `at` does not do what was hoped for; NULL when it is a mark of the text. */
static const char *fault_of_sign(struct slice chunk, size_t at)
{
    bool joins = at > 0 && is_word_byte(chunk, at - 1);
    if (!is_word_byte(chunk, at + 1)) return NULL;
    switch (chunk.data[at]) {
    case '*': return "* stands at the end of a word only, as in migra*: read as a space";
    case '?': return joins ? "? stands for no letter; migra* finds every ending: read as a space" : NULL;
    case '~': return joins ? "only 1 or 2 stands behind ~, as in Khalid~1: read as a space" : NULL;
    default: return NULL;
    }
}

int mistakes_note_signs(struct parser *parser, struct slice chunk)
{
    for (size_t at = 0; at < chunk.length; at++) {
        const char *fault = fault_of_sign(chunk, at);
        if (fault) return parser_note(parser, parser_offset(parser, chunk) + (uint32_t)at, 1, fault);
    }
    return 0;
}

/* ---- signs beside words */

/* attempts>50000, ~65000 */
static int note_sign(struct parser *parser, struct slice chunk)
{
    uint32_t start = parser_offset(parser, chunk), length = (uint32_t)chunk.length;
    struct slice value = slice_make(chunk.data + 1, chunk.length - 1);
    double number;
    if ((chunk.data[0] == '~' || chunk.data[0] == '=') && bound_parse(value, &number))
        return query_note(parser->query, parser->options->strict, start, length, parser->error,
                          "the sign says nothing without a name: write figure:%.*s", SLICE_ARGS(chunk));
    size_t at = 0;
    while (at < chunk.length && chunk.data[at] != '>' && chunk.data[at] != '<') at++;
    struct slice range = slice_make(chunk.data + at, chunk.length - at);
    if (at == 0 || !slice_has_digit(range)) return 0;
    return query_note(parser->query, parser->options->strict, start, length, parser->error,
                      "read as words: for figures write %.*s:%.*s", (int)at, chunk.data, SLICE_ARGS(range));
}

/* "attempts :50000..70000" */
static int note_colon(struct parser *parser, const struct piece *before, struct slice chunk)
{
    struct slice value = slice_make(chunk.data + 1, chunk.length - 1);
    if (value.length == 0 || !before || (before->kind != PIECE_WORD && before->kind != PIECE_PHRASE) ||
        !range_is_meant(value))
        return 0;
    return query_note(parser->query, parser->options->strict, parser_offset(parser, chunk), (uint32_t)chunk.length,
                      parser->error, "read as words: for figures write no space before the colon, %.*s%.*s",
                      (int)before->length, parser->query->text.data + before->offset, SLICE_ARGS(chunk));
}

/* A space after the colon or within a number ends what belongs together; a sign needs a colon before it. */
int mistakes_note_word(struct parser *parser, const struct piece *piece, bool is_range)
{
    const struct piece *before = piece > parser->pieces.items ? piece - 1 : NULL;
    bool after_colon = before && before->kind == PIECE_WORD && before->text.data[before->text.length - 1] == ':';
    if (is_range && after_colon)
        return parser_note(parser, piece->offset, piece->length,
                           "a figure of any kind is asked for: write no space after the colon");
    if (is_range && before && before->kind == PIECE_NAMED && slice_has_digit(before->text))
        return parser_note(parser, piece->offset, piece->length,
                           "this range is apart from the one before it: write numbers without spaces");
    bool colon_first = piece->text.data[0] == ':';
    return colon_first ? note_colon(parser, before, piece->text) : note_sign(parser, piece->text);
}
