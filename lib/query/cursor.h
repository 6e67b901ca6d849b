/* The text from which a walk over hits goes on: opaque, and whole in itself, for nothing is kept between two pages.
 *
 * It holds which question it belongs to, behind which place the next page begins, and what the first page was told
 * about the collection. A version and a checksum tell it from garbage; it is no secret and no protection. Inside
 * lib/query only. */
#ifndef TALLY_QUERY_CURSOR_H
#define TALLY_QUERY_CURSOR_H

#include "query/moment.h"

#define CURSOR_BYTES_MAX      ((size_t)48 * 1024) /* a usual one has 60 */
#define CURSOR_QUESTION_BYTES 16

struct cursor {
    char question[CURSOR_QUESTION_BYTES]; /* of query, match, sort, and how the index reads words */
    bool begun;                           /* false: before the first hit */
    struct xap_place place;               /* of the last hit given out */
    struct moment moment;
};

/* `.data` NULL when memory is out. */
struct slice cursor_write(struct arena *arena, const struct cursor *cursor);
/* ERROR_BAD_REQUEST for what cursor_write() has not made. Its texts live in the arena. */
int cursor_read(struct arena *arena, struct slice text, struct cursor *out, struct error *error);

#endif
