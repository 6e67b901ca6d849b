/* Buffers grow to their limit, fail for good beyond it, and always end with a NUL. */
#include "../test.h"

#include <string.h>

#include "base/buffer.h"

static void a_buffer_holds_exactly_its_limit(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(buffer_byte(&buffer, 'x'), 0);
    assert_int_equal(buffer_byte(&buffer, 'y'), -1);
    assert_int_equal(buffer.length, 1000);
    assert_int_equal(strlen(buffer.data), 1000);
    buffer_free(&buffer);
}

static void failure_sticks_until_the_buffer_is_cleared(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 4);
    buffer_string(&buffer, "abc");
    assert_int_equal(buffer_string(&buffer, "defg"), -1);
    assert_int_equal(buffer_byte(&buffer, 'd'), -1);
    assert_string_equal(buffer.data, "abc");
    buffer_clear(&buffer);
    assert_int_equal(buffer_string(&buffer, "defg"), 0);
    assert_string_equal(buffer.data, "defg");
    buffer_free(&buffer);
}

static void consuming_keeps_what_follows(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 100);
    buffer_printf(&buffer, "%d boats", 15);
    buffer_consume(&buffer, 3);
    assert_string_equal(buffer.data, "boats");
    buffer_consume(&buffer, 5);
    assert_int_equal(buffer.length, 0);
    assert_string_equal(buffer.data, "");
    buffer_free(&buffer);
}

static void an_untouched_buffer_reads_as_empty(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 100);
    assert_int_equal(buffer_view(&buffer).length, 0);
    assert_non_null(buffer_view(&buffer).data);
    assert_int_equal(buffer_append(&buffer, NULL, 0), 0);
    buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_holds_exactly_its_limit),
        cmocka_unit_test(failure_sticks_until_the_buffer_is_cleared),
        cmocka_unit_test(consuming_keeps_what_follows),
        cmocka_unit_test(an_untouched_buffer_reads_as_empty),
    };
    return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
