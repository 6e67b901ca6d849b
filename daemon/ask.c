/* Target, line feed, body: a target never holds a line feed. */
#include "daemon/ask.h"

void ask_write(struct buffer *out, const struct ask *ask)
{
    buffer_slice(out, ask->target);
    buffer_byte(out, '\n');
    buffer_slice(out, ask->body);
}

int ask_read(struct slice bytes, struct ask *out, struct error *error)
{
    const char *end = bytes.length ? memchr(bytes.data, '\n', bytes.length) : NULL;
    if (!end) return fail(error, ERROR_INTERNAL, 0, "expected a target that ends in a line feed");
    size_t length = (size_t)(end - bytes.data);
    out->target = slice_make(bytes.data, length);
    out->body = slice_make(end + 1, bytes.length - length - 1);
    return 0;
}
