/* The sentence around a figure, as one line. Inside lib/query only. */
#ifndef TALLY_QUERY_QUOTE_H
#define TALLY_QUERY_QUOTE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

#define QUOTE_BYTES 300 /* at most; a longer sentence is cut at word borders around the figure */

/* Of `field` around the bytes start..start + length; empty when they are not in it. The quote lives in `arena`, and
 * what is needed to find it in `scratch`. `.data` NULL when one of them is full. */
struct slice quote_make(struct arena *arena, struct arena *scratch, struct slice field, uint32_t start,
                        uint32_t length);

#endif
