/* Texts at rest, compressed by zstd, each for itself. What compressing and reading need in memory is kept between
 * texts. */
#ifndef TALLY_INDEX_PACKING_H
#define TALLY_INDEX_PACKING_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

#define PACKING_BYTES_MIN 128 /* a shorter text is not worth it */

/* For one thread at a time. */
struct packing;

/* NULL: no memory. */
struct packing *packing_new(void);
void packing_free(struct packing *packing);

/* The text compressed, in the arena; empty when it is short or does not get shorter. */
struct slice packing_pack(struct packing *packing, struct arena *arena, struct slice text);

/* The text of `length` bytes, in the arena. ERROR_CORRUPT: these bytes are not such a text; ERROR_NO_MEMORY. */
int packing_unpack(struct packing *packing, struct arena *arena, struct slice packed, size_t length, struct slice *out,
                   struct error *error);

#endif
