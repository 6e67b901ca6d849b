/* The calls of tally.h: each writes one request and reads one reply. */
#include "client/tally.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/json.h"
#include "client/exchange.h"
#include "client/results.h"
#include "wire/url.h"

#define TIMEOUT_MS_DEFAULT 10000
#define REQUEST_MAX        ((size_t)64 * 1024)

static struct tally *refuse(struct tally *tally, const struct error *from, struct tally_error *error)
{
    results_fail(from, error);
    free(tally);
    return NULL;
}

static struct tally *open_connection(const struct endpoint *endpoint, struct tally_error *error)
{
    struct error problem = {.code = ERROR_NO_MEMORY, .message = "no memory for a connection"};
    struct tally *tally = calloc(1, sizeof *tally);
    if (!tally) return refuse(NULL, &problem, error);
    *tally = (struct tally){.endpoint = *endpoint, .timeout_ms = TIMEOUT_MS_DEFAULT, .fd = -1};
    if (exchange_connect(tally, clock_monotonic_ms() + tally->timeout_ms, &problem) == 0) return tally;
    return refuse(tally, &problem, error);
}

struct tally *tally_connect_unix(const char *path, struct tally_error *error)
{
    struct endpoint endpoint;
    struct error problem = {0};
    if (endpoint_unix(path, &endpoint, &problem) < 0) return refuse(NULL, &problem, error);
    return open_connection(&endpoint, error);
}

struct tally *tally_connect_tcp(const char *host, uint16_t port, struct tally_error *error)
{
    struct endpoint endpoint;
    struct error problem = {0};
    if (endpoint_tcp(host, port, &endpoint, &problem) < 0) return refuse(NULL, &problem, error);
    return open_connection(&endpoint, error);
}

void tally_close(struct tally *tally)
{
    if (!tally) return;
    exchange_close(tally);
    free(tally);
}

void tally_set_timeout(struct tally *tally, int timeout_ms)
{
    tally->timeout_ms = timeout_ms;
}

static bool is_type(const struct http_message *reply, const char *wanted)
{
    struct slice type = http_header(reply, "content-type");
    return type.data && slice_starts(type, slice_of(wanted));
}

static struct tally_results *read_reply(const struct http_message *reply, struct error *error)
{
    if (is_type(reply, "text/csv")) return results_read_text(reply->body, error);
    return is_type(reply, "application/x-ndjson") ? results_read_lines(reply, error) : results_read(reply->body, error);
}

/* Sends the request and reads what came back. */
static struct tally_results *run(struct tally *tally, struct buffer *request, struct tally_error *error)
{
    struct error problem = {.code = ERROR_LIMIT, .message = "expected a shorter request"};
    struct http_message reply;
    struct tally_results *results = NULL;
    int sent = request->failed ? -1 : exchange_run(tally, buffer_view(request), &reply, &problem);
    if (sent == 0 && reply.status == 200) results = read_reply(&reply, &problem);
    if (sent == 0 && reply.status != 200)
        results_read_error(reply.body, reply.status, error);
    else if (!results)
        results_fail(&problem, error);
    if (sent == 0 && reply.keep == HTTP_CLOSES) exchange_close(tally);
    buffer_free(request);
    return results;
}

static struct tally_results *get(struct tally *tally, const char *path, const char *id, struct tally_error *error)
{
    struct buffer target, request;
    buffer_init(&target, REQUEST_MAX);
    buffer_init(&request, REQUEST_MAX);
    buffer_string(&target, path);
    if (id) url_encode(&target, slice_of(id));
    http_write_request(&request, "GET", buffer_view(&target), NULL, slice_of(""), HTTP_STAYS);
    if (target.failed) request.failed = true;
    buffer_free(&target);
    return run(tally, &request, error);
}

static void write_search(struct buffer *out, const struct tally_search *search)
{
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "q", slice_of(search->query));
    if (search->offset) json_member_integer(&json, "offset", search->offset);
    if (search->cursor) json_member_string(&json, "cursor", slice_of(search->cursor));
    if (search->limit) json_member_integer(&json, "limit", search->limit);
    if (search->sort) json_member_string(&json, "sort", slice_of(search->sort));
    if (search->match) json_member_string(&json, "match", slice_of(search->match));
    if (search->facets) json_member_string(&json, "facets", slice_of(search->facets));
    if (search->strict) json_member_bool(&json, "strict", true);
    if (search->count_only) json_member_bool(&json, "count", true);
    if (search->collapse) json_member_string(&json, "collapse", slice_of("duplicates"));
    if (search->explain) json_member_bool(&json, "explain", true);
    if (search->jsonl) json_member_string(&json, "format", slice_of("jsonl"));
    json_close_object(&json);
}

/* By POST: a query of 4 KB can be longer than a target once it is percent-coded. Takes the bytes of `body`. */
static struct tally_results *post(struct tally *tally, const char *path, struct buffer *body, struct tally_error *error)
{
    struct buffer request;
    buffer_init(&request, REQUEST_MAX);
    http_write_request(&request, "POST", slice_of(path), "application/json", buffer_view(body), HTTP_STAYS);
    if (body->failed) request.failed = true;
    buffer_free(body);
    return run(tally, &request, error);
}

struct tally_results *tally_search(struct tally *tally, const struct tally_search *search, struct tally_error *error)
{
    struct buffer body;
    buffer_init(&body, REQUEST_MAX / 2);
    write_search(&body, search);
    return post(tally, "/search", &body, error);
}

static void write_figures(struct buffer *out, const struct tally_figures *figures)
{
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "q", slice_of(figures->query));
    if (figures->noun) json_member_string(&json, "noun", slice_of(figures->noun));
    if (figures->by) json_member_string(&json, "by", slice_of(figures->by));
    if (figures->sort) json_member_string(&json, "sort", slice_of(figures->sort));
    if (figures->match) json_member_string(&json, "match", slice_of(figures->match));
    if (figures->offset) json_member_integer(&json, "offset", figures->offset);
    if (figures->limit) json_member_integer(&json, "limit", figures->limit);
    if (figures->strict) json_member_bool(&json, "strict", true);
    if (figures->csv || figures->jsonl) json_member_string(&json, "format", slice_of(figures->csv ? "csv" : "jsonl"));
    json_close_object(&json);
}

struct tally_results *tally_figures(struct tally *tally, const struct tally_figures *figures, struct tally_error *error)
{
    struct buffer body;
    buffer_init(&body, REQUEST_MAX / 2);
    write_figures(&body, figures);
    return post(tally, "/figures", &body, error);
}

struct tally_results *tally_similar(struct tally *tally, const char *id, unsigned offset, unsigned limit,
                                    struct tally_error *error)
{
    struct buffer body;
    buffer_init(&body, REQUEST_MAX / 2);
    struct json_writer json = json_begin(&body);
    json_open_object(&json);
    json_member_string(&json, "id", slice_of(id));
    if (offset) json_member_integer(&json, "offset", offset);
    if (limit) json_member_integer(&json, "limit", limit);
    json_close_object(&json);
    return post(tally, "/similar", &body, error);
}

struct tally_results *tally_suggest(struct tally *tally, const char *query, unsigned limit, struct tally_error *error)
{
    struct buffer body;
    buffer_init(&body, REQUEST_MAX / 2);
    struct json_writer json = json_begin(&body);
    json_open_object(&json);
    json_member_string(&json, "q", slice_of(query));
    if (limit) json_member_integer(&json, "limit", limit);
    json_close_object(&json);
    return post(tally, "/suggest", &body, error);
}

struct tally_results *tally_document(struct tally *tally, const char *id, struct tally_error *error)
{
    return get(tally, "/documents/", id, error);
}

struct tally_results *tally_stats(struct tally *tally, struct tally_error *error)
{
    return get(tally, "/stats", NULL, error);
}

struct tally_results *tally_health(struct tally *tally, struct tally_error *error)
{
    return get(tally, "/health", NULL, error);
}
