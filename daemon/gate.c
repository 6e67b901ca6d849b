/* Host, target, route, content type; and the headers that every answer carries. */
#include "daemon/gate.h"

#include <stdio.h>
#include <strings.h>

#include "daemon/errors.h"
#include "daemon/guard.h"
#include "wire/url.h"

#define ERROR_JSON_MAX ((size_t)8 * 1024)

static int check_body(const struct http_message *message, int *status, struct error *error)
{
    static const char json[] = "application/json";
    if (message->body.length == 0) return 0;
    struct slice type = http_header(message, "content-type");
    bool is_json = type.length >= sizeof json - 1 && strncasecmp(type.data, json, sizeof json - 1) == 0;
    if (is_json && slice_is(message->method, "POST")) return 0;
    *status = is_json ? 400 : 415;
    fail(error, ERROR_BAD_REQUEST, 0, "expected %s", is_json ? "no body here" : "the content type application/json");
    return is_json ? -1 : fail_hint(error, "curl -H 'Content-Type: application/json' -d '{\"q\": \"…\"}'");
}

int gate_check(struct arena *arena, const struct http_message *message, const char *bound, struct gate_verdict *out,
               struct error *error)
{
    struct url url;
    *out = (struct gate_verdict){0};
    if (bound && guard_check(message, bound, &out->status, error) < 0) return -1;
    int result = url_parse(arena, message->target, &url, error);
    if (result == 0) result = routes_find(message->method, url.path, &out->route, out->allow, error);
    if (result == 0 && (out->route == ROUTE_page || out->route == ROUTE_page_file)) {
        out->page = page_find(url.path, error);
        result = out->page ? 0 : -1;
    }
    if (result == 0) return check_body(message, &out->status, error);
    out->status = errors_status(error->code);
    return -1;
}

/* Cuts the header lines off that stand before lines of JSON. */
static struct slice take_headers(enum content content, struct slice *body)
{
    const char *end = content == CONTENT_JSONL ? memmem(body->data, body->length, "\r\n\r\n", 4) : NULL;
    size_t headers = end ? (size_t)(end - body->data) + 2 : 0, taken = end ? headers + 2 : 0;
    struct slice lines = slice_make(body->data, headers);
    *body = slice_make(body->data + taken, body->length - taken);
    return lines;
}

void gate_answer(struct buffer *out, int status, enum content content, struct slice body, enum http_keep keep,
                 const char *allow)
{
    static const struct {
        const char *type, *headers;
    } contents[CONTENTS] = {
        [CONTENT_JSON] = {"application/json", ""},
        [CONTENT_CSV] = {"text/csv; charset=utf-8; header=present", ""},
        [CONTENT_JSONL] = {"application/x-ndjson", ""},
        [CONTENT_HTML] = {"text/html; charset=utf-8", PAGE_HEADERS},
        [CONTENT_CSS] = {"text/css; charset=utf-8", PAGE_HEADERS},
        [CONTENT_SCRIPT] = {"text/javascript; charset=utf-8", PAGE_HEADERS},
        [CONTENT_SVG] = {"image/svg+xml", PAGE_HEADERS},
    };
    struct buffer extra;
    bool listed = status == 405 && allow && *allow;
    buffer_init(&extra, HTTP_HEAD_MAX);
    buffer_printf(&extra, "X-Content-Type-Options: nosniff\r\n%s%s%s%s%s", contents[content].headers,
                  status == 503 ? "Retry-After: 1\r\n" : "", listed ? "Allow: " : "", listed ? allow : "",
                  listed ? "\r\n" : "");
    buffer_slice(&extra, take_headers(content, &body));
    if (extra.failed) out->failed = true;
    http_write_reply(out, status, contents[content].type, body, keep, extra.data);
    buffer_free(&extra);
}

void gate_refuse(struct buffer *out, int status, const struct error *error, enum http_keep keep, const char *allow)
{
    struct buffer json;
    buffer_init(&json, ERROR_JSON_MAX);
    errors_write(&json, error);
    gate_answer(out, status, CONTENT_JSON, buffer_view(&json), keep, allow);
    buffer_free(&json);
}
