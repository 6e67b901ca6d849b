/* Words that follow each other in the query: an article weighs more where they stand close to each other in it too.
 *
 * Forms are compared, as phrases do, and stop words are stepped over ("bank of England": bank, england). */
#include <stdlib.h>

#include "index/document.h"
#include "query/compiler.h"
#include "text/stop_words.h"

/* Of what the less rare of the two words could weigh at most. Twice as much ranks hardly better, and costs: the less
 * closeness can add, the fewer articles are asked for their positions. */
#define NEAR_SHARE 0.1

struct neighbours {
    const struct query_node *items[2 * QUERY_LEAVES_MAX];
    size_t count;
};

static void add_words(struct neighbours *words, const struct query_node *node)
{
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        bool fits = child->kind == QUERY_WORD && words->count < 2 * QUERY_LEAVES_MAX;
        if (fits && !stop_word_is(child->text)) words->items[words->count++] = child;
    }
}

static int by_offset(const void *a, const void *b)
{
    const struct query_node *left = *(const struct query_node *const *)a, *right = *(const struct query_node *const *)b;
    return left->offset < right->offset ? -1 : left->offset > right->offset;
}

/* The plain words of the top level, those that match=any has loosened among them, in the order of the text. */
static void list_words(const struct query_node *root, struct neighbours *out)
{
    out->count = 0;
    if (root->kind != QUERY_ALL && root->kind != QUERY_ANY) return;
    add_words(out, root);
    for (uint32_t i = 0; root->kind == QUERY_ALL && i < root->child_count; i++)
        if (root->children[i]->kind == QUERY_ANY) add_words(out, root->children[i]);
    qsort(out->items, out->count, sizeof *out->items, by_offset);
}

/* As it was on the first page, so that an article keeps its weight on the following ones. */
static int word_idf(struct compiler *compiler, const struct query_node *word, double *idf)
{
    uint32_t holding;
    double documents = compiler->moment->told ? compiler->moment->documents : 0;
    if (compile_word_frequency(compiler, word, &holding) < 0) return -1;
    for (size_t i = 0; !compiler->moment->told && i < xap_database_count(compiler->reader); i++)
        documents += xap_document_count(compiler->reader, i);
    *idf = xap_idf(documents, (double)moment_number(compiler->moment, holding));
    return 0;
}

static struct slice form_of(struct compiler *compiler, const struct query_node *word)
{
    char term[TERM_MAX];
    const char *prefix = word->field ? PREFIX_TITLE : "";
    return arena_copy(compiler->arena, slice_make(term, schema_term(prefix, word->text, term)));
}

static int make_pair(struct compiler *compiler, const struct query_node *first, const struct query_node *second,
                     struct xap_pair *out)
{
    double one, other;
    struct slice left = form_of(compiler, first), right = form_of(compiler, second);
    if (!left.data || !right.data) return -1;
    if (word_idf(compiler, first, &one) < 0 || word_idf(compiler, second, &other) < 0) return -1;
    double weight = NEAR_SHARE * IMPACT_MAX * (one < other ? one : other);
    *out = (struct xap_pair){left.data, right.data, left.length, right.length, weight};
    return 0;
}

struct xap_query *compile_near(struct compiler *compiler, const struct query_node *root, struct xap_query *query)
{
    struct neighbours words;
    struct xap_pair pairs[XAP_PAIRS_MAX];
    size_t count = 0;
    list_words(root, &words);
    for (size_t i = 1; i < words.count && count < XAP_PAIRS_MAX; i++) {
        if (words.items[i - 1]->field != words.items[i]->field) continue;
        if (make_pair(compiler, words.items[i - 1], words.items[i], &pairs[count++]) == 0) continue;
        xap_query_free(query);
        return NULL;
    }
    return query && count ? xap_query_prefer_near(query, pairs, count, &compiler->failure) : query;
}
