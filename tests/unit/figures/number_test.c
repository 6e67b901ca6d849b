/* Every spelling of a number is one value, and a value written in any style reads back as itself. */
#include "cases.h"

#include <math.h>

#include "base/json.h"
#include "figures/number.h"

static int failures;

static void check_number(const struct figure_case *one)
{
    char text[NUMBER_CANONICAL_MAX];
    double value;
    size_t length = 1;
    text[0] = '-';
    if (number_parse(one->input, &value)) length = number_canonical(value, text);
    failures += case_differs(one, slice_make(text, length));
}

static void every_spelling_is_one_value(void **state)
{
    (void)state;
    failures = 0;
    each_case("numbers.txt", check_number);
    assert_int_equal(failures, 0);
}

/* ---- writers of one style each, for the round trip ---- */

static void write_grouped(char *out, double value, const char *separator)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%.0f", value);
    char *at = out;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) at = stpcpy(at, separator);
        *at++ = digits[i];
    }
    *at = '\0';
}

static void write_below_hundred(char *out, unsigned value)
{
    static const char *const small[] = {
        "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
        "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                       "fifty", "sixty", "seventy", "eighty", "ninety"};
    if (value < 20)
        strcat(out, small[value]);
    else {
        strcat(out, tens[value / 10]);
        if (value % 10) strcat(strcat(out, "-"), small[value % 10]);
    }
}

static void write_below_thousand(char *out, unsigned value)
{
    if (value >= 100) {
        write_below_hundred(out, value / 100);
        strcat(out, value % 100 ? " hundred and " : " hundred");
    }
    if (value % 100) write_below_hundred(out, value % 100);
}

static void write_words(char *out, uint64_t value)
{
    static const struct {
        uint64_t scale;
        const char *word;
    } scales[] = {
        {1000000000000, "trillion"}, {1000000000, "billion"}, {1000000, "million"}, {1000, "thousand"}, {1, ""}};
    out[0] = '\0';
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        unsigned group = (unsigned)(value / scales[i].scale % 1000);
        if (!group) continue;
        if (out[0]) strcat(out, scales[i].scale == 1 && group < 100 ? " and " : " ");
        write_below_thousand(out, group);
        if (scales[i].word[0]) strcat(strcat(out, " "), scales[i].word);
    }
    if (!out[0]) strcpy(out, "zero");
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 20;
}

static void expect_reading(const char *text, double value)
{
    double read = NAN;
    if (!number_parse(slice_of(text), &read) || read != value)
        fail_msg("\"%s\" reads as %.17g, not %.17g", text, read, value);
}

static void a_whole_number_in_any_style_reads_back_as_itself(void **state)
{
    (void)state;
    static const char *const separators[] = {"", ",", " ", "'", "\u202f", "\u00a0"};
    uint64_t random = 7;
    char text[512];
    for (int i = 0; i < 3000; i++) {
        static const uint64_t limits[] = {100, 10000, 1000000, 1000000000, 999999999999999};
        uint64_t value = next_random(&random) % limits[i % 5];
        for (size_t s = 0; s < sizeof separators / sizeof *separators; s++) {
            write_grouped(text, (double)value, separators[s]);
            expect_reading(text, (double)value);
        }
        write_words(text, value);
        expect_reading(text, (double)value);
    }
}

static void a_scaled_number_reads_back_as_itself(void **state)
{
    (void)state;
    static const struct {
        const char *suffix;
        double scale;
    } scales[] = {{"K", 1e3},        {"k", 1e3},          {" thousand", 1e3}, {"m", 1e6},     {"M", 1e6},
                  {" million", 1e6}, {"mn", 1e6},         {" mln", 1e6},      {"bn", 1e9},    {"B", 1e9},
                  {" billion", 1e9}, {" trillion", 1e12}, {" lakh", 1e5},     {" crore", 1e7}};
    uint64_t random = 11;
    char text[64];
    for (int i = 0; i < 5000; i++) {
        unsigned tenths = (unsigned)(next_random(&random) % 99999);
        size_t s = (size_t)i % (sizeof scales / sizeof *scales);
        snprintf(text, sizeof text, "%u.%02u%s", tenths / 100, tenths % 100, scales[s].suffix);
        expect_reading(text, number_round(tenths * (scales[s].scale / 100)));
    }
}

static void the_canonical_spelling_reads_back_and_is_stable(void **state)
{
    (void)state;
    uint64_t random = 13;
    for (int i = 0; i < 20000; i++) {
        int decimals = (int)(next_random(&random) % 5);
        double value = number_round((double)(next_random(&random) % 10000000000) / pow(10, decimals));
        if (i % 3 == 0) value = -value;
        char text[NUMBER_CANONICAL_MAX], again[NUMBER_CANONICAL_MAX];
        size_t length = number_canonical(value, text);
        double read;
        assert_true(number_parse(slice_make(text, length), &read));
        assert_true(read == value);
        assert_int_equal(number_canonical(read, again), length);
        assert_memory_equal(again, text, length);
    }
}

static void zero_has_no_sign(void **state)
{
    (void)state;
    char text[NUMBER_CANONICAL_MAX];
    assert_int_equal(number_canonical(-0.0, text), 1);
    assert_int_equal(text[0], '0');
}

static void numbers_too_large_are_none(void **state)
{
    (void)state;
    double value;
    assert_false(number_parse(slice_of("99999999999999999999999"), &value));
    assert_false(number_parse(slice_of("900000000 trillion"), &value));
    assert_true(number_parse(slice_of("1000000000000000000"), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_is_one_value),
        cmocka_unit_test(a_whole_number_in_any_style_reads_back_as_itself),
        cmocka_unit_test(a_scaled_number_reads_back_as_itself),
        cmocka_unit_test(the_canonical_spelling_reads_back_and_is_stable),
        cmocka_unit_test(zero_has_no_sign),
        cmocka_unit_test(numbers_too_large_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
