/* A cursor comes back as it was written, and nothing else passes for one. */
#include "../test.h"

#include <math.h>
#include <string.h>

#include "query/cursor.h"

#define ARENA_BYTES ((size_t)1 << 20)

static struct cursor example(struct moment_note *notes, size_t count)
{
    struct cursor cursor = {
        .begun = true,
        .place = {.weight = 12.375,
                  .key = -INFINITY,
                  .value = "20210305",
                  .value_length = 8,
                  .tie = "a\0c",
                  .tie_length = 3},
        .moment = {.documents = 4000000000u, .notes = notes, .count = count},
    };
    memcpy(cursor.question, "0123456789abcdef", CURSOR_QUESTION_BYTES);
    return cursor;
}

static void a_cursor_comes_back_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct moment_note notes[] = {{.number = 0}, {.number = 127}, {.number = 1u << 31}, {.number = UINT64_MAX}};
    struct cursor cursor = example(notes, 4), back;
    struct error error;
    struct slice text = cursor_write(arena, &cursor);
    assert_non_null(text.data);
    assert_int_equal(
        strspn(arena_string(arena, text), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        text.length);
    assert_int_equal(cursor_read(arena, text, &back, &error), 0);
    assert_memory_equal(back.question, cursor.question, CURSOR_QUESTION_BYTES);
    assert_true(back.begun && back.moment.told);
    assert_true(back.place.weight == 12.375 && back.place.key == -INFINITY);
    assert_true(slice_is(slice_make(back.place.value, back.place.value_length), "20210305"));
    assert_int_equal(back.place.tie_length, 3);
    assert_memory_equal(back.place.tie, "a\0c", 3);
    assert_int_equal(back.moment.documents, 4000000000u);
    assert_int_equal(back.moment.count, 4);
    for (size_t i = 0; i < 4; i++) assert_int_equal(back.moment.notes[i].number, notes[i].number);
    arena_free(arena);
}

static void a_cursor_of_a_walk_that_has_not_begun_has_no_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct cursor cursor = example(NULL, 0), back;
    struct error error;
    cursor.begun = false;
    assert_int_equal(cursor_read(arena, cursor_write(arena, &cursor), &back, &error), 0);
    assert_false(back.begun);
    assert_int_equal(back.place.tie_length, 0);
    arena_free(arena);
}

static void check_refused(struct arena *arena, struct slice text)
{
    struct cursor back;
    struct error error = {0};
    assert_int_equal(cursor_read(arena, text, &back, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_REQUEST);
    assert_true(strncmp(error.message, "cursor: ", 8) == 0);
}

static void garbage_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",   "A",    "AA",  "AAA",      "====", "null",
        "10", "next", "a b", "\xc3\xa9", "AQ==", "////////////////////////////////////////////////////////////////"};
    struct arena *arena = arena_new(ARENA_BYTES);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_refused(arena, slice_of(texts[i]));
    check_refused(arena, slice_make("AA\0A", 4));
    char *longest = arena_alloc(arena, 2 * CURSOR_BYTES_MAX);
    memset(longest, 'A', 2 * CURSOR_BYTES_MAX);
    check_refused(arena, slice_make(longest, 2 * CURSOR_BYTES_MAX));
    arena_free(arena);
}

static void a_cursor_cut_short_or_with_any_bit_changed_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES * 16);
    struct moment_note notes[] = {{.number = 5}, {.number = 70000}};
    struct cursor cursor = example(notes, 2);
    struct slice text = cursor_write(arena, &cursor);
    for (size_t length = 0; length < text.length; length++) check_refused(arena, slice_make(text.data, length));
    for (size_t i = 0; i < text.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
            char *changed = arena_string(arena, text);
            changed[i] = (char)(changed[i] ^ 1 << bit);
            check_refused(arena, slice_make(changed, text.length));
        }
    }
    arena_free(arena);
}

static void a_cursor_too_long_is_not_written(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARENA_BYTES);
    struct moment_note *notes = arena_array(arena, MOMENT_NOTES_MAX, sizeof *notes);
    struct cursor cursor = example(notes, MOMENT_NOTES_MAX);
    assert_non_null(cursor_write(arena, &cursor).data);
    for (size_t i = 0; i < MOMENT_NOTES_MAX; i++) notes[i].number = UINT64_MAX;
    assert_null(cursor_write(arena, &cursor).data);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cursor_comes_back_as_it_was_written),
        cmocka_unit_test(a_cursor_of_a_walk_that_has_not_begun_has_no_place),
        cmocka_unit_test(garbage_is_refused),
        cmocka_unit_test(a_cursor_cut_short_or_with_any_bit_changed_is_refused),
        cmocka_unit_test(a_cursor_too_long_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
