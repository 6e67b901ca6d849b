/* Weights are what their formulas say. */
#include "../test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* As the header says it: idf × wdf, with BM25's idf in the form that is never negative. */
static double impact(double documents, double holding, double wdf)
{
    return log(1 + (documents - holding + 0.5) / (holding + 0.5)) * wdf;
}

static const struct text_document first[] = {
    {.text = "cat dog"},
    {.text = "cat cat cat fish"},
    {.text = "dog dog"},
    {.text = "bird"},
};
static const struct text_document second[] = {
    {.text = "cat dog dog dog dog"},
    {.text = "fish"},
    {.text = "cat cat"},
};
enum { ALL = 7, WITH_CAT = 4, WITH_DOG = 3 };

static void make_both(const char *scratch, char paths[2][PATH_BYTES])
{
    make_database(path_in(scratch, "a", paths[0]), first, 4);
    make_database(path_in(scratch, "b", paths[1]), second, 3);
}

static struct xap_reader *open_both(const char *scratch)
{
    char paths[2][PATH_BYTES];
    make_both(scratch, paths);
    const char *pointers[] = {paths[0], paths[1]};
    return open_all(pointers, 2);
}

static double weight_of(const struct xap_reader *reader, struct xap_query *query, enum xap_weight weight,
                        uint32_t database, uint32_t docid)
{
    struct xap_search search = {.query = query, .weight = weight, .limit = 100};
    struct xap_result *result = run_search(reader, &search);
    double found = -1;
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_hit hit = xap_result_hit(result, i);
        if (hit.id.database == database && hit.id.docid == docid) found = hit.weight;
    }
    xap_result_free(result);
    xap_query_free(query);
    return found;
}

static void impact_is_idf_times_wdf_over_all_databases(void **state)
{
    struct xap_reader *reader = open_both(*state);
    const enum xap_weight scheme = XAP_WEIGHT_IMPACT;
    double cat = impact(ALL, WITH_CAT, 1), dog = impact(ALL, WITH_DOG, 1);
    assert_true(same_weight(weight_of(reader, term("cat"), scheme, 0, 2), 3 * cat));
    assert_true(same_weight(weight_of(reader, term("cat"), scheme, 1, 3), 2 * cat));
    assert_true(same_weight(weight_of(reader, join_words(XAP_OR, "cat dog", 0), scheme, 1, 1), cat + 4 * dog));
    assert_true(same_weight(weight_of(reader, join_words(XAP_AND, "cat dog", 0), scheme, 0, 1), cat + dog));
    assert_true(same_weight(weight_of(reader, join_words(XAP_PHRASE, "cat dog", 0), scheme, 0, 1), cat + dog));
    assert_true(same_weight(weight_of(reader, join_words(XAP_NEAR, "dog cat", 0), scheme, 1, 1), cat + 4 * dog));
    assert_true(same_weight(weight_of(reader, join_words(XAP_FILTER, "cat dog", 0), scheme, 1, 1), cat));
    assert_true(same_weight(weight_of(reader, join_words(XAP_AND_MAYBE, "cat dog", 0), scheme, 1, 1), cat + 4 * dog));
    assert_true(same_weight(weight_of(reader, join_words(XAP_AND_MAYBE, "cat dog", 0), scheme, 0, 2), 3 * cat));
    assert_true(same_weight(weight_of(reader, join_words(XAP_AND_NOT, "cat dog", 0), scheme, 1, 3), 2 * cat));
    xap_close(reader);
}

/* As if so many of so many documents held it. */
static void a_term_can_be_given_its_frequency(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    struct xap_query *given = xap_query_term_weighed("cat", 3, 2, &error);
    assert_true(same_weight(weight_of(reader, given, XAP_WEIGHT_IMPACT, 0, 2), 3 * impact(ALL, 2, 1)));
    given = join2(XAP_OR, xap_query_term_weighed("cat", 3, 2, &error), xap_query_term_weighed("dog", 3, 5, &error));
    struct xap_query *both = join2(XAP_AND, given, join_words(XAP_PHRASE, "cat dog", 0));
    double expected =
        impact(ALL, 2, 1) + 4 * impact(ALL, 5, 1) + impact(ALL, WITH_CAT, 1) + 4 * impact(ALL, WITH_DOG, 1);
    assert_true(same_weight(weight_of(reader, both, XAP_WEIGHT_IMPACT, 1, 1), expected));
    struct xap_query *phrase = join2(XAP_PHRASE, xap_query_term_weighed("cat", 3, 2, &error), term("dog"));
    expected = impact(ALL, 2, 1) + impact(ALL, WITH_DOG, 1);
    assert_true(same_weight(weight_of(reader, phrase, XAP_WEIGHT_IMPACT, 0, 1), expected));
    xap_close(reader);
}

static void a_collection_can_be_given_its_size(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    struct xap_query *query = xap_query_term_weighed("cat", 3, 2, &error);
    struct xap_search search = {.query = query, .limit = 1, .documents = 1000};
    struct xap_result *result = run_search(reader, &search);
    uint32_t frequency;
    assert_true(same_weight(xap_result_hit(result, 0).weight, 3 * impact(1000, 2, 1)));
    assert_int_equal(xap_result_frequency(result, "cat", 3, &frequency, &error), 0);
    assert_int_equal(frequency, WITH_CAT);
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

/* Seven words, each weighed as rarer than the one before it by a step. */
static double weight_in(const struct xap_reader *reader, uint32_t step)
{
    static const char *const words[] = {"one", "two", "three", "four", "five", "six", "seven"};
    struct xap_error error = {0};
    struct xap_query *terms[7];
    for (uint32_t i = 0; i < 7; i++)
        terms[i] = xap_query_term_weighed(words[i], strlen(words[i]), 1 + i * step, &error);
    return weight_of(reader, xap_query_join(XAP_OR, terms, 7, 0, &error), XAP_WEIGHT_IMPACT, 0, 1);
}

/* libxapian adds the weights of an OR in an order that depends on the frequencies in each database. */
static void a_document_weighs_the_same_to_the_last_bit_in_every_database(void **state)
{
    static const struct text_document document = {.text = "one two two three four four four five six six seven"};
    const struct text_document one_frequent[] = {
        document, {.text = "one two three"}, {.text = "one two"}, {.text = "one"}};
    const struct text_document other_frequent[] = {
        document, {.text = "six five seven"}, {.text = "four seven"}, {.text = "three"}};
    char a[PATH_BYTES], b[PATH_BYTES];
    make_database(path_in(*state, "a", a), one_frequent, 4);
    make_database(path_in(*state, "b", b), other_frequent, 4);
    struct xap_reader *in_one = open_one(a), *in_other = open_one(b);
    for (uint32_t step = 0; step < 100; step++) assert_true(weight_in(in_one, step) == weight_in(in_other, step));
    xap_close(in_one);
    xap_close(in_other);
}

static void a_scale_multiplies(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    const enum xap_weight scheme = XAP_WEIGHT_IMPACT;
    double cat = impact(ALL, WITH_CAT, 1), dog = impact(ALL, WITH_DOG, 1);
    assert_true(same_weight(weight_of(reader, xap_query_scale(term("cat"), 2.5, &error), scheme, 0, 2), 7.5 * cat));
    assert_true(same_weight(weight_of(reader, xap_query_scale(term("cat"), 0, &error), scheme, 0, 2), 0));
    struct xap_query *half = xap_query_scale(join_words(XAP_OR, "cat dog", 0), 0.5, &error);
    struct xap_query *quarter = xap_query_scale(half, 0.5, &error);
    assert_true(same_weight(weight_of(reader, quarter, scheme, 1, 1), 0.25 * (cat + 4 * dog)));
    xap_close(reader);
}

/* cat or fish are in six documents. libxapian estimates that number, so the exact weight is its own; what is promised
 * is one idf for the sum of the wdf. */
static void the_words_of_a_synonym_count_as_one_term(void **state)
{
    struct xap_reader *reader = open_both(*state);
    const enum xap_weight scheme = XAP_WEIGHT_IMPACT;
    double once = weight_of(reader, join_words(XAP_SYNONYM, "cat fish", 0), scheme, 1, 2);
    assert_true(once > 0);
    assert_true(same_weight(weight_of(reader, join_words(XAP_SYNONYM, "cat fish", 0), scheme, 1, 3), 2 * once));
    assert_true(same_weight(weight_of(reader, join_words(XAP_SYNONYM, "cat fish", 0), scheme, 0, 2), 4 * once));
    xap_close(reader);
}

static void bm25_is_that_of_libxapian(void **state)
{
    char paths[2][PATH_BYTES];
    make_both(*state, paths);
    const char *pointers[] = {paths[0], paths[1]};
    const char *words[] = {"cat", "dog", "fish"};
    struct xap_hit expected[16];
    size_t count = raw_search_bm25(pointers, 2, words, 3, expected, 16);
    assert_int_equal(count, 6);
    struct xap_reader *reader = open_all(pointers, 2);
    struct xap_query *query = join_words(XAP_OR, "cat dog fish", 0);
    struct xap_search search = {.query = query, .weight = XAP_WEIGHT_BM25, .limit = 16};
    struct xap_result *result = run_search(reader, &search);
    assert_int_equal(xap_result_count(result), count);
    for (size_t i = 0; i < count; i++) {
        struct xap_hit hit = xap_result_hit(result, i);
        assert_true(same_weight(hit.weight, expected[i].weight));
        assert_int_equal(hit.id.database, expected[i].id.database);
        assert_int_equal(hit.id.docid, expected[i].id.docid);
    }
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

static void without_weight_hits_come_by_docid_then_by_database(void **state)
{
    struct xap_reader *reader = open_both(*state);
    const struct xap_search search = {.weight = XAP_WEIGHT_NONE};
    check_hits(reader, search, term("cat"), "0:1 1:1 0:2 1:3");
    check_hits(reader, search, join_words(XAP_OR, "bird dog", 0), "0:1 1:1 0:3 0:4");
    assert_true(same_weight(weight_of(reader, term("cat"), XAP_WEIGHT_NONE, 0, 2), 0));
    xap_close(reader);
}

static void equal_weights_come_by_docid_then_by_database(void **state)
{
    struct xap_reader *reader = open_both(*state);
    check_hits(reader, (struct xap_search){.limit = 100}, term("cat"), "0:2 1:3 0:1 1:1");
    xap_close(reader);
}

static void a_term_without_wdf_matches_and_weighs_nothing(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    const uint32_t position = 1;
    struct xap_posting postings[] = {{"flag", 4, 0, NULL, 0}, {"place", 5, 0, &position, 1}, {"word", 4, 2, NULL, 0}};
    struct xap_document document = {.postings = postings, .posting_count = 3};
    struct xap_writer *writer = xap_create(path_in(*state, "db", path), XAP_DIRECT, 0, &error);
    assert_non_null(writer);
    assert_int_equal(xap_add(writer, &document, NULL, &error), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
    struct xap_reader *reader = open_one(path);
    double word = impact(1, 1, 2);
    assert_true(same_weight(weight_of(reader, term("flag"), XAP_WEIGHT_IMPACT, 0, 1), 0));
    assert_true(same_weight(weight_of(reader, term("place"), XAP_WEIGHT_IMPACT, 0, 1), 0));
    struct xap_query *all = join_words(XAP_OR, "flag place word", 0);
    assert_true(same_weight(weight_of(reader, all, XAP_WEIGHT_IMPACT, 0, 1), word));
    xap_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(impact_is_idf_times_wdf_over_all_databases),
        TEST(a_scale_multiplies),
        TEST(a_term_can_be_given_its_frequency),
        TEST(a_collection_can_be_given_its_size),
        TEST(a_document_weighs_the_same_to_the_last_bit_in_every_database),
        TEST(the_words_of_a_synonym_count_as_one_term),
        TEST(bm25_is_that_of_libxapian),
        TEST(without_weight_hits_come_by_docid_then_by_database),
        TEST(equal_weights_come_by_docid_then_by_database),
        TEST(a_term_without_wdf_matches_and_weighs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
