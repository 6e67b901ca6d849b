/* The progress line: what it promises follows from what has been done. */
#include "../test.h"

#include "indexer/progress.h"

/* Indexing, 10 s after the start, half of the files read. */
static struct progress at_half(void)
{
    return (struct progress){.writes = true,
                             .total_bytes = 1000,
                             .read_bytes = 500,
                             .articles = 100,
                             .text_bytes = 9000,
                             .to_write_bytes = 9000,
                             .started_ms = 5000};
}

static void assert_line(const struct progress *progress, const char *expected)
{
    char text[PROGRESS_TEXT_MAX];
    size_t length = progress_text(progress, 15000, text);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

static void nothing_is_promised_before_anything_was_written(void **state)
{
    (void)state;
    struct progress progress = at_half();
    assert_line(&progress, "100 articles read, 50 % of the files");
    progress.batch_ms = 14000;
    progress.step_total = 100;
    assert_line(&progress, "indexing 0/100");
}

static void the_time_left_is_that_of_reading_and_of_writing(void **state)
{
    (void)state;
    struct progress progress = at_half();
    progress.written_bytes = 9000;
    progress.writing_ms = 8000; /* so 2 s were reading: 2 s and 8 s are left */
    assert_line(&progress, "100 articles read, 50 %, 0:10 left");
}

static void a_batch_under_way_tells_how_long_the_rest_takes(void **state)
{
    (void)state;
    struct progress progress = at_half();
    progress.read_bytes = 1000;
    progress.batch_ms = 11000;
    progress.step_done = 40;
    progress.step_total = 100;
    assert_line(&progress, "indexing 40/100, 56 %, 0:08 left");
    progress.step = WRITER_FINISHING;
    progress.step_done = 100;
    assert_line(&progress, "writing 100 articles, 93 %, 0:01 left");
}

static void what_is_unchanged_has_to_be_read_only(void **state)
{
    (void)state;
    struct progress progress = at_half();
    progress.to_write_bytes = 90;
    assert_line(&progress, "100 articles read, 50 %, 0:10 left");
    progress.to_write_bytes = 9000;
    progress.writes = false; /* figures are printed */
    assert_line(&progress, "100 articles read, 50 %, 0:10 left");
}

static void the_time_left_is_capped(void **state)
{
    (void)state;
    struct progress progress = at_half();
    progress.writes = false;
    progress.total_bytes = (uint64_t)1 << 62;
    progress.read_bytes = 1;
    assert_line(&progress, "100 articles read, 0 %, 60000:00 left");
}

static void input_without_an_end_in_sight_is_counted(void **state)
{
    (void)state;
    struct progress progress = at_half();
    progress.total_bytes = 0;
    assert_line(&progress, "100 articles read");
    progress.batch_ms = 11000;
    progress.step_done = 40;
    progress.step_total = 100;
    assert_line(&progress, "indexing 40/100");
}

static void a_merge_is_named_and_announced(void **state)
{
    (void)state;
    struct progress progress = at_half();
    progress.merges = true;
    progress.written_bytes = 9000;
    progress.writing_ms = 8000;
    assert_line(&progress, "100 articles read, 50 %, 0:10 left, then merging");
    progress.batch_ms = 11000;
    progress.step = WRITER_MERGING;
    progress.step_total = 200;
    assert_line(&progress, "merging 200 articles");
    progress.step_done = 7;
    assert_line(&progress, "merging 7/200");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_promised_before_anything_was_written),
        cmocka_unit_test(the_time_left_is_that_of_reading_and_of_writing),
        cmocka_unit_test(a_batch_under_way_tells_how_long_the_rest_takes),
        cmocka_unit_test(what_is_unchanged_has_to_be_read_only),
        cmocka_unit_test(the_time_left_is_capped),
        cmocka_unit_test(input_without_an_end_in_sight_is_counted),
        cmocka_unit_test(a_merge_is_named_and_announced),
    };
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
