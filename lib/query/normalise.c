/* Groups joined, trees flattened, limits kept. */
#include "query/normalise.h"

#include <math.h>

/* ---- two halves of a range */

static bool same_nouns(const struct query_node *a, const struct query_node *b)
{
    if (a->noun_count != b->noun_count) return false;
    for (uint32_t i = 0; i < a->noun_count; i++)
        if (!slice_equal(a->nouns[i], b->nouns[i])) return false;
    return true;
}

static bool same_binding(const struct query_node *a, const struct query_node *b)
{
    return a->field == b->field && a->binding == b->binding && a->class == b->class && a->unit == b->unit &&
           same_nouns(a, b);
}

static bool is_half(const struct operand *operand, bool lower)
{
    const struct query_node *node = operand->node;
    if (!node || operand->enclosed || node->kind != QUERY_RANGE || node->any_value) return false;
    return lower ? isfinite(node->range.low) && isinf(node->range.high)
                 : isinf(node->range.low) && isfinite(node->range.high);
}

static int merge(struct parser *parser, struct query_node *low, const struct query_node *high)
{
    uint32_t start = low->offset < high->offset ? low->offset : high->offset;
    uint32_t low_end = low->offset + low->length, high_end = high->offset + high->length;
    low->range.high = high->range.high;
    low->range.high_open = high->range.high_open;
    low->offset = start;
    low->length = (low_end > high_end ? low_end : high_end) - start;
    if (!range_empty(low->range)) return 0;
    parser_fail(parser, ERROR_BAD_QUERY, low->offset, low->length, "no figure is in both of these ranges");
    return fail_hint(parser->error, "put each in brackets to ask for two different figures");
}

/* attempts:>=50000 attempts:<=70000 asks for one figure between the two. */
static int merge_halves(struct parser *parser, struct operand *operands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!is_half(&operands[i], true)) continue;
        for (uint32_t k = 0; k < count; k++) {
            if (!is_half(&operands[k], false) || !same_binding(operands[i].node, operands[k].node)) continue;
            if (merge(parser, operands[i].node, operands[k].node) < 0) return -1;
            operands[k].node = NULL;
            break;
        }
    }
    return 0;
}

/* ---- groups */

static bool same_word(const struct query_node *a, const struct query_node *b)
{
    return a->kind == QUERY_WORD && b->kind == QUERY_WORD && a->field == b->field && slice_equal(a->text, b->text);
}

/* A word that is there already weighs once more instead. */
static int add_once(struct parser *parser, struct node_list *list, struct query_node *node)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (!same_word(list->items[i], node)) continue;
        list->items[i]->repeats++;
        return 0;
    }
    return parser_add(parser, list, node);
}

static bool holds_range(const struct query_node *node)
{
    if (node->kind == QUERY_RANGE) return true;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (holds_range(node->children[i])) return true;
    return false;
}

/* Ranges, in phrases too, always filter. */
static bool is_loose(const struct parser *parser, const struct operand *operand)
{
    enum query_match match = parser->options->match;
    if (parser->depth > 0 || match == MATCH_ALL) return false;
    return operand->plain || (operand->quoted && match == MATCH_ANY && !holds_range(operand->node));
}

static int join_loose(struct parser *parser, const struct node_list *list, struct query_node **out)
{
    uint32_t minimum = parser->options->match == MATCH_MOST ? list->count / 2 + 1 : 1;
    if (parser_join(parser, minimum == list->count ? QUERY_ALL : QUERY_ANY, list, out) < 0) return -1;
    if (*out && list->count > 1 && (*out)->kind == QUERY_ANY) (*out)->window = minimum > 1 ? minimum : 0;
    return 0;
}

/* What is loosened falls apart: the words of brackets and, for match=any, those that a hyphen joins. Most of the words
 * are counted term by term, so there a phrase (pro-active) stays required. */
static int add_parts(struct parser *parser, struct node_list *loose, struct node_list *strict, struct query_node *node)
{
    bool is_phrase = node->kind == QUERY_PHRASE, stays = is_phrase && parser->options->match == MATCH_MOST;
    if (node->kind == QUERY_RANGE || stays) return parser_add(parser, strict, node);
    if (node->kind != QUERY_ALL && !is_phrase) return add_once(parser, loose, node);
    for (uint32_t i = 0; i < node->child_count; i++)
        if (add_parts(parser, loose, strict, node->children[i]) < 0) return -1;
    return 0;
}

static int sort_operand(struct parser *parser, const struct operand *operand, struct node_list *loose,
                        struct node_list *strict)
{
    if (!is_loose(parser, operand)) return add_once(parser, strict, operand->node);
    if (operand->quoted) return parser_add(parser, loose, operand->node);
    return add_parts(parser, loose, strict, operand->node);
}

int group_join(struct parser *parser, struct operand *operands, uint32_t count, struct query_node **out)
{
    struct node_list strict = {0}, loose = {0};
    struct query_node *loosened = NULL;
    if (merge_halves(parser, operands, count) < 0) return -1;
    for (uint32_t i = 0; i < count; i++)
        if (operands[i].node && sort_operand(parser, &operands[i], &loose, &strict) < 0) return -1;
    if (loose.count == 0) return parser_join(parser, QUERY_ALL, &strict, out);
    struct node_list all = {0};
    if (join_loose(parser, &loose, &loosened) < 0 || parser_add(parser, &all, loosened) < 0) return -1;
    for (uint32_t i = 0; i < strict.count; i++)
        if (parser_add(parser, &all, strict.items[i]) < 0) return -1;
    return parser_join(parser, QUERY_ALL, &all, out);
}

/* ---- the whole tree */

static bool melts_into(const struct query_node *child, const struct query_node *parent)
{
    return child->kind == parent->kind && (child->kind == QUERY_ALL || child->kind == QUERY_ANY) && !child->window &&
           !parent->window;
}

static int flatten(struct parser *parser, struct query_node *node)
{
    struct node_list list = {0};
    bool changed = false;
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct query_node *child = node->children[i];
        if (flatten(parser, child) < 0) return -1;
        bool melts = melts_into(child, node);
        changed = changed || melts;
        for (uint32_t k = 0; k < (melts ? child->child_count : 1); k++)
            if (parser_add(parser, &list, melts ? child->children[k] : child) < 0) return -1;
    }
    if (!changed) return 0;
    node->children = list.items;
    node->child_count = list.count;
    return 0;
}

struct counts {
    uint32_t leaves, prefixes;
};

static int count_leaf(struct parser *parser, const struct query_node *node, struct counts *counts)
{
    counts->prefixes += node->kind == QUERY_PREFIX || node->kind == QUERY_FUZZY;
    if (++counts->leaves > QUERY_LEAVES_MAX)
        return parser_fail(parser, ERROR_LIMIT, node->offset, node->length,
                           "a query has at most %d words, phrases and ranges", QUERY_LEAVES_MAX);
    if (counts->prefixes > QUERY_PREFIXES_MAX)
        return parser_fail(parser, ERROR_LIMIT, node->offset, node->length, "a query has at most %d words with * or ~",
                           QUERY_PREFIXES_MAX);
    return 0;
}

static int count_prefixes(struct parser *parser, const struct query_node *node, struct counts *counts)
{
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (child->kind != QUERY_PREFIX && child->kind != QUERY_FUZZY) continue;
        if (count_leaf(parser, child, counts) < 0) return -1;
        counts->leaves--;
    }
    return 0;
}

/* A phrase counts as one. With match=any the words of the top level are not counted: the rarest are kept later. */
static int check_limits(struct parser *parser, const struct query_node *node, bool top, struct counts *counts)
{
    if (node->kind == QUERY_PHRASE && count_prefixes(parser, node, counts) < 0) return -1;
    if (node->child_count == 0 || node->kind == QUERY_PHRASE) return count_leaf(parser, node, counts);
    bool loose = top && node->kind == QUERY_ANY && parser->options->match == MATCH_ANY;
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (loose && child->kind == QUERY_WORD) continue;
        if (check_limits(parser, child, top && node->kind == QUERY_ALL, counts) < 0) return -1;
    }
    return 0;
}

int tree_finish(struct parser *parser, struct query_node *root)
{
    struct counts counts = {0};
    if (flatten(parser, root) < 0) return -1;
    return check_limits(parser, root, true, &counts);
}
