/* JSON of errors and snippets, and where the next page begins. */
#include "../test.h"

#include <string.h>

#include "daemon/errors.h"
#include "daemon/reply.h"
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

/* True when both forms of a reply with one hit name the offset 11 as that of the next page; false when neither does. */
static bool names_next(struct search_request search, struct search_reply reply)
{
    struct search_hit hit = {0};
    struct correction correction = {0};
    struct request request = {.search = search};
    struct buffer json, lines;
    reply.hits = &hit;
    reply.hit_count = 1;
    request.search.offset = 10;
    buffer_init(&json, 4096);
    buffer_init(&lines, 4096);
    reply_write(&json, &request, &reply, &correction, 1);
    reply_write_lines(&lines, &request, &reply);
    bool named = strstr(json.data, "\"next\":11,"), named_in_lines = strstr(lines.data, "Tally-Next: 11\r\n");
    assert_true(named || strstr(json.data, "\"next\":null"));
    assert_int_equal(named, named_in_lines);
    buffer_free(&json);
    buffer_free(&lines);
    return named;
}

static void the_next_page_is_named_where_there_is_or_may_be_one(void **state)
{
    (void)state;
    struct search_request plain = {.limit = 1}, two = {.limit = 2}, folded = {.limit = 2, .collapse = true};
    assert_true(names_next(plain, (struct search_reply){.total = 12, .total_exact = true}));
    assert_false(names_next(plain, (struct search_reply){.total = 11, .total_exact = true}));
    assert_true(names_next(plain, (struct search_reply){.total = 11}));
    assert_true(names_next(two, (struct search_reply){.total = 12, .partial = true}));
    assert_false(names_next(two, (struct search_reply){.total = 12}));
    assert_true(names_next(folded, (struct search_reply){.total = 90, .total_exact = true, .more = true}));
    assert_true(names_next(folded, (struct search_reply){.total = 90, .total_exact = true, .partial = true}));
    assert_false(names_next(folded, (struct search_reply){.total = 90, .total_exact = true}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_of_a_query_has_its_place),
        cmocka_unit_test(another_error_has_none),
        cmocka_unit_test(a_failure_without_a_row_is_500),
        cmocka_unit_test(a_snippet_is_escaped_but_for_its_tags),
        cmocka_unit_test(the_next_page_is_named_where_there_is_or_may_be_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
