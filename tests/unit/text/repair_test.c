/* Bytes of unknown origin become clean UTF-8, and clean text is not touched. */
#include "cases.h"

#include "base/utf8.h"
#include "text/repair.h"

static struct arena *arena;
static struct text_repair repaired;

static void repair(struct slice bytes)
{
    struct error error;
    assert_int_equal(text_repair(arena, bytes, &repaired, &error), 0);
    assert_int_equal(utf8_valid_prefix(repaired.text), repaired.text.length);
}

static void check_repair(const struct text_case *one)
{
    repair(slice_make(one->input, one->input_length));
    case_expect(one, repaired.text);
}

static void bytes_become_clean_text(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    each_case("repair.txt", check_repair);
    arena_free(arena);
}

static void clean_text_is_passed_on_untouched(void **state)
{
    (void)state;
    arena = arena_new(0);
    struct slice text = slice_of("\xEF\xBB\xBFune été\n\tà Fès");
    repair(text);
    assert_ptr_equal(repaired.text.data, text.data + 3);
    arena_free(arena);
}

static void the_first_fault_and_the_number_of_faults_are_told(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    repair(slice_of("\xEF\xBB\xBF"
                    "ab\xFF\x01\xFE"));
    assert_int_equal(repaired.first_invalid, 5);
    assert_int_equal(repaired.invalid_count, 2);
    assert_int_equal(repaired.control_count, 1);
    arena_free(arena);
}

static void a_full_arena_is_an_error(void **state)
{
    (void)state;
    arena = arena_new(2);
    struct error error;
    assert_int_equal(text_repair(arena, slice_of("ab\xFF"), &repaired, &error), -1);
    assert_int_equal(error.code, ERROR_NO_MEMORY);
    arena_free(arena);
}

static void random_bytes_become_valid_text(void **state)
{
    (void)state;
    char bytes[64];
    uint32_t seed = 12345;
    arena = arena_new(1 << 20);
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
        repair(arena_copy(arena, slice_make(bytes, seed >> 8 & 63)));
        struct slice once = repaired.text;
        repair(once);
        assert_true(slice_equal(repaired.text, once) || slice_starts(once, slice_of("\xEF\xBB\xBF")));
        arena_reset(arena);
    }
    arena_free(arena);
}

static void binary_files_are_told_from_text(void **state)
{
    (void)state;
    assert_true(text_looks_binary(slice_make("\x7F"
                                             "ELF\0\0",
                                             6)));
    assert_true(text_looks_binary(slice_of("\x89PNG\r\n\x1A\n\x01\x02\x03\xFF\xFE\xFD")));
    assert_false(text_looks_binary(slice_of("An article of Fès with one bad byte \xFF in it.")));
    assert_false(text_looks_binary(slice_of("")));
    char sample[8300];
    memset(sample, 'a', sizeof sample);
    memcpy(sample + 8191, "é", 2); /* cut by the end of the sample */
    assert_false(text_looks_binary(slice_make(sample, sizeof sample)));
    sample[8250] = '\0'; /* beyond it */
    assert_false(text_looks_binary(slice_make(sample, sizeof sample)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_clean_text),
        cmocka_unit_test(clean_text_is_passed_on_untouched),
        cmocka_unit_test(the_first_fault_and_the_number_of_faults_are_told),
        cmocka_unit_test(a_full_arena_is_an_error),
        cmocka_unit_test(random_bytes_become_valid_text),
        cmocka_unit_test(binary_files_are_told_from_text),
    };
    return cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}
