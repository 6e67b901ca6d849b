/* Files are read within a limit, replaced as a whole, and removed with their folder. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

static int make_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    char path[256];
    snprintf(path, sizeof path, "%s/tally-file-XXXXXX", base ? base : "/tmp");
    *state = mkdtemp(path) ? strdup(path) : NULL;
    return *state ? 0 : -1;
}

static int remove_folder(void **state)
{
    int result = file_remove_tree(*state, NULL);
    free(*state);
    return result;
}

static void a_replaced_file_holds_the_new_bytes_and_no_leftover_stays(void **state)
{
    char path[300], fresh[310];
    snprintf(path, sizeof path, "%s/a", (char *)*state);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    struct error error;
    assert_int_equal(file_replace(path, slice_of("one"), &error), 0);
    assert_int_equal(file_replace(path, slice_of("second"), &error), 0);
    struct buffer bytes;
    buffer_init(&bytes, 100);
    assert_int_equal(file_read(path, &bytes, &error), 0);
    assert_string_equal(bytes.data, "second");
    assert_int_not_equal(access(fresh, F_OK), 0);
    buffer_free(&bytes);
}

static void a_file_larger_than_the_limit_is_refused_and_one_of_that_size_is_not(void **state)
{
    char path[300];
    snprintf(path, sizeof path, "%s/large", (char *)*state);
    struct error error;
    assert_int_equal(file_create(path, slice_of("12345"), &error), 0);
    struct buffer bytes;
    buffer_init(&bytes, 4);
    assert_int_equal(file_read(path, &bytes, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    buffer_free(&bytes);
    buffer_init(&bytes, 5);
    assert_int_equal(file_read(path, &bytes, &error), 0);
    assert_int_equal(bytes.length, 5);
    buffer_free(&bytes);
}

static void creating_never_overwrites(void **state)
{
    char path[300];
    snprintf(path, sizeof path, "%s/once", (char *)*state);
    struct error error;
    assert_int_equal(file_create(path, slice_of("first"), &error), 0);
    assert_int_equal(file_create(path, slice_of("again"), &error), -1);
    struct buffer bytes;
    buffer_init(&bytes, 100);
    assert_int_equal(file_read(path, &bytes, &error), 0);
    assert_string_equal(bytes.data, "first");
    buffer_free(&bytes);
}

static void a_missing_file_is_named_in_the_message(void **state)
{
    char path[300];
    snprintf(path, sizeof path, "%s/nowhere", (char *)*state);
    struct error error;
    struct buffer bytes;
    buffer_init(&bytes, 100);
    assert_int_equal(file_read(path, &bytes, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "nowhere"));
}

static void directories_are_made_with_their_parents_and_removed_with_their_files(void **state)
{
    char path[310], file[320], top[300];
    snprintf(top, sizeof top, "%s/x", (char *)*state);
    snprintf(path, sizeof path, "%s/y/z", top);
    snprintf(file, sizeof file, "%s/f", path);
    struct error error;
    assert_int_equal(file_make_directory(path, &error), 0);
    assert_int_equal(file_make_directory(path, &error), 0);
    assert_int_equal(file_create(file, slice_of(""), &error), 0);
    assert_int_equal(file_make_directory(file, &error), -1);
    assert_int_equal(file_remove_tree(top, &error), 0);
    struct stat status;
    assert_int_not_equal(stat(top, &status), 0);
    assert_int_equal(file_remove_tree(top, &error), 0);
}

/* What has been synced, by path and in order; the real call follows. */
static char synced[8][PATH_MAX];
static size_t synced_count;

__attribute__((visibility("default"))) int fsync(int fd)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (synced_count < sizeof synced / sizeof *synced) {
        ssize_t length = readlink(link, synced[synced_count], PATH_MAX - 1);
        synced[synced_count++][length < 0 ? 0 : length] = '\0';
    }
    return (int)syscall(SYS_fsync, fd);
}

static void the_parent_of_each_directory_made_is_synced(void **state)
{
    char path[310], below[400];
    struct error error;
    snprintf(path, sizeof path, "%s/x//y/z//", (char *)*state);
    synced_count = 0;
    assert_int_equal(file_make_directory(path, &error), 0);
    assert_int_equal(synced_count, 3);
    assert_string_equal(synced[0], (char *)*state);
    snprintf(below, sizeof below, "%s/x", (char *)*state);
    assert_string_equal(synced[1], below);
    snprintf(below, sizeof below, "%s/x/y", (char *)*state);
    assert_string_equal(synced[2], below);
    assert_int_equal(file_make_directory(path, &error), 0);
    assert_int_equal(file_make_directory("/", &error), 0);
    assert_int_equal(synced_count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_replaced_file_holds_the_new_bytes_and_no_leftover_stays, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_file_larger_than_the_limit_is_refused_and_one_of_that_size_is_not,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(creating_never_overwrites, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_missing_file_is_named_in_the_message, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(directories_are_made_with_their_parents_and_removed_with_their_files,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(the_parent_of_each_directory_made_is_synced, make_folder, remove_folder),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
