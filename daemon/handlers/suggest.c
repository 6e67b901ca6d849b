/* GET and POST /suggest. */
#include "daemon/handlers/handlers.h"

#include "base/clock.h"
#include "base/json.h"
#include "daemon/parameters.h"
#include "query/suggest.h"

struct request {
    struct slice query;
    uint32_t limit;
};

static int read_q(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_text(value, &out->query, error);
}

static int read_limit(struct slice value, void *context, struct error *error)
{
    struct request *out = context;
    return parameter_number(value, 1, SUGGEST_LIMIT_MAX, &out->limit, error);
}

static const struct parameter parameters[] = {{"q", read_q, PARAMETER_ONE}, {"limit", read_limit, PARAMETER_ONE}};

static int read_request(struct arena *arena, const struct question *question, struct request *out, struct error *error)
{
    *out = (struct request){.limit = SUGGEST_LIMIT_DEFAULT};
    if (parameters_read(arena, &question->url, question->body, parameters, sizeof parameters / sizeof *parameters, out,
                        error) < 0)
        return -1;
    if (out->query.data) return 0;
    fail(error, ERROR_BAD_REQUEST, 0, "q: expected the beginning of a query");
    return fail_hint(error, "/suggest?q=Ceuta+att");
}

static void write_count(struct json_writer *json, const char *name, int64_t count)
{
    json_key(json, name);
    if (count == SUGGEST_UNKNOWN)
        json_put_null(json);
    else
        json_put_integer(json, count);
}

static void write_suggestion(struct json_writer *json, const struct suggestion *suggestion)
{
    json_open_object(json);
    json_member_string(json, "text", suggestion->text);
    json_member_integer(json, "start", suggestion->start);
    json_member_integer(json, "length", suggestion->length);
    json_member_string(json, "kind", slice_of(suggestion_kind_word(suggestion->kind)));
    write_count(json, "documents", suggestion->documents);
    write_count(json, "figures", suggestion->figures);
    json_close_object(json);
}

static void write_reply(struct buffer *out, struct slice query, const struct suggest_reply *reply, double took_ms)
{
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "query", query);
    json_key(&json, "suggestions");
    json_open_array(&json);
    for (size_t i = 0; i < reply->count; i++) write_suggestion(&json, &reply->items[i]);
    json_close_array(&json);
    json_member_number(&json, "took_ms", took_ms);
    json_member_bool(&json, "partial", reply->partial);
    json_close_object(&json);
}

int handle_suggest(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    struct request request;
    struct suggest_reply reply;
    if (read_request(arena, question, &request, error) < 0) return -1;
    if (suggest_run(arena, question->snapshot, question->stemmers, request.query, request.limit, &reply, error) < 0)
        return -1;
    write_reply(out, request.query, &reply, (double)(clock_monotonic_us() - start_us) / 1000.0);
    return 0;
}
