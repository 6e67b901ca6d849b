/* The terms of numbers against the definition of a range: thousands of random figures and ranges. */
#include "index/numeral.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "random.h"

#define TRIALS      40000
#define ARENA_BYTES ((size_t)1 << 20)

static double rounded(double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.14e", value);
    return strtod(text, NULL);
}

/* A number of `digits` digits times a power of ten. */
static double decimal(struct random *random, int digits, int lowest, int highest)
{
    char text[64];
    uint64_t mantissa = next(random) % (uint64_t)pow(10, digits);
    int exponent = lowest + (int)below(random, (uint64_t)(highest - lowest + 1));
    snprintf(text, sizeof text, "%llue%d", (unsigned long long)mantissa, exponent);
    return strtod(text, NULL);
}

/* Numbers of every size, close enough together that bounds are met again and again. */
static double magnitude(struct random *random)
{
    static const double landmarks[] = {0, 1, 10, 9.99999999999999, 0.999999999999999, 1e18, 5e-324, 1e-10, 1e10, 1e15};
    switch (below(random, 8)) {
    case 0:
    case 1: return decimal(random, 1, 0, 2);
    case 2:
    case 3: return decimal(random, 2, -1, 1);
    case 4: return decimal(random, 5, -3, 13);
    case 5: return decimal(random, 15, -14, 3);
    case 6: return decimal(random, 3, -322, 15);
    default: return landmarks[below(random, sizeof landmarks / sizeof *landmarks)];
    }
}

static double number(struct random *random)
{
    double value = rounded(magnitude(random));
    return below(random, 3) ? value : -value;
}

struct bounds {
    double low, high;
};

static struct bounds ordered_pair(struct random *random)
{
    double a = number(random), b = below(random, 3) ? number(random) : a;
    return a <= b ? (struct bounds){a, b} : (struct bounds){b, a};
}

struct sample {
    double low, high;
    enum figure_qualifier qualifier;
};

static struct sample random_figure(struct random *random)
{
    struct bounds pair = ordered_pair(random);
    if (below(random, 2)) pair.high = pair.low;
    return (struct sample){pair.low, pair.high, (enum figure_qualifier)below(random, FIGURE_QUALIFIERS)};
}

static struct range random_range(struct random *random, struct sample figure)
{
    struct bounds pair = ordered_pair(random);
    if (below(random, 4) == 0) pair.low = figure.high;
    if (below(random, 4) == 0) pair.high = figure.low;
    struct range range = {
        .low = pair.low, .high = pair.high, .low_open = below(random, 2), .high_open = below(random, 2)};
    if (below(random, 6) == 0) range.low = -INFINITY;
    if (below(random, 6) == 0) range.high = INFINITY;
    return range;
}

/* The one case that the header excepts. */
static bool holds_a_decimal(struct range range)
{
    if (!range.low_open || !range.high_open || !isfinite(range.low) || !isfinite(range.high)) return true;
    return rounded((range.low + range.high) / 2) != range.low && rounded((range.low + range.high) / 2) != range.high;
}

static bool share_a_term(const struct numeral_terms *a, const struct numeral_terms *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (slice_equal(slice_make(a->items[i].bytes, a->items[i].length),
                            slice_make(b->items[j].bytes, b->items[j].length)))
                return true;
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    const struct numeral_term *x = a, *y = b;
    return slice_compare(slice_make(x->bytes, x->length), slice_make(y->bytes, y->length));
}

static void assert_terms_are_sound(struct numeral_terms *terms)
{
    qsort(terms->items, terms->count, sizeof *terms->items, by_bytes);
    for (size_t i = 0; i < terms->count; i++) {
        assert_true(terms->items[i].length <= NUMERAL_TERM_MAX);
        assert_int_equal(terms->items[i].bytes[0], 'N');
        assert_null(memchr(terms->items[i].bytes, 0, terms->items[i].length));
        if (i) assert_true(by_bytes(&terms->items[i - 1], &terms->items[i]) < 0);
    }
}

static struct numeral_terms figure_terms(struct arena *arena, struct sample figure)
{
    struct numeral_terms terms;
    assert_int_equal(numeral_index_terms(arena, figure.low, figure.high, figure.qualifier, &terms, NULL), 0);
    return terms;
}

static struct numeral_terms range_terms(struct arena *arena, struct range range)
{
    struct numeral_terms terms;
    assert_int_equal(numeral_query_terms(arena, range, &terms, NULL), 0);
    return terms;
}

static void expect(struct arena *arena, struct sample figure, struct range range)
{
    struct numeral_terms of_figure = figure_terms(arena, figure), of_range = range_terms(arena, range);
    assert_terms_are_sound(&of_figure);
    assert_terms_are_sound(&of_range);
    bool found = share_a_term(&of_figure, &of_range);
    bool holds = range_holds(range, figure.low, figure.high, figure.qualifier);
    if (found != holds)
        fail_msg("figure %.17g..%.17g (%d), range %s%.17g..%.17g%s: terms say %d", figure.low, figure.high,
                 (int)figure.qualifier, range.low_open ? "]" : "[", range.low, range.high, range.high_open ? "[" : "]",
                 found);
}

static void terms_answer_as_the_definition_does(void **state)
{
    (void)state;
    struct random random = {7};
    struct arena *arena = arena_new(ARENA_BYTES);
    size_t held = 0;
    for (int i = 0; i < TRIALS; i++) {
        struct sample figure = random_figure(&random);
        struct range range = random_range(&random, figure);
        if (!holds_a_decimal(range)) continue;
        expect(arena, figure, range);
        held += range_holds(range, figure.low, figure.high, figure.qualifier);
        arena_reset(arena);
    }
    arena_free(arena);
    assert_in_range(held, TRIALS / 10, TRIALS * 9 / 10);
}

static void more_than_a_bound_lies_beyond_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    static const double bounds[] = {23000, 0, -4, 1e18, 0.05};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        double at = bounds[i];
        for (int qualifier = 0; qualifier < FIGURE_QUALIFIERS; qualifier++) {
            struct sample figure = {at, at, (enum figure_qualifier)qualifier};
            expect(arena, figure, (struct range){.low = at, .high = INFINITY, .low_open = true});
            expect(arena, figure, (struct range){.low = at, .high = at + 30000, .low_open = true, .high_open = true});
            expect(arena, figure, (struct range){.low = -INFINITY, .high = at, .high_open = true});
            expect(arena, figure, (struct range){.low = at, .high = at, .low_open = true, .high_open = true});
            expect(arena, figure, (struct range){.low = at, .high = at, .high_open = true});
        }
    }
    arena_free(arena);
}

static void a_human_number_carries_its_digits_and_two_more(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    assert_int_equal(figure_terms(arena, (struct sample){65000, 65000, QUALIFIER_EXACT}).count, 4);
    assert_int_equal(figure_terms(arena, (struct sample){7, 7, QUALIFIER_EXACT}).count, 3);
    assert_int_equal(figure_terms(arena, (struct sample){0, 0, QUALIFIER_EXACT}).count, 1);
    assert_int_equal(figure_terms(arena, (struct sample){63121, 63121, QUALIFIER_OVER}).count, 8);
    arena_free(arena);
}

static void bounds_are_rounded_to_fifteen_digits(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct numeral_terms figure = figure_terms(arena, (struct sample){0.1 + 0.2, 0.1 + 0.2, QUALIFIER_EXACT});
    struct numeral_terms range = range_terms(arena, (struct range){.low = 0.3, .high = 0.3});
    assert_true(share_a_term(&figure, &range));
    arena_free(arena);
}

static void figures_and_bounds_that_are_no_numbers_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct numeral_terms terms;
    struct error error;
    assert_int_equal(numeral_index_terms(arena, NAN, NAN, QUALIFIER_EXACT, &terms, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_int_equal(numeral_index_terms(arena, 2, 1, QUALIFIER_EXACT, &terms, &error), -1);
    assert_int_equal(numeral_index_terms(arena, 2, INFINITY, QUALIFIER_EXACT, &terms, &error), -1);
    assert_int_equal(numeral_query_terms(arena, (struct range){.low = NAN, .high = 1}, &terms, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_QUERY);
    arena_free(arena);
}

/* Every level of the trie adds at most a fixed number of terms on each side of zero; these bounds reach all of them. */
static void the_widest_covers_meet_their_maxima(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    double most = 0.999999999999999;
    assert_int_equal(
        range_terms(arena, (struct range){.low = -most, .high = most, .low_open = true, .high_open = true}).count,
        NUMERAL_COVER_MAX);
    double inner = 0.999999999999998;
    assert_int_equal(figure_terms(arena, (struct sample){-inner, inner, QUALIFIER_OVER}).count, NUMERAL_FIGURE_MAX);
    arena_free(arena);
}

/* Digits that make covers long: all 9, all 0 but the last, or any. */
static double adversary(struct random *random)
{
    char text[64];
    size_t length = 0;
    uint64_t pattern = below(random, 4);
    for (int i = 0; i < 15; i++) {
        uint64_t digit = pattern == 0 ? 9 : pattern == 1 ? (i == 0) : below(random, 10);
        if (i == 14) digit = below(random, 10);
        text[length++] = (char)('0' + digit);
    }
    snprintf(text + length, sizeof text - length, "e%d", (int)below(random, 318) - 315);
    double value = strtod(text, NULL);
    return below(random, 2) ? value : -value;
}

static void no_cover_is_longer_than_its_maximum(void **state)
{
    (void)state;
    struct random random = {11};
    struct arena *arena = arena_new(ARENA_BYTES);
    size_t longest_range = 0, longest_figure = 0, total = 0;
    for (int i = 0; i < TRIALS; i++) {
        double a = adversary(&random), b = adversary(&random);
        struct range range = {
            .low = fmin(a, b), .high = fmax(a, b), .low_open = below(&random, 2), .high_open = below(&random, 2)};
        size_t of_range = range_terms(arena, range).count;
        size_t of_figure = figure_terms(arena, (struct sample){range.low, range.high, QUALIFIER_UNDER}).count;
        longest_range = of_range > longest_range ? of_range : longest_range;
        longest_figure = of_figure > longest_figure ? of_figure : longest_figure;
        total += of_range;
        arena_reset(arena);
    }
    arena_free(arena);
    print_message("adversarial: range terms mean %.0f max %zu, figure terms max %zu\n", (double)total / TRIALS,
                  longest_range, longest_figure);
    assert_true(longest_range <= NUMERAL_COVER_MAX);
    assert_true(longest_figure <= NUMERAL_FIGURE_MAX);
}

static void human_ranges_have_short_covers(void **state)
{
    (void)state;
    struct random random = {13};
    struct arena *arena = arena_new(ARENA_BYTES);
    size_t longest = 0, total = 0;
    for (int i = 0; i < TRIALS; i++) {
        double a = decimal(&random, 2, 0, 8), b = a + decimal(&random, 1, 0, 8);
        struct range range = {.low = a, .high = below(&random, 5) ? b : INFINITY, .low_open = below(&random, 4) == 0};
        size_t count = range_terms(arena, range).count;
        longest = count > longest ? count : longest;
        total += count;
        arena_reset(arena);
    }
    size_t example = range_terms(arena, (struct range){.low = 50000, .high = 70000}).count;
    arena_free(arena);
    print_message("human: range terms mean %.1f max %zu, 50000..70000 %zu\n", (double)total / TRIALS, longest, example);
    assert_in_range(total / TRIALS, 1, 24);
    assert_in_range(longest, 1, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_answer_as_the_definition_does),
        cmocka_unit_test(more_than_a_bound_lies_beyond_it),
        cmocka_unit_test(a_human_number_carries_its_digits_and_two_more),
        cmocka_unit_test(bounds_are_rounded_to_fifteen_digits),
        cmocka_unit_test(figures_and_bounds_that_are_no_numbers_are_refused),
        cmocka_unit_test(the_widest_covers_meet_their_maxima),
        cmocka_unit_test(no_cover_is_longer_than_its_maximum),
        cmocka_unit_test(human_ranges_have_short_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
