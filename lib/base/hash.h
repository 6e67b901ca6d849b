/* The hash of tables in memory and of those that the build generates: FNV-1a, 32 bits, as published by Fowler, Noll and
 * Vo, with its upper half folded in, for tables take the lower bits. Not for what is stored: see index/checksum.h. */
#ifndef TALLY_BASE_HASH_H
#define TALLY_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ^ (hash >> 15);
}

#endif
