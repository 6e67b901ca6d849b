/* Targets: what is decoded, what is refused. */
#include "../test.h"

#include <stdio.h>

#include "wire/url.h"

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

static struct url parsed(const char *target)
{
    struct url url;
    struct error error = {0};
    assert_int_equal(url_parse(arena, slice_of(target), &url, &error), 0);
    return url;
}

static struct error refused(const char *target)
{
    struct url url;
    struct error error = {0};
    assert_int_equal(url_parse(arena, slice_of(target), &url, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_REQUEST);
    return error;
}

static void a_parameter_is_decoded_and_plus_is_a_space(void **state)
{
    (void)state;
    struct url url = parsed("/search?q=%22Ceuta+and%20Melilla%22&limit=5");
    assert_true(slice_is(url.path, "/search"));
    assert_true(slice_is(url_parameter(&url, "q"), "\"Ceuta and Melilla\""));
    assert_true(slice_is(url_parameter(&url, "limit"), "5"));
    assert_null(url_parameter(&url, "offset").data);
}

static void plus_stays_plus_in_the_path(void **state)
{
    (void)state;
    assert_true(slice_is(parsed("/documents/a+b%2Fc%20d").path, "/documents/a+b/c d"));
}

static void a_parameter_without_a_value_is_there_and_empty(void **state)
{
    (void)state;
    struct url url = parsed("/search?strict&&q=&");
    assert_int_equal(url.parameter_count, 2);
    assert_non_null(url_parameter(&url, "strict").data);
    assert_int_equal(url_parameter(&url, "strict").length, 0);
    assert_non_null(url_parameter(&url, "q").data);
}

static void a_target_with_a_host_is_read_from_its_path(void **state)
{
    (void)state;
    assert_true(slice_is(parsed("http://localhost:8080/search?q=a").path, "/search"));
}

static void a_broken_escape_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_int_equal(refused("/search?q=%4").offset, 10);
    assert_int_equal(refused("/search?q=a%GG").offset, 11);
    assert_int_equal(refused("/%").offset, 1);
}

static void an_escape_does_not_reach_into_the_next_parameter(void **state)
{
    (void)state;
    assert_int_equal(refused("/search?q=%4&1=2").offset, 10);
}

static void a_zero_byte_is_refused(void **state)
{
    (void)state;
    assert_int_equal(refused("/search?q=a%00b").offset, 11);
}

static void one_parameter_too_many_is_refused(void **state)
{
    (void)state;
    char target[512] = "/?";
    for (int i = 0; i < URL_PARAMETERS_MAX; i++) strcat(target, "a=b&");
    assert_int_equal(parsed(target).parameter_count, URL_PARAMETERS_MAX);
    strcat(target, "a=b");
    refused(target);
}

static void a_target_begins_with_a_slash(void **state)
{
    (void)state;
    refused("");
    refused("*");
    refused("search");
    refused("http://localhost");
}

static void what_is_encoded_decodes_to_itself(void **state)
{
    (void)state;
    char bytes[255];
    for (int i = 0; i < 255; i++) bytes[i] = (char)(i + 1);
    struct buffer target;
    buffer_init(&target, 4096);
    buffer_string(&target, "/search?q=");
    url_encode(&target, slice_make(bytes, sizeof bytes));
    struct url url = parsed(target.data);
    assert_true(slice_equal(url_parameter(&url, "q"), slice_make(bytes, sizeof bytes)));
    buffer_free(&target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_parameter_is_decoded_and_plus_is_a_space, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plus_stays_plus_in_the_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parameter_without_a_value_is_there_and_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_target_with_a_host_is_read_from_its_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_escape_is_refused_with_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_escape_does_not_reach_into_the_next_parameter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_zero_byte_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_parameter_too_many_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_target_begins_with_a_slash, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_encoded_decodes_to_itself, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
