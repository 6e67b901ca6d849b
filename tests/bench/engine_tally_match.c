/* tally's matching alone: parse, compile, match, ten ids, as little as the other engines do outside pages. What
 * search_run() takes beyond it goes into exact totals, stored fields, snippets and figures. */
#include "query/compile.h"
#include "query/parse.h"
#include "tally_query.h"
#include "tally_store.h"

static const struct query_options OPTIONS = {.match = MATCH_ALL};

static const char *cannot(const struct bench_task *task)
{
    return task->page ? "matching makes no pages" : NULL;
}

static struct xap_query *compile(struct tally_store *store, const struct bench_task *task)
{
    char text[TALLY_QUERY_BYTES];
    struct error error;
    struct query query;
    struct xap_query *compiled;
    struct moment moment = {.arena = store->arena};
    tally_query_write(task, text);
    struct slice kept = arena_copy(store->arena, slice_of(text));
    if (query_parse(store->arena, kept, &OPTIONS, &query, &error) < 0 ||
        query_compile(store->arena, store->snapshot, store->stemmers, &OPTIONS, &moment, &query, &compiled, &error) < 0)
        bench_die("tally: %s: %s", text, error.message);
    return compiled;
}

/* Ranked as search_run() ranks; what only filters is sorted by date. */
static struct xap_result *match(struct tally_store *store, const struct bench_task *task, bool exact_total)
{
    struct xap_error failure = {0};
    arena_reset(store->arena);
    struct xap_search search = {.query = compile(store, task),
                                .alive = snapshot_alive(store->snapshot),
                                .weight = task->word_count ? XAP_WEIGHT_IMPACT : XAP_WEIGHT_NONE,
                                .sort = task->word_count ? XAP_SORT_WEIGHT : XAP_SORT_VALUE_DESCENDING,
                                .sort_slot = schema_field(FIELD_NAME_DATE)->slot,
                                .limit = exact_total ? 0 : BENCH_TOP,
                                .exact_total = exact_total};
    struct xap_result *result = xap_search_run(snapshot_reader(store->snapshot), &search, &failure);
    if (!result) bench_die("tally: %s", failure.message);
    return result;
}

static void answer(void *engine, const struct bench_task *task, struct bench_answer *out)
{
    struct tally_store *store = engine;
    struct xap_result *result = match(store, task, false);
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct article article;
        struct error error;
        struct xap_document_id id = xap_result_hit(result, i).id;
        if (snapshot_article(store->snapshot, store->arena, id, ARTICLE_HEAD, &article, &error) < 0)
            bench_die("tally: %s", error.message);
        bench_hit(out, article.id.data, article.id.length);
    }
    xap_result_free(result);
}

static uint64_t count(void *engine, const struct bench_task *task)
{
    bool exact;
    struct xap_result *result = match(engine, task, true);
    uint64_t total = xap_result_total(result, &exact);
    xap_result_free(result);
    return total;
}

const struct bench_engine bench_engine = {
    .name = "match",
    .version = tally_store_version,
    .index = tally_store_index,
    .open = tally_store_open,
    .cannot = cannot,
    .answer = answer,
    .count = count,
    .close = tally_store_close,
};
