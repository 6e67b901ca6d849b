/* Arenas keep their limit, their order of closing and their zeroes. */
#include "../test.h"

#include <string.h>

#include "base/arena.h"

static void an_allocation_beyond_the_limit_is_refused_and_remembered(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1000);
    assert_non_null(arena_alloc(arena, 600));
    assert_null(arena_alloc(arena, 600));
    assert_true(arena_failed(arena));
    assert_non_null(arena_alloc(arena, 100));
    assert_true(arena_used(arena) <= arena_limit(arena));
    arena_free(arena);
}

static void a_product_that_overflows_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(SIZE_MAX);
    assert_null(arena_array(arena, SIZE_MAX / 2, 4));
    assert_null(arena_alloc(arena, SIZE_MAX));
    assert_true(arena_failed(arena));
    arena_free(arena);
}

static void memory_is_zeroed_also_after_a_reset(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 5000; size = size * 3 + 1) {
            unsigned char *bytes = arena_alloc(arena, size);
            for (size_t i = 0; i < size; i++) assert_int_equal(bytes[i], 0);
            memset(bytes, 0xAB, size);
        }
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_free(arena);
}

struct log {
    char text[16];
    size_t length;
};

struct closable {
    struct log *log;
    char name;
};

static void note_closing(void *handle)
{
    struct closable *closable = handle;
    closable->log->text[closable->log->length++] = closable->name;
}

static void handles_are_closed_newest_first(void **state)
{
    (void)state;
    struct log log = {0};
    struct closable a = {&log, 'a'}, b = {&log, 'b'};
    struct arena *arena = arena_new(4096);
    assert_int_equal(arena_defer(arena, note_closing, &a), 0);
    assert_int_equal(arena_defer(arena, note_closing, &b), 0);
    arena_free(arena);
    assert_string_equal(log.text, "ba");
}

static void a_handle_that_cannot_be_kept_is_closed_at_once(void **state)
{
    (void)state;
    struct log log = {0};
    struct closable a = {&log, 'a'};
    struct arena *arena = arena_new(1);
    assert_int_equal(arena_defer(arena, note_closing, &a), -1);
    assert_string_equal(log.text, "a");
    arena_free(arena);
}

static void copies_end_with_a_nul(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    char *copy = arena_string(arena, slice_make("Melilla and Ceuta", 7));
    assert_string_equal(copy, "Melilla");
    assert_string_equal(arena_printf(arena, "%s-%d", "x", 5), "x-5");
    arena_free(arena);
}

static void a_large_array_that_grew_is_given_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)256 << 20);
    size_t size = 1000;
    char *array = arena_alloc(arena, size);
    memset(array, 'x', size);
    for (; size < (size_t)64 << 20; size *= 2) {
        assert_non_null(arena_alloc(arena, 100)); /* others stand between */
        array = arena_grow(arena, array, size, 2 * size);
        assert_int_equal(array[999], 'x');
        assert_int_equal(array[size], 0);
    }
    assert_true(arena_used(arena) < size + ((size_t)32 << 20));
    arena_reset(arena);
    char *beside = arena_alloc(arena, (size_t)4 << 20);
    array = arena_alloc(arena, (size_t)4 << 20);
    memset(array, 'y', (size_t)4 << 20);
    assert_non_null(arena_grow(arena, beside, (size_t)4 << 20, (size_t)8 << 20));
    assert_int_equal(array[0], 'y'); /* nothing that stands beside it went with it */
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_allocation_beyond_the_limit_is_refused_and_remembered),
        cmocka_unit_test(a_product_that_overflows_is_refused),
        cmocka_unit_test(memory_is_zeroed_also_after_a_reset),
        cmocka_unit_test(handles_are_closed_newest_first),
        cmocka_unit_test(a_handle_that_cannot_be_kept_is_closed_at_once),
        cmocka_unit_test(copies_end_with_a_nul),
        cmocka_unit_test(a_large_array_that_grew_is_given_back),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
