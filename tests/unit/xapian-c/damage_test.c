/* Random damage to every file: an answer or an error with words, never an exception across the border.
 *
 * libxapian itself can crash on damage, and no wrapper can contain that: processes do. So each damaged database is
 * opened and searched in a child, and crashes are counted apart from what the child reports of the wrapper. */
#include "../test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

enum {
    DOCUMENTS = 400,
    TRIALS = 60,         /* for each file and each kind of damage */
    SECONDS_MAX = 20,    /* processor time of a child */
    MEMORY_MAX = 1 << 30 /* damaged sizes ask for absurd amounts */
};

static const char *const files[] = {"iamglass", "postlist.glass", "position.glass", "docdata.glass"};
enum { FILES = sizeof files / sizeof *files };

enum damage { FLIP_BIT, ZERO_BLOCK, RANDOM_BYTES, TRUNCATE, KINDS };

/* What a child says by its exit status, and how a sanitizer ends it. */
enum { ANSWERED = 0, BY_SANITIZER = 1, REFUSED = 50, WITHOUT_WORDS = 51 };

static uint64_t random_state;

static uint32_t below(uint64_t limit)
{
    random_state = random_state * 6364136223846793005 + 1442695040888963407;
    return (uint32_t)((random_state >> 33) % limit);
}

/* ------------------------------------------------------------------ the whole file, damaged and mended */

struct file {
    char path[PATH_BYTES];
    unsigned char *bytes;
    size_t size;
};

static struct file read_file(const char *directory, const char *name)
{
    struct file file;
    struct stat status;
    int fd = open(path_in(directory, name, file.path), O_RDONLY);
    assert_true(fd >= 0 && fstat(fd, &status) == 0);
    file.size = (size_t)status.st_size;
    file.bytes = malloc(file.size + 1);
    assert_int_equal(read(fd, file.bytes, file.size), file.size);
    close(fd);
    return file;
}

static void write_file(const struct file *file, const unsigned char *bytes, size_t size)
{
    int fd = open(file->path, O_WRONLY | O_TRUNC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    close(fd);
}

static void damage_file(const struct file *file, enum damage damage)
{
    unsigned char *bytes = malloc(file->size + 1);
    size_t size = file->size, at = below(size), run = 1 + below(16);
    memcpy(bytes, file->bytes, size);
    if (damage == FLIP_BIT) bytes[at] ^= (unsigned char)(1u << below(8));
    if (damage == ZERO_BLOCK) memset(bytes + at / 512 * 512, 0, size - at / 512 * 512 < 512 ? size % 512 : 512);
    if (damage == RANDOM_BYTES) {
        for (size_t i = at; i < size && i < at + run; i++) bytes[i] = (unsigned char)below(256);
    }
    if (damage == TRUNCATE) size = at;
    write_file(file, bytes, size);
    free(bytes);
}

/* ------------------------------------------------------------------ the child */

static bool ignore_term(void *context, const char *name, size_t length, uint32_t frequency)
{
    (void)name, (void)length, (void)frequency;
    return ++*(unsigned *)context < 100000;
}

static int search_once(const struct xap_reader *reader, struct xap_query *query, struct xap_error *error)
{
    const uint32_t slot = 0;
    struct xap_search search = {.query = query, .limit = 20, .exact_total = true, .sort = XAP_SORT_VALUE_ASCENDING};
    search.facet_slots = &slot;
    search.facet_slot_count = 1;
    struct xap_result *result = query ? xap_search_run(reader, &search, error) : NULL;
    int outcome = result ? 0 : -1;
    xap_result_free(result);
    xap_query_free(query);
    return outcome;
}

static int use(const struct xap_reader *reader, struct xap_error *error)
{
    unsigned seen = 0;
    struct xap_bytes bytes = {0};
    if (xap_terms(reader, "", 0, ignore_term, &seen, error) != 0) return -1;
    if (search_once(reader, join_words(XAP_PHRASE, "alpha beta", 0), error) != 0) return -1;
    if (search_once(reader, join_words(XAP_OR, "alpha w7 w70", 0), error) != 0) return -1;
    if (search_once(reader, xap_query_value_range(0, "1", 1, "3", 1, error), error) != 0) return -1;
    for (uint32_t docid = 1; docid <= DOCUMENTS; docid += 17) {
        if (xap_document_data(reader, (struct xap_document_id){0, docid}, &bytes, error) != 0) return -1;
        xap_bytes_free(&bytes);
    }
    return 0;
}

static int answer(const char *path)
{
    struct xap_error error = {0};
    struct xap_reader *reader = xap_open(&path, 1, &error);
    int outcome = reader ? use(reader, &error) : -1;
    xap_close(reader);
    if (outcome == 0) return ANSWERED;
    return error.code == XAP_OK || error.message[0] == '\0' ? WITHOUT_WORDS : REFUSED;
}

/* The sanitizers reserve more address space than any limit leaves. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIMITS_MEMORY 0
#elif defined(__has_feature)
#define LIMITS_MEMORY !(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define LIMITS_MEMORY 1
#endif

static void keep_report(const char *path)
{
    char report[PATH_BYTES];
    snprintf(report, sizeof report, "%s.report", path);
    int fd = open(report, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd >= 0) dup2(fd, STDERR_FILENO);
}

/* A sanitizer's report on libxapian is a crash of libxapian's; on the wrapper it is the wrapper's bug. The first of the
 * two that stands in the list of callers did it. */
static void blame(const char *path)
{
    char report[PATH_BYTES];
    static char words[1 << 16];
    snprintf(report, sizeof report, "%s.report", path);
    FILE *file = fopen(report, "r");
    assert_non_null(file);
    words[fread(words, 1, sizeof words - 1, file)] = '\0';
    fclose(file);
    const char *theirs = strstr(words, "libxapian.so"), *ours = strstr(words, "/xapian-c/");
    if (!theirs || (ours && ours < theirs)) refuse("%s", words);
}

/* abort() is kept apart from a crash: it is what an exception that nobody catches ends in. */
static int wait_status_of(const char *path)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit no_core = {0, 0}, time = {SECONDS_MAX, SECONDS_MAX}, memory = {MEMORY_MAX, MEMORY_MAX};
        static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE};
        for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
        setrlimit(RLIMIT_CORE, &no_core);
        setrlimit(RLIMIT_CPU, &time);
        keep_report(path);
        if (LIMITS_MEMORY) setrlimit(RLIMIT_AS, &memory);
        _exit(answer(path));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == BY_SANITIZER) blame(path);
    return status;
}

/* ------------------------------------------------------------------ the test */

struct counts {
    unsigned answered, refused, crashed, timed_out;
};

static void count(struct counts *counts, int status, const char *file, int damage)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) refuse("%s, damage %d: an exception got out", file, damage);
    if (WIFEXITED(status) && WEXITSTATUS(status) == WITHOUT_WORDS) refuse("%s: an error without words", file);
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        counts->timed_out++;
    else if (WIFSIGNALED(status))
        counts->crashed++;
    else if (WEXITSTATUS(status) == REFUSED)
        counts->refused++;
    else
        counts->answered++;
}

static void make_varied(const char *path)
{
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path, XAP_DIRECT, 0, &error);
    assert_non_null(writer);
    for (unsigned number = 1; number <= DOCUMENTS; number++) {
        char text[256], value[8];
        snprintf(text, sizeof text, "alpha %s w%u w%u w%u gamma", number % 3 ? "beta" : "delta beta", number % 50,
                 number, number * 7919 % 1000);
        snprintf(value, sizeof value, "%u", number % 5);
        assert_int_equal(add_text(writer, &(struct text_document){text, {value}}, &error), 0);
    }
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
}

static void damage_is_answered_or_refused_but_no_exception_gets_out(void **state)
{
    char path[PATH_BYTES];
    struct counts counts = {0};
    const char *seed = getenv("XAPIAN_C_SEED");
    random_state = seed ? strtoull(seed, NULL, 0) : 1;
    make_varied(path_in(*state, "db", path));
    assert_int_equal(wait_status_of(path), ANSWERED);
    for (int f = 0; f < FILES; f++) {
        struct file file = read_file(path, files[f]);
        for (int trial = 0; trial < TRIALS * KINDS; trial++) {
            damage_file(&file, (enum damage)(trial % KINDS));
            count(&counts, wait_status_of(path), files[f], trial % KINDS);
        }
        write_file(&file, file.bytes, file.size);
        free(file.bytes);
    }
    print_message("of %d damaged databases %u answered, %u were refused with words, %u crashed libxapian, %u took "
                  "over %d s\n",
                  FILES * TRIALS * KINDS, counts.answered, counts.refused, counts.crashed, counts.timed_out,
                  SECONDS_MAX);
    assert_true(counts.refused > 0);
    assert_int_equal(wait_status_of(path), ANSWERED);
}

/* A database with deletions is looked through when it is opened: what iamglass says of its size may be a lie. */
static void a_database_that_lies_about_its_size_is_answered_or_refused(void **state)
{
    static const unsigned char masks[] = {0xFF, 0x01, 0x10};
    char path[PATH_BYTES];
    struct counts counts = {0};
    raw_make_with_deletions(path_in(*state, "db", path), 3000, 2, 9);
    struct file file = read_file(path, "iamglass");
    for (size_t i = 0; i < file.size * sizeof masks; i++) {
        const unsigned char kept = file.bytes[i / sizeof masks];
        file.bytes[i / sizeof masks] ^= masks[i % sizeof masks];
        write_file(&file, file.bytes, file.size);
        count(&counts, wait_status_of(path), "iamglass", FLIP_BIT);
        file.bytes[i / sizeof masks] = kept;
    }
    free(file.bytes);
    assert_true(counts.refused > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_database_that_lies_about_its_size_is_answered_or_refused, scratch_make,
                                        scratch_remove),
        cmocka_unit_test_setup_teardown(damage_is_answered_or_refused_but_no_exception_gets_out, scratch_make,
                                        scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
