/* Two threads with handles of their own work at the same time: they read one database and write others. */
#include "../test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

enum { THREADS = 4, ROUNDS = 40, DOCUMENTS = 300 };

struct worker {
    const char *paths[2];
    const char *own_path;
    unsigned bad; /* answers that are not as alone; assertions of cmocka belong to the main thread */
};

static uint32_t count_matches(const struct xap_reader *reader, struct xap_query *query)
{
    struct xap_error error = {0};
    struct xap_stop stop = {0};
    bool exact = false;
    struct xap_search search = {.query = query, .stop = &stop, .limit = 5, .exact_total = true};
    struct xap_result *result = query ? xap_search_run(reader, &search, &error) : NULL;
    uint32_t total = result ? xap_result_total(result, &exact) : 0;
    xap_result_free(result);
    xap_query_free(query);
    return exact ? total : 0;
}

static void read_one_round(struct worker *worker)
{
    struct xap_error error = {0};
    struct xap_bytes bytes = {0};
    struct xap_reader *reader = xap_open(worker->paths, 2, &error);
    if (!reader) {
        worker->bad++;
        return;
    }
    worker->bad += count_matches(reader, xap_query_everything(&error)) != 2 * DOCUMENTS;
    worker->bad += count_matches(reader, xap_query_term("all", 3, &error)) != 2 * DOCUMENTS;
    worker->bad += count_matches(reader, join_words(XAP_PHRASE, "small cat", 0)) != 0;
    worker->bad += count_matches(reader, join_words(XAP_OR, "all nobody", 0)) != 2 * DOCUMENTS;
    worker->bad += xap_document_data(reader, (struct xap_document_id){1, 7}, &bytes, &error) != 0;
    worker->bad += bytes.length != 1 || bytes.data[0] != '7';
    worker->bad += xap_document_data(reader, (struct xap_document_id){1, DOCUMENTS + 1}, &bytes, &error) == 0;
    xap_bytes_free(&bytes);
    xap_close(reader);
}

static void write_own(struct worker *worker)
{
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(worker->own_path, XAP_DIRECT, 0, &error);
    for (int i = 0; writer && i < DOCUMENTS; i++) {
        worker->bad += add_text(writer, &(struct text_document){.text = "a word or two"}, &error) != 0;
    }
    worker->bad += !writer || xap_writer_finish(writer, &error) != 0;
    xap_writer_free(writer);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    for (int round = 0; round < ROUNDS; round++) read_one_round(worker);
    write_own(worker);
    for (int round = 0; round < ROUNDS; round++) read_one_round(worker);
    return NULL;
}

static void threads_with_handles_of_their_own_work_at_the_same_time(void **state)
{
    char a[PATH_BYTES], b[PATH_BYTES], own[THREADS][PATH_BYTES], name[16];
    pthread_t threads[THREADS];
    struct worker workers[THREADS];
    make_numbered(path_in(*state, "a", a), DOCUMENTS);
    make_numbered(path_in(*state, "b", b), DOCUMENTS);
    for (int i = 0; i < THREADS; i++) {
        snprintf(name, sizeof name, "own-%d", i);
        workers[i] = (struct worker){{a, b}, path_in(*state, name, own[i]), 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(workers[i].bad, 0);
        struct xap_reader *reader = open_one(own[i]);
        assert_int_equal(xap_document_count(reader, 0), DOCUMENTS);
        xap_close(reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(threads_with_handles_of_their_own_work_at_the_same_time, scratch_make,
                                        scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
