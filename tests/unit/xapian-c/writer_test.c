/* Writing: what glass would refuse at commit is refused at the door, and nothing is committed behind the caller's
 * back. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

/* Every test runs both ways. */
static enum xap_way way;

static int add_term(struct xap_writer *writer, const char *word, size_t length, struct xap_error *error)
{
    struct xap_posting posting = {word, length, 1, NULL, 0};
    struct xap_document document = {.postings = &posting, .posting_count = 1};
    return xap_add(writer, &document, NULL, error);
}

static struct xap_writer *create(const char *path)
{
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path, way, 0, &error);
    if (!writer) refuse("%s", error.message);
    return writer;
}

static void a_term_of_130_nuls_is_refused_and_the_rest_of_the_batch_commits(void **state)
{
    char path[PATH_BYTES];
    static const char nuls[130];
    struct xap_error error = {0};
    struct xap_writer *writer = create(path_in(*state, "db", path));
    assert_int_equal(add_term(writer, "before", 6, &error), 0);
    assert_int_equal(add_term(writer, nuls, sizeof nuls, &error), -1);
    assert_int_equal(error.code, XAP_LIMIT);
    assert_int_equal(add_term(writer, "after", 5, &error), 0);
    assert_int_equal(add_term(writer, nuls, 122, &error), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
    struct xap_reader *reader = open_one(path);
    assert_int_equal(xap_document_count(reader, 0), 3);
    uint32_t docid = 0;
    assert_int_equal(xap_find(reader, 0, nuls, 122, &docid, &error), 0);
    assert_int_equal(docid, 3);
    xap_close(reader);
}

static void check_refused(struct xap_writer *writer, struct xap_document document, enum xap_code code)
{
    struct xap_error error = {0};
    assert_int_equal(xap_add(writer, &document, NULL, &error), -1);
    assert_int_equal(error.code, code);
}

static void what_is_out_of_bounds_is_refused(void **state)
{
    char path[PATH_BYTES], word[XAP_TERM_MAX + 1];
    memset(word, 'x', sizeof word);
    uint32_t backwards[] = {2, 1}, twice[] = {3, 3};
    struct xap_posting longer = {word, sizeof word, 1, NULL, 0}, empty = {"", 0, 1, NULL, 0};
    struct xap_posting unsorted[] = {{"b", 1, 1, NULL, 0}, {"a", 1, 1, NULL, 0}};
    struct xap_posting same[] = {{"a", 1, 1, NULL, 0}, {"a", 1, 1, NULL, 0}};
    struct xap_posting heavy = {"a", 1, XAP_WDF_MAX + 1, NULL, 0};
    struct xap_posting down = {"a", 1, 1, backwards, 2}, again = {"a", 1, 1, twice, 2};
    struct xap_value slot = {XAP_SLOT_MAX + 1, "x", 1}, big = {0, word, XAP_VALUE_MAX + 1};
    struct xap_writer *writer = create(path_in(*state, "db", path));
    check_refused(writer, (struct xap_document){.postings = &longer, .posting_count = 1}, XAP_LIMIT);
    check_refused(writer, (struct xap_document){.postings = &empty, .posting_count = 1}, XAP_INVALID);
    check_refused(writer, (struct xap_document){.postings = unsorted, .posting_count = 2}, XAP_INVALID);
    check_refused(writer, (struct xap_document){.postings = same, .posting_count = 2}, XAP_INVALID);
    check_refused(writer, (struct xap_document){.postings = &heavy, .posting_count = 1}, XAP_LIMIT);
    check_refused(writer, (struct xap_document){.postings = &down, .posting_count = 1}, XAP_INVALID);
    check_refused(writer, (struct xap_document){.postings = &again, .posting_count = 1}, XAP_INVALID);
    check_refused(writer, (struct xap_document){.values = &slot, .value_count = 1}, XAP_INVALID);
    check_refused(writer, (struct xap_document){.values = &big, .value_count = 1}, XAP_LIMIT);
    check_refused(writer, (struct xap_document){.data = word, .data_length = XAP_DATA_MAX + 1}, XAP_LIMIT);
    xap_writer_free(writer);
}

static void the_largest_of_everything_comes_back(void **state)
{
    char path[PATH_BYTES], word[XAP_TERM_MAX];
    struct xap_error error = {0};
    memset(word, 0xFF, sizeof word);
    char *data = malloc(XAP_DATA_MAX);
    for (size_t i = 0; i < XAP_DATA_MAX; i++) data[i] = (char)(i * 2654435761u >> 24);
    uint32_t position = UINT32_MAX;
    struct xap_posting posting = {word, sizeof word, XAP_WDF_MAX, &position, 1};
    struct xap_value value = {XAP_SLOT_MAX, data, XAP_VALUE_MAX};
    struct xap_document document = {&posting, 1, &value, 1, data, XAP_DATA_MAX};
    struct xap_writer *writer = create(path_in(*state, "db", path));
    assert_int_equal(xap_add(writer, &document, NULL, &error), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
    struct xap_reader *reader = open_one(path);
    struct xap_bytes bytes;
    assert_int_equal(xap_document_data(reader, (struct xap_document_id){0, 1}, &bytes, &error), 0);
    assert_int_equal(bytes.length, XAP_DATA_MAX);
    assert_memory_equal(bytes.data, data, XAP_DATA_MAX);
    xap_bytes_free(&bytes);
    assert_int_equal(xap_document_value(reader, (struct xap_document_id){0, 1}, XAP_SLOT_MAX, &bytes, &error), 0);
    assert_int_equal(bytes.length, XAP_VALUE_MAX);
    xap_bytes_free(&bytes);
    uint32_t found = 0;
    size_t count = 0;
    struct xap_document_id id = {0, 1};
    assert_int_equal(xap_positions(reader, id, word, sizeof word, &found, 1, &count, &error), 0);
    assert_int_equal(count, 1);
    assert_int_equal(found, UINT32_MAX);
    xap_close(reader);
    free(data);
}

/* What was not finished may be no database at all. */
static uint32_t count_readable(const char *path)
{
    struct xap_error error = {0};
    struct xap_reader *reader = xap_open(&path, 1, &error);
    uint32_t count = reader ? xap_document_count(reader, 0) : 0;
    if (!reader) assert_int_equal(error.code, XAP_NOT_FOUND);
    xap_close(reader);
    return count;
}

static void nothing_can_be_read_before_finish(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    /* libxapian would commit by itself after every 10 documents. */
    setenv("XAPIAN_FLUSH_THRESHOLD", "10", 1);
    struct xap_writer *writer = create(path_in(*state, "db", path));
    for (int i = 0; i < 100; i++) assert_int_equal(add_term(writer, "word", 4, &error), 0);
    assert_int_equal(count_readable(path), 0);
    xap_writer_free(writer);
    assert_int_equal(count_readable(path), 0);
    unsetenv("XAPIAN_FLUSH_THRESHOLD");
}

static void a_directory_that_is_there_is_not_written_into(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    assert_null(xap_create(*state, way, 0, &error));
    assert_int_equal(error.code, XAP_EXISTS);
    assert_null(xap_create(path_in(*state, "no/such/place", path), way, 0, &error));
    assert_int_equal(error.code, XAP_NOT_FOUND);
}

static void a_finished_writer_takes_nothing_more(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    struct xap_writer *writer = create(path_in(*state, "db", path));
    assert_int_equal(xap_set_metadata(writer, "schema", "7", 1, &error), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    assert_int_equal(add_term(writer, "word", 4, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    assert_int_equal(xap_writer_finish(writer, &error), -1);
    xap_writer_free(writer);
}

static void add_until_failure(struct xap_writer *writer, struct xap_error *error)
{
    static char data[200000];
    for (size_t i = 0; i < sizeof data; i++) data[i] = (char)(rand() >> 8);
    struct xap_document document = {.data = data, .data_length = sizeof data};
    for (int i = 0; i < 100; i++) {
        if (xap_add(writer, &document, NULL, error) != 0) return;
    }
    assert_int_equal(xap_writer_finish(writer, error), -1);
}

static void a_full_disk_poisons_the_writer(void **state)
{
    char mount_point[PATH_BYTES], path[PATH_BYTES];
    struct xap_error error = {0};
    path_in(*state, "small", mount_point);
    assert_int_equal(mkdir(mount_point, 0700), 0);
    if (mount("tmpfs", mount_point, "tmpfs", 0, "size=3m") != 0) {
        print_message("skipped: mounting a small tmpfs needs root\n");
        skip();
    }
    struct xap_writer *writer = create(path_in(mount_point, "db", path));
    add_until_failure(writer, &error);
    enum xap_code code = error.code;
    int after = add_term(writer, "word", 4, &error);
    enum xap_code after_code = error.code;
    int finish = xap_writer_finish(writer, &error);
    xap_writer_free(writer);
    uint32_t documents = count_readable(path);
    assert_int_equal(umount(mount_point), 0);
    assert_int_equal(code, XAP_NO_SPACE);
    assert_int_equal(after, -1);
    assert_int_equal(after_code, XAP_POISONED);
    assert_int_equal(finish, -1);
    assert_int_equal(documents, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_term_of_130_nuls_is_refused_and_the_rest_of_the_batch_commits),
        TEST(what_is_out_of_bounds_is_refused),
        TEST(the_largest_of_everything_comes_back),
        TEST(nothing_can_be_read_before_finish),
        TEST(a_directory_that_is_there_is_not_written_into),
        TEST(a_finished_writer_takes_nothing_more),
        TEST(a_full_disk_poisons_the_writer),
    };
    way = XAP_DIRECT;
    int failed = cmocka_run_group_tests_name("direct", tests, NULL, NULL);
    way = XAP_API;
    return failed + cmocka_run_group_tests_name("by libxapian", tests, NULL, NULL);
}
