/* tally in process: tally-index makes the index, lib/query answers. */
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/version.h"
#include "query/search.h"
#include "tally_query.h"

struct store {
    struct snapshot *snapshot;
    struct stemmer *stemmer;
    struct arena *arena; /* of one answer */
};

static const char *version(void)
{
    return TALLY_VERSION;
}

static void index_articles(const char *input, const char *directory)
{
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - sizeof "tally-index");
    while (length > 0 && program[length - 1] != '/') length--;
    if (length <= 0) bench_die("the folder of this program is not known");
    snprintf(program + length, sizeof program - (size_t)length, "tally-index");
    execl(program, program, "--quiet", "-d", directory, input, (char *)NULL);
    bench_die("%s cannot be run", program);
}

static void *open_store(const char *directory)
{
    struct error error;
    struct store *store = calloc(1, sizeof *store);
    if (!store) bench_die("no memory");
    store->snapshot = snapshot_open(directory, &error);
    if (!store->snapshot) bench_die("tally: %s", error.message);
    store->stemmer = stemmer_new(slice_of(snapshot_settings(store->snapshot)->stem), &error);
    if (!store->stemmer) bench_die("tally: %s", error.message);
    store->arena = arena_new(SEARCH_ARENA_BYTES);
    if (!store->arena) bench_die("no memory");
    return store;
}

static void close_store(void *engine)
{
    struct store *store = engine;
    arena_free(store->arena);
    stemmer_free(store->stemmer);
    snapshot_close(store->snapshot);
    free(store);
}

static struct search_reply search(struct store *store, const struct bench_task *task, bool count_only)
{
    char text[TALLY_QUERY_BYTES];
    struct error error;
    struct search_reply reply;
    tally_query_write(task, text);
    struct search_request request = {.query = slice_of(text), .limit = BENCH_TOP, .count_only = count_only};
    arena_reset(store->arena);
    if (search_run(store->arena, store->snapshot, store->stemmer, &request, &reply, &error) < 0)
        bench_die("tally: %s: %s", text, error.message);
    if (reply.partial) bench_die("tally: %s: the time was up", text);
    return reply;
}

static void take_hit(const struct search_hit *hit, struct bench_answer *out)
{
    const struct article *article = &hit->article;
    bench_hit(out, article->id.data, article->id.length);
    bench_text(out, article->title.data, article->title.length);
    bench_text(out, article->date.data, article->date.length);
    bench_text(out, article->url.data, article->url.length);
    bench_text(out, article->source.data, article->source.length);
    bench_text(out, hit->snippet.text.data, hit->snippet.text.length);
}

static void answer(void *engine, const struct bench_task *task, struct bench_answer *out)
{
    struct search_reply reply = search(engine, task, false);
    for (size_t i = 0; i < reply.hit_count; i++) take_hit(&reply.hits[i], out);
}

static uint64_t count(void *engine, const struct bench_task *task)
{
    return search(engine, task, true).total;
}

const struct bench_engine bench_engine = {
    .name = "tally",
    .version = version,
    .index = index_articles,
    .open = open_store,
    .answer = answer,
    .count = count,
    .close = close_store,
};
