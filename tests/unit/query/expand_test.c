/* Loose words: how many letters may differ. */
#include "../test.h"

#include "query/expand.h"

static bool within(const char *a, const char *b, uint32_t edits)
{
    return within_edits(slice_of(a), slice_of(b), edits) && within_edits(slice_of(b), slice_of(a), edits);
}

static void one_edit_is_a_letter_more_less_other_or_swapped(void **state)
{
    (void)state;
    assert_true(within("khalid", "khalid", 1));
    assert_true(within("khalid", "khaled", 1));
    assert_true(within("khalid", "khali", 1));
    assert_true(within("khalid", "khallid", 1));
    assert_true(within("khalid", "khaild", 1));
    assert_false(within("khalid", "khael", 1));
    assert_false(within("khalid", "dilahk", 2));
}

static void two_edits_reach_further_and_no_more(void **state)
{
    (void)state;
    assert_true(within("zerouali", "zeruali", 1));
    assert_true(within("zerouali", "zeruaili", 2));
    assert_false(within("zerouali", "zrualii", 2));
    assert_true(within("", "ab", 2));
    assert_false(within("", "abc", 2));
}

static void letters_count_and_not_bytes(void **state)
{
    (void)state;
    assert_true(within("мелилья", "мелилия", 1));
    assert_false(within("мелилья", "меллия", 1));
}

static void a_loose_word_keeps_its_first_letter_and_has_no_digits(void **state)
{
    (void)state;
    struct query_node node = {.kind = QUERY_FUZZY, .text = slice_of("khalid"), .window = 2};
    assert_true(expansion_holds(&node, slice_of("khaled")));
    assert_false(expansion_holds(&node, slice_of("halid")));
    assert_false(expansion_holds(&node, slice_of("khalid2")));
    assert_false(expansion_holds(&node, slice_of("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_edit_is_a_letter_more_less_other_or_swapped),
        cmocka_unit_test(two_edits_reach_further_and_no_more),
        cmocka_unit_test(letters_count_and_not_bytes),
        cmocka_unit_test(a_loose_word_keeps_its_first_letter_and_has_no_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
