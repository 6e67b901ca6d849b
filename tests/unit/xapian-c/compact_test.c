/* Merging keeps every document where its number says, and checking survives damage. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static void check_data(const struct xap_reader *reader, uint32_t docid, unsigned expected)
{
    struct xap_error error = {0};
    struct xap_bytes bytes = {0};
    struct xap_document_id id = {0, docid};
    if (xap_document_data(reader, id, &bytes, &error) != 0) refuse("%s", error.message);
    assert_int_equal(strtoul(bytes.data, NULL, 10), expected);
    xap_bytes_free(&bytes);
}

static void docids_shift_by_the_last_docids_before_them(void **state)
{
    char a[PATH_BYTES], b[PATH_BYTES], c[PATH_BYTES], d[PATH_BYTES], e[PATH_BYTES], out[PATH_BYTES];
    struct xap_error error = {0};
    make_numbered(path_in(*state, "a", a), 5);
    make_numbered(path_in(*state, "empty", b), 0);
    raw_make_with_deletions(path_in(*state, "tail", c), 9, 7, 9);
    raw_make_with_deletions(path_in(*state, "gone", d), 4, 1, 4);
    raw_make_with_deletions(path_in(*state, "middle", e), 6, 2, 3);
    const char *sources[] = {a, b, c, d, e};
    assert_int_equal(xap_compact(sources, 5, path_in(*state, "out", out), &error), 0);
    struct xap_reader *reader = open_one(out);
    uint32_t before = 0;
    for (size_t i = 0; i < 5; i++) {
        struct xap_reader *source = open_one(sources[i]);
        uint32_t last = xap_last_docid(source, 0);
        if (last > 0) check_data(reader, before + 1, 1);
        if (last > 0) check_data(reader, before + last, last);
        before += last;
        xap_close(source);
    }
    assert_int_equal(before, 5 + 0 + 6 + 0 + 6);
    assert_int_equal(xap_last_docid(reader, 0), before);
    xap_close(reader);
    assert_int_equal(xap_check(out, &error), 0);
}

static void a_source_without_its_first_document_is_refused(void **state)
{
    char a[PATH_BYTES], out[PATH_BYTES];
    struct xap_error error = {0};
    raw_make_with_deletions(path_in(*state, "head", a), 5, 1, 2);
    const char *source = a;
    assert_int_equal(xap_compact(&source, 1, path_in(*state, "out", out), &error), -1);
    assert_int_equal(error.code, XAP_INVALID);
}

static void a_destination_that_is_there_is_kept(void **state)
{
    char a[PATH_BYTES];
    struct xap_error error = {0};
    make_numbered(path_in(*state, "a", a), 5);
    const char *source = a;
    assert_int_equal(xap_compact(&source, 1, a, &error), -1);
    assert_int_equal(error.code, XAP_EXISTS);
    assert_int_equal(xap_check(a, &error), 0);
}

static void overwrite(const char *directory, const char *file, long offset, int byte, size_t count)
{
    char path[PATH_BYTES];
    int fd = open(path_in(directory, file, path), O_WRONLY);
    assert_true(fd >= 0);
    for (size_t i = 0; i < count; i++) assert_int_equal(pwrite(fd, &byte, 1, offset + (long)i), 1);
    close(fd);
}

static void damage_is_found(void **state)
{
    char a[PATH_BYTES];
    struct xap_error error = {0};
    make_numbered(path_in(*state, "a", a), 3000);
    assert_int_equal(xap_check(a, &error), 0);
    overwrite(a, "postlist.glass", 0, 0xFF, 8192);
    assert_int_equal(xap_check(a, &error), -1);
    assert_int_equal(error.code, XAP_CORRUPT);
    assert_true(strlen(error.message) > strlen(a));
}

static void every_damaged_byte_of_iamglass_gets_an_answer(void **state)
{
    char a[PATH_BYTES], copy[PATH_BYTES], command[2 * PATH_BYTES + 16];
    struct xap_error error = {0};
    make_numbered(path_in(*state, "a", a), 50);
    path_in(*state, "copy", copy);
    snprintf(command, sizeof command, "cp -r %s %s", a, copy);
    assert_int_equal(system(command), 0);
    struct stat status;
    char version_file[PATH_BYTES], kept[4096];
    assert_int_equal(stat(path_in(a, "iamglass", version_file), &status), 0);
    int fd = open(version_file, O_RDONLY);
    assert_true(read(fd, kept, sizeof kept) == status.st_size);
    close(fd);
    int damaged = 0;
    for (long i = 0; i < status.st_size; i++) {
        overwrite(copy, "iamglass", i, kept[i] ^ 0xFF, 1);
        damaged += xap_check(copy, &error) != 0;
        overwrite(copy, "iamglass", i, kept[i], 1);
    }
    assert_true(damaged > status.st_size / 3);
    assert_int_equal(xap_check(copy, &error), 0);
}

static void checking_what_is_no_database_says_so(void **state)
{
    struct xap_error error = {0};
    assert_int_equal(xap_check(*state, &error), -1);
    assert_int_equal(error.code, XAP_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(docids_shift_by_the_last_docids_before_them),   TEST(a_source_without_its_first_document_is_refused),
        TEST(a_destination_that_is_there_is_kept),           TEST(damage_is_found),
        TEST(every_damaged_byte_of_iamglass_gets_an_answer), TEST(checking_what_is_no_database_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
