/* Errors say what, where and what was expected, and never run over. */
#include "../test.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

static void failing_fills_the_error_and_returns_minus_one(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(fail(&error, ERROR_BAD_INPUT, 7, "expected %s, found '%c'", "a digit", 'x'), -1);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_int_equal(error.offset, 7);
    assert_string_equal(error.message, "expected a digit, found 'x'");
    assert_string_equal(error.hint, "");
    assert_int_equal(fail_hint(&error, "write %d", 5), -1);
    assert_string_equal(error.hint, "write 5");
    assert_int_equal(fail_within(&error, "line %d", 3), -1);
    assert_string_equal(error.message, "line 3: expected a digit, found 'x'");
    assert_int_equal(fail(NULL, ERROR_LIMIT, 0, "nobody asks"), -1);
}

static void a_full_disk_has_a_code_of_its_own(void **state)
{
    (void)state;
    struct error error;
    fail_errno(&error, ENOSPC, "a/b: cannot be written");
    assert_int_equal(error.code, ERROR_NO_SPACE);
    assert_string_equal(error.message, "a/b: cannot be written: No space left on device");
    fail_errno(&error, EACCES, "a/b");
    assert_int_equal(error.code, ERROR_SYSTEM);
}

static void long_messages_are_cut_on_a_character(void **state)
{
    (void)state;
    char text[ERROR_MESSAGE_MAX * 2 + 1] = "";
    for (size_t i = 0; i + 2 < sizeof text; i += 2) memcpy(text + i, "é", 2);
    struct error error;
    for (int shift = 0; shift < 2; shift++) {
        fail(&error, ERROR_LIMIT, 0, "%.*s%s", shift, "x", text);
        assert_int_equal(utf8_valid_prefix(slice_of(error.message)), strlen(error.message));
        assert_true(strlen(error.message) < ERROR_MESSAGE_MAX);
    }
}

static void every_code_has_its_own_word(void **state)
{
    (void)state;
    for (int a = ERROR_NONE; a <= ERROR_INTERNAL; a++)
        for (int b = ERROR_NONE; b < a; b++)
            assert_string_not_equal(error_word((enum error_code)a), error_word((enum error_code)b));
    assert_string_equal(error_word(ERROR_BAD_QUERY), "bad_query");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_fills_the_error_and_returns_minus_one),
        cmocka_unit_test(a_full_disk_has_a_code_of_its_own),
        cmocka_unit_test(long_messages_are_cut_on_a_character),
        cmocka_unit_test(every_code_has_its_own_word),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
