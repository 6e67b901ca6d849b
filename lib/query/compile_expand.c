/* Beginnings and loose words: which words they stand for, on every page of a walk the same. */
#include <math.h>

#include "index/checksum.h"
#include "query/compiler.h"

/* Five bytes of seven bits. By chance one of a million other words passes for one of 128 in one of 270 walks. */
#define MARK_BITS 35

static uint64_t mark_of(struct slice term)
{
    return checksum_bytes(term) & ((UINT64_C(1) << MARK_BITS) - 1);
}

/* How many documents hold at least one of the words, were they independent of each other. */
static uint32_t either_frequency(const struct compiler *compiler, const struct expansion *expansion)
{
    double documents = 0, without = 1;
    for (size_t i = 0; i < snapshot_segment_count(compiler->snapshot); i++)
        documents += snapshot_segment(compiler->snapshot, i)->document_count;
    for (size_t i = 0; i < expansion->count && documents > 0; i++)
        without *= 1 - fmin(expansion->frequencies[i] / documents, 1);
    return (uint32_t)lround(documents * (1 - without));
}

struct marks {
    uint64_t items[EXPANSION_TERMS_MAX];
    size_t count;
};

static bool is_marked(const void *context, struct slice term)
{
    const struct marks *marks = context;
    uint64_t mark = mark_of(term);
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i] == mark) return true;
    return false;
}

/* The words that were noted, as far as the index still has them. */
static int expand_again(struct compiler *compiler, const struct query_node *node, struct expansion *out)
{
    struct marks marks = {0};
    struct expansion_limits noted = {.wants = is_marked, .context = &marks};
    uint64_t count = moment_number(compiler->moment, 0);
    if (count > EXPANSION_TERMS_MAX) compiler->moment->failed = true;
    for (; marks.count < count && marks.count < EXPANSION_TERMS_MAX; marks.count++)
        marks.items[marks.count] = moment_number(compiler->moment, 0);
    return query_expand(compiler->arena, compiler->reader, node, &noted, out, &compiler->failure);
}

static int expand(struct compiler *compiler, const struct query_node *node, struct expansion *out)
{
    if (query_expand(compiler->arena, compiler->reader, node, NULL, out, &compiler->failure) < 0) return -1;
    moment_number(compiler->moment, out->count);
    for (size_t i = 0; i < out->count; i++) moment_number(compiler->moment, mark_of(out->terms[i]));
    return 0;
}

int compile_expand(struct compiler *compiler, const struct query_node *node, struct expansion *out, uint32_t *frequency)
{
    int status = compiler->moment->told ? expand_again(compiler, node, out) : expand(compiler, node, out);
    if (status < 0) return -1;
    *frequency = (uint32_t)moment_number(compiler->moment, either_frequency(compiler, out));
    return 0;
}
