/* Figures are found in sentences with value, unit, qualifier and noun; what only looks like one is not. */
#include "cases.h"

#include "figures/extract.h"

#define ARENA_BYTES (1 << 22)

static int failures;

static void extract(struct arena *arena, struct slice text, bool headline, struct figures *out)
{
    struct text_tokens tokens;
    struct error error;
    assert_int_equal(text_tokenize(arena, text, 0, &tokens, &error), 0);
    assert_int_equal(figures_extract(arena, &tokens, (struct figures_hint){.headline = headline}, out, &error), 0);
}

static void describe_topic(struct buffer *out, const struct figure *figure)
{
    buffer_string(out, " :");
    for (uint8_t i = 0; i < figure->topic_word_count; i++)
        buffer_printf(out, " %.*s", SLICE_ARGS(figure->topic_words[i]));
}

/* "65000 count ~ migration attempts; 18..25 percent ="; "-" when there is none. */
static void describe(struct buffer *out, const struct figures *figures, const char *file)
{
    bool periods = strcmp(file, "periods.txt") == 0, topics = strcmp(file, "topics.txt") == 0;
    char number[JSON_NUMBER_MAX];
    if (figures->count == 0) buffer_string(out, "-");
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        if (i) buffer_string(out, "; ");
        buffer_append(out, number, json_format_number(figure->low, number));
        if (figure->low != figure->high) {
            buffer_string(out, "..");
            buffer_append(out, number, json_format_number(figure->high, number));
        }
        buffer_printf(out, " %s %s", figure_unit_code(figure), figure_qualifier_sign(figure->qualifier));
        if (figure->noun.length) buffer_printf(out, " %.*s", SLICE_ARGS(figure->noun));
        if (figure->per.length) buffer_printf(out, " / %.*s", SLICE_ARGS(figure->per));
        if (periods && figure->period.length) buffer_printf(out, " @ %.*s", SLICE_ARGS(figure->period));
        if (topics) describe_topic(out, figure);
    }
}

static void check(const struct figure_case *one)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct figures figures;
    struct buffer found;
    buffer_init(&found, 1 << 16);
    extract(arena, one->input, strcmp(one->file, "headlines.txt") == 0, &figures);
    describe(&found, &figures, one->file);
    failures += case_differs(one, buffer_view(&found));
    buffer_free(&found);
    arena_free(arena);
}

static void run(const char *file)
{
    failures = 0;
    each_case(file, check);
    assert_int_equal(failures, 0);
}

#define CASES(sentence, file)                                                                                          \
    static void sentence(void **state)                                                                                 \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        run(file);                                                                                                     \
    }

CASES(a_count_is_bound_to_its_noun, "counts.txt")
CASES(amounts_of_money_carry_their_currency, "money.txt")
CASES(measured_amounts_carry_their_unit, "units.txt")
CASES(two_ends_are_one_interval, "intervals.txt")
CASES(an_amount_in_parts_is_one_figure, "compounds.txt")
CASES(french_and_spanish_are_read_by_their_own_words, "foreign.txt")
CASES(hedges_and_trends_qualify_what_they_stand_beside, "qualifiers.txt")
CASES(years_dates_scores_and_names_are_no_figures, "rejects.txt")
CASES(a_bare_number_takes_the_noun_of_its_neighbour, "inheritance.txt")
CASES(a_period_belongs_to_the_clause_of_its_figure, "periods.txt")
CASES(a_figure_belongs_to_the_subject_and_the_verb_of_its_clause, "topics.txt")
CASES(capitals_say_nothing_in_headlines, "headlines.txt")
CASES(a_text_that_is_only_a_number_phrase_is_that_number, "lone.txt")

static bool holds(const struct slice *words, uint8_t count, const char *word)
{
    for (uint8_t i = 0; i < count; i++)
        if (slice_is(words[i], word)) return true;
    return false;
}

static const struct figure *with_value(const struct figures *figures, double value)
{
    for (size_t i = 0; i < figures->count; i++)
        if (figures->items[i].low == value) return &figures->items[i];
    fail_msg("no figure has the value %g", value);
    return NULL;
}

static void a_coordinated_figure_does_not_take_the_noun_of_the_other(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct figures figures;
    extract(arena,
            slice_of("The ministry praised a new approach that allowed the closing of 30 workshops and seizing "
                     "4,000 fake passports."),
            false, &figures);
    const struct figure *passports = with_value(&figures, 4000);
    assert_true(holds(passports->noun_words, passports->noun_word_count, "passports"));
    assert_false(holds(passports->topic_words, passports->topic_word_count, "workshops"));
    assert_true(holds(passports->topic_words, passports->topic_word_count, "seizing"));
    arena_free(arena);
}

static void the_verb_of_the_relative_clause_is_a_topic(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct figures figures;
    extract(arena, slice_of("The storm hit 2,300 farmers, including about a dozen who were evacuated by boat."), false,
            &figures);
    const struct figure *dozen = with_value(&figures, 12);
    assert_true(holds(dozen->noun_words, dozen->noun_word_count, "farmers"));
    assert_true(holds(dozen->topic_words, dozen->topic_word_count, "evacuated"));
    assert_true(dozen->topic_verbs != 0);
    arena_free(arena);
}

static void the_period_is_told_apart_from_the_figure(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct figures figures;
    extract(arena, slice_of("Guards stopped 212 swimmers in the first quarter of 2022."), false, &figures);
    assert_int_equal(figures.count, 1);
    assert_true(slice_is(figures.items[0].period, "first quarter of 2022"));
    arena_free(arena);
}

static void spans_cover_number_sign_and_unit_and_do_not_overlap(void **state)
{
    (void)state;
    const char *text = "It paid about US$3.5 million for 20 to 30 km of road, or -5 °C.";
    struct arena *arena = arena_new(ARENA_BYTES);
    struct figures figures;
    extract(arena, slice_of(text), false, &figures);
    static const char *const expected[] = {"US$3.5 million", "20 to 30 km", "-5 °C"};
    assert_int_equal(figures.count, 3);
    for (size_t i = 0; i < figures.count; i++)
        assert_true(slice_is(slice_make(text + figures.items[i].start, figures.items[i].length), expected[i]));
    arena_free(arena);
}

static void expect_only(const char *text, const char *language, double value)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct text_tokens tokens;
    struct figures figures;
    struct error error;
    struct figures_hint hint = {.language = slice_of(language)};
    assert_int_equal(text_tokenize(arena, slice_of(text), 0, &tokens, &error), 0);
    assert_int_equal(figures_extract(arena, &tokens, hint, &figures, &error), 0);
    assert_int_equal(figures.count, 1);
    assert_true(figures.items[0].low == value);
    arena_free(arena);
}

static void a_text_is_read_by_its_own_words_where_another_language_is_told(void **state)
{
    (void)state;
    expect_only("12.500 bateaux", "fr", 12500);
    expect_only("12.500 boats", "en", 12.5);
    const char *english = "It was said that the mean of the boats in the port of the town was 12.500 for the whole of "
                          "the year and that this is what was to be seen in the rest of the country.";
    const char *french = "Les barques du port sont dans la rade avec les autres bateaux de la ville, et 12.500 sont à "
                         "quai pour la fête de la mer, qui est aussi celle des marins et des femmes du port.";
    expect_only(english, "fr", 12.5);
    expect_only(french, "en", 12500);
}

static void an_empty_text_has_no_figures(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct figures figures;
    extract(arena, slice_of(""), false, &figures);
    assert_int_equal(figures.count, 0);
    arena_free(arena);
}

static void a_full_arena_is_an_error_and_no_crash(void **state)
{
    (void)state;
    struct buffer text;
    buffer_init(&text, 1 << 20);
    for (int i = 0; i < 2000; i++) buffer_string(&text, "17 boats and 3 ships sank. ");
    struct arena *arena = arena_new(1 << 24);
    struct text_tokens tokens;
    struct error error;
    assert_int_equal(text_tokenize(arena, buffer_view(&text), 0, &tokens, &error), 0);
    for (size_t limit = 1 << 10; limit < 1 << 20; limit *= 2) {
        struct arena *small = arena_new(limit);
        struct figures figures;
        if (figures_extract(small, &tokens, (struct figures_hint){0}, &figures, &error))
            assert_int_equal(error.code, ERROR_NO_MEMORY);
        arena_free(small);
    }
    arena_free(arena);
    buffer_free(&text);
}

#define HOSTILE_BYTES (1 << 19)

/* Texts made to be slow: each repeats what a rule looks for to the left or the right. Quadratic time would not come
 * back before the time limit of the tests. */
static void hostile_texts_take_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"1 ",
                                         "1-",
                                         "7",
                                         "1,",
                                         "5% ",
                                         "one ",
                                         "two hundred and ",
                                         "and a half ",
                                         "hundred ",
                                         "$",
                                         "((((",
                                         "1/2 ",
                                         "of which 2 ",
                                         "to 5 ",
                                         "to about about ",
                                         "three-",
                                         "12 boats, ",
                                         ", , , 5 ",
                                         "the number of ",
                                         "half of the the ",
                                         "Aa Bb ",
                                         "last last 2017 5 ",
                                         "2 ft 3 in ",
                                         "an hour and ",
                                         "five five ",
                                         "US$1 million million ",
                                         "RM5.",
                                         "<b>5",
                                         "more than 5 and less than 9 ",
                                         "35 degrees ",
                                         ", which in 5 of last May, rose ",
                                         "$1.1 million to 999,999,999 km ",
                                         "les un sur un sur 5 ",
                                         "des de 5 et 6 ans ",
                                         "les centaines de milliers de ",
                                         "les a baissé de de 5 % ",
                                         "los de más de de 5 años, ",
                                         "les d'd'd'5 ",
                                         "las tres cuartas partes y medio "};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buffer text;
        buffer_init(&text, 2 * HOSTILE_BYTES);
        while (text.length < HOSTILE_BYTES) buffer_string(&text, pieces[i]);
        struct arena *arena = arena_new((size_t)1 << 30);
        struct figures figures;
        extract(arena, buffer_view(&text), false, &figures);
        arena_free(arena);
        buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_count_is_bound_to_its_noun),
        cmocka_unit_test(amounts_of_money_carry_their_currency),
        cmocka_unit_test(measured_amounts_carry_their_unit),
        cmocka_unit_test(two_ends_are_one_interval),
        cmocka_unit_test(an_amount_in_parts_is_one_figure),
        cmocka_unit_test(french_and_spanish_are_read_by_their_own_words),
        cmocka_unit_test(hedges_and_trends_qualify_what_they_stand_beside),
        cmocka_unit_test(years_dates_scores_and_names_are_no_figures),
        cmocka_unit_test(a_bare_number_takes_the_noun_of_its_neighbour),
        cmocka_unit_test(a_figure_belongs_to_the_subject_and_the_verb_of_its_clause),
        cmocka_unit_test(capitals_say_nothing_in_headlines),
        cmocka_unit_test(a_period_belongs_to_the_clause_of_its_figure),
        cmocka_unit_test(a_text_that_is_only_a_number_phrase_is_that_number),
        cmocka_unit_test(a_coordinated_figure_does_not_take_the_noun_of_the_other),
        cmocka_unit_test(the_verb_of_the_relative_clause_is_a_topic),
        cmocka_unit_test(the_period_is_told_apart_from_the_figure),
        cmocka_unit_test(spans_cover_number_sign_and_unit_and_do_not_overlap),
        cmocka_unit_test(a_text_is_read_by_its_own_words_where_another_language_is_told),
        cmocka_unit_test(an_empty_text_has_no_figures),
        cmocka_unit_test(a_full_arena_is_an_error_and_no_crash),
        cmocka_unit_test(hostile_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
