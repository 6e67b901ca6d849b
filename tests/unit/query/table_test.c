/* Figures as rows, as an order of articles and as counts, over a small index of two segments. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/facets.h"
#include "query/quote.h"
#include "query/table.h"

static char directory[64];
static struct snapshot *snapshot;
static struct stemmers *stemmers;
static struct arena *arena;

/* ---- an index in a temporary folder */

static const struct {
    const char *id, *date, *source, *title, *body;
} articles[] = {
    {"low", "2018-01-05", "example.org", "Guards on the border", "In 2017 guards stopped 50,000 migration attempts."},
    {"high", "2019-02-05", "example.net", "A rising number",
     "Since 2016 they stopped about 65,000 attempts a year. In 2017 they stopped 50,000 attempts. Repairs cost $2 "
     "million."},
    {"none", "2020-03-05", "example.org", "A port", "The port of Ceuta moved 3.5 tonnes of goods and 900 kg of fish."},
    {"few", "2021-04-05", "", "Quiet days",
     "Police dismantled 80 networks and saw 12 attempts, 18 to 25 percent less."},
    {"title", "2022-05-05", "example.org", "Border sees 7 attempts",
     "Nobody was hurt. The 300 guards and 90 networks."},
};

#define ARTICLES (sizeof articles / sizeof *articles)

static void put(struct index_writer *writer, size_t i)
{
    struct error error = {0};
    struct article article = {.id = slice_of(articles[i].id),
                              .date = slice_of(articles[i].date),
                              .source = slice_of(articles[i].source),
                              .title = slice_of(articles[i].title),
                              .language = slice_of("en"),
                              .body = slice_of(articles[i].body)};
    assert_int_equal(index_writer_put(writer, &article, &error), PUT_ADDED);
}

static int set_up(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    snprintf(directory, sizeof directory, "%.40s/tally-table-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(directory));
    stemmers = stemmers_new(slice_of("en"), &error);
    struct index_writer *writer = index_writer_open(directory, slice_of("en"), 0, &error);
    assert_non_null(writer);
    for (size_t i = 0; i < ARTICLES; i++) {
        put(writer, i);
        if (i == 1 || i == ARTICLES - 1) assert_int_equal(index_writer_commit(writer, &error), 0);
    }
    index_writer_close(writer);
    snapshot = snapshot_open(directory, &error);
    assert_non_null(snapshot);
    assert_int_equal(snapshot_segment_count(snapshot), 2);
    arena = arena_new(SEARCH_ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    struct error error;
    arena_free(arena);
    snapshot_close(snapshot);
    stemmers_free(stemmers);
    file_remove_tree(directory, &error);
    return 0;
}

/* ---- rows */

static struct table_reply *ask(const char *query, struct table_request request)
{
    struct table_reply *reply = arena_alloc(arena, sizeof *reply);
    struct error error = {0};
    request.query = slice_of(query);
    if (request.limit == 0) request.limit = TABLE_LIMIT_DEFAULT;
    if (table_run(arena, snapshot, stemmers, &request, reply, &error) < 0) print_error("%s\n", error.message);
    assert_int_equal(error.code, ERROR_NONE);
    return reply;
}

static const struct query_node *name_of(const char *text)
{
    const struct query_node *name = NULL;
    struct error error = {0};
    assert_int_equal(figure_name_read(arena, slice_of(text), &name, &error), 0);
    return name;
}

/* "id=text id=text …" of the rows. */
static void assert_rows(const char *query, struct table_request request, const char *expected)
{
    char actual[1024] = "";
    struct table_reply *reply = ask(query, request);
    for (size_t i = 0, at = 0; i < reply->row_count; i++)
        at += (size_t)snprintf(actual + at, sizeof actual - at, "%s%.*s=%.*s", i ? " " : "",
                               SLICE_ARGS(reply->rows[i].article.id), SLICE_ARGS(reply->rows[i].text));
    assert_string_equal(actual, expected);
}

static void a_row_is_a_figure_that_answers_a_range(void **state)
{
    (void)state;
    struct table_request request = {.sort = TABLE_DATE_OLDEST};
    assert_rows("attempts:50000..70000", request, "low=50,000 high=65,000 high=50,000");
    assert_rows("attempts:*", request, "low=50,000 high=65,000 high=50,000 few=12 title=7");
    assert_rows("(attempts:<20) (networks:50..100)", request, "few=80 few=12 title=7 title=90");
    assert_rows("guards -attempts:<20", request, "low=50,000");
    assert_rows("title:1..10", request, "title=7");
}

static void without_a_range_all_figures_of_the_articles_are_rows(void **state)
{
    (void)state;
    assert_rows("Police", (struct table_request){0}, "few=80 few=12 few=18 to 25 percent");
    assert_rows("Police", (struct table_request){.noun = name_of("network")}, "few=80");
    assert_rows("guards", (struct table_request){.noun = name_of("attempts"), .sort = TABLE_DATE_OLDEST},
                "low=50,000 title=7");
}

static void a_range_inside_a_phrase_is_the_figure_at_that_place(void **state)
{
    (void)state;
    assert_rows("\"50..300 networks\"", (struct table_request){.sort = TABLE_DATE_OLDEST}, "few=80 title=90");
    assert_rows("\"90..300 guards\"", (struct table_request){0}, "title=300");
}

static void values_and_dates_put_rows_in_order(void **state)
{
    (void)state;
    assert_rows("attempts:*", (struct table_request){.sort = TABLE_VALUE_GREATEST},
                "high=65,000 high=50,000 low=50,000 few=12 title=7");
    assert_rows("attempts:*", (struct table_request){.sort = TABLE_VALUE_SMALLEST, .limit = 2}, "title=7 few=12");
    assert_rows("attempts:*", (struct table_request){.sort = TABLE_DATE_NEWEST, .limit = 2}, "title=7 few=12");
    assert_rows("kg:*", (struct table_request){.sort = TABLE_VALUE_SMALLEST}, "none=900 kg none=3.5 tonnes");
}

static void a_page_has_its_rows_and_the_total_counts_all(void **state)
{
    (void)state;
    struct table_reply *reply = ask("attempts:*", (struct table_request){.limit = 2, .offset = 4});
    assert_int_equal(reply->total, 5);
    assert_true(reply->total_exact);
    assert_int_equal(reply->row_count, 1);
    assert_int_equal(ask("attempts:*", (struct table_request){.offset = 99})->row_count, 0);
    assert_int_equal(ask("walrus", (struct table_request){0})->total, 0);
}

static void a_group_shows_that_its_figures_disagree(void **state)
{
    (void)state;
    struct table_reply *reply =
        ask("attempts:*", (struct table_request){.by = TABLE_BY_PERIOD, .sort = TABLE_VALUE_GREATEST});
    assert_int_equal(reply->group_count, 3);
    assert_true(slice_is(reply->groups[0].label, "2016"));
    assert_true(slice_is(reply->groups[1].label, "2017"));
    assert_int_equal(reply->groups[0].values[0].qualifier, QUALIFIER_ABOUT);
    assert_int_equal(reply->groups[1].count, 2);
    assert_int_equal(reply->groups[1].distinct, 1);
    const struct table_group *rest = &reply->groups[2];
    assert_int_equal(rest->label.length, 0);
    assert_int_equal(rest->count, 2);
    assert_true(rest->min == 7 && rest->max == 12 && rest->median == 9.5);
    for (size_t i = 1; i < reply->row_count; i++) assert_true(reply->rows[i].group >= reply->rows[i - 1].group);
}

static void groups_have_one_unit_each(void **state)
{
    (void)state;
    struct table_reply *reply = ask("Ceuta OR Police", (struct table_request){.by = TABLE_BY_SOURCE});
    assert_int_equal(reply->group_count, 4); /* kg and t of one source, count and percent of an unknown one */
    reply = ask("attempts:* ", (struct table_request){.by = TABLE_BY_NOUN});
    assert_int_equal(reply->groups[0].count, 4); /* "attempts" everywhere but in "migration attempts" */
    assert_int_equal(reply->group_count, 2);
}

static void deleted_articles_have_no_rows(void **state)
{
    (void)state;
    struct error error = {0};
    struct index_writer *writer = index_writer_open(directory, slice_of("en"), 0, &error);
    assert_non_null(writer);
    bool existed = false;
    assert_int_equal(index_writer_delete(writer, slice_of("low"), &existed, &error), 0);
    assert_true(existed);
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
    snapshot_close(snapshot);
    snapshot = snapshot_open(directory, &error);
    assert_rows("attempts:>20000", (struct table_request){0}, "high=65,000 high=50,000");
}

static void add_articles(const struct article *added, size_t count)
{
    struct error error = {0};
    struct index_writer *writer = index_writer_open(directory, slice_of("en"), 0, &error);
    for (size_t i = 0; i < count; i++) assert_int_equal(index_writer_put(writer, &added[i], &error), PUT_ADDED);
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
    snapshot_close(snapshot);
    snapshot = snapshot_open(directory, &error);
    assert_non_null(snapshot);
}

/* A search prefers the older of two articles of the same words, in which two of them are neighbours. A table wants
 * every article: it must not read the positions of all of them, and takes the newer first. */
static void a_table_reads_no_positions_for_the_closeness_of_words(void **state)
{
    (void)state;
    const struct article twins[] = {
        {.id = slice_of("close"),
         .date = slice_of("2001-01-01"),
         .title = slice_of("Weather"),
         .language = slice_of("en"),
         .body = slice_of("The harbour storm sank boats, trawlers, yachts, barges and 3 ferries.")},
        {.id = slice_of("apart"),
         .date = slice_of("2002-01-01"),
         .title = slice_of("Weather"),
         .language = slice_of("en"),
         .body = slice_of("The harbour boats, trawlers, yachts, barges sank and storm 3 ferries.")},
    };
    struct search_request request = {.query = slice_of("harbour storm"), .limit = 2};
    struct search_reply reply;
    struct error error = {0};
    add_articles(twins, 2);
    assert_int_equal(search_run(arena, snapshot, stemmers, &request, &reply, &error), 0);
    assert_int_equal(reply.hit_count, 2);
    assert_true(slice_is(reply.hits[0].article.id, "close"));
    assert_rows("harbour storm", (struct table_request){0}, "apart=3 close=3");
}

static void what_is_no_name_of_figures_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"",     "title", "date",
                                        "a\"b", "\"\"",  "one two three four five six seven eight nine"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct query_node *name;
        struct error error = {0};
        assert_int_equal(figure_name_read(arena, slice_of(names[i]), &name, &error), -1);
        assert_int_equal(error.code, ERROR_BAD_REQUEST);
    }
    assert_int_equal(name_of("usd")->binding, BIND_UNIT);
    assert_int_equal(name_of("percent")->binding, BIND_CLASS);
    assert_int_equal(name_of("\"migration attempts\"")->noun_count, 2);
    assert_int_equal(name_of("figure")->binding, BIND_ANY);
}

/* ---- articles in the order of their figures */

/* "id=value …": the first figure of each hit. */
static void assert_order(const char *query, const char *name, enum search_sort sort, const char *expected)
{
    char actual[512] = "";
    struct search_reply reply;
    struct error error = {0};
    struct search_request request = {
        .query = slice_of(query), .limit = 100, .sort = sort, .sort_figure = name_of(name)};
    assert_int_equal(search_run(arena, snapshot, stemmers, &request, &reply, &error), 0);
    for (size_t i = 0, at = 0; i < reply.hit_count; i++) {
        const struct search_hit *hit = &reply.hits[i];
        at += (size_t)snprintf(actual + at, sizeof actual - at, "%s%.*s=%g", i ? " " : "", SLICE_ARGS(hit->article.id),
                               hit->figure_count ? hit->figures[0].figure.low : -1);
    }
    assert_string_equal(actual, expected);
}

static void articles_are_sorted_by_their_greatest_or_smallest_figure(void **state)
{
    (void)state;
    assert_order("", "attempts", SORT_FIGURE_GREATEST, "high=65000 low=50000 few=12 title=7 none=-1");
    assert_order("", "attempts", SORT_FIGURE_SMALLEST, "title=7 few=12 high=50000 low=50000 none=-1");
    assert_order("networks:*", "attempts", SORT_FIGURE_GREATEST, "few=12 title=7");
    assert_order("Ceuta", "kg", SORT_FIGURE_GREATEST, "none=3.5");
    assert_order("Ceuta", "kg", SORT_FIGURE_SMALLEST, "none=900");
}

static void a_name_that_no_article_has_leaves_the_plain_order(void **state)
{
    (void)state;
    assert_order("guards", "walrus", SORT_FIGURE_GREATEST, "low=-1 title=-1");
}

/* ---- facets */

/* "value=count …", of a histogram "low..high=count …" */
static void assert_facet(const char *query, const char *name, const char *expected)
{
    char actual[1024] = "";
    struct facet_request facet;
    struct search_reply reply;
    struct error error = {0};
    struct search_request request = {.query = slice_of(query), .limit = 1, .facets = &facet, .facet_count = 1};
    assert_int_equal(facet_read(arena, slice_of(name), &facet, &error), 0);
    assert_int_equal(search_run(arena, snapshot, stemmers, &request, &reply, &error), 0);
    assert_true(reply.facets_exact);
    for (size_t i = 0, at = 0; i < reply.facets[0].value_count; i++) {
        const struct facet_value *value = &reply.facets[0].values[i];
        if (reply.facets[0].buckets)
            at += (size_t)snprintf(actual + at, sizeof actual - at, "%s%g..%g=%u", i ? " " : "", value->low,
                                   value->high, value->count);
        else
            at += (size_t)snprintf(actual + at, sizeof actual - at, "%s%.*s=%u", i ? " " : "", SLICE_ARGS(value->value),
                                   value->count);
    }
    assert_string_equal(actual, expected);
}

static void facets_count_articles_of_all_segments(void **state)
{
    (void)state;
    assert_facet("", "source", "example.org=3 example.net=1");
    assert_facet("guards", "source", "example.org=2");
    assert_facet("", "year", "2018=1 2019=1 2020=1 2021=1 2022=1");
    assert_facet("", "language", "en=5");
    assert_facet("attempts:*", "unit", "count=4 USD=1 percent=1");
    assert_facet("guards", "noun", "attempts=2 guards=1 migration=1 networks=1");
    assert_facet("walrus", "noun", "");
}

static void a_histogram_counts_figures_by_their_size(void **state)
{
    (void)state;
    assert_facet("", "histogram:networks", "50..100=2");
    assert_facet("", "histogram:attempts",
                 "5..10=1 10..20=1 20..50=0 50..100=0 100..200=0 200..500=0 500..1000=0 1000..2000=0 2000..5000=0 "
                 "5000..10000=0 10000..20000=0 20000..50000=0 50000..100000=3");
    assert_facet("Ceuta", "histogram:kg", "500..1000=1 1000..2000=0 2000..5000=1");
    assert_facet("Ceuta", "histogram:tonnes", "0..1=1 1..2=0 2..5=1");
    assert_facet("Ceuta", "histogram:attempts", "");
}

static void what_cannot_be_counted_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"", "sources", "source:x", "histogram", "histogram:", "histogram:title"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct facet_request facet;
        struct error error = {0};
        assert_int_equal(facet_read(arena, slice_of(names[i]), &facet, &error), -1);
        assert_int_equal(error.code, ERROR_BAD_REQUEST);
    }
}

/* ---- quotes */

static void assert_quote(const char *field, const char *figure, const char *expected)
{
    const char *at = strstr(field, figure);
    struct slice quote = quote_make(arena, arena, slice_of(field), (uint32_t)(at - field), (uint32_t)strlen(figure));
    assert_non_null(quote.data);
    assert_string_equal(arena_string(arena, quote), expected);
}

static void a_quote_is_the_sentence_as_one_line(void **state)
{
    (void)state;
    assert_quote("First. Mr. Smith saw \t 50 boats in Oct. 2017. Then he left.", "50",
                 "Mr. Smith saw 50 boats in Oct. 2017.");
    assert_quote("Fifty boats", "Fifty", "Fifty boats");
}

static void a_long_sentence_is_cut_between_words(void **state)
{
    (void)state;
    char field[4096] = "";
    for (size_t i = 0; i < 100; i++) strcat(field, "élan ");
    strcat(field, "77 ");
    for (size_t i = 0; i < 400; i++) strcat(field, "after ");
    const char *at = strstr(field, "77");
    struct slice quote = quote_make(arena, arena, slice_of(field), (uint32_t)(at - field), 2);
    assert_true(quote.length <= QUOTE_BYTES);
    assert_non_null(memmem(quote.data, quote.length, " 77 ", 4));
    assert_true(slice_starts(quote, slice_of("…élan ")));
    assert_true(slice_is(slice_make(quote.data + quote.length - 9, 9), " after…") ||
                slice_is(slice_make(quote.data + quote.length - 8, 8), "after…"));
}

static void a_place_outside_the_field_has_no_quote(void **state)
{
    (void)state;
    assert_int_equal(quote_make(arena, arena, slice_of("abc"), 3, 1).length, 0);
    assert_int_equal(quote_make(arena, arena, slice_of("abc"), 1, UINT32_MAX).length, 0);
}

#define TABLE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TABLE_TEST(a_row_is_a_figure_that_answers_a_range),
        TABLE_TEST(without_a_range_all_figures_of_the_articles_are_rows),
        TABLE_TEST(a_range_inside_a_phrase_is_the_figure_at_that_place),
        TABLE_TEST(values_and_dates_put_rows_in_order),
        TABLE_TEST(a_page_has_its_rows_and_the_total_counts_all),
        TABLE_TEST(a_group_shows_that_its_figures_disagree),
        TABLE_TEST(groups_have_one_unit_each),
        TABLE_TEST(deleted_articles_have_no_rows),
        TABLE_TEST(a_table_reads_no_positions_for_the_closeness_of_words),
        TABLE_TEST(what_is_no_name_of_figures_is_refused),
        TABLE_TEST(articles_are_sorted_by_their_greatest_or_smallest_figure),
        TABLE_TEST(a_name_that_no_article_has_leaves_the_plain_order),
        TABLE_TEST(facets_count_articles_of_all_segments),
        TABLE_TEST(a_histogram_counts_figures_by_their_size),
        TABLE_TEST(what_cannot_be_counted_is_refused),
        TABLE_TEST(a_quote_is_the_sentence_as_one_line),
        TABLE_TEST(a_long_sentence_is_cut_between_words),
        TABLE_TEST(a_place_outside_the_field_has_no_quote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
