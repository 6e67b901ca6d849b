/* Sending, reading until the reply is whole, and the one second chance. */
#include "client/exchange.h"

#include <unistd.h>

#include "base/clock.h"

#define READ_BYTES ((size_t)16 * 1024)

void exchange_close(struct tally *tally)
{
    if (tally->fd >= 0) close(tally->fd);
    http_parser_free(tally->parser);
    tally->fd = -1;
    tally->parser = NULL;
}

int exchange_connect(struct tally *tally, int64_t deadline_ms, struct error *error)
{
    tally->parser = http_parser_new(HTTP_REPLIES, HTTP_REPLY_MAX);
    if (!tally->parser) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a connection");
    tally->fd = socket_connect(&tally->endpoint, deadline_ms, error);
    if (tally->fd >= 0) return 0;
    exchange_close(tally);
    return -1;
}

/* The peer has closed. */
static int finish_reply(struct tally *tally, struct http_message *out, struct error *error)
{
    int result = http_parser_finish(tally->parser, out, error);
    if (result > 0) return 0;
    return fail(error, ERROR_UNAVAILABLE, 0,
                result < 0 ? "the daemon closed the connection in the middle of its reply"
                           : "the daemon closed the connection without a reply");
}

static int feed(struct tally *tally, struct slice bytes, struct http_message *out, struct error *error)
{
    while (bytes.length) {
        size_t used;
        int status;
        int result = http_parser_feed(tally->parser, bytes.data, bytes.length, &used, out, &status, error);
        if (result < 0) return fail_within(error, "the reply is no HTTP");
        bytes = slice_make(bytes.data + used, bytes.length - used);
        if (result == 0 || out->status < 200) continue;
        if (bytes.length) return fail(error, ERROR_BAD_INPUT, 0, "expected nothing behind the reply");
        return 1;
    }
    return 0;
}

/* *replied tells whether any byte of a reply came. */
static int attempt(struct tally *tally, struct slice request, int64_t deadline_ms, bool *replied,
                   struct http_message *out, struct error *error)
{
    char bytes[READ_BYTES];
    /* A daemon that refuses a request half-way has said why before it closed: the reply is read in any case. */
    struct error unsent;
    int sent = socket_send(tally->fd, request, deadline_ms, &unsent);
    for (;;) {
        ssize_t got = socket_receive(tally->fd, bytes, sizeof bytes, deadline_ms, error);
        if (got < 0) return -1;
        if (got == 0 && !*replied && sent < 0) {
            *error = unsent;
            return -1;
        }
        if (got == 0) return finish_reply(tally, out, error);
        *replied = true;
        int result = feed(tally, slice_make(bytes, (size_t)got), out, error);
        if (result != 0) return result < 0 ? -1 : 0;
    }
}

int exchange_run(struct tally *tally, struct slice request, struct http_message *out, struct error *error)
{
    int64_t deadline_ms = clock_monotonic_ms() + tally->timeout_ms;
    bool kept = tally->fd >= 0, replied = false;
    if (!kept && exchange_connect(tally, deadline_ms, error) < 0) return -1;
    int result = attempt(tally, request, deadline_ms, &replied, out, error);
    if (result < 0 && kept && !replied && error->code == ERROR_UNAVAILABLE) {
        exchange_close(tally);
        if (exchange_connect(tally, deadline_ms, error) < 0) return -1;
        result = attempt(tally, request, deadline_ms, &replied, out, error);
    }
    if (result < 0) exchange_close(tally);
    return result;
}
