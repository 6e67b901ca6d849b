/* Plain words and numbers, read with the tokenizer of the articles.
 *
 * A chunk (a run without white space) of one token is a word; of several it is a phrase of them ("pro-active", "F-16").
 * Numbers of any spelling become their canonical word, as in the index: 65,000 and 65K and 65 thousand are 65000. A
 * number spelled out in one word asks for both ("two": two or 2), for in an article it may be no figure ("one of the").
 */
#include "query/words.h"

#include "figures/number.h"
#include "query/bounds.h"
#include "query/mistakes.h"

#define NUMBER_CHUNKS_MAX 8 /* pieces that one number of several words may take */

struct slice words_next_chunk(struct slice text, size_t *at)
{
    for (size_t size; (size = query_space_at(text, *at)) > 0;) *at += size;
    size_t start = *at;
    while (*at < text.length && !query_space_at(text, *at)) ++*at;
    return slice_make(text.data + start, *at - start);
}

static uint32_t token_from(const struct parser *parser, uint32_t offset)
{
    uint32_t low = 0, high = parser->tokens.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (parser->tokens.items[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct token_span words_span(const struct parser *parser, struct slice text)
{
    uint32_t offset = parser_offset(parser, text);
    return (struct token_span){token_from(parser, offset), token_from(parser, offset + (uint32_t)text.length)};
}

static bool reads_number(const struct parser *parser, uint32_t first, uint32_t end, struct number *out)
{
    struct text_tokens until = parser->tokens;
    until.count = end;
    return number_read(&until, first, out) && !out->suffix_is_unit;
}

/* A number may end at the end of a chunk only: what follows it inside is a word of its own ("65 thousand-strong"). */
static bool ends_chunk(const struct parser *parser, uint32_t last)
{
    const struct token *token = &parser->tokens.items[last];
    size_t end = token->start + token->length;
    for (uint32_t i = last + 1; i < parser->tokens.count; i++) {
        const struct token *next = &parser->tokens.items[i];
        for (; end < next->start; end++)
            if (query_space_at(parser->query->text, end)) return true;
        if (next->kind != TOKEN_SYMBOL) return false;
        end = next->start + next->length;
    }
    return true;
}

/* The number at token `at`: over chunks up to `limit` when it ends with one of them, else within its own. */
static bool find_number(const struct parser *parser, uint32_t at, uint32_t end, uint32_t limit, struct number *out)
{
    const struct token *token = &parser->tokens.items[at];
    if (token->kind == TOKEN_NUMBER && number_is_name(token)) return false;
    if (reads_number(parser, at, limit, out) && (out->last < end || ends_chunk(parser, out->last))) return true;
    return reads_number(parser, at, end, out);
}

static struct query_node *word_node(struct parser *parser, struct slice text, uint32_t first, uint32_t last)
{
    const struct token *from = &parser->tokens.items[first], *to = &parser->tokens.items[last];
    struct query_node *node = parser_node(parser, QUERY_WORD, from->start, to->start + to->length - from->start);
    if (!node) return NULL;
    node->text = arena_copy(parser->arena, text);
    if (node->text.data) return node;
    fail(parser->error, ERROR_NO_MEMORY, from->start, "no memory for the query");
    return NULL;
}

static struct query_node *number_node(struct parser *parser, const struct number *number)
{
    char spelling[NUMBER_CANONICAL_MAX];
    struct slice text = slice_make(spelling, number_canonical(number->value, spelling));
    return word_node(parser, text, number->first, number->last);
}

static int add_either(struct parser *parser, struct query_node *word, struct query_node *number, struct node_list *list)
{
    struct node_list both = {0};
    struct query_node *either;
    if (!word || !number) return -1;
    if (parser_add(parser, &both, word) < 0 || parser_add(parser, &both, number) < 0) return -1;
    if (parser_join(parser, QUERY_ANY, &both, &either) < 0) return -1;
    return parser_add(parser, list, either);
}

static int add_number(struct parser *parser, const struct number *number, struct node_list *list)
{
    const struct token *token = &parser->tokens.items[number->first];
    struct query_node *node = number_node(parser, number);
    if (number->first == number->last && token->kind == TOKEN_WORD)
        return add_either(parser, word_node(parser, token_folded(token), number->first, number->first), node, list);
    return node ? parser_add(parser, list, node) : -1;
}

int words_add_element(struct parser *parser, struct token_span span, uint32_t limit, uint32_t *at,
                      struct node_list *list)
{
    uint32_t first = *at;
    const struct token *token = &parser->tokens.items[first];
    struct number number;
    *at = first + 1;
    if (token->kind == TOKEN_SYMBOL) return 0;
    if (find_number(parser, first, span.end, limit, &number)) {
        *at = number.last + 1;
        return add_number(parser, &number, list);
    }
    struct query_node *node = word_node(parser, token_folded(token), first, first);
    return node ? parser_add(parser, list, node) : -1;
}

int words_check_length(struct parser *parser, const struct node_list *list)
{
    if (list->count <= QUERY_PHRASE_MAX) return 0;
    const struct query_node *over = list->items[QUERY_PHRASE_MAX];
    return parser_fail(parser, ERROR_LIMIT, over->offset, over->length, "a phrase has at most %d words",
                       QUERY_PHRASE_MAX);
}

static int join_phrase(struct parser *parser, const struct node_list *list, struct query_node **out)
{
    if (words_check_length(parser, list) < 0) return -1;
    return parser_join(parser, QUERY_PHRASE, list, out);
}

int words_read_text(struct parser *parser, struct slice text, struct query_node **out)
{
    struct token_span span = words_span(parser, text);
    struct node_list list = {0};
    for (uint32_t at = span.first; at < span.end;)
        if (words_add_element(parser, span, span.end, &at, &list) < 0) return -1;
    return join_phrase(parser, &list, out);
}

/* ---- migra*, Khalid~1 */

struct suffix {
    char mark; /* '*' or '~'; 0: none */
    uint32_t edits, length;
};

/* Cuts "*", "~" or "~2" off the end of a chunk. */
static struct suffix take_suffix(struct slice *chunk)
{
    struct suffix suffix = {.edits = 1, .length = 1};
    char last = chunk->length > 1 ? chunk->data[chunk->length - 1] : 0;
    if (last == '*' || last == '~') suffix.mark = last;
    if (last >= '1' && last <= '9' && chunk->length > 2 && chunk->data[chunk->length - 2] == '~')
        suffix = (struct suffix){'~', (uint32_t)(last - '0'), 2};
    if (suffix.mark) chunk->length -= suffix.length;
    return suffix;
}

static int note_word(struct parser *parser, const struct query_node *word, const char *message)
{
    return parser_note(parser, word->offset, word->length, message);
}

int words_make_prefix(struct parser *parser, struct query_node *word)
{
    if (word->kind != QUERY_WORD || slice_has_digit(word->text))
        return note_word(parser, word, "numbers have no endings to complete: read as it stands");
    if (word->text.length < QUERY_PREFIX_MIN)
        return note_word(parser, word, "two letters at least must stand before *: read as a word");
    word->kind = QUERY_PREFIX;
    return 0;
}

static int make_fuzzy(struct parser *parser, struct query_node *word, uint32_t edits)
{
    if (word->kind != QUERY_WORD || slice_has_digit(word->text))
        return note_word(parser, word, "numbers are never matched loosely: read as it stands");
    if (edits > 2 && note_word(parser, word, "at most two letters may differ: read as ~2") < 0) return -1;
    word->kind = QUERY_FUZZY;
    word->window = edits > 2 ? 2 : edits;
    return 0;
}

/* The suffix concerns the last word: pro-act* is a phrase that ends in act*. */
static int read_suffixed(struct parser *parser, struct slice chunk, struct suffix suffix, struct query_node **out)
{
    if (words_read_text(parser, chunk, out) < 0) return -1;
    struct query_node *word = *out;
    if (!word) return 0;
    if (word->kind == QUERY_PHRASE) word = word->children[word->child_count - 1];
    word->length += suffix.length;
    return suffix.mark == '*' ? words_make_prefix(parser, word) : make_fuzzy(parser, word, suffix.edits);
}

/* ---- plain text */

/* `text` and the words at hand that follow it with nothing but blanks between. */
static struct slice run_of(const struct parser *parser, struct slice text)
{
    const struct piece *next = &parser->pieces.items[parser->at], *end = next + NUMBER_CHUNKS_MAX;
    for (; next < end && next->kind == PIECE_WORD; next++)
        text.length = (size_t)(next->text.data + next->text.length - text.data);
    return text;
}

/* Reads the words of a chunk, in which a number may go on to token `limit`; *end is the token behind the last one read.
 */
static int read_plain(struct parser *parser, struct slice chunk, uint32_t limit, uint32_t *end, struct query_node **out)
{
    struct token_span span = words_span(parser, chunk);
    struct node_list list = {0};
    *end = span.first;
    while (*end < span.end)
        if (words_add_element(parser, span, limit, end, &list) < 0) return -1;
    return join_phrase(parser, &list, out);
}

/* What went on into the following pieces has taken those that begin before `end`. */
static void step_over(struct parser *parser, uint32_t end)
{
    while (parser->pieces.items[parser->at].kind == PIECE_WORD && parser->pieces.items[parser->at].offset < end)
        parser->at++;
}

int words_take_range(struct parser *parser, struct slice *text)
{
    if (range_take(parser, run_of(parser, *text), text) < 0) return -1;
    step_over(parser, parser_offset(parser, *text) + (uint32_t)text->length);
    return 0;
}

/* The byte behind the last of the tokens up to `end`; 0 when there is none. */
static uint32_t end_of(const struct parser *parser, uint32_t end)
{
    const struct token *last = end ? &parser->tokens.items[end - 1] : NULL;
    return last ? last->start + last->length : 0;
}

/* The token behind a number that begins in `text` and goes on in the pieces at hand, 0 when none does. */
static uint32_t number_goes_on(const struct parser *parser, struct slice text)
{
    struct token_span span = words_span(parser, text);
    struct number number;
    uint32_t first = span.first;
    while (first < span.end && parser->tokens.items[first].kind == TOKEN_SYMBOL) first++;
    if (first == span.end || parser->pieces.items[parser->at].kind != PIECE_WORD) return 0;
    if (!find_number(parser, first, span.end, words_span(parser, run_of(parser, text)).end, &number)) return 0;
    return number.last >= span.end ? number.last + 1 : 0;
}

struct slice words_take_number(struct parser *parser, struct slice text)
{
    uint32_t end = number_goes_on(parser, text);
    if (end == 0) return text;
    uint32_t end_offset = end_of(parser, end);
    step_over(parser, end_offset);
    return slice_make(text.data, end_offset - parser_offset(parser, text));
}

static bool begins_with_number(const struct parser *parser, const struct piece *piece)
{
    struct token_span span = words_span(parser, piece->text);
    return piece->kind == PIECE_WORD && span.first < span.end && parser->tokens.items[span.first].kind == TOKEN_NUMBER;
}

static bool has_word(const struct parser *parser, const struct piece *piece)
{
    struct token_span span = words_span(parser, piece->text);
    for (uint32_t i = span.first; i < span.end; i++)
        if (parser->tokens.items[i].kind != TOKEN_SYMBOL) return true;
    return false;
}

bool words_cut_range(const struct parser *parser, struct slice range)
{
    const struct piece *next = &parser->pieces.items[parser->at];
    const char *dots = memmem(range.data, range.length, "..", 2);
    if (!dots) return next->kind == PIECE_WORD && !has_word(parser, next) && begins_with_number(parser, next + 1);
    return dots + 2 == range.data + range.length && begins_with_number(parser, next);
}

static int read_chunk(struct parser *parser, struct slice chunk, uint32_t limit, uint32_t *end, struct query_node **out)
{
    struct suffix suffix = take_suffix(&chunk);
    *end = 0;
    if (mistakes_note_signs(parser, chunk) < 0) return -1;
    return suffix.mark ? read_suffixed(parser, chunk, suffix, out) : read_plain(parser, chunk, limit, end, out);
}

int words_read_chunk(struct parser *parser, struct slice chunk, struct query_node **out)
{
    uint32_t end;
    if (words_take_range(parser, &chunk) < 0) return -1;
    int status = range_node_read(parser, chunk, out);
    if (status) return status < 0 ? -1 : 0;
    return read_chunk(parser, chunk, words_span(parser, chunk).end, &end, out);
}

int words_read(struct parser *parser, struct query_node **out)
{
    const struct piece *piece = &parser->pieces.items[parser->at++];
    struct slice chunk = piece->text;
    uint32_t end = 0;
    if (words_take_range(parser, &chunk) < 0) return -1;
    int status = range_node_read(parser, chunk, out);
    if (status >= 0 && mistakes_note_word(parser, piece, status > 0) < 0) return -1;
    if (status == 0) status = read_chunk(parser, chunk, words_span(parser, run_of(parser, chunk)).end, &end, out);
    step_over(parser, end_of(parser, end));
    return status < 0 ? -1 : 0;
}
