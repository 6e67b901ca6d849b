/* Frames: whole ones, parts, and what is none. */
#include "../test.h"

#include "wire/frame.h"

static struct buffer written(struct slice body)
{
    struct buffer out;
    buffer_init(&out, 4096);
    frame_write(&out, &(struct frame_head){.request = 7, .kind = 2, .content = 3}, body);
    return out;
}

static void a_frame_reads_back_as_it_was_written(void **state)
{
    (void)state;
    struct buffer bytes = written(slice_of("hello"));
    struct frame_head head;
    struct slice body;
    size_t used;
    struct error error;
    assert_int_equal(frame_read(buffer_view(&bytes), &head, &body, &used, &error), 1);
    assert_int_equal(used, bytes.length);
    assert_true(slice_is(body, "hello"));
    assert_int_equal(head.request, 7);
    assert_int_equal(head.kind, 2);
    assert_int_equal(head.content, 3);
    buffer_free(&bytes);
}

static void every_part_of_a_frame_asks_for_more(void **state)
{
    (void)state;
    struct buffer bytes = written(slice_of("hello"));
    for (size_t length = 0; length < bytes.length; length++) {
        struct frame_head head;
        struct slice body;
        size_t used;
        struct error error;
        assert_int_equal(frame_read(slice_make(bytes.data, length), &head, &body, &used, &error), 0);
    }
    buffer_free(&bytes);
}

static void a_length_beyond_the_maximum_is_refused_before_its_bytes_come(void **state)
{
    (void)state;
    struct frame_head head = {.magic = FRAME_MAGIC, .length = FRAME_BYTES_MAX + 1};
    struct slice body;
    size_t used;
    struct error error;
    assert_int_equal(frame_read(slice_make((const char *)&head, sizeof head), &head, &body, &used, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
}

static void other_bytes_are_no_frame(void **state)
{
    (void)state;
    struct frame_head head;
    struct slice body, bytes = slice_of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    size_t used;
    struct error error;
    assert_int_equal(frame_read(bytes, &head, &body, &used, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
}

static void a_frame_that_does_not_fit_leaves_nothing_behind(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, sizeof(struct frame_head) + 4);
    frame_write(&out, &(struct frame_head){0}, slice_of("hello"));
    assert_true(out.failed);
    assert_int_equal(out.length, 0);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_reads_back_as_it_was_written),
        cmocka_unit_test(every_part_of_a_frame_asks_for_more),
        cmocka_unit_test(a_length_beyond_the_maximum_is_refused_before_its_bytes_come),
        cmocka_unit_test(other_bytes_are_no_frame),
        cmocka_unit_test(a_frame_that_does_not_fit_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
