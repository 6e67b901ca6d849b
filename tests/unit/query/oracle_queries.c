/* Queries of every operator of docs/query-language.md, each as a tree and as the text that means it: how operands
 * join. */
#include "../test.h"

#include "oracle_draw.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX  3
#define LEAVES_MAX 40

/* ---- parts */

void draw_text(struct draw *draw, const char *format, ...)
{
    va_list arguments;
    size_t left = QUERY_BYTES_MAX + 1 - draw->length;
    va_start(arguments, format);
    int written = vsnprintf(draw->text + draw->length, left, format, arguments);
    va_end(arguments);
    assert_true(written >= 0 && (size_t)written < left);
    draw->length += (size_t)written;
}

struct tree *tree_new(struct draw *draw, enum tree_kind kind)
{
    struct tree *tree = arena_alloc(draw->arena, sizeof *tree);
    assert_non_null(tree);
    *tree = (struct tree){.kind = kind, .title = draw->title, .least = 1};
    return tree;
}

void tree_add(struct tree *tree, struct tree *child)
{
    assert_true(tree->child_count < TREE_CHILDREN_MAX);
    tree->children[tree->child_count++] = child;
}

struct tree *tree_word(struct draw *draw, enum tree_kind kind, const char *folded)
{
    struct tree *tree = tree_new(draw, kind);
    tree->text = arena_string(draw->arena, slice_of(folded));
    return tree;
}

/* ---- groups */

static struct operand draw_any(struct draw *draw, unsigned depth);

static struct tree *draw_title_value(struct draw *draw, unsigned depth)
{
    switch (chance_below(depth > 0 ? 6 : 4)) {
    case 0: return draw_expansion(draw).tree;
    case 1: return draw_number(draw, true).tree;
    case 2: return draw_word(draw).tree;
    case 3: return draw_phrase(draw).tree;
    default: break;
    }
    draw_text(draw, "(");
    struct tree *group = draw_any(draw, depth - 1).tree;
    draw_text(draw, ")");
    return group;
}

static struct operand draw_title(struct draw *draw, unsigned depth)
{
    if (chance_below(8) == 0) return draw_title_range(draw);
    draw_text(draw, "title:");
    draw->title = true;
    struct tree *tree = draw_title_value(draw, depth);
    draw->title = false;
    return (struct operand){.tree = tree, .apart = true};
}

static struct operand draw_leaf(struct draw *draw, unsigned depth)
{
    draw->leaves++;
    switch (chance_below(draw->title ? 12 : 16)) {
    case 0: return draw_number(draw, false);
    case 1: return draw_compound(draw);
    case 2: return draw_expansion(draw);
    case 3:
    case 4: return draw_phrase(draw);
    case 5:
    case 6: return draw_near(draw);
    case 7: return draw_bare_range(draw);
    case 8:
    case 9: return draw_figure(draw);
    case 12: return draw_title(draw, depth);
    case 13: return draw_exact(draw);
    case 14: return draw_dates(draw);
    case 15: return draw_one(draw);
    default: return draw_word(draw);
    }
}

/* Brackets around nothing but words: marks of a text. */
static struct operand draw_enclosed_words(struct draw *draw)
{
    struct tree *all = tree_new(draw, TREE_ALL);
    draw_text(draw, "(");
    for (unsigned i = 1 + chance_below(3); i > 0; i--) {
        tree_add(all, draw_word(draw).tree);
        draw_text(draw, i > 1 ? " " : ")");
    }
    return (struct operand){.tree = all, .plain = true};
}

static struct operand draw_operand(struct draw *draw, unsigned depth)
{
    bool negated = chance_below(6) == 0;
    if (negated) draw_text(draw, chance_below(2) ? "-" : "NOT ");
    struct operand operand;
    if (!negated && chance_below(10) == 0) return chance_below(2) ? draw_halves(draw) : draw_enclosed_words(draw);
    if (depth > 0 && draw->leaves < LEAVES_MAX && chance_below(3) == 0) {
        draw_text(draw, "((");
        operand = (struct operand){.tree = draw_any(draw, depth - 1).tree};
        draw_text(draw, "))");
    } else {
        operand = draw_leaf(draw, depth);
    }
    if (!negated) return operand;
    struct tree *without = tree_new(draw, TREE_NOT);
    tree_add(without, operand.tree);
    return (struct operand){.tree = without, .apart = operand.apart};
}

/* ---- match=any and match=most */

static bool has_range(const struct tree *tree)
{
    for (unsigned i = 0; i < tree->child_count; i++)
        if (has_range(tree->children[i])) return true;
    return tree->kind == TREE_RANGE;
}

static bool is_same(const struct tree *a, const struct tree *b)
{
    if (a->kind != b->kind || a->title != b->title) return false;
    if (a->kind == TREE_NUMBER) return a->value == b->value;
    return a->kind == TREE_WORD && strcmp(a->text, b->text) == 0;
}

static void add_once(struct tree *tree, struct tree *child)
{
    for (unsigned i = 0; i < tree->child_count; i++)
        if (is_same(tree->children[i], child)) return;
    tree_add(tree, child);
}

/* The words of brackets count one by one; with match=any those of a compound too. */
static void loosen(enum query_match match, struct tree *part, struct tree *loose, struct tree *strict)
{
    if (part->kind == TREE_PHRASE && match == MATCH_MOST) {
        tree_add(strict, part);
        return;
    }
    if (part->kind != TREE_ALL && part->kind != TREE_PHRASE) {
        add_once(loose, part);
        return;
    }
    for (unsigned i = 0; i < part->child_count; i++) loosen(match, part->children[i], loose, strict);
}

static struct tree *join(struct draw *draw, const struct operand *operands, unsigned count, bool top)
{
    struct tree *all = tree_new(draw, TREE_ALL), *loose = tree_new(draw, TREE_ANY);
    for (unsigned i = 0; i < count; i++) {
        struct tree *tree = operands[i].tree;
        bool any = top && draw->match == MATCH_ANY, most = top && draw->match == MATCH_MOST;
        if ((any || most) && operands[i].plain)
            loosen(draw->match, tree, loose, all);
        else if (any && operands[i].quoted && !has_range(tree))
            tree_add(loose, tree);
        else
            tree_add(all, tree);
    }
    if (draw->match == MATCH_MOST) loose->least = loose->child_count / 2 + 1;
    if (loose->child_count) tree_add(all, loose);
    return all;
}

/* ---- the whole query */

/* Numbers that follow each other might be one. */
static struct tree *draw_all(struct draw *draw, unsigned depth, bool top)
{
    struct operand operands[4];
    unsigned count = 1 + chance_below(top ? 4 : 3);
    for (unsigned i = 0; i < count; i++) {
        operands[i] = draw_operand(draw, depth);
        bool apart = operands[i].apart || chance_below(4) == 0;
        if (i + 1 < count) draw_text(draw, apart ? " AND " : " ");
    }
    return join(draw, operands, count, top);
}

static struct tree *draw_alternatives(struct draw *draw, unsigned depth, bool top)
{
    struct tree *any = tree_new(draw, TREE_ANY);
    for (unsigned i = chance_below(3) ? 1 : 2; i > 0; i--) {
        tree_add(any, draw_all(draw, depth, top));
        if (i > 1) draw_text(draw, " OR ");
    }
    return any;
}

static struct operand draw_any(struct draw *draw, unsigned depth)
{
    return (struct operand){.tree = draw_alternatives(draw, depth, false)};
}

void query_draw(struct arena *arena, const struct oracle *oracle, enum query_match match, struct drawn_query *out)
{
    struct draw draw = {.arena = arena, .oracle = oracle, .match = match, .text = out->text};
    out->text[0] = 0;
    out->root = draw_alternatives(&draw, chance_below(DEPTH_MAX), true);
}
