/* Hits in the order asked for: by value, by the caller's key, collapsed; and facets counted. */
#include "../test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

/* Slot 0 is a group, slot 1 a rank; all hold "word", some more often. */
static const struct text_document first[] = {
    {"word", {"red", "5"}},
    {"word word", {"blue", "2"}},
    {"word", {NULL, "9"}},
    {"word word word", {"red", NULL}},
};
static const struct text_document second[] = {
    {"word", {"blue", "1"}},
    {"word", {NULL, "5"}},
    {"word word word word", {"red", "7"}},
};

/* Databases of four and of three documents, as one. */
static struct xap_reader *open_pair(const char *scratch, const struct text_document *four,
                                    const struct text_document *three)
{
    char a[PATH_BYTES], b[PATH_BYTES];
    make_database(path_in(scratch, "a", a), four, 4);
    make_database(path_in(scratch, "b", b), three, 3);
    const char *paths[] = {a, b};
    return open_all(paths, 2);
}

static struct xap_reader *open_both(const char *scratch)
{
    return open_pair(scratch, first, second);
}

/* ------------------------------------------------------------------ by value */

static void a_value_sorts_in_byte_order_then_by_weight_and_none_comes_last(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_search search = {.sort = XAP_SORT_VALUE_ASCENDING, .sort_slot = 1};
    check_hits(reader, search, term("word"), "1:1 0:2 0:1 1:2 1:3 0:3 0:4");
    search.sort = XAP_SORT_VALUE_DESCENDING;
    check_hits(reader, search, term("word"), "0:3 1:3 0:1 1:2 0:2 1:1 0:4");
    search.sort_slot = 0;
    check_hits(reader, search, term("word"), "1:3 0:4 0:1 0:2 1:1 1:2 0:3");
    search.offset = 2;
    search.limit = 2;
    check_hits(reader, search, term("word"), "0:1 0:2");
    xap_close(reader);
}

/* ------------------------------------------------------------------ by the caller's key */

struct keys {
    double of[2][4];
    unsigned asked[2][4];
    bool lost; /* asked for a document that is not there */
};

static double key_of(void *context, struct xap_document_id id)
{
    struct keys *keys = context;
    if (id.database > 1 || id.docid == 0 || id.docid > (id.database ? 3 : 4)) {
        keys->lost = true;
        return 0;
    }
    keys->asked[id.database][id.docid - 1]++;
    return keys->of[id.database][id.docid - 1];
}

static void check_order(const struct xap_reader *reader, struct keys *keys, enum xap_sort sort, struct xap_query *query,
                        const char *expected)
{
    struct xap_search search = {.sort = sort, .sort_key = key_of, .sort_context = keys};
    check_hits(reader, search, query, expected);
    assert_false(keys->lost);
}

static void a_key_sorts_both_ways_with_nan_lowest(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct keys keys = {.of = {{3.5, -1e300, NAN, 1e-300}, {-INFINITY, INFINITY, 0}}};
    check_order(reader, &keys, XAP_SORT_KEY_ASCENDING, term("word"), "0:3 1:1 0:2 1:3 0:4 0:1 1:2");
    check_order(reader, &keys, XAP_SORT_KEY_DESCENDING, term("word"), "1:2 0:1 0:4 1:3 0:2 1:1 0:3");
    xap_close(reader);
}

static void equal_keys_are_ordered_by_weight_then_docid(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct keys keys = {.of = {{1, 1, 1, 1}, {1, 1, 2}}};
    check_order(reader, &keys, XAP_SORT_KEY_ASCENDING, term("word"), "0:4 0:2 0:1 1:1 1:2 0:3 1:3");
    xap_close(reader);
}

/* Whatever the query is made of, the function is asked about the document that matched. */
static void the_key_is_asked_for_the_document_that_matched(void **state)
{
    struct xap_error error = {0};
    struct xap_reader *reader = open_both(*state);
    const uint64_t words[2] = {0xF, 0x7};
    const struct xap_bitmap sets[] = {{&words[0], 4, 4}, {&words[1], 3, 3}};
    struct keys keys = {.of = {{10, 20, 30, 40}, {15, 25, 35}}};
    const char *upwards = "0:1 1:1 0:2 1:2 0:3 1:3 0:4";
    check_order(reader, &keys, XAP_SORT_KEY_ASCENDING, xap_query_everything(&error), upwards);
    check_order(reader, &keys, XAP_SORT_KEY_ASCENDING, xap_query_documents(reader, sets, 2, &error), upwards);
    struct xap_query *either = join2(XAP_OR, term("nobody"), join_words(XAP_PHRASE, "word word", 0));
    check_order(reader, &keys, XAP_SORT_KEY_DESCENDING, either, "0:4 1:3 0:2");
    struct xap_query *without = join2(XAP_AND_NOT, term("word"), join_words(XAP_NEAR, "word word", 0));
    check_order(reader, &keys, XAP_SORT_KEY_DESCENDING, without, "0:3 1:2 1:1 0:1");
    struct xap_query *ranged = xap_query_value_range(1, "5", 1, NULL, 0, &error);
    check_order(reader, &keys, XAP_SORT_KEY_DESCENDING, ranged, "1:3 0:3 1:2 0:1");
    struct xap_query *mixed = join2(XAP_OR, join_words(XAP_PHRASE, "word word word", 0), term("word"));
    check_order(reader, &keys, XAP_SORT_KEY_ASCENDING, mixed, upwards);
    for (int d = 0; d < 2; d++) {
        for (int i = 0; i < (d ? 3 : 4); i++) assert_true(keys.asked[d][i] > 0);
    }
    xap_close(reader);
}

/* ------------------------------------------------------------------ ties and places */

/* Slot 0 tells the documents apart. */
static const struct text_document tied[] = {
    {"word", {"f"}},
    {"word", {"b"}},
    {"word word", {"e"}},
    {"word", {"a"}},
};
static const struct text_document tied_too[] = {
    {"word", {"d"}},
    {"word word", {"c"}},
    {"word", {"g"}},
};

static struct xap_reader *open_tied(const char *scratch)
{
    return open_pair(scratch, tied, tied_too);
}

static double same_key(void *context, struct xap_document_id id)
{
    (void)context;
    (void)id;
    return 1;
}

static void ties_are_broken_by_a_value_in_every_sort(void **state)
{
    struct xap_reader *reader = open_tied(*state);
    struct xap_search search = {.break_ties = true, .sort_key = same_key, .sort_slot = 2};
    for (int sort = XAP_SORT_WEIGHT; sort <= XAP_SORT_KEY_DESCENDING; sort++) {
        search.sort = (enum xap_sort)sort;
        search.limit = 0;
        check_hits(reader, search, term("word"), "1:2 0:3 0:4 0:2 1:1 0:1 1:3");
        search.limit = 4;
        check_hits(reader, search, term("word"), "1:2 0:3 0:4 0:2");
    }
    xap_close(reader);
}

static void a_search_goes_on_behind_a_place(void **state)
{
    struct xap_reader *reader = open_tied(*state);
    struct xap_query *query = term("word");
    struct xap_search search = {.query = query, .break_ties = true, .sort_key = same_key, .sort_slot = 2, .limit = 1};
    struct xap_result *result = run_search(reader, &search);
    struct xap_place place = {.weight = xap_result_hit(result, 0).weight, .key = 1, .tie = "c", .tie_length = 1};
    assert_true(xap_result_more(result));
    xap_result_free(result);
    search.after = &place;
    for (int sort = XAP_SORT_WEIGHT; sort <= XAP_SORT_KEY_DESCENDING; sort++) {
        search.sort = (enum xap_sort)sort;
        search.limit = 3;
        check_hits(reader, search, term("word"), "0:3 0:4 0:2");
        search.limit = 100;
        check_hits(reader, search, term("word"), "0:3 0:4 0:2 1:1 0:1 1:3");
    }
    result = run_search(reader, &search);
    assert_int_equal(xap_result_total(result, NULL), 7);
    assert_false(xap_result_more(result));
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

/* ------------------------------------------------------------------ collapse */

static void each_value_keeps_its_best_hit(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_query *query = term("word");
    struct xap_search search = {.query = query, .limit = 10, .collapse = true, .exact_total = true};
    struct xap_result *result = run_search(reader, &search);
    bool exact = false;
    assert_string_equal(hits_in_words(result), "1:3 0:2 1:2 0:3");
    assert_int_equal(xap_result_hit(result, 0).collapsed, 2);
    assert_int_equal(xap_result_hit(result, 1).collapsed, 1);
    assert_int_equal(xap_result_hit(result, 2).collapsed, 0);
    assert_int_equal(xap_result_total(result, &exact), 4);
    assert_true(exact);
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

/* ------------------------------------------------------------------ facets */

struct lines {
    char text[256];
    unsigned left; /* stop after so many */
};

static bool add_line(void *context, const char *value, size_t length, uint32_t count)
{
    struct lines *lines = context;
    size_t used = strlen(lines->text);
    snprintf(lines->text + used, sizeof lines->text - used, "%.*s=%u ", (int)length, value, count);
    return --lines->left > 0;
}

static void check_facet(const struct xap_result *result, size_t facet, unsigned at_most, const char *expected)
{
    struct lines lines = {.left = at_most};
    struct xap_error error = {0};
    assert_int_equal(xap_result_facet(result, facet, add_line, &lines, &error), 0);
    assert_string_equal(lines.text, expected);
}

static void facets_count_all_matches_most_frequent_first(void **state)
{
    static const uint32_t slots[] = {0, 1, 3};
    struct xap_error error = {0};
    struct xap_reader *reader = open_both(*state);
    struct xap_query *query = term("word");
    struct xap_search search = {.query = query, .limit = 1, .facet_slots = slots, .facet_slot_count = 3};
    struct xap_result *result = run_search(reader, &search);
    assert_int_equal(xap_result_count(result), 1);
    check_facet(result, 0, 100, "red=3 blue=2 ");
    check_facet(result, 1, 100, "5=2 1=1 2=1 7=1 9=1 ");
    check_facet(result, 1, 2, "5=2 1=1 ");
    check_facet(result, 2, 100, "");
    assert_int_equal(xap_result_facet(result, 3, add_line, NULL, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

/* ------------------------------------------------------------------ what cannot be */

static void check_refused(const struct xap_reader *reader, struct xap_search search, enum xap_code code)
{
    struct xap_error error = {0};
    struct xap_query *query = term("word");
    search.query = query;
    assert_null(xap_search_run(reader, &search, &error));
    assert_int_equal(error.code, code);
    xap_query_free(query);
}

static void what_no_search_can_be_is_refused(void **state)
{
    static const uint32_t no_slot = XAP_SLOT_MAX + 1;
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    assert_null(xap_search_run(reader, &(struct xap_search){.limit = 1}, &error));
    assert_int_equal(error.code, XAP_INVALID);
    check_refused(reader, (struct xap_search){.offset = 1, .limit = XAP_HITS_MAX}, XAP_LIMIT);
    check_refused(reader, (struct xap_search){.offset = UINT32_MAX, .limit = UINT32_MAX}, XAP_LIMIT);
    check_refused(reader, (struct xap_search){.sort = XAP_SORT_KEY_ASCENDING}, XAP_INVALID);
    check_refused(reader, (struct xap_search){.sort = XAP_SORT_VALUE_ASCENDING, .sort_slot = no_slot}, XAP_INVALID);
    check_refused(reader, (struct xap_search){.collapse = true, .collapse_slot = no_slot}, XAP_INVALID);
    check_refused(reader, (struct xap_search){.break_ties = true, .tie_slot = no_slot}, XAP_INVALID);
    check_refused(reader, (struct xap_search){.collapse = true, .sort = XAP_SORT_VALUE_ASCENDING}, XAP_INVALID);
    check_refused(reader, (struct xap_search){.facet_slots = &no_slot, .facet_slot_count = 1}, XAP_INVALID);
    check_refused(reader, (struct xap_search){.facet_slot_count = 1}, XAP_INVALID);
    check_hits(reader, (struct xap_search){.offset = XAP_HITS_MAX - 1, .limit = 1}, term("word"), "");
    xap_close(reader);
}

static void no_limit_only_counts(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_query *query = term("word");
    struct xap_result *result = run_search(reader, &(struct xap_search){.query = query, .exact_total = true});
    bool exact = false;
    assert_int_equal(xap_result_count(result), 0);
    assert_int_equal(xap_result_total(result, &exact), 7);
    assert_true(exact);
    assert_int_equal(xap_result_hit(result, 0).id.docid, 0);
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_sorts_in_byte_order_then_by_weight_and_none_comes_last),
        TEST(a_key_sorts_both_ways_with_nan_lowest),
        TEST(equal_keys_are_ordered_by_weight_then_docid),
        TEST(the_key_is_asked_for_the_document_that_matched),
        TEST(ties_are_broken_by_a_value_in_every_sort),
        TEST(a_search_goes_on_behind_a_place),
        TEST(each_value_keeps_its_best_hit),
        TEST(facets_count_all_matches_most_frequent_first),
        TEST(what_no_search_can_be_is_refused),
        TEST(no_limit_only_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
