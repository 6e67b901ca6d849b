/* Read with the lexer of queries and the tokenizer of articles, so that the word is the one that a search asks for. */
#include "query/typed.h"

#include "query/lex.h"
#include "text/fold.h"
#include "text/tokens.h"

static struct slice up_to(struct slice text, const char *end)
{
    return slice_make(text.data, (size_t)(end - text.data));
}

/* The piece that the query ends with; mending may have put brackets behind it. */
static const struct piece *last_piece(const struct pieces *pieces, struct slice text)
{
    for (size_t i = pieces->count; i > 0; i--) {
        const struct piece *piece = &pieces->items[i - 1];
        if (piece->length && piece->offset + piece->length == text.length) return piece;
    }
    return NULL;
}

/* The word that the query ends with, if nothing stands behind it. */
static const struct token *last_word(const struct text_tokens *tokens, struct slice text)
{
    const struct token *token = tokens->count ? &tokens->items[tokens->count - 1] : NULL;
    bool ends = token && token->kind == TOKEN_WORD && token->start + token->length == text.length;
    return ends ? token : NULL;
}

static void read_word(struct slice text, const struct token *token, struct typed *out)
{
    out->before = slice_make(text.data, token->start);
    out->beginning = token_folded(token);
}

static const struct field *field_of(const struct piece *piece)
{
    char folded[TEXT_WORD_MAX];
    size_t length = text_fold_word(piece->name, folded, sizeof folded);
    return schema_field_find(slice_make(folded, length));
}

/* An exact field is completed from its first letter on. */
static int read_named(struct arena *arena, struct slice text, const struct piece *piece, const struct token *word,
                      struct typed *out, struct error *error)
{
    const struct field *field = field_of(piece);
    if (!field || field->kind == FIELD_LITERAL) return 0;
    out->field = field;
    out->quoted = piece->text_quoted;
    if (field->kind == FIELD_TEXT && word) read_word(text, word, out);
    if (field->kind != FIELD_EXACT) return 0;
    out->before = up_to(text, piece->text.data);
    out->beginning = text_fold(arena, piece->text);
    return out->beginning.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for the query");
}

int typed_read(struct arena *arena, struct slice text, struct typed *out, struct error *error)
{
    struct query query = {.text = text};
    struct text_tokens tokens;
    struct pieces pieces;
    *out = (struct typed){.beginning = slice_of("")};
    if (text.length > QUERY_BYTES_MAX)
        return fail(error, ERROR_LIMIT, QUERY_BYTES_MAX, "a query has at most %d bytes, this one has %zu",
                    QUERY_BYTES_MAX, text.length);
    if (text_tokenize(arena, text, 1, &tokens, error) < 0) return -1;
    if (query_lex(arena, &query, false, &pieces, error) < 0) return -1;
    const struct piece *piece = last_piece(&pieces, text);
    const struct token *word = last_word(&tokens, text);
    if (!piece) return 0;
    out->unwanted = piece > pieces.items && piece[-1].kind == PIECE_NOT;
    if (piece->kind == PIECE_NAMED) return read_named(arena, text, piece, word, out, error);
    bool is_text = piece->kind == PIECE_WORD || piece->kind == PIECE_PHRASE;
    if (!is_text || !word || word->start < piece->offset) return 0;
    out->quoted = piece->kind == PIECE_PHRASE;
    out->may_name = piece->kind == PIECE_WORD && word->start == piece->offset;
    read_word(text, word, out);
    return 0;
}
