/* Writing HTTP messages: every one carries its length, so that the connection can live on. */
#include "wire/http.h"

const char *http_status_text(int status)
{
    switch (status) {
#define HTTP_STATUS(number, text)                                                                                      \
    case number:                                                                                                       \
        return text;
#include "wire/http_status.def"
#undef HTTP_STATUS
    default: return "Unknown";
    }
}

static void write_rest(struct buffer *out, const char *content_type, struct slice body, enum http_keep keep)
{
    if (content_type) buffer_printf(out, "Content-Type: %s\r\n", content_type);
    if (keep != HTTP_STAYS) buffer_printf(out, "Connection: %s\r\n", keep == HTTP_CLOSES ? "close" : "keep-alive");
    buffer_string(out, "\r\n");
    buffer_slice(out, body);
}

void http_write_reply(struct buffer *out, int status, const char *content_type, struct slice body, enum http_keep keep,
                      const char *extra)
{
    buffer_printf(out, "HTTP/1.1 %d %s\r\nContent-Length: %zu\r\n", status, http_status_text(status), body.length);
    if (extra) buffer_string(out, extra);
    write_rest(out, content_type, body, keep);
}

void http_write_request(struct buffer *out, const char *method, struct slice target, const char *content_type,
                        struct slice body, enum http_keep keep)
{
    buffer_printf(out, "%s %.*s HTTP/1.1\r\nHost: localhost\r\n", method, SLICE_ARGS(target));
    if (body.length || content_type) buffer_printf(out, "Content-Length: %zu\r\n", body.length);
    write_rest(out, content_type, body, keep);
}
