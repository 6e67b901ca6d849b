/* Phrases and NEAR: what stands at positions.
 *
 * Inside them stand terms and ORs of terms only. A number of several words ("65 thousand") has its terms at its first
 * and at its last position, and TERM_NUMBER_GOES_ON at every one after the first. So where a number stands between two
 * other elements of an exact phrase, the phrase is asked for with none to NUMBER_STEPS_MAX such steps behind it. */
#include "index/numeral.h"
#include "query/compiler.h"
#include "query/expand.h"

#define NUMBER_STEPS_MAX  5     /* a number of six words: one hundred and twenty thousand */
#define STEPPED_MAX       2     /* numbers of one phrase that may be stepped over */
#define VARIANT_TERMS_MAX 12000 /* of all variants of one phrase */

/* ---- elements */

static void add_term(struct compiler *compiler, struct xap_list *terms, const char *term, size_t length)
{
    compiler_add(compiler, terms, xap_query_term(term, length, &compiler->failure));
}

static void add_word(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    char term[TERM_MAX];
    add_term(compiler, terms, term, schema_term(node->field ? node->field->prefix : "", node->text, term));
}

static void add_expansion(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    struct expansion expansion;
    if (query_expand(compiler->arena, compiler->reader, node, &expansion, &compiler->failure) < 0) {
        compiler_add(compiler, terms, NULL);
        return;
    }
    for (size_t i = 0; i < expansion.count; i++)
        add_term(compiler, terms, expansion.terms[i].data, expansion.terms[i].length);
}

static void add_numerals(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    struct numeral_terms numerals;
    struct error error;
    if (numeral_query_terms(compiler->arena, node->range, &numerals, &error) < 0) {
        compiler_add(compiler, terms, NULL);
        return;
    }
    for (size_t i = 0; i < numerals.count; i++)
        add_term(compiler, terms, numerals.items[i].bytes, numerals.items[i].length);
}

void compile_element(struct compiler *compiler, const struct query_node *node, struct xap_list *terms)
{
    switch (node->kind) {
    case QUERY_WORD: add_word(compiler, node, terms); return;
    case QUERY_PREFIX:
    case QUERY_FUZZY: add_expansion(compiler, node, terms); return;
    case QUERY_RANGE: add_numerals(compiler, node, terms); return;
    default: break;
    }
    for (uint32_t i = 0; i < node->child_count; i++) compile_element(compiler, node->children[i], terms);
}

/* ---- variants */

struct places {
    struct compiler *compiler;
    struct xap_query **elements;      /* each a term or an OR of terms */
    uint32_t steps[QUERY_PHRASE_MAX]; /* at most so many TERM_NUMBER_GOES_ON behind this element */
    uint32_t count;
    uint32_t chosen[QUERY_PHRASE_MAX]; /* of the variant at hand */
};

static bool is_number(const struct query_node *node)
{
    return node->kind == QUERY_RANGE ||
           (node->kind == QUERY_WORD && node->text.data[0] >= '0' && node->text.data[0] <= '9');
}

static struct xap_query *join_variant(const struct places *places)
{
    struct compiler *compiler = places->compiler;
    struct xap_list list = {0};
    for (uint32_t i = 0; i < places->count; i++) {
        compiler_add(compiler, &list, xap_query_share(places->elements[i], &compiler->failure));
        for (uint32_t k = 0; k < places->chosen[i]; k++)
            add_term(compiler, &list, TERM_NUMBER_GOES_ON, strlen(TERM_NUMBER_GOES_ON));
    }
    return compiler_join(compiler, XAP_PHRASE, &list, 0);
}

/* The next combination of steps, as an odometer counts; false after the last. */
static bool next_variant(struct places *places)
{
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->chosen[i] < places->steps[i]) {
            places->chosen[i]++;
            return true;
        }
        places->chosen[i] = 0;
    }
    return false;
}

static struct xap_query *join_variants(struct places *places)
{
    struct xap_list variants = {0};
    do compiler_add(places->compiler, &variants, join_variant(places));
    while (next_variant(places));
    return compiler_join(places->compiler, XAP_MAX, &variants, 0);
}

/* The first and the last element need no steps: the number's last and first position have its terms. */
static void allow_steps(struct places *places, const struct query_node *node, size_t terms)
{
    uint32_t stepped = 0;
    size_t variants = 1;
    for (uint32_t i = 1; i + 1 < node->child_count && stepped < STEPPED_MAX; i++) {
        if (!is_number(node->children[i])) continue;
        variants *= NUMBER_STEPS_MAX + 1;
        if (variants * terms > VARIANT_TERMS_MAX) return;
        places->steps[i] = NUMBER_STEPS_MAX;
        stepped++;
    }
}

/* ---- */

static uint32_t window_of(const struct query_node *node)
{
    if (node->kind == QUERY_PHRASE) return node->child_count + node->window;
    return node->window + 1 > node->child_count ? node->window + 1 : node->child_count;
}

static void free_elements(const struct places *places)
{
    for (uint32_t i = 0; i < places->count; i++) xap_query_free(places->elements[i]);
}

/* Fills places->elements; the number of their terms, 0 when one of them can stand nowhere or failed. */
static size_t make_elements(struct places *places, const struct query_node *node)
{
    size_t total = 0;
    for (; places->count < node->child_count; places->count++) {
        struct xap_list terms = {0};
        compile_element(places->compiler, node->children[places->count], &terms);
        if (terms.count == 0) return 0;
        struct xap_query *element = compiler_join(places->compiler, XAP_OR, &terms, 0);
        if (!element) return 0;
        places->elements[places->count] = element;
        total += terms.count;
    }
    return total;
}

struct xap_query *compile_places(struct compiler *compiler, const struct query_node *node)
{
    struct places places = {.compiler = compiler};
    places.elements = arena_array(compiler->arena, node->child_count, sizeof *places.elements);
    if (!places.elements) return NULL;
    size_t terms = make_elements(&places, node);
    if (terms == 0) {
        free_elements(&places);
        return compiler->failure.code ? NULL : xap_query_nothing(&compiler->failure);
    }
    bool exact = node->kind == QUERY_PHRASE && node->window == 0;
    if (exact) allow_steps(&places, node, terms);
    if (!exact) {
        enum xap_operator operator= node->kind == QUERY_NEAR ? XAP_NEAR : XAP_PHRASE;
        return xap_query_join(operator, places.elements, places.count, window_of(node), &compiler->failure);
    }
    struct xap_query *phrase = join_variants(&places);
    free_elements(&places);
    return phrase;
}
