/* Words of an article are weighed as the index weighs them, and the best become a query. */
#include "query/similar.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "index/document.h"
#include "query/compiler.h"
#include "text/stop_words.h"

/* A word of the article; after joining, all words of one stem. */
struct word {
    struct slice stem, text; /* `text` is the first form, folded */
    uint32_t order;          /* in the article */
    double weight;           /* occurrences, by zone */
    double merit;
    uint32_t repeats;
};

struct words {
    struct compiler compiler;
    struct stemmer *stemmer; /* of the article */
    struct word *items;
    size_t count;
    int64_t deadline_us; /* of clock_monotonic_us(), for weighing */
    bool stopped;        /* by it */
};

static int no_memory(struct error *error)
{
    return fail(error, ERROR_NO_MEMORY, 0, "no memory for similar articles");
}

/* ---- gathering */

static bool tells(const struct token *token)
{
    struct slice word = token_folded(token);
    if (token->kind != TOKEN_WORD || stop_word_is(word) || utf8_length(word) < SIMILAR_LETTERS_MIN) return false;
    return !slice_has_digit(word);
}

static void add_word(struct words *words, struct slice text, double weight)
{
    struct slice stem = arena_copy(words->compiler.arena, stemmer_stem(words->stemmer, text));
    if (!stem.data || stem.length == 0) return;
    words->items[words->count] =
        (struct word){.stem = stem, .text = text, .order = (uint32_t)words->count, .weight = weight};
    words->count++;
}

/* `zones` NULL: the title. */
static void add_text(struct words *words, const struct text_tokens *tokens, const struct zones *zones)
{
    size_t zone = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        while (zones && zone + 1 < zones->count && token->start >= zones->items[zone + 1].start) zone++;
        bool furniture = zones && zone < zones->count && zones->items[zone].kind == ZONE_RELATED;
        if (!furniture && tells(token)) add_word(words, token_folded(token), zones ? 1.0 : TITLE_WEIGHT);
    }
}

static int by_stem(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    int order = slice_compare(left->stem, right->stem);
    if (order) return order;
    return left->order < right->order ? -1 : left->order > right->order;
}

/* Words of one stem become one. */
static void join_words(struct words *words)
{
    size_t kept = 0;
    if (words->count) qsort(words->items, words->count, sizeof *words->items, by_stem);
    for (size_t i = 0; i < words->count; i++) {
        struct word *last = kept ? &words->items[kept - 1] : NULL;
        if (!last || !slice_equal(last->stem, words->items[i].stem)) {
            words->items[kept++] = words->items[i];
            continue;
        }
        last->weight += words->items[i].weight;
        last->repeats++;
    }
    words->count = kept;
}

static int gather(struct words *words, const struct article *article, struct error *error)
{
    struct arena *arena = words->compiler.arena;
    struct text_tokens title, text;
    struct zones zones;
    struct slice body = slice_make(article->body.data, utf8_floor(article->body, SIMILAR_BYTES));
    size_t main_length = article->main_length < body.length ? article->main_length : 0;
    if (document_zones(arena, body, main_length, &zones, error) < 0) return -1;
    if (text_tokenize(arena, article->title, 1, &title, error) < 0) return -1;
    if (text_tokenize_zones(arena, body, &zones, 1, &text, error) < 0) return -1;
    words->items = arena_array(arena, (size_t)title.count + text.count, sizeof *words->items);
    if (!words->items) return no_memory(error);
    add_text(words, &title, NULL);
    add_text(words, &text, &zones);
    join_words(words);
    return arena_failed(arena) ? no_memory(error) : 0;
}

/* ---- weighing */

static int by_weight(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    if (left->weight != right->weight) return left->weight > right->weight ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

/* Impact and rarity, as in a search; the length of the article is the same for all its words. A word that no other
 * article has leads nowhere. */
static int weigh_word(struct words *words, struct word *word, double documents, struct error *error)
{
    struct compiler *compiler = &words->compiler;
    struct query_node node = {.kind = QUERY_WORD, .text = word->text};
    uint32_t frequency;
    if (compile_word_frequency(compiler, &node, &frequency) < 0) return index_fail(error, &compiler->failure);
    double rarity = log(1 + documents / (1 + (double)frequency));
    word->merit = frequency < 2 ? 0 : rarity * word->weight / (word->weight + IMPACT_K1);
    return 0;
}

/* Every word is looked up in every language and segment, which takes long: what weighs most in the article comes first,
 * and where the time is up the others have no merit. */
static int weigh(struct words *words, struct error *error)
{
    double documents = snapshot_document_count(words->compiler.snapshot);
    if (words->count) qsort(words->items, words->count, sizeof *words->items, by_weight);
    for (size_t i = 0; i < words->count; i++) {
        words->stopped = i && i % SIMILAR_BATCH == 0 && clock_monotonic_us() >= words->deadline_us;
        if (words->stopped) return 0;
        if (weigh_word(words, &words->items[i], documents, error) < 0) return -1;
    }
    return 0;
}

static int by_merit(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    if (left->merit != right->merit) return left->merit > right->merit ? -1 : 1;
    return slice_compare(left->text, right->text);
}

/* ---- asking */

static struct query_node *make_node(struct arena *arena, enum query_kind kind, uint32_t children)
{
    struct query_node *node = arena_alloc(arena, sizeof *node);
    if (!node) return NULL;
    node->kind = kind;
    node->children = arena_array(arena, children, sizeof *node->children);
    return node->children ? node : NULL;
}

static struct query_node *leaf(struct arena *arena, enum query_kind kind, struct slice text)
{
    struct query_node *node = make_node(arena, kind, 0);
    if (node) node->text = arena_copy(arena, text);
    return node && node->text.data ? node : NULL;
}

static void add_child(struct query_node *parent, struct query_node *child)
{
    if (child) parent->children[parent->child_count++] = child;
}

static struct query_node *any_of(struct arena *arena, const struct words *words, size_t count)
{
    struct query_node *any = make_node(arena, QUERY_ANY, (uint32_t)count);
    for (size_t i = 0; any && i < count; i++) {
        struct query_node *node = leaf(arena, QUERY_WORD, words->items[i].text);
        uint32_t repeats = words->items[i].repeats;
        if (node) node->repeats = repeats < SIMILAR_REPEATS_MAX ? repeats : SIMILAR_REPEATS_MAX;
        add_child(any, node);
    }
    if (any) any->window = (uint32_t)ceil(SIMILAR_SHARE * (double)count);
    return any;
}

/* (all (any word word …) (not (field id))) */
static struct query_node *make_tree(struct arena *arena, const struct words *words, size_t count, struct slice id)
{
    if (count == 0) return make_node(arena, QUERY_NOTHING, 0);
    struct query_node *all = make_node(arena, QUERY_ALL, 2), *any = any_of(arena, words, count);
    struct query_node *without = make_node(arena, QUERY_NOT, 1), *own = leaf(arena, QUERY_FIELD, id);
    if (!all || !any || !without || !own) return NULL;
    own->field = schema_field(FIELD_NAME_ID);
    add_child(without, own);
    add_child(all, any);
    add_child(all, without);
    return all;
}

static int write_words(struct arena *arena, const struct words *words, size_t count, struct slice *out,
                       struct error *error)
{
    struct buffer text;
    buffer_init(&text, SIMILAR_WORDS_MAX * (TEXT_WORD_MAX + 1));
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_byte(&text, ' ');
        buffer_slice(&text, words->items[i].text);
    }
    *out = text.failed ? slice_make(NULL, 0) : arena_copy(arena, buffer_view(&text));
    buffer_free(&text);
    return out->data ? 0 : no_memory(error);
}

static int ask(struct words *words, const struct article *article, struct search_request *request, struct error *error)
{
    struct arena *arena = words->compiler.arena;
    size_t count = 0;
    if (gather(words, article, error) < 0) return -1;
    if (weigh(words, error) < 0) return -1;
    if (words->count) qsort(words->items, words->count, sizeof *words->items, by_merit);
    while (count < words->count && count < SIMILAR_WORDS_MAX && words->items[count].merit > 0) count++;
    request->tree = make_tree(arena, words, count, article->id);
    if (!request->tree || arena_failed(arena)) return no_memory(error);
    return write_words(arena, words, count, &request->query, error);
}

int similar_ask(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers, struct slice id,
                struct search_request *request, bool *partial, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    int64_t timeout_us = (request->timeout_ms ? request->timeout_ms : SEARCH_TIMEOUT_MS) * 1000;
    struct xap_document_id document;
    struct article article;
    *partial = false;
    if (!snapshot || !snapshot_reader(snapshot))
        return fail(error, ERROR_NOT_FOUND, 0, "there is no article with this id");
    if (snapshot_find(snapshot, article_id(arena, id), &document, error) < 0) return -1;
    if (snapshot_article(snapshot, arena, document, ARTICLE_WHOLE, &article, error) < 0) return -1;
    struct words words = {
        .compiler = {.arena = arena, .snapshot = snapshot, .reader = snapshot_reader(snapshot), .stemmers = stemmers},
        .deadline_us = start_us + (int64_t)(SIMILAR_WEIGHING_SHARE * (double)timeout_us)};
    words.stemmer = stemmers_get(stemmers, stemmers_language(stemmers, article.language), error);
    if (!words.stemmer || ask(&words, &article, request, error) < 0) return -1;
    int64_t left_ms = (start_us + timeout_us - clock_monotonic_us()) / 1000;
    request->timeout_ms = left_ms > 0 ? left_ms : 1;
    *partial = words.stopped;
    return 0;
}
