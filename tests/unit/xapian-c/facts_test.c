/* Each fact about libxapian 1.4.22 that the wrapper contains, and the test that shows it contained.
 *
 *  handles cannot be shared by threads         threads_test   threads_with_handles_of_their_own_work_at_the_same_time
 *  directories are never synced                here finishing_and_merging_sync_every_file_and_both_directories it
 * commits by itself at 10,000 documents    here           eleven_thousand_documents_are_committed_at_once writer_test
 * nothing_can_be_read_before_finish a failed commit drops the batch silently    writer_test
 * a_full_disk_poisons_the_writer a term over 245 bytes or with NULs passes   here
 * nuls_that_kill_a_commit_are_refused_when_added add and kills the batch at commit         writer_test
 * a_term_of_130_nuls_is_refused_and_the_rest_of_the_batch_… a destructor commits                        here
 * a_writer_that_is_freed_commits_nothing set_time_limit() does not stop a match      stop_test
 * a_deadline_in_the_match_leaves_the_hits_ranked_so_far XOR with others reads freed memory          here
 * there_is_no_xor so does OP_MAX                            property_test  the_hits_are_those_of_a_plain_evaluation
 *  opening without DB_BACKEND_GLASS can run    open_test      a_stub_that_names_a_program_does_not_run_it
 *    programs
 *  deep or wide trees overflow the stack       query_test     a_query_has_64_levels_and_no_more
 *                                                             a_query_has_16384_leaves_and_no_more
 *  reopen() mixes indexes and documents        here           a_reader_sees_the_moment_it_was_opened
 *                                              open_test      an_open_reader_outlives_its_directory
 *  no checksums: damage crashes or misleads    damage_test    damage_is_answered_or_refused_but_no_exception_gets_out
 *  Database::check() can crash                 compact_test   every_damaged_byte_of_iamglass_gets_an_answer
 *  bad_alloc and length_error escape           here           running_out_of_memory_is_an_error_with_its_code
 *                                              damage_test    (as above)
 *  PHRASE, NEAR, SYNONYM lose matches or throw query_test     phrase_near_and_synonym_take_terms_and_ors_of_terms_only
 *    over anything but terms
 *  wdf wraps at 32 bits                        writer_test    what_is_out_of_bounds_is_refused
 *
 * Not shown here: power cuts (the sync is shown instead), and that small commits are dear (a measurement). */
#include "../test.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

/* ------------------------------------------------------------------ syncs, watched */

enum { SYNCS_MAX = 64 };
static char synced[SYNCS_MAX][PATH_BYTES];
static size_t sync_count;

/* Takes the C library's place for the whole program, notes the file's path, and syncs it. */
__attribute__((visibility("default"))) int fsync(int fd)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (sync_count < SYNCS_MAX) {
        ssize_t length = readlink(link, synced[sync_count], PATH_BYTES - 1);
        synced[sync_count++][length > 0 ? length : 0] = '\0';
    }
    return (int)syscall(SYS_fsync, fd);
}

static bool was_synced(const char *path)
{
    for (size_t i = 0; i < sync_count; i++) {
        if (strcmp(synced[i], path) == 0) return true;
    }
    return false;
}

/* The files first: a directory that is synced before them could name what is not there. */
static void check_synced(const char *parent, const char *path)
{
    unsigned files = 0;
    char name[PATH_BYTES];
    DIR *directory = opendir(path);
    assert_non_null(directory);
    for (const struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.') continue;
        if (!was_synced(path_in(path, entry->d_name, name))) refuse("%s was not synced", name);
        files++;
    }
    closedir(directory);
    assert_true(files >= 3);
    assert_string_equal(synced[sync_count - 2], path);
    assert_string_equal(synced[sync_count - 1], parent);
}

static void finishing_and_merging_sync_every_file_and_both_directories(void **state)
{
    char path[PATH_BYTES], merged[PATH_BYTES], parent[PATH_BYTES];
    struct xap_error error = {0};
    assert_non_null(realpath(*state, parent));
    make_numbered(path_in(parent, "db", path), 100);
    check_synced(parent, path);
    sync_count = 0;
    const char *source = path;
    assert_int_equal(xap_compact(&source, 1, path_in(parent, "merged", merged), &error), 0);
    check_synced(parent, merged);
}

/* ------------------------------------------------------------------ commits */

static void eleven_thousand_documents_are_committed_at_once(void **state)
{
    enum { DOCUMENTS = 11000 };
    char stock[PATH_BYTES], path[PATH_BYTES];
    struct xap_error error = {0};
    const struct xap_posting posting = {"word", 4, 1, NULL, 0};
    const struct xap_document document = {.postings = &posting, .posting_count = 1};
    assert_int_equal(raw_add_until_seen(path_in(*state, "stock", stock), DOCUMENTS), 10000);
    struct xap_writer *writer = xap_create(path_in(*state, "db", path), XAP_API, 0, &error);
    assert_non_null(writer);
    for (int i = 0; i < DOCUMENTS; i++) assert_int_equal(xap_add(writer, &document, NULL, &error), 0);
    struct xap_reader *before = open_one(path);
    assert_int_equal(xap_document_count(before, 0), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    struct xap_reader *after = open_one(path);
    assert_int_equal(xap_document_count(after, 0), DOCUMENTS);
    xap_close(before);
    xap_close(after);
    xap_writer_free(writer);
}

static void nuls_that_kill_a_commit_are_refused_when_added(void **state)
{
    char path[PATH_BYTES];
    bool refused_by_add, refused_by_commit;
    uint32_t left = raw_commit_nuls(path_in(*state, "stock", path), &refused_by_add, &refused_by_commit);
    assert_false(refused_by_add);
    assert_true(refused_by_commit);
    assert_int_equal(left, 0);
    struct xap_error error = {0};
    const char nuls[130] = {0};
    const struct xap_posting posting = {nuls, sizeof nuls, 1, NULL, 0};
    const struct xap_document document = {.postings = &posting, .posting_count = 1};
    struct xap_writer *writer = xap_create(path_in(*state, "db", path), XAP_API, 0, &error);
    assert_int_equal(xap_add(writer, &document, NULL, &error), -1);
    assert_int_equal(error.code, XAP_LIMIT);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
}

static void a_writer_that_is_freed_commits_nothing(void **state)
{
    char path[PATH_BYTES];
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path_in(*state, "db", path), XAP_API, 0, &error);
    const struct text_document document = {.text = "never to be seen"};
    for (int i = 0; i < 100; i++) assert_int_equal(add_text(writer, &document, &error), 0);
    assert_int_equal(xap_set_metadata(writer, "key", "x", 1, &error), 0);
    xap_writer_free(writer);
    struct xap_reader *reader = open_one(path);
    struct xap_bytes bytes = {0};
    assert_int_equal(xap_document_count(reader, 0), 0);
    assert_int_equal(xap_metadata(reader, 0, "key", &bytes, &error), -1);
    xap_close(reader);
}

static void a_reader_sees_the_moment_it_was_opened(void **state)
{
    char path[PATH_BYTES], old[PATH_BYTES];
    struct xap_error error = {0};
    struct xap_bytes data = {0};
    const struct text_document one = {.text = "old words"}, other = {.text = "new words"};
    make_database(path_in(*state, "db", path), &one, 1);
    struct xap_reader *reader = open_one(path);
    assert_int_equal(rename(path, path_in(*state, "old", old)), 0);
    make_database(path, &other, 1);
    check_hits(reader, (struct xap_search){.limit = 9}, term("old"), "0:1");
    check_hits(reader, (struct xap_search){.limit = 9}, term("new"), "");
    assert_int_equal(xap_document_data(reader, (struct xap_document_id){0, 1}, &data, &error), 0);
    assert_string_equal(data.data, "old words");
    xap_bytes_free(&data);
    xap_close(reader);
}

/* ------------------------------------------------------------------ the language, the memory */

/* Every operator there is, by its description. */
static void there_is_no_xor(void **state)
{
    (void)state;
    for (int op = XAP_AND; op <= XAP_MAX; op++) {
        struct xap_error error = {0};
        struct xap_bytes words = {0};
        struct xap_query *query = join_words((enum xap_operator)op, "a b", 0);
        assert_int_equal(xap_query_describe(query, &words, &error), 0);
        assert_null(strstr(words.data, "XOR"));
        assert_null(strstr(words.data, "MAX"));
        xap_bytes_free(&words);
        xap_query_free(query);
    }
}

/* The sanitizers end a program that runs out of memory themselves. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MEMORY_ENDS 0
#elif defined(__has_feature)
#define MEMORY_ENDS !(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define MEMORY_ENDS 1
#endif

static enum xap_code collect_many_hits(const char *path)
{
    struct xap_error error = {0};
    struct xap_reader *reader = xap_open(&path, 1, &error);
    struct xap_query *query = xap_query_everything(&error);
    struct xap_search search = {.query = query, .limit = XAP_HITS_MAX};
    struct xap_result *result = reader && query ? xap_search_run(reader, &search, &error) : NULL;
    return result ? XAP_OK : error.code;
}

static int run_short_of_memory(const char *path, rlim_t bytes)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = {bytes, bytes}, no_core = {0, 0};
        signal(SIGABRT, SIG_DFL);
        setrlimit(RLIMIT_CORE, &no_core);
        setrlimit(RLIMIT_DATA, &limit);
        _exit((int)collect_many_hits(path));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void running_out_of_memory_is_an_error_with_its_code(void **state)
{
    char path[PATH_BYTES];
    bool refused = false, answered = false;
    if (!MEMORY_ENDS) skip();
    make_numbered(path_in(*state, "db", path), 60000);
    for (rlim_t bytes = 1 << 18; !answered && bytes < (rlim_t)1 << 32; bytes += bytes / 8) {
        int status = run_short_of_memory(path, bytes);
        if (WIFSIGNALED(status)) {
            /* An exception that got out ends in abort(); anything else is libxapian's own crash. */
            assert_int_not_equal(WTERMSIG(status), SIGABRT);
            continue;
        }
        refused = refused || WEXITSTATUS(status) == XAP_NO_MEMORY;
        answered = WEXITSTATUS(status) == XAP_OK;
        if (!answered) assert_int_equal(WEXITSTATUS(status), XAP_NO_MEMORY);
    }
    assert_true(refused);
    assert_true(answered);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finishing_and_merging_sync_every_file_and_both_directories),
        TEST(eleven_thousand_documents_are_committed_at_once),
        TEST(nuls_that_kill_a_commit_are_refused_when_added),
        TEST(a_writer_that_is_freed_commits_nothing),
        TEST(a_reader_sees_the_moment_it_was_opened),
        TEST(there_is_no_xor),
        TEST(running_out_of_memory_is_an_error_with_its_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
