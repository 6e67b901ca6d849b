/* Odd words of a query, and the frequent words of the index nearest to them. */
#include "query/correction.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "query/compiler.h"
#include "query/expand.h"
#include "query/spelling.h"
#include "text/tokens.h"

struct corrector {
    struct compiler compiler;
    struct speller speller;
    struct query query;
    struct text_tokens tokens; /* of its text */
    struct correction *out;
    struct error *error;
    int64_t deadline_us;
};

static int no_memory(struct corrector *corrector)
{
    return fail(corrector->error, ERROR_NO_MEMORY, 0, "no memory for a correction");
}

/* ---- the nearest word */

struct nearest {
    struct slice word;
    double merit;
};

/* In one language the two words have one stem: what this one finds the other has found. */
static bool finds_the_same(struct corrector *corrector, struct slice odd, struct slice word)
{
    struct slice before[STEM_LANGUAGES_MAX], stems[STEM_LANGUAGES_MAX];
    size_t count = stemmers_list(corrector->compiler.stemmers, odd, before);
    for (size_t i = 0; i < count; i++) before[i] = arena_copy(corrector->compiler.arena, before[i]);
    stemmers_list(corrector->compiler.stemmers, word, stems);
    for (size_t i = 0; i < count; i++)
        if (before[i].data && slice_equal(before[i], stems[i])) return true;
    return false;
}

static void weigh(struct corrector *corrector, const struct query_node *odd, struct slice word, uint32_t frequency,
                  struct nearest *best)
{
    double merit = within_edits(odd->text, word, 1) ? (double)frequency * CORRECTION_NEARNESS : (double)frequency;
    if (merit <= best->merit) return;
    if (!finds_the_same(corrector, odd->text, word)) *best = (struct nearest){word, merit};
}

/* The best of the words within node->window edits of node->text. */
static int look_around(struct corrector *corrector, const struct query_node *odd, const struct query_node *node,
                       uint32_t frequency, struct nearest *best)
{
    struct compiler *compiler = &corrector->compiler;
    struct expansion_limits limits = {.deadline_us = corrector->deadline_us};
    struct expansion expansion;
    size_t prefix = node->field ? strlen(node->field->prefix) : 0;
    if (query_expand(compiler->arena, compiler->reader, node, &limits, &expansion, &compiler->failure) < 0)
        return index_fail(corrector->error, &compiler->failure);
    for (size_t i = 0; i < expansion.count; i++) {
        struct slice term = expansion.terms[i], word = slice_make(term.data + prefix, term.length - prefix);
        if (expansion.frequencies[i] > CORRECTION_GAIN * frequency)
            weigh(corrector, odd, word, expansion.frequencies[i], best);
    }
    return 0;
}

/* The word with its first two letters swapped: an edit in itself. */
static struct slice swapped(struct arena *arena, struct slice word)
{
    size_t first, second;
    utf8_decode(word.data, word.data + word.length, &first);
    utf8_decode(word.data + first, word.data + word.length, &second);
    char *bytes = arena_string(arena, word);
    if (!bytes) return slice_make(NULL, 0);
    memcpy(bytes, word.data + first, second);
    memcpy(bytes + second, word.data, first);
    return slice_make(bytes, word.length);
}

static int find_nearest(struct corrector *corrector, const struct query_node *odd, uint32_t frequency,
                        struct slice *out)
{
    struct query_node node = *odd;
    struct nearest best = {.word = slice_of("")};
    node.kind = QUERY_FUZZY;
    node.window = utf8_length(odd->text) >= CORRECTION_LETTERS_TWO ? 2 : 1;
    if (look_around(corrector, odd, &node, frequency, &best) < 0) return -1;
    if (best.word.length == 0) {
        node.text = swapped(corrector->compiler.arena, odd->text);
        node.window--;
        if (!node.text.data) return no_memory(corrector);
        if (look_around(corrector, odd, &node, frequency, &best) < 0) return -1;
    }
    *out = best.word;
    return 0;
}

/* ---- odd words */

static bool may_be_mended(const struct query_node *word)
{
    return !slice_has_digit(word->text) && utf8_length(word->text) >= CORRECTION_LETTERS_MIN;
}

static int count_articles(struct corrector *corrector, const struct query_node *word, bool exact, uint32_t *out)
{
    struct compiler *compiler = &corrector->compiler;
    char term[TERM_MAX];
    size_t length = schema_term(word->field ? word->field->prefix : "", word->text, term);
    int status = exact ? xap_term_frequency(compiler->reader, term, length, out, &compiler->failure)
                       : compile_word_frequency(compiler, word, out);
    return status < 0 ? index_fail(corrector->error, &compiler->failure) : 0;
}

static void add_change(struct correction *out, uint32_t position, uint32_t length, struct slice word)
{
    if (out->change_count < CORRECTION_CHANGES_MAX)
        out->changes[out->change_count++] = (struct correction_change){position, length, word};
}

/* Has the tree a node of its own for this place of the query, or is it part of what is not wanted? */
static bool is_asked_apart(const struct query_node *node, uint32_t place)
{
    bool whole = node->child_count == 0 || node->kind == QUERY_NOT;
    if (whole && place >= node->offset && place < node->offset + node->length) return true;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (is_asked_apart(node->children[i], place)) return true;
    return false;
}

/* A word that the text says again is one node of the tree, at the first of its places: these are the others. */
static void change_repeats(struct corrector *corrector, const struct query_node *word, struct slice better)
{
    uint32_t left = word->repeats;
    for (uint32_t i = 0; i < corrector->tokens.count && left > 0; i++) {
        const struct token *token = &corrector->tokens.items[i];
        if (token->kind != TOKEN_WORD || token->start < word->offset + word->length) continue;
        if (!slice_equal(token_folded(token), word->text)) continue;
        if (is_asked_apart(corrector->query.root, token->start)) continue;
        add_change(corrector->out, token->start, token->length, better);
        left--;
    }
}

static int mend_word(struct corrector *corrector, const struct query_node *word, bool exact)
{
    struct correction *out = corrector->out;
    uint32_t frequency;
    struct slice nearest;
    if (out->change_count == CORRECTION_CHANGES_MAX || !may_be_mended(word)) return 0;
    if (count_articles(corrector, word, exact, &frequency) < 0) return -1;
    if (frequency > CORRECTION_RARE_MAX) return 0;
    if (find_nearest(corrector, word, frequency, &nearest) < 0) return -1;
    if (nearest.length == 0) return 0;
    if (spelling_find(&corrector->speller, nearest, &nearest, corrector->error) < 0) return -1;
    add_change(out, word->offset, word->length, nearest);
    change_repeats(corrector, word, nearest);
    return 0;
}

/* A number spelled out asks for the word or the number at one place of the query. */
static bool is_number(const struct query_node *node)
{
    return node->kind == QUERY_ANY && node->child_count == 2 && node->children[0]->offset == node->children[1]->offset;
}

static int mend_node(struct corrector *corrector, const struct query_node *node, bool exact);

static int mend_children(struct corrector *corrector, const struct query_node *node, bool exact)
{
    for (uint32_t i = 0; i < node->child_count; i++)
        if (mend_node(corrector, node->children[i], exact) < 0) return -1;
    return 0;
}

/* Words of phrases are asked for as they stand, others by their stems. */
static int mend_node(struct corrector *corrector, const struct query_node *node, bool exact)
{
    switch (query_role(node)) {
    case QUERY_ROLE_WORD: return node->kind == QUERY_WORD ? mend_word(corrector, node, exact) : 0;
    case QUERY_ROLE_GROUP: return is_number(node) ? 0 : mend_children(corrector, node, exact);
    case QUERY_ROLE_PLACES: return mend_children(corrector, node, true);
    case QUERY_ROLE_WITHOUT:
    case QUERY_ROLE_FIGURES:
    case QUERY_ROLE_FILTER: break;
    }
    return 0;
}

/* ---- the corrected query */

static int by_position(const void *a, const void *b)
{
    const struct correction_change *left = a, *right = b;
    return left->position < right->position ? -1 : left->position > right->position;
}

/* In order of the query, whatever the order of its tree; a place of the query that two nodes ask for is one change. */
static void put_in_order(struct correction *out)
{
    size_t kept = 0;
    qsort(out->changes, out->change_count, sizeof *out->changes, by_position);
    for (size_t i = 0; i < out->change_count; i++) {
        const struct correction_change *last = kept ? &out->changes[kept - 1] : NULL;
        if (!last || out->changes[i].position >= last->position + last->length) out->changes[kept++] = out->changes[i];
    }
    out->change_count = kept;
}

static int write_text(struct corrector *corrector, struct slice query)
{
    struct correction *out = corrector->out;
    struct buffer text;
    size_t at = 0;
    buffer_init(&text, QUERY_BYTES_MAX);
    for (size_t i = 0; i < out->change_count; i++) {
        const struct correction_change *change = &out->changes[i];
        buffer_append(&text, query.data + at, change->position - at);
        buffer_slice(&text, change->word);
        at = change->position + change->length;
    }
    buffer_append(&text, query.data + at, query.length - at);
    bool fits = !text.failed;
    if (fits) out->text = arena_copy(corrector->compiler.arena, buffer_view(&text));
    buffer_free(&text);
    return !fits || out->text.data ? 0 : no_memory(corrector);
}

/* Is it worth proposing? */
static bool finds_more(struct corrector *corrector, const struct search_request *request, uint64_t total)
{
    struct search_request corrected = {.query = corrector->out->text, .options = request->options, .count_only = true};
    struct search_reply reply;
    int64_t left_us = corrector->deadline_us - clock_monotonic_us();
    if (left_us <= 0 || corrected.query.length == 0) return false;
    corrected.timeout_ms = 1 + left_us / 1000;
    int status = search_run(corrector->compiler.arena, corrector->compiler.snapshot, corrector->compiler.stemmers,
                            &corrected, &reply, NULL);
    return status == 0 && reply.total > CORRECTION_GAIN * total;
}

static int correct(struct corrector *corrector, const struct search_request *request, uint64_t total)
{
    struct arena *arena = corrector->compiler.arena;
    struct query *query = &corrector->query;
    if (query_parse(arena, request->query, &request->options, query, corrector->error) < 0) return -1;
    if (text_tokenize(arena, query->text, 1, &corrector->tokens, corrector->error) < 0) return -1;
    if (mend_node(corrector, query->root, false) < 0) return -1;
    if (corrector->out->change_count == 0) return 0;
    put_in_order(corrector->out);
    if (write_text(corrector, request->query) < 0) return -1;
    if (!finds_more(corrector, request, total)) *corrector->out = (struct correction){0};
    return 0;
}

int correction_find(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
                    const struct search_request *request, uint64_t total, struct correction *out, struct error *error)
{
    *out = (struct correction){0};
    if (total > CORRECTION_TOTAL_MAX || !snapshot || !snapshot_reader(snapshot)) return 0;
    int64_t deadline_us = clock_monotonic_us() + CORRECTION_TIMEOUT_MS * 1000;
    struct corrector corrector = {
        .compiler = {.arena = arena, .snapshot = snapshot, .reader = snapshot_reader(snapshot), .stemmers = stemmers},
        .speller = {.snapshot = snapshot,
                    .arena = arena,
                    .scratch = arena_new(SPELLING_ARENA_BYTES),
                    .deadline_us = deadline_us},
        .out = out,
        .error = error,
        .deadline_us = deadline_us,
    };
    int status = corrector.speller.scratch ? correct(&corrector, request, total) : no_memory(&corrector);
    arena_free(corrector.speller.scratch);
    return status;
}
