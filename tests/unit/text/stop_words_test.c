/* The table is searched by halves, so every row must be where its spelling belongs. */
#include "../test.h"

#include "text/fold.h"
#include "text/stop_words.h"

static void every_stop_word_of_the_table_is_found(void **state)
{
    (void)state;
#define STOP_WORD(folded) assert_true(stop_word_is(slice_of(folded)));
#include "text/stop_words.def"
#undef STOP_WORD
    assert_false(stop_word_is(slice_of("ceuta")));
    assert_false(stop_word_is(slice_of("")));
}

static void stop_words_are_spelled_as_folding_leaves_them(void **state)
{
    struct arena *arena = arena_new(1 << 16);
    (void)state;
#define STOP_WORD(folded) assert_true(slice_is(text_fold(arena, slice_of(folded)), folded));
#include "text/stop_words.def"
#undef STOP_WORD
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stop_word_of_the_table_is_found),
        cmocka_unit_test(stop_words_are_spelled_as_folding_leaves_them),
    };
    return cmocka_run_group_tests_name("stop_words", tests, NULL, NULL);
}
