/* Whole requests over a small index: three real articles when they are there, and a few of our own. */
#include "../test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/search.h"

struct fixture {
    char directory[64];
    struct snapshot *snapshot;
    struct stemmer *stemmer;
};

/* ---- an index in a temporary folder */

static struct index_writer *start(struct fixture *fixture, const char *stem)
{
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    snprintf(fixture->directory, sizeof fixture->directory, "%.40s/tally-query-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(fixture->directory));
    fixture->stemmer = stemmer_new(slice_of(stem), &error);
    assert_non_null(fixture->stemmer);
    struct index_writer *writer = index_writer_open(fixture->directory, slice_of(stem), 0, &error);
    assert_non_null(writer);
    return writer;
}

static void put(struct index_writer *writer, const char *id, const char *date, const char *title, const char *body)
{
    struct error error = {0};
    struct article article = {.id = slice_of(id),
                              .date = slice_of(date),
                              .title = slice_of(title),
                              .source = slice_of("Example.org"),
                              .url = slice_of("https://example.org/a"),
                              .language = slice_of("en"),
                              .body = slice_of(body)};
    assert_int_equal(index_writer_put(writer, &article, &error), PUT_ADDED);
}

static void commit(struct index_writer *writer)
{
    struct error error = {0};
    if (index_writer_commit(writer, &error) < 0) print_error("%s\n", error.message);
    assert_int_equal(error.code, ERROR_NONE);
}

static void finish(struct fixture *fixture, struct index_writer *writer)
{
    struct error error = {0};
    commit(writer);
    index_writer_close(writer);
    fixture->snapshot = snapshot_open(fixture->directory, &error);
    if (!fixture->snapshot) print_error("%s\n", error.message);
    assert_non_null(fixture->snapshot);
}

static void stop(struct fixture *fixture)
{
    struct error error;
    snapshot_close(fixture->snapshot);
    stemmer_free(fixture->stemmer);
    file_remove_tree(fixture->directory, &error);
}

/* ---- asking */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of the hits in byte order, joined by spaces; "error: …" for a refused query. */
static void answer(const struct fixture *fixture, const char *query, struct query_options options, char *out,
                   size_t size)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = {.query = slice_of(query), .options = options, .limit = 100};
    struct search_reply reply;
    struct error error = {0};
    const char *ids[100];
    out[0] = 0;
    if (search_run(arena, fixture->snapshot, fixture->stemmer, &request, &reply, &error) < 0) {
        snprintf(out, size, "error: %s %lu", error_word(error.code), (unsigned long)error.offset);
    } else {
        assert_int_equal(reply.total, reply.hit_count);
        for (size_t i = 0; i < reply.hit_count; i++) ids[i] = arena_string(arena, reply.hits[i].article.id);
        qsort(ids, reply.hit_count, sizeof *ids, by_text);
        for (size_t i = 0, at = 0; i < reply.hit_count; i++)
            at += (size_t)snprintf(out + at, size - at, "%s%.3s", i ? " " : "", ids[i]);
    }
    arena_free(arena);
}

static size_t check(const struct fixture *fixture, const char *query, const char *expected)
{
    char actual[1024];
    answer(fixture, query, (struct query_options){0}, actual, sizeof actual);
    if (strcmp(actual, expected) == 0) return 0;
    print_error("%s: expected “%s”, found “%s”\n", query, expected, actual);
    return 1;
}

/* ---- three articles from the press */

/* The title of an article is its first line when that is short and an empty line follows. */
static void put_file(struct index_writer *writer, const char *folder, const char *name)
{
    char path[4096], title[256] = "";
    struct buffer bytes;
    struct error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    buffer_init(&bytes, ARTICLE_BODY_MAX);
    assert_int_equal(file_read(path, &bytes, &error), 0);
    const char *line = strstr(bytes.data, "\n\n");
    const char *body = bytes.data;
    if (line && !memchr(body, '\n', (size_t)(line - body)) && line - body < 200) {
        snprintf(title, sizeof title, "%.*s", (int)(line - body), body);
        body = line + 2;
    }
    put(writer, name, "2022", title, body);
    buffer_free(&bytes);
}

static int press_setup(void **state)
{
    static struct fixture fixture;
    const char *root = getenv("TALLY_SOURCE_DIR");
    char folder[4096];
    struct dirent **names = NULL;
    snprintf(folder, sizeof folder, "%s/../shared/articles", root ? root : ".");
    int count = scandir(folder, &names, NULL, alphasort);
    *state = NULL;
    if (count < 0) return 0;
    struct index_writer *writer = start(&fixture, "en");
    for (int i = 0; i < count; i++) {
        if (strstr(names[i]->d_name, ".txt")) put_file(writer, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    finish(&fixture, writer);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    if (*state) stop(*state);
    return 0;
}

static void the_press_is_found_by_its_words_and_figures(void **state)
{
    static const struct {
        const char *query, *ids;
    } rows[] = {
        {"Ceuta", "004"},
        {"\"Ceuta and Melilla\"", "004"},
        {"attempts:50000..70000", "000 001 004"},
        {"networks:50..300", "001 004"},
        {"usd:100M..200M", "001"},
        {"figure:1000000..2000000", ""},
        {"figure:>=1M figure:<=2M", ""},
        {"65000", "000"},
        {"65,000", "000"},
        {"65K", "000"},
        {"65 thousand", "000"},
        {"\"65000 irregular\"", "000"},
        {"\"50000..70000 irregular migration attempts\"", "000"},
        {"\"500..700 irregular migration attempts\"", ""},
        {"criminal NEAR/5 networks -Ceuta", "001"},
        {"people:90..110", "004"},
        {"cells:3000", "001"},
        {"networks:50000..70000", ""},
        {"figure:2025", ""},
        {"\"Ceuta and Melilla", "004"},
        {"attempts:70000..50000", "error: bad_query 9"},
    };
    size_t failures = 0;
    if (!*state) {
        print_message("skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) failures += check(*state, rows[i].query, rows[i].ids);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest press[] = {
        cmocka_unit_test(the_press_is_found_by_its_words_and_figures),
    };
    return cmocka_run_group_tests_name("press", press, press_setup, teardown);
}
