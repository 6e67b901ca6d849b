/* The grammar, by recursive descent over mended pieces:
 *
 *   any     = all { OR all }
 *   all     = unary { [AND] unary }
 *   unary   = { NOT } near
 *   near    = primary { NEAR/n primary }
 *   primary = word | phrase | name:value | field:( value { OR value } ) | ( any ) */
#include "query/parse.h"

#include "query/normalise.h"
#include "query/words.h"

static int read_any(struct parser *parser, struct query_node **out);

static const struct piece *here(const struct parser *parser)
{
    return &parser->pieces.items[parser->at];
}

/* Mending leaves nothing that the grammar has no place for, but for an operator of ours that no rule reads yet. */
static int fail_unread(struct parser *parser)
{
    const struct piece *piece = here(parser);
    return parser_fail(parser, ERROR_INTERNAL, piece->offset, piece->length, "expected a rule of the grammar for %.*s",
                       SLICE_ARGS(piece->text));
}

/* ---- primary */

static int read_group(struct parser *parser, struct query_node **out)
{
    const struct piece *open = here(parser);
    const struct field *around = parser->field;
    if (parser->depth == QUERY_DEPTH_MAX)
        return parser_fail(parser, ERROR_LIMIT, open->offset, open->length, "brackets nest at most %d deep",
                           QUERY_DEPTH_MAX);
    if (open->field) parser->field = open->field;
    parser->depth++;
    parser->at++;
    if (read_any(parser, out) < 0) return -1;
    if (here(parser)->kind != PIECE_CLOSE) return fail_unread(parser);
    parser->at++;
    parser->depth--;
    parser->field = around;
    return 0;
}

static int read_word(struct parser *parser, struct operand *out)
{
    if (words_read(parser, &out->node) < 0) return -1;
    out->plain = out->node && out->node->kind != QUERY_RANGE;
    return 0;
}

/* Brackets around nothing but words are marks of a text rather than operators: "models (made of steel)". */
static bool encloses_words_only(const struct piece *open)
{
    const struct piece *piece = open + 1;
    while (piece->kind == PIECE_WORD) piece++;
    return piece->kind == PIECE_CLOSE && !open->field;
}

static int read_primary(struct parser *parser, struct operand *out)
{
    const struct piece *piece = here(parser);
    *out = (struct operand){.enclosed = piece->kind == PIECE_OPEN};
    if (piece->kind == PIECE_OPEN) {
        out->plain = encloses_words_only(piece);
        bool whole = piece->field && piece->field->kind != FIELD_TEXT;
        return whole ? named_group_read(parser, &out->node) : read_group(parser, &out->node);
    }
    if (piece->kind == PIECE_WORD) return read_word(parser, out);
    if (piece->kind != PIECE_NAMED && piece->kind != PIECE_PHRASE) return fail_unread(parser);
    parser->at++;
    if (piece->kind == PIECE_NAMED) return named_read(parser, piece, &out->node);
    out->quoted = true;
    return phrase_read(parser, piece->text, piece->number, piece, &out->node);
}

/* ---- near */

static bool is_one_place(const struct query_node *node)
{
    if (node->kind == QUERY_RANGE) return node->binding == BIND_ANY && !node->any_value;
    return query_role(node) == QUERY_ROLE_WORD;
}

/* What can stand in NEAR: something that is one term, or any of several. */
static bool is_near_operand(const struct query_node *node)
{
    if (node->kind != QUERY_ANY) return is_one_place(node);
    for (uint32_t i = 0; i < node->child_count; i++)
        if (!is_one_place(node->children[i])) return false;
    return true;
}

static const struct field *field_of(const struct query_node *node)
{
    return node->kind == QUERY_ANY ? node->children[0]->field : node->field;
}

/* A phrase of one word in quotes is that word. */
static struct query_node *unquoted(struct query_node *node)
{
    return node->kind == QUERY_PHRASE && node->child_count == 1 ? node->children[0] : node;
}

static int join_near(struct parser *parser, const struct piece *near, uint32_t window, struct node_list *list,
                     struct query_node **out)
{
    bool fits = true;
    for (uint32_t i = 0; i < list->count; i++) {
        list->items[i] = unquoted(list->items[i]);
        fits = fits && is_near_operand(list->items[i]) && field_of(list->items[i]) == field_of(list->items[0]);
    }
    if (!fits) {
        if (parser_note(parser, near->offset, near->length, "NEAR joins words and ranges of one field: read as AND") <
            0)
            return -1;
        return parser_join(parser, QUERY_ALL, list, out);
    }
    if (parser_join(parser, QUERY_NEAR, list, out) < 0) return -1;
    /* Three words cannot stand within one word of each other. */
    if (*out && (*out)->kind == QUERY_NEAR) (*out)->window = window < list->count ? list->count - 1 : window;
    return words_check_length(parser, list);
}

static int check_distance(struct parser *parser, const struct piece *near)
{
    if (near->number >= 1 && near->number <= QUERY_WINDOW_MAX) return 0;
    return parser_fail(parser, ERROR_LIMIT, near->offset, near->length, "expected NEAR/1 to NEAR/%d", QUERY_WINDOW_MAX);
}

/* A chain has one distance: the largest in it. */
static int read_chain(struct parser *parser, struct operand *operand)
{
    struct node_list list = {0};
    const struct piece *near = here(parser);
    uint32_t window = 0;
    if (operand->node && parser_add(parser, &list, operand->node) < 0) return -1;
    while (here(parser)->kind == PIECE_NEAR) {
        struct operand next;
        if (check_distance(parser, here(parser)) < 0) return -1;
        if (here(parser)->number > window) window = here(parser)->number;
        parser->at++;
        if (read_primary(parser, &next) < 0) return -1;
        if (next.node && parser_add(parser, &list, next.node) < 0) return -1;
    }
    *operand = (struct operand){0};
    return list.count ? join_near(parser, near, window, &list, &operand->node) : 0;
}

static int read_near(struct parser *parser, struct operand *out)
{
    if (read_primary(parser, out) < 0) return -1;
    return here(parser)->kind == PIECE_NEAR ? read_chain(parser, out) : 0;
}

/* ---- unary, all, any */

static int read_unary(struct parser *parser, struct operand *out)
{
    const struct piece *first = here(parser);
    bool negated = false;
    for (; here(parser)->kind == PIECE_NOT; parser->at++) negated = !negated;
    if (read_near(parser, out) < 0) return -1;
    if (!negated || !out->node) return 0;
    struct query_node *inner = out->node;
    *out = (struct operand){.node = parser_node(parser, QUERY_NOT, first->offset, 0)};
    struct query_node **children = arena_array(parser->arena, 1, sizeof *children);
    if (!out->node || !children) return fail(parser->error, ERROR_NO_MEMORY, 0, "no memory for the query");
    children[0] = inner;
    out->node->children = children;
    out->node->child_count = 1;
    out->node->length = inner->offset + inner->length - first->offset;
    return 0;
}

static bool ends_all(const struct piece *piece)
{
    return piece->kind == PIECE_OR || piece->kind == PIECE_CLOSE || piece->kind == PIECE_END;
}

static int read_all(struct parser *parser, struct query_node **out)
{
    /* Every operand takes a piece at least. */
    size_t most = parser->pieces.count - parser->at + 1;
    struct operand *operands = arena_array(parser->arena, most, sizeof *operands);
    uint32_t count = 0;
    if (!operands) return fail(parser->error, ERROR_NO_MEMORY, 0, "no memory for the query");
    while (!ends_all(here(parser))) {
        if (here(parser)->kind == PIECE_AND) parser->at++;
        if (read_unary(parser, &operands[count]) < 0) return -1;
        count += operands[count].node != NULL;
    }
    return group_join(parser, operands, count, out);
}

static int read_any(struct parser *parser, struct query_node **out)
{
    struct node_list list = {0};
    for (;;) {
        struct query_node *node;
        if (read_all(parser, &node) < 0) return -1;
        if (node && parser_add(parser, &list, node) < 0) return -1;
        if (here(parser)->kind != PIECE_OR) break;
        parser->at++;
    }
    return parser_join(parser, QUERY_ANY, &list, out);
}

static int read_query(struct parser *parser, struct query_node **root)
{
    if (read_any(parser, root) < 0) return -1;
    if (here(parser)->kind != PIECE_END) return fail_unread(parser);
    if (*root) return tree_finish(parser, *root);
    uint32_t length = (uint32_t)parser->query->text.length;
    bool meant = parser->pieces.count == 0 || slice_is(parser->query->text, "*");
    if (!meant && parser_note(parser, 0, length, "there is no word in this query: it matches everything") < 0)
        return -1;
    *root = parser_node(parser, QUERY_EVERYTHING, 0, length);
    return *root ? 0 : -1;
}

int query_parse(struct arena *arena, struct slice text, const struct query_options *options, struct query *out,
                struct error *error)
{
    *out = (struct query){.text = slice_make(text.data ? text.data : "", text.length)};
    struct parser parser = {.arena = arena, .query = out, .options = options, .error = error};
    if (text.length > QUERY_BYTES_MAX)
        return parser_fail(&parser, ERROR_LIMIT, QUERY_BYTES_MAX, (uint32_t)(text.length - QUERY_BYTES_MAX),
                           "a query has at most %d bytes, this one has %zu", QUERY_BYTES_MAX, text.length);
    if (text_tokenize(arena, out->text, 1, &parser.tokens, error) < 0) return -1;
    if (query_lex(arena, out, options->strict, &parser.pieces, error) < 0) return -1;
    return read_query(&parser, &out->root);
}
