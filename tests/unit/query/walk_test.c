/* Walks by cursor while articles come, change and go: every article that stays as it is, once. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/figure_name.h"
#include "query/search.h"

#define STABLE     240 /* articles that nobody touches */
#define NOISE      120 /* articles that are there at first and come, change and go */
#define PAGE       19
#define WALKS_MAX  64
#define TEXT_BYTES 8192
#define LETTERS    26

struct fixture {
    char directory[64];
    struct index_writer *writer;
    struct stemmers *stemmers;
    struct snapshot *snapshot;
};

/* ---- articles */

/* A word of its own for every number: "zqca". */
static const char *word_of(const char *head, unsigned number, char out[16])
{
    snprintf(out, 16, "%s%c%c", head, 'a' + (int)(number / LETTERS % LETTERS), 'a' + (int)(number % LETTERS));
    return out;
}

/* What comes later makes rare words frequent, and other rare words pass for the frequent ones of before. */
static unsigned beginning_of(unsigned number, unsigned turn)
{
    return turn ? 120 + (number + turn) % 30 : number % 150;
}

/* Weights differ by the number of ports and by length; every seventh article has no date, every fifth no figure. */
static void write_body(unsigned number, unsigned turn, char out[TEXT_BYTES])
{
    char one[16], other[16];
    size_t used = (size_t)snprintf(out, TEXT_BYTES, "harbour %s %s ", word_of("zq", beginning_of(number, turn), one),
                                   word_of("kw", (number + turn) % 90, other));
    for (unsigned i = 0; i <= number % 4; i++) used += (size_t)snprintf(out + used, TEXT_BYTES - used, "port ");
    for (unsigned i = 0; i < number % 17; i++) used += (size_t)snprintf(out + used, TEXT_BYTES - used, "filler%u ", i);
    used += (size_t)snprintf(out + used, TEXT_BYTES - used, "%s ", number % 2 ? "importa" : "import");
    if (number % 3 == 0) used += (size_t)snprintf(out + used, TEXT_BYTES - used, "storm ");
    if (number % 5) snprintf(out + used, TEXT_BYTES - used, "Guards stopped %u attempts.", 100 + number * 7 % 60);
}

static void put(struct fixture *fixture, char kind, unsigned number, unsigned turn, const char *language)
{
    char id[32], date[16] = "", body[TEXT_BYTES];
    struct error error;
    snprintf(id, sizeof id, "%c%u", kind, number);
    if (number % 7) snprintf(date, sizeof date, "2021-03-%02u", number % 9 + 1);
    write_body(number + turn * 31, turn, body);
    struct article article = {
        .id = slice_of(id), .date = slice_of(date), .language = slice_of(language), .body = slice_of(body)};
    assert_int_not_equal(index_writer_put(fixture->writer, &article, &error), PUT_FAILED);
}

static void publish(struct fixture *fixture)
{
    struct error error = {0};
    if (index_writer_commit(fixture->writer, &error) < 0) fail_msg("%s", error.message);
    fixture->snapshot = snapshot_follow(fixture->snapshot, fixture->directory, &error);
    assert_non_null(fixture->snapshot);
    stemmers_free(fixture->stemmers);
    fixture->stemmers = snapshot_stemmers(fixture->snapshot, &error);
    assert_non_null(fixture->stemmers);
}

static int start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct error error;
    const char *base = getenv("TMPDIR");
    snprintf(fixture->directory, sizeof fixture->directory, "%.40s/tally-walk-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(fixture->directory));
    fixture->writer = index_writer_open(fixture->directory, slice_of("auto"), 0, &error);
    assert_non_null(fixture->writer);
    for (unsigned i = 0; i < STABLE; i++) put(fixture, 's', i, 0, "en");
    for (unsigned i = 0; i < NOISE; i++) put(fixture, 'n', i, 0, "en");
    publish(fixture);
    *state = fixture;
    return 0;
}

static int stop(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    index_writer_close(fixture->writer);
    snapshot_close(fixture->snapshot);
    stemmers_free(fixture->stemmers);
    file_remove_tree(fixture->directory, &error);
    free(fixture);
    return 0;
}

/* One commit: articles added, replaced (new words, another length, another date) and deleted; now and then all is
 * merged, and the rare words of before become frequent. */
static void disturb(struct fixture *fixture, unsigned turn)
{
    char id[32];
    struct error error;
    bool existed;
    for (unsigned i = 0; i < 9; i++) put(fixture, 'n', (turn * 9 + i) % (2 * NOISE), turn, i ? "en" : "es");
    for (unsigned i = 0; i < 4; i++) {
        snprintf(id, sizeof id, "n%u", (turn * 13 + i) % NOISE);
        assert_int_equal(index_writer_delete(fixture->writer, slice_of(id), &existed, &error), 0);
    }
    if (turn % 10 == 7) assert_int_equal(index_writer_merge(fixture->writer, &error), 0);
    publish(fixture);
}

/* ---- walks */

struct walk {
    const char *query, *figure;
    enum query_match match;
    enum search_sort sort;
    bool expected[STABLE], seen[STABLE];
    char cursor[2 * TEXT_BYTES];
    bool ended;
};

static struct search_request request_of(struct arena *arena, const struct walk *walk)
{
    struct error error;
    struct search_request request = {.query = slice_of(walk->query),
                                     .options.match = walk->match,
                                     .sort = walk->sort,
                                     .cursor = slice_of(walk->cursor),
                                     .wanted = SEARCH_WANT_STORED,
                                     .timeout_ms = SEARCH_TIMEOUT_MS_MAX,
                                     .limit = PAGE};
    if (walk->figure)
        assert_int_equal(figure_name_read(arena, slice_of(walk->figure), &request.sort_figure, &error), 0);
    return request;
}

static void run(struct fixture *fixture, struct arena *arena, const struct search_request *request,
                struct search_reply *reply)
{
    struct error error = {0};
    if (search_run(arena, fixture->snapshot, fixture->stemmers, request, reply, &error) < 0)
        fail_msg("%.*s: %s", SLICE_ARGS(request->query), error.message);
    assert_false(reply->partial);
}

/* The number of an article that nobody touches, or -1. */
static long stable_number(struct slice id)
{
    return id.data[0] == 's' ? strtol(id.data + 1, NULL, 10) : -1;
}

static void expect(struct fixture *fixture, struct walk *walk)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = request_of(arena, walk);
    struct search_reply reply;
    request.limit = SEARCH_LIMIT_MAX;
    run(fixture, arena, &request, &reply);
    assert_int_equal(reply.hit_count, reply.total);
    for (size_t i = 0; i < reply.hit_count; i++) {
        long number = stable_number(reply.hits[i].article.id);
        if (number >= 0) walk->expected[number] = true;
    }
    assert_int_equal(reply.next_cursor.length, 0);
    arena_free(arena);
}

static void take_page(struct fixture *fixture, struct walk *walk)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = request_of(arena, walk);
    struct search_reply reply;
    run(fixture, arena, &request, &reply);
    for (size_t i = 0; i < reply.hit_count; i++) {
        long number = stable_number(reply.hits[i].article.id);
        if (number < 0) continue;
        if (walk->seen[number]) fail_msg("%s, sort %d: s%ld came again", walk->query, walk->sort, number);
        walk->seen[number] = true;
    }
    walk->ended = reply.next_cursor.length == 0;
    assert_true(reply.next_cursor.length < sizeof walk->cursor);
    snprintf(walk->cursor, sizeof walk->cursor, "%.*s", SLICE_ARGS(reply.next_cursor));
    arena_free(arena);
}

static void check_complete(const struct walk *walk)
{
    for (long i = 0; i < STABLE; i++)
        if (walk->seen[i] != walk->expected[i])
            fail_msg("%s, sort %d: s%ld %s", walk->query, walk->sort, i, walk->seen[i] ? "came" : "is missing");
}

/* All walks take a page in turn, with a commit between two turns. */
static void walk_all(struct fixture *fixture, struct walk *walks, size_t count)
{
    bool going = true;
    for (size_t i = 0; i < count; i++) expect(fixture, &walks[i]);
    for (unsigned turn = 1; going; turn++) {
        going = false;
        for (size_t i = 0; i < count; i++) {
            if (!walks[i].ended) take_page(fixture, &walks[i]);
            going = going || !walks[i].ended;
        }
        disturb(fixture, turn);
    }
    for (size_t i = 0; i < count; i++) check_complete(&walks[i]);
}

static void an_article_that_stays_is_met_once_by_every_sort(void **state)
{
    static const char *const queries[] = {"port", "harbour port OR storm", "port -storm", "attempts:*",
                                          "\"harbour zq*\""};
    static const struct {
        enum search_sort sort;
        const char *figure;
    } sorts[] = {{SORT_RELEVANCE, NULL},
                 {SORT_DATE_NEWEST, NULL},
                 {SORT_DATE_OLDEST, NULL},
                 {SORT_FIGURE_GREATEST, "attempts"},
                 {SORT_FIGURE_SMALLEST, "figure"}};
    struct walk *walks = calloc(WALKS_MAX, sizeof *walks);
    size_t count = 0;
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++)
        for (size_t s = 0; s < sizeof sorts / sizeof *sorts; s++)
            walks[count++] = (struct walk){.query = queries[q], .sort = sorts[s].sort, .figure = sorts[s].figure};
    walk_all(*state, walks, count);
    free(walks);
}

/* Of 150 words that begin so 128 are searched, and of 90 words 64: which ones, the first page decides. */
static void the_words_that_a_query_stands_for_stay_those_of_the_first_page(void **state)
{
    static char many[TEXT_BYTES];
    char word[16];
    for (unsigned i = 0; i < 90; i++) {
        size_t used = strlen(many);
        snprintf(many + used, sizeof many - used, "%s ", word_of("kw", i, word));
    }
    struct walk *walks = calloc(WALKS_MAX, sizeof *walks);
    walks[0] = (struct walk){.query = "zq*"};
    walks[1] = (struct walk){.query = "zqaa~2", .sort = SORT_DATE_NEWEST};
    walks[2] = (struct walk){.query = "\"harbour zq*\" OR storm"};
    walks[3] = (struct walk){.query = "zq* port storm", .match = MATCH_MOST};
    walks[4] = (struct walk){.query = many, .match = MATCH_ANY};
    walk_all(*state, walks, 5);
    free(walks);
}

/* In Spanish importa has the stem import, which is another word's in English: until an article comes that is Spanish,
 * nobody asks for it. */
static void a_language_that_comes_meanwhile_brings_no_new_stems(void **state)
{
    struct walk *walks = calloc(WALKS_MAX, sizeof *walks);
    walks[0] = (struct walk){.query = "importa OR storm"};
    walks[1] = (struct walk){.query = "importa", .sort = SORT_DATE_NEWEST};
    walk_all(*state, walks, 2);
    free(walks);
}

/* ---- pages */

static void list_ids(const struct search_reply *reply, struct buffer *out)
{
    for (size_t i = 0; i < reply->hit_count; i++) buffer_printf(out, "%.*s ", SLICE_ARGS(reply->hits[i].article.id));
}

/* While nothing is committed, pages by offset and by cursor are the same. */
static void check_pages(struct fixture *fixture, struct walk *walk)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct buffer by_cursor, by_offset;
    struct search_reply reply;
    buffer_init(&by_cursor, 1 << 20);
    buffer_init(&by_offset, 1 << 20);
    do {
        struct search_request request = request_of(arena, walk);
        run(fixture, arena, &request, &reply);
        list_ids(&reply, &by_cursor);
        snprintf(walk->cursor, sizeof walk->cursor, "%.*s", SLICE_ARGS(reply.next_cursor));
    } while (walk->cursor[0]);
    struct search_request request = request_of(arena, walk);
    for (; request.offset < reply.total; request.offset += PAGE) {
        run(fixture, arena, &request, &reply);
        list_ids(&reply, &by_offset);
    }
    assert_string_equal(by_cursor.data, by_offset.data);
    buffer_free(&by_cursor);
    buffer_free(&by_offset);
    arena_free(arena);
}

static void pages_by_cursor_are_those_by_offset(void **state)
{
    struct fixture *fixture = *state;
    static struct walk walk;
    for (unsigned turn = 1; turn < 5; turn++) disturb(fixture, turn);
    for (int sort = SORT_RELEVANCE; sort <= SORT_FIGURE_SMALLEST; sort++) {
        walk = (struct walk){.query = "harbour port", .sort = (enum search_sort)sort};
        if (sort >= SORT_FIGURE_GREATEST) walk.figure = "attempts";
        check_pages(fixture, &walk);
        walk = (struct walk){.query = "zq* OR storm", .sort = (enum search_sort)sort};
        if (sort >= SORT_FIGURE_GREATEST) walk.figure = "attempts";
        check_pages(fixture, &walk);
    }
}

static void refused(struct fixture *fixture, struct walk *walk, uint32_t offset)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = request_of(arena, walk);
    struct search_reply reply;
    struct error error = {0};
    request.offset = offset;
    assert_int_equal(search_run(arena, fixture->snapshot, fixture->stemmers, &request, &reply, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_REQUEST);
    arena_free(arena);
}

static void a_cursor_is_for_its_own_question_only(void **state)
{
    struct fixture *fixture = *state;
    static struct walk walk, other;
    walk = (struct walk){.query = "port storm"};
    take_page(fixture, &walk);
    assert_false(walk.ended);
    other = walk;
    other.query = "storm port";
    refused(fixture, &other, 0);
    other = walk;
    other.match = MATCH_ANY;
    refused(fixture, &other, 0);
    other = walk;
    other.sort = SORT_DATE_NEWEST;
    refused(fixture, &other, 0);
    other.sort = SORT_FIGURE_GREATEST;
    other.figure = "attempts";
    refused(fixture, &other, 0);
    refused(fixture, &walk, 1);
    other = walk;
    strcpy(other.cursor, "nonsense");
    refused(fixture, &other, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_article_that_stays_is_met_once_by_every_sort),
        TEST(the_words_that_a_query_stands_for_stay_those_of_the_first_page),
        TEST(a_language_that_comes_meanwhile_brings_no_new_stems),
        TEST(pages_by_cursor_are_those_by_offset),
        TEST(a_cursor_is_for_its_own_question_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
