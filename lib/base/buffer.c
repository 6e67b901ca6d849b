/* A doubling buffer with a limit and a failure that sticks. */
#include "base/buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAPACITY 256

void buffer_init(struct buffer *buffer, size_t limit_bytes)
{
    *buffer = (struct buffer){.limit = limit_bytes};
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    buffer_init(buffer, buffer->limit);
}

void buffer_close(void *buffer)
{
    buffer_free(buffer);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->data) buffer->data[0] = '\0';
}

/* One byte beyond the capacity asked for always stands for the NUL. */
char *buffer_reserve(struct buffer *buffer, size_t length)
{
    if (buffer->failed || length > buffer->limit - buffer->length) {
        buffer->failed = true;
        return NULL;
    }
    size_t needed = buffer->length + length;
    if (buffer->data && needed <= buffer->capacity) return buffer->data + buffer->length;
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed) capacity = capacity > buffer->limit / 2 ? buffer->limit : capacity * 2;
    if (capacity > buffer->limit) capacity = buffer->limit;
    char *data = realloc(buffer->data, capacity + 1);
    if (!data) {
        buffer->failed = true;
        return NULL;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return data + buffer->length;
}

void buffer_advance(struct buffer *buffer, size_t length)
{
    assert(length <= buffer->capacity - buffer->length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

int buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    char *room = buffer_reserve(buffer, length);
    if (!room) return -1;
    if (length) memcpy(room, bytes, length);
    buffer_advance(buffer, length);
    return 0;
}

int buffer_slice(struct buffer *buffer, struct slice bytes)
{
    return buffer_append(buffer, bytes.data, bytes.length);
}

int buffer_string(struct buffer *buffer, const char *text)
{
    return buffer_append(buffer, text, strlen(text));
}

int buffer_byte(struct buffer *buffer, char byte)
{
    return buffer_append(buffer, &byte, 1);
}

int buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(length >= 0);
    char *room = buffer_reserve(buffer, (size_t)length);
    if (!room) return -1;
    va_start(args, format);
    vsnprintf(room, (size_t)length + 1, format, args);
    va_end(args);
    buffer_advance(buffer, (size_t)length);
    return 0;
}

void buffer_consume(struct buffer *buffer, size_t length)
{
    assert(length <= buffer->length);
    if (!length) return;
    buffer->length -= length;
    memmove(buffer->data, buffer->data + length, buffer->length);
    buffer->data[buffer->length] = '\0';
}
