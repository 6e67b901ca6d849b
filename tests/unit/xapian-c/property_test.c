/* Random databases and random query trees: what libxapian finds through the wrapper is what a plain evaluation finds.
 */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum {
    TRIALS = 60,
    QUERIES = 60,
    DATABASES = 4,
    DOCUMENTS = 90, /* more than one word of a bitmap */
    WORDS = 14,
    VOCABULARY = 6,
    ARITY = 4,
    NODES = 400
};

/* ------------------------------------------------------------------ the model */

struct model_document {
    unsigned words[WORDS]; /* bit t: term t stands at this position; several may */
    int length;
    char value[3]; /* slot 0; "" none */
};

struct model {
    unsigned database_count;
    bool shares_positions;
    unsigned document_count[DATABASES];
    struct model_document documents[DATABASES][DOCUMENTS];
};

enum model_kind { TERM, EVERYTHING, NOTHING, RANGE, DOCUMENT_SET, SCALE, JOIN };

struct node {
    enum model_kind kind;
    unsigned term;
    char lo[3], hi[3];
    bool has_lo, has_hi;
    uint64_t sets[DATABASES][2];
    enum xap_operator op;
    uint32_t window;
    int child_count;
    struct node *children[ARITY];
};

static struct model model;
static struct node nodes[NODES];
static int node_count;
static uint64_t random_state;

static unsigned below(unsigned limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)((random_state >> 20) % limit);
}

static void random_value(char out[3])
{
    unsigned length = below(3);
    for (unsigned i = 0; i < length; i++) out[i] = (char)('a' + below(3));
    out[length] = '\0';
}

static void random_model(void)
{
    memset(&model, 0, sizeof model);
    model.database_count = 1 + below(DATABASES);
    model.shares_positions = below(2);
    for (unsigned d = 0; d < model.database_count; d++) {
        model.document_count[d] = below(8) ? below(DOCUMENTS + 1) : 0;
        for (unsigned i = 0; i < model.document_count[d]; i++) {
            struct model_document *document = &model.documents[d][i];
            document->length = (int)below(WORDS + 1);
            for (int w = 0; w < document->length; w++) {
                document->words[w] = 1u << below(VOCABULARY);
                if (model.shares_positions && below(4) == 0) document->words[w] |= 1u << below(VOCABULARY);
            }
            random_value(document->value);
        }
    }
}

/* ------------------------------------------------------------------ the plain evaluation */

static bool has_term(const struct model_document *document, unsigned term_number)
{
    for (int w = 0; w < document->length; w++) {
        if (document->words[w] >> term_number & 1) return true;
    }
    return false;
}

static unsigned terms_of(const struct node *node)
{
    if (node->kind == TERM) return 1u << node->term;
    unsigned terms = 0;
    for (int i = 0; i < node->child_count; i++) terms |= terms_of(node->children[i]);
    return terms;
}

/* Whether children i.. can be placed at free positions of lo..hi, in order when it is a phrase. */
static bool place(const struct model_document *document, const struct node *node, int i, int lo, int hi, unsigned used)
{
    if (i >= node->child_count || i >= ARITY) return true;
    for (int w = lo; w <= hi && w < document->length; w++) {
        if (used >> w & 1 || !(document->words[w] & terms_of(node->children[i]))) continue;
        int next = node->op == XAP_PHRASE ? w + 1 : lo;
        if (place(document, node, i + 1, next, hi, used | 1u << w)) return true;
    }
    return false;
}

static bool matches_positions(const struct model_document *document, const struct node *node)
{
    for (int start = 0; start < document->length; start++) {
        if (place(document, node, 0, start, start + (int)node->window - 1, 0)) return true;
    }
    return false;
}

static bool in_range(const struct model_document *document, const struct node *node)
{
    if (!document->value[0]) return false;
    return (!node->has_lo || strcmp(document->value, node->lo) >= 0) &&
           (!node->has_hi || strcmp(document->value, node->hi) <= 0);
}

static bool matches(const struct node *node, unsigned d, unsigned i);

static int matching_children(const struct node *node, int from, unsigned d, unsigned i)
{
    int count = 0;
    for (int child = from; child < node->child_count; child++) count += matches(node->children[child], d, i);
    return count;
}

static bool matches_join(const struct node *node, unsigned d, unsigned i)
{
    switch (node->op) {
    case XAP_AND:
    case XAP_FILTER: return matching_children(node, 0, d, i) == node->child_count;
    case XAP_AND_NOT: return matches(node->children[0], d, i) && matching_children(node, 1, d, i) == 0;
    case XAP_AND_MAYBE: return matches(node->children[0], d, i);
    case XAP_PHRASE:
    case XAP_NEAR: return matches_positions(&model.documents[d][i], node);
    default: return matching_children(node, 0, d, i) > 0;
    }
}

static bool matches(const struct node *node, unsigned d, unsigned i)
{
    switch (node->kind) {
    case TERM: return has_term(&model.documents[d][i], node->term);
    case EVERYTHING: return true;
    case NOTHING: return false;
    case RANGE: return in_range(&model.documents[d][i], node);
    case DOCUMENT_SET: return node->sets[d][i / 64] >> i % 64 & 1;
    case SCALE: return matches(node->children[0], d, i);
    default: return matches_join(node, d, i);
    }
}

/* ------------------------------------------------------------------ random queries */

static struct node *new_node(enum model_kind kind)
{
    assert_true(node_count < NODES);
    struct node *node = &nodes[node_count++];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->term = below(VOCABULARY + 1); /* the last one is in no document */
    return node;
}

static struct node *random_term_or(void)
{
    if (below(3)) return new_node(TERM);
    struct node *node = new_node(JOIN);
    node->op = XAP_OR;
    node->child_count = 1 + (int)below(ARITY);
    for (int i = 0; i < node->child_count; i++) node->children[i] = below(5) ? new_node(TERM) : random_term_or();
    return node;
}

static void random_sets(uint64_t sets[DATABASES][2])
{
    for (unsigned d = 0; d < model.database_count; d++) {
        unsigned density = 1 + below(8);
        for (unsigned i = 0; i < model.document_count[d]; i++) {
            if (below(density) == 0) sets[d][i / 64] |= UINT64_C(1) << i % 64;
        }
    }
}

static struct node *random_leaf(void)
{
    unsigned dice = below(12);
    if (dice < 7) return new_node(TERM);
    if (dice == 7) return new_node(EVERYTHING);
    if (dice == 8) return new_node(NOTHING);
    struct node *node = new_node(dice < 11 ? RANGE : DOCUMENT_SET);
    random_value(node->lo);
    random_value(node->hi);
    node->has_lo = below(3);
    node->has_hi = below(3);
    random_sets(node->sets);
    return node;
}

/* NEAR of three or more is exact only when no two children can stand at one position: they get terms of their own. */
static struct node *random_wide_near(void)
{
    struct node *node = new_node(JOIN);
    node->op = XAP_NEAR;
    node->child_count = 3;
    node->window = 3 + below(4);
    for (int i = 0; i < node->child_count; i++) {
        struct node *either = node->children[i] = new_node(JOIN);
        either->op = XAP_OR;
        either->child_count = 1 + (int)below(2);
        for (int j = 0; j < either->child_count; j++) {
            either->children[j] = new_node(TERM);
            either->children[j]->term = (unsigned)i + 3 * below(2);
        }
    }
    return node;
}

static struct node *random_positional(void)
{
    if (!model.shares_positions && below(4) == 0) return random_wide_near();
    struct node *node = new_node(JOIN);
    node->op = below(2) ? XAP_PHRASE : XAP_NEAR;
    node->child_count = node->op == XAP_NEAR ? 2 : 2 + (int)below(ARITY - 1);
    node->window = (uint32_t)node->child_count + below(4);
    for (int i = 0; i < node->child_count; i++) node->children[i] = random_term_or();
    return node;
}

static struct node *random_node(int depth)
{
    static const enum xap_operator joins[] = {XAP_AND,    XAP_OR,      XAP_AND_NOT, XAP_AND_MAYBE,
                                              XAP_FILTER, XAP_SYNONYM, XAP_MAX};
    if (depth == 0 || below(4) == 0) return random_leaf();
    if (below(4) == 0) return random_positional();
    struct node *node = new_node(below(8) ? JOIN : SCALE);
    node->op = joins[below(sizeof joins / sizeof *joins)];
    node->child_count = node->kind == SCALE ? 1 : 1 + (int)below(ARITY);
    for (int i = 0; i < node->child_count; i++) {
        bool synonym = node->kind == JOIN && node->op == XAP_SYNONYM;
        node->children[i] = synonym ? random_term_or() : random_node(depth - 1);
    }
    return node;
}

/* ------------------------------------------------------------------ the same through the wrapper */

static uint32_t bits_in(const uint64_t words[2])
{
    return (uint32_t)(__builtin_popcountll(words[0]) + __builtin_popcountll(words[1]));
}

static void make_bitmaps(uint64_t sets[DATABASES][2], struct xap_bitmap *out)
{
    for (unsigned d = 0; d < model.database_count; d++) {
        out[d] = (struct xap_bitmap){sets[d], model.document_count[d], bits_in(sets[d])};
    }
}

static struct xap_query *build(const struct xap_reader *reader, struct node *node, struct xap_error *error)
{
    struct xap_bitmap bitmaps[DATABASES];
    struct xap_query *children[ARITY];
    char word = (char)('a' + node->term);
    switch (node->kind) {
    case TERM: return xap_query_term(&word, 1, error);
    case EVERYTHING: return xap_query_everything(error);
    case NOTHING: return xap_query_nothing(error);
    case RANGE:
        return xap_query_value_range(0, node->has_lo ? node->lo : NULL, strlen(node->lo),
                                     node->has_hi ? node->hi : NULL, strlen(node->hi), error);
    case DOCUMENT_SET:
        make_bitmaps(node->sets, bitmaps);
        return xap_query_documents(reader, bitmaps, model.database_count, error);
    case SCALE: return xap_query_scale(build(reader, node->children[0], error), below(3) * 0.5, error);
    default:
        for (int i = 0; i < node->child_count; i++) children[i] = build(reader, node->children[i], error);
        return xap_query_join(node->op, children, (size_t)node->child_count, node->window, error);
    }
}

static void add_model_document(struct xap_writer *writer, const struct model_document *document)
{
    struct xap_error error = {0};
    uint32_t positions[VOCABULARY][WORDS];
    static const char words[] = "abcdef";
    struct xap_posting postings[VOCABULARY];
    size_t count = 0;
    for (unsigned t = 0; t < VOCABULARY; t++) {
        struct xap_posting posting = {&words[t], 1, 0, positions[t], 0};
        for (int w = 0; w < document->length; w++) {
            if (document->words[w] >> t & 1) positions[t][posting.position_count++] = (uint32_t)w + 1;
        }
        posting.wdf = (uint32_t)posting.position_count * (t % 3); /* some terms weigh nothing */
        if (posting.position_count) postings[count++] = posting;
    }
    struct xap_value value = {0, document->value, strlen(document->value)};
    struct xap_document built = {postings, count, &value, 1, NULL, 0};
    assert_int_equal(xap_add(writer, &built, NULL, &error), 0);
}

static struct xap_reader *write_model(const char *directory, int trial)
{
    struct xap_error error = {0};
    char paths[DATABASES][PATH_BYTES];
    const char *pointers[DATABASES];
    for (unsigned d = 0; d < model.database_count; d++) {
        char name[32];
        snprintf(name, sizeof name, "%d-%u", trial, d);
        pointers[d] = path_in(directory, name, paths[d]);
        struct xap_writer *writer = xap_create(pointers[d], XAP_DIRECT, 0, &error);
        assert_non_null(writer);
        for (unsigned i = 0; i < model.document_count[d]; i++) add_model_document(writer, &model.documents[d][i]);
        assert_int_equal(xap_writer_finish(writer, &error), 0);
        xap_writer_free(writer);
    }
    return open_all(pointers, model.database_count);
}

static void complain(const char *what, const struct xap_query *query)
{
    struct xap_error error = {0};
    struct xap_bytes words = {0};
    xap_query_describe(query, &words, &error);
    refuse("%s: %s", what, words.data);
}

/* The hits are exactly the documents that the plain evaluation finds, and so many is the total. */
static void compare_hits(const struct node *root, uint64_t alive[DATABASES][2], const struct xap_search *search,
                         const struct xap_result *result)
{
    bool found[DATABASES][DOCUMENTS] = {0}, exact;
    uint32_t expected = 0;
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_document_id id = xap_result_hit(result, i).id;
        if (found[id.database][id.docid - 1]) complain("a hit came twice", search->query);
        found[id.database][id.docid - 1] = true;
    }
    for (unsigned d = 0; d < model.database_count; d++) {
        for (unsigned i = 0; i < model.document_count[d]; i++) {
            bool hit = matches(root, d, i) && (!search->alive || (alive[d][i / 64] >> i % 64 & 1));
            if (hit && !found[d][i]) complain("a match was not found", search->query);
            if (!hit && found[d][i]) complain("a document was found that does not match", search->query);
            expected += hit;
        }
    }
    if (xap_result_total(result, &exact) != expected || !exact) complain("the total is wrong", search->query);
}

/* Summed in another order, equal weights differ in their last bits, and then their order may. */
static bool same_place(struct xap_hit hit, struct xap_hit other)
{
    if (hit.id.database == other.id.database && hit.id.docid == other.id.docid) return true;
    double difference = hit.weight - other.weight;
    return difference < 1e-9 && difference > -1e-9 && hit.weight > 0;
}

static void compare_first_hits(const struct xap_reader *reader, struct xap_search search,
                               const struct xap_result *whole)
{
    search.offset = below(3);
    search.limit = below(6);
    struct xap_result *page = run_search(reader, &search);
    bool exact;
    size_t all = xap_result_count(whole);
    size_t rest = all > search.offset ? all - search.offset : 0;
    if (xap_result_count(page) != (rest < search.limit ? rest : search.limit)) complain("a short page", search.query);
    for (size_t i = 0; i < xap_result_count(page); i++) {
        struct xap_hit hit = xap_result_hit(page, i), same = xap_result_hit(whole, i + search.offset);
        if (!same_place(hit, same)) complain("a page is not a part of the whole result", search.query);
    }
    if (xap_result_total(page, &exact) != all || !exact) complain("the page's total is wrong", search.query);
    xap_result_free(page);
}

static void try_query(const struct xap_reader *reader)
{
    struct xap_error error = {0};
    uint64_t alive[DATABASES][2] = {0};
    struct xap_bitmap alive_bitmaps[DATABASES];
    struct xap_stop never = {0};
    node_count = 0;
    struct node *root = random_node(3);
    struct xap_query *query = build(reader, root, &error);
    if (!query) refuse("%s", error.message);
    random_sets(alive);
    make_bitmaps(alive, alive_bitmaps);
    struct xap_search search = {.query = query,
                                .alive = below(2) ? alive_bitmaps : NULL,
                                .stop = below(2) ? &never : NULL,
                                .weight = (enum xap_weight)below(3),
                                .sort = (enum xap_sort)below(3),
                                .limit = DATABASES * DOCUMENTS,
                                .exact_total = true};
    struct xap_result *result = xap_search_run(reader, &search, &error);
    if (!result) complain(error.message, query);
    assert_false(xap_result_partial(result));
    compare_hits(root, alive, &search, result);
    compare_first_hits(reader, search, result);
    xap_result_free(result);
    xap_query_free(query);
}

static void the_hits_are_those_of_a_plain_evaluation(void **state)
{
    const char *seed = getenv("XAPIAN_C_SEED");
    random_state = seed ? strtoull(seed, NULL, 0) : 0x9E3779B97F4A7C15;
    for (int trial = 0; trial < TRIALS; trial++) {
        random_model();
        struct xap_reader *reader = write_model(*state, trial);
        for (int i = 0; i < QUERIES; i++) try_query(reader);
        xap_close(reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_hits_are_those_of_a_plain_evaluation, scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
