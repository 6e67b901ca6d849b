/* What a query cannot be is refused when it is built, not in the middle of a match. */
#include "../test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static void check_refused(struct xap_query *query, const struct xap_error *error, enum xap_code code)
{
    assert_null(query);
    if (error->code != code) refuse("expected %s, found %s", xap_code_word(code), error->message);
}

static void a_term_has_1_to_245_bytes_and_a_nul_counts_twice(void **state)
{
    (void)state;
    char word[XAP_TERM_MAX + 1];
    const char nuls[XAP_TERM_MAX] = {0};
    struct xap_error error = {0};
    memset(word, 'x', sizeof word);
    check_refused(xap_query_term("", 0, &error), &error, XAP_INVALID);
    check_refused(xap_query_term(NULL, 3, &error), &error, XAP_INVALID);
    check_refused(xap_query_term(word, sizeof word, &error), &error, XAP_LIMIT);
    check_refused(xap_query_term(nuls, XAP_TERM_MAX / 2 + 1, &error), &error, XAP_LIMIT);
    check_refused(xap_query_term(word, SIZE_MAX / 2, &error), &error, XAP_LIMIT);
    struct xap_query *longest = xap_query_term(word, XAP_TERM_MAX, &error);
    struct xap_query *longest_nuls = xap_query_term(nuls, XAP_TERM_MAX / 2, &error);
    assert_non_null(longest);
    assert_non_null(longest_nuls);
    xap_query_free(longest);
    xap_query_free(longest_nuls);
}

/* ------------------------------------------------------------------ size */

/* A chain of `levels` levels: AND of a term and a chain one shorter. */
static struct xap_query *chain(int levels, struct xap_error *error)
{
    struct xap_query *query = term("a");
    for (int level = 2; level <= levels; level++) {
        struct xap_query *children[] = {term("a"), query};
        query = xap_query_join(level % 2 ? XAP_AND : XAP_OR, children, 2, 0, error);
    }
    return query;
}

static void a_query_has_64_levels_and_no_more(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    const struct text_document document = {.text = "a"};
    make_database(path_in(*state, "db", path), &document, 1);
    struct xap_reader *reader = open_one(path);
    check_hits(reader, (struct xap_search){.limit = 2}, chain(XAP_QUERY_DEPTH_MAX, &error), "0:1");
    check_refused(chain(XAP_QUERY_DEPTH_MAX + 1, &error), &error, XAP_LIMIT);
    struct xap_query *scaled = chain(XAP_QUERY_DEPTH_MAX, &error);
    check_refused(xap_query_scale(scaled, 2, &error), &error, XAP_LIMIT);
    xap_close(reader);
}

static struct xap_query *wide(size_t count, struct xap_error *error)
{
    struct xap_query **children = malloc(count * sizeof *children);
    for (size_t i = 0; i < count; i++) children[i] = term("a");
    struct xap_query *query = xap_query_join(XAP_OR, children, count, 0, error);
    free(children);
    return query;
}

static void a_query_has_16384_leaves_and_no_more(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    const struct text_document document = {.text = "a"};
    make_database(path_in(*state, "db", path), &document, 1);
    struct xap_reader *reader = open_one(path);
    check_hits(reader, (struct xap_search){.limit = 2}, wide(XAP_QUERY_LEAVES_MAX, &error), "0:1");
    check_refused(wide(XAP_QUERY_LEAVES_MAX + 1, &error), &error, XAP_LIMIT);
    xap_close(reader);
}

/* Shared subtrees count each time they stand somewhere: doubling 20 times is a million leaves. */
static void sharing_does_not_hide_leaves(void **state)
{
    (void)state;
    struct xap_error error = {0};
    struct xap_query *query = term("a");
    for (int i = 0; i < 14; i++) query = join2(XAP_AND, xap_query_share(query, &error), query);
    assert_non_null(query);
    struct xap_query *children[] = {xap_query_share(query, &error), query};
    check_refused(xap_query_join(XAP_AND, children, 2, 0, &error), &error, XAP_LIMIT);
}

/* ------------------------------------------------------------------ children */

static struct xap_query *either(void)
{
    return join_words(XAP_OR, "a b", 0);
}

static void phrase_near_and_synonym_take_terms_and_ors_of_terms_only(void **state)
{
    (void)state;
    static const enum xap_operator choosy[] = {XAP_PHRASE, XAP_NEAR, XAP_SYNONYM};
    for (size_t i = 0; i < sizeof choosy / sizeof *choosy; i++) {
        struct xap_error error = {0};
        struct xap_query *others[] = {
            join_words(XAP_AND, "a b", 0),
            join_words(XAP_PHRASE, "a b", 0),
            join_words(XAP_NEAR, "a b", 0),
            join_words(XAP_SYNONYM, "a b", 0),
            xap_query_everything(&error),
            xap_query_nothing(&error),
            xap_query_scale(term("a"), 2, &error),
            xap_query_value_range(0, "a", 1, "b", 1, &error),
            join2(XAP_OR, term("a"), join_words(XAP_AND, "b c", 0)),
        };
        for (size_t j = 0; j < sizeof others / sizeof *others; j++) {
            struct xap_query *children[] = {term("z"), others[j]};
            error.code = XAP_OK;
            check_refused(xap_query_join(choosy[i], children, 2, 0, &error), &error, XAP_INVALID);
        }
        struct xap_query *fine = join2(choosy[i], either(), join2(XAP_OR, either(), term("c")));
        assert_non_null(fine);
        xap_query_free(fine);
    }
}

static void a_window_holds_all_children(void **state)
{
    (void)state;
    struct xap_error error = {0};
    struct xap_query *children[] = {term("a"), term("b"), term("c")};
    check_refused(xap_query_join(XAP_PHRASE, children, 3, 2, &error), &error, XAP_INVALID);
    struct xap_query *again[] = {term("a"), term("b"), term("c")};
    struct xap_query *query = xap_query_join(XAP_NEAR, again, 3, 3, &error);
    assert_non_null(query);
    xap_query_free(query);
}

static void what_is_no_operator_is_refused(void **state)
{
    (void)state;
    struct xap_error error = {0};
    struct xap_query *children[] = {term("a")};
    check_refused(xap_query_join((enum xap_operator)(XAP_MAX + 1), children, 1, 0, &error), &error, XAP_INVALID);
    check_refused(xap_query_join(XAP_AND, NULL, 0, 0, &error), &error, XAP_INVALID);
    struct xap_query *unused[1] = {NULL};
    check_refused(xap_query_join(XAP_AND, unused, 0, 0, &error), &error, XAP_INVALID);
}

static void a_factor_is_finite_and_not_negative(void **state)
{
    (void)state;
    static const double factors[] = {-1, -1e-300, INFINITY, NAN};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        struct xap_error error = {0};
        check_refused(xap_query_scale(term("a"), factors[i], &error), &error, XAP_INVALID);
    }
}

static void a_slot_has_a_highest_number(void **state)
{
    (void)state;
    struct xap_error error = {0};
    check_refused(xap_query_value_range(XAP_SLOT_MAX + 1, "a", 1, "b", 1, &error), &error, XAP_INVALID);
}

/* ------------------------------------------------------------------ nesting calls */

static void a_child_that_failed_fails_the_whole_and_keeps_the_first_error(void **state)
{
    (void)state;
    struct xap_error error = {0};
    char first[sizeof error.message];
    struct xap_query *failed = xap_query_term("", 0, &error);
    memcpy(first, error.message, sizeof first);
    struct xap_query *inner_children[] = {term("a"), failed};
    struct xap_query *inner = xap_query_join(XAP_AND, inner_children, 2, 0, &error);
    struct xap_query *outer_children[] = {xap_query_scale(inner, 2, &error), term("b")};
    check_refused(xap_query_join(XAP_OR, outer_children, 2, 0, &error), &error, XAP_INVALID);
    assert_string_equal(error.message, first);
}

static void a_null_that_never_was_a_query_is_named(void **state)
{
    (void)state;
    struct xap_error error = {0};
    struct xap_query *children[] = {term("a"), NULL};
    check_refused(xap_query_join(XAP_AND, children, 2, 0, &error), &error, XAP_INVALID);
    assert_non_null(strstr(error.message, "1"));
    error = (struct xap_error){0};
    check_refused(xap_query_scale(NULL, 1, &error), &error, XAP_INVALID);
}

static void a_shared_query_outlives_the_one_it_came_from(void **state)
{
    (void)state;
    struct xap_error error = {0};
    struct xap_bytes words = {0};
    struct xap_query *query = join_words(XAP_PHRASE, "border fence", 0);
    struct xap_query *shared = xap_query_share(query, &error);
    xap_query_free(query);
    assert_int_equal(xap_query_describe(shared, &words, &error), 0);
    assert_non_null(strstr(words.data, "border PHRASE 2 fence"));
    xap_bytes_free(&words);
    xap_query_free(shared);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_has_1_to_245_bytes_and_a_nul_counts_twice),
        TEST(a_query_has_64_levels_and_no_more),
        TEST(a_query_has_16384_leaves_and_no_more),
        cmocka_unit_test(sharing_does_not_hide_leaves),
        cmocka_unit_test(phrase_near_and_synonym_take_terms_and_ors_of_terms_only),
        cmocka_unit_test(a_window_holds_all_children),
        cmocka_unit_test(what_is_no_operator_is_refused),
        cmocka_unit_test(a_factor_is_finite_and_not_negative),
        cmocka_unit_test(a_slot_has_a_highest_number),
        cmocka_unit_test(a_child_that_failed_fails_the_whole_and_keeps_the_first_error),
        cmocka_unit_test(a_null_that_never_was_a_query_is_named),
        cmocka_unit_test(a_shared_query_outlives_the_one_it_came_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
