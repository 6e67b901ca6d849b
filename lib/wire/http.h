/* HTTP/1.1 framing for both ends, over llhttp: bytes in, whole messages out. No sockets here.
 *
 * Strict: both Content-Length and Transfer-Encoding, a bare LF, obs-fold and a space before a colon are errors. Every
 * maximum is named and has its answer (status 4xx). */
#ifndef TALLY_WIRE_HTTP_H
#define TALLY_WIRE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#define HTTP_HEAD_MAX    ((size_t)16 * 1024) /* bytes of request line and headers */
#define HTTP_HEADERS_MAX 64
#define HTTP_TARGET_MAX  ((size_t)12 * 1024)
#define HTTP_BODY_MAX    ((size_t)1 << 20)  /* of a search request */
#define HTTP_REPLY_MAX   ((size_t)64 << 20) /* of a reply: one that is longer is not sent, and no client reads it */

struct http_header {
    struct slice name, value; /* name as sent; compare with http_header() */
};

/* Does the connection stay open behind a message? HTTP/1.1 stays unless somebody says no; with HTTP/1.0 both have to
 * say that it stays. */
enum http_keep { HTTP_CLOSES, HTTP_STAYS, HTTP_STAYS_AS_SAID };

struct http_message {
    struct slice method; /* requests: "GET" */
    struct slice target; /* requests: "/search?q=…" as sent */
    int status;          /* replies */
    struct http_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
    struct slice body;
    enum http_keep keep;
};

/* A header's value by its name, case ignored; .data NULL when it is not there. */
struct slice http_header(const struct http_message *message, const char *name);

enum http_side { HTTP_REQUESTS, HTTP_REPLIES };

struct http_parser;

struct http_parser *http_parser_new(enum http_side side, size_t body_limit);
void http_parser_free(struct http_parser *parser);

/* Feeds bytes; *used tells how many were taken. Returns 1 when a message is complete (*out is valid until the next
 * call; bytes beyond it were not taken), 0 when more is needed, -1 on an error: then `error->offset` is the byte in
 * this feed and *status the HTTP status to answer with (400, 413, 414, 431, 501, 505). After an error the connection
 * must be closed. */
int http_parser_feed(struct http_parser *parser, const char *bytes, size_t length, size_t *used,
                     struct http_message *out, int *status, struct error *error);
/* The peer closed: 1 when that completes a reply without a length, 0 when nothing was under way, -1 in the middle of
 * one. */
int http_parser_finish(struct http_parser *parser, struct http_message *out, struct error *error);
/* Bytes of an unfinished message have been taken. */
bool http_parser_busy(const struct http_parser *parser);

/* Writes head and body of a reply. `extra` are whole header lines ending in CRLF, or NULL. */
void http_write_reply(struct buffer *out, int status, const char *content_type, struct slice body, enum http_keep keep,
                      const char *extra);
void http_write_request(struct buffer *out, const char *method, struct slice target, const char *content_type,
                        struct slice body, enum http_keep keep);
/* "Not Found" */
const char *http_status_text(int status);

#endif
