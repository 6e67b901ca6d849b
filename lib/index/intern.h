/* Byte strings numbered in order of first sight: each kept once.
 *
 * Owned by the caller: intern_init() before, intern_free() after. */
#ifndef TALLY_INDEX_INTERN_H
#define TALLY_INDEX_INTERN_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

#define INTERN_LENGTH_MAX 255 /* bytes of one string */

struct intern {
    struct buffer bytes;  /* each string as its length in one byte, then itself */
    struct buffer starts; /* uint32_t by number: where it stands in `bytes` */
    uint64_t *slots;      /* open addressing: upper half of the hash, then number + 1; 0 is free */
    uint32_t slot_count, count;
};

void intern_init(struct intern *intern);
void intern_free(struct intern *intern);

/* The number of `text`, new or known. -1 when memory or four gigabytes of strings are out. */
int intern_add(struct intern *intern, struct slice text, uint32_t *number);

static inline uint32_t intern_start(const struct intern *intern, uint32_t number)
{
    return ((const uint32_t *)(const void *)intern->starts.data)[number];
}

static inline struct slice intern_text(const struct intern *intern, uint32_t number)
{
    const char *at = intern->bytes.data + intern_start(intern, number);
    return slice_make(at + 1, (uint8_t)at[0]);
}

#endif
