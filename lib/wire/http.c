/* HTTP/1.1 messages out of bytes: a strict reading of line ends, then llhttp, then our limits. */
#include "wire/http.h"

#include <llhttp.h>
#include <stdlib.h>
#include <strings.h>

/* Chunk extensions and trailers are read over and forgotten; they share this limit. */
#define IGNORED_BYTES_MAX HTTP_HEAD_MAX

/* A request's text is short once it is answered: a longer buffer is given back. */
#define KEPT_BODY_BYTES ((size_t)16 * 1024)

/* Where the head of a message stands, by its line ends alone. llhttp takes a bare LF in places; we do not. */
enum head_state { BEFORE_HEAD, BEFORE_HEAD_CR, IN_LINE, LINE_CR, LINE_START, END_CR, AFTER_HEAD };

struct span {
    uint16_t start, length;
};

struct header_span {
    struct span name, value;
};

struct http_parser {
    llhttp_t llhttp;
    enum head_state head_state;
    bool complete; /* the message handed out last; the next feed begins a new one */
    size_t head_bytes, ignored_bytes;
    size_t body_limit;
    struct buffer text; /* target, header names and values, one behind the other */
    struct buffer body;
    struct span target;
    struct header_span headers[HTTP_HEADERS_MAX];
    size_t header_count;
    int status;          /* of the failure under way */
    struct error *error; /* the caller's, during a feed */
};

_Static_assert(HTTP_HEAD_MAX <= UINT16_MAX, "spans of the head are 16 bits wide");

static int refuse(struct http_parser *parser, int status, enum error_code code, const char *expected)
{
    parser->status = status;
    return fail(parser->error, code, 0, "%s", expected);
}

static int collect(llhttp_t *llhttp, struct span *span, const char *at, size_t length)
{
    struct http_parser *parser = llhttp->data;
    if (span->length == 0) span->start = (uint16_t)parser->text.length;
    if (buffer_append(&parser->text, at, length) < 0)
        return refuse(parser, 431, ERROR_LIMIT, "expected request line and headers of at most 16 KB");
    span->length += (uint16_t)length;
    return 0;
}

static int on_target(llhttp_t *llhttp, const char *at, size_t length)
{
    struct http_parser *parser = llhttp->data;
    if (parser->target.length + length > HTTP_TARGET_MAX)
        return refuse(parser, 414, ERROR_LIMIT, "expected a request target of at most 12 KB");
    return collect(llhttp, &parser->target, at, length);
}

static int count_ignored(struct http_parser *parser, size_t length)
{
    parser->ignored_bytes += length;
    if (parser->ignored_bytes <= IGNORED_BYTES_MAX) return 0;
    return refuse(parser, 431, ERROR_LIMIT, "expected chunk extensions and trailers of at most 16 KB");
}

static int on_ignored(llhttp_t *llhttp, const char *at, size_t length)
{
    (void)at;
    return count_ignored(llhttp->data, length);
}

static int on_header_name(llhttp_t *llhttp, const char *at, size_t length)
{
    struct http_parser *parser = llhttp->data;
    if (parser->head_state == AFTER_HEAD) return count_ignored(parser, length);
    if (parser->header_count == HTTP_HEADERS_MAX)
        return refuse(parser, 431, ERROR_LIMIT, "expected at most 64 headers");
    if (memchr(at, ' ', length) || memchr(at, '\t', length))
        return refuse(parser, 400, ERROR_BAD_REQUEST, "expected a header name without white space");
    return collect(llhttp, &parser->headers[parser->header_count].name, at, length);
}

static int on_header_value(llhttp_t *llhttp, const char *at, size_t length)
{
    struct http_parser *parser = llhttp->data;
    if (parser->head_state == AFTER_HEAD) return count_ignored(parser, length);
    return collect(llhttp, &parser->headers[parser->header_count].value, at, length);
}

static int on_header_end(llhttp_t *llhttp)
{
    struct http_parser *parser = llhttp->data;
    if (parser->head_state != AFTER_HEAD) parser->header_count++;
    return 0;
}

static struct slice view(const struct http_parser *parser, struct span span)
{
    return slice_make(parser->text.data + span.start, span.length);
}

static bool name_is(struct slice name, const char *expected)
{
    return name.length == strlen(expected) && strncasecmp(name.data, expected, name.length) == 0;
}

/* How often a header is there; *value is the last. */
static size_t count_headers(const struct http_parser *parser, const char *name, struct slice *value)
{
    size_t count = 0;
    for (size_t i = 0; i < parser->header_count; i++) {
        if (!name_is(view(parser, parser->headers[i].name), name)) continue;
        *value = view(parser, parser->headers[i].value);
        count++;
    }
    return count;
}

/* What two readers of one message could understand differently is no message. */
static int check_framing(struct http_parser *parser)
{
    struct slice length = {0}, coding = {0};
    size_t lengths = count_headers(parser, "content-length", &length);
    size_t codings = count_headers(parser, "transfer-encoding", &coding);
    if (lengths > 1) return refuse(parser, 400, ERROR_BAD_REQUEST, "expected one content-length");
    if (lengths && codings)
        return refuse(parser, 400, ERROR_BAD_REQUEST, "expected content-length or transfer-encoding, not both");
    if (codings > 1 || (codings && !name_is(coding, "chunked")))
        return refuse(parser, 501, ERROR_BAD_REQUEST, "expected no transfer-encoding but chunked");
    if (parser->llhttp.http_major == 1 && parser->llhttp.http_minor == 0 && codings)
        return refuse(parser, 400, ERROR_BAD_REQUEST, "expected no transfer-encoding in HTTP/1.0");
    return 0;
}

static int check_request(struct http_parser *parser)
{
    struct slice host = {0};
    size_t hosts = count_headers(parser, "host", &host);
    if (parser->llhttp.method == HTTP_CONNECT)
        return refuse(parser, 501, ERROR_BAD_REQUEST, "expected a method other than CONNECT");
    if (hosts > 1 || (hosts == 0 && parser->llhttp.http_minor > 0))
        return refuse(parser, 400, ERROR_BAD_REQUEST, "expected one host header");
    return 0;
}

static int on_head_end(llhttp_t *llhttp)
{
    struct http_parser *parser = llhttp->data;
    if (llhttp->http_major != 1) return refuse(parser, 505, ERROR_BAD_REQUEST, "expected HTTP/1.1 or HTTP/1.0");
    if (check_framing(parser) < 0) return -1;
    if (llhttp->type == HTTP_REQUEST && check_request(parser) < 0) return -1;
    /* An offer to speak another protocol is not taken up: the message goes on as HTTP/1.1. */
    llhttp->upgrade = 0;
    if ((llhttp->flags & F_CONTENT_LENGTH) && llhttp->content_length > parser->body_limit)
        return refuse(parser, 413, ERROR_LIMIT, "expected a shorter body");
    return 0;
}

static int on_body(llhttp_t *llhttp, const char *at, size_t length)
{
    struct http_parser *parser = llhttp->data;
    if (buffer_append(&parser->body, at, length) == 0) return 0;
    return refuse(parser, 413, ERROR_LIMIT, "expected a shorter body");
}

static int on_message_end(llhttp_t *llhttp)
{
    struct http_parser *parser = llhttp->data;
    parser->complete = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t callbacks = {
    .on_url = on_target,
    .on_header_field = on_header_name,
    .on_header_value = on_header_value,
    .on_header_value_complete = on_header_end,
    .on_chunk_extension_name = on_ignored,
    .on_chunk_extension_value = on_ignored,
    .on_headers_complete = on_head_end,
    .on_body = on_body,
    .on_message_complete = on_message_end,
};

struct http_parser *http_parser_new(enum http_side side, size_t body_limit)
{
    struct http_parser *parser = calloc(1, sizeof *parser);
    if (!parser) return NULL;
    /* llhttp only reads its settings, though it takes them without const. */
    llhttp_init(&parser->llhttp, side == HTTP_REQUESTS ? HTTP_REQUEST : HTTP_RESPONSE,
                (llhttp_settings_t *)(uintptr_t)&callbacks);
    parser->llhttp.data = parser;
    parser->body_limit = body_limit;
    buffer_init(&parser->text, HTTP_HEAD_MAX);
    buffer_init(&parser->body, body_limit);
    return parser;
}

void http_parser_free(struct http_parser *parser)
{
    if (!parser) return;
    buffer_free(&parser->text);
    buffer_free(&parser->body);
    free(parser);
}

static void begin_message(struct http_parser *parser)
{
    llhttp_reset(&parser->llhttp);
    parser->complete = false;
    parser->head_state = BEFORE_HEAD;
    parser->head_bytes = parser->ignored_bytes = 0;
    parser->target = (struct span){0, 0};
    memset(parser->headers, 0, parser->header_count * sizeof *parser->headers);
    parser->header_count = 0;
    buffer_clear(&parser->text);
    buffer_clear(&parser->body);
    if (parser->body.capacity > KEPT_BODY_BYTES) buffer_free(&parser->body);
}

/* The state behind `byte`, or -1 where the byte may not stand. */
static int next_head_state(enum head_state state, char byte)
{
    switch (state) {
    case BEFORE_HEAD: return byte == '\r' ? BEFORE_HEAD_CR : byte == '\n' ? -1 : IN_LINE;
    case BEFORE_HEAD_CR: return byte == '\n' ? BEFORE_HEAD : -1;
    case IN_LINE: return byte == '\r' ? LINE_CR : byte == '\n' ? -1 : IN_LINE;
    case LINE_CR: return byte == '\n' ? LINE_START : -1;
    case LINE_START: return byte == '\r' ? END_CR : byte == '\n' || byte == ' ' || byte == '\t' ? -1 : IN_LINE;
    case END_CR: return byte == '\n' ? AFTER_HEAD : -1;
    case AFTER_HEAD: break;
    }
    return -1;
}

/* Walks the head's bytes: *length becomes those up to its end or its limit, *skip those of empty lines before it. */
static int scan_head(struct http_parser *parser, const char *bytes, size_t *length, size_t *skip,
                     enum head_state *state)
{
    *skip = 0;
    size_t i = 0;
    while (i < *length && *state != AFTER_HEAD && parser->head_bytes < HTTP_HEAD_MAX) {
        int next = next_head_state(*state, bytes[i]);
        if (next < 0) {
            refuse(parser, 400, ERROR_BAD_REQUEST, "expected lines that end in CR LF and no folded headers");
            if (parser->error) parser->error->offset = i;
            return -1;
        }
        i++;
        parser->head_bytes++;
        *state = (enum head_state)next;
        if (*state == BEFORE_HEAD || *state == BEFORE_HEAD_CR) *skip = i;
    }
    *length = i;
    return 0;
}

static int status_of(enum llhttp_errno code, char byte)
{
    if (code == HPE_INVALID_METHOD) return byte >= 'A' && byte <= 'Z' ? 501 : 400;
    if (code == HPE_INVALID_VERSION || code == HPE_PAUSED_H2_UPGRADE) return 505;
    if (code == HPE_INVALID_TRANSFER_ENCODING) return 501;
    return 400;
}

static int llhttp_failed(struct http_parser *parser, enum llhttp_errno code, const char *bytes, size_t length)
{
    const char *at = llhttp_get_error_pos(&parser->llhttp);
    size_t offset = at >= bytes && at < bytes + length ? (size_t)(at - bytes) : 0;
    if (!parser->status) {
        const char *reason = llhttp_get_error_reason(&parser->llhttp);
        refuse(parser, status_of(code, length ? bytes[offset] : '\0'), ERROR_BAD_REQUEST, "expected HTTP/1.1");
        if (reason && *reason) fail(parser->error, ERROR_BAD_REQUEST, 0, "expected HTTP/1.1: %s", reason);
    }
    if (parser->error) parser->error->offset = offset;
    return -1;
}

/* Gives llhttp some bytes; *used tells how many it took. */
static int execute(struct http_parser *parser, const char *bytes, size_t length, size_t *used)
{
    enum llhttp_errno code = llhttp_execute(&parser->llhttp, bytes, length);
    if (code == HPE_OK) {
        *used = length;
        return 0;
    }
    if (code != HPE_PAUSED || !parser->complete) return llhttp_failed(parser, code, bytes, length);
    *used = (size_t)(llhttp_get_error_pos(&parser->llhttp) - bytes);
    return 1;
}

/* One step: the head up to its end, or what there is of the body. llhttp's callbacks ask whether the head is over, so
 * the new state is kept after them. */
static int feed_some(struct http_parser *parser, const char *bytes, size_t length, size_t *used)
{
    if (parser->head_state == AFTER_HEAD) return execute(parser, bytes, length, used);
    enum head_state state = parser->head_state;
    size_t head = length, skip;
    if (scan_head(parser, bytes, &head, &skip, &state) < 0) return -1;
    int result = execute(parser, bytes + skip, head - skip, used);
    *used += skip;
    parser->head_state = state;
    if (result == 0 && state != AFTER_HEAD && parser->head_bytes == HTTP_HEAD_MAX)
        return refuse(parser, 431, ERROR_LIMIT, "expected request line and headers of at most 16 KB");
    return result;
}

static void hand_out(const struct http_parser *parser, struct http_message *out)
{
    const llhttp_t *llhttp = &parser->llhttp;
    bool request = llhttp->type == HTTP_REQUEST;
    out->method = slice_of(request ? llhttp_method_name((llhttp_method_t)llhttp->method) : "");
    out->target = view(parser, parser->target);
    out->status = request ? 0 : llhttp->status_code;
    out->header_count = parser->header_count;
    for (size_t i = 0; i < parser->header_count; i++)
        out->headers[i] =
            (struct http_header){view(parser, parser->headers[i].name), view(parser, parser->headers[i].value)};
    out->body = buffer_view(&parser->body);
    bool is_old = llhttp->http_major == 1 && llhttp->http_minor == 0;
    out->keep = !llhttp_should_keep_alive(llhttp) ? HTTP_CLOSES : is_old ? HTTP_STAYS_AS_SAID : HTTP_STAYS;
}

int http_parser_feed(struct http_parser *parser, const char *bytes, size_t length, size_t *used,
                     struct http_message *out, int *status, struct error *error)
{
    if (parser->complete) begin_message(parser);
    parser->error = error;
    parser->status = 0;
    *used = 0;
    while (*used < length) {
        size_t step = 0;
        int result = feed_some(parser, bytes + *used, length - *used, &step);
        if (result < 0) {
            if (error) error->offset += *used;
            *status = parser->status;
            return -1;
        }
        *used += step;
        if (result == 0) continue;
        hand_out(parser, out);
        return 1;
    }
    return 0;
}

int http_parser_finish(struct http_parser *parser, struct http_message *out, struct error *error)
{
    if (!http_parser_busy(parser)) return 0;
    parser->error = error;
    parser->status = 0;
    llhttp_finish(&parser->llhttp);
    if (!parser->complete) return fail(error, ERROR_UNAVAILABLE, 0, "expected the rest of a message");
    hand_out(parser, out);
    out->keep = HTTP_CLOSES;
    return 1;
}

bool http_parser_busy(const struct http_parser *parser)
{
    return !parser->complete && parser->head_state != BEFORE_HEAD && parser->head_state != BEFORE_HEAD_CR;
}

struct slice http_header(const struct http_message *message, const char *name)
{
    for (size_t i = 0; i < message->header_count; i++)
        if (name_is(message->headers[i].name, name)) return message->headers[i].value;
    return (struct slice){NULL, 0};
}
