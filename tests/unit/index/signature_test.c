/* Signatures of texts, and what two of them have in common. */
#include "../test.h"

#include <stdio.h>

#include "base/buffer.h"
#include "index/signature.h"

#define WORDS 400

static struct arena *arena;

static bool make(struct slice text, char out[SIGNATURE_BYTES])
{
    struct text_tokens tokens;
    struct zones zones;
    struct error error;
    assert_int_equal(text_zones(arena, text, &zones, &error), 0);
    assert_int_equal(text_tokenize_zones(arena, text, &zones, 1, &tokens, &error), 0);
    return signature_make(&tokens, &zones, out);
}

/* A text of WORDS words, every `step`th of them another one; 0: none. */
static struct slice write_text(unsigned step)
{
    struct buffer text;
    buffer_init(&text, 65536);
    for (unsigned i = 0; i < WORDS; i++)
        buffer_printf(&text, "%s%u ", step && i % step == 0 ? "other" : "word", (i * 7919u) % 1000u);
    struct slice copy = arena_copy(arena, buffer_view(&text));
    buffer_free(&text);
    return copy;
}

static double likeness(struct slice a, struct slice b)
{
    char first[SIGNATURE_BYTES], second[SIGNATURE_BYTES];
    assert_true(make(a, first) && make(b, second));
    assert_true(signature_likeness(first, second) == signature_likeness(second, first));
    return signature_likeness(first, second);
}

static void the_same_words_are_wholly_alike_however_written(void **state)
{
    (void)state;
    struct slice text = slice_of("The FED added reserves to the banking system, a spokesman said; dealers said that "
                                 "funds were trading at 6 percent when it began its operation.");
    struct slice other = slice_of("the Fed added\nreserves to the banking system a spokesman said. Dealers said that "
                                  "funds were trading at 6 percent, when it began its operation");
    assert_true(likeness(text, text) == 1.0);
    assert_true(likeness(text, other) == 1.0);
    assert_true(likeness(write_text(0), write_text(0)) == 1.0);
}

/* One word in forty other: three runs of forty differ, so 37 of 43 are in common. */
static void the_estimate_is_near_the_share_of_runs_in_common(void **state)
{
    (void)state;
    double some = likeness(write_text(0), write_text(40)), many = likeness(write_text(0), write_text(8));
    assert_true(some > 0.86 - 0.15 && some < 0.86 + 0.15);
    assert_true(many > 0.45 - 0.2 && many < 0.45 + 0.2);
}

static void other_texts_have_next_to_nothing_in_common(void **state)
{
    (void)state;
    assert_true(likeness(write_text(0), write_text(1)) < 0.2);
}

static void furniture_is_not_compared(void **state)
{
    (void)state;
    struct buffer text;
    buffer_init(&text, 65536);
    buffer_slice(&text, write_text(0));
    buffer_string(&text, "end.\n\nRead Also: Another Story of Another Day With Words That Nobody Compares\n\n");
    assert_true(likeness(write_text(0), buffer_view(&text)) > 0.9);
    buffer_free(&text);
}

static void a_short_text_has_no_signature(void **state)
{
    (void)state;
    char out[SIGNATURE_BYTES];
    assert_false(make(slice_of("one two three four five six seven eight nine ten eleven twelve thirteen"), out));
    assert_false(make(slice_of(""), out));
    assert_false(make(slice_of("… !? …"), out));
}

/* Few runs fill few buckets, and the others borrow. */
static void the_shortest_texts_are_compared_too(void **state)
{
    (void)state;
    struct slice a = slice_of("a b c d e f g h i j k l m n o p"), b = slice_of("q r s t u v w x y z aa bb cc dd ee ff");
    assert_true(likeness(a, a) == 1.0);
    assert_true(likeness(a, b) < 0.3);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)16 << 20);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_are_wholly_alike_however_written),
        cmocka_unit_test(the_estimate_is_near_the_share_of_runs_in_common),
        cmocka_unit_test(other_texts_have_next_to_nothing_in_common),
        cmocka_unit_test(furniture_is_not_compared),
        cmocka_unit_test(a_short_text_has_no_signature),
        cmocka_unit_test(the_shortest_texts_are_compared_too),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
