/* tally as other programs use it: tallyd on a Unix socket, asked through libtally. Its index is that of engine_tally.c.
 */
#include "common.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/version.h"
#include "client/tally.h"
#include "tally_query.h"

#define START_TRIES      500
#define START_PAUSE_US   10000
#define QUERY_TIMEOUT_MS 60000

struct store {
    pid_t daemon;
    char socket[128];
    struct tally *tally;
};

static const char *version(void)
{
    return TALLY_VERSION;
}

static void index_articles(const char *input, const char *directory)
{
    (void)input, (void)directory;
    bench_die("tallyd serves the index that tally made");
}

/* ---- the daemon */

static void run_daemon(const char *socket_path, const char *directory)
{
    char program[TALLY_PATH_BYTES];
    tally_program_path("tallyd", program);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execl(program, program, "-d", directory, "-s", socket_path, (char *)NULL);
    _exit(127);
}

static void await_daemon(struct store *store)
{
    struct tally_error error = {.message = "it did not start"};
    for (int i = 0; i < START_TRIES; i++) {
        if (waitpid(store->daemon, NULL, WNOHANG) == store->daemon) bench_die("tallyd ended while starting");
        store->tally = tally_connect_unix(store->socket, &error);
        if (store->tally) return tally_set_timeout(store->tally, QUERY_TIMEOUT_MS);
        usleep(START_PAUSE_US);
    }
    kill(store->daemon, SIGTERM);
    bench_die("tallyd: %s", error.message);
}

static void *open_store(const char *directory)
{
    struct store *store = calloc(1, sizeof *store);
    if (!store) bench_die("no memory");
    const char *folder = getenv("TMPDIR");
    snprintf(store->socket, sizeof store->socket, "%s/tally-bench-%ld.sock", folder ? folder : "/tmp", (long)getpid());
    store->daemon = fork();
    if (store->daemon < 0) bench_die("a process cannot be started");
    if (store->daemon == 0) run_daemon(store->socket, directory);
    await_daemon(store);
    return store;
}

static void close_store(void *engine)
{
    struct store *store = engine;
    tally_close(store->tally);
    kill(store->daemon, SIGTERM);
    waitpid(store->daemon, NULL, 0);
    unlink(store->socket);
    free(store);
}

/* ---- answering */

static struct tally_results *search(struct store *store, const struct bench_task *task, bool count_only)
{
    char text[TALLY_QUERY_BYTES];
    struct tally_error error;
    tally_query_write(task, text);
    struct tally_search request = {.query = text, .limit = BENCH_TOP, .count_only = count_only};
    struct tally_results *results = tally_search(store->tally, &request, &error);
    if (!results) bench_die("tallyd: %s: %s", text, error.message);
    if (tally_partial(results)) bench_die("tallyd: %s: the time was up", text);
    return results;
}

static void take_hit(const struct tally_hit *hit, struct bench_answer *out)
{
    const char *texts[] = {hit->title, hit->date, hit->url, hit->source, hit->snippet};
    bench_hit(out, hit->id, strlen(hit->id));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) bench_text(out, texts[i], strlen(texts[i]));
}

static void answer(void *engine, const struct bench_task *task, struct bench_answer *out)
{
    struct tally_results *results = search(engine, task, false);
    for (size_t i = 0; i < tally_hit_count(results); i++) take_hit(tally_hit(results, i), out);
    tally_results_free(results);
}

static uint64_t count(void *engine, const struct bench_task *task)
{
    struct tally_results *results = search(engine, task, true);
    uint64_t total = tally_total(results, NULL);
    tally_results_free(results);
    return total;
}

const struct bench_engine bench_engine = {
    .name = "tallyd",
    .version = version,
    .index = index_articles,
    .open = open_store,
    .answer = answer,
    .count = count,
    .close = close_store,
    .served = true,
};
