/* The parser: cases from files, examples of the documentation, and the limits. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "query/parse.h"

#define FILE_BYTES_MAX ((size_t)1 << 20)
#define PARSE_ARENA    ((size_t)16 << 20)

/* ---- text files, line by line */

struct lines {
    struct buffer bytes;
    size_t at;
};

static void open_lines(struct lines *lines, const char *path)
{
    char full[4096];
    struct error error;
    const char *root = getenv("TALLY_SOURCE_DIR");
    snprintf(full, sizeof full, "%s/%s", root ? root : ".", path);
    *lines = (struct lines){0};
    buffer_init(&lines->bytes, FILE_BYTES_MAX);
    if (file_read(full, &lines->bytes, &error) < 0) print_error("%s\n", error.message);
    assert_true(lines->bytes.length > 0);
}

static bool next_line(struct lines *lines, struct slice *line)
{
    if (lines->at >= lines->bytes.length) return false;
    const char *start = lines->bytes.data + lines->at;
    const char *end = memchr(start, '\n', lines->bytes.length - lines->at);
    size_t length = end ? (size_t)(end - start) : lines->bytes.length - lines->at;
    *line = slice_make(start, length);
    lines->at += length + 1;
    return true;
}

static bool take(struct slice line, const char *head, struct slice *rest)
{
    if (!slice_starts(line, slice_of(head))) return false;
    *rest = slice_make(line.data + strlen(head), line.length - strlen(head));
    return true;
}

/* ---- what the parser says, as the lines of a case */

static void print_outcome(struct slice text, const struct query_options *options, struct buffer *out)
{
    struct arena *arena = arena_new(PARSE_ARENA);
    struct query query;
    struct error error;
    if (query_parse(arena, text, options, &query, &error) < 0) {
        buffer_printf(out, "error: %s %lu+%u %s\n", error_word(error.code), (unsigned long)error.offset, error.length,
                      error.message);
        if (error.hint[0]) buffer_printf(out, "hint: %s\n", error.hint);
    } else {
        buffer_string(out, "tree: ");
        query_print(query.root, out);
        buffer_byte(out, '\n');
        for (size_t i = 0; i < query.note_count; i++)
            buffer_printf(out, "note: %u+%u %s\n", query.notes[i].position, query.notes[i].length,
                          query.notes[i].message);
    }
    arena_free(arena);
}

struct parse_case {
    struct slice query;
    struct query_options options;
    struct buffer expected;
    bool started;
};

static size_t check_case(struct parse_case *test)
{
    if (!test->started) return 0;
    struct buffer actual;
    buffer_init(&actual, FILE_BYTES_MAX);
    print_outcome(test->query, &test->options, &actual);
    bool equal = slice_equal(buffer_view(&actual), buffer_view(&test->expected));
    if (!equal) print_error("query: %.*s\n%.*s\n", SLICE_ARGS(test->query), SLICE_ARGS(buffer_view(&actual)));
    buffer_free(&actual);
    buffer_clear(&test->expected);
    test->options = (struct query_options){0};
    test->started = false;
    return !equal;
}

static enum query_match match_named(struct slice name)
{
    return slice_is(name, "any") ? MATCH_ANY : slice_is(name, "most") ? MATCH_MOST : MATCH_ALL;
}

static size_t check_file(const char *path)
{
    struct lines lines;
    struct slice line, rest;
    struct parse_case test = {0};
    size_t failures = 0;
    open_lines(&lines, path);
    buffer_init(&test.expected, FILE_BYTES_MAX);
    while (next_line(&lines, &line)) {
        if (take(line, "query: ", &rest)) {
            failures += check_case(&test);
            test.query = rest;
            test.started = true;
        } else if (take(line, "match: ", &rest)) {
            test.options.match = match_named(rest);
        } else if (take(line, "strict: ", &rest)) {
            test.options.strict = slice_is(rest, "yes");
        } else if (line.length && line.data[0] != '#') {
            buffer_slice(&test.expected, line);
            buffer_byte(&test.expected, '\n');
        }
    }
    failures += check_case(&test);
    buffer_free(&test.expected);
    buffer_free(&lines.bytes);
    return failures;
}

static void words_and_operators_read_as_their_cases_say(void **state)
{
    (void)state;
    assert_int_equal(check_file("tests/cases/query/words.txt"), 0);
}

static void numbers_and_ranges_read_as_their_cases_say(void **state)
{
    (void)state;
    assert_int_equal(check_file("tests/cases/query/ranges.txt"), 0);
}

static void fields_and_dates_read_as_their_cases_say(void **state)
{
    (void)state;
    assert_int_equal(check_file("tests/cases/query/fields.txt"), 0);
}

static void strange_text_reads_as_its_cases_say(void **state)
{
    (void)state;
    assert_int_equal(check_file("tests/cases/query/strange.txt"), 0);
}

/* ---- the documentation's examples: lines "query → tree" in blocks marked parse */

static size_t check_example(struct slice line)
{
    static const char arrow[] = " → ";
    const char *at = memmem(line.data, line.length, arrow, strlen(arrow));
    if (!at) return 1;
    struct slice text = slice_make(line.data, (size_t)(at - line.data));
    while (text.length && text.data[text.length - 1] == ' ') text.length--;
    struct buffer expected, actual;
    buffer_init(&expected, FILE_BYTES_MAX);
    buffer_init(&actual, FILE_BYTES_MAX);
    buffer_string(&expected, "tree: ");
    buffer_append(&expected, at + strlen(arrow), (size_t)(line.data + line.length - at) - strlen(arrow));
    buffer_byte(&expected, '\n');
    print_outcome(text, &(struct query_options){0}, &actual);
    bool equal = slice_starts(buffer_view(&actual), buffer_view(&expected)); /* notes may follow */
    if (!equal) print_error("%.*s: %.*s\n", SLICE_ARGS(text), SLICE_ARGS(buffer_view(&actual)));
    buffer_free(&expected);
    buffer_free(&actual);
    return !equal;
}

static void the_documentation_shows_what_the_parser_reads(void **state)
{
    (void)state;
    struct lines lines;
    struct slice line;
    bool inside = false;
    size_t examples = 0, failures = 0;
    open_lines(&lines, "docs/query-language.md");
    while (next_line(&lines, &line)) {
        if (slice_starts(line, slice_of("```"))) {
            inside = !inside && slice_is(line, "```parse");
        } else if (inside && line.length) {
            failures += check_example(line);
            examples++;
        }
    }
    buffer_free(&lines.bytes);
    assert_true(examples > 20);
    assert_int_equal(failures, 0);
}

/* ---- limits */

static enum error_code code_of(const struct buffer *text, struct query_options options, uint64_t *offset)
{
    struct arena *arena = arena_new(PARSE_ARENA);
    struct query query;
    struct error error = {0};
    query_parse(arena, buffer_view(text), &options, &query, &error);
    arena_free(arena);
    *offset = error.offset;
    return error.code;
}

static enum error_code code_of_repeated(const char *head, const char *piece, int count, bool numbered, const char *tail,
                                        struct query_options options, uint64_t *offset)
{
    struct buffer text;
    buffer_init(&text, FILE_BYTES_MAX);
    buffer_string(&text, head);
    for (int i = 0; i < count; i++) {
        buffer_string(&text, piece);
        if (numbered) buffer_printf(&text, "%03d ", i);
    }
    buffer_string(&text, tail);
    enum error_code code = code_of(&text, options, offset);
    buffer_free(&text);
    return code;
}

static void sixty_four_words_are_a_query_and_sixty_five_are_too_many(void **state)
{
    (void)state;
    uint64_t offset;
    assert_int_equal(code_of_repeated("", "w", 64, true, "", (struct query_options){0}, &offset), ERROR_NONE);
    assert_int_equal(code_of_repeated("", "w", 65, true, "", (struct query_options){0}, &offset), ERROR_LIMIT);
    assert_int_equal(offset, 64 * 5);
}

static void with_match_any_a_query_may_have_hundreds_of_words(void **state)
{
    (void)state;
    uint64_t offset;
    struct query_options any = {.match = MATCH_ANY};
    assert_int_equal(code_of_repeated("", "", 800, true, "", any, &offset), ERROR_NONE);
}

static void sixteen_brackets_nest_and_seventeen_are_too_many(void **state)
{
    (void)state;
    uint64_t offset;
    struct query_options all = {0};
    assert_int_equal(code_of_repeated("", "(", 16, false, "Ceuta", all, &offset), ERROR_NONE);
    assert_int_equal(code_of_repeated("", "(", 17, false, "Ceuta", all, &offset), ERROR_LIMIT);
    assert_int_equal(offset, 16);
}

static void a_phrase_has_at_most_thirty_two_words(void **state)
{
    (void)state;
    uint64_t offset;
    struct query_options all = {0};
    assert_int_equal(code_of_repeated("\"", "w", 32, true, "\"", all, &offset), ERROR_NONE);
    assert_int_equal(code_of_repeated("\"", "w", 33, true, "\"", all, &offset), ERROR_LIMIT);
    assert_int_equal(offset, 1 + 32 * 5);
}

static void four_kilobytes_are_read_and_one_byte_more_is_refused(void **state)
{
    (void)state;
    uint64_t offset;
    struct query_options all = {0};
    assert_int_equal(code_of_repeated("", "a", 4096, false, "", all, &offset), ERROR_NONE);
    assert_int_equal(code_of_repeated("", "a", 4097, false, "", all, &offset), ERROR_LIMIT);
    assert_int_equal(offset, 4096);
}

static void four_words_may_have_stars(void **state)
{
    (void)state;
    uint64_t offset;
    struct query_options all = {0};
    assert_int_equal(code_of_repeated("", "x", 0, false, "migra* mora* cou* cat*", all, &offset), ERROR_NONE);
    assert_int_equal(code_of_repeated("", "x", 0, false, "migra* mora* cou* cat* \"sea dog*\"", all, &offset),
                     ERROR_LIMIT);
}

static void any_bytes_are_a_legal_query_or_an_error_with_a_place(void **state)
{
    (void)state;
    static const char alphabet[] = "a1 \"():-~*.<>=/\xC3\xA9\xE2\x80\x9C\xFF\n%NOTANDORNEAR/5date:title:usd:50K..70K";
    unsigned seed = 7;
    for (int round = 0; round < 20000; round++) {
        char text[64];
        size_t length = (size_t)rand_r(&seed) % sizeof text;
        for (size_t i = 0; i < length;) {
            size_t from = (size_t)rand_r(&seed) % (sizeof alphabet - 1), run = 1 + (size_t)rand_r(&seed) % 6;
            for (; run && i < length && from < sizeof alphabet - 1; run--) text[i++] = alphabet[from++];
        }
        struct arena *arena = arena_new(PARSE_ARENA);
        struct query query;
        struct error error = {0};
        struct query_options options = {.match = (enum query_match)(round % 3)};
        if (query_parse(arena, slice_make(text, length), &options, &query, &error) < 0) {
            assert_true(error.code == ERROR_BAD_QUERY || error.code == ERROR_LIMIT);
            assert_true(error.offset + error.length <= length);
        }
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_operators_read_as_their_cases_say),
        cmocka_unit_test(numbers_and_ranges_read_as_their_cases_say),
        cmocka_unit_test(fields_and_dates_read_as_their_cases_say),
        cmocka_unit_test(strange_text_reads_as_its_cases_say),
        cmocka_unit_test(the_documentation_shows_what_the_parser_reads),
        cmocka_unit_test(sixty_four_words_are_a_query_and_sixty_five_are_too_many),
        cmocka_unit_test(with_match_any_a_query_may_have_hundreds_of_words),
        cmocka_unit_test(sixteen_brackets_nest_and_seventeen_are_too_many),
        cmocka_unit_test(a_phrase_has_at_most_thirty_two_words),
        cmocka_unit_test(four_kilobytes_are_read_and_one_byte_more_is_refused),
        cmocka_unit_test(four_words_may_have_stars),
        cmocka_unit_test(any_bytes_are_a_legal_query_or_an_error_with_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
