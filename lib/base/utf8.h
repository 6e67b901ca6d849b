/* UTF-8, byte by byte: decoding that cannot fail and cannot run over. */
#ifndef TALLY_BASE_UTF8_H
#define TALLY_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* The code point at `at` (at < end) and, in *size, the bytes it takes (1..4). A byte that begins no valid sequence
 * (overlong, surrogate, above U+10FFFF, cut off) gives UTF8_REPLACEMENT and size 1. */
uint32_t utf8_decode(const char *at, const char *end, size_t *size);

/* Writes `code_point` into out[4]; returns the bytes written (an invalid code point writes U+FFFD). */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* Bytes from the start that are valid; equal to the length when all of it is. */
size_t utf8_valid_prefix(struct slice bytes);

/* The largest length ≤ `length` that does not cut a sequence of `bytes` in two. */
size_t utf8_floor(struct slice bytes, size_t length);

/* Code points in `bytes`; an invalid byte counts as one. */
size_t utf8_length(struct slice bytes);

#endif
