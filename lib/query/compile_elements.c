/* The terms that stand at one position of a phrase or NEAR: words, completions, numerals, and ends of numbers. */
#include "index/numeral.h"
#include "query/compiler.h"
#include "query/expand.h"

static void add_term(struct compiler *compiler, struct xap_list *terms, const char *term, size_t length)
{
    compiler_add(compiler, terms, xap_query_term(term, length, &compiler->failure));
}

static void add_word(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    char term[TERM_MAX];
    size_t length = schema_term(node->field ? node->field->prefix : "", node->text, term);
    compiler_add(compiler, terms, compile_term(compiler, term, length));
}

/* All weigh as one word would that stood where any of them does. */
static void add_expansion(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    struct expansion expansion;
    uint32_t frequency;
    if (compile_expand(compiler, node, &expansion, &frequency) < 0) {
        compiler_add(compiler, terms, NULL);
        return;
    }
    for (size_t i = 0; i < expansion.count; i++) {
        struct slice term = expansion.terms[i];
        compiler_add(compiler, terms, xap_query_term_weighed(term.data, term.length, frequency, &compiler->failure));
    }
}

/* Most numbers are never written in several words: an end that the index does not know is not asked for. */
static void add_end(struct compiler *compiler, const char *prefix, struct slice number, struct xap_list *terms)
{
    char term[TERM_MAX];
    uint32_t frequency;
    size_t length = schema_term(prefix, number, term);
    if (xap_term_frequency(compiler->reader, term, length, &frequency, &compiler->failure) < 0)
        compiler_add(compiler, terms, NULL);
    else if (frequency > 0)
        add_term(compiler, terms, term, length);
}

static void add_numerals(struct compiler *compiler, const struct query_node *node, bool ends, struct xap_list *terms)
{
    struct numeral_terms numerals;
    struct error error;
    if (numeral_query_terms(compiler->arena, node->range, &numerals, &error) < 0) {
        compiler_add(compiler, terms, NULL);
        return;
    }
    for (size_t i = 0; i < numerals.count; i++) {
        struct slice numeral = slice_make(numerals.items[i].bytes, numerals.items[i].length);
        if (ends)
            add_end(compiler, PREFIX_NUMBER_END, numeral, terms);
        else
            add_term(compiler, terms, numeral.data, numeral.length);
    }
}

void compile_element(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    switch (node->kind) {
    case QUERY_WORD: add_word(compiler, node, terms); return;
    case QUERY_PREFIX:
    case QUERY_FUZZY: add_expansion(compiler, node, terms); return;
    case QUERY_RANGE: add_numerals(compiler, node, false, terms); return;
    case QUERY_ANY:
        for (uint32_t i = 0; i < node->child_count; i++) compile_element(compiler, node->children[i], terms);
        return;
    case QUERY_ALL:
    case QUERY_NOT:
    case QUERY_PHRASE:
    case QUERY_NEAR:
    case QUERY_FIELD:
    case QUERY_DATES:
    case QUERY_EVERYTHING:
    case QUERY_NOTHING: return; /* never at one place */
    }
}

static bool is_number(struct slice word)
{
    return word.length && word.data[0] >= '0' && word.data[0] <= '9';
}

void compile_element_ends(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    if (node->kind == QUERY_WORD && is_number(node->text))
        add_end(compiler, node->field ? PREFIX_NUMBER_END_TITLE : PREFIX_NUMBER_END, node->text, terms);
    if (node->kind == QUERY_RANGE) add_numerals(compiler, node, true, terms);
    for (uint32_t i = 0; i < node->child_count; i++) compile_element_ends(compiler, node->children[i], terms);
}
