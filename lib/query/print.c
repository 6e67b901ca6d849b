/* The tree on one line. */
#include <math.h>

#include "figures/number.h"
#include "query/parse.h"

static void print_value(double value, struct buffer *out)
{
    char spelling[NUMBER_CANONICAL_MAX];
    buffer_append(out, spelling, number_canonical(value, spelling));
}

static void print_bounds(struct range range, struct buffer *out)
{
    if (range.about) buffer_byte(out, '~');
    if (range.low_open) buffer_byte(out, '>');
    if (isfinite(range.low)) print_value(range.low, out);
    if (range.low == range.high) return;
    buffer_string(out, "..");
    if (range.high_open) buffer_byte(out, '<');
    if (isfinite(range.high)) print_value(range.high, out);
}

static void print_binding(const struct query_node *node, struct buffer *out)
{
    switch (node->binding) {
    case BIND_ANY: buffer_string(out, "any"); break;
    case BIND_CLASS: buffer_printf(out, "class=%s", figure_class_name(node->class)); break;
    case BIND_UNIT: buffer_printf(out, "unit=%s", node->unit->code); break;
    case BIND_NOUN: buffer_string(out, "noun="); break;
    }
    for (uint32_t i = 0; i < node->noun_count; i++)
        buffer_printf(out, "%s%.*s", i ? "+" : "", SLICE_ARGS(node->nouns[i]));
}

static void print_range(const struct query_node *node, struct buffer *out)
{
    buffer_string(out, "(range ");
    if (node->field) buffer_printf(out, "%s ", node->field->word);
    print_binding(node, out);
    buffer_byte(out, ' ');
    if (node->any_value)
        buffer_byte(out, '*');
    else
        print_bounds(node->range, out);
    buffer_byte(out, ')');
}

static void print_children(const struct query_node *node, const char *head, char mark, struct buffer *out)
{
    buffer_printf(out, "(%s", head);
    if (node->window) buffer_printf(out, "%c%u", mark, node->window);
    for (uint32_t i = 0; i < node->child_count; i++) {
        buffer_byte(out, ' ');
        query_print(node->children[i], out);
    }
    buffer_byte(out, ')');
}

static void print_word(const struct query_node *node, struct buffer *out)
{
    if (node->kind == QUERY_PREFIX) buffer_string(out, "(prefix ");
    if (node->kind == QUERY_FUZZY) buffer_printf(out, "(fuzzy/%u ", node->window);
    if (node->field) buffer_printf(out, "%s:", node->field->word);
    buffer_slice(out, node->text);
    if (node->kind != QUERY_WORD) buffer_byte(out, ')');
}

void query_print(const struct query_node *node, struct buffer *out)
{
    switch (node->kind) {
    case QUERY_ALL: print_children(node, "all", ' ', out); return;
    case QUERY_ANY: print_children(node, "any", '/', out); return;
    case QUERY_NOT: print_children(node, "not", ' ', out); return;
    case QUERY_PHRASE: print_children(node, "phrase", '~', out); return;
    case QUERY_NEAR: print_children(node, "near", '/', out); return;
    case QUERY_WORD:
    case QUERY_PREFIX:
    case QUERY_FUZZY: print_word(node, out); return;
    case QUERY_FIELD: buffer_printf(out, "(field %s %.*s)", node->field->word, SLICE_ARGS(node->text)); return;
    case QUERY_DATES: buffer_printf(out, "(dates %s..%s)", node->dates_low, node->dates_high); return;
    case QUERY_RANGE: print_range(node, out); return;
    case QUERY_EVERYTHING: buffer_string(out, "everything"); return;
    case QUERY_NOTHING: buffer_string(out, "nothing"); return;
    }
}
