/* The walk of a request: parse, compile, match, read the hits. */
#include "query/search.h"

#include "base/clock.h"
#include "query/collapse.h"
#include "query/compile.h"
#include "query/facets.h"
#include "query/figure_order.h"
#include "query/hit.h"
#include "query/order.h"
#include "query/walk.h"

/* A request under way. */
struct run {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct stemmers *stemmers;
    const struct search_request *request;
    struct query *query;
    struct xap_query *compiled;
    struct figure_order *order; /* sorted by figures */
    struct xap_stop stop;
    struct xap_search search;
    struct walk walk;
    struct collapsed collapsed; /* of a request that folds duplicates */
};

/* ---- limits */

static int check_request(const struct search_request *request, struct error *error)
{
    if (request->limit > SEARCH_LIMIT_MAX)
        return fail(error, ERROR_LIMIT, 0, "expected a limit of at most %d, found %u", SEARCH_LIMIT_MAX,
                    request->limit);
    if ((uint64_t)request->offset + request->limit > SEARCH_WINDOW_MAX)
        return fail(error, ERROR_LIMIT, 0, "expected offset + limit of at most %d, found %lu", SEARCH_WINDOW_MAX,
                    (unsigned long)request->offset + request->limit);
    if (request->collapse && (uint64_t)request->offset + request->limit > SEARCH_COLLAPSED_MAX)
        return fail(error, ERROR_LIMIT, 0,
                    "expected offset + limit of at most %d where duplicates are folded, found %u", SEARCH_COLLAPSED_MAX,
                    request->offset + request->limit);
    if (request->collapse && request->cursor.length)
        return fail(error, ERROR_BAD_REQUEST, 0, "cursor: expected none where duplicates are folded");
    if (request->cursor.length && request->offset)
        return fail(error, ERROR_BAD_REQUEST, 0, "offset: expected none beside a cursor");
    if (request->timeout_ms < 0 || request->timeout_ms > SEARCH_TIMEOUT_MS_MAX)
        return fail(error, ERROR_LIMIT, 0, "expected a timeout of at most %d ms, found %ld", SEARCH_TIMEOUT_MS_MAX,
                    (long)request->timeout_ms);
    return 0;
}

/* ---- matching */

static void free_result(void *result)
{
    xap_result_free(result);
}

static const struct xap_result *match(struct run *run, uint32_t offset, uint32_t limit, struct error *error)
{
    const struct search_request *request = run->request;
    struct xap_error failure = {0};
    run->search = (struct xap_search){.query = run->compiled,
                                      .alive = snapshot_alive(run->snapshot),
                                      .stop = &run->stop,
                                      .offset = offset,
                                      .limit = limit,
                                      .sort_key = figure_order_key,
                                      .sort_context = run->order,
                                      .exact_total = true};
    order_choose(request->sort, run->query->root, &run->search);
    walk_place(&run->walk, &run->search);
    struct xap_result *result = xap_search_run(snapshot_reader(run->snapshot), &run->search, &failure);
    if (!result) {
        index_fail(error, &failure);
        return NULL;
    }
    if (arena_defer(run->arena, free_result, result) == 0) return result;
    fail(error, ERROR_NO_MEMORY, 0, "no memory for the result");
    return NULL;
}

/* ---- hits */

/* Hit `i` of the page, and what it stands for. */
static int read_hit(struct hit_reader *reader, const struct run *run, const struct xap_result *result, size_t i,
                    struct search_hit *hit, struct error *error)
{
    const struct collapsed_hit *collapsed = run->collapsed.items ? &run->collapsed.items[i] : NULL;
    struct xap_hit matched = collapsed ? collapsed->hit : xap_result_hit(result, i);
    hit->document = matched.id;
    hit->score = matched.weight;
    if (hit_fill(reader, hit, error) < 0) return -1;
    return collapsed ? collapse_list(reader, collapsed, hit, error) : 0;
}

static int read_hits(struct hit_reader *reader, const struct run *run, const struct xap_result *result,
                     struct search_reply *out, struct error *error)
{
    size_t count = run->collapsed.items ? run->collapsed.count : xap_result_count(result);
    out->hits = arena_array(reader->arena, count, sizeof *out->hits);
    if (!out->hits) return fail(error, ERROR_NO_MEMORY, 0, "no memory for %zu hits", count);
    while (out->hit_count < count) {
        if (read_hit(reader, run, result, out->hit_count, &out->hits[out->hit_count], error) < 0) return -1;
        out->hit_count++;
        if (clock_monotonic_us() >= reader->deadline_us) break;
    }
    if (out->hit_count < count) out->partial = true;
    return 0;
}

static int64_t timeout_us(const struct search_request *request)
{
    return (request->timeout_ms ? request->timeout_ms : SEARCH_TIMEOUT_MS) * 1000;
}

/* What is left of the time, or a share of it: a match that took all of it has hits to show too. */
static int64_t reading_deadline_us(const struct run *run)
{
    int64_t least = clock_monotonic_us() + (int64_t)(SEARCH_READING_SHARE * (double)timeout_us(run->request));
    return run->stop.deadline_us > least ? run->stop.deadline_us : least;
}

/* As many hits as it takes to fill the page with different ones, and to know of one behind it. */
static const struct xap_result *match_collapsed(struct run *run, struct error *error)
{
    const struct search_request *request = run->request;
    uint32_t wanted = request->offset + request->limit, looked = COLLAPSE_AHEAD * wanted;
    if (looked < COLLAPSE_LOOKED_MIN) looked = COLLAPSE_LOOKED_MIN;
    for (;; looked *= 2) {
        if (looked > SEARCH_LOOKED_MAX) looked = SEARCH_LOOKED_MAX;
        const struct xap_result *result = match(run, 0, looked, error);
        struct collapse_page page = {request->offset, request->limit, reading_deadline_us(run)};
        if (!result || collapse_hits(run->arena, run->snapshot, result, &page, &run->collapsed, error) < 0) return NULL;
        bool all = xap_result_count(result) < looked || looked == SEARCH_LOOKED_MAX;
        if (all || run->collapsed.more || run->collapsed.partial || xap_result_partial(result)) return result;
    }
}

static const struct xap_result *find(struct run *run, struct search_reply *out, struct error *error)
{
    const struct search_request *request = run->request;
    bool collapse = request->collapse && !request->count_only;
    const struct xap_result *result =
        collapse ? match_collapsed(run, error)
                 : match(run, request->offset, request->count_only ? 0 : request->limit, error);
    if (!result) return NULL;
    out->total = xap_result_total(result, &out->total_exact);
    out->partial = xap_result_partial(result) || run->collapsed.partial;
    out->more = run->collapsed.more;
    return result;
}

/* Behind a cursor every hit is in its place for good: where the match was cut short, others may stand before those it
 * found. */
static bool is_shown(const struct run *run, const struct xap_result *result)
{
    bool sure = !xap_result_partial(result) || run->request->cursor.length == 0;
    return sure && xap_result_count(result) > 0;
}

static int fill_hits(const struct run *run, const struct xap_result *result, struct search_reply *out,
                     struct error *error)
{
    struct hit_reader reader = {.snapshot = run->snapshot,
                                .stemmers = run->stemmers,
                                .arena = run->arena,
                                .wanted = run->request->wanted,
                                .order = run->order,
                                .deadline_us = reading_deadline_us(run)};
    if (!is_shown(run, result)) return 0;
    if (clauses_list(run->arena, run->query->root, run->stemmers, &reader.clauses, error) < 0) return -1;
    int status = hit_reader_open(&reader) ? read_hits(&reader, run, result, out, error)
                                          : fail(error, ERROR_NO_MEMORY, 0, "no memory to read articles");
    hit_reader_close(&reader);
    return status;
}

/* ---- facets */

static int count_facets(const struct run *run, struct search_reply *out, struct error *error)
{
    const struct search_request *request = run->request;
    struct facet_source source = {run->arena, run->snapshot, run->stemmers, run->compiled, &run->stop};
    if (request->facet_count == 0) return 0;
    return facets_count(&source, request->facets, request->facet_count, out->facets, &out->facets_exact, error);
}

/* Before anything is counted: of an index that holds nothing, they stay empty. */
static int name_facets(struct arena *arena, const struct search_request *request, struct search_reply *out,
                       struct error *error)
{
    out->facets = arena_array(arena, request->facet_count, sizeof *out->facets);
    if (!out->facets) return fail(error, ERROR_NO_MEMORY, 0, "no memory for facets");
    out->facets_exact = true;
    for (size_t i = 0; i < request->facet_count; i++) out->facets[i] = (struct facet){.name = request->facets[i].text};
    return 0;
}

/* ---- explanation */

static int explain(struct arena *arena, const struct query_node *root, const struct xap_query *query,
                   struct search_reply *out, struct error *error)
{
    struct buffer text;
    struct xap_bytes description = {0};
    struct xap_error failure = {0};
    buffer_init(&text, SEARCH_EXPLANATION_MAX);
    query_print(root, &text);
    if (query && xap_query_describe(query, &description, &failure) == 0) {
        buffer_byte(&text, '\n');
        buffer_append(&text, description.data, description.length);
    }
    out->explanation = arena_copy(arena, buffer_view(&text));
    xap_bytes_free(&description);
    buffer_free(&text);
    return out->explanation.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for the explanation");
}

/* ---- all of it */

static int copy_notes(struct arena *arena, const struct query *query, struct search_reply *out, struct error *error)
{
    out->note_count = query->note_count;
    out->notes = arena_array(arena, query->note_count, sizeof *out->notes);
    if (!out->notes) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the notes");
    memcpy(out->notes, query->notes, query->note_count * sizeof *out->notes);
    return 0;
}

static int order_by_figure(struct run *run, struct error *error)
{
    const struct search_request *request = run->request;
    bool greatest = request->sort == SORT_FIGURE_GREATEST;
    if (!request->sort_figure) return 0;
    run->order = figure_order_new(run->arena, run->snapshot, run->stemmers, request->sort_figure, greatest, error);
    run->walk.order = run->order;
    return run->order ? 0 : -1;
}

static int compile(struct run *run, struct search_reply *out, struct error *error)
{
    const struct query_options *options = &run->request->options;
    if (walk_begin(&run->walk, error) < 0) return -1;
    walk_languages(&run->walk, run->stemmers);
    if (query_compile(run->arena, run->snapshot, run->stemmers, options, &run->walk.cursor.moment, run->query,
                      &run->compiled, error) < 0)
        return -1;
    if (walk_check(&run->walk, error) < 0) return -1;
    return run->request->explain ? explain(run->arena, run->query->root, run->compiled, out, error) : 0;
}

static int answer(struct run *run, struct search_reply *out, struct error *error)
{
    if (compile(run, out, error) < 0 || order_by_figure(run, error) < 0) return -1;
    const struct xap_result *result = find(run, out, error);
    if (!result) return -1;
    if (count_facets(run, out, error) < 0 || fill_hits(run, result, out, error) < 0) return -1;
    return walk_next(&run->walk, &run->search, result, out, error);
}

/* The stemmers outlive the request, which may use fewer languages than they hold. */
static int answer_in_languages(struct run *run, struct search_reply *out, struct error *error)
{
    uint32_t held = stemmers_held(run->stemmers);
    int status = answer(run, out, error);
    stemmers_hold(run->stemmers, held, NULL);
    return status;
}

static int read_query(struct arena *arena, const struct search_request *request, struct query *out, struct error *error)
{
    if (!request->tree) return query_parse(arena, request->query, &request->options, out, error);
    *out = (struct query){.text = request->query, .root = request->tree};
    return 0;
}

int search_run(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
               const struct search_request *request, struct search_reply *out, struct error *error)
{
    struct query query;
    struct run run = {.arena = arena,
                      .snapshot = snapshot,
                      .stemmers = stemmers,
                      .request = request,
                      .query = &query,
                      .stop.deadline_us = clock_monotonic_us() + timeout_us(request),
                      .walk = {.arena = arena, .snapshot = snapshot, .request = request}};
    *out = (struct search_reply){.generation = snapshot ? snapshot_generation(snapshot) : 0, .total_exact = true};
    if (check_request(request, error) < 0) return -1;
    if (read_query(arena, request, &query, error) < 0) return -1;
    if (name_facets(arena, request, out, error) < 0) return -1;
    if (snapshot && snapshot_reader(snapshot)) {
        if (answer_in_languages(&run, out, error) < 0) return -1;
    } else if (request->explain && explain(arena, query.root, NULL, out, error) < 0) {
        return -1;
    }
    return copy_notes(arena, &query, out, error);
}
