/* Frames between the daemon's processes, over socket pairs: a fixed head, then bytes.
 *
 * Both ends are the same program on the same machine, so the head is in host byte order. A length beyond
 * FRAME_BYTES_MAX is an error, never an allocation. */
#ifndef TALLY_WIRE_FRAME_H
#define TALLY_WIRE_FRAME_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "wire/http.h"

#define FRAME_BYTES_MAX HTTP_REPLY_MAX /* a frame carries what one reply may, and more than any request */
#define FRAME_MAGIC     0x544C5946u

struct frame_head {
    uint32_t magic;
    uint32_t length;  /* bytes after the head */
    uint64_t request; /* chosen by the asker, returned in the reply */
    uint32_t kind;    /* the daemon's own: which verb, or the HTTP status of a reply */
    uint32_t content; /* the daemon's own: what the bytes of a reply are */
};

void frame_write(struct buffer *out, const struct frame_head *head, struct slice body);
/* Looks for a whole frame at the start of `bytes`: 1 and *used bytes when there is one, 0 when more is needed, -1 when
 * it is none. `body` points into `bytes`. */
int frame_read(struct slice bytes, struct frame_head *head, struct slice *body, size_t *used, struct error *error);

#endif
