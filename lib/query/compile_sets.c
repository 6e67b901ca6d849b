/* Clauses that are worked out at once into sets of documents: ranges from the columns, "most of these words" from
 * postings. */
#include "index/bitmap.h"
#include "query/binding.h"
#include "query/compiler.h"

static struct xap_bitmap *new_sets(struct compiler *compiler, uint64_t **bits)
{
    size_t count = snapshot_segment_count(compiler->snapshot);
    struct xap_bitmap *sets = arena_array(compiler->arena, count, sizeof *sets);
    for (size_t i = 0; sets && i < count; i++) {
        uint32_t documents = snapshot_segment(compiler->snapshot, i)->document_count;
        bits[i] = arena_array(compiler->arena, bitmap_words(documents), sizeof **bits);
        if (!bits[i]) return NULL;
        sets[i] = (struct xap_bitmap){.words = bits[i], .bit_count = documents};
    }
    return sets;
}

static struct xap_query *query_of(struct compiler *compiler, struct xap_bitmap *sets)
{
    size_t count = snapshot_segment_count(compiler->snapshot);
    for (size_t i = 0; i < count; i++) sets[i].set_count = bitmap_count(sets[i].words, sets[i].bit_count);
    return xap_query_documents(compiler->reader, sets, count, &compiler->failure);
}

struct xap_query *compile_range(struct compiler *compiler, const struct query_node *node)
{
    uint64_t *bits[MANIFEST_SEGMENTS_MAX];
    struct xap_bitmap *sets = new_sets(compiler, bits);
    if (!sets) return NULL;
    for (size_t i = 0; i < snapshot_segment_count(compiler->snapshot); i++) {
        struct binding binding;
        binding_resolve(node, snapshot_column(compiler->snapshot, i), compiler->stemmers, &binding);
        binding_documents(&binding, bits[i]);
    }
    return query_of(compiler, sets);
}

/* ---- most of these words */

struct term_list {
    struct slice items[EXPANSION_TERMS_MAX];
    size_t count;
};

static int add_expansion(struct compiler *compiler, const struct query_node *node, struct term_list *out)
{
    struct expansion expansion;
    uint32_t frequency;
    if (compile_expand(compiler, node, &expansion, &frequency) < 0) return -1;
    memcpy(out->items, expansion.terms, expansion.count * sizeof *out->items);
    out->count = expansion.count;
    return 0;
}

/* The terms that answer a word of the group: its own, those of a beginning, or both spellings of a number word. */
static int list_terms(struct compiler *compiler, const struct query_node *node, struct term_list *out)
{
    if (node->kind == QUERY_PREFIX || node->kind == QUERY_FUZZY) return add_expansion(compiler, node, out);
    for (uint32_t i = 0; i < node->child_count; i++)
        if (list_terms(compiler, node->children[i], out) < 0) return -1;
    struct word_terms terms;
    if (node->kind != QUERY_WORD) return 0;
    if (compile_word_terms(compiler, node, &terms) < 0) return -1;
    for (size_t i = 0; i < terms.count && out->count < EXPANSION_TERMS_MAX; i++)
        out->items[out->count++] = terms.items[i];
    return 0;
}

/* Counting in one segment. */
struct tally {
    uint32_t *counts; /* words seen in each document */
    uint32_t *last;   /* the word that counted last: one of several terms counts once */
    uint32_t word;    /* the one at hand, from 1 */
    uint32_t documents, minimum;
    uint64_t *bits;
};

static bool count_posting(void *context, uint32_t docid, uint32_t wdf)
{
    struct tally *tally = context;
    (void)wdf;
    bool known = docid >= 1 && docid <= tally->documents; /* tables are not checked through when they are opened */
    if (!known || tally->last[docid - 1] == tally->word) return true;
    tally->last[docid - 1] = tally->word;
    if (++tally->counts[docid - 1] == tally->minimum) bitmap_add(tally->bits, docid);
    return true;
}

static int count_segment(struct compiler *compiler, const struct query_node *node, const struct term_list *words,
                         size_t segment, uint64_t *bits)
{
    uint32_t documents = snapshot_segment(compiler->snapshot, segment)->document_count;
    struct tally tally = {.documents = documents, .minimum = node->window, .bits = bits};
    tally.counts = arena_array(compiler->arena, documents, sizeof *tally.counts);
    tally.last = arena_array(compiler->arena, documents, sizeof *tally.last);
    if (!tally.counts || !tally.last) return -1;
    for (uint32_t i = 0; i < node->child_count; i++) {
        tally.word = i + 1;
        for (size_t k = 0; k < words[i].count; k++) {
            struct slice term = words[i].items[k];
            if (xap_postings(compiler->reader, segment, term.data, term.length, count_posting, &tally,
                             &compiler->failure) < 0)
                return -1;
        }
    }
    return 0;
}

struct xap_query *compile_most(struct compiler *compiler, const struct query_node *node)
{
    uint64_t *bits[MANIFEST_SEGMENTS_MAX];
    struct xap_bitmap *sets = new_sets(compiler, bits);
    struct term_list *words = arena_array(compiler->arena, node->child_count, sizeof *words);
    if (!sets || !words) return NULL;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (list_terms(compiler, node->children[i], &words[i]) < 0) return NULL;
    for (size_t i = 0; i < snapshot_segment_count(compiler->snapshot); i++)
        if (count_segment(compiler, node, words, i, bits[i]) < 0) return NULL;
    return query_of(compiler, sets);
}
