/* The states of a connection: waiting for a request, reading it, waiting for its answer, sending that. */
#include "daemon/connection.h"

#include <stdlib.h>

#include "base/clock.h"
#include "daemon/gate.h"
#include "daemon/limits.h"

#define HEALTH_JSON_MAX ((size_t)1024)

/* What the timer waits for. */
enum wait { WAIT_NOTHING, WAIT_REQUEST, WAIT_REST, WAIT_SENT, WAIT_PEER };

struct connection {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tcp_t tcp;
    };
    uv_timer_t timer;
    LIST_ENTRY(connection) link;
    struct connections *all;
    struct http_parser *parser;
    struct buffer input; /* bytes behind the request under way */
    struct pool_job *job;
    enum wait wait;
    size_t unsent_seen; /* when the timer was set for WAIT_SENT */
    int open_handles;
    bool guarded;
    enum http_keep keep; /* of the request under way */
    bool head;           /* likewise: its answer has no body */
    bool last;           /* nothing more is read: closes when all is sent */
    bool ended;          /* the peer sends no more */
    bool served, closing, reading;
};

struct sending {
    uv_write_t write;
    struct connection *connection;
    struct buffer bytes;
};

static void advance(struct connection *connection);

/* ---- the end */

static void on_closed(uv_handle_t *handle)
{
    struct connection *connection = handle->data;
    struct connections *all = connection->all;
    if (--connection->open_handles > 0) return;
    LIST_REMOVE(connection, link);
    http_parser_free(connection->parser);
    buffer_free(&connection->input);
    free(connection);
    all->count--;
    if (all->draining && all->count == 0) all->emptied(all->context);
}

static void close_connection(struct connection *connection)
{
    if (connection->closing) return;
    connection->closing = true;
    if (connection->job) pool_cancel(connection->job);
    connection->job = NULL;
    uv_close(&connection->handle, on_closed);
    uv_close((uv_handle_t *)&connection->timer, on_closed);
}

/* ---- time */

static size_t unsent(const struct connection *connection)
{
    return uv_stream_get_write_queue_size(&connection->stream);
}

static bool is_quiet(const struct connection *connection)
{
    return !connection->job && !unsent(connection) && !connection->input.length &&
           !http_parser_busy(connection->parser);
}

static void refuse(struct connection *connection, int status, const struct error *error, const char *allow);

static void on_time(uv_timer_t *timer)
{
    struct connection *connection = timer->data;
    struct error error;
    bool moved = connection->wait == WAIT_SENT && unsent(connection) < connection->unsent_seen;
    if (moved) {
        connection->unsent_seen = unsent(connection);
        uv_timer_again(timer);
        return;
    }
    if (connection->wait != WAIT_REST) {
        close_connection(connection);
        return;
    }
    fail(&error, ERROR_TIMEOUT, 0, "the request was not complete after %d ms", REQUEST_MS_MAX);
    connection->keep = HTTP_CLOSES;
    refuse(connection, 408, &error, NULL);
    advance(connection);
}

static enum wait wait_of(const struct connection *connection)
{
    if (unsent(connection)) return WAIT_SENT;
    if (connection->last) return WAIT_PEER;
    if (connection->job) return WAIT_NOTHING;
    return http_parser_busy(connection->parser) ? WAIT_REST : WAIT_REQUEST;
}

static uint64_t wait_ms(const struct connection *connection)
{
    switch (connection->wait) {
    case WAIT_REQUEST: return connection->all->draining ? LINGER_MS_MAX : IDLE_MS_MAX;
    case WAIT_REST: return REQUEST_MS_MAX;
    case WAIT_SENT: return STALL_MS_MAX;
    default: return LINGER_MS_MAX;
    }
}

/* A timer that runs already goes on: a request is timed from its first byte, not from its latest. */
static void set_timer(struct connection *connection)
{
    enum wait wait = wait_of(connection);
    if (wait == connection->wait) return;
    connection->wait = wait;
    connection->unsent_seen = unsent(connection);
    if (wait == WAIT_NOTHING)
        uv_timer_stop(&connection->timer);
    else
        uv_timer_start(&connection->timer, on_time, wait_ms(connection), wait_ms(connection));
}

/* ---- out */

static void on_sent(uv_write_t *write, int status)
{
    struct sending *sending = write->data;
    struct connection *connection = sending->connection;
    buffer_free(&sending->bytes);
    free(sending);
    if (connection->closing) return;
    if (status < 0)
        close_connection(connection);
    else
        advance(connection);
}

/* Takes the bytes over. */
static void send_bytes(struct connection *connection, struct buffer *bytes)
{
    struct sending *sending = bytes->failed ? NULL : malloc(sizeof *sending);
    if (!sending) {
        buffer_free(bytes);
        close_connection(connection);
        return;
    }
    *sending = (struct sending){.write.data = sending, .connection = connection, .bytes = *bytes};
    uv_buf_t out = uv_buf_init(bytes->data, (unsigned)bytes->length);
    if (uv_write(&sending->write, &connection->stream, &out, 1, on_sent) == 0) return;
    buffer_free(&sending->bytes);
    free(sending);
    close_connection(connection);
}

/* The body is told by its length only. */
static void send_answer(struct connection *connection, struct buffer *bytes)
{
    const char *end = connection->head ? memmem(bytes->data, bytes->length, "\r\n\r\n", 4) : NULL;
    if (end) bytes->length = (size_t)(end - bytes->data) + 4;
    send_bytes(connection, bytes);
}

/* Whether the connection lives on behind this answer. */
static enum http_keep decide_keep(struct connection *connection)
{
    connection->served = true;
    if (connection->keep == HTTP_CLOSES || connection->all->ending) connection->last = true;
    return connection->last ? HTTP_CLOSES : connection->keep;
}

static void reply(struct connection *connection, int status, enum content content, struct slice body)
{
    struct buffer bytes;
    buffer_init(&bytes, OUTPUT_BYTES_MAX);
    gate_answer(&bytes, status, content, body, decide_keep(connection), NULL);
    send_answer(connection, &bytes);
}

static void refuse(struct connection *connection, int status, const struct error *error, const char *allow)
{
    struct buffer bytes;
    buffer_init(&bytes, OUTPUT_BYTES_MAX);
    gate_refuse(&bytes, status, error, decide_keep(connection), allow);
    send_answer(connection, &bytes);
}

/* ---- requests */

static void on_answer(void *context, int status, enum content content, struct slice body)
{
    struct connection *connection = context;
    connection->job = NULL;
    reply(connection, status, content, body);
    advance(connection);
}

static void reply_health(struct connection *connection)
{
    struct buffer json;
    buffer_init(&json, HEALTH_JSON_MAX);
    bool well = pool_health(connection->all->pool, &json);
    reply(connection, well ? 200 : 503, CONTENT_JSON, buffer_view(&json));
    buffer_free(&json);
}

static void ask_worker(struct connection *connection, enum route route, const struct http_message *message)
{
    struct error error;
    struct ask ask = {.target = message->target, .body = message->body};
    connection->job = pool_submit(connection->all->pool, route, &ask, on_answer, connection, &error);
    if (!connection->job) refuse(connection, 503, &error, NULL);
}

static void serve(struct connection *connection, const struct http_message *message)
{
    struct gate_verdict verdict;
    struct error error;
    connection->keep = message->keep;
    connection->head = slice_is(message->method, "HEAD");
    const char *bound = connection->guarded ? connection->all->bound : NULL;
    int result = gate_check(connection->all->arena, message, bound, &verdict, &error);
    arena_reset(connection->all->arena);
    if (result < 0)
        refuse(connection, verdict.status, &error, verdict.allow);
    else if (verdict.route == ROUTE_health)
        reply_health(connection);
    else if (verdict.page)
        reply(connection, 200, verdict.page->content, verdict.page->bytes);
    else
        ask_worker(connection, verdict.route, message);
}

static bool may_serve(const struct connection *connection)
{
    return !connection->job && !connection->last && !connection->closing && unsent(connection) <= OUTPUT_UNSENT_MAX;
}

/* Parses and serves until the bytes are used up or must wait; returns those used. */
static size_t consume(struct connection *connection, const char *bytes, size_t length)
{
    size_t used = 0;
    while (used < length && may_serve(connection)) {
        struct http_message message;
        struct error error = {0};
        size_t step;
        int status = 400;
        int result =
            http_parser_feed(connection->parser, bytes + used, length - used, &step, &message, &status, &error);
        used += step;
        if (result > 0) serve(connection, &message);
        if (result >= 0) continue;
        connection->keep = HTTP_CLOSES;
        refuse(connection, status, &error, NULL);
    }
    return used;
}

/* ---- in */

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    struct connection *connection = handle->data;
    (void)suggested;
    *out = uv_buf_init(connection->all->bytes, (unsigned)CONNECTION_READ_BYTES);
}

static void keep(struct connection *connection, const char *bytes, size_t length)
{
    if (!length || connection->last || connection->closing) return;
    if (buffer_append(&connection->input, bytes, length) < 0) close_connection(connection);
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *bytes)
{
    struct connection *connection = stream->data;
    if (got < 0 && got != UV_EOF) {
        close_connection(connection);
        return;
    }
    if (got == UV_EOF) {
        connection->ended = true;
    } else {
        bool waiting = connection->input.length > 0;
        size_t used = waiting ? 0 : consume(connection, bytes->base, (size_t)got);
        keep(connection, bytes->base + used, (size_t)got - used);
    }
    advance(connection);
}

static void set_reading(struct connection *connection)
{
    bool wanted = !connection->ended && connection->input.length < INPUT_WAITING_MAX;
    if (wanted == connection->reading) return;
    connection->reading = wanted;
    if (wanted)
        uv_read_start(&connection->stream, on_room, on_read);
    else
        uv_read_stop(&connection->stream);
}

static void on_shut_down(uv_shutdown_t *shutdown, int status)
{
    (void)status;
    free(shutdown);
}

/* Our end is closed first and the peer's awaited a moment: an answer to a request that was refused half-way would be
 * lost if its unread rest met a closed socket. */
static void shut_down(struct connection *connection)
{
    if (connection->wait == WAIT_PEER) return;
    uv_shutdown_t *shutdown = malloc(sizeof *shutdown);
    if (shutdown && uv_shutdown(shutdown, &connection->stream, on_shut_down) == 0) return;
    free(shutdown);
    close_connection(connection);
}

/* After anything has happened: goes as far as it can, then waits for the right thing. */
static void advance(struct connection *connection)
{
    if (connection->closing) return;
    size_t used = consume(connection, connection->input.data, connection->input.length);
    if (connection->closing) return;
    buffer_consume(&connection->input, used);
    if (connection->last) buffer_free(&connection->input);
    bool done = !connection->job && !unsent(connection);
    if (done && connection->ended) {
        close_connection(connection);
        return;
    }
    if (done && connection->last) shut_down(connection);
    if (connection->closing) return;
    set_reading(connection);
    set_timer(connection);
}

/* ---- all of them */

int connections_init(struct connections *connections, uv_loop_t *loop, struct pool *pool, const char *bound)
{
    *connections = (struct connections){.loop = loop, .pool = pool, .bound = bound};
    LIST_INIT(&connections->list);
    connections->arena = arena_new(GATE_ARENA_BYTES);
    connections->bytes = malloc(CONNECTION_READ_BYTES);
    return connections->arena && connections->bytes ? 0 : -1;
}

void connections_free(struct connections *connections)
{
    arena_free(connections->arena);
    free(connections->bytes);
}

static struct connection *new_connection(struct connections *all, bool guarded)
{
    struct connection *connection = calloc(1, sizeof *connection);
    struct http_parser *parser = connection ? http_parser_new(HTTP_REQUESTS, HTTP_BODY_MAX) : NULL;
    if (!parser) {
        free(connection);
        return NULL;
    }
    connection->all = all;
    connection->parser = parser;
    connection->guarded = guarded;
    connection->open_handles = 2;
    buffer_init(&connection->input, INPUT_WAITING_MAX + CONNECTION_READ_BYTES);
    if (guarded)
        uv_tcp_init(all->loop, &connection->tcp);
    else
        uv_pipe_init(all->loop, &connection->pipe, 0);
    uv_timer_init(all->loop, &connection->timer);
    connection->handle.data = connection->timer.data = connection;
    LIST_INSERT_HEAD(&all->list, connection, link);
    all->count++;
    return connection;
}

static void turn_away(struct connection *connection)
{
    struct error error;
    fail(&error, ERROR_BUSY, 0, "%d connections are open already", CONNECTIONS_MAX);
    connection->keep = HTTP_CLOSES;
    refuse(connection, 503, &error, NULL);
}

void connections_accept(struct connections *all, uv_stream_t *listener, bool guarded)
{
    struct connection *connection = new_connection(all, guarded);
    if (!connection) return;
    if (uv_accept(listener, &connection->stream) < 0) {
        close_connection(connection);
        return;
    }
    if (guarded) uv_tcp_nodelay(&connection->tcp, 1);
    if (all->count > CONNECTIONS_MAX) turn_away(connection);
    advance(connection);
}

void connections_drain(struct connections *all)
{
    struct connection *connection;
    all->ending = all->draining = true;
    LIST_FOREACH(connection, &all->list, link)
    {
        if (!is_quiet(connection)) continue;
        /* One that has not asked yet gets a moment to do so. */
        if (connection->served)
            close_connection(connection);
        else
            uv_timer_start(&connection->timer, on_time, LINGER_MS_MAX, 0);
    }
    if (all->count == 0) all->emptied(all->context);
}

void connections_cut(struct connections *all)
{
    struct connection *connection;
    all->draining = true;
    LIST_FOREACH(connection, &all->list, link) close_connection(connection);
    if (all->count == 0) all->emptied(all->context);
}
