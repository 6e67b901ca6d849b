/* What is no database is refused with the code for it, and nothing in it is obeyed. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static void write_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
}

static void check_refused(const char *path, enum xap_code code)
{
    struct xap_error error = {0};
    assert_null(xap_open(&path, 1, &error));
    if (error.code != code) refuse("%s: expected %s, found %s", path, xap_code_word(code), error.message);
    assert_true(strlen(error.message) > 0);
}

static void what_is_not_there_is_not_found(void **state)
{
    char path[PATH_BYTES];
    check_refused(path_in(*state, "nowhere", path), XAP_NOT_FOUND);
    check_refused(NULL, XAP_NOT_FOUND);
    check_refused("", XAP_NOT_FOUND);
    check_refused(*state, XAP_NOT_FOUND); /* an empty directory */
}

static void a_file_is_no_database(void **state)
{
    char path[PATH_BYTES];
    write_file(path_in(*state, "file", path), "words", 5);
    check_refused(path, XAP_CORRUPT);
}

/* ------------------------------------------------------------------ stubs */

static bool is_there(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static void write_stub(const char *path, const char *program, const char *argument)
{
    char line[3 * PATH_BYTES];
    int length = snprintf(line, sizeof line, "remote :%s %s\n", program, argument);
    write_file(path, line, (size_t)length);
}

/* Shown of libxapian first, so that the test notices when there is nothing left to guard against. */
static void a_stub_that_names_a_program_does_not_run_it(void **state)
{
    char stub[PATH_BYTES], directory[PATH_BYTES], in_directory[PATH_BYTES], proof[PATH_BYTES];
    struct xap_error error = {0};
    write_stub(path_in(*state, "stub", stub), "/usr/bin/touch", path_in(*state, "proof", proof));
    assert_int_equal(mkdir(path_in(*state, "directory", directory), 0700), 0);
    write_stub(path_in(directory, "XAPIANDB", in_directory), "/usr/bin/touch", proof);
    check_refused(stub, XAP_CORRUPT);
    check_refused(directory, XAP_NOT_FOUND);
    assert_int_equal(xap_check(stub, &error), -1);
    assert_int_equal(xap_check(directory, &error), -1);
    const char *sources[] = {stub, directory};
    char merged[PATH_BYTES];
    path_in(*state, "merged", merged);
    assert_int_equal(xap_compact(&sources[0], 1, merged, &error), -1);
    assert_int_equal(xap_compact(&sources[1], 1, merged, &error), -1);
    assert_false(is_there(proof));
    raw_open(directory);
    for (int i = 0; i < 500 && !is_there(proof); i++) usleep(10000);
    if (!is_there(proof)) print_message("this libxapian runs no program for a stub\n");
}

/* ------------------------------------------------------------------ damage */

static void a_damaged_iamglass_is_refused(void **state)
{
    char path[PATH_BYTES], version_file[PATH_BYTES];
    make_numbered(path_in(*state, "db", path), 5);
    path_in(path, "iamglass", version_file);
    write_file(version_file, "", 0);
    check_refused(path, XAP_CORRUPT);
    write_file(version_file, "this is no glass database, whatever it says", 43);
    check_refused(path, XAP_CORRUPT);
    unlink(version_file);
    check_refused(path, XAP_NOT_FOUND);
}

static void another_format_has_a_code_of_its_own(void **state)
{
    char path[PATH_BYTES], version_file[PATH_BYTES], bytes[4096];
    make_numbered(path_in(*state, "db", path), 5);
    int fd = open(path_in(path, "iamglass", version_file), O_RDONLY);
    ssize_t length = read(fd, bytes, sizeof bytes);
    close(fd);
    assert_true(length > 20);
    /* The magic is 14 bytes long; the date of the format stands behind it. */
    bytes[14] = (char)(bytes[14] + 1);
    write_file(version_file, bytes, (size_t)length);
    check_refused(path, XAP_VERSION);
}

static void a_missing_or_empty_table_is_refused(void **state)
{
    char path[PATH_BYTES], table[PATH_BYTES];
    make_numbered(path_in(*state, "db", path), 5);
    write_file(path_in(path, "postlist.glass", table), "", 0);
    check_refused(path, XAP_CORRUPT);
    unlink(table);
    check_refused(path, XAP_CORRUPT);
}

/* ------------------------------------------------------------------ several */

static void check_all_refused(const char *const *paths, size_t count, enum xap_code code)
{
    struct xap_error error = {0};
    assert_null(xap_open(paths, count, &error));
    assert_int_equal(error.code, code);
}

static void one_database_twice_or_its_copy_is_refused(void **state)
{
    char path[PATH_BYTES], copy[PATH_BYTES], command[2 * PATH_BYTES + 16];
    make_numbered(path_in(*state, "db", path), 5);
    snprintf(command, sizeof command, "cp -r %s %s", path, path_in(*state, "copy", copy));
    assert_int_equal(system(command), 0);
    const char *twice[] = {path, path}, *copied[] = {path, copy};
    check_all_refused(twice, 2, XAP_INVALID);
    check_all_refused(copied, 2, XAP_INVALID);
}

static void as_many_as_promised_open_and_no_more(void **state)
{
    static char paths[XAP_DATABASES_MAX + 1][PATH_BYTES];
    const char *pointers[XAP_DATABASES_MAX + 1];
    char name[16];
    for (int i = 0; i <= XAP_DATABASES_MAX; i++) {
        snprintf(name, sizeof name, "%d", i);
        make_numbered(pointers[i] = path_in(*state, name, paths[i]), 1);
    }
    check_all_refused(pointers, 0, XAP_INVALID);
    check_all_refused(NULL, 1, XAP_INVALID);
    check_all_refused(pointers, XAP_DATABASES_MAX + 1, XAP_LIMIT);
    struct xap_reader *reader = open_all(pointers, XAP_DATABASES_MAX);
    assert_int_equal(xap_database_count(reader), XAP_DATABASES_MAX);
    struct xap_query *query = term("all");
    struct xap_result *result = run_search(reader, &(struct xap_search){.query = query, .limit = 100});
    assert_int_equal(xap_result_count(result), XAP_DATABASES_MAX);
    assert_int_equal(xap_result_hit(result, XAP_DATABASES_MAX - 1).id.database, XAP_DATABASES_MAX - 1);
    xap_result_free(result);
    xap_query_free(query);
    xap_close(reader);
}

static void an_open_reader_outlives_its_directory(void **state)
{
    char path[PATH_BYTES], command[PATH_BYTES + 16];
    make_numbered(path_in(*state, "db", path), 5);
    struct xap_reader *reader = open_one(path);
    snprintf(command, sizeof command, "rm -r %s", path);
    assert_int_equal(system(command), 0);
    check_hits(reader, (struct xap_search){.weight = XAP_WEIGHT_NONE}, term("all"), "0:1 0:2 0:3 0:4 0:5");
    xap_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_there_is_not_found),
        TEST(a_file_is_no_database),
        TEST(a_stub_that_names_a_program_does_not_run_it),
        TEST(a_damaged_iamglass_is_refused),
        TEST(another_format_has_a_code_of_its_own),
        TEST(a_missing_or_empty_table_is_refused),
        TEST(one_database_twice_or_its_copy_is_refused),
        TEST(as_many_as_promised_open_and_no_more),
        TEST(an_open_reader_outlives_its_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
