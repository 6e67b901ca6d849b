/* Words, fields, dates and the operators between them. */
#include "query/compile.h"

#include <stdlib.h>

#include "query/compiler.h"
#include "query/expand.h"
#include "query/lex.h"
#include "query/order.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/stop_words.h"

/* ---- lists */

void compiler_add(struct compiler *compiler, struct xap_list *list, struct xap_query *query)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 8;
        struct xap_query **items =
            arena_grow(compiler->arena, list->items, list->count * sizeof *items, capacity * sizeof *items);
        if (!items) {
            xap_query_free(query);
            return;
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = query;
}

struct xap_query *compiler_join(struct compiler *compiler, enum xap_operator operator, const struct xap_list * list,
                                uint32_t window)
{
    if (list->count == 0) return xap_query_nothing(&compiler->failure);
    return xap_query_join(operator, list->items, list->count, window, &compiler->failure);
}

static struct xap_query *join_two(struct compiler *compiler, enum xap_operator operator, struct xap_query * first,
                                  struct xap_query *second)
{
    struct xap_query *both[] = {first, second};
    return xap_query_join(operator, both, 2, 0, &compiler->failure);
}

/* ---- leaves */

static int add_word_term(struct compiler *compiler, const char *prefix, struct slice text, struct word_terms *out)
{
    char term[TERM_MAX];
    struct slice copy = arena_copy(compiler->arena, slice_make(term, schema_term(prefix, text, term)));
    if (!copy.data) return -1;
    out->items[out->count++] = copy;
    return 0;
}

static int drop_unknown(struct compiler *compiler, struct word_terms *terms)
{
    size_t kept = 0;
    for (size_t i = 0; i < terms->count; i++) {
        uint32_t frequency;
        struct slice term = terms->items[i];
        if (xap_term_frequency(compiler->reader, term.data, term.length, &frequency, &compiler->failure) < 0) return -1;
        if (frequency) terms->items[kept++] = term;
        terms->frequency += frequency;
    }
    terms->count = kept;
    return 0;
}

int compile_word_terms(struct compiler *compiler, const struct query_node *node, struct word_terms *out)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    *out = (struct word_terms){0};
    if (!stemmers_stem(compiler->stemmers) || slice_has_digit(node->text))
        return add_word_term(compiler, node->field ? PREFIX_TITLE : "", node->text, out);
    size_t count = stemmers_ask(compiler->stemmers, node->text, stems);
    for (size_t i = 0; i < count; i++)
        if (add_word_term(compiler, node->field ? PREFIX_STEM_TITLE : PREFIX_STEM, stems[i], out) < 0) return -1;
    return out->count > 1 ? drop_unknown(compiler, out) : 0;
}

/* "what is the effect of …": the little words of a question are rare in some collections, and say nothing in any. */
static double word_weight(const struct compiler *compiler, const struct query_node *node)
{
    return compiler->has_content && stop_word_is(node->text) ? 0 : 1 + (double)node->repeats;
}

struct xap_query *compile_term(struct compiler *compiler, const char *term, size_t length)
{
    uint32_t frequency;
    if (moment_frequency(compiler->moment, slice_make(term, length), &frequency))
        return xap_query_term_weighed(term, length, frequency, &compiler->failure);
    return xap_query_term(term, length, &compiler->failure);
}

/* Stems of several languages weigh as one word: the odd English word of a French article is no rarity. */
static struct xap_query *compile_stems(struct compiler *compiler, const struct word_terms *terms)
{
    struct xap_list list = {0};
    uint32_t frequency = (uint32_t)moment_number(compiler->moment, terms->frequency);
    for (size_t i = 0; i < terms->count; i++) {
        struct slice term = terms->items[i];
        compiler_add(compiler, &list, xap_query_term_weighed(term.data, term.length, frequency, &compiler->failure));
    }
    return compiler_join(compiler, XAP_OR, &list, 0);
}

static struct xap_query *compile_word(struct compiler *compiler, const struct query_node *node)
{
    struct word_terms terms;
    double weight = word_weight(compiler, node);
    if (compile_word_terms(compiler, node, &terms) < 0) return NULL;
    struct xap_query *word = terms.count == 1 ? compile_term(compiler, terms.items[0].data, terms.items[0].length)
                                              : compile_stems(compiler, &terms);
    return weight == 1 ? word : xap_query_scale(word, weight, &compiler->failure);
}

static struct xap_query *compile_expansion(struct compiler *compiler, const struct query_node *node)
{
    struct xap_list terms = {0};
    compile_element(compiler, node, &terms);
    return compiler_join(compiler, XAP_OR, &terms, 0);
}

static struct slice exact_value(struct compiler *compiler, const struct query_node *node)
{
    if (node->field->kind == FIELD_ID) return article_id(compiler->arena, node->text);
    if (node->field->kind == FIELD_LITERAL) return node->text;
    if (node->field == schema_field(FIELD_NAME_LANGUAGE))
        return text_fold(compiler->arena, language_code(compiler->arena, node->text));
    return text_fold(compiler->arena, node->text);
}

static struct xap_query *compile_field(struct compiler *compiler, const struct query_node *node)
{
    char term[TERM_MAX];
    struct slice value = exact_value(compiler, node);
    if (!value.data || value.length == 0) return xap_query_nothing(&compiler->failure);
    return xap_query_term(term, schema_term(node->field->prefix, value, term), &compiler->failure);
}

/* An article without a date has an empty value, which would lie below every high end. */
static struct xap_query *compile_dates(struct compiler *compiler, const struct query_node *node)
{
    const char *low = node->dates_low[0] ? node->dates_low : "0";
    size_t high = strlen(node->dates_high);
    return xap_query_value_range(schema_field(FIELD_NAME_DATE)->slot, low, strlen(low), high ? node->dates_high : NULL,
                                 high, &compiler->failure);
}

/* ---- operators */

static struct xap_query *join_children(struct compiler *compiler, const struct query_node *node,
                                       enum xap_operator operator)
{
    struct xap_list list = {0};
    for (uint32_t i = 0; i < node->child_count; i++)
        compiler_add(compiler, &list, compile_node(compiler, node->children[i]));
    return compiler_join(compiler, operator, & list, 0);
}

static struct xap_query *compile_not(struct compiler *compiler, const struct query_node *node)
{
    struct xap_query *everything = xap_query_everything(&compiler->failure);
    return join_two(compiler, XAP_AND_NOT, everything, compile_node(compiler, node->children[0]));
}

static struct xap_query *compile_all(struct compiler *compiler, const struct query_node *node)
{
    struct xap_list wanted = {0}, unwanted = {0};
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (child->kind == QUERY_NOT)
            compiler_add(compiler, &unwanted, compile_node(compiler, child->children[0]));
        else
            compiler_add(compiler, &wanted, compile_node(compiler, child));
    }
    if (wanted.count == 0) compiler_add(compiler, &wanted, xap_query_everything(&compiler->failure));
    struct xap_query *all = compiler_join(compiler, XAP_AND, &wanted, 0);
    if (unwanted.count == 0) return all;
    return join_two(compiler, XAP_AND_NOT, all, compiler_join(compiler, XAP_OR, &unwanted, 0));
}

static struct xap_query *compile_any(struct compiler *compiler, const struct query_node *node)
{
    struct xap_query *any = join_children(compiler, node, XAP_OR);
    return node->window > 1 ? join_two(compiler, XAP_FILTER, any, compile_most(compiler, node)) : any;
}

struct xap_query *compile_node(struct compiler *compiler, const struct query_node *node)
{
    switch (node->kind) {
    case QUERY_ALL: return compile_all(compiler, node);
    case QUERY_ANY: return compile_any(compiler, node);
    case QUERY_NOT: return compile_not(compiler, node);
    case QUERY_WORD: return compile_word(compiler, node);
    case QUERY_PREFIX:
    case QUERY_FUZZY: return compile_expansion(compiler, node);
    case QUERY_PHRASE:
        if (phrase_is_range(node)) return compile_range(compiler, node->children[0]);
        return compile_places(compiler, node);
    case QUERY_NEAR: return compile_places(compiler, node);
    case QUERY_FIELD: return compile_field(compiler, node);
    case QUERY_DATES: return compile_dates(compiler, node);
    case QUERY_RANGE: return compile_range(compiler, node);
    case QUERY_EVERYTHING: return xap_query_everything(&compiler->failure);
    case QUERY_NOTHING: break;
    }
    return xap_query_nothing(&compiler->failure);
}

/* ---- match=any with more words than a query may have */

struct rarity {
    const struct query_node *node;
    uint32_t frequency, place; /* among the children */
};

static int by_frequency(const void *a, const void *b)
{
    const struct rarity *left = a, *right = b;
    if (left->frequency != right->frequency) return left->frequency < right->frequency ? -1 : 1;
    return left->node->offset < right->node->offset ? -1 : left->node->offset > right->node->offset;
}

int compile_word_frequency(struct compiler *compiler, const struct query_node *word, uint32_t *frequency)
{
    struct word_terms terms;
    if (compile_word_terms(compiler, word, &terms) < 0) return -1;
    *frequency = terms.frequency;
    if (terms.count != 1) return 0;
    struct slice term = terms.items[0];
    return xap_term_frequency(compiler->reader, term.data, term.length, frequency, &compiler->failure);
}

static struct rarity *rank_children(struct compiler *compiler, struct query_node *node)
{
    struct rarity *ranked = arena_array(compiler->arena, node->child_count, sizeof *ranked);
    for (uint32_t i = 0; ranked && i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        ranked[i].node = child;
        ranked[i].place = i;
        if (child->kind != QUERY_WORD) continue; /* counted as a leaf already: stays */
        if (compile_word_frequency(compiler, child, &ranked[i].frequency) < 0) return NULL;
        if (ranked[i].frequency == 0) ranked[i].frequency = UINT32_MAX; /* nobody has it: the first to go */
    }
    return ranked;
}

/* Moves the children that are kept to the front, in the order of their rarity on the first page. */
static int choose_rarest(struct compiler *compiler, struct query_node *node, struct error *error)
{
    struct rarity *ranked = rank_children(compiler, node);
    struct query_node **kept = arena_array(compiler->arena, QUERY_LEAVES_MAX, sizeof *kept);
    if (!ranked || !kept) return index_fail(error, &compiler->failure);
    qsort(ranked, node->child_count, sizeof *ranked, by_frequency);
    for (uint32_t i = 0; i < QUERY_LEAVES_MAX; i++) {
        uint64_t place = moment_number(compiler->moment, ranked[i].place);
        if (place >= node->child_count) compiler->moment->failed = true;
        kept[i] = node->children[place < node->child_count ? place : i];
    }
    memcpy(node->children, kept, QUERY_LEAVES_MAX * sizeof *kept);
    return 0;
}

static int keep_rarest(struct compiler *compiler, struct query_node *node, const struct query_options *options,
                       struct query *query, struct error *error)
{
    if (node->child_count <= QUERY_LEAVES_MAX) return 0;
    if (choose_rarest(compiler, node, error) < 0) return -1;
    uint32_t left_out = node->child_count - QUERY_LEAVES_MAX;
    node->child_count = QUERY_LEAVES_MAX;
    return query_note(query, options->strict, node->offset, node->length, error,
                      "the %d rarest words are searched, %u others are left out", QUERY_LEAVES_MAX, left_out);
}

static int prune(struct compiler *compiler, const struct query_options *options, struct query *query,
                 struct error *error)
{
    struct query_node *root = query->root;
    if (options->match != MATCH_ANY) return 0;
    if (root->kind == QUERY_ANY) return keep_rarest(compiler, root, options, query, error);
    for (uint32_t i = 0; root->kind == QUERY_ALL && i < root->child_count; i++) {
        if (root->children[i]->kind != QUERY_ANY) continue;
        if (keep_rarest(compiler, root->children[i], options, query, error) < 0) return -1;
    }
    return 0;
}

/* ---- */

static void free_query(void *query)
{
    xap_query_free(query);
}

static int keep_query(struct compiler *compiler, struct xap_query *query, struct xap_query **out, struct error *error)
{
    struct arena *arena = compiler->arena;
    *out = query;
    if (!query && !arena_failed(arena)) return index_fail(error, &compiler->failure);
    if (!query || arena_defer(arena, free_query, query) < 0 || arena_failed(arena))
        return fail(error, ERROR_NO_MEMORY, 0, "no memory for the query");
    return 0;
}

static struct compiler make_compiler(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                                     struct moment *moment, const struct query *query)
{
    return (struct compiler){.arena = arena,
                             .snapshot = snapshot,
                             .reader = snapshot_reader(snapshot),
                             .stemmers = stemmers,
                             .moment = moment,
                             .has_content = order_weighs(query->root, false)};
}

int query_compile(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                  const struct query_options *options, struct moment *moment, struct query *query,
                  struct xap_query **out, struct error *error)
{
    struct compiler compiler = make_compiler(arena, snapshot, stemmers, moment, query);
    if (prune(&compiler, options, query, error) < 0) return -1;
    struct xap_query *compiled = compile_node(&compiler, query->root);
    return keep_query(&compiler, compile_near(&compiler, query->root, compiled), out, error);
}

int query_compile_apart(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                        const struct query_options *options, struct moment *moment, struct query *query,
                        struct xap_query **out, struct error *error)
{
    struct compiler compiler = make_compiler(arena, snapshot, stemmers, moment, query);
    if (prune(&compiler, options, query, error) < 0) return -1;
    return keep_query(&compiler, compile_node(&compiler, query->root), out, error);
}
