/* Bytes that grow at the end, up to a hard limit: the one growable buffer of the tree.
 *
 * Failure sticks: after an append that met the limit (or no memory) the buffer keeps what it had, `failed` is set and
 * further appends do nothing, so a writer checks once at the end. The bytes are always followed by a NUL that is not
 * counted. Owned by the caller: buffer_init() before, buffer_free() after (buffer_close() for arena_defer()). */
#ifndef TALLY_BASE_BUFFER_H
#define TALLY_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct buffer {
    char *data;
    size_t length, capacity, limit;
    bool failed;
};

void buffer_init(struct buffer *buffer, size_t limit_bytes);
void buffer_free(struct buffer *buffer);
void buffer_close(void *buffer);
/* Empty again, failure forgotten, memory kept. */
void buffer_clear(struct buffer *buffer);

/* Each returns 0, or -1 when the buffer has failed. */
int buffer_append(struct buffer *buffer, const void *bytes, size_t length);
int buffer_slice(struct buffer *buffer, struct slice bytes);
int buffer_string(struct buffer *buffer, const char *text);
int buffer_byte(struct buffer *buffer, char byte);
int buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for `length` more bytes, to be filled through data + length and then counted by buffer_advance(). */
char *buffer_reserve(struct buffer *buffer, size_t length);
void buffer_advance(struct buffer *buffer, size_t length);
/* Drops the first `length` bytes. */
void buffer_consume(struct buffer *buffer, size_t length);

static inline struct slice buffer_view(const struct buffer *buffer)
{
    return (struct slice){buffer->data ? buffer->data : "", buffer->length};
}

#endif
