/* Lines come whole from a stream, whatever its steps, and compressed streams say when they are cut off. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "indexer/lines.h"

static int make_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    char path[128];
    snprintf(path, sizeof path, "%s/tally-lines-XXXXXX", base ? base : "/tmp");
    *state = mkdtemp(path) ? strdup(path) : NULL;
    return *state ? 0 : -1;
}

static int remove_folder(void **state)
{
    int result = file_remove_tree(*state, NULL);
    free(*state);
    return result;
}

static struct stream *open_bytes(const char *folder, struct slice bytes)
{
    char path[200];
    struct error error;
    snprintf(path, sizeof path, "%s/input", folder);
    assert_int_equal(file_replace(path, bytes, &error), 0);
    struct stream *stream = stream_open(path, &error);
    assert_non_null(stream);
    return stream;
}

static void lines_longer_than_a_step_and_the_last_without_an_end_are_given_whole(void **state)
{
    struct buffer bytes, read;
    buffer_init(&bytes, (size_t)1 << 22);
    buffer_init(&read, (size_t)1 << 22);
    for (size_t i = 0; i < STREAM_STEP_BYTES * 3; i++) buffer_byte(&bytes, 'x');
    buffer_string(&bytes, "\n\nlast");
    struct stream *stream = open_bytes(*state, buffer_view(&bytes));
    struct lines lines = lines_start(stream, &read);
    struct slice line;
    struct error error;
    assert_int_equal(lines_next(&lines, &line, &error), 1);
    assert_int_equal(line.length, STREAM_STEP_BYTES * 3);
    assert_int_equal(lines_next(&lines, &line, &error), 1);
    assert_int_equal(line.length, 0);
    assert_int_equal(lines_next(&lines, &line, &error), 1);
    assert_true(slice_is(line, "last"));
    assert_int_equal(lines.number, 3);
    assert_int_equal(lines_next(&lines, &line, &error), 0);
    stream_close(stream);
    buffer_free(&bytes);
    buffer_free(&read);
}

static void a_line_beyond_the_limit_is_an_error_and_the_next_one_is_read(void **state)
{
    struct buffer read;
    buffer_init(&read, 10);
    struct stream *stream = open_bytes(*state, slice_of("short\nfar too long a line\nlast"));
    struct lines lines = lines_start(stream, &read);
    struct slice line;
    struct error error;
    assert_int_equal(lines_next(&lines, &line, &error), 1);
    assert_int_equal(lines_next(&lines, &line, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    assert_int_equal(lines.number, 2);
    assert_int_equal(lines_next(&lines, &line, &error), 1);
    assert_true(slice_is(line, "last"));
    assert_int_equal(lines.number, 3);
    assert_int_equal(lines_next(&lines, &line, &error), 0);
    stream_close(stream);
    buffer_free(&read);
}

static void an_empty_file_has_no_lines(void **state)
{
    struct buffer read;
    buffer_init(&read, 100);
    struct stream *stream = open_bytes(*state, slice_of(""));
    struct lines lines = lines_start(stream, &read);
    struct slice line;
    struct error error;
    assert_int_equal(lines_next(&lines, &line, &error), 0);
    stream_close(stream);
    buffer_free(&read);
}

/* gzip of 40,000 lines "line N", cut in the middle. */
static void a_compressed_file_cut_off_gives_its_whole_lines_and_an_error(void **state)
{
    char command[400], path[200];
    snprintf(path, sizeof path, "%s/cut.gz", (char *)*state);
    snprintf(command, sizeof command, "seq -f 'line %%g' 40000 | gzip -c | head -c 30000 > '%s'", path);
    assert_int_equal(system(command), 0);
    struct error error;
    struct stream *stream = stream_open(path, &error);
    assert_non_null(stream);
    struct buffer read;
    buffer_init(&read, (size_t)1 << 20);
    struct lines lines = lines_start(stream, &read);
    struct slice line;
    int more;
    while ((more = lines_next(&lines, &line, &error)) > 0) {
        char expected[32];
        snprintf(expected, sizeof expected, "line %zu", lines.number);
        assert_true(slice_is(line, expected));
    }
    assert_int_equal(more, -1);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_true(lines.number > 1000);
    stream_close(stream);
    buffer_free(&read);
}

int main(void)
{
#define LINES_TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        LINES_TEST(lines_longer_than_a_step_and_the_last_without_an_end_are_given_whole),
        LINES_TEST(a_line_beyond_the_limit_is_an_error_and_the_next_one_is_read),
        LINES_TEST(an_empty_file_has_no_lines),
        LINES_TEST(a_compressed_file_cut_off_gives_its_whole_lines_and_an_error),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
