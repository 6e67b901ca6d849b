/* Fuzz target: any bytes as a query: a tree within its limits, or one clean error. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "query/parse.h"
#include "query/typed.h"

#define ARENA_BYTES ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static unsigned measure(const struct query_node *node, unsigned depth, unsigned *leaves)
{
    unsigned deepest = depth;
    if (node->child_count == 0) ++*leaves;
    for (uint32_t i = 0; i < node->child_count; i++) {
        unsigned below = measure(node->children[i], depth + 1, leaves);
        if (below > deepest) deepest = below;
    }
    return deepest;
}

static void check_tree(const struct query *query)
{
    unsigned leaves = 0;
    /* A phrase is one leaf of the language and has words of its own. */
    unsigned depth = measure(query->root, 0, &leaves);
    assert(depth <= QUERY_DEPTH_MAX + 2 && leaves <= QUERY_LEAVES_MAX * QUERY_PHRASE_MAX);
    assert(query->note_count <= QUERY_NOTES_MAX);
    for (size_t i = 0; i < query->note_count; i++)
        assert(query->notes[i].position <= query->text.length &&
               query->notes[i].length <= query->text.length - query->notes[i].position);
}

static void parse_once(struct arena *arena, struct slice text, const struct query_options *options)
{
    struct query query;
    struct error error = {0};
    if (query_parse(arena, text, options, &query, &error) == 0) {
        struct buffer out;
        buffer_init(&out, ARENA_BYTES);
        check_tree(&query);
        query_print(query.root, &out);
        assert(!out.failed && out.length > 0);
        buffer_free(&out);
        return;
    }
    assert(error.code == ERROR_BAD_QUERY || error.code == ERROR_LIMIT);
    assert(error.message[0] && error.offset <= text.length && error.length <= text.length - error.offset);
}

/* What is typed is the end of the text, and nothing else is taken away for it. */
static void read_typed(struct arena *arena, struct slice text)
{
    struct typed typed;
    struct error error = {0};
    if (typed_read(arena, text, &typed, &error) < 0) {
        assert(error.code == ERROR_LIMIT && text.length > QUERY_BYTES_MAX);
        return;
    }
    assert(typed.beginning.length == 0 || (typed.before.data == text.data && typed.before.length < text.length));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    assert(arena);
    struct slice text = slice_make((const char *)bytes, length);
    parse_once(arena, text, &(struct query_options){.match = MATCH_ALL});
    parse_once(arena, text, &(struct query_options){.match = MATCH_ANY, .strict = true});
    read_typed(arena, text);
    arena_free(arena);
    return 0;
}
