/* What stands between quotes: words, numbers, ranges (50..300), beginnings (migra*) and choices ((network OR gang)). */
#include "query/bounds.h"
#include "query/mistakes.h"
#include "query/words.h"

static int add_words(struct parser *parser, struct slice content, struct slice chunk, struct node_list *list,
                     size_t *at)
{
    struct token_span span = words_span(parser, chunk);
    uint32_t limit = words_span(parser, content).end, token = span.first;
    while (token < span.end)
        if (words_add_element(parser, span, limit, &token, list) < 0) return -1;
    /* A number that went on into the next chunks has taken them. */
    for (size_t next = *at; token > span.end; *at = next) {
        struct slice following = words_next_chunk(content, &next);
        if (following.length == 0 || words_span(parser, following).first >= token) break;
    }
    return 0;
}

/* The choice "(a OR b)" at the start of `rest`: its alternatives in *list; its length, 0 when there is none, -1. */
static int read_choice(struct parser *parser, struct slice rest, struct node_list *list)
{
    const char *close = memchr(rest.data, ')', rest.length);
    if (rest.data[0] != '(' || !close) return 0;
    struct slice inside = slice_make(rest.data + 1, (size_t)(close - rest.data) - 1);
    size_t at = 0;
    bool word_is_due = true;
    for (struct slice chunk; (chunk = words_next_chunk(inside, &at)).length; word_is_due = !word_is_due) {
        struct token_span span = words_span(parser, chunk);
        if (!word_is_due && !slice_is(chunk, "OR")) return 0;
        if (!word_is_due) continue;
        if (span.end != span.first + 1) return 0;
        uint32_t token = span.first;
        if (words_add_element(parser, span, span.end, &token, list) < 0) return -1;
    }
    return word_is_due ? 0 : (int)(close - rest.data) + 1;
}

/* 1 when a choice stood at *at, 0 when not. */
static int add_choice(struct parser *parser, struct slice content, size_t *at, struct node_list *list)
{
    struct node_list choices = {0}, words = {0};
    struct query_node *either;
    int length = read_choice(parser, slice_make(content.data + *at, content.length - *at), &choices);
    if (length <= 0 || choices.count == 0) return length < 0 ? -1 : 0;
    for (uint32_t i = 0; i < choices.count; i++) {
        struct query_node *choice = choices.items[i];
        bool number = choice->kind == QUERY_ANY; /* a number word: both of its spellings */
        for (uint32_t k = 0; k < (number ? choice->child_count : 1); k++)
            if (parser_add(parser, &words, number ? choice->children[k] : choice) < 0) return -1;
    }
    *at += (size_t)length;
    if (parser_join(parser, QUERY_ANY, &words, &either) < 0) return -1;
    return parser_add(parser, list, either) < 0 ? -1 : 1;
}

static bool ends_in_star(struct slice chunk)
{
    return chunk.length > QUERY_PREFIX_MIN && chunk.data[chunk.length - 1] == '*';
}

static int add_chunk(struct parser *parser, struct slice content, size_t *at, struct node_list *list)
{
    size_t start = *at;
    for (size_t size; (size = query_space_at(content, start)) > 0;) start += size;
    if (start == content.length) {
        *at = start;
        return 0;
    }
    int choice = add_choice(parser, content, &start, list);
    if (choice) {
        *at = start;
        return choice < 0 ? -1 : 0;
    }
    struct query_node *node;
    struct slice chunk = words_next_chunk(content, at);
    if (range_take(parser, slice_make(chunk.data, content.length - start), &chunk) < 0) return -1;
    *at = start + chunk.length;
    int range = range_node_read(parser, chunk, &node);
    if (range) return range < 0 ? -1 : parser_add(parser, list, node);
    uint32_t before = list->count;
    if (mistakes_note_signs(parser, chunk) < 0) return -1;
    if (add_words(parser, content, chunk, list, at) < 0) return -1;
    if (!ends_in_star(chunk) || list->count == before) return 0;
    return words_make_prefix(parser, list->items[list->count - 1]);
}

static int check_phrase(struct parser *parser, const struct node_list *list, uint32_t slop, const struct piece *piece)
{
    if (words_check_length(parser, list) < 0) return -1;
    if (slop <= QUERY_WINDOW_MAX) return 0;
    return parser_fail(parser, ERROR_LIMIT, piece->offset, piece->length, "a phrase stretches over at most %d words",
                       QUERY_WINDOW_MAX);
}

int phrase_read(struct parser *parser, struct slice text, uint32_t slop, const struct piece *piece,
                struct query_node **out)
{
    struct node_list list = {0};
    *out = NULL;
    for (size_t at = 0; at < text.length;)
        if (add_chunk(parser, text, &at, &list) < 0) return -1;
    if (check_phrase(parser, &list, slop, piece) < 0) return -1;
    if (list.count == 0) return 0;
    *out = parser_node(parser, QUERY_PHRASE, piece->offset, piece->length);
    if (!*out) return -1;
    (*out)->children = list.items;
    (*out)->child_count = list.count;
    (*out)->window = list.count > 1 ? slop : 0;
    return 0;
}
