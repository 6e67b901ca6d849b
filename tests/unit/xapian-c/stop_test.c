/* A deadline or a cancel ends a match anywhere, phrases included, and keeps the hits ranked so far. */
#include "../test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support.h"

enum { DATABASES = 3, DOCUMENTS = 3000, BITMAP_WORDS = (DOCUMENTS + 63) / 64 };

/* Every query is asked of the same databases, made once: they are only read. */
static char *scratch;
static struct xap_reader *reader;
static uint64_t odd_words[BITMAP_WORDS];
static struct xap_bitmap odd[DATABASES]; /* the documents with odd numbers */

/* All hold "alpha" 1 to 9 times, and every third has it before "beta"; "gamma" stands near "alpha" in every fifth. */
static void write_text(unsigned number, char *text)
{
    strcpy(text, number % 3 ? "beta " : "");
    for (unsigned i = 0; i <= number * 7919 % 9; i++) strcat(text, "alpha ");
    strcat(text, number % 3 ? "delta delta delta delta" : "beta delta delta delta");
    strcat(text, number % 5 ? " gamma" : " alpha gamma");
}

static void make_part(unsigned database, char *path)
{
    char name[16];
    struct xap_error error = {0};
    snprintf(name, sizeof name, "%u", database);
    struct xap_writer *writer = xap_create(path_in(scratch, name, path), XAP_DIRECT, 0, &error);
    if (!writer) refuse("%s", error.message);
    for (unsigned number = 1; number <= DOCUMENTS; number++) {
        char text[200], value[16];
        write_text(number, text);
        snprintf(value, sizeof value, "%05u", number * 31 % DOCUMENTS);
        struct text_document document = {text, {value}};
        assert_int_equal(add_text(writer, &document, &error), 0);
    }
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
}

static int make_parts(void **state)
{
    char paths[DATABASES][PATH_BYTES];
    const char *pointers[DATABASES];
    if (scratch_make(state) != 0) return -1;
    scratch = *state;
    memset(odd_words, 0x55, sizeof odd_words);
    for (unsigned d = 0; d < DATABASES; d++) {
        make_part(d, paths[d]);
        pointers[d] = paths[d];
        odd[d] = (struct xap_bitmap){odd_words, DOCUMENTS, DOCUMENTS / 2};
    }
    reader = open_all(pointers, DATABASES);
    return 0;
}

static int remove_parts(void **state)
{
    xap_close(reader);
    return scratch_remove(state);
}

/* ------------------------------------------------------------------ queries that take a while, of every shape */

static struct xap_query *phrase(void)
{
    return join_words(XAP_PHRASE, "alpha beta", 0);
}

static struct xap_query *near(void)
{
    return join_words(XAP_NEAR, "gamma alpha", 3);
}

static struct xap_query *make_query(int shape)
{
    struct xap_error error = {0};
    switch (shape) {
    case 0: return term("alpha");
    case 1: return phrase();
    case 2: return near();
    case 3: return join_words(XAP_OR, "alpha beta gamma", 0);
    case 4: return join2(XAP_OR, term("delta"), phrase());
    case 5: return join2(XAP_AND, near(), phrase());
    case 6: return join2(XAP_AND_NOT, term("alpha"), phrase());
    case 7: return join2(XAP_AND_MAYBE, term("gamma"), near());
    case 8: return join2(XAP_FILTER, phrase(), xap_query_documents(reader, odd, DATABASES, &error));
    case 9: return xap_query_documents(reader, odd, DATABASES, &error);
    case 10: return xap_query_value_range(0, "00100", 5, "02500", 5, &error);
    case 11: return xap_query_everything(&error);
    case 12: return xap_query_scale(phrase(), 2, &error);
    default: return NULL;
    }
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ------------------------------------------------------------------ what a result must be */

static void check_ranked(const struct xap_result *result)
{
    for (size_t i = 1; i < xap_result_count(result); i++) {
        struct xap_hit before = xap_result_hit(result, i - 1), hit = xap_result_hit(result, i);
        assert_true(before.weight >= hit.weight);
        if (before.weight > hit.weight || before.id.docid < hit.id.docid) continue;
        assert_true(before.id.docid == hit.id.docid && before.id.database < hit.id.database);
    }
}

static void note_hits(const struct xap_result *result, double found[DATABASES][DOCUMENTS])
{
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_hit hit = xap_result_hit(result, i);
        found[hit.id.database][hit.id.docid - 1] = hit.weight + 1;
    }
}

/* Every hit of a part is a hit of the whole, with the same weight. */
static void check_part(const struct xap_result *part, const struct xap_result *whole)
{
    static double found[DATABASES][DOCUMENTS];
    memset(found, 0, sizeof found);
    note_hits(whole, found);
    for (size_t i = 0; i < xap_result_count(part); i++) {
        struct xap_hit hit = xap_result_hit(part, i);
        assert_true(same_weight(found[hit.id.database][hit.id.docid - 1], hit.weight + 1));
    }
    bool exact;
    uint32_t total = xap_result_total(part, &exact);
    assert_false(exact);
    assert_true(total >= xap_result_count(part));
}

static void check_same(const struct xap_result *a, const struct xap_result *b)
{
    bool a_exact, b_exact;
    assert_int_equal(xap_result_count(a), xap_result_count(b));
    for (size_t i = 0; i < xap_result_count(a); i++) {
        struct xap_hit hit = xap_result_hit(a, i), other = xap_result_hit(b, i);
        assert_true(same_weight(hit.weight, other.weight));
        assert_int_equal(hit.id.docid, other.id.docid);
        assert_int_equal(hit.id.database, other.id.database);
    }
    assert_int_equal(xap_result_total(a, &a_exact), xap_result_total(b, &b_exact));
    assert_int_equal(a_exact, b_exact);
}

/* ------------------------------------------------------------------ tests */

static void check_stopped_at_once(const struct xap_stop *stop)
{
    struct xap_query *query;
    for (int shape = 0; (query = make_query(shape)); shape++) {
        struct xap_search search = {.query = query, .stop = stop, .limit = 10, .exact_total = true};
        struct xap_result *result = run_search(reader, &search);
        bool exact = true;
        assert_true(xap_result_partial(result));
        assert_int_equal(xap_result_count(result), 0);
        xap_result_total(result, &exact);
        assert_false(exact);
        xap_result_free(result);
        xap_query_free(query);
    }
}

static void a_search_cancelled_before_it_starts_is_partial_at_once(void **state)
{
    (void)state;
    struct xap_stop stop = {0};
    xap_stop_now(&stop);
    check_stopped_at_once(&stop);
}

static void a_search_whose_deadline_has_passed_is_partial_at_once(void **state)
{
    (void)state;
    struct xap_stop stop = {.deadline_us = now_us() - 1};
    check_stopped_at_once(&stop);
}

static void check_never(struct xap_search search)
{
    struct xap_stop never = {0}, tomorrow = {.deadline_us = now_us() + INT64_C(86400000000)};
    struct xap_result *without = run_search(reader, &search);
    search.stop = &never;
    struct xap_result *with_stop = run_search(reader, &search);
    search.stop = &tomorrow;
    struct xap_result *with_deadline = run_search(reader, &search);
    assert_false(xap_result_partial(with_stop) || xap_result_partial(with_deadline));
    check_same(without, with_stop);
    check_same(without, with_deadline);
    xap_result_free(without);
    xap_result_free(with_stop);
    xap_result_free(with_deadline);
}

static void a_stop_that_never_fires_changes_nothing(void **state)
{
    (void)state;
    struct xap_query *query;
    for (int shape = 0; (query = make_query(shape)); shape++) {
        for (int weight = XAP_WEIGHT_IMPACT; weight <= XAP_WEIGHT_NONE; weight++) {
            struct xap_search search = {.query = query, .weight = (enum xap_weight)weight, .exact_total = true};
            search.limit = shape % 2 ? 20 : DATABASES * DOCUMENTS;
            check_never(search);
            search.alive = odd;
            check_never(search);
        }
        xap_query_free(query);
    }
}

/* Longer and longer deadlines until one ends the match after hits were seen: fast machines reach it later. */
static struct xap_result *stop_in_the_middle(struct xap_search search)
{
    for (int tries = 0; tries < 100; tries++) {
        for (double after_us = 5; after_us < 1e7; after_us *= 1.3) {
            struct xap_stop stop = {.deadline_us = now_us() + (int64_t)after_us};
            search.stop = &stop;
            struct xap_result *result = run_search(reader, &search);
            bool partial = xap_result_partial(result);
            if (partial && xap_result_count(result) > 0) return result;
            xap_result_free(result);
            if (!partial) break;
        }
    }
    refuse("no deadline ended the match in its middle");
}

static void check_deadline(struct xap_search search)
{
    struct xap_result *whole = run_search(reader, &search);
    struct xap_result *part = stop_in_the_middle(search);
    check_ranked(part);
    check_part(part, whole);
    xap_result_free(part);
    xap_result_free(whole);
}

static void a_deadline_in_the_match_leaves_the_hits_ranked_so_far(void **state)
{
    (void)state;
    struct xap_query *query;
    for (int shape = 0; (query = make_query(shape)); shape++) {
        struct xap_search search = {.query = query, .limit = DATABASES * DOCUMENTS, .exact_total = true};
        check_deadline(search);
        xap_query_free(query);
    }
}

static void a_deadline_among_the_living_leaves_only_the_living(void **state)
{
    (void)state;
    struct xap_query *query;
    for (int shape = 0; (query = make_query(shape)); shape++) {
        struct xap_search search = {.query = query, .alive = odd, .limit = DATABASES * DOCUMENTS};
        check_deadline(search);
        xap_query_free(query);
    }
}

struct canceller {
    struct xap_stop stop;
    unsigned calls, cancel_at;
};

/* The docid, so that the highest come first; cancels the search on its way. */
static double cancel_on_the_way(void *context, struct xap_document_id id)
{
    struct canceller *canceller = context;
    if (++canceller->calls == canceller->cancel_at) xap_stop_now(&canceller->stop);
    return id.docid;
}

static void a_cancel_in_the_match_keeps_what_was_seen_in_order(void **state)
{
    (void)state;
    struct xap_query *query;
    for (int shape = 0; (query = make_query(shape)); shape++) {
        struct canceller canceller = {.cancel_at = 100};
        struct xap_search search = {.query = query, .stop = &canceller.stop, .sort = XAP_SORT_KEY_DESCENDING};
        search.sort_key = cancel_on_the_way;
        search.sort_context = &canceller;
        search.limit = DATABASES * DOCUMENTS;
        struct xap_result *result = run_search(reader, &search);
        assert_true(xap_result_partial(result));
        assert_in_range(xap_result_count(result), 100, 100 + 64 * DATABASES);
        for (size_t i = 1; i < xap_result_count(result); i++) {
            assert_true(xap_result_hit(result, i - 1).id.docid >= xap_result_hit(result, i).id.docid);
        }
        xap_result_free(result);
        xap_query_free(query);
    }
}

static void *cancel_soon(void *stop)
{
    nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    xap_stop_now(stop);
    return NULL;
}

static void another_thread_may_cancel(void **state)
{
    (void)state;
    struct xap_query *query = make_query(4);
    for (int tries = 0; tries < 20; tries++) {
        struct xap_stop stop = {0};
        struct xap_search search = {.query = query, .stop = &stop, .limit = 100, .exact_total = true};
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, cancel_soon, &stop), 0);
        struct xap_result *result = run_search(reader, &search);
        assert_int_equal(pthread_join(thread, NULL), 0);
        check_ranked(result);
        xap_result_free(result);
    }
    xap_query_free(query);
}

/* Counting comes after ranking: stopped there, the hits are complete and only the total is not exact. */
static void facets_of_a_stopped_search_count_what_was_seen(void **state)
{
    (void)state;
    uint32_t slot = 0;
    struct xap_stop stop = {0};
    xap_stop_now(&stop);
    struct xap_query *query = make_query(0);
    struct xap_search search = {.query = query, .stop = &stop, .limit = 5, .facet_slots = &slot};
    search.facet_slot_count = 1;
    search.collapse = true;
    search.exact_total = true;
    struct xap_result *result = run_search(reader, &search);
    bool exact = true;
    assert_true(xap_result_partial(result));
    assert_int_equal(xap_result_total(result, &exact) > DATABASES * DOCUMENTS, false);
    assert_false(exact);
    xap_result_free(result);
    xap_query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_cancelled_before_it_starts_is_partial_at_once),
        cmocka_unit_test(a_search_whose_deadline_has_passed_is_partial_at_once),
        cmocka_unit_test(a_stop_that_never_fires_changes_nothing),
        cmocka_unit_test(a_deadline_in_the_match_leaves_the_hits_ranked_so_far),
        cmocka_unit_test(a_deadline_among_the_living_leaves_only_the_living),
        cmocka_unit_test(a_cancel_in_the_match_keeps_what_was_seen_in_order),
        cmocka_unit_test(another_thread_may_cancel),
        cmocka_unit_test(facets_of_a_stopped_search_count_what_was_seen),
    };
    return cmocka_run_group_tests(tests, make_parts, remove_parts);
}
