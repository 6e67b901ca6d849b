/* The JSON writer puts commas, escapes and numbers where they belong. */
#include "../test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

static void objects_and_arrays_get_their_commas(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 1000);
    struct json_writer json = json_begin(&out);
    json_open_object(&json);
    json_member_integer(&json, "total", -3);
    json_key(&json, "hits");
    json_open_array(&json);
    json_open_object(&json);
    json_close_object(&json);
    json_put_string(&json, slice_of("b"));
    json_put_null(&json);
    json_close_array(&json);
    json_member_bool(&json, "partial", false);
    json_close_object(&json);
    assert_string_equal(out.data, "{\"total\":-3,\"hits\":[{},\"b\",null],\"partial\":false}");
    buffer_free(&out);
}

static void strings_are_escaped_and_repaired(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 1000);
    struct json_writer json = json_begin(&out);
    json_put_string(&json, slice_make("q\" b\\ \n\r\t \x01 é \xFF \0", 18));
    assert_string_equal(out.data, "\"q\\\" b\\\\ \\n\\r\\t \\u0001 é \xEF\xBF\xBD \\u0000\"");
    buffer_free(&out);
}

static void numbers_read_back_as_the_same_double(void **state)
{
    (void)state;
    const double values[] = {0,
                             65000,
                             2.5,
                             -3,
                             0.1,
                             1e15,
                             123456789012345678.0,
                             1e21,
                             1e-7,
                             1.5e-9,
                             0.30000000000000004,
                             1.0 / 3,
                             5e-324,
                             1.7976931348623157e308};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[JSON_NUMBER_MAX];
        size_t length = json_format_number(values[i], text);
        assert_int_equal(length, strlen(text));
        assert_true(strtod(text, NULL) == values[i]);
    }
    char text[JSON_NUMBER_MAX];
    json_format_number(65000, text);
    assert_string_equal(text, "65000");
    json_format_number(-0.0, text);
    assert_string_equal(text, "0");
    json_format_number(0.00025, text);
    assert_string_equal(text, "0.00025");
}

static void what_is_not_finite_is_null(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 100);
    struct json_writer json = json_begin(&out);
    json_open_array(&json);
    json_put_number(&json, INFINITY);
    json_put_number(&json, NAN);
    json_close_array(&json);
    assert_string_equal(out.data, "[null,null]");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_and_arrays_get_their_commas),
        cmocka_unit_test(strings_are_escaped_and_repaired),
        cmocka_unit_test(numbers_read_back_as_the_same_double),
        cmocka_unit_test(what_is_not_finite_is_null),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
