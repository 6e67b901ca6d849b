/* Languages by what data call them, and by the small words of a text: tests/cases/text/languages.txt. */
#include "cases.h"

#include "text/language.h"

static void expect_guess(const struct text_case *one)
{
    struct slice text = slice_make(one->input, one->input_length);
    case_expect(one, language_guess(&text, 1));
}

static void a_text_is_taken_for_the_language_it_is_written_in_or_for_none(void **state)
{
    (void)state;
    each_case("languages.txt", expect_guess);
}

static void texts_are_read_as_one(void **state)
{
    (void)state;
    struct slice texts[] = {slice_of("Les gardes ont fermé"), slice_of(""), slice_of("la route qui mène au port")};
    assert_true(slice_is(language_guess(&texts[0], 1), ""));
    assert_true(slice_is(language_guess(texts, 3), "fr"));
    assert_true(slice_is(language_guess(texts, 0), ""));
}

/* The second language begins behind what is read. */
static void no_more_than_the_beginning_is_read(void **state)
{
    (void)state;
    struct buffer text;
    buffer_init(&text, 1 << 20);
    while (text.length < LANGUAGE_GUESS_BYTES) buffer_string(&text, "the road is open and the port is closed ");
    while (text.length < 20 * LANGUAGE_GUESS_BYTES) buffer_string(&text, "la route est ouverte et le port est fermé ");
    struct slice whole = buffer_view(&text);
    assert_true(slice_is(language_guess(&whole, 1), "en"));
    buffer_free(&text);
}

static void bytes_that_are_no_text_have_no_language(void **state)
{
    (void)state;
    unsigned seed = 11;
    char bytes[4096];
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)rand_r(&seed);
        struct slice text = slice_make(bytes, (size_t)rand_r(&seed) % sizeof bytes);
        assert_true(slice_is(language_guess(&text, 1), ""));
    }
}

/* ---- names */

static void names_of_a_language_are_its_code(void **state)
{
    static const char *const names[][2] = {
        {"fr", "fr"},
        {"FR", "fr"},
        {"fr-FR", "fr"},
        {"fr_CA.UTF-8", "fr"},
        {"FRA", "fr"},
        {"fre", "fr"},
        {"French", "fr"},
        {"français", "fr"},
        {"es-419", "es"},
        {"Español", "es"},
        {"English (US)", "en"},
        {"en-GB", "en"},
        {"deu", "de"},
        {"ger", "de"},
        {"nb-NO", "no"},
        {"zh-Hans-CN", "zh"},
        {"gsw-CH", "gsw"},
        {"XY", "xy"},
        {"und", ""},
        {"unknown", ""},
        {"", ""},
        {"-", "-"},
        {"Klingon", "Klingon"},
    };
    struct arena *arena = arena_new(1 << 16);
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice code = language_code(arena, slice_of(names[i][0]));
        if (!slice_is(code, names[i][1])) fail_msg("%s: found \"%.*s\"", names[i][0], SLICE_ARGS(code));
    }
    arena_free(arena);
}

static void no_name_stands_for_two_languages(void **state)
{
    static const char *const rows[][2] = {
#define LANGUAGE(code, names, letters, words) {code, names},
#include "text/languages.def"
#undef LANGUAGE
    };
    struct arena *arena = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (const char *at = rows[i][1]; *at;) {
            size_t length = strcspn(at, " ");
            assert_true(slice_is(language_code(arena, slice_make(at, length)), rows[i][0]));
            at += length + (at[length] == ' ');
        }
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_taken_for_the_language_it_is_written_in_or_for_none),
        cmocka_unit_test(texts_are_read_as_one),
        cmocka_unit_test(no_more_than_the_beginning_is_read),
        cmocka_unit_test(bytes_that_are_no_text_have_no_language),
        cmocka_unit_test(names_of_a_language_are_its_code),
        cmocka_unit_test(no_name_stands_for_two_languages),
    };
    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
