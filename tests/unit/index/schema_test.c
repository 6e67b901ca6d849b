/* Fields, terms, facets and dates by name. */
#include "index/schema.h"

#include <stdarg.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

static void every_field_is_found_by_its_word(void **state)
{
    (void)state;
    for (int name = 0; name < FIELD_NAMES; name++) {
        const struct field *field = schema_field((enum field_name)name);
        assert_ptr_equal(schema_field_find(slice_of(field->word)), field);
    }
    assert_null(schema_field_find(slice_of("titl")));
    assert_null(schema_field_find(slice_of("")));
}

static void no_two_fields_share_a_slot_or_a_prefix(void **state)
{
    (void)state;
    for (int a = 0; a < FIELD_NAMES; a++) {
        const struct field *one = schema_field((enum field_name)a);
        assert_int_not_equal(one->slot, SLOT_CONTENT_HASH);
        assert_int_not_equal(one->slot, SLOT_ORDER);
        for (int b = 0; b < a; b++) {
            const struct field *other = schema_field((enum field_name)b);
            assert_true(one->slot == NO_SLOT || one->slot != other->slot);
            assert_string_not_equal(one->prefix, other->prefix);
        }
    }
}

static void check_order(const char *date, const char *id, const char *later_date, const char *later_id)
{
    char first[ORDER_BYTES], second[ORDER_BYTES];
    schema_order(date, slice_of(id), first);
    schema_order(later_date, slice_of(later_id), second);
    assert_true(memcmp(first, second, ORDER_BYTES) < 0);
}

static void the_newest_comes_first_and_an_article_without_a_date_last(void **state)
{
    (void)state;
    char one[ORDER_BYTES], same[ORDER_BYTES], other[ORDER_BYTES];
    check_order("20210305", "a", "20210304", "b");
    check_order("20210305", "b", "20210304", "a");
    check_order("20210300", "a", "20201231", "a");
    check_order("00010101", "a", "", "a");
    schema_order("20210305", slice_of("a"), one);
    schema_order("20210305", slice_of("a"), same);
    schema_order("20210305", slice_of("b"), other);
    assert_memory_equal(one, same, ORDER_BYTES);
    assert_memory_not_equal(one, other, ORDER_BYTES);
}

static void a_term_is_prefix_and_text(void **state)
{
    (void)state;
    char term[TERM_MAX];
    size_t length = schema_term(PREFIX_STEM_TITLE, slice_of("ceuta"), term);
    assert_true(slice_is(slice_make(term, length), "ZSceuta"));
    assert_int_equal(schema_term("", slice_of(""), term), 0);
}

static void long_terms_that_differ_at_their_end_are_two(void **state)
{
    (void)state;
    char text[2 * TERM_MAX], one[TERM_MAX], other[TERM_MAX];
    memset(text, 'a', sizeof text);
    size_t length = schema_term("U", slice_make(text, sizeof text), one);
    assert_int_equal(length, TERM_MAX);
    assert_int_equal(schema_term("U", slice_make(text, sizeof text), other), length);
    assert_memory_equal(one, other, length);
    text[sizeof text - 1] = 'b';
    assert_int_equal(schema_term("U", slice_make(text, sizeof text), other), length);
    assert_memory_not_equal(one, other, length);
    assert_int_equal(schema_term("U", slice_make(text, TERM_MAX - 1), one), TERM_MAX);
    assert_memory_equal(one + 1, text, TERM_MAX - 1);
}

static void a_long_term_is_cut_on_a_character(void **state)
{
    (void)state;
    char text[TERM_MAX + 10], term[TERM_MAX];
    for (size_t at = 0; at < sizeof text; at += 2) memcpy(text + at, "é", 2);
    size_t length = schema_term("", slice_make(text, sizeof text), term);
    assert_int_equal(length, TERM_MAX - 1);
    assert_memory_equal(term, text, length - 17);
    assert_int_equal(term[length - 17], '~');
}

static void a_facet_is_its_kind_and_its_word(void **state)
{
    (void)state;
    char name[FACET_NAME_MAX];
    assert_true(slice_is(slice_make(name, schema_facet(FACET_ANY, slice_of(""), name)), "*"));
    assert_true(slice_is(slice_make(name, schema_facet(FACET_UNIT, slice_of("USD"), name)), "uUSD"));
    char word[100];
    memset(word, 'x', sizeof word);
    assert_int_equal(schema_facet(FACET_NOUN, slice_make(word, sizeof word), name), FACET_NAME_MAX);
}

static void assert_date(const char *date, const char *value)
{
    char out[9] = "";
    if (schema_date_value(slice_of(date), out) != (value != NULL))
        fail_msg("%s: expected %s", date, value ? value : "no date");
    if (value) assert_string_equal(out, value);
}

static void dates_are_compared_as_eight_digits(void **state)
{
    (void)state;
    assert_date("2021-03-05", "20210305");
    assert_date("2021-03-05T10:15:00Z", "20210305");
    assert_date("2021-03-05 10:15", "20210305");
    assert_date("2021-03", "20210300");
    assert_date("2021", "20210000");
    assert_date("2024-02-29", "20240229");
    assert_date("2000-02-29", "20000229");
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {"",           "202",        "20215",       "2021-",      "2021-3",
                                       "2021-13",    "2021-00",    "2021-03-",    "2021-03-32", "2021-03-00",
                                       "2021-02-29", "1900-02-29", "2021-03-05x", "2021 ",      "2021-03T10",
                                       "03-05-2021", "-2021",      "2021/03/05",  "20210305"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_date(none[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_found_by_its_word),
        cmocka_unit_test(no_two_fields_share_a_slot_or_a_prefix),
        cmocka_unit_test(the_newest_comes_first_and_an_article_without_a_date_last),
        cmocka_unit_test(a_term_is_prefix_and_text),
        cmocka_unit_test(a_long_term_is_cut_on_a_character),
        cmocka_unit_test(long_terms_that_differ_at_their_end_are_two),
        cmocka_unit_test(a_facet_is_its_kind_and_its_word),
        cmocka_unit_test(dates_are_compared_as_eight_digits),
        cmocka_unit_test(what_is_no_date_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
