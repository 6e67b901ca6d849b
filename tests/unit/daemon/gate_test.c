/* Which requests pass, and what the others are told. */
#include "../test.h"

#include <string.h>

#include "daemon/gate.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(GATE_ARENA_BYTES);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct http_message message_of(const char *method, const char *target)
{
    return (struct http_message){.method = slice_of(method), .target = slice_of(target)};
}

static void add_header(struct http_message *message, const char *name, const char *value)
{
    message->headers[message->header_count++] = (struct http_header){slice_of(name), slice_of(value)};
}

/* The status of the refusal, or 0 when it passes. */
static int status_of(const struct http_message *message, const char *bound)
{
    struct gate_verdict verdict;
    struct error error = {0};
    return gate_check(arena, message, bound, &verdict, &error) == 0 ? 0 : verdict.status;
}

static void every_target_leads_to_its_route(void **state)
{
    (void)state;
    static const struct {
        const char *method, *target;
        enum route route;
    } cases[] = {
        {"GET", "/search?q=a", ROUTE_search},
        {"POST", "/search", ROUTE_search},
        {"GET", "/s%65arch", ROUTE_search},
        {"GET", "/documents/a", ROUTE_document},
        {"GET", "/documents/a/b", ROUTE_document},
        {"GET", "/stats", ROUTE_stats},
        {"GET", "/health", ROUTE_health},
        {"POST", "/suggest", ROUTE_suggest},
        {"GET", "/?q=a", ROUTE_page},
        {"GET", "/page/main.js", ROUTE_page_file},
        {"GET", "/similar?id=a", ROUTE_similar},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_message message = message_of(cases[i].method, cases[i].target);
        struct gate_verdict verdict;
        struct error error;
        assert_int_equal(gate_check(arena, &message, NULL, &verdict, &error), 0);
        assert_int_equal(verdict.route, cases[i].route);
    }
}

/* "/documents/{id}" is itself one of the paths that it stands for. */
static void check_row(enum route expected, const char *methods, const char *path)
{
    enum route route = ROUTES;
    char allow[ROUTE_ALLOW_MAX];
    struct error error;
    for (const char *at = methods; *at; at += strspn(at, " ")) {
        struct slice method = slice_make(at, strcspn(at, " "));
        assert_int_equal(routes_find(method, slice_of(path), &route, allow, &error), 0);
        assert_int_equal(route, expected);
        at += method.length;
    }
    bool has_get = slice_is_listed(slice_of("GET"), methods);
    assert_int_equal(routes_find(slice_of("HEAD"), slice_of(path), &route, allow, &error), has_get ? 0 : -1);
}

static void every_row_is_found_by_its_path_and_methods(void **state)
{
    (void)state;
#define ROUTE(name, methods, path, proposed)       check_row(ROUTE_##name, methods, path);
#define FRONT_ROUTE(name, methods, path, proposed) check_row(ROUTE_##name, methods, path);
#include "daemon/routes.def"
}

static void a_wrong_path_is_told_those_there_are(void **state)
{
    (void)state;
    enum route route;
    char allow[ROUTE_ALLOW_MAX];
    struct error error;
    assert_int_equal(routes_find(slice_of("GET"), slice_of("/searc"), &route, allow, &error), -1);
    assert_true(slice_starts(slice_of(error.hint), slice_of("try /search?q=…, /figures?q=…, ")));
}

static void the_rest_of_a_path_is_the_id(void **state)
{
    (void)state;
    assert_true(slice_is(routes_rest(slice_of("/documents/a/b c"), ROUTE_document), "a/b c"));
}

static void other_paths_and_methods_are_refused(void **state)
{
    (void)state;
    struct http_message nothing = message_of("GET", "/nothing"), broken = message_of("GET", "/search?q=%");
    struct http_message method = message_of("PUT", "/search");
    struct gate_verdict verdict;
    struct error error;
    assert_int_equal(status_of(&nothing, NULL), 404);
    assert_int_equal(status_of(&broken, NULL), 400);
    assert_int_equal(gate_check(arena, &method, NULL, &verdict, &error), -1);
    assert_int_equal(verdict.status, 405);
    assert_string_equal(verdict.allow, "GET, HEAD, POST");
}

static void the_page_has_its_files_and_no_others(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        enum content content;
    } files[] = {{"/", CONTENT_HTML}, {"/page/style.css", CONTENT_CSS}, {"/page/main.js", CONTENT_SCRIPT}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct http_message message = message_of("GET", files[i].target);
        struct gate_verdict verdict;
        struct error error;
        assert_int_equal(gate_check(arena, &message, NULL, &verdict, &error), 0);
        assert_int_equal(verdict.page->content, files[i].content);
        assert_true(verdict.page->bytes.length > 100);
    }
    struct http_message other = message_of("GET", "/page/index.html"), outside = message_of("GET", "/page/../page.c");
    assert_int_equal(status_of(&other, NULL), 404);
    assert_int_equal(status_of(&outside, NULL), 404);
}

static void only_the_page_may_load_and_run_its_own_files(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 4096);
    gate_answer(&out, 200, CONTENT_HTML, slice_of("<p>"), HTTP_STAYS, NULL);
    buffer_append(&out, "", 1);
    assert_non_null(strstr(out.data, "Content-Type: text/html; charset=utf-8\r\n"));
    assert_non_null(
        strstr(out.data, "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"));
    assert_non_null(strstr(out.data, "X-Content-Type-Options: nosniff\r\n"));
    buffer_clear(&out);
    gate_answer(&out, 200, CONTENT_JSON, slice_of("{}"), HTTP_STAYS, NULL);
    buffer_append(&out, "", 1);
    assert_null(strstr(out.data, "Content-Security-Policy"));
    buffer_free(&out);
}

static void headers_of_lines_stand_before_them(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 4096);
    gate_answer(&out, 200, CONTENT_JSONL, slice_of("Tally-Total: 2\r\nTally-Next: 9\r\n\r\n{}\n{}\n"), HTTP_STAYS,
                NULL);
    buffer_append(&out, "", 1);
    assert_non_null(strstr(out.data, "Content-Length: 6\r\n"));
    assert_non_null(strstr(out.data, "Content-Type: application/x-ndjson\r\n"));
    assert_non_null(strstr(out.data, "\r\nTally-Total: 2\r\nTally-Next: 9\r\n"));
    assert_non_null(strstr(out.data, "\r\n\r\n{}\n{}\n"));
    buffer_free(&out);
}

static void a_body_must_say_that_it_is_json(void **state)
{
    (void)state;
    struct http_message message = message_of("POST", "/search");
    message.body = slice_of("{}");
    assert_int_equal(status_of(&message, NULL), 415);
    add_header(&message, "Content-Type", "Application/JSON; charset=utf-8");
    assert_int_equal(status_of(&message, NULL), 0);
    message.method = slice_of("GET");
    assert_int_equal(status_of(&message, NULL), 400);
}

static void only_this_machine_may_be_named_on_tcp(void **state)
{
    (void)state;
    static const struct {
        const char *host, *origin;
        int status;
    } cases[] = {
        {"localhost", NULL, 0},
        {"[::1]:8080", NULL, 0},
        {"127.0.0.1", "http://localhost:3000", 0},
        {"127.0.0.2", NULL, 421},
        {"localhost.", NULL, 421},
        {"localhost:123456", NULL, 421},
        {"example.org", NULL, 421},
        {"localhost", "http://example.org", 403},
        {"localhost", "null", 403},
        {"localhost", "", 403},
        {"localhost", "http://localhost/path", 403},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_message message = message_of("GET", "/health");
        add_header(&message, "host", cases[i].host);
        if (cases[i].origin) add_header(&message, "origin", cases[i].origin);
        assert_int_equal(status_of(&message, "127.0.0.1:8080"), cases[i].status);
        assert_int_equal(status_of(&message, NULL), 0);
    }
}

static void the_address_that_is_listened_on_may_be_named(void **state)
{
    (void)state;
    struct http_message message = message_of("GET", "/health"), other = message;
    add_header(&message, "host", "127.0.0.2:8080");
    add_header(&message, "origin", "http://127.0.0.2:8080");
    assert_int_equal(status_of(&message, "127.0.0.2:8080"), 0);
    assert_int_equal(status_of(&message, "[::1]:8080"), 421);
    add_header(&other, "host", "127.0.0.23");
    assert_int_equal(status_of(&other, "127.0.0.2:8080"), 421);
}

#define GATE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        GATE_TEST(every_target_leads_to_its_route),
        GATE_TEST(every_row_is_found_by_its_path_and_methods),
        GATE_TEST(a_wrong_path_is_told_those_there_are),
        GATE_TEST(the_rest_of_a_path_is_the_id),
        GATE_TEST(the_page_has_its_files_and_no_others),
        GATE_TEST(only_the_page_may_load_and_run_its_own_files),
        GATE_TEST(other_paths_and_methods_are_refused),
        GATE_TEST(a_body_must_say_that_it_is_json),
        GATE_TEST(headers_of_lines_stand_before_them),
        GATE_TEST(only_this_machine_may_be_named_on_tcp),
        GATE_TEST(the_address_that_is_listened_on_may_be_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
