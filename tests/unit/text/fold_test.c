/* Folding gives one form, and folding that again changes nothing. */
#include "cases.h"

#include "base/utf8.h"
#include "text/characters.h"
#include "text/fold.h"

static struct arena *arena;

static void check_fold(const struct text_case *one)
{
    struct slice folded = text_fold(arena, slice_make(one->input, one->input_length));
    case_expect(one, folded);
    struct slice again = text_fold(arena, folded);
    assert_true(slice_equal(again, folded));
}

static void folding_gives_the_one_form_and_is_stable(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    each_case("fold.txt", check_fold);
    arena_free(arena);
}

static void folded_ascii_is_passed_on_untouched(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    struct slice text = slice_of("already small, 65,000");
    assert_ptr_equal(text_fold(arena, text).data, text.data);
    assert_int_equal(arena_used(arena), 0);
    arena_free(arena);
}

static void a_full_arena_gives_no_text(void **state)
{
    (void)state;
    arena = arena_new(0);
    assert_null(text_fold(arena, slice_of("Capital")).data);
    assert_null(text_fold(arena, slice_of("été")).data);
    arena_free(arena);
}

static void megabytes_of_marks_fold(void **state)
{
    (void)state;
    static const char *const units[] = {
        "\xCC\x81", "é", "\xEF\xB7\xBA", "\xFF", "\xE3\x82\x99", "\xE0\xA5\x8D\xE0\xA4\xBC", "a\xCC\x81"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t size = strlen(units[i]), length = (size_t)HOSTILE_BYTES / size * size;
        char *text = malloc(length);
        assert_non_null(text);
        for (size_t at = 0; at < length; at += size) memcpy(text + at, units[i], size);
        arena = arena_new((size_t)1 << 30);
        assert_non_null(text_fold(arena, slice_make(text, length)).data);
        arena_free(arena);
        free(text);
    }
}

static void a_word_is_cut_to_its_room_between_characters(void **state)
{
    (void)state;
    char out[8];
    assert_int_equal(text_fold_word(slice_of("ЖЖЖЖЖЖ"), out, 7), 6);
    assert_memory_equal(out, "жжж", 6);
    assert_int_equal(text_fold_word(slice_of("Ab"), out, sizeof out), 2);
    assert_int_equal(text_fold_word(slice_of("x"), out, 0), 0);
}

#define CODE_POINTS 0x110000u

static size_t fold_one(uint32_t code_point, char *out, size_t out_size)
{
    char bytes[4];
    return text_fold_word(slice_make(bytes, utf8_encode(code_point, bytes)), out, out_size);
}

static void every_letter_folds_to_something(void **state)
{
    (void)state;
    char folded[100];
    for (uint32_t code_point = 0; code_point < CODE_POINTS; code_point++) {
        if (!(character_class(code_point) & CHARACTER_WORD)) continue;
        if (fold_one(code_point, folded, sizeof folded) == 0) fail_msg("U+%04X folds to nothing", code_point);
    }
}

static void ten_digits_of_every_script_fold_to_0_to_9(void **state)
{
    (void)state;
    char folded[100];
    uint32_t digits = 0;
    for (uint32_t code_point = 0; code_point < CODE_POINTS; code_point++) {
        if (!(character_class(code_point) & CHARACTER_DIGIT)) continue;
        size_t length = fold_one(code_point, folded, sizeof folded);
        char expected = (char)('0' + digits++ % 10);
        if (length != 1 || *folded != expected)
            fail_msg("U+%04X: expected %c, found %.*s", code_point, expected, (int)length, folded);
    }
    assert_true(digits >= 500);
    assert_int_equal(digits % 10, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding_gives_the_one_form_and_is_stable),
        cmocka_unit_test(folded_ascii_is_passed_on_untouched),
        cmocka_unit_test(a_full_arena_gives_no_text),
        cmocka_unit_test(megabytes_of_marks_fold),
        cmocka_unit_test(a_word_is_cut_to_its_room_between_characters),
        cmocka_unit_test(every_letter_folds_to_something),
        cmocka_unit_test(ten_digits_of_every_script_fold_to_0_to_9),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
