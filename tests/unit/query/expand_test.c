/* Loose words: how many letters may differ. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "index/snapshot.h"
#include "index/writer.h"
#include "query/expand.h"

#define WORDS                                                                                                          \
    2000 /* that begin alike: more than are kept, and more than are looked at between two looks at the clock */

static bool within(const char *a, const char *b, uint32_t edits)
{
    return within_edits(slice_of(a), slice_of(b), edits) && within_edits(slice_of(b), slice_of(a), edits);
}

static void one_edit_is_a_letter_more_less_other_or_swapped(void **state)
{
    (void)state;
    assert_true(within("khalid", "khalid", 1));
    assert_true(within("khalid", "khaled", 1));
    assert_true(within("khalid", "khali", 1));
    assert_true(within("khalid", "khallid", 1));
    assert_true(within("khalid", "khaild", 1));
    assert_false(within("khalid", "khael", 1));
    assert_false(within("khalid", "dilahk", 2));
}

static void two_edits_reach_further_and_no_more(void **state)
{
    (void)state;
    assert_true(within("zerouali", "zeruali", 1));
    assert_true(within("zerouali", "zeruaili", 2));
    assert_false(within("zerouali", "zrualii", 2));
    assert_true(within("", "ab", 2));
    assert_false(within("", "abc", 2));
}

static void letters_count_and_not_bytes(void **state)
{
    (void)state;
    assert_true(within("мелилья", "мелилия", 1));
    assert_false(within("мелилья", "меллия", 1));
}

static void a_loose_word_keeps_its_first_letter_and_has_no_digits(void **state)
{
    (void)state;
    struct query_node node = {.kind = QUERY_FUZZY, .text = slice_of("khalid"), .window = 2};
    assert_true(expansion_holds(&node, slice_of("khaled")));
    assert_false(expansion_holds(&node, slice_of("halid")));
    assert_false(expansion_holds(&node, slice_of("khalid2")));
    assert_false(expansion_holds(&node, slice_of("")));
}

static void put_words(const char *directory)
{
    struct error error = {0};
    struct buffer body;
    struct index_writer *writer = index_writer_open(directory, slice_of("none"), 0, &error);
    assert_non_null(writer);
    buffer_init(&body, (size_t)1 << 20);
    for (unsigned i = 0; i < WORDS; i++)
        buffer_printf(&body, "mi%c%c%c ", 'a' + i / 676, 'a' + i / 26 % 26, 'a' + i % 26);
    struct article article = {.id = slice_of("words"), .body = buffer_view(&body)};
    assert_int_equal(index_writer_put(writer, &article, &error), PUT_ADDED);
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
    buffer_free(&body);
}

static void expand(const struct snapshot *snapshot, int64_t deadline_us, struct expansion *out)
{
    struct query_node node = {.kind = QUERY_PREFIX, .text = slice_of("mi")};
    struct expansion_limits limits = {.deadline_us = deadline_us};
    struct arena *arena = arena_new((size_t)1 << 20);
    struct xap_error error;
    assert_int_equal(query_expand(arena, snapshot_reader(snapshot), &node, &limits, out, &error), 0);
    for (size_t i = 0; i < out->count; i++) assert_true(slice_starts(out->terms[i], slice_of("mi")));
    arena_free(arena);
}

static void a_walk_through_words_ends_at_its_deadline(void **state)
{
    (void)state;
    char directory[64];
    const char *base = getenv("TMPDIR");
    struct expansion all, some;
    struct error error;
    snprintf(directory, sizeof directory, "%.40s/tally-expand-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(directory));
    put_words(directory);
    struct snapshot *snapshot = snapshot_open(directory, &error);
    assert_non_null(snapshot);
    expand(snapshot, 0, &all);
    expand(snapshot, 1, &some);
    assert_true(all.complete && all.count == EXPANSION_TERMS_MAX);
    assert_true(!some.complete && some.count > 0);
    snapshot_close(snapshot);
    file_remove_tree(directory, &error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_edit_is_a_letter_more_less_other_or_swapped),
        cmocka_unit_test(two_edits_reach_further_and_no_more),
        cmocka_unit_test(letters_count_and_not_bytes),
        cmocka_unit_test(a_loose_word_keeps_its_first_letter_and_has_no_digits),
        cmocka_unit_test(a_walk_through_words_ends_at_its_deadline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
