/* Completions over a small index, with as little memory as they may get. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/search.h"
#include "query/suggest.h"

#define MEMORY_STEP 1.01
#define TEXT_MAX    4096

struct fixture {
    char directory[64];
    struct snapshot *snapshot;
    struct stemmers *stemmers;
};

static const char *const bodies[] = {
    "Guards of Melilla stopped 50,000 migration attempts. The migrants went on to Ceuta.",
    "The port moved 3.5 tonnes of goods and 40 migratory birds; its mirror is old and its minister milder.",
    "Police saw 12 attempts and 3 attacks. It cost $2 million, and the mission missed its mileage.",
};

static int set_up(void **state)
{
    static struct fixture fixture;
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    snprintf(fixture.directory, sizeof fixture.directory, "%.40s/tally-suggest-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(fixture.directory));
    fixture.stemmers = stemmers_new(slice_of("en"), &error);
    struct index_writer *writer = index_writer_open(fixture.directory, slice_of("en"), 0, &error);
    assert_non_null(writer);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char id[8];
        snprintf(id, sizeof id, "%zu", i);
        struct article article = {
            .id = slice_of(id), .language = slice_of("en"), .title = slice_of(bodies[i]), .body = slice_of(bodies[i])};
        assert_int_equal(index_writer_put(writer, &article, &error), PUT_ADDED);
    }
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
    fixture.snapshot = snapshot_open(fixture.directory, &error);
    assert_non_null(fixture.snapshot);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    snapshot_close(fixture->snapshot);
    stemmers_free(fixture->stemmers);
    file_remove_tree(fixture->directory, &error);
    return 0;
}

/* Writes "text=documents …". The code of the error; *partial: the clock had a word in it. */
static enum error_code complete(const struct fixture *fixture, const char *typed, size_t memory, char *out,
                                bool *partial)
{
    struct arena *arena = arena_new(memory);
    struct suggest_reply reply = {0};
    struct error error = {0};
    int status = suggest_run(arena, fixture->snapshot, fixture->stemmers, slice_of(typed), SUGGEST_LIMIT_DEFAULT,
                             &reply, &error);
    out[0] = 0;
    for (size_t i = 0, at = 0; status == 0 && i < reply.count; i++)
        at += (size_t)snprintf(out + at, TEXT_MAX - at, "%.*s=%ld ", SLICE_ARGS(reply.items[i].text),
                               (long)reply.items[i].documents);
    *partial = reply.partial;
    arena_free(arena);
    return error.code;
}

static void without_memory_suggestions_fail_and_are_never_fewer(void **state)
{
    const struct fixture *fixture = *state;
    char all[TEXT_MAX], some[TEXT_MAX];
    bool partial;
    size_t failed = 0;
    do assert_int_equal(complete(fixture, "title:mi", SEARCH_ARENA_BYTES, all, &partial), ERROR_NONE);
    while (partial);
    assert_non_null(strstr(all, "mirror=1 "));
    for (double memory = 1024; memory < (double)SEARCH_ARENA_BYTES; memory *= MEMORY_STEP) {
        enum error_code code = complete(fixture, "title:mi", (size_t)memory, some, &partial);
        assert_true(code == ERROR_NONE || code == ERROR_NO_MEMORY);
        failed += code == ERROR_NO_MEMORY;
        if (code == ERROR_NONE && !partial) assert_string_equal(some, all);
    }
    assert_true(failed > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_memory_suggestions_fail_and_are_never_fewer, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
