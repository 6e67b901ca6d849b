/* Parameters from targets and from JSON. */
#include "../test.h"

#include <string.h>

#include "daemon/request.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int read_both(const char *target, const char *body, struct request *out, struct error *error)
{
    struct url url;
    assert_int_equal(url_parse(arena, slice_of(target), &url, error), 0);
    return request_read(arena, &url, slice_of(body), out, error);
}

static void assert_refused(const char *target, const char *body, const char *words)
{
    struct request request;
    struct error error = {0};
    int result = read_both(target, body, &request, &error);
    if (result == 0 || !strstr(error.message, words)) print_error("%s %s: %s\n", target, body, error.message);
    assert_int_equal(result, -1);
    assert_int_equal(error.code, ERROR_BAD_REQUEST);
    assert_non_null(strstr(error.message, words));
}

static void what_is_not_said_has_its_default(void **state)
{
    (void)state;
    struct request request;
    struct error error;
    assert_int_equal(read_both("/search?q=a", "", &request, &error), 0);
    assert_int_equal(request.search.limit, SEARCH_LIMIT_DEFAULT);
    assert_int_equal(request.search.sort, SORT_RELEVANCE);
    assert_int_equal(request.search.options.match, MATCH_ALL);
    assert_false(request.search.options.strict);
    assert_int_equal(request.fields, HIT_FIELDS_ALL);
    assert_true(slice_is(request.before, "<mark>"));
}

static void target_and_body_are_read_alike(void **state)
{
    (void)state;
    static const char target[] =
        "/search?q=a+b&limit=20&offset=40&sort=-date&match=most&strict&count=true&explain=1&fields=id,score&"
        "highlight=%3Cb%3E,%3C/b%3E&timeout_ms=50";
    static const char body[] =
        "{\"q\":\"a b\",\"limit\":20,\"offset\":40,\"sort\":\"-date\",\"match\":\"most\",\"strict\":true,"
        "\"count\":true,\"explain\":true,\"fields\":[\"id\",\"score\"],\"highlight\":[\"<b>\",\"</"
        "b>\"],\"timeout_ms\":50}";
    const char *const cases[][2] = {{target, ""}, {"/search", body}};
    for (size_t i = 0; i < 2; i++) {
        struct request request;
        struct error error;
        assert_int_equal(read_both(cases[i][0], cases[i][1], &request, &error), 0);
        assert_true(slice_is(request.search.query, "a b"));
        assert_int_equal(request.search.limit, 20);
        assert_int_equal(request.search.offset, 40);
        assert_int_equal(request.search.sort, SORT_DATE_OLDEST);
        assert_int_equal(request.search.options.match, MATCH_MOST);
        assert_true(request.search.options.strict && request.search.count_only && request.search.explain);
        assert_int_equal(request.fields, 1u << HIT_FIELD_ID | 1u << HIT_FIELD_SCORE);
        assert_true(slice_is(request.before, "<b>") && slice_is(request.after, "</b>"));
        assert_int_equal(request.search.timeout_ms, 50);
    }
}

static void an_order_by_figures_is_named_as_a_range_is(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        enum search_sort sort;
        enum range_binding binding;
    } cases[] = {
        {"/search?q=a&sort=attempts:desc", SORT_FIGURE_GREATEST, BIND_NOUN},
        {"/search?q=a&sort=%22migration+attempts%22:asc", SORT_FIGURE_SMALLEST, BIND_NOUN},
        {"/search?q=a&sort=usd:asc", SORT_FIGURE_SMALLEST, BIND_UNIT},
        {"/search?q=a&sort=percent", SORT_FIGURE_GREATEST, BIND_CLASS},
        {"/search?q=a&sort=figure:desc", SORT_FIGURE_GREATEST, BIND_ANY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request request;
        struct error error;
        assert_int_equal(read_both(cases[i].target, "", &request, &error), 0);
        assert_int_equal(request.search.sort, cases[i].sort);
        assert_int_equal(request.search.sort_figure->binding, cases[i].binding);
    }
}

static void a_bad_value_is_refused_by_the_name_of_its_parameter(void **state)
{
    (void)state;
    assert_refused("/search?q=a&limit=0", "", "limit: ");
    assert_refused("/search?q=a&limit=", "", "limit: ");
    assert_refused("/search?q=a&limit=+5", "", "limit: ");
    assert_refused("/search?q=a&limit=99999999999999999999999", "", "limit: ");
    assert_refused("/search?q=a&offset=10001", "", "offset: ");
    assert_refused("/search?q=a&offset=9999&limit=2", "", "offset: ");
    assert_refused("/search?q=a&sort=attempts", "", "sort: ");
    assert_refused("/search?q=a&sort=", "", "sort: ");
    assert_refused("/search?q=a&sort=:desc", "", "sort: ");
    assert_refused("/search?q=a&sort=title:desc", "", "sort: ");
    assert_refused("/search?q=a&strict=yes", "", "strict: ");
    assert_refused("/search?q=a&fields=id,,title", "", "fields: ");
    assert_refused("/search?q=a&highlight=x", "", "highlight: ");
    assert_refused("/search", "{\"q\":\"a\",\"highlight\":[\"x\"]}", "highlight: ");
    assert_refused("/search?q=a&timeout_ms=1001", "", "timeout_ms: ");
    assert_refused("/search?q=%C3", "", "q: ");
    assert_refused("/search", "{\"q\":{}}", "q: ");
    assert_refused("/search", "{\"q\":\"a\",\"fields\":[1]}", "fields: ");
    assert_refused("/search", "{\"q\":\"a\",\"cursor\":[]}", "cursor: ");
    assert_refused("/search", "{\"q\":[\"a\",\"b\"]}", "q: ");
    assert_refused("/search", "{\"q\":\"a\",\"limt\":[]}", "\"limt\"");
}

static void what_is_unknown_missing_or_said_twice_is_refused(void **state)
{
    (void)state;
    assert_refused("/search", "", "q: ");
    assert_refused("/search?q=a&limt=5", "", "\"limt\"");
    assert_refused("/search?q=a&q=b", "", "once");
    assert_refused("/search?q=a", "{\"q\":\"b\"}", "once");
    assert_refused("/search", "{\"q\":\"a\",\"q\":\"b\"}", "no JSON");
    assert_refused("/search", "[\"q\"]", "object");
    assert_refused("/search", "{\"q\":\"a\\u0000b\"}", "no JSON");
}

#define REQUEST_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REQUEST_TEST(what_is_not_said_has_its_default),
        REQUEST_TEST(target_and_body_are_read_alike),
        REQUEST_TEST(an_order_by_figures_is_named_as_a_range_is),
        REQUEST_TEST(a_bad_value_is_refused_by_the_name_of_its_parameter),
        REQUEST_TEST(what_is_unknown_missing_or_said_twice_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
