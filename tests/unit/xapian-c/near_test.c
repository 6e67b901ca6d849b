/* Words that stand close weigh more, on every page as if every match had been asked for its positions. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define DOCUMENTS 300 /* of each of the two databases */
#define TEXT_MAX  400

static unsigned seed = 7;

static unsigned below(unsigned limit)
{
    return (unsigned)rand_r(&seed) % limit;
}

static const char *const words[] = {"oil", "crude", "price", "of", "tanker", "ship", "port", "sea"};

/* ---- documents */

static char texts[2][DOCUMENTS][TEXT_MAX], names[2][DOCUMENTS][8];

static void write_text(char *out)
{
    size_t length = 0;
    for (unsigned i = 1 + below(30); i > 0; i--)
        length += (size_t)snprintf(out + length, TEXT_MAX - length, "%s ", words[below(8)]);
    out[length - 1] = '\0';
}

static struct xap_reader *open_random(const char *scratch)
{
    char paths[2][PATH_BYTES];
    for (int d = 0; d < 2; d++) {
        struct text_document documents[DOCUMENTS];
        for (int i = 0; i < DOCUMENTS; i++) {
            write_text(texts[d][i]);
            snprintf(names[d][i], sizeof names[d][i], "%03d%c", i, 'a' + d);
            documents[i] = (struct text_document){.text = texts[d][i], .values = {names[d][i]}};
        }
        make_database(path_in(scratch, d ? "b" : "a", paths[d]), documents, DOCUMENTS);
    }
    const char *pointers[] = {paths[0], paths[1]};
    return open_all(pointers, 2);
}

/* ---- what the header says, by hand */

static double closeness(const char *text, const struct xap_pair *pair)
{
    char copy[TEXT_MAX], *rest = copy, *found[TEXT_MAX];
    double sum = 0;
    int count = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word; (word = strtok_r(rest, " ", &rest));) found[count++] = word;
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++) {
            int distance = abs(i - k);
            bool both = strcmp(found[i], pair->first) == 0 && strcmp(found[k], pair->second) == 0;
            if (both && distance && distance <= XAP_NEAR_DISTANCE) sum += 1.0 / (distance * distance);
        }
    }
    return sum < 1 ? sum : 1;
}

static struct xap_pair pair_of(const char *first, const char *second, double weight)
{
    return (struct xap_pair){first, second, strlen(first), strlen(second), weight};
}

struct expected {
    struct xap_hit hits[2 * DOCUMENTS];
    size_t count;
};

static int by_weight(const void *a, const void *b)
{
    const struct xap_hit *left = a, *right = b;
    if (left->weight != right->weight) return left->weight > right->weight ? -1 : 1;
    if (left->id.docid != right->id.docid) return left->id.docid < right->id.docid ? -1 : 1;
    return left->id.database < right->id.database ? -1 : 1;
}

static void expect(const struct xap_reader *reader, const struct xap_query *plain, const struct xap_pair *pairs,
                   size_t count, struct expected *out)
{
    struct xap_search search = {.query = plain, .limit = 2 * DOCUMENTS};
    struct xap_result *result = run_search(reader, &search);
    out->count = xap_result_count(result);
    for (size_t i = 0; i < out->count; i++) {
        struct xap_hit *hit = &out->hits[i];
        *hit = xap_result_hit(result, i);
        double more = 0;
        for (size_t k = 0; k < count; k++)
            more += pairs[k].weight * closeness(texts[hit->id.database][hit->id.docid - 1], &pairs[k]);
        hit->weight += more;
    }
    qsort(out->hits, out->count, sizeof *out->hits, by_weight);
    xap_result_free(result);
}

static void check_page(const struct xap_reader *reader, const struct xap_query *query, uint32_t offset, uint32_t limit,
                       const struct expected *expected)
{
    struct xap_search search = {.query = query, .offset = offset, .limit = limit, .exact_total = true};
    struct xap_result *result = run_search(reader, &search);
    bool exact;
    size_t left = expected->count > offset ? expected->count - offset : 0;
    assert_int_equal(xap_result_total(result, &exact), expected->count);
    assert_true(exact);
    assert_int_equal(xap_result_count(result), left < limit ? left : limit);
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_hit hit = xap_result_hit(result, i);
        assert_true(same_weight(hit.weight, expected->hits[offset + i].weight));
    }
    xap_result_free(result);
}

/* From place to place, each page behind the last hit of the one before. */
static void check_walk(const struct xap_reader *reader, const struct xap_query *query, uint32_t limit,
                       const struct expected *expected)
{
    struct xap_place place = {0};
    struct xap_search search = {.query = query, .limit = limit, .break_ties = true};
    size_t seen = 0;
    for (bool more = true; more; search.after = &place) {
        struct xap_result *result = run_search(reader, &search);
        for (size_t i = 0; i < xap_result_count(result); i++, seen++) {
            struct xap_hit hit = xap_result_hit(result, i);
            const char *name = names[hit.id.database][hit.id.docid - 1];
            assert_true(seen < expected->count && same_weight(hit.weight, expected->hits[seen].weight));
            place = (struct xap_place){.weight = hit.weight, .tie = name, .tie_length = strlen(name)};
        }
        more = xap_result_count(result) == limit;
        xap_result_free(result);
    }
    assert_int_equal(seen, expected->count);
}

static void check_pages(const struct xap_reader *reader, struct xap_query *plain, const struct xap_pair *pairs,
                        size_t count)
{
    static struct expected expected;
    struct xap_error error = {0};
    expect(reader, plain, pairs, count, &expected);
    struct xap_query *query = xap_query_prefer_near(plain, pairs, count, &error);
    assert_non_null(query);
    for (int i = 0; i < 30; i++) check_page(reader, query, below(60), 1 + below(20), &expected);
    check_page(reader, query, 0, 2 * DOCUMENTS, &expected);
    check_walk(reader, query, 7, &expected);
    check_walk(reader, query, 50, &expected);
    xap_query_free(query);
}

static void every_page_is_ranked_as_if_all_matches_had_been_asked(void **state)
{
    struct xap_reader *reader = open_random(*state);
    for (int i = 0; i < 6; i++) {
        double weight = i % 2 ? 0.3 : 6;
        struct xap_pair pairs[] = {pair_of("crude", "oil", weight), pair_of("oil", "price", weight / 2)};
        check_pages(reader, join_words(XAP_OR, "crude oil price", 0), pairs, 2);
        check_pages(reader, join_words(XAP_AND, "crude oil", 0), pairs, 1);
        struct xap_query *with_phrase = join2(XAP_OR, term("oil"), join_words(XAP_PHRASE, "port sea", 0));
        check_pages(reader, with_phrase, pairs, 2);
    }
    xap_close(reader);
}

static void a_pair_that_nobody_has_changes_nothing(void **state)
{
    struct xap_reader *reader = open_random(*state);
    struct xap_pair pair = pair_of("oil", "unicorn", 3);
    check_pages(reader, join_words(XAP_OR, "oil price", 0), &pair, 1);
    xap_close(reader);
}

static void too_many_pairs_and_weights_that_are_none_are_refused(void **state)
{
    (void)state;
    struct xap_pair pairs[XAP_PAIRS_MAX + 1];
    struct xap_error error = {0};
    for (size_t i = 0; i <= XAP_PAIRS_MAX; i++) pairs[i] = pair_of("oil", "price", 1);
    assert_null(xap_query_prefer_near(term("oil"), pairs, XAP_PAIRS_MAX + 1, &error));
    assert_int_equal(error.code, XAP_LIMIT);
    error = (struct xap_error){0};
    pairs[0].weight = -1;
    assert_null(xap_query_prefer_near(term("oil"), pairs, 1, &error));
    assert_int_equal(error.code, XAP_INVALID);
    error = (struct xap_error){0};
    pairs[0] = pair_of("oil", "", 1);
    assert_null(xap_query_prefer_near(term("oil"), pairs, 1, &error));
    assert_int_equal(error.code, XAP_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_page_is_ranked_as_if_all_matches_had_been_asked, scratch_make,
                                        scratch_remove),
        cmocka_unit_test_setup_teardown(a_pair_that_nobody_has_changes_nothing, scratch_make, scratch_remove),
        cmocka_unit_test(too_many_pairs_and_weights_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
