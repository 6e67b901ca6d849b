/* The walk of a table: parse, match, gather, group, order, read the page. */
#include "query/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "index/document.h"
#include "query/compile.h"
#include "query/hit.h"
#include "query/order.h"
#include "query/quote.h"
#include "query/table_rows.h"

static int check_request(const struct table_request *request, struct error *error)
{
    if (request->limit > TABLE_LIMIT_MAX)
        return fail(error, ERROR_LIMIT, 0, "expected a limit of at most %d rows, found %u", TABLE_LIMIT_MAX,
                    request->limit);
    if ((uint64_t)request->offset + request->limit > TABLE_ROWS_MAX)
        return fail(error, ERROR_LIMIT, 0, "expected offset + limit of at most %d rows, found %lu", TABLE_ROWS_MAX,
                    (unsigned long)request->offset + request->limit);
    return 0;
}

static void note(struct table_reply *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void note(struct table_reply *out, const char *format, ...)
{
    va_list arguments;
    struct query_note *added = &out->notes[out->note_count];
    if (out->note_count == TABLE_NOTES_MAX) return;
    va_start(arguments, format);
    vsnprintf(added->message, sizeof added->message, format, arguments);
    va_end(arguments);
    added->position = added->length = 0;
    out->note_count++;
}

/* ---- matching */

static void free_result(void *result)
{
    xap_result_free(result);
}

static enum search_sort article_order(enum table_sort sort)
{
    if (sort == TABLE_DATE_NEWEST) return SORT_DATE_NEWEST;
    return sort == TABLE_DATE_OLDEST ? SORT_DATE_OLDEST : SORT_RELEVANCE;
}

/* All articles that match, as far as one search tells them. */
static struct xap_result *match(const struct table_source *source, const struct xap_query *query, struct error *error)
{
    struct xap_error failure = {0};
    struct xap_stop stop = {.deadline_us = source->deadline_us};
    struct xap_search search = {
        .query = query, .alive = snapshot_alive(source->snapshot), .stop = &stop, .limit = XAP_HITS_MAX};
    order_choose(article_order(source->request->sort), source->root, &search);
    struct xap_result *result = xap_search_run(snapshot_reader(source->snapshot), &search, &failure);
    if (!result) {
        index_fail(error, &failure);
        return NULL;
    }
    if (arena_defer(source->arena, free_result, result) == 0) return result;
    fail(error, ERROR_NO_MEMORY, 0, "no memory for the result");
    return NULL;
}

/* ---- order */

static int by_order(const void *a, const void *b)
{
    const struct table_entry *left = a, *right = b;
    if (left->group != right->group) return left->group < right->group ? -1 : 1;
    if (left->key != right->key) return left->key < right->key ? -1 : 1;
    if (left->rank != right->rank) return left->rank < right->rank ? -1 : 1;
    return left->ordinal < right->ordinal ? -1 : left->ordinal > right->ordinal;
}

/* ---- the page */

struct page {
    const struct table_source *source;
    const struct xap_result *result;
    struct arena *scratch;  /* for one article */
    struct article article; /* the one read last, in `scratch` */
    struct article kept;    /* what the rows keep of it */
    uint32_t rank;          /* of it */
    bool read;
};

static int keep(struct page *page, struct error *error)
{
    struct arena *arena = page->source->arena;
    page->kept = (struct article){.id = arena_copy(arena, page->article.id),
                                  .title = arena_copy(arena, page->article.title),
                                  .date = arena_copy(arena, page->article.date),
                                  .source = arena_copy(arena, page->article.source)};
    return arena_failed(arena) ? fail(error, ERROR_NO_MEMORY, 0, "no memory for the rows") : 0;
}

static int read_article(struct page *page, uint32_t rank, struct error *error)
{
    if (page->read && page->rank == rank) return 0;
    struct xap_document_id id = xap_result_hit(page->result, rank).id;
    arena_reset(page->scratch);
    if (snapshot_article(page->source->snapshot, page->scratch, id, ARTICLE_WHOLE, &page->article, error) < 0)
        return -1;
    page->read = true;
    page->rank = rank;
    return keep(page, error);
}

static int fill_row(struct page *page, const struct table_entry *entry, struct table_row *row, struct error *error)
{
    struct arena *arena = page->source->arena;
    if (read_article(page, entry->rank, error) < 0) return -1;
    row->figure = table_figure(page->source, entry);
    row->group = entry->group;
    row->article = page->kept;
    struct slice field = row->figure.zone == ZONE_TITLE ? page->article.title : page->article.body;
    row->text = arena_copy(arena, document_figure_text(&page->article, &row->figure));
    row->quote = quote_make(arena, page->scratch, field, row->figure.start, row->figure.length);
    return row->text.data && row->quote.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for the rows");
}

static int fill_page(struct page *page, const struct table_rows *rows, struct table_reply *out, struct error *error)
{
    const struct table_request *request = page->source->request;
    size_t first = request->offset < rows->count ? request->offset : rows->count;
    size_t count = rows->count - first < request->limit ? rows->count - first : request->limit;
    out->rows = arena_array(page->source->arena, count, sizeof *out->rows);
    if (!out->rows) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the rows");
    for (; out->row_count < count; out->row_count++)
        if (fill_row(page, &rows->items[first + out->row_count], &out->rows[out->row_count], error) < 0) return -1;
    return 0;
}

static int read_page(const struct table_source *source, const struct xap_result *result, const struct table_rows *rows,
                     struct table_reply *out, struct error *error)
{
    struct page page = {.source = source, .result = result, .scratch = arena_new(HIT_ARENA_BYTES)};
    if (!page.scratch) return fail(error, ERROR_NO_MEMORY, 0, "no memory to read articles");
    int status = fill_page(&page, rows, out, error);
    arena_free(page.scratch);
    return status;
}

/* ---- all of it */

static void count_rows(const struct xap_result *result, const struct table_rows *rows, struct table_reply *out)
{
    bool all_articles = xap_result_count(result) < XAP_HITS_MAX;
    out->total = rows->count;
    out->partial = xap_result_partial(result) || rows->stopped;
    out->total_exact = all_articles && !rows->cut && !rows->unread && !out->partial;
    if (rows->cut) note(out, "the first %d figures are in the table, and there are more", TABLE_ROWS_MAX);
    if (!all_articles) note(out, "the figures of the first %d articles are in the table", XAP_HITS_MAX);
    if (rows->unread)
        note(out, "for a range inside a phrase at most %d articles are read, and %d figures of each", TABLE_READ_MAX,
             SEARCH_HIT_FIGURES_MAX);
}

static int answer(struct table_source *source, struct query *query, struct table_reply *out, struct error *error)
{
    struct xap_query *compiled = NULL;
    struct table_rows rows;
    struct moment moment = {.arena = source->arena};
    const struct table_request *request = source->request;
    if (query_compile_apart(source->arena, source->snapshot, source->stemmers, &request->options, &moment, query,
                            &compiled, error) < 0)
        return -1;
    const struct xap_result *result = match(source, compiled, error);
    if (!result || table_gather(source, result, &rows, error) < 0) return -1;
    count_rows(result, &rows, out);
    if (request->by != TABLE_BY_NOTHING && table_group(source, result, &rows, out, error) < 0) return -1;
    if (rows.count) qsort(rows.items, rows.count, sizeof *rows.items, by_order);
    return read_page(source, result, &rows, out, error);
}

int table_run(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
              const struct table_request *request, struct table_reply *out, struct error *error)
{
    int64_t timeout_ms = request->timeout_ms ? request->timeout_ms : SEARCH_TIMEOUT_MS;
    struct table_source source = {.arena = arena, .snapshot = snapshot, .stemmers = stemmers, .request = request};
    struct query *query = arena_alloc(arena, sizeof *query);
    source.deadline_us = clock_monotonic_us() + timeout_ms * 1000;
    *out = (struct table_reply){.total_exact = true};
    if (!query) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the query");
    if (check_request(request, error) < 0) return -1;
    if (query_parse(arena, request->query, &request->options, query, error) < 0) return -1;
    source.root = query->root;
    if (snapshot && snapshot_reader(snapshot) && answer(&source, query, out, error) < 0) return -1;
    size_t own = out->note_count;
    for (size_t i = 0; i < query->note_count && own + i < TABLE_NOTES_MAX; i++)
        out->notes[out->note_count++] = query->notes[i];
    return 0;
}
