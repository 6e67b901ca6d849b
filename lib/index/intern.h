/* Byte strings, each kept once and known by its place in the pool.
 *
 * Owned by the caller: intern_init() before, intern_free() after. */
#ifndef TALLY_INDEX_INTERN_H
#define TALLY_INDEX_INTERN_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

#define INTERN_LENGTH_MAX 255 /* bytes of one string */

struct intern {
    struct buffer bytes; /* the pool: each string as its length in one byte, then itself */
    uint64_t *slots;     /* open addressing: upper half of the hash, then place + 1; 0 is free */
    uint32_t slot_count, count;
};

void intern_init(struct intern *intern);
void intern_free(struct intern *intern);

/* The place of `text`, new or known. -1 when memory or four gigabytes of strings are out. */
int intern_add(struct intern *intern, struct slice text, uint32_t *place);

static inline struct slice intern_text(const struct intern *intern, uint32_t place)
{
    const char *at = intern->bytes.data + place;
    return slice_make(at + 1, (uint8_t)at[0]);
}

/* The place after `place`; the first one is 0, and there are `count`. */
static inline uint32_t intern_next(const struct intern *intern, uint32_t place)
{
    return place + 1 + (uint8_t)intern->bytes.data[place];
}

#endif
