/* Frames: a head as it lies in memory, then its bytes. */
#include "wire/frame.h"

#include <string.h>

void frame_write(struct buffer *out, const struct frame_head *head, struct slice body)
{
    struct frame_head sealed = *head;
    sealed.magic = FRAME_MAGIC;
    sealed.length = (uint32_t)body.length;
    if (body.length > FRAME_BYTES_MAX) {
        out->failed = true;
        return;
    }
    /* Room for both at once: half a frame must never stand in the buffer. */
    if (!buffer_reserve(out, sizeof sealed + body.length)) return;
    buffer_append(out, &sealed, sizeof sealed);
    buffer_slice(out, body);
}

int frame_read(struct slice bytes, struct frame_head *head, struct slice *body, size_t *used, struct error *error)
{
    if (bytes.length < sizeof *head) return 0;
    memcpy(head, bytes.data, sizeof *head);
    if (head->magic != FRAME_MAGIC) return fail(error, ERROR_BAD_INPUT, 0, "expected the mark that begins a frame");
    if (head->length > FRAME_BYTES_MAX)
        return fail(error, ERROR_LIMIT, offsetof(struct frame_head, length), "expected a frame of at most %zu bytes",
                    FRAME_BYTES_MAX);
    if (bytes.length - sizeof *head < head->length) return 0;
    *body = slice_make(bytes.data + sizeof *head, head->length);
    *used = sizeof *head + head->length;
    return 1;
}
