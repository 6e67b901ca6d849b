/* The tables are searched by halves, so every row must be where its spelling belongs. */
#include "../test.h"

#include "text/abbreviations.h"

static void every_abbreviation_of_the_table_is_found(void **state)
{
    (void)state;
#define ABBREVIATION(folded, kind) assert_int_equal(abbreviation_find(slice_of(folded)), ABBREVIATION_##kind);
#include "text/abbreviations.def"
    assert_int_equal(abbreviation_find(slice_of("ship")), ABBREVIATION_NONE);
    assert_int_equal(abbreviation_find(slice_of("")), ABBREVIATION_NONE);
}

static void every_opener_of_the_table_is_found(void **state)
{
    (void)state;
#define OPENER(folded) assert_true(abbreviation_is_opener(slice_of(folded)));
#include "text/abbreviations.def"
    assert_false(abbreviation_is_opener(slice_of("senate")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_abbreviation_of_the_table_is_found),
        cmocka_unit_test(every_opener_of_the_table_is_found),
    };
    return cmocka_run_group_tests_name("abbreviations", tests, NULL, NULL);
}
