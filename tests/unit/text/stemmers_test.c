/* Stemmers for the languages of an index. */
#include "../test.h"

#include "text/stemmers.h"

static struct stemmers *stemmers_of(const char *setting)
{
    struct error error;
    struct stemmers *stemmers = stemmers_new(slice_of(setting), &error);
    assert_non_null(stemmers);
    return stemmers;
}

static uint32_t mask_of(const char *code)
{
    int language = stem_language_find(slice_of(code));
    assert_true(language >= 0);
    return UINT32_C(1) << language;
}

static void assert_language(const struct stemmers *stemmers, const char *article, const char *expected)
{
    assert_string_equal(stem_language_code(stemmers_language(stemmers, slice_of(article))), expected);
}

static void an_article_is_stemmed_by_its_own_language(void **state)
{
    (void)state;
    struct stemmers *stemmers = stemmers_of("auto");
    assert_true(stemmers_stem(stemmers));
    assert_language(stemmers, "fr", "fr");
    assert_language(stemmers, "de", "de");
    assert_language(stemmers, "", STEMMERS_DEFAULT);
    assert_language(stemmers, "zh", "none");
    assert_language(stemmers, "Klingon", "none");
    stemmers_free(stemmers);
}

static void a_setting_with_a_language_holds_for_all_articles(void **state)
{
    (void)state;
    struct stemmers *spanish = stemmers_of("es"), *none = stemmers_of("none");
    assert_language(spanish, "fr", "es");
    assert_language(spanish, "", "es");
    assert_true(stemmers_stem(spanish));
    assert_language(none, "fr", "none");
    assert_false(stemmers_stem(none));
    stemmers_free(spanish);
    stemmers_free(none);
    stemmers_free(NULL);
}

static void an_unknown_setting_is_refused_with_the_known_ones(void **state)
{
    (void)state;
    struct error error;
    assert_null(stemmers_new(slice_of("automatic"), &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_non_null(strstr(error.message, " auto "));
    assert_non_null(strstr(error.message, " none "));
}

static void a_word_is_asked_for_by_its_distinct_stems_in_the_languages_held(void **state)
{
    (void)state;
    struct error error;
    struct slice stems[STEM_LANGUAGES_MAX];
    struct stemmers *stemmers = stemmers_of("auto");
    assert_int_equal(stemmers_ask(stemmers, slice_of("migrations"), stems), 0);
    assert_int_equal(stemmers_hold(stemmers, mask_of("en") | mask_of("fr"), &error), 0);
    assert_int_equal(stemmers_ask(stemmers, slice_of("migrations"), stems), 1);
    assert_true(slice_is(stems[0], "migrat"));
    assert_int_equal(stemmers_hold(stemmers, mask_of("none"), &error), 0);
    assert_int_equal(stemmers_ask(stemmers, slice_of("migrations"), stems), 2);
    assert_true(slice_is(stems[0], "migrations"));
    stemmers_free(stemmers);
}

static void every_language_can_be_held_at_once(void **state)
{
    (void)state;
    struct error error;
    uint32_t all = 0;
    struct slice stems[STEM_LANGUAGES_MAX];
    struct stemmers *stemmers = stemmers_of("auto");
    for (int i = 0; stem_language_code(i); i++) all |= UINT32_C(1) << i;
    assert_int_equal(stemmers_hold(stemmers, all, &error), 0);
    size_t count = stemmers_ask(stemmers, slice_of("organizaciones"), stems);
    assert_true(count > 1 && count < STEM_LANGUAGES_MAX);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++) assert_false(slice_equal(stems[i], stems[k]));
    stemmers_free(stemmers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_stemmed_by_its_own_language),
        cmocka_unit_test(a_setting_with_a_language_holds_for_all_articles),
        cmocka_unit_test(an_unknown_setting_is_refused_with_the_known_ones),
        cmocka_unit_test(a_word_is_asked_for_by_its_distinct_stems_in_the_languages_held),
        cmocka_unit_test(every_language_can_be_held_at_once),
    };
    return cmocka_run_group_tests_name("stemmers", tests, NULL, NULL);
}
