/* Files of every format become articles; what cannot be read is said, with its place. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "indexer/format.h"

#define SEEN_MAX 8

struct seen {
    char folder[128];
    struct arena *kept;
    struct article articles[SEEN_MAX];
    size_t article_count;
    struct error problems[SEEN_MAX];
    size_t lines[SEEN_MAX];
    bool skipped[SEEN_MAX];
    size_t problem_count;
};

static int see_article(void *context, const struct article *article, bool id_of_file)
{
    (void)id_of_file;
    struct seen *seen = context;
    assert_true(seen->article_count < SEEN_MAX);
    struct article *copy = &seen->articles[seen->article_count++];
    copy->id = arena_copy(seen->kept, article->id);
    copy->title = arena_copy(seen->kept, article->title);
    copy->date = arena_copy(seen->kept, article->date);
    copy->source = arena_copy(seen->kept, article->source);
    copy->url = arena_copy(seen->kept, article->url);
    copy->language = arena_copy(seen->kept, article->language);
    copy->body = arena_copy(seen->kept, article->body);
    copy->main_length = article->main_length;
    return 0;
}

static void see_problem(void *context, size_t line, bool skipped, const struct error *error)
{
    struct seen *seen = context;
    assert_true(seen->problem_count < SEEN_MAX);
    seen->lines[seen->problem_count] = line;
    seen->skipped[seen->problem_count] = skipped;
    seen->problems[seen->problem_count++] = *error;
}

/* Reads `bytes` as a file called `name` below the folder given. */
static void read_bytes(struct seen *seen, const char *name, struct slice bytes)
{
    char path[200];
    struct error error;
    snprintf(path, sizeof path, "%s/input", seen->folder);
    assert_int_equal(file_replace(path, bytes, &error), 0);
    struct stream *stream = stream_open(path, &error);
    assert_non_null(stream);
    struct buffer head;
    buffer_init(&head, FORMAT_FILE_MAX + 1);
    while (head.length < FORMAT_SNIFF_BYTES && stream_read(stream, &head, &error) > 0) {
    }
    const struct format *format = format_by_name(slice_of(name));
    if (!format) format = format_by_content(buffer_view(&head));
    assert_non_null(format);
    struct format_input input = {stream, &head, slice_of(name), arena_new(FORMAT_ARTICLE_ARENA)};
    struct format_sink sink = {seen, see_article, see_problem};
    assert_int_equal(format->read(&input, &sink), 0);
    arena_free(input.arena);
    buffer_free(&head);
    stream_close(stream);
}

static void read_text_as(struct seen *seen, const char *name, const char *text)
{
    read_bytes(seen, name, slice_of(text));
}

static int open_seen(void **state)
{
    struct seen *seen = calloc(1, sizeof *seen);
    const char *base = getenv("TMPDIR");
    snprintf(seen->folder, sizeof seen->folder, "%s/tally-reading-XXXXXX", base ? base : "/tmp");
    seen->kept = arena_new((size_t)64 << 20);
    *state = seen;
    return mkdtemp(seen->folder) ? 0 : -1;
}

static int close_seen(void **state)
{
    struct seen *seen = *state;
    file_remove_tree(seen->folder, NULL);
    arena_free(seen->kept);
    free(seen);
    return 0;
}

static void assert_slice(struct slice slice, const char *expected)
{
    char text[512];
    snprintf(text, sizeof text, "%.*s", SLICE_ARGS(slice));
    assert_string_equal(text, expected);
}

static void a_short_first_line_before_a_blank_line_is_the_title(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "a/b.txt", "Fifty Boats Saved\n\nThe coast guard saved 50 boats.\n");
    assert_slice(seen->articles[0].title, "Fifty Boats Saved");
    assert_slice(seen->articles[0].body, "The coast guard saved 50 boats.\n");
    assert_slice(seen->articles[0].id, "a/b.txt");
}

static void a_first_line_followed_by_text_is_no_title(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "b.txt", "Rabat – a long story begins.\nIt goes on.\n");
    assert_slice(seen->articles[0].title, "");
    assert_slice(seen->articles[0].body, "Rabat – a long story begins.\nIt goes on.\n");
}

static void a_first_paragraph_that_is_a_sentence_is_no_title(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "d.txt", "TANGIER, 3 May - Fifty boats were counted.\n\nMore followed.\n");
    assert_slice(seen->articles[0].title, "");
    assert_slice(seen->articles[0].body, "TANGIER, 3 May - Fifty boats were counted.\n\nMore followed.\n");
}

static void a_headline_repeated_above_the_text_is_kept_once(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "c.txt", "Head 50\n\nHead 50\n\nBody text.\n");
    assert_slice(seen->articles[0].title, "Head 50");
    assert_slice(seen->articles[0].body, "Body text.\n");
}

static void the_path_gives_date_and_source_where_the_data_is_silent(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "news.example.org/2021/03/05/boats.txt", "Text.");
    assert_slice(seen->articles[0].date, "2021-03-05");
    assert_slice(seen->articles[0].source, "news.example.org");
    read_text_as(seen, "v2021-13-45/x.txt", "Text.");
    assert_slice(seen->articles[1].date, "");
}

static void json_lines_give_their_members_and_numbers_as_ids(void **state)
{
    struct seen *seen = *state;
    read_text_as(
        seen, "wire.jsonl",
        "{\"id\":7,\"title\":\"T\",\"date\":\"2020-01-02\",\"url\":\"https://www.example.com/a\",\"body\":\"B\"}\n"
        "\n"
        "{\"body\":\"second\",\"topics\":[1,2]}");
    assert_int_equal(seen->article_count, 2);
    assert_slice(seen->articles[0].id, "7");
    assert_slice(seen->articles[0].source, "example.com");
    assert_slice(seen->articles[1].id, "wire.jsonl:3");
    assert_int_equal(seen->problem_count, 0);
}

static void a_bad_json_line_is_named_and_the_others_are_read(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "wire.jsonl",
                 "{\"id\":\"a\",\"body\":\"x\"}\n{\"id\":\"b\"}\n{broken\n{\"id\":\"c\",\"body\":7}\n"
                 "{\"id\":\"d\",\"body\":\"y\"}\n[1]\n");
    assert_int_equal(seen->article_count, 3);
    assert_slice(seen->articles[1].body, "7");
    assert_int_equal(seen->problem_count, 3);
    assert_int_equal(seen->lines[0], 2);
    assert_non_null(strstr(seen->problems[0].message, "body"));
    assert_int_equal(seen->lines[1], 3);
    assert_int_equal(seen->lines[2], 6);
    assert_true(seen->skipped[0]);
}

static void a_line_of_values_without_end_is_refused_and_long_strings_are_not(void **state)
{
    struct seen *seen = *state;
    struct buffer bytes;
    buffer_init(&bytes, (size_t)8 << 20);
    buffer_string(&bytes, "{\"id\":\"a\",\"body\":\"x\",\"more\":[");
    for (int i = 0; i < 500000; i++) buffer_string(&bytes, "[],");
    buffer_string(&bytes, "1]}\n{\"id\":\"b\",\"body\":\"\\\\\",\"more\":\"\\\"");
    for (int i = 0; i < 600000; i++) buffer_string(&bytes, "[],");
    buffer_string(&bytes, "\"}\n");
    read_bytes(seen, "values.jsonl", buffer_view(&bytes));
    assert_int_equal(seen->problem_count, 1);
    assert_int_equal(seen->problems[0].code, ERROR_LIMIT);
    assert_int_equal(seen->lines[0], 1);
    assert_int_equal(seen->article_count, 1);
    assert_slice(seen->articles[0].id, "b");
    buffer_free(&bytes);
}

static void nuls_in_a_line_are_spaces_and_no_values(void **state)
{
    struct seen *seen = *state;
    struct buffer bytes;
    buffer_init(&bytes, (size_t)1 << 20);
    /* A first line that shows no binary file. */
    buffer_printf(&bytes, "{\"id\":\"a\",\"body\":\"%0*d\"}\n{\"id\":\"b\",", 10000, 0);
    for (int i = 0; i < 600000; i++) buffer_byte(&bytes, '\0');
    buffer_string(&bytes, "\"body\":\"x\"}\n");
    read_bytes(seen, "nuls.jsonl", buffer_view(&bytes));
    assert_int_equal(seen->problem_count, 0);
    assert_int_equal(seen->article_count, 2);
    assert_slice(seen->articles[1].body, "x");
    buffer_free(&bytes);
}

static void broken_utf8_is_repaired_and_reported_without_losing_the_article(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "x.txt", "Melilla \xFF caf\xC3\xA9");
    assert_slice(seen->articles[0].body, "Melilla \xEF\xBF\xBD café");
    assert_int_equal(seen->problem_count, 1);
    assert_false(seen->skipped[0]);
    assert_int_equal(seen->problems[0].offset, 8);
    read_text_as(seen, "x.jsonl", "{\"id\":\"j\",\"body\":\"a \xFF b\"}\n");
    assert_slice(seen->articles[1].body, "a \xEF\xBF\xBD b");
}

static void names_stay_distinct_as_ids(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "a\xFE.txt", "One.");
    read_text_as(seen, " a.txt", "Two.");
    assert_slice(seen->articles[0].id, "a%FE.txt");
    assert_slice(seen->articles[1].id, " a.txt");
}

static void a_file_without_text_is_no_article(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "a.txt", " \n\n");
    assert_int_equal(seen->article_count, 0);
    assert_int_equal(seen->problem_count, 1);
}

static void a_binary_file_is_refused(void **state)
{
    struct seen *seen = *state;
    read_bytes(seen, "x.txt",
               slice_make("\x7F"
                          "ELF\0\0\0\1\2\3",
                          10));
    assert_int_equal(seen->article_count, 0);
    assert_non_null(strstr(seen->problems[0].message, "binary"));
}

static void html_gives_main_text_first_and_furniture_behind_it(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "page.html",
                 "<!DOCTYPE html><html lang='en-GB'><head><title>Site - Boats</title>"
                 "<link rel='canonical' href='https://www.example.org/boats'>"
                 "<meta property='article:published_time' content='2022-05-06T07:08:09Z'>"
                 "<script>var x = 12345;</script></head><body><nav>Home 11 News</nav>"
                 "<article><h1>Boats <em>saved</em></h1><p>Some 50 boats<br>were saved.</p><p>Caf&eacute; &amp; bar</p>"
                 "<aside>Read also: 99 other things</aside></article><footer>Call 555</footer></body></html>");
    const struct article *article = &seen->articles[0];
    assert_slice(article->title, "Boats saved");
    assert_slice(article->date, "2022-05-06T07:08:09Z");
    assert_slice(article->source, "example.org");
    assert_slice(article->language, "en-GB");
    assert_slice(slice_make(article->body.data, article->main_length), "Some 50 boats\nwere saved.\n\nCafé & bar\n");
    struct slice furniture =
        slice_make(article->body.data + article->main_length, article->body.length - article->main_length);
    assert_slice(furniture, "Read also: 99 other things\n\nHome 11 News\n\nCall 555\n");
}

static void blocks_of_a_page_are_paragraphs_and_a_br_is_what_follows_it(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "blocks.html",
                 "<html><body><article><h1>Fifty<br>boats saved</h1><ul><li>Boats: 640<li>Networks: 77</ul>"
                 "<table><tr><td>Dogs<td>12<tr><td>Cats</table><div>One<br>two<br>Three</div>Four <b>five</b>"
                 "</article></body></html>");
    const struct article *article = &seen->articles[0];
    assert_slice(article->title, "Fifty boats saved");
    assert_slice(article->body, "Boats: 640\n\nNetworks: 77\n\nDogs\n\n12\n\nCats\n\nOne\ntwo\n\nThree\n\n"
                                "Four five\n");
}

static void latin_1_pages_keep_their_quotes_and_the_border_of_the_furniture(void **state)
{
    struct seen *seen = *state;
    read_text_as(seen, "latin.html",
                 "<html><head><meta charset='iso-8859-1'></head><body><article><p>\x93"
                 "Ol\xE9\x94 said 50 boats\x85</p></article>"
                 "<footer>\x93"
                 "77\x94 others</footer></body></html>");
    const struct article *article = &seen->articles[0];
    assert_slice(slice_make(article->body.data, article->main_length), "“Olé” said 50 boats…\n");
    assert_slice(slice_make(article->body.data + article->main_length, article->body.length - article->main_length),
                 "“77” others\n");
}

static void the_article_with_the_most_text_is_the_main_one_also_when_nested(void **state)
{
    struct seen *seen = *state;
    read_text_as(
        seen, "nested.html",
        "<html><body><article><p>Short.</p></article><article><p>Outer words</p><article><p>and a longer inner "
        "article.</p></article></article></body></html>");
    const struct article *article = &seen->articles[0];
    assert_slice(slice_make(article->body.data, article->main_length), "Outer words\n\nand a longer inner article.\n");
}

static void html_nested_without_end_is_read_in_bounded_time(void **state)
{
    struct seen *seen = *state;
    struct buffer page;
    buffer_init(&page, (size_t)8 << 20);
    buffer_string(&page, "<html><body>");
    for (int i = 0; i < 100000; i++) buffer_string(&page, "<div>");
    buffer_string(&page, "deep");
    read_bytes(seen, "deep.html", buffer_view(&page));
    assert_int_equal(seen->article_count, 1);
    assert_slice(seen->articles[0].body, "deep\n");
    buffer_free(&page);
}

static void what_stands_deep_in_a_page_and_behind_it_is_read(void **state)
{
    struct seen *seen = *state;
    struct buffer page;
    buffer_init(&page, (size_t)1 << 20);
    buffer_string(&page, "<html><body>");
    for (int i = 0; i < 400; i++) buffer_printf(&page, "<font><b>Line %d<br>", i);
    buffer_string(&page, "<p>deep<script>no text</script></p>");
    for (int i = 0; i < 400; i++) buffer_string(&page, "</b></font>");
    buffer_string(&page, "<p>and behind it</p>");
    read_bytes(seen, "deep.html", buffer_view(&page));
    assert_int_equal(seen->problem_count, 0);
    const char *end = " Line 398 Line 399 deep\n\nand behind it\n";
    struct slice body = seen->articles[0].body;
    assert_true(body.length > strlen(end));
    assert_slice(slice_make(body.data + body.length - strlen(end), strlen(end)), end);
    buffer_free(&page);
}

/* Quadratic time would not come back. */
static void pages_made_of_boxes_and_headings_are_read(void **state)
{
    static const char *const pieces[] = {"<h3>Read also</h3><i></i>",
                                         "<h3>Read also</h3><ul><li>x</ul>",
                                         "<b>Related</b> <a>x</a> ",
                                         "<div><h3>Read also</h3>",
                                         "<p class='share related-x no'>",
                                         "<div><h1>x</h1>",
                                         "<h3>2 Comments</h3>",
                                         "<i></i>"};
    struct seen *seen = *state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buffer page;
        buffer_init(&page, FORMAT_FILE_MAX);
        buffer_string(&page, "<html><body><h3>Related</h3>");
        while (page.length < 300000) buffer_string(&page, pieces[i]);
        seen->article_count = 0;
        read_bytes(seen, "boxes.html", buffer_view(&page));
        assert_int_equal(seen->article_count, 1);
        buffer_free(&page);
    }
}

/* A page of `head` and then `piece`, numbered, until it has the size: refused, with words that hold `expected`. */
static void assert_page_refused(struct seen *seen, const char *head, const char *piece, size_t size_bytes,
                                const char *expected)
{
    struct buffer page;
    buffer_init(&page, FORMAT_FILE_MAX);
    buffer_string(&page, head);
    while (page.length < size_bytes) buffer_printf(&page, "%s%zu ", piece, page.length);
    seen->problem_count = 0;
    read_bytes(seen, "huge.html", buffer_view(&page));
    assert_int_equal(seen->article_count, 0);
    assert_int_equal(seen->problem_count, 1);
    assert_int_equal(seen->problems[0].code, ERROR_LIMIT);
    assert_non_null(strstr(seen->problems[0].message, expected));
    buffer_free(&page);
}

static void a_page_of_too_much_markup_is_refused_and_not_cut(void **state)
{
    struct seen *seen = *state;
    assert_page_refused(seen, "<body>", "<p>", 9000000, "at most 500000 elements, found more at byte 5");
    assert_page_refused(seen, "<body><p ", "a", 8000, "at most 500 attributes in a tag, found more at byte 6");
    assert_page_refused(seen, "<body><p>", "boats ", 10200000, "beyond byte 10");
}

static void append_utf16(struct buffer *out, unsigned unit, bool little)
{
    buffer_byte(out, (char)(little ? unit & 0xFF : unit >> 8));
    buffer_byte(out, (char)(little ? unit >> 8 : unit & 0xFF));
}

static void nuls_utf_16_and_lone_surrogates_cut_no_page(void **state)
{
    struct seen *seen = *state;
    static const char NULS[] = "<html><body><p>Some 50 boats</p>\0\0<p>and 7 ships</p>";
    read_bytes(seen, "nul.html", slice_make(NULS, sizeof NULS - 1));
    assert_slice(seen->articles[0].body, "Some 50 boats\n\nand 7 ships\n");
    for (int little = 0; little < 2; little++) {
        struct buffer wide;
        buffer_init(&wide, 1024);
        append_utf16(&wide, 0xFEFF, little);
        for (size_t i = 0; i < sizeof NULS - 1; i++) append_utf16(&wide, (unsigned char)NULS[i], little);
        static const unsigned rest[] = {' ', 0xDC00, 0xD83D, 0xDEA2, 0xD83D, 'x', 0xD800};
        for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) append_utf16(&wide, rest[i], little);
        buffer_byte(&wide, 'y');
        read_bytes(seen, "wide.html", buffer_view(&wide));
        assert_slice(seen->articles[1 + little].body,
                     "Some 50 boats\n\nand 7 ships\n\n\uFFFD\U0001F6A2\uFFFDx\uFFFD\n");
        buffer_free(&wide);
    }
    assert_int_equal(seen->article_count, 3);
    assert_int_equal(seen->problem_count, 0);
}

static void a_long_value_or_script_is_no_tag_of_many_attributes(void **state)
{
    struct seen *seen = *state;
    struct buffer page;
    buffer_init(&page, (size_t)1 << 20);
    buffer_string(&page, "<body><img alt=\"");
    for (int i = 0; i < 2000; i++) buffer_string(&page, "a long text ");
    buffer_string(&page, "\"><script>if (a <b) {");
    for (int i = 0; i < 2000; i++) buffer_string(&page, "a long script ");
    buffer_string(&page, "}</script><p>Some 50 boats</p>");
    read_bytes(seen, "long.html", buffer_view(&page));
    assert_int_equal(seen->problem_count, 0);
    assert_slice(seen->articles[0].body, "Some 50 boats\n");
    buffer_free(&page);
}

static void content_tells_the_format_when_the_name_does_not(void **state)
{
    (void)state;
    assert_string_equal(format_by_content(slice_of(" \n{\"id\": 1}"))->name, "jsonl");
    assert_string_equal(format_by_content(slice_of("<!doctype HTML>\n<p>"))->name, "html");
    assert_string_equal(format_by_content(slice_of("Plain words {"))->name, "text");
    assert_null(format_by_content(slice_make("\0\1\2\3", 4)));
    assert_null(format_by_content(slice_make("\0\"\2\3", 4)));
    assert_null(format_by_content(slice_make("{\0\2\3", 4)));
    assert_string_equal(format_by_name(slice_of("a/b.JSONL.zst"))->name, "jsonl");
    assert_null(format_by_name(slice_of("a/b.figures")));
    assert_null(format_by_name(slice_of("a.txt/b")));
}

int main(void)
{
#define READING_TEST(name) cmocka_unit_test_setup_teardown(name, open_seen, close_seen)
    const struct CMUnitTest tests[] = {
        READING_TEST(a_short_first_line_before_a_blank_line_is_the_title),
        READING_TEST(a_first_line_followed_by_text_is_no_title),
        READING_TEST(a_first_paragraph_that_is_a_sentence_is_no_title),
        READING_TEST(a_headline_repeated_above_the_text_is_kept_once),
        READING_TEST(the_path_gives_date_and_source_where_the_data_is_silent),
        READING_TEST(json_lines_give_their_members_and_numbers_as_ids),
        READING_TEST(a_bad_json_line_is_named_and_the_others_are_read),
        READING_TEST(a_line_of_values_without_end_is_refused_and_long_strings_are_not),
        READING_TEST(nuls_in_a_line_are_spaces_and_no_values),
        READING_TEST(broken_utf8_is_repaired_and_reported_without_losing_the_article),
        READING_TEST(names_stay_distinct_as_ids),
        READING_TEST(a_file_without_text_is_no_article),
        READING_TEST(a_binary_file_is_refused),
        READING_TEST(html_gives_main_text_first_and_furniture_behind_it),
        READING_TEST(blocks_of_a_page_are_paragraphs_and_a_br_is_what_follows_it),
        READING_TEST(latin_1_pages_keep_their_quotes_and_the_border_of_the_furniture),
        READING_TEST(the_article_with_the_most_text_is_the_main_one_also_when_nested),
        READING_TEST(html_nested_without_end_is_read_in_bounded_time),
        READING_TEST(what_stands_deep_in_a_page_and_behind_it_is_read),
        READING_TEST(pages_made_of_boxes_and_headings_are_read),
        READING_TEST(a_page_of_too_much_markup_is_refused_and_not_cut),
        READING_TEST(nuls_utf_16_and_lone_surrogates_cut_no_page),
        READING_TEST(a_long_value_or_script_is_no_tag_of_many_attributes),
        READING_TEST(content_tells_the_format_when_the_name_does_not),
    };
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
