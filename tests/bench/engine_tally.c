/* tally in process: the whole of an answer, by search_run(). */
#include "query/search.h"
#include "tally_query.h"
#include "tally_store.h"

static struct search_reply search(struct tally_store *store, const struct bench_task *task, bool count_only)
{
    char text[TALLY_QUERY_BYTES];
    struct error error;
    struct search_reply reply;
    tally_query_write(task, text);
    struct search_request request = {.query = slice_of(text), .limit = BENCH_TOP, .count_only = count_only};
    arena_reset(store->arena);
    if (search_run(store->arena, store->snapshot, store->stemmers, &request, &reply, &error) < 0)
        bench_die("tally: %s: %s", text, error.message);
    if (reply.partial) bench_die("tally: %s: the time was up", text);
    return reply;
}

static void take_hit(const struct search_hit *hit, struct bench_answer *out)
{
    const struct article *article = &hit->article;
    bench_hit(out, article->id.data, article->id.length);
    const struct slice texts[] = {article->title, article->date, article->url, article->source, hit->snippet.text};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) bench_text(out, texts[i].data, texts[i].length);
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
    .version = tally_store_version,
    .index = tally_store_index,
    .open = tally_store_open,
    .answer = answer,
    .count = count,
    .close = tally_store_close,
};
