/* One index with articles in several languages, most of which nobody named. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "index/writer.h"
#include "query/facets.h"
#include "query/search.h"

struct source {
    const char *id, *language, *title, *body;
};

static const struct source sources[] = {
    {"en1", "", "Guards stopped the boats",
     "The coast guard said that it had stopped 65,000 attempts to cross the strait in a year. Two organizations of "
     "refugees said that the migrations would not end with that."},
    {"en2", "", "Cafes on the square",
     "The cafes on the square will close at ten, and the town is not happy about it."},
    {"fr1", "", "Les réfugiés du détroit",
     "Selon la préfecture, il y a eu 14 500 tentatives de passage dans le détroit depuis le mois de mai, et les "
     "réfugiées n'ont pas été accueillies. Les migrations ne sont pas finies pour cette association."},
    {"fr2", "fr-FR", "Un café", "Le café de la gare ferme."},
    {"es1", "", "Menos pateras en el Estrecho",
     "La policía dijo que se frustraron unos 65.000 intentos de entrada en un año, según las organizaciones que "
     "trabajan con los migrantes. La migración no se para con vallas."},
    {"es2", "Spanish", "MIGRACION Y CAFES", "Abre otra organización."},
    {"zz1", "zz", "Zuqqa", "Zuqqas migrations."},
};

#define SOURCES (sizeof sources / sizeof *sources)

static char directory[64];
static struct snapshot *snapshot;
static struct stemmers *stemmers;

static int put_sources(struct index_writer *writer)
{
    struct error error;
    for (size_t i = 0; i < SOURCES; i++) {
        struct article article = {.id = slice_of(sources[i].id),
                                  .language = slice_of(sources[i].language),
                                  .title = slice_of(sources[i].title),
                                  .body = slice_of(sources[i].body)};
        if (index_writer_put(writer, &article, &error) != PUT_ADDED) return -1;
        if (i % 3 == 2 && index_writer_commit(writer, &error) < 0) return -1;
    }
    return index_writer_commit(writer, &error);
}

static int setup(void **state)
{
    const char *base = getenv("TMPDIR");
    struct error error = {0};
    (void)state;
    snprintf(directory, sizeof directory, "%.40s/tally-languages-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(directory)) return -1;
    struct index_writer *writer = index_writer_open(directory, slice_of(""), 0, &error);
    if (!writer || put_sources(writer) < 0) return -1;
    index_writer_close(writer);
    snapshot = snapshot_open(directory, &error);
    stemmers = snapshot ? snapshot_stemmers(snapshot, &error) : NULL;
    return stemmers ? 0 : -1;
}

static int teardown(void **state)
{
    struct error error;
    (void)state;
    stemmers_free(stemmers);
    snapshot_close(snapshot);
    return file_remove_tree(directory, &error);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids found, in byte order. */
static void assert_found_as(const char *query, enum query_match match, const char *expected)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = {.query = slice_of(query), .options.match = match, .limit = 20};
    struct search_reply reply;
    struct error error;
    const char *ids[20];
    char found[128] = "";
    assert_int_equal(search_run(arena, snapshot, stemmers, &request, &reply, &error), 0);
    for (size_t i = 0; i < reply.hit_count; i++) ids[i] = arena_string(arena, reply.hits[i].article.id);
    qsort(ids, reply.hit_count, sizeof *ids, by_text);
    for (size_t i = 0; i < reply.hit_count; i++) strcat(strcat(found, i ? " " : ""), ids[i]);
    if (strcmp(found, expected) != 0) fail_msg("%s: expected \"%s\", found \"%s\"", query, expected, found);
    arena_free(arena);
}

static void assert_found(const char *query, const char *expected)
{
    assert_found_as(query, MATCH_ALL, expected);
}

static void a_word_is_found_by_its_stem_in_the_language_of_each_article(void **state)
{
    (void)state;
    assert_found("attempt", "en1");
    assert_found("tentative", "fr1");
    assert_found("intento", "es1");
    assert_found("migrations", "en1 fr1 zz1");
    assert_found("organizaciones", "es1 es2");
    assert_found("zuqqas", "zz1");
    assert_found("zuqqa", "zz1");
    assert_found("title:cafe", "en2 es2 fr2");
    assert_found("title:réfugiée", "fr1");
    assert_found("migración pateras OR tentatives", "es1 fr1");
}

static void accents_and_endings_together_keep_nobody_apart(void **state)
{
    static const char *const words[] = {"migración", "migracion", "migraciones", "MIGRACIÓN"};
    (void)state;
    for (size_t i = 0; i < 4; i++) assert_found(words[i], "es1 es2");
    assert_found("café", "en2 es2 fr2");
    assert_found("cafes", "en2 es2 fr2");
    assert_found("refugie", "fr1");
    assert_found("réfugiés", "fr1");
    assert_found("organizacion", "es1 es2");
}

static void phrases_keep_the_forms_of_the_text(void **state)
{
    (void)state;
    assert_found("\"la migración\"", "es1");
    assert_found("\"las migraciones\"", "");
    assert_found("\"les réfugiés\"", "fr1");
    assert_found("\"les réfugiées\"", "fr1");
    assert_found("\"les réfugiée\"", "");
}

static void most_of_the_words_may_be_of_any_language(void **state)
{
    (void)state;
    assert_found_as("tentative migration nonsense", MATCH_MOST, "fr1");
    assert_found_as("tentative intento", MATCH_ANY, "es1 fr1");
}

static void nouns_of_figures_are_stemmed_as_their_article_is(void **state)
{
    (void)state;
    assert_found("attempts:>50000", "en1");
    assert_found("attempt:65000", "en1");
    assert_found("tentatives:>10000", "fr1");
    assert_found("tentative:14500", "fr1");
    assert_found("intentos:>=100", "es1");
    assert_found("intento:65000", "es1");
    assert_found("tentatives:>50000", "");
}

static void an_article_is_of_the_language_that_it_names_or_is_written_in(void **state)
{
    (void)state;
    assert_found("language:en", "en1 en2");
    assert_found("language:fr", "fr1 fr2");
    assert_found("language:es", "es1 es2");
    assert_found("language:Spanish", "es1 es2");
    assert_found("language:es-MX cafés", "es2");
    assert_found("language:zz", "zz1");
    assert_found("language:de", "");
}

static void assert_marked(const char *query, const char *id, const char *expected)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct search_request request = {.query = slice_of(query), .limit = 20};
    struct search_reply reply;
    struct error error;
    char marked[256] = "";
    assert_int_equal(search_run(arena, snapshot, stemmers, &request, &reply, &error), 0);
    for (size_t i = 0; i < reply.hit_count; i++) {
        const struct search_hit *hit = &reply.hits[i];
        if (!slice_is(hit->article.id, id)) continue;
        for (size_t k = 0; k < hit->snippet.mark_count; k++) {
            struct snippet_mark mark = hit->snippet.marks[k];
            strncat(strcat(marked, *marked ? "|" : ""), hit->snippet.text.data + mark.start, mark.length);
        }
    }
    if (strcmp(marked, expected) != 0) fail_msg("%s: marked \"%s\", not \"%s\"", query, marked, expected);
    arena_free(arena);
}

static void what_is_marked_is_what_matched_in_the_language_of_the_article(void **state)
{
    (void)state;
    assert_marked("migracion", "es1", "migración");
    assert_marked("migration", "fr1", "migrations");
    assert_marked("migration", "en1", "migrations");
    assert_marked("réfugié", "fr1", "réfugiées");
    assert_marked("refugee", "en1", "refugees");
    assert_marked("organización", "es1", "organizaciones");
    assert_marked("intentos:65000", "es1", "65.000");
}

static void languages_are_counted(void **state)
{
    struct arena *arena = arena_new(SEARCH_ARENA_BYTES);
    struct facet_request facet;
    struct search_request request = {.query = slice_of(""), .limit = 1, .facets = &facet, .facet_count = 1};
    struct search_reply reply;
    struct error error;
    size_t articles = 0;
    (void)state;
    assert_int_equal(facet_read(arena, slice_of("language"), &facet, &error), 0);
    assert_int_equal(search_run(arena, snapshot, stemmers, &request, &reply, &error), 0);
    assert_int_equal(reply.facets[0].value_count, 4);
    for (size_t i = 0; i < 4; i++) articles += reply.facets[0].values[i].count;
    assert_int_equal(articles, SOURCES);
    arena_free(arena);
}

static uint32_t mask_of(const char *code)
{
    return UINT32_C(1) << stem_language_find(slice_of(code));
}

static void merging_forgets_the_languages_of_the_dead_alone(void **state)
{
    struct error error;
    bool existed;
    uint32_t all = mask_of("en") | mask_of("es") | mask_of("fr") | mask_of("none");
    (void)state;
    assert_int_equal(snapshot_stem_languages(snapshot), all);
    struct index_writer *writer = index_writer_open(directory, slice_of(""), 0, &error);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    struct snapshot *merged = snapshot_open(directory, &error);
    assert_int_equal(snapshot_segment_count(merged), 1);
    assert_int_equal(snapshot_stem_languages(merged), all);
    snapshot_close(merged);
    assert_int_equal(index_writer_delete(writer, slice_of("zz1"), &existed, &error), 0);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    merged = snapshot_open(directory, &error);
    assert_int_equal(snapshot_stem_languages(merged), all & ~mask_of("none"));
    snapshot_close(merged);
    index_writer_close(writer);
}

static void articles_that_are_put_again_are_unchanged(void **state)
{
    struct error error;
    (void)state;
    struct index_writer *writer = index_writer_open(directory, slice_of("auto"), 0, &error);
    for (size_t i = 0; i < SOURCES; i++) {
        struct article article = {.id = slice_of(sources[i].id),
                                  .language = slice_of(sources[i].language),
                                  .title = slice_of(sources[i].title),
                                  .body = slice_of(sources[i].body)};
        enum put_outcome expected = strcmp(sources[i].id, "zz1") == 0 ? PUT_ADDED : PUT_UNCHANGED;
        assert_int_equal(index_writer_put(writer, &article, &error), expected);
    }
    index_writer_close(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_found_by_its_stem_in_the_language_of_each_article),
        cmocka_unit_test(accents_and_endings_together_keep_nobody_apart),
        cmocka_unit_test(phrases_keep_the_forms_of_the_text),
        cmocka_unit_test(most_of_the_words_may_be_of_any_language),
        cmocka_unit_test(nouns_of_figures_are_stemmed_as_their_article_is),
        cmocka_unit_test(an_article_is_of_the_language_that_it_names_or_is_written_in),
        cmocka_unit_test(what_is_marked_is_what_matched_in_the_language_of_the_article),
        cmocka_unit_test(languages_are_counted),
        cmocka_unit_test(merging_forgets_the_languages_of_the_dead_alone),
        cmocka_unit_test(articles_that_are_put_again_are_unchanged),
    };
    return cmocka_run_group_tests_name("languages", tests, setup, teardown);
}
