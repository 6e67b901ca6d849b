/* Sets of docids: bit docid - 1 of an array of 64-bit words, as xapian-c takes them. */
#ifndef TALLY_INDEX_BITMAP_H
#define TALLY_INDEX_BITMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t bitmap_words(uint32_t bit_count)
{
    return ((size_t)bit_count + 63) / 64;
}

static inline bool bitmap_has(const uint64_t *words, uint32_t docid)
{
    return words[(docid - 1) / 64] >> ((docid - 1) % 64) & 1;
}

static inline void bitmap_add(uint64_t *words, uint32_t docid)
{
    words[(docid - 1) / 64] |= UINT64_C(1) << ((docid - 1) % 64);
}

static inline void bitmap_drop(uint64_t *words, uint32_t docid)
{
    words[(docid - 1) / 64] &= ~(UINT64_C(1) << ((docid - 1) % 64));
}

static inline uint32_t bitmap_count(const uint64_t *words, uint32_t bit_count)
{
    uint32_t count = 0;
    for (size_t i = 0; i < bitmap_words(bit_count); i++) count += (uint32_t)__builtin_popcountll(words[i]);
    return count;
}

/* out = the other documents of 1..bit_count; bits beyond stay 0. */
static inline void bitmap_invert(const uint64_t *words, uint32_t bit_count, uint64_t *out)
{
    size_t count = bitmap_words(bit_count);
    for (size_t i = 0; i < count; i++) out[i] = ~words[i];
    if (bit_count % 64) out[count - 1] &= (UINT64_C(1) << (bit_count % 64)) - 1;
}

#endif
