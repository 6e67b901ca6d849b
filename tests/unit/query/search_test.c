/* Whole requests over a small index: three real articles when they are there, and a few of our own. */
#include "../test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/search.h"

struct fixture {
    char directory[64];
    struct snapshot *snapshot;
    struct stemmers *stemmers;
};

/* ---- an index in a temporary folder */

static struct index_writer *start(struct fixture *fixture, const char *stem)
{
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    snprintf(fixture->directory, sizeof fixture->directory, "%.40s/tally-query-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(fixture->directory));
    fixture->stemmers = stemmers_new(slice_of(stem), &error);
    assert_non_null(fixture->stemmers);
    struct index_writer *writer = index_writer_open(fixture->directory, slice_of(stem), 0, &error);
    assert_non_null(writer);
    return writer;
}

static void put(struct index_writer *writer, const char *id, const char *date, const char *title, const char *body)
{
    struct error error = {0};
    struct article article = {.id = slice_of(id),
                              .date = slice_of(date),
                              .title = slice_of(title),
                              .source = slice_of("Example.org"),
                              .url = slice_of("https://example.org/a"),
                              .language = slice_of("en"),
                              .body = slice_of(body)};
    assert_int_equal(index_writer_put(writer, &article, &error), PUT_ADDED);
}

static void commit(struct index_writer *writer)
{
    struct error error = {0};
    if (index_writer_commit(writer, &error) < 0) print_error("%s\n", error.message);
    assert_int_equal(error.code, ERROR_NONE);
}

static void finish(struct fixture *fixture, struct index_writer *writer)
{
    struct error error = {0};
    commit(writer);
    index_writer_close(writer);
    fixture->snapshot = snapshot_open(fixture->directory, &error);
    if (!fixture->snapshot) print_error("%s\n", error.message);
    assert_non_null(fixture->snapshot);
}

static void stop(struct fixture *fixture)
{
    struct error error;
    snapshot_close(fixture->snapshot);
    stemmers_free(fixture->stemmers);
    file_remove_tree(fixture->directory, &error);
}

/* ---- asking */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of the hits in byte order, joined by spaces; "error: …" for a refused query. */
static void answer(const struct fixture *fixture, const char *query, struct query_options options, char *out,
                   size_t size)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = {.query = slice_of(query), .options = options, .limit = 100};
    struct search_reply reply;
    struct error error = {0};
    const char *ids[100];
    out[0] = 0;
    if (search_run(arena, fixture->snapshot, fixture->stemmers, &request, &reply, &error) < 0) {
        snprintf(out, size, "error: %s %lu", error_word(error.code), (unsigned long)error.offset);
    } else {
        assert_int_equal(reply.total, reply.hit_count);
        for (size_t i = 0; i < reply.hit_count; i++) ids[i] = arena_string(arena, reply.hits[i].article.id);
        qsort(ids, reply.hit_count, sizeof *ids, by_text);
        for (size_t i = 0, at = 0; i < reply.hit_count; i++)
            at += (size_t)snprintf(out + at, size - at, "%s%.3s", i ? " " : "", ids[i]);
    }
    arena_free(arena);
}

static size_t check(const struct fixture *fixture, const char *query, const char *expected)
{
    char actual[1024];
    answer(fixture, query, (struct query_options){0}, actual, sizeof actual);
    if (strcmp(actual, expected) == 0) return 0;
    print_error("%s: expected “%s”, found “%s”\n", query, expected, actual);
    return 1;
}

/* ---- three articles from the press */

/* The title of an article is its first line when that is short and an empty line follows. */
static void put_file(struct index_writer *writer, const char *folder, const char *name)
{
    char path[4608], title[256] = "";
    struct buffer bytes;
    struct error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    buffer_init(&bytes, ARTICLE_BODY_MAX);
    assert_int_equal(file_read(path, &bytes, &error), 0);
    const char *line = strstr(bytes.data, "\n\n");
    const char *body = bytes.data;
    if (line && !memchr(body, '\n', (size_t)(line - body)) && line - body < 200) {
        snprintf(title, sizeof title, "%.*s", (int)(line - body), body);
        body = line + 2;
    }
    put(writer, name, "2022", title, body);
    buffer_free(&bytes);
}

static int press_setup(void **state)
{
    static struct fixture fixture;
    const char *root = getenv("TALLY_SOURCE_DIR");
    char folder[4096];
    struct dirent **names = NULL;
    snprintf(folder, sizeof folder, "%s/../shared/articles", root ? root : ".");
    int count = scandir(folder, &names, NULL, alphasort);
    *state = NULL;
    if (count < 0) return 0;
    struct index_writer *writer = start(&fixture, "en");
    for (int i = 0; i < count; i++) {
        if (strstr(names[i]->d_name, ".txt")) put_file(writer, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    finish(&fixture, writer);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    if (*state) stop(*state);
    return 0;
}

static void the_press_is_found_by_its_words_and_figures(void **state)
{
    static const struct {
        const char *query, *ids;
    } rows[] = {
        {"Ceuta", "004"},
        {"\"Ceuta and Melilla\"", "004"},
        {"attempts:50000..70000", "000 001 004"},
        {"networks:50..300", "001 004"},
        {"usd:100M..200M", "001"},
        {"figure:1000000..2000000", ""},
        {"figure:>=1M figure:<=2M", ""},
        {"65000", "000"},
        {"65,000", "000"},
        {"65K", "000"},
        {"65 thousand", "000"},
        {"\"65000 irregular\"", "000"},
        {"\"50000..70000 irregular migration attempts\"", "000"},
        {"\"500..700 irregular migration attempts\"", ""},
        {"criminal NEAR/5 networks -Ceuta", "001"},
        {"people:90..110", "004"},
        {"cells:3000", "001"},
        {"networks:50000..70000", ""},
        {"figure:2025", ""},
        {"\"Ceuta and Melilla", "004"},
        {"attempts:70000..50000", "error: bad_query 9"},
    };
    size_t failures = 0;
    if (!*state) {
        print_message("skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) failures += check(*state, rows[i].query, rows[i].ids);
    assert_int_equal(failures, 0);
}

/* ---- our own few articles */

static int own_setup(void **state)
{
    static struct fixture fixture;
    struct index_writer *writer = start(&fixture, "en");
    put(writer, "a01", "2021-03-05", "Police dismantle 80 networks",
        "The police of Ceuta dismantled 80 smuggling networks in a year. The networks had moved migrants across the "
        "border "
        "fence.\n\nNetworks of friends were left alone.");
    put(writer, "a02", "2022-01-10", "Border fence raised",
        "The fence at the border was raised by two metres. Workers used 0.7 tonnes of steel a day.\n\n"
        "Related Articles\nPolice dismantle networks");
    commit(writer);
    put(writer, "a03", "2019", "Bank pays fine",
        "The bank paid $175 million after more than 23,000 complaints about fees.");
    put(writer, "a04", "", "Undated", "About two hundred and fifty thousand migrants crossed the border.");
    finish(&fixture, writer);
    *state = &fixture;
    return 0;
}

struct asked {
    struct arena *arena;
    struct search_reply reply;
    struct error error;
    int status;
};

static struct asked ask(void **state, struct search_request request)
{
    const struct fixture *fixture = *state;
    struct asked asked = {.arena = arena_new(SEARCH_ARENA_BYTES)};
    asked.status = search_run(asked.arena, fixture->snapshot, fixture->stemmers, &request, &asked.reply, &asked.error);
    return asked;
}

static struct asked ask_for(void **state, const char *query)
{
    return ask(state, (struct search_request){.query = slice_of(query), .limit = 10});
}

static void assert_marked(const struct search_hit *hit, size_t mark, const char *text)
{
    assert_true(mark < hit->snippet.mark_count);
    struct snippet_mark at = hit->snippet.marks[mark];
    struct slice marked = slice_make(hit->snippet.text.data + at.start, at.length);
    if (!slice_is(marked, text)) print_error("marked “%.*s”, not “%s”\n", SLICE_ARGS(marked), text);
    assert_true(slice_is(marked, text));
}

static void a_phrase_marks_itself_and_not_its_words_elsewhere(void **state)
{
    struct asked asked = ask_for(state, "\"border fence\"");
    assert_int_equal(asked.reply.hit_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct search_hit *hit = &asked.reply.hits[i];
        assert_int_equal(hit->match_count, 1);
        bool title = slice_is(hit->article.id, "a02");
        assert_int_equal(hit->matches[0].zone, title ? ZONE_TITLE : ZONE_MAIN);
        if (!title) assert_marked(hit, 0, "border fence");
    }
    arena_free(asked.arena);
}

static void a_range_shows_the_figure_that_matched(void **state)
{
    struct asked asked = ask_for(state, "usd:100M..200M");
    assert_int_equal(asked.reply.hit_count, 1);
    const struct search_hit *hit = &asked.reply.hits[0];
    assert_int_equal(hit->figure_count, 1);
    assert_true(hit->figures[0].figure.low == 175000000);
    assert_true(slice_is(hit->figures[0].text, "$175 million"));
    assert_marked(hit, 0, "$175 million");
    arena_free(asked.arena);
}

static void a_range_in_a_phrase_shows_its_figure_too(void **state)
{
    struct asked asked = ask_for(state, "\"dismantled 50..300 smuggling\"");
    assert_int_equal(asked.reply.hit_count, 1);
    const struct search_hit *hit = &asked.reply.hits[0];
    assert_int_equal(hit->figure_count, 1);
    assert_marked(hit, 0, "dismantled 80 smuggling");
    arena_free(asked.arena);
}

static void words_of_furniture_match_but_the_snippet_shows_the_article(void **state)
{
    struct asked asked = ask_for(state, "networks fence steel");
    assert_int_equal(asked.reply.hit_count, 1);
    const struct search_hit *hit = &asked.reply.hits[0];
    bool related = false;
    for (size_t i = 0; i < hit->match_count; i++) related = related || hit->matches[i].zone == ZONE_RELATED;
    assert_true(related);
    assert_marked(hit, 0, "fence");
    arena_free(asked.arena);
}

/* 300 KB in which the word stands once, near the end, and a paragraph of furniture behind it. */
static void a_word_far_down_a_long_body_is_shown(void **state)
{
    struct fixture lengthy;
    struct buffer body;
    (void)state;
    buffer_init(&body, (size_t)1 << 20);
    while (body.length < 300000) buffer_string(&body, "Waves rolled in and out again, as ever. ");
    buffer_string(&body, "Then a frigate came.\n\nRead Also: Spain arrests smugglers\n");
    buffer_byte(&body, '\0');
    struct index_writer *writer = start(&lengthy, "en");
    put(writer, "a01", "", "The sea", body.data);
    finish(&lengthy, writer);
    void *fixture = &lengthy;
    struct asked asked = ask_for(&fixture, "frigates");
    assert_int_equal(asked.reply.hit_count, 1);
    assert_marked(&asked.reply.hits[0], 0, "frigate");
    struct search_match match = asked.reply.hits[0].matches[0];
    assert_int_equal(strncmp(body.data + match.start, "frigate", match.length), 0);
    assert_int_equal(match.zone, ZONE_MAIN);
    arena_free(asked.arena);
    asked = ask_for(&fixture, "smugglers");
    assert_int_equal(asked.reply.hits[0].matches[0].zone, ZONE_RELATED);
    arena_free(asked.arena);
    buffer_free(&body);
    stop(&lengthy);
}

static void a_range_in_kilos_finds_tonnes(void **state)
{
    assert_int_equal(check(*state, "kg:500..1000", "a02") + check(*state, "kg:0.5..1", ""), 0);
}

static void a_rough_question_finds_rough_figures_from_further_off(void **state)
{
    (void)state;
    static struct fixture rough;
    struct index_writer *writer = start(&rough, "en");
    put(writer, "near", "", "A", "They counted 60,000 boats.");
    put(writer, "far", "", "B", "They counted 55,000 boats.");
    put(writer, "rough", "", "C", "They counted about 55,000 boats and about 20 km.");
    put(writer, "cold", "", "D", "It was about 18 degrees Celsius and about 3 tonnes.");
    finish(&rough, writer);
    size_t wrong = check(&rough, "boats:~65000", "nea rou") + check(&rough, "boats:~100000", "") +
                   check(&rough, "celsius:~20", "col") + check(&rough, "celsius:~30", "") +
                   check(&rough, "kg:~3200", "col");
    stop(&rough);
    assert_int_equal(wrong, 0);
}

static void more_than_lies_at_its_number_and_above_it(void **state)
{
    assert_int_equal(check(*state, "complaints:>23000", "a03") + check(*state, "complaints:23000", "a03") +
                         check(*state, "complaints:30000..40000", ""),
                     0);
}

static void a_number_of_many_words_stands_inside_a_phrase(void **state)
{
    assert_int_equal(
        check(*state, "\"about 250000 migrants\"", "a04") + check(*state, "\"about 250K migrants\"", "a04") +
            check(*state, "\"about 200K..300K migrants crossed\"", "a04") +
            check(*state, "\"two hundred and fifty thousand migrants\"", "a04") +
            check(*state, "\"about 250000 crossed\"", "") + check(*state, "\"about 250000 crossed\"~1", "a04") +
            check(*state, "\"about 200K..300K the\"~1", "") + check(*state, "\"about 200K..300K the\"~2", "a04"),
        0);
}

static void dates_leave_out_articles_without_one(void **state)
{
    assert_int_equal(check(*state, "date:2021", "a01") + check(*state, "date:<2021", "a03") +
                         check(*state, "date:>2021-03-05", "a02") + check(*state, "date:2019..2021-06", "a01 a03"),
                     0);
}

static void fields_ignore_case_except_ids_and_addresses(void **state)
{
    assert_int_equal(check(*state, "source:example.ORG", "a01 a02 a03 a04") + check(*state, "id:a03", "a03") +
                         check(*state, "url:https://example.org/a migrants", "a01 a04") +
                         check(*state, "title:fence", "a02") + check(*state, "zone:related", "a02"),
                     0);
}

static void a_word_that_nobody_can_see_is_no_error(void **state)
{
    static const char *const queries[] = {"\xE3\x85\xA4",
                                          "\xE3\x85\xA4*",
                                          "\xE3\x85\xA4~",
                                          "\"\xE3\x85\xA4\"",
                                          "title:\xE3\x85\xA4",
                                          "url:\xE3\x85\xA4",
                                          "\xE3\x85\xA4 OR \xE1\x85\x9F",
                                          "-\xEF\xBE\xA0",
                                          "\"fence \xE3\x85\xA4\"",
                                          "source:\xE3\x85\xA4",
                                          "NOT \xE3\x85\xA4",
                                          "\xE3\x85\xA4~1",
                                          "(\xE3\x85\xA4)",
                                          "\xE3\x85\xA4 NEAR/3 fence",
                                          "id:\xE3\x85\xA4",
                                          "title:\xE3\x85\xA4*"};
    char actual[1024];
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        answer(*state, queries[i], (struct query_options){0}, actual, sizeof actual);
        if (strncmp(actual, "error: internal", 15) == 0) print_error("%s: %s\n", queries[i], actual);
        assert_int_not_equal(strncmp(actual, "error: internal", 15), 0);
    }
    assert_int_equal(check(*state, "fence \xE3\x85\xA4", "a01 a02"), 0);
}

static size_t check_match(const struct fixture *fixture, const char *query, enum query_match match,
                          const char *expected)
{
    char actual[1024];
    answer(fixture, query, (struct query_options){.match = match}, actual, sizeof actual);
    if (strcmp(actual, expected) == 0) return 0;
    print_error("%s: expected “%s”, found “%s”\n", query, expected, actual);
    return 1;
}

static void any_and_most_loosen_words_and_nothing_else(void **state)
{
    const char *words = "police fence steel";
    assert_int_equal(check_match(*state, words, MATCH_ALL, "a02") + check_match(*state, words, MATCH_ANY, "a01 a02") +
                         check_match(*state, words, MATCH_MOST, "a01 a02") +
                         check_match(*state, "police bank steel", MATCH_MOST, "a02") +
                         check_match(*state, "police fence networks:80", MATCH_ANY, "a01") +
                         check_match(*state, "police fence -networks", MATCH_ANY, ""),
                     0);
}

static void an_empty_query_shows_everything_newest_first(void **state)
{
    struct asked asked = ask_for(state, "");
    static const char *const order[] = {"a02", "a01", "a03", "a04"};
    assert_int_equal(asked.reply.total, 4);
    for (size_t i = 0; i < 4; i++) assert_true(slice_is(asked.reply.hits[i].article.id, order[i]));
    assert_true(slice_starts(asked.reply.hits[0].snippet.text, slice_of("The fence at the border")));
    arena_free(asked.arena);
}

static void dates_sort_in_both_directions(void **state)
{
    struct search_request request = {.query = slice_of("border"), .limit = 1, .sort = SORT_DATE_NEWEST};
    struct asked newest = ask(state, request);
    assert_true(slice_is(newest.reply.hits[0].article.id, "a02"));
    assert_int_equal(newest.reply.total, 3);
    assert_true(newest.reply.total_exact && !newest.reply.partial);
    request.offset = 1;
    struct asked second = ask(state, request);
    assert_true(slice_is(second.reply.hits[0].article.id, "a01"));
    arena_free(newest.arena);
    arena_free(second.arena);
}

static void without_a_date_an_article_is_the_last(void **state)
{
    struct asked oldest =
        ask(state, (struct search_request){.query = slice_of(""), .limit = 10, .sort = SORT_DATE_OLDEST});
    static const char *const order[] = {"a03", "a01", "a02", "a04"};
    for (size_t i = 0; i < 4; i++) assert_true(slice_is(oldest.reply.hits[i].article.id, order[i]));
    arena_free(oldest.arena);
}

static void a_range_in_quotes_keeps_to_its_field(void **state)
{
    assert_int_equal(check(*state, "title:\"50..100\"", "a01") + check(*state, "title:\"100..30000\"", "") +
                         check(*state, "\"20000..30000\"", "a03"),
                     0);
}

static void nothing_is_later_than_the_last_year(void **state)
{
    assert_int_equal(check(*state, "date:>9999", "") + check(*state, "date:<9999", "a01 a02 a03"), 0);
}

static void counting_reads_no_hits(void **state)
{
    struct asked asked =
        ask(state, (struct search_request){.query = slice_of("border"), .limit = 10, .count_only = true});
    assert_int_equal(asked.reply.total, 3);
    assert_int_equal(asked.reply.hit_count, 0);
    arena_free(asked.arena);
}

/* 60 articles of 70 KB. */
static void start_lengthy(struct fixture *fixture)
{
    struct buffer body;
    struct index_writer *writer = start(fixture, "en");
    buffer_init(&body, (size_t)1 << 20);
    while (body.length < 70000) buffer_string(&body, "Waves rolled 7 boats in and out again, as ever. ");
    buffer_byte(&body, '\0');
    for (int i = 0; i < 60; i++) {
        char id[8];
        snprintf(id, sizeof id, "a%02d", i);
        put(writer, id, "2021", "The sea", body.data);
    }
    finish(fixture, writer);
    buffer_free(&body);
}

static void hits_beyond_the_time_are_left_out(void **state)
{
    struct fixture lengthy;
    void *fixture = &lengthy;
    (void)state;
    start_lengthy(&lengthy);
    struct asked asked =
        ask(&fixture, (struct search_request){.query = slice_of("waves boats:7"), .limit = 1000, .timeout_ms = 3});
    assert_int_equal(asked.status, 0);
    assert_true(asked.reply.partial);
    assert_true(asked.reply.hit_count < 60); /* none, when the match was stopped before it saw any */
    for (size_t i = 0; i < asked.reply.hit_count; i++) assert_true(asked.reply.hits[i].snippet.text.length > 0);
    arena_free(asked.arena);
    stop(&lengthy);
}

static void bodies_are_not_kept_with_the_hits(void **state)
{
    struct fixture lengthy;
    void *fixture = &lengthy;
    (void)state;
    start_lengthy(&lengthy);
    struct search_request request = {.query = slice_of("waves"), .limit = 1000, .timeout_ms = SEARCH_TIMEOUT_MS_MAX};
    struct asked asked = ask(&fixture, request);
    assert_int_equal(asked.reply.hit_count, 60);
    assert_true(arena_used(asked.arena) < 60 * 10000);
    arena_free(asked.arena);
    stop(&lengthy);
}

/* 20,000 numbers before the one that is asked for. */
static void a_range_in_a_phrase_finds_one_figure_among_thousands(void **state)
{
    struct fixture counted;
    void *fixture = &counted;
    struct buffer body;
    (void)state;
    buffer_init(&body, (size_t)1 << 20);
    for (int i = 0; i < 20000; i++) buffer_printf(&body, "%d pears, ", 100 + i);
    buffer_string(&body, "7 apples.");
    buffer_byte(&body, '\0');
    struct index_writer *writer = start(&counted, "en");
    put(writer, "a01", "", "He counted 8 apples", body.data);
    finish(&counted, writer);
    struct search_request request = {
        .query = slice_of("\"1..50 apples\""), .limit = 1, .timeout_ms = SEARCH_TIMEOUT_MS_MAX};
    struct asked asked = ask(&fixture, request);
    assert_int_equal(asked.reply.hits[0].figure_count, 1);
    assert_true(slice_is(asked.reply.hits[0].figures[0].text, "8"));
    request.query = slice_of("\"1..7 apples\"");
    struct asked further = ask(&fixture, request);
    assert_int_equal(further.reply.hits[0].figure_count, 1);
    assert_true(slice_is(further.reply.hits[0].figures[0].text, "7"));
    arena_free(asked.arena);
    arena_free(further.arena);
    buffer_free(&body);
    stop(&counted);
}

static void near_marks_its_words_and_not_those_apart(void **state)
{
    struct asked asked = ask_for(state, "networks NEAR/3 year");
    assert_int_equal(asked.reply.hit_count, 1);
    assert_int_equal(asked.reply.hits[0].match_count, 2);
    assert_marked(&asked.reply.hits[0], 0, "networks");
    assert_marked(&asked.reply.hits[0], 1, "year");
    arena_free(asked.arena);
}

static void parts_that_are_not_wanted_stay_empty(void **state)
{
    struct search_request request = {.query = slice_of("usd:100M..200M"), .limit = 1, .wanted = SEARCH_WANT_STORED};
    struct asked stored = ask(state, request);
    request.wanted = SEARCH_WANT_FIGURES;
    struct asked figures = ask(state, request);
    assert_true(slice_is(stored.reply.hits[0].article.id, "a03"));
    assert_int_equal(stored.reply.hits[0].figure_count, 0);
    assert_int_equal(stored.reply.hits[0].match_count, 0);
    assert_int_equal(stored.reply.hits[0].snippet.text.length, 0);
    assert_int_equal(figures.reply.hits[0].figure_count, 1);
    assert_int_equal(figures.reply.hits[0].snippet.text.length, 0);
    arena_free(stored.arena);
    arena_free(figures.arena);
}

static void the_explanation_shows_the_tree(void **state)
{
    struct asked asked =
        ask(state, (struct search_request){.query = slice_of("border \"a b"), .limit = 1, .explain = true});
    assert_true(slice_starts(asked.reply.explanation, slice_of("(all border (phrase a b))\n")));
    assert_int_equal(asked.reply.note_count, 1);
    assert_int_equal(asked.reply.notes[0].position, 7);
    arena_free(asked.arena);
}

static void too_large_a_window_is_refused(void **state)
{
    struct asked asked = ask(state, (struct search_request){.query = slice_of("a"), .offset = 9991, .limit = 10});
    assert_int_equal(asked.status, -1);
    assert_int_equal(asked.error.code, ERROR_LIMIT);
    arena_free(asked.arena);
}

static void of_a_hundred_words_the_rarest_are_kept_with_a_note(void **state)
{
    struct buffer text;
    buffer_init(&text, QUERY_BYTES_MAX);
    for (int i = 0; i < 100; i++) buffer_printf(&text, "nobody%d ", i);
    buffer_string(&text, "steel border");
    struct search_request request = {.query = buffer_view(&text), .limit = 10, .options = {.match = MATCH_ANY}};
    struct asked asked = ask(state, request);
    assert_int_equal(asked.status, 0);
    assert_int_equal(asked.reply.total, 3);
    assert_int_equal(asked.reply.note_count, 1);
    arena_free(asked.arena);
    buffer_free(&text);
}

static void an_empty_index_answers_nothing_found(void **state)
{
    struct fixture empty;
    char actual[64];
    (void)state;
    finish(&empty, start(&empty, "en"));
    answer(&empty, "Ceuta attempts:5..7", (struct query_options){0}, actual, sizeof actual);
    assert_string_equal(actual, "");
    stop(&empty);
}

static void stems_are_not_asked_of_an_index_without_them(void **state)
{
    struct fixture plain;
    (void)state;
    struct index_writer *writer = start(&plain, "none");
    put(writer, "a01", "", "", "Three networks were found.");
    finish(&plain, writer);
    assert_int_equal(
        check(&plain, "networks", "a01") + check(&plain, "network", "") + check(&plain, "networks:3", "a01"), 0);
    stop(&plain);
}

int main(void)
{
    const struct CMUnitTest press[] = {
        cmocka_unit_test(the_press_is_found_by_its_words_and_figures),
    };
    const struct CMUnitTest own[] = {
        cmocka_unit_test(a_phrase_marks_itself_and_not_its_words_elsewhere),
        cmocka_unit_test(a_range_shows_the_figure_that_matched),
        cmocka_unit_test(a_range_in_a_phrase_shows_its_figure_too),
        cmocka_unit_test(words_of_furniture_match_but_the_snippet_shows_the_article),
        cmocka_unit_test(a_word_far_down_a_long_body_is_shown),
        cmocka_unit_test(a_range_in_kilos_finds_tonnes),
        cmocka_unit_test(more_than_lies_at_its_number_and_above_it),
        cmocka_unit_test(a_rough_question_finds_rough_figures_from_further_off),
        cmocka_unit_test(a_number_of_many_words_stands_inside_a_phrase),
        cmocka_unit_test(dates_leave_out_articles_without_one),
        cmocka_unit_test(a_word_that_nobody_can_see_is_no_error),
        cmocka_unit_test(fields_ignore_case_except_ids_and_addresses),
        cmocka_unit_test(any_and_most_loosen_words_and_nothing_else),
        cmocka_unit_test(an_empty_query_shows_everything_newest_first),
        cmocka_unit_test(dates_sort_in_both_directions),
        cmocka_unit_test(without_a_date_an_article_is_the_last),
        cmocka_unit_test(a_range_in_quotes_keeps_to_its_field),
        cmocka_unit_test(nothing_is_later_than_the_last_year),
        cmocka_unit_test(counting_reads_no_hits),
        cmocka_unit_test(hits_beyond_the_time_are_left_out),
        cmocka_unit_test(bodies_are_not_kept_with_the_hits),
        cmocka_unit_test(a_range_in_a_phrase_finds_one_figure_among_thousands),
        cmocka_unit_test(near_marks_its_words_and_not_those_apart),
        cmocka_unit_test(parts_that_are_not_wanted_stay_empty),
        cmocka_unit_test(the_explanation_shows_the_tree),
        cmocka_unit_test(too_large_a_window_is_refused),
        cmocka_unit_test(of_a_hundred_words_the_rarest_are_kept_with_a_note),
        cmocka_unit_test(an_empty_index_answers_nothing_found),
        cmocka_unit_test(stems_are_not_asked_of_an_index_without_them),
    };
    int failures = cmocka_run_group_tests_name("press", press, press_setup, teardown);
    return failures + cmocka_run_group_tests_name("own", own, own_setup, teardown);
}
