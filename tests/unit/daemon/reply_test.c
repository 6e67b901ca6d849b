/* JSON of errors and snippets. */
#include "../test.h"

#include <string.h>

#include "daemon/errors.h"
#include "daemon/snippet_html.h"

static void an_error_of_a_query_has_its_place(void **state)
{
    (void)state;
    struct buffer out;
    struct error error;
    buffer_init(&out, 4096);
    fail(&error, ERROR_BAD_QUERY, 5, "expected a number");
    error.length = 2;
    errors_write(&out, &error);
    assert_string_equal(out.data,
                        "{\"message\":\"expected a number\",\"code\":\"bad_query\",\"type\":\"invalid_request\","
                        "\"link\":\"docs/http-api.md#bad_query\",\"position\":5,\"length\":2,\"hint\":null}");
    buffer_free(&out);
}

static void another_error_has_none(void **state)
{
    (void)state;
    struct buffer out;
    struct error error;
    buffer_init(&out, 4096);
    fail(&error, ERROR_BUSY, 7, "too much");
    fail_hint(&error, "later");
    errors_write(&out, &error);
    assert_non_null(strstr(out.data, "\"type\":\"overloaded\""));
    assert_non_null(strstr(out.data, "\"position\":null,\"length\":null,\"hint\":\"later\""));
    buffer_free(&out);
}

static void a_failure_without_a_row_is_500(void **state)
{
    (void)state;
    assert_int_equal(errors_status(ERROR_CORRUPT), 500);
    assert_int_equal(errors_status(ERROR_INTERNAL), 500);
    assert_int_equal(errors_status(ERROR_BAD_QUERY), 400);
    assert_int_equal(errors_status(ERROR_BUSY), 503);
}

static void a_snippet_is_escaped_but_for_its_tags(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 4096);
    struct json_writer json = json_begin(&out);
    struct snippet snippet = {.text = slice_of("a <b> & 'c'"), .cut_before = true, .mark_count = 2};
    snippet.marks[0] = (struct snippet_mark){0, 1};
    snippet.marks[1] = (struct snippet_mark){2, 3};
    json_open_object(&json);
    snippet_html_write(&json, &snippet, slice_of("<i>"), slice_of("</i>"));
    json_close_object(&json);
    assert_string_equal(out.data, "{\"snippet\":\"…<i>a</i> <i>&lt;b&gt;</i> &amp; &#39;c&#39;\","
                                  "\"snippet_text\":\"…a <b> & 'c'\",\"snippet_marks\":[[3,1],[5,3]]}");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_of_a_query_has_its_place),
        cmocka_unit_test(another_error_has_none),
        cmocka_unit_test(a_failure_without_a_row_is_500),
        cmocka_unit_test(a_snippet_is_escaped_but_for_its_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
