/* Terms, postings, positions, values, data and metadata are what was written, over all databases. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "support.h"

static const struct text_document first[] = {
    {"apple pie apple", {"one", NULL, ""}},
    {"apple tart", {NULL, "two"}},
    {"plum", {NULL}},
};
static const struct text_document second[] = {{"apple plum plum", {"three"}}, {"apricot", {NULL}}};

static void make_with_metadata(const char *path, const struct text_document *texts, size_t count, const char *data)
{
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path, XAP_DIRECT, 0, &error);
    assert_non_null(writer);
    for (size_t i = 0; i < count; i++) assert_int_equal(add_text(writer, &texts[i], &error), 0);
    assert_int_equal(xap_set_metadata(writer, "from", data, strlen(data), &error), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
}

static struct xap_reader *open_both(const char *scratch)
{
    char a[PATH_BYTES], b[PATH_BYTES];
    make_with_metadata(path_in(scratch, "a", a), first, 3, "here");
    make_with_metadata(path_in(scratch, "b", b), second, 2, "there");
    const char *paths[] = {a, b};
    return open_all(paths, 2);
}

struct lines {
    char text[256];
    unsigned left; /* stop after so many */
};

static bool add_line(struct lines *lines, const char *word, int length, uint32_t a, uint32_t b)
{
    size_t used = strlen(lines->text);
    snprintf(lines->text + used, sizeof lines->text - used, "%.*s%u/%u ", length, word, a, b);
    return --lines->left > 0;
}

static bool add_term_line(void *lines, const char *name, size_t length, uint32_t frequency)
{
    return add_line(lines, name, (int)length, frequency, 0);
}

static bool add_posting_line(void *lines, uint32_t docid, uint32_t wdf)
{
    return add_line(lines, "", 0, docid, wdf);
}

static void check_terms(const struct xap_reader *reader, const char *prefix, unsigned at_most, const char *expected)
{
    struct lines lines = {.left = at_most};
    struct xap_error error = {0};
    size_t length = prefix ? strlen(prefix) : 0;
    assert_int_equal(xap_terms(reader, prefix, length, add_term_line, &lines, &error), 0);
    assert_string_equal(lines.text, expected);
}

static void terms_come_in_byte_order_with_their_frequencies(void **state)
{
    struct xap_reader *reader = open_both(*state);
    check_terms(reader, "", 100, "apple3/0 apricot1/0 pie1/0 plum2/0 tart1/0 ");
    check_terms(reader, NULL, 100, "apple3/0 apricot1/0 pie1/0 plum2/0 tart1/0 ");
    check_terms(reader, "ap", 100, "apple3/0 apricot1/0 ");
    check_terms(reader, "ap", 1, "apple3/0 ");
    check_terms(reader, "x", 100, "");
    xap_close(reader);
}

static void check_postings(const struct xap_reader *reader, size_t database, const char *name, unsigned at_most,
                           const char *expected)
{
    struct lines lines = {.left = at_most};
    struct xap_error error = {0};
    assert_int_equal(xap_postings(reader, database, name, strlen(name), add_posting_line, &lines, &error), 0);
    assert_string_equal(lines.text, expected);
}

static void postings_are_those_of_one_database(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    check_postings(reader, 0, "apple", 100, "1/2 2/1 ");
    check_postings(reader, 0, "apple", 1, "1/2 ");
    check_postings(reader, 1, "plum", 100, "1/2 ");
    check_postings(reader, 1, "pie", 100, "");
    assert_int_equal(xap_postings(reader, 2, "pie", 3, add_posting_line, NULL, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    assert_int_equal(xap_postings(reader, 0, "", 0, add_posting_line, NULL, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    xap_close(reader);
}

static void positions_beyond_the_room_given_are_counted_only(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    const struct xap_document_id pie = {0, 1}, nobody = {0, 4}, zero = {0, 0};
    uint32_t found[4] = {0};
    size_t count = 9;
    assert_int_equal(xap_positions(reader, pie, "apple", 5, found, 4, &count, &error), 0);
    assert_int_equal(count, 2);
    assert_int_equal(found[0], 1);
    assert_int_equal(found[1], 3);
    found[1] = 77;
    assert_int_equal(xap_positions(reader, pie, "apple", 5, found, 1, &count, &error), 0);
    assert_int_equal(count, 2);
    assert_int_equal(found[1], 77);
    assert_int_equal(xap_positions(reader, pie, "plum", 4, NULL, 0, &count, &error), 0);
    assert_int_equal(count, 0);
    assert_int_equal(xap_positions(reader, nobody, "apple", 5, found, 4, &count, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
    assert_int_equal(xap_positions(reader, zero, "apple", 5, found, 4, &count, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
    xap_close(reader);
}

static void the_first_document_of_a_term_is_found(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    uint32_t docid = 0, frequency = 9;
    assert_int_equal(xap_find(reader, 0, "plum", 4, &docid, &error), 0);
    assert_int_equal(docid, 3);
    assert_int_equal(xap_find(reader, 1, "plum", 4, &docid, &error), 0);
    assert_int_equal(docid, 1);
    assert_int_equal(xap_find(reader, 1, "pie", 3, &docid, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
    assert_int_equal(xap_find(reader, 2, "pie", 3, &docid, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    assert_int_equal(xap_term_frequency(reader, "plum", 4, &frequency, &error), 0);
    assert_int_equal(frequency, 2);
    assert_int_equal(xap_term_frequency(reader, "nobody", 6, &frequency, &error), 0);
    assert_int_equal(frequency, 0);
    xap_close(reader);
}

/* ------------------------------------------------------------------ bytes */

static void check_bytes(struct xap_bytes *bytes, const char *expected)
{
    assert_int_equal(bytes->length, strlen(expected));
    assert_string_equal(bytes->data, expected); /* a NUL stands behind them */
    xap_bytes_free(bytes);
    assert_null(bytes->data);
    assert_int_equal(bytes->length, 0);
    xap_bytes_free(bytes); /* twice is harmless */
}

static void bytes_are_the_callers_and_outlive_the_reader(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    struct xap_bytes data = {0}, value = {0}, missing = {0}, metadata = {0}, other = {0};
    assert_int_equal(xap_document_data(reader, (struct xap_document_id){1, 1}, &data, &error), 0);
    assert_int_equal(xap_document_value(reader, (struct xap_document_id){0, 2}, 1, &value, &error), 0);
    assert_int_equal(xap_document_value(reader, (struct xap_document_id){0, 2}, 0, &missing, &error), 0);
    assert_int_equal(xap_metadata(reader, 1, "from", &metadata, &error), 0);
    assert_int_equal(xap_metadata(reader, 0, "from", &other, &error), 0);
    xap_close(reader);
    check_bytes(&data, "apple plum plum");
    check_bytes(&value, "two");
    check_bytes(&missing, "");
    check_bytes(&metadata, "there");
    check_bytes(&other, "here");
}

static void what_is_not_there_is_not_found(void **state)
{
    struct xap_reader *reader = open_both(*state);
    struct xap_error error = {0};
    struct xap_bytes bytes = {0};
    assert_int_equal(xap_document_data(reader, (struct xap_document_id){0, 4}, &bytes, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
    assert_int_equal(xap_document_value(reader, (struct xap_document_id){2, 1}, 0, &bytes, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    assert_int_equal(xap_metadata(reader, 0, "nothing", &bytes, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
    assert_int_equal(xap_metadata(reader, 2, "from", &bytes, &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
    assert_null(bytes.data);
    xap_close(reader);
}

static void a_deleted_document_is_not_found(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    struct xap_bytes bytes = {0};
    raw_make_with_deletions(path_in(*state, "db", path), 9, 3, 5);
    struct xap_reader *reader = open_one(path);
    assert_int_equal(xap_document_data(reader, (struct xap_document_id){0, 4}, &bytes, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
    assert_int_equal(xap_document_count(reader, 0), 6);
    assert_int_equal(xap_last_docid(reader, 0), 9);
    xap_close(reader);
}

static void databases_have_uuids_of_their_own(void **state)
{
    char one[XAP_UUID_BYTES], other[XAP_UUID_BYTES];
    struct xap_error error = {0};
    struct xap_reader *reader = open_both(*state);
    assert_int_equal(xap_uuid(reader, 0, one, &error), 0);
    assert_int_equal(xap_uuid(reader, 1, other, &error), 0);
    assert_int_equal(strlen(one), XAP_UUID_BYTES - 1);
    assert_string_not_equal(one, other);
    assert_int_equal(xap_uuid(reader, 2, other, &error), -1);
    assert_int_equal(xap_document_count(reader, 2), 0);
    assert_int_equal(xap_last_docid(reader, 2), 0);
    xap_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(terms_come_in_byte_order_with_their_frequencies),
        TEST(postings_are_those_of_one_database),
        TEST(positions_beyond_the_room_given_are_counted_only),
        TEST(the_first_document_of_a_term_is_found),
        TEST(bytes_are_the_callers_and_outlive_the_reader),
        TEST(what_is_not_there_is_not_found),
        TEST(a_deleted_document_is_not_found),
        TEST(databases_have_uuids_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
