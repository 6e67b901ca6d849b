/* Random queries over random articles: what the index finds must be what reading every article finds. */
#include "../test.h"

#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/compile.h"
#include "query/search.h"

/* Sanitizers make both sides many times slower. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ARTICLES 1000
#define QUERIES  2000
#else
#define ARTICLES 3200
#define QUERIES  2400
#endif

#define SEGMENTS       5  /* commits of new articles */
#define AGAIN_EVERY    7  /* articles replaced after those */
#define DELETED_EVERY  11 /* articles deleted */
#define FAILURES_SHOWN 5

struct world {
    char directory[64];
    struct article articles[ARTICLES];
    bool deleted[ARTICLES];
    struct arena *arena; /* of the articles and what was read of them */
    struct arena *request;
    struct oracle *oracle;
    struct snapshot *snapshot;
    struct stemmers *stemmers;
    uint32_t *numbers[MANIFEST_SEGMENTS_MAX]; /* of the articles, by segment and document */
    bool found[ARTICLES];
    size_t telling; /* queries that some articles answer and some do not */
};

/* ---- what the index finds */

static void note_found(struct world *world, const struct xap_result *result)
{
    memset(world->found, 0, sizeof world->found);
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_document_id id = xap_result_hit(result, i).id;
        world->found[world->numbers[id.database][id.docid]] = true;
    }
}

/* All that matches, more than a request may ask for. */
static void find_all(struct world *world, const struct drawn_query *drawn, enum query_match match)
{
    struct query_options options = {.match = match, .strict = true};
    struct moment moment = {.arena = world->request};
    struct xap_query *compiled;
    struct query query;
    struct error error = {0};
    struct xap_error failure = {0};
    if (query_parse(world->request, slice_of(drawn->text), &options, &query, &error) < 0)
        fail_msg("%s\n  %s", drawn->text, error.message);
    assert_int_equal(
        query_compile(world->request, world->snapshot, world->stemmers, &options, &moment, &query, &compiled, &error),
        0);
    struct xap_search search = {.query = compiled,
                                .alive = snapshot_alive(world->snapshot),
                                .weight = XAP_WEIGHT_NONE,
                                .limit = ARTICLES,
                                .exact_total = true};
    struct xap_result *result = xap_search_run(snapshot_reader(world->snapshot), &search, &failure);
    assert_non_null(result);
    note_found(world, result);
    xap_result_free(result);
}

/* A page of the same, ranked. */
static void assert_request_agrees(struct world *world, const struct drawn_query *drawn, enum query_match match,
                                  size_t expected)
{
    struct search_request request = {.query = slice_of(drawn->text),
                                     .options.match = match,
                                     .limit = 5,
                                     .wanted = SEARCH_WANT_STORED,
                                     .timeout_ms = SEARCH_TIMEOUT_MS_MAX};
    struct search_reply reply;
    struct error error;
    assert_int_equal(search_run(world->request, world->snapshot, world->stemmers, &request, &reply, &error), 0);
    if (reply.total != expected || reply.note_count)
        fail_msg("%s: %lu instead of %zu, %zu notes", drawn->text, (unsigned long)reply.total, expected,
                 reply.note_count);
    for (size_t i = 0; i < reply.hit_count; i++) {
        struct xap_document_id id = reply.hits[i].document;
        assert_true(world->found[world->numbers[id.database][id.docid]]);
    }
}

/* ---- the comparison */

static void show(const struct world *world, const struct drawn_query *drawn, enum query_match match, size_t number)
{
    const struct article *article = &world->articles[number];
    print_error("%s (match %d)\n  %.*s: index %d\n  %.*s\n  %.*s\n", drawn->text, match, SLICE_ARGS(article->id),
                world->found[number], SLICE_ARGS(article->title), SLICE_ARGS(article->body));
}

/* Whether they differ. */
static bool compare(struct world *world, const struct drawn_query *drawn, enum query_match match, bool shown)
{
    size_t differences = 0, expected = 0;
    oracle_ask(world->oracle, world->request, drawn->root);
    find_all(world, drawn, match);
    for (size_t i = 0; i < ARTICLES; i++) {
        bool holds = !world->deleted[i] && oracle_holds(world->oracle, i, drawn->root);
        expected += holds;
        if (holds != world->found[i] && !differences++ && shown) show(world, drawn, match, i);
    }
    world->telling += expected > 0 && expected < snapshot_document_count(world->snapshot);
    if (differences == 0) assert_request_agrees(world, drawn, match, expected);
    return differences > 0;
}

static void random_queries_find_what_reading_every_article_finds(void **state)
{
    struct world *world = *state;
    size_t failures = 0;
    for (int i = 0; i < QUERIES; i++) {
        struct drawn_query drawn;
        enum query_match match = (enum query_match)(i % 3);
        arena_reset(world->request);
        query_draw(world->request, world->oracle, match, &drawn);
        failures += compare(world, &drawn, match, failures < FAILURES_SHOWN);
    }
    assert_int_equal(failures, 0);
    assert_true(world->telling > QUERIES / 2);
}

/* ---- the index */

static void draw_and_put(struct world *world, struct index_writer *writer, size_t i)
{
    struct error error;
    article_draw(world->arena, (unsigned)i, &world->articles[i]);
    assert_true(index_writer_put(writer, &world->articles[i], &error) != PUT_FAILED);
}

static void write_articles(struct world *world, struct index_writer *writer)
{
    struct error error;
    bool existed;
    for (size_t i = 0; i < ARTICLES; i++) {
        draw_and_put(world, writer, i);
        if ((i + 1) % (ARTICLES / SEGMENTS) == 0) assert_int_equal(index_writer_commit(writer, &error), 0);
    }
    for (size_t i = 0; i < ARTICLES; i += AGAIN_EVERY) draw_and_put(world, writer, i);
    for (size_t i = 0; i < ARTICLES; i += DELETED_EVERY) {
        world->deleted[i] = true;
        assert_int_equal(index_writer_delete(writer, world->articles[i].id, &existed, &error), 0);
    }
    assert_int_equal(index_writer_commit(writer, &error), 0);
}

static void number_documents(struct world *world)
{
    struct xap_document_id id;
    struct error error;
    for (size_t i = 0; i < snapshot_segment_count(world->snapshot); i++)
        world->numbers[i] =
            arena_array(world->arena, snapshot_segment(world->snapshot, i)->document_count + 1, sizeof(uint32_t));
    for (size_t i = 0; i < ARTICLES; i++) {
        if (world->deleted[i]) continue;
        assert_int_equal(snapshot_find(world->snapshot, world->articles[i].id, &id, &error), 0);
        world->numbers[id.database][id.docid] = (uint32_t)i;
    }
}

/* Several segments, in which articles have died since. */
static void assert_segments_with_dead(const struct world *world)
{
    size_t documents = 0;
    assert_true(snapshot_segment_count(world->snapshot) > 1);
    for (size_t i = 0; i < snapshot_segment_count(world->snapshot); i++)
        documents += snapshot_segment(world->snapshot, i)->document_count;
    assert_true(documents > snapshot_document_count(world->snapshot) + ARTICLES / DELETED_EVERY);
}

static int setup(void **state)
{
    struct world *world = *state = calloc(1, sizeof *world);
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    snprintf(world->directory, sizeof world->directory, "%.40s/tally-oracle-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(world->directory)) return -1;
    world->arena = arena_new((size_t)1 << 30);
    world->request = arena_new(SEARCH_ARENA_BYTES);
    struct index_writer *writer = index_writer_open(world->directory, slice_of("auto"), 0, &error);
    if (!writer) return -1;
    write_articles(world, writer);
    index_writer_close(writer);
    world->snapshot = snapshot_open(world->directory, &error);
    world->stemmers = world->snapshot ? snapshot_stemmers(world->snapshot, &error) : NULL;
    if (!world->stemmers) return -1;
    assert_segments_with_dead(world);
    number_documents(world);
    world->oracle = oracle_new(world->arena, world->stemmers);
    for (size_t i = 0; i < ARTICLES; i++) oracle_read(world->oracle, &world->articles[i]);
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    struct error error;
    snapshot_close(world->snapshot);
    stemmers_free(world->stemmers);
    arena_free(world->request);
    arena_free(world->arena);
    file_remove_tree(world->directory, &error);
    free(world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_queries_find_what_reading_every_article_finds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
