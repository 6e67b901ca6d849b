/* Cutting a stream into lines, each byte looked at once. */
#include "indexer/lines.h"

#include <string.h>

struct lines lines_start(struct stream *stream, struct buffer *buffer)
{
    return (struct lines){.stream = stream, .buffer = buffer};
}

static int give(struct lines *lines, size_t length, size_t end_length, struct slice *line)
{
    *line = slice_make(lines->buffer->data + lines->used, length);
    lines->used += length + end_length;
    lines->scanned = lines->used;
    lines->number++;
    return 1;
}

/* A line too long is dropped as it comes; the next call goes on behind its end. */
static int pass_over(struct lines *lines, struct error *error)
{
    struct buffer *buffer = lines->buffer;
    size_t limit = buffer->limit;
    for (const char *end = NULL; !end;) {
        buffer_clear(buffer);
        int more = stream_read(lines->stream, buffer, NULL);
        lines->ended = more == 0;
        if (more <= 0) break; /* a failure is told by the next call */
        end = memchr(buffer->data, '\n', buffer->length);
        if (end) buffer_consume(buffer, (size_t)(end - buffer->data) + 1);
    }
    lines->scanned = 0;
    lines->number++;
    return fail(error, ERROR_LIMIT, 0, "line longer than %zu bytes", limit);
}

static int take_more(struct lines *lines, struct error *error)
{
    buffer_consume(lines->buffer, lines->used);
    lines->scanned = lines->buffer->length;
    lines->used = 0;
    if (lines->buffer->length == lines->buffer->limit) return pass_over(lines, error);
    int more = stream_read(lines->stream, lines->buffer, error);
    lines->ended = more == 0;
    return more;
}

int lines_next(struct lines *lines, struct slice *line, struct error *error)
{
    for (;;) {
        struct buffer *buffer = lines->buffer;
        size_t unseen = buffer->length - lines->scanned;
        const char *start = unseen ? buffer->data + lines->scanned : NULL;
        const char *end = start ? memchr(start, '\n', unseen) : NULL;
        if (end) return give(lines, (size_t)(end - buffer->data) - lines->used, 1, line);
        lines->scanned = buffer->length;
        if (lines->ended) return buffer->length > lines->used ? give(lines, buffer->length - lines->used, 0, line) : 0;
        if (take_more(lines, error) < 0) return -1;
    }
}
