/* The header stands alone in C; xapian-c's own sources include it as C++. */
#include "xapian-c.h"

#include "../test.h"

#include <string.h>

static void every_code_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (int code = XAP_OK; code <= XAP_INTERNAL; code++) {
        assert_true(strlen(xap_code_word((enum xap_code)code)) > 1);
        for (int other = XAP_OK; other < code; other++) {
            assert_string_not_equal(xap_code_word((enum xap_code)code), xap_code_word((enum xap_code)other));
        }
    }
    assert_string_equal(xap_code_word(XAP_NO_SPACE), "no_space");
    assert_string_equal(xap_code_word((enum xap_code)1000), "internal");
}

static void the_version_is_of_the_1_4_series(void **state)
{
    (void)state;
    assert_int_equal(strncmp(xap_version(), "1.4.", 4), 0);
}

static void everything_that_frees_takes_null(void **state)
{
    (void)state;
    xap_close(NULL);
    xap_writer_free(NULL);
    xap_query_free(NULL);
    xap_result_free(NULL);
    xap_bytes_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_word_of_its_own),
        cmocka_unit_test(the_version_is_of_the_1_4_series),
        cmocka_unit_test(everything_that_frees_takes_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
