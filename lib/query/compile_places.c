/* Phrases and NEAR: what stands at positions.
 *
 * Inside them stand terms and ORs of terms only. A number of several words ("65 thousand") has its terms at its first
 * position and, as ends (PREFIX_NUMBER_END), at its last. So a phrase that begins with a number asks for either, and
 * one that ends with it for the first. Where a number stands between others, the phrase is asked for in variants:
 * the number takes one position, or one of the spans that the index knows, with steps up to its end. Few figures take
 * more than one word, so ends are rare and the variants with steps cost little.
 *
 * Two stop words that follow each other are a term of their own, which says all that a phrase of these two asks, and
 * spares a longer phrase from looking at positions in most articles. */
#include "query/compiler.h"
#include "text/stop_words.h"

#define STEPPED_MAX       2     /* numbers of one phrase that may be stepped over */
#define VARIANT_TERMS_MAX 12000 /* of all variants of one phrase */

struct place {
    struct xap_query *element; /* a term or an OR of terms */
    struct xap_query *end;     /* of a number that may be stepped over; NULL: none */
    uint32_t chosen;           /* in the variant at hand: 0 for the element, n for the end and spans[n - 1] */
};

struct places {
    struct compiler *compiler;
    struct place *items;
    uint32_t count;
    uint32_t spans[NUMBER_SPAN_MAX]; /* those of numbers in the index */
    uint32_t span_count;
    size_t terms; /* of all elements and ends */
};

/* ---- variants */

static void add_stepped(const struct places *places, const struct place *place, struct xap_list *list)
{
    struct compiler *compiler = places->compiler;
    char step[TERM_MAX];
    uint32_t span = places->spans[place->chosen - 1];
    size_t length = schema_number_span(span, step);
    for (uint32_t k = 1; k < span; k++) compiler_add(compiler, list, xap_query_term(step, length, &compiler->failure));
    compiler_add(compiler, list, xap_query_share(place->end, &compiler->failure));
}

/* `slop`: other words that may stand between. */
static struct xap_query *join_variant(const struct places *places, uint32_t slop)
{
    struct compiler *compiler = places->compiler;
    struct xap_list list = {0};
    for (uint32_t i = 0; i < places->count; i++) {
        const struct place *place = &places->items[i];
        if (place->chosen)
            add_stepped(places, place, &list);
        else
            compiler_add(compiler, &list, xap_query_share(place->element, &compiler->failure));
    }
    return compiler_join(compiler, XAP_PHRASE, &list, slop ? (uint32_t)list.count + slop : 0);
}

/* The next combination of spans, as an odometer counts; false after the last. */
static bool next_variant(struct places *places)
{
    for (uint32_t i = 0; i < places->count; i++) {
        struct place *place = &places->items[i];
        if (place->end && place->chosen < places->span_count) {
            place->chosen++;
            return true;
        }
        place->chosen = 0;
    }
    return false;
}

static struct xap_query *join_variants(struct places *places, uint32_t slop)
{
    struct xap_list variants = {0};
    do compiler_add(places->compiler, &variants, join_variant(places, slop));
    while (next_variant(places));
    return compiler_join(places->compiler, XAP_MAX, &variants, 0);
}

static int find_spans(struct places *places)
{
    struct compiler *compiler = places->compiler;
    for (uint32_t span = 2; span <= NUMBER_SPAN_MAX; span++) {
        char term[TERM_MAX];
        uint32_t frequency;
        size_t length = schema_number_span(span, term);
        if (xap_term_frequency(compiler->reader, term, length, &frequency, &compiler->failure) < 0) return -1;
        if (frequency) places->spans[places->span_count++] = span;
    }
    return 0;
}

/* ---- elements */

static bool is_exact(const struct query_node *node)
{
    return node->kind == QUERY_PHRASE && node->window == 0;
}

/* May the place have the end of a number? In a phrase, between others, it is reached in variants only. */
static bool takes_ends(const struct query_node *node, uint32_t place)
{
    return node->kind == QUERY_PHRASE ? place == 0 && node->child_count > 1 : true;
}

/* False when the place can be taken by nothing, or on failure. */
static bool make_element(struct places *places, const struct query_node *node, uint32_t at)
{
    struct xap_list terms = {0};
    compile_element(places->compiler, node->children[at], &terms);
    if (takes_ends(node, at)) compile_element_ends(places->compiler, node->children[at], &terms);
    if (terms.count) places->items[at].element = compiler_join(places->compiler, XAP_OR, &terms, 0);
    places->terms += terms.count;
    return places->items[at].element;
}

/* Also those behind one that nothing can take: on every page of a walk the same words are asked for. */
static bool make_elements(struct places *places, const struct query_node *node)
{
    bool all = true;
    for (; places->count < node->child_count; places->count++) all = make_element(places, node, places->count) && all;
    return all;
}

/* The numbers between other elements that the index has in several words. */
static int make_ends(struct places *places, const struct query_node *node)
{
    uint32_t stepped = 0;
    for (uint32_t i = 1; i + 1 < places->count && stepped < STEPPED_MAX; i++) {
        struct xap_list terms = {0};
        compile_element_ends(places->compiler, node->children[i], &terms);
        if (terms.count == 0) continue;
        places->items[i].end = compiler_join(places->compiler, XAP_OR, &terms, 0);
        if (!places->items[i].end) return -1;
        places->terms += terms.count;
        stepped++;
    }
    return stepped ? find_spans(places) : 0;
}

/* The spans as bits; a later page steps over the same ones. */
static void keep_spans(struct places *places)
{
    uint64_t spans = 0;
    for (uint32_t i = 0; i < places->span_count; i++) spans |= UINT64_C(1) << places->spans[i];
    spans = moment_number(places->compiler->moment, spans);
    places->span_count = 0;
    for (uint32_t span = 2; span <= NUMBER_SPAN_MAX; span++)
        if (spans >> span & 1) places->spans[places->span_count++] = span;
}

/* Too long a phrase of too many numbers is asked for without steps. */
static void bound_variants(struct places *places)
{
    size_t variants = 1;
    for (uint32_t i = 0; i < places->count; i++)
        if (places->items[i].end) variants *= places->span_count + 1;
    if (variants * (places->terms + STEPPED_MAX * NUMBER_SPAN_MAX) > VARIANT_TERMS_MAX) places->span_count = 0;
}

/* ---- pairs of stop words */

static bool is_stop_word(const struct query_node *node)
{
    return node->kind == QUERY_WORD && stop_word_is(node->text);
}

static bool is_pair(const struct query_node *phrase, uint32_t first)
{
    return is_stop_word(phrase->children[first]) && is_stop_word(phrase->children[first + 1]);
}

static struct xap_query *pair_term(struct compiler *compiler, const struct query_node *phrase, uint32_t first)
{
    char term[TERM_MAX];
    size_t length = schema_stop_pair(phrase->children[first]->text, phrase->children[first + 1]->text, term);
    return xap_query_term(term, length, &compiler->failure);
}

/* In the title alone a pair may stand elsewhere in the article. */
static bool is_whole_pair(const struct query_node *phrase)
{
    return phrase->child_count == 2 && is_pair(phrase, 0) && !phrase->children[0]->field;
}

static struct xap_query *filter_by_pairs(struct compiler *compiler, const struct query_node *phrase,
                                         struct xap_query *query)
{
    struct xap_list list = {0};
    compiler_add(compiler, &list, query);
    for (uint32_t i = 0; i + 1 < phrase->child_count; i++)
        if (is_pair(phrase, i)) compiler_add(compiler, &list, pair_term(compiler, phrase, i));
    return list.count > 1 ? compiler_join(compiler, XAP_FILTER, &list, 0) : query;
}

/* ---- together */

static struct xap_query *join_near(const struct places *places, const struct query_node *node)
{
    struct compiler *compiler = places->compiler;
    struct xap_list list = {0};
    for (uint32_t i = 0; i < places->count; i++)
        compiler_add(compiler, &list, xap_query_share(places->items[i].element, &compiler->failure));
    return compiler_join(compiler, XAP_NEAR, &list, node->window + 1);
}

static struct xap_query *join_phrase(struct places *places, const struct query_node *node)
{
    if (make_ends(places, node) < 0) return NULL;
    bound_variants(places);
    keep_spans(places);
    struct xap_query *variants = join_variants(places, node->window);
    return is_exact(node) ? filter_by_pairs(places->compiler, node, variants) : variants;
}

static void free_places(const struct places *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        xap_query_free(places->items[i].element);
        xap_query_free(places->items[i].end);
    }
}

struct xap_query *compile_places(struct compiler *compiler, const struct query_node *node)
{
    struct places places = {.compiler = compiler};
    struct xap_query *query = NULL;
    if (is_exact(node) && is_whole_pair(node)) return pair_term(compiler, node, 0);
    places.items = arena_array(compiler->arena, node->child_count, sizeof *places.items);
    if (!places.items) return NULL;
    bool possible = make_elements(&places, node);
    bool is_phrase = node->kind == QUERY_PHRASE;
    if (is_phrase && possible)
        query = join_phrase(&places, node);
    else if (possible)
        query = join_near(&places, node);
    else if (!compiler->failure.code)
        query = xap_query_nothing(&compiler->failure);
    if (is_phrase && !possible) keep_spans(&places);
    free_places(&places, node->child_count);
    return query;
}
