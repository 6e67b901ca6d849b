/* Documents named by bitmaps: as a query over several databases, and as the only ones alive. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "support.h"

enum { DATABASES = 3, BITMAP_WORDS = 4 };

/* So many documents has each database: less than a word of a bitmap, none, and more than two words. */
static const uint32_t document_count[DATABASES] = {50, 0, 200};

struct sets {
    uint64_t words[DATABASES][BITMAP_WORDS];
    struct xap_bitmap bitmaps[DATABASES];
};

/* The sets of those documents for which `in` holds. */
static void make_sets(struct sets *sets, bool (*in)(uint32_t database, uint32_t docid))
{
    memset(sets, 0, sizeof *sets);
    for (uint32_t d = 0; d < DATABASES; d++) {
        uint32_t count = 0;
        for (uint32_t docid = 1; docid <= document_count[d]; docid++) {
            if (!in(d, docid)) continue;
            sets->words[d][(docid - 1) / 64] |= UINT64_C(1) << (docid - 1) % 64;
            count++;
        }
        sets->bitmaps[d] = (struct xap_bitmap){sets->words[d], document_count[d], count};
    }
}

static bool nobody(uint32_t database, uint32_t docid)
{
    (void)database, (void)docid;
    return false;
}

static bool everybody(uint32_t database, uint32_t docid)
{
    (void)database, (void)docid;
    return true;
}

static bool tens(uint32_t database, uint32_t docid)
{
    (void)database;
    return docid % 10 == 0;
}

/* At both sides of the borders between the words of a bitmap, and the last. */
static bool borders(uint32_t database, uint32_t docid)
{
    return database == 2 && (docid == 1 || docid == 64 || docid == 65 || docid == 128 || docid == 200);
}

static bool last_of_first(uint32_t database, uint32_t docid)
{
    return database == 0 && docid == 50;
}

/* Each document holds "all" and the words of the numbers that divide its own: "2", "64", "65", "200". */
static void add_numbered(struct xap_writer *writer, uint32_t number)
{
    static const uint32_t divisors[] = {2, 64, 65, 200};
    struct xap_error error = {0};
    char text[64] = "all";
    for (size_t i = 0; i < sizeof divisors / sizeof *divisors; i++) {
        size_t used = strlen(text);
        if (number % divisors[i] == 0) snprintf(text + used, sizeof text - used, " %u", divisors[i]);
    }
    struct text_document document = {.text = text};
    assert_int_equal(add_text(writer, &document, &error), 0);
}

static struct xap_reader *open_parts(const char *scratch)
{
    char paths[DATABASES][PATH_BYTES], name[16];
    const char *pointers[DATABASES];
    for (uint32_t d = 0; d < DATABASES; d++) {
        struct xap_error error = {0};
        snprintf(name, sizeof name, "%u", d);
        struct xap_writer *writer = xap_create(pointers[d] = path_in(scratch, name, paths[d]), XAP_DIRECT, 0, &error);
        assert_non_null(writer);
        for (uint32_t number = 1; number <= document_count[d]; number++) add_numbered(writer, number);
        assert_int_equal(xap_writer_finish(writer, &error), 0);
        xap_writer_free(writer);
    }
    return open_all(pointers, DATABASES);
}

static struct xap_query *documents(const struct xap_reader *reader, const struct sets *sets)
{
    struct xap_error error = {0};
    struct xap_query *query = xap_query_documents(reader, sets->bitmaps, DATABASES, &error);
    if (!query) refuse("%s", error.message);
    return query;
}

static void check_total(const struct xap_reader *reader, struct xap_search search, struct xap_query *query,
                        uint32_t expected)
{
    bool exact = false;
    search.query = query;
    search.exact_total = true;
    struct xap_result *result = run_search(reader, &search);
    assert_int_equal(xap_result_total(result, &exact), expected);
    assert_true(exact);
    xap_result_free(result);
    xap_query_free(query);
}

/* ------------------------------------------------------------------ as a query */

static void a_set_is_its_documents(void **state)
{
    struct sets none, every, border, tenth;
    struct xap_reader *reader = open_parts(*state);
    const struct xap_search any = {.weight = XAP_WEIGHT_NONE};
    make_sets(&none, nobody);
    make_sets(&every, everybody);
    make_sets(&border, borders);
    make_sets(&tenth, tens);
    check_hits(reader, any, documents(reader, &none), "");
    check_hits(reader, any, documents(reader, &border), "2:1 2:64 2:65 2:128 2:200");
    check_total(reader, any, documents(reader, &none), 0);
    check_total(reader, any, documents(reader, &every), 250);
    check_total(reader, any, documents(reader, &tenth), 25);
    xap_close(reader);
}

static void sets_join_with_terms_and_each_other(void **state)
{
    struct sets none, every, border, tenth, last;
    struct xap_reader *reader = open_parts(*state);
    const struct xap_search any = {.weight = XAP_WEIGHT_NONE};
    make_sets(&none, nobody);
    make_sets(&every, everybody);
    make_sets(&border, borders);
    make_sets(&tenth, tens);
    make_sets(&last, last_of_first);
    check_hits(reader, any, join2(XAP_AND, documents(reader, &border), term("2")), "2:64 2:128 2:200");
    check_hits(reader, any, join2(XAP_AND, term("65"), documents(reader, &border)), "2:65");
    check_hits(reader, any, join2(XAP_AND, documents(reader, &border), documents(reader, &tenth)), "2:200");
    check_hits(reader, any, join2(XAP_AND, documents(reader, &none), term("all")), "");
    check_hits(reader, any, join2(XAP_OR, documents(reader, &last), term("65")), "0:50 2:65 2:130 2:195");
    check_hits(reader, any, join2(XAP_OR, documents(reader, &none), term("200")), "2:200");
    check_hits(reader, any, join2(XAP_AND_NOT, documents(reader, &border), term("2")), "2:1 2:65");
    check_hits(reader, any, join2(XAP_AND_NOT, term("64"), documents(reader, &border)), "2:192");
    check_hits(reader, any, join2(XAP_AND_NOT, term("all"), documents(reader, &every)), "");
    check_total(reader, any, join2(XAP_AND_NOT, term("all"), documents(reader, &tenth)), 225);
    check_total(reader, any, join2(XAP_OR, documents(reader, &tenth), term("2")), 125);
    xap_close(reader);
}

/* Looking for a rare term, the set is asked to skip; looking through a sparse set, the term is. */
static void far_skips_lose_nothing(void **state)
{
    struct sets border, last, every;
    struct xap_reader *reader = open_parts(*state);
    const struct xap_search any = {.weight = XAP_WEIGHT_NONE};
    make_sets(&border, borders);
    make_sets(&last, last_of_first);
    make_sets(&every, everybody);
    check_hits(reader, any, join2(XAP_AND, term("200"), documents(reader, &every)), "2:200");
    check_hits(reader, any, join2(XAP_AND, documents(reader, &every), term("200")), "2:200");
    check_hits(reader, any, join2(XAP_AND, documents(reader, &last), term("all")), "0:50");
    check_hits(reader, any, join2(XAP_AND, documents(reader, &last), documents(reader, &border)), "");
    struct xap_query *either = join2(XAP_OR, documents(reader, &border), documents(reader, &last));
    check_hits(reader, any, join2(XAP_AND, either, term("2")), "0:50 2:64 2:128 2:200");
    xap_close(reader);
}

static void a_set_weighs_nothing(void **state)
{
    struct sets border;
    struct xap_reader *reader = open_parts(*state);
    make_sets(&border, borders);
    struct xap_query *query = join2(XAP_OR, documents(reader, &border), term("64"));
    struct xap_search search = {.query = query, .limit = 10};
    struct xap_result *result = run_search(reader, &search);
    assert_string_equal(hits_in_words(result), "2:64 2:128 2:192 2:1 2:65 2:200");
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

static void documents_that_do_not_exist_are_in_no_set(void **state)
{
    char gaps[PATH_BYTES], whole[PATH_BYTES];
    raw_make_with_deletions(path_in(*state, "gaps", gaps), 9, 3, 5);
    make_numbered(path_in(*state, "whole", whole), 4);
    const char *paths[] = {gaps, whole};
    struct xap_reader *reader = open_all(paths, 2);
    const uint64_t full[2] = {UINT64_MAX, UINT64_MAX};
    const struct xap_bitmap sets[] = {{full, 128, 128}, {full, 100, 100}};
    struct xap_error error = {0};
    const struct xap_search any = {.weight = XAP_WEIGHT_NONE}, alive = {.weight = XAP_WEIGHT_NONE, .alive = sets};
    const char *there = "0:1 1:1 0:2 1:2 1:3 1:4 0:6 0:7 0:8 0:9";
    check_hits(reader, any, xap_query_documents(reader, sets, 2, &error), there);
    check_hits(reader, alive, xap_query_everything(&error), there);
    check_total(reader, any, xap_query_documents(reader, sets, 2, &error), 10);
    check_total(reader, alive, term("all"), 10);
    xap_close(reader);
}

static void sets_that_do_not_fit_the_reader_are_refused(void **state)
{
    struct sets every;
    struct xap_error error = {0};
    struct xap_reader *reader = open_parts(*state);
    make_sets(&every, everybody);
    assert_null(xap_query_documents(reader, every.bitmaps, DATABASES - 1, &error));
    assert_int_equal(error.code, XAP_INVALID);
    every.bitmaps[2].words = NULL;
    assert_null(xap_query_documents(reader, every.bitmaps, DATABASES, &error));
    assert_int_equal(error.code, XAP_INVALID);
    struct xap_query *query = term("all");
    struct xap_search search = {.query = query, .alive = every.bitmaps};
    assert_null(xap_search_run(reader, &search, &error));
    assert_int_equal(error.code, XAP_INVALID);
    xap_query_free(query);
    xap_close(reader);
}

static void a_set_of_another_reader_is_refused(void **state)
{
    char path[PATH_BYTES];
    uint64_t word = 1;
    const struct xap_bitmap set = {&word, 1, 1};
    struct xap_error error = {0};
    make_numbered(path_in(*state, "db", path), 1);
    struct xap_reader *reader = open_one(path), *other = open_one(path);
    struct xap_query *query = join2(XAP_OR, term("all"), xap_query_documents(other, &set, 1, &error));
    struct xap_search search = {.query = query, .limit = 1};
    assert_null(xap_search_run(reader, &search, &error));
    assert_int_equal(error.code, XAP_INVALID);
    xap_query_free(query);
    xap_close(other);
    xap_close(reader);
}

/* ------------------------------------------------------------------ as the only ones alive */

static void the_dead_are_neither_hits_nor_counted(void **state)
{
    struct sets none, every, border, tenth;
    struct xap_reader *reader = open_parts(*state);
    make_sets(&none, nobody);
    make_sets(&every, everybody);
    make_sets(&border, borders);
    make_sets(&tenth, tens);
    struct xap_search search = {.weight = XAP_WEIGHT_NONE, .alive = border.bitmaps};
    check_hits(reader, search, term("all"), "2:1 2:64 2:65 2:128 2:200");
    check_hits(reader, search, join2(XAP_AND_NOT, term("all"), term("2")), "2:1 2:65");
    check_hits(reader, search, documents(reader, &tenth), "2:200");
    check_total(reader, search, term("all"), 5);
    check_total(reader, search, join2(XAP_OR, term("64"), term("65")), 3);
    search.alive = none.bitmaps;
    check_hits(reader, search, term("all"), "");
    check_total(reader, search, term("all"), 0);
    search.alive = every.bitmaps;
    check_total(reader, search, term("all"), 250);
    xap_close(reader);
}

static void the_dead_are_not_in_facets_and_stand_for_nobody(void **state)
{
    char path[PATH_BYTES];
    const struct text_document texts[] = {{"a", {"x"}}, {"a", {"x"}}, {"a", {"y"}}, {"a", {"y"}}, {"a", {"z"}}};
    make_database(path_in(*state, "db", path), texts, 5);
    struct xap_reader *reader = open_one(path);
    const uint64_t words = 1 << 1 | 1 << 2 | 1 << 3;
    const struct xap_bitmap alive = {&words, 5, 3};
    struct xap_search search = {.weight = XAP_WEIGHT_NONE, .alive = &alive, .collapse = true, .exact_total = true};
    check_hits(reader, search, term("a"), "0:2 0:3");
    check_total(reader, search, term("a"), 2);
    xap_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_set_is_its_documents),
        TEST(sets_join_with_terms_and_each_other),
        TEST(far_skips_lose_nothing),
        TEST(a_set_weighs_nothing),
        TEST(documents_that_do_not_exist_are_in_no_set),
        TEST(sets_that_do_not_fit_the_reader_are_refused),
        TEST(a_set_of_another_reader_is_refused),
        TEST(the_dead_are_neither_hits_nor_counted),
        TEST(the_dead_are_not_in_facets_and_stand_for_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
