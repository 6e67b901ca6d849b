/* Replies as the daemon sends them, and as nobody should. */
#include "../test.h"

#include <string.h>

#include "client/results.h"

static struct tally_results *read_text(const char *text)
{
    struct error error;
    struct tally_results *results = results_read(slice_of(text), &error);
    assert_non_null(results);
    return results;
}

static void a_hit_is_read_with_marks_and_figures(void **state)
{
    (void)state;
    struct tally_results *results =
        read_text("{\"total\":12,\"total_exact\":false,\"took_ms\":0.5,\"partial\":true,\"hits\":[{\"id\":\"a\","
                  "\"title\":\"T\",\"score\":2,\"snippet_text\":\"fifty attempts\",\"snippet_marks\":[[0,5]],"
                  "\"figures\":[{\"value\":50,\"low\":50,\"high\":60.5,\"text\":\"fifty\",\"noun\":\"attempts\"}]}],"
                  "\"notes\":[{\"message\":\"m\",\"position\":3,\"length\":4}]}");
    const struct tally_hit *hit = tally_hit(results, 0);
    bool exact = true;
    assert_int_equal(tally_total(results, &exact), 12);
    assert_false(exact);
    assert_true(tally_partial(results));
    assert_string_equal(hit->id, "a");
    assert_string_equal(hit->url, "");
    assert_int_equal(hit->mark_count, 1);
    assert_int_equal(hit->marks[0].length, 5);
    assert_true(hit->figures[0].interval);
    assert_true(hit->figures[0].high == 60.5);
    assert_string_equal(hit->figures[0].qualifier, "");
    assert_int_equal(tally_note(results, 0)->position, 3);
    assert_null(tally_hit(results, 1));
    assert_null(tally_note(results, 1));
    tally_results_free(results);
}

static void rows_groups_and_facets_are_read(void **state)
{
    (void)state;
    struct tally_results *results =
        read_text("{\"rows\":[{\"value\":5,\"low\":5,\"high\":5,\"id\":\"a\",\"quote\":\"Five "
                  "boats.\",\"field\":\"title\",\"group\":0}],"
                  "\"groups\":[{\"label\":\"2017\",\"count\":1,\"min\":5,\"values\":[{\"value\":5,\"qualifier\":\"~\","
                  "\"count\":1}]}],"
                  "\"facets\":{\"histogram:boats\":[{\"low\":5,\"high\":10,\"count\":1}],\"source\":7}}");
    assert_int_equal(tally_row_count(results), 1);
    assert_string_equal(tally_row(results, 0)->quote, "Five boats.");
    assert_true(tally_row(results, 0)->in_title);
    assert_string_equal(tally_group(results, 0)->values[0].qualifier, "~");
    assert_true(tally_facet(results, 0)->histogram);
    assert_true(tally_facet(results, 0)->values[0].high == 10);
    assert_int_equal(tally_facet(results, 1)->value_count, 0);
    assert_null(tally_row(results, 1));
    assert_null(tally_group(results, 1));
    assert_null(tally_facet(results, 2));
    tally_results_free(results);
}

static void marks_outside_the_snippet_are_left_out(void **state)
{
    (void)state;
    struct tally_results *results =
        read_text("{\"hits\":[{\"snippet_text\":\"abc\",\"snippet_marks\":[[0,3],[1,3],[-1,2],[3,1],[4,1],[0,0],"
                  "[9223372036854775807,9223372036854775807],7,[\"a\"]]}]}");
    assert_int_equal(tally_hit(results, 0)->mark_count, 1);
    tally_results_free(results);
}

static void members_of_the_wrong_type_are_as_if_missing(void **state)
{
    (void)state;
    struct tally_results *results =
        read_text("{\"total\":\"many\",\"hits\":[7,{\"id\":[],\"figures\":{}}],\"notes\":1}");
    assert_int_equal(tally_total(results, NULL), 0);
    assert_int_equal(tally_hit_count(results), 2);
    assert_string_equal(tally_hit(results, 1)->id, "");
    assert_int_equal(tally_note_count(results), 0);
    assert_string_equal(tally_explanation(results), "");
    tally_results_free(results);
}

static void a_body_that_is_no_object_is_an_error(void **state)
{
    (void)state;
    static const char *const bodies[] = {"", "[]", "{", "7", "{\"a\":1"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct error error;
        assert_null(results_read(slice_of(bodies[i]), &error));
        assert_int_equal(error.code, ERROR_BAD_INPUT);
    }
}

static void a_refusal_keeps_code_place_and_hint(void **state)
{
    (void)state;
    struct tally_error error;
    results_read_error(
        slice_of("{\"message\":\"m\",\"code\":\"bad_query\",\"position\":5,\"length\":2,\"hint\":\"h\"}"), 400, &error);
    assert_int_equal(error.status, 400);
    assert_string_equal(error.code, "bad_query");
    assert_int_equal(error.position, 5);
    assert_int_equal(error.length, 2);
    assert_string_equal(error.hint, "h");
}

static void a_refusal_without_words_still_says_its_status(void **state)
{
    (void)state;
    struct tally_error error;
    results_read_error(slice_of("<html>"), 502, &error);
    assert_int_equal(error.position, -1);
    assert_string_equal(error.message, "the daemon answered with status 502");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hit_is_read_with_marks_and_figures),
        cmocka_unit_test(rows_groups_and_facets_are_read),
        cmocka_unit_test(marks_outside_the_snippet_are_left_out),
        cmocka_unit_test(members_of_the_wrong_type_are_as_if_missing),
        cmocka_unit_test(a_body_that_is_no_object_is_an_error),
        cmocka_unit_test(a_refusal_keeps_code_place_and_hint),
        cmocka_unit_test(a_refusal_without_words_still_says_its_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
