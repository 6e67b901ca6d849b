/* HTTP messages: whole, in pieces, and those that must be refused. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "wire/http.h"

#define HOST "Host: localhost\r\n"

static struct http_parser *parser;

static int set_up_requests(void **state)
{
    (void)state;
    parser = http_parser_new(HTTP_REQUESTS, 1024);
    return parser ? 0 : -1;
}

static int set_up_replies(void **state)
{
    (void)state;
    parser = http_parser_new(HTTP_REPLIES, 1024);
    return parser ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    http_parser_free(parser);
    return 0;
}

/* Feeds `step` bytes at a time until a message is complete or refused. */
static int feed(struct slice bytes, size_t step, size_t *used, struct http_message *out, int *status)
{
    struct error error = {0};
    *used = 0;
    for (int result = 0; *used < bytes.length;) {
        size_t rest = bytes.length - *used, taken;
        result = http_parser_feed(parser, bytes.data + *used, rest < step ? rest : step, &taken, out, status, &error);
        if (result < 0) assert_string_not_equal(error.message, "");
        *used += taken;
        if (result) return result;
    }
    return 0;
}

static void assert_refused(const char *bytes, int expected)
{
    struct http_message message;
    size_t used;
    int status = 0;
    int result = feed(slice_of(bytes), SIZE_MAX, &used, &message, &status);
    if (result != -1 || status != expected) print_error("%s: result %d, status %d\n", bytes, result, status);
    assert_int_equal(result, -1);
    assert_int_equal(status, expected);
    http_parser_free(parser);
    parser = http_parser_new(HTTP_REQUESTS, 1024);
}

static void a_request_is_whole_however_it_is_cut(void **state)
{
    (void)state;
    struct slice bytes = slice_of("POST /search?x HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nX-Empty:\r\n"
                                  "Content-Length: 9\r\n\r\n{\"q\":\"a\"}");
    for (size_t step = 1; step <= bytes.length; step++) {
        struct http_message message;
        size_t used;
        int status;
        assert_int_equal(feed(bytes, step, &used, &message, &status), 1);
        assert_int_equal(used, bytes.length);
        assert_true(slice_is(message.method, "POST"));
        assert_true(slice_is(message.target, "/search?x"));
        assert_true(slice_is(message.body, "{\"q\":\"a\"}"));
        assert_int_equal(message.header_count, 4);
        assert_true(slice_is(http_header(&message, "content-TYPE"), "application/json"));
        assert_int_equal(http_header(&message, "x-empty").length, 0);
        assert_null(http_header(&message, "x").data);
        assert_int_equal(message.keep, HTTP_STAYS);
        assert_false(http_parser_busy(parser));
    }
}

static void pipelined_requests_come_one_by_one(void **state)
{
    (void)state;
    struct slice bytes =
        slice_of("GET /a HTTP/1.1\r\n" HOST "\r\n\r\nGET /b HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    struct http_message message;
    size_t used, more;
    int status;
    assert_int_equal(feed(bytes, SIZE_MAX, &used, &message, &status), 1);
    assert_true(slice_is(message.target, "/a"));
    assert_int_equal(feed(slice_make(bytes.data + used, bytes.length - used), SIZE_MAX, &more, &message, &status), 1);
    assert_true(slice_is(message.target, "/b"));
    assert_int_equal(message.keep, HTTP_CLOSES);
    assert_int_equal(used + more, bytes.length);
}

static void a_chunked_body_is_put_together_and_trailers_are_forgotten(void **state)
{
    (void)state;
    struct slice bytes = slice_of("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                                  "3;name=value\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n");
    for (size_t step = 1; step <= bytes.length; step++) {
        struct http_message message;
        size_t used;
        int status;
        assert_int_equal(feed(bytes, step, &used, &message, &status), 1);
        assert_true(slice_is(message.body, "abcde"));
        assert_int_equal(message.header_count, 2);
    }
}

static void what_two_readers_could_read_differently_is_refused(void **state)
{
    (void)state;
    assert_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n", 501);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n", 501);
    assert_refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\n" HOST "\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\nHost: a\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\n" HOST "\n", 400);
    assert_refused("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\n: a\r\n\r\n", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\nabc", 400);
    assert_refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400);
}

static void a_request_names_one_host_and_a_version_we_speak(void **state)
{
    (void)state;
    assert_refused("GET / HTTP/1.1\r\n\r\n", 400);
    assert_refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    assert_refused("GET / HTTP/2.0\r\n" HOST "\r\n", 505);
    assert_refused("GET / HTTP/0.9\r\n" HOST "\r\n", 505);
    assert_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    assert_refused("BREW /tea HTTP/1.1\r\n" HOST "\r\n", 501);
    assert_refused("CONNECT a:1 HTTP/1.1\r\n" HOST "\r\n", 501);
    assert_refused("\x16\x03\x01\x02", 400);
    assert_refused("GET /\x01 HTTP/1.1\r\n" HOST "\r\n", 400);
}

static void an_offer_to_upgrade_is_not_taken_up(void **state)
{
    (void)state;
    struct http_message message;
    size_t used;
    int status;
    struct slice bytes = slice_of("GET /a HTTP/1.1\r\n" HOST "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n");
    assert_int_equal(feed(bytes, SIZE_MAX, &used, &message, &status), 1);
    assert_true(slice_is(message.target, "/a"));
    assert_int_equal(used, bytes.length);
}

/* "GET /aaa… HTTP/1.1" with a target of `target` bytes and one header that makes the head `head` bytes long. */
static char *request_of(size_t target, size_t head)
{
    char *text = malloc(head + 1), *at = text;
    at += sprintf(at, "GET /");
    memset(at, 'a', target - 1);
    at += target - 1;
    at += sprintf(at, " HTTP/1.1\r\n" HOST "X: ");
    size_t rest = head - (size_t)(at - text) - 4;
    memset(at, 'x', rest);
    strcpy(at + rest, "\r\n\r\n");
    return text;
}

static void a_head_may_have_16_KB_and_not_a_byte_more(void **state)
{
    (void)state;
    char *fits = request_of(10, HTTP_HEAD_MAX), *longer = request_of(10, HTTP_HEAD_MAX + 1);
    struct http_message message;
    size_t used;
    int status;
    assert_int_equal(feed(slice_of(fits), SIZE_MAX, &used, &message, &status), 1);
    assert_int_equal(feed(slice_of(fits), 1, &used, &message, &status), 1);
    assert_refused(longer, 431);
    free(fits);
    free(longer);
}

static void a_target_may_have_12_KB_and_not_a_byte_more(void **state)
{
    (void)state;
    char *fits = request_of(HTTP_TARGET_MAX, HTTP_HEAD_MAX), *longer = request_of(HTTP_TARGET_MAX + 1, HTTP_HEAD_MAX);
    struct http_message message;
    size_t used;
    int status;
    assert_int_equal(feed(slice_of(fits), SIZE_MAX, &used, &message, &status), 1);
    assert_int_equal(message.target.length, HTTP_TARGET_MAX);
    assert_refused(longer, 414);
    free(fits);
    free(longer);
}

static void there_may_be_64_headers_and_not_one_more(void **state)
{
    (void)state;
    char text[4096] = "GET / HTTP/1.1\r\n" HOST;
    for (int i = 1; i < HTTP_HEADERS_MAX; i++) strcat(text, "A: b\r\n");
    size_t length = strlen(text);
    strcat(text, "\r\n");
    struct http_message message;
    size_t used;
    int status;
    assert_int_equal(feed(slice_of(text), SIZE_MAX, &used, &message, &status), 1);
    assert_int_equal(message.header_count, HTTP_HEADERS_MAX);
    strcpy(text + length, "A: b\r\n\r\n");
    assert_refused(text, 431);
}

static void a_body_too_long_is_refused_before_it_is_read(void **state)
{
    (void)state;
    assert_refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 1025\r\n\r\n", 413);
    char text[4096];
    int head = sprintf(text, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n401\r\n");
    memset(text + head, 'a', 0x401);
    text[head + 0x401] = '\0';
    assert_refused(text, 413);
}

static void empty_lines_before_a_request_are_passed_over_but_not_for_ever(void **state)
{
    (void)state;
    struct http_message message;
    size_t used;
    int status;
    assert_int_equal(feed(slice_of("\r\n\r\n"), 1, &used, &message, &status), 0);
    assert_false(http_parser_busy(parser));
    assert_int_equal(feed(slice_of("GET / HTTP/1.1\r\n" HOST "\r\n"), 1, &used, &message, &status), 1);
    size_t size = HTTP_HEAD_MAX + 2;
    char *lines = malloc(size + 1);
    for (size_t i = 0; i < size; i++) lines[i] = i % 2 ? '\n' : '\r';
    lines[size] = '\0';
    assert_refused(lines, 431);
    free(lines);
}

static void a_reply_is_read_by_its_length(void **state)
{
    (void)state;
    struct buffer bytes;
    buffer_init(&bytes, 4096);
    http_write_reply(&bytes, 404, "application/json", slice_of("{}"), HTTP_STAYS, "X-A: b\r\n");
    http_write_reply(&bytes, 200, NULL, slice_of(""), HTTP_CLOSES, NULL);
    struct http_message message;
    size_t used, more;
    int status;
    assert_int_equal(feed(buffer_view(&bytes), 1, &used, &message, &status), 1);
    assert_int_equal(message.status, 404);
    assert_true(slice_is(message.body, "{}"));
    assert_true(slice_is(http_header(&message, "x-a"), "b"));
    assert_int_equal(message.keep, HTTP_STAYS);
    struct slice rest = slice_make(bytes.data + used, bytes.length - used);
    assert_int_equal(feed(rest, SIZE_MAX, &more, &message, &status), 1);
    assert_int_equal(message.keep, HTTP_CLOSES);
    buffer_free(&bytes);
}

static void a_reply_without_a_length_ends_with_the_connection(void **state)
{
    (void)state;
    struct http_message message;
    struct error error;
    size_t used;
    int status;
    assert_int_equal(http_parser_finish(parser, &message, &error), 0);
    assert_int_equal(feed(slice_of("HTTP/1.1 200 OK\r\n\r\nabc"), SIZE_MAX, &used, &message, &status), 0);
    assert_int_equal(http_parser_finish(parser, &message, &error), 1);
    assert_true(slice_is(message.body, "abc"));
    assert_int_equal(feed(slice_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"), 1, &used, &message, &status), 0);
    assert_int_equal(http_parser_finish(parser, &message, &error), -1);
}

static void a_written_request_reads_back(void **state)
{
    (void)state;
    struct buffer bytes;
    buffer_init(&bytes, 4096);
    http_write_request(&bytes, "POST", slice_of("/search"), "application/json", slice_of("{}"), HTTP_STAYS);
    http_write_request(&bytes, "GET", slice_of("/stats"), NULL, slice_of(""), HTTP_CLOSES);
    struct http_message message;
    size_t used, more;
    int status;
    assert_int_equal(feed(buffer_view(&bytes), SIZE_MAX, &used, &message, &status), 1);
    assert_true(slice_is(message.body, "{}"));
    struct slice rest = slice_make(bytes.data + used, bytes.length - used);
    assert_int_equal(feed(rest, SIZE_MAX, &more, &message, &status), 1);
    assert_true(slice_is(message.target, "/stats"));
    assert_int_equal(message.keep, HTTP_CLOSES);
    buffer_free(&bytes);
}

#define REQUEST_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_requests, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REQUEST_TEST(a_request_is_whole_however_it_is_cut),
        REQUEST_TEST(pipelined_requests_come_one_by_one),
        REQUEST_TEST(a_chunked_body_is_put_together_and_trailers_are_forgotten),
        REQUEST_TEST(what_two_readers_could_read_differently_is_refused),
        REQUEST_TEST(a_request_names_one_host_and_a_version_we_speak),
        REQUEST_TEST(an_offer_to_upgrade_is_not_taken_up),
        REQUEST_TEST(a_head_may_have_16_KB_and_not_a_byte_more),
        REQUEST_TEST(a_target_may_have_12_KB_and_not_a_byte_more),
        REQUEST_TEST(there_may_be_64_headers_and_not_one_more),
        REQUEST_TEST(a_body_too_long_is_refused_before_it_is_read),
        REQUEST_TEST(empty_lines_before_a_request_are_passed_over_but_not_for_ever),
        REQUEST_TEST(a_written_request_reads_back),
        cmocka_unit_test_setup_teardown(a_reply_is_read_by_its_length, set_up_replies, tear_down),
        cmocka_unit_test_setup_teardown(a_reply_without_a_length_ends_with_the_connection, set_up_replies, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
