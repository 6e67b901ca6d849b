/* Walks that end before the first page. */
#include "../test.h"

#include <string.h>

#include "client/tally.h"

static void a_walk_that_folds_duplicates_is_refused_at_once(void **state)
{
    (void)state;
    struct tally_error error = {0};
    assert_null(tally_walk(NULL, &(struct tally_search){.query = "a", .collapse = true}, &error));
    assert_string_equal(error.code, "bad_request");
    assert_int_equal(error.position, -1);
    assert_non_null(strstr(error.message, "collapse"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_that_folds_duplicates_is_refused_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
