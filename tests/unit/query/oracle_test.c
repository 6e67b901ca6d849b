/* Random queries over random articles: what the index finds must be what reading every article finds.
 *
 * The oracle reads each article with document_read(): words, phrases and NEAR are looked for in its tokens, ranges
 * among its figures one by one. No term, posting, facet or set of documents is involved. */
#include "../test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "figures/number.h"
#include "index/document.h"
#include "index/writer.h"
#include "query/match.h"
#include "query/search.h"

#define ARTICLES  240
#define QUERIES   2000
#define TEXT_MAX  2048
#define PUT_AGAIN 40 /* articles replaced after the first commits, so that old versions are dead */

static unsigned seed = 20;

static unsigned below(unsigned limit)
{
    return (unsigned)rand_r(&seed) % limit;
}

#define PICK(array) (array)[below(sizeof(array) / sizeof *(array))]

/* ---- articles */

static const char *const subjects[] = {"Morocco", "Spain", "The coast guard", "Zerouali", "Khalid Zerouali", "Ceuta"};
static const char *const verbs[] = {"stopped", "dismantled", "counted", "reported", "foiled"};
static const char *const hedges[] = {"", "", "", "more than ", "about ", "at least ", "under ", "nearly "};
static const char *const numbers[] = {"65,000",
                                      "65000",
                                      "65K",
                                      "65 thousand",
                                      "50",
                                      "80",
                                      "300",
                                      "3,000",
                                      "3000",
                                      "two hundred",
                                      "200",
                                      "23,000",
                                      "12",
                                      "1.5 million",
                                      "two and a half million",
                                      "a hundred",
                                      "between 50 and 300",
                                      "32,000 to 65,000",
                                      "five",
                                      "2",
                                      "7.5"};
static const char *const counted[] = {"migration attempts",
                                      "irregular migration attempts",
                                      "networks",
                                      "migrants",
                                      "criminal networks",
                                      "people",
                                      "percent of migrants",
                                      "kilos of hashish",
                                      "tonnes of hashish",
                                      "million dollars",
                                      "euros",
                                      "hours"};
static const char *const tails[] = {"in Ceuta",
                                    "near the border fence",
                                    "with criminal networks",
                                    "and Melilla",
                                    "in 2017",
                                    "against a pro-active network",
                                    "on the border",
                                    "",
                                    "at the fence of Ceuta and Melilla"};

struct text_article {
    char id[16], date[16], title[TEXT_MAX], body[TEXT_MAX];
};

static void write_sentence(char *out, size_t size)
{
    snprintf(out, size, "%s %s %s%s %s %s", PICK(subjects), PICK(verbs), PICK(hedges), PICK(numbers), PICK(counted),
             PICK(tails));
}

static void write_article(struct text_article *out, unsigned number)
{
    size_t length = 0;
    snprintf(out->id, sizeof out->id, "a%03u", number);
    snprintf(out->date, sizeof out->date, "20%02u-%02u", 15 + below(8), 1 + below(12));
    write_sentence(out->title, sizeof out->title);
    for (unsigned i = 1 + below(5); i > 0; i--) {
        char sentence[400];
        write_sentence(sentence, sizeof sentence);
        length +=
            (size_t)snprintf(out->body + length, sizeof out->body - length, "%s.%s", sentence, i % 2 ? " " : "\n\n");
    }
}

/* Whatever they are written in: their words have other stems by each. */
static const char *const languages[] = {"en", "fr", "es"};

static struct article as_article(const struct text_article *text)
{
    return (struct article){.id = slice_of(text->id),
                            .date = slice_of(text->date),
                            .title = slice_of(text->title),
                            .body = slice_of(text->body),
                            .language = slice_of(languages[text->id[3] % 3]),
                            .source = slice_of(text->id[3] % 2 ? "odd.example" : "even.example")};
}

/* ---- queries */

static const char *const leaves[] = {"attempts",
                                     "attempt",
                                     "Ceuta",
                                     "melilla",
                                     "network",
                                     "65000",
                                     "65,000",
                                     "65 thousand",
                                     "200",
                                     "two",
                                     "\"two hundred\"",
                                     "five",
                                     "1.5M",
                                     "pro-active",
                                     "\"Ceuta and Melilla\"",
                                     "\"at the\"",
                                     "\"the of\"",
                                     "\"at the fence of Ceuta\"",
                                     "\"on the border\"",
                                     "\"and in the\"",
                                     "\"of the\"~4",
                                     "title:\"at the\"",
                                     "title:\"on the border\"",
                                     "\"criminal networks\"",
                                     "\"border fence\"",
                                     "\"fence border\"~3",
                                     "\"the fence\"~2",
                                     "\"Spain stopped\"~4",
                                     "\"65000 migration attempts\"",
                                     "\"stopped 65000 migration\"",
                                     "\"stopped 200 networks\"",
                                     "\"counted 50..300 networks\"",
                                     "\"counted 50..70000 (networks OR migrants OR people)\"",
                                     "\"stopped >=3000 migra*\"",
                                     "\"50..300 networks\"",
                                     "\"counted 65000 migration attempts\"",
                                     "\"reported 2M..3M people\"",
                                     "\"Spain counted (65000 OR 200 OR 3000) criminal\"",
                                     "\"more than 100..70000 (migrants OR people) in 2000..2020\"",
                                     "\"counted 1000 migration\"",
                                     "\"2.5M people\"",
                                     "title:\"stopped 65000 irregular\"",
                                     "\"foiled 60..500000\"",
                                     "criminal NEAR/3 Ceuta",
                                     "border NEAR/4 networks",
                                     "attempts NEAR/2 60K..70K",
                                     "(networks OR migrants) NEAR/6 (stopped OR foiled) NEAR/6 Spain",
                                     "migra*",
                                     "net*",
                                     "Khalit~1",
                                     "Seuta~",
                                     "Cueta~2",
                                     "zeruali~2",
                                     "title:Spain",
                                     "title:networks",
                                     "title:\"criminal networks\"",
                                     "title:50..300",
                                     "attempts:50000..70000",
                                     "\"migration attempts\":50K..70K",
                                     "\"irregular attempts\":*",
                                     "networks:50..300",
                                     "networks:>50",
                                     "networks:<=80",
                                     "networks:<50",
                                     "people:90..110",
                                     "figure:1M..2M",
                                     "figure:>23000",
                                     "figure:>=65000",
                                     "figure:~200",
                                     "usd:>1M",
                                     "eur:50..300",
                                     "kg:>100",
                                     "tonnes:0.05..0.5",
                                     "hours:>10",
                                     "percent:50..100",
                                     "money:*",
                                     "count:12",
                                     "mass:50..80",
                                     "date:2017",
                                     "date:>2019-06",
                                     "date:2016-03..2018-02",
                                     "source:odd.example",
                                     "zone:title",
                                     "id:a007",
                                     "attempts:>=3000 attempts:<=65000",
                                     "(attempts:>=3000) (attempts:<=100)"};

static size_t write_query(char *out, size_t size, unsigned depth)
{
    if (depth == 0 || below(3) == 0) return (size_t)snprintf(out, size, "%s%s", below(6) ? "" : "-", PICK(leaves));
    static const char *const joins[] = {" ", " ", " OR ", " NOT ", " AND "};
    size_t length = (size_t)snprintf(out, size, "(");
    length += write_query(out + length, size - length, depth - 1);
    length += (size_t)snprintf(out + length, size - length, "%s", PICK(joins));
    length += write_query(out + length, size - length, depth - 1);
    return length + (size_t)snprintf(out + length, size - length, ")");
}

/* Without brackets around the whole, so that match=any has something to loosen. */
static void write_top(char *out, size_t size)
{
    size_t length = 0;
    for (unsigned i = 1 + below(4); i > 0; i--) {
        length += write_query(out + length, size - length, below(3));
        length += (size_t)snprintf(out + length, size - length, i > 1 && below(6) == 0 ? " OR " : " ");
    }
}

/* ---- the oracle */

struct oracle {
    struct arena *arena;
    struct stemmers *stemmers;
    struct stemmer *stemmer; /* of the article */
    const struct article *article;
    const struct reading *reading;
    struct document_figures figures; /* of the column: only where a range stands inside a phrase or NEAR */
};

/* A word of the article has, in its language, one of the stems that the noun has in any. */
static bool has_stem(struct oracle *oracle, const struct slice *words, size_t count, struct slice noun)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    size_t stem_count = stemmers_ask(oracle->stemmers, noun, stems);
    for (size_t i = 0; i < stem_count; i++) stems[i] = arena_copy(oracle->arena, stems[i]);
    for (size_t i = 0; i < count * stem_count; i++)
        if (slice_equal(stemmer_stem(oracle->stemmer, words[i / stem_count]), stems[i % stem_count])) return true;
    return false;
}

static bool has_nouns(struct oracle *oracle, const struct query_node *node, const struct figure *figure)
{
    for (uint32_t i = 0; i < node->noun_count; i++) {
        if (!has_stem(oracle, figure->noun_words, figure->noun_word_count, node->nouns[i]) &&
            !has_stem(oracle, figure->topic_words, figure->topic_word_count, node->nouns[i]))
            return false;
    }
    return true;
}

static bool in_unit(const struct query_node *node, const struct figure *figure)
{
    struct range range = node->range;
    const struct unit *unit = node->unit;
    if (!figure->unit) return false;
    if (!unit->dimension)
        return figure->unit == unit && range_holds(range, figure->low, figure->high, figure->qualifier);
    bool related = figure->unit->dimension && strcmp(figure->unit->dimension, unit->dimension) == 0;
    if (!related || figure->unit->class != unit->class) return false;
    range.low = isfinite(range.low) ? number_round(range.low * unit->factor + unit->offset) : range.low;
    range.high = isfinite(range.high) ? number_round(range.high * unit->factor + unit->offset) : range.high;
    return range_holds(range, figure->si_low, figure->si_high, figure->qualifier);
}

static bool is_bound(struct oracle *oracle, const struct query_node *node, const struct figure *figure)
{
    if (figure->zone == ZONE_RELATED || (node->field && figure->zone != ZONE_TITLE)) return false;
    if (node->binding == BIND_UNIT) return in_unit(node, figure);
    if (!range_holds(node->range, figure->low, figure->high, figure->qualifier)) return false;
    if (node->binding == BIND_CLASS) return figure_class_of(figure) == node->class;
    return node->binding == BIND_ANY || has_nouns(oracle, node, figure);
}

static bool holds_range(struct oracle *oracle, const struct query_node *node)
{
    const struct figures *sets[] = {&oracle->reading->title_figures, &oracle->reading->body_figures};
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < sets[s]->count; i++)
            if (is_bound(oracle, node, &sets[s]->items[i])) return true;
    return false;
}

static bool stands_in(struct oracle *oracle, const struct clause *clause, bool title)
{
    struct matching *matching = arena_alloc(oracle->arena, sizeof *matching);
    matching->arena = oracle->arena;
    matching->stemmers = oracle->stemmers;
    matching->stemmer = oracle->stemmer;
    matching->tokens = title ? &oracle->reading->title : &oracle->reading->body;
    matching->title = title;
    matching->figures = &oracle->figures;
    match_clause(matching, clause);
    return matching->span_count > 0;
}

static bool holds_words(struct oracle *oracle, const struct query_node *node)
{
    struct clauses clauses;
    struct error error;
    assert_int_equal(clauses_list(oracle->arena, node, oracle->stemmers, &clauses, &error), 0);
    return stands_in(oracle, &clauses.items[0], true) || stands_in(oracle, &clauses.items[0], false);
}

static bool holds_field(const struct oracle *oracle, const struct query_node *node)
{
    if (node->field == schema_field(FIELD_NAME_ID)) return slice_equal(node->text, oracle->article->id);
    if (node->field == schema_field(FIELD_NAME_SOURCE)) return slice_equal(node->text, oracle->article->source);
    return slice_is(node->text, "title"); /* of zones: every article has one */
}

static bool holds_date(const struct oracle *oracle, const struct query_node *node)
{
    char value[9];
    assert_true(schema_date_value(oracle->article->date, value));
    return strcmp(value, node->dates_low) >= 0 && (!node->dates_high[0] || strcmp(value, node->dates_high) <= 0);
}

static uint32_t count_children(struct oracle *oracle, const struct query_node *node);

static bool holds(struct oracle *oracle, const struct query_node *node)
{
    switch (node->kind) {
    case QUERY_ALL: return count_children(oracle, node) == node->child_count;
    case QUERY_ANY: return count_children(oracle, node) >= (node->window ? node->window : 1);
    case QUERY_NOT: return !holds(oracle, node->children[0]);
    case QUERY_RANGE: return holds_range(oracle, node);
    case QUERY_FIELD: return holds_field(oracle, node);
    case QUERY_DATES: return holds_date(oracle, node);
    case QUERY_EVERYTHING: return true;
    case QUERY_NOTHING: return false;
    default: return holds_words(oracle, node);
    }
}

static uint32_t count_children(struct oracle *oracle, const struct query_node *node)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->child_count; i++) count += holds(oracle, node->children[i]);
    return count;
}

/* ---- the comparison */

struct world {
    char directory[64];
    struct text_article articles[ARTICLES];
    struct reading readings[ARTICLES];
    struct arena *arena; /* of the readings */
    struct snapshot *snapshot;
    struct stemmers *stemmers;
};

static bool oracle_finds(const struct world *world, size_t number, const struct query_node *root)
{
    struct article article = as_article(&world->articles[number]);
    struct oracle oracle = {.arena = arena_new((size_t)64 << 20),
                            .stemmers = world->stemmers,
                            .article = &article,
                            .reading = &world->readings[number]};
    struct xap_document_id id;
    struct error error;
    oracle.stemmer = stemmers_get(world->stemmers, stemmers_language(world->stemmers, article.language), &error);
    assert_int_equal(snapshot_find(world->snapshot, article.id, &id, &error), 0);
    oracle.figures.column = snapshot_column(world->snapshot, id.database);
    column_document_figures(oracle.figures.column, id.docid, &oracle.figures.first, &oracle.figures.count);
    oracle.figures.matched = arena_array(oracle.arena, oracle.figures.count, sizeof(bool));
    bool found = holds(&oracle, root);
    arena_free(oracle.arena);
    return found;
}

static bool index_finds(const struct search_reply *reply, const struct text_article *text)
{
    for (size_t i = 0; i < reply->hit_count; i++)
        if (slice_is(reply->hits[i].article.id, text->id)) return true;
    return false;
}

static size_t compare(const struct world *world, const char *text, struct query_options options)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = {.query = slice_of(text), .options = options, .limit = ARTICLES};
    struct search_reply reply;
    struct query query;
    struct error error;
    size_t failures = 0;
    bool parsed = query_parse(arena, request.query, &options, &query, &error) == 0;
    assert_int_equal(search_run(arena, world->snapshot, world->stemmers, &request, &reply, &error), parsed ? 0 : -1);
    for (size_t i = 0; parsed && i < ARTICLES; i++) {
        const struct text_article *article = &world->articles[i];
        bool found = index_finds(&reply, article), expected = oracle_finds(world, i, query.root);
        if (found == expected) continue;
        if (!failures++)
            print_error("%s (match %d)\n  %s: index %d, oracle %d\n  %s\n  %s\n", text, options.match, article->id,
                        found, expected, article->title, article->body);
    }
    if (parsed) assert_int_equal(reply.total, reply.hit_count);
    arena_free(arena);
    return failures > 0;
}

static void random_queries_find_what_reading_every_article_finds(void **state)
{
    struct world *world = *state;
    size_t failures = 0;
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
        failures += compare(world, leaves[i], (struct query_options){0});
    assert_int_equal(failures, 0);
    for (int i = 0; i < QUERIES; i++) {
        char text[TEXT_MAX];
        write_top(text, sizeof text);
        failures += compare(world, text, (struct query_options){.match = (enum query_match)(i % 3)});
    }
    assert_int_equal(failures, 0);
}

static void put(struct index_writer *writer, const struct text_article *text)
{
    struct article article = as_article(text);
    struct error error;
    assert_true(index_writer_put(writer, &article, &error) != PUT_FAILED);
}

static int read_articles(struct world *world)
{
    struct error error;
    world->arena = arena_new((size_t)256 << 20);
    for (size_t i = 0; i < ARTICLES; i++) {
        struct article article = as_article(&world->articles[i]);
        if (document_read(world->arena, &article, &world->readings[i], &error) < 0) return -1;
    }
    return 0;
}

/* Three segments, some of whose articles have been replaced since. */
static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    snprintf(world->directory, sizeof world->directory, "%.40s/tally-oracle-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(world->directory)) return -1;
    struct index_writer *writer = index_writer_open(world->directory, slice_of("auto"), 0, &error);
    if (!writer) return -1;
    for (unsigned i = 0; i < ARTICLES; i++) {
        write_article(&world->articles[i], i);
        put(writer, &world->articles[i]);
        if (i % 100 == 99 && index_writer_commit(writer, &error) < 0) return -1;
    }
    for (unsigned i = 0; i < PUT_AGAIN; i++) {
        write_article(&world->articles[i * 3], i * 3);
        put(writer, &world->articles[i * 3]);
    }
    if (index_writer_commit(writer, &error) < 0) return -1;
    index_writer_close(writer);
    world->snapshot = snapshot_open(world->directory, &error);
    world->stemmers = world->snapshot ? snapshot_stemmers(world->snapshot, &error) : NULL;
    *state = world;
    return world->stemmers ? read_articles(world) : -1;
}

static int teardown(void **state)
{
    struct world *world = *state;
    struct error error;
    snapshot_close(world->snapshot);
    arena_free(world->arena);
    stemmers_free(world->stemmers);
    file_remove_tree(world->directory, &error);
    free(world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_queries_find_what_reading_every_article_finds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
