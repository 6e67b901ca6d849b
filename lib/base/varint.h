/* Whole numbers in as few bytes as they need: seven bits a byte, the lowest first. */
#ifndef TALLY_BASE_VARINT_H
#define TALLY_BASE_VARINT_H

#include <stdbool.h>
#include <stdint.h>

#define VARINT_MAX 10 /* bytes of 64 bits */

/* Writes at `at`, which has room for VARINT_MAX bytes; returns the place behind. */
char *varint_put(char *at, uint64_t value);
/* The value at *at, which moves behind it; false when the bytes end first or the value has more than 64 bits. */
bool varint_take(const char **at, const char *end, uint64_t *value);

#endif
