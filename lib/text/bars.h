/* Share bars and counters: "Share 640 Tweet 75", "1.2K shares", "214 Comments". */
#ifndef TALLY_TEXT_BARS_H
#define TALLY_TEXT_BARS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

#define BAR_BYTES 400 /* of a line; longer ones are none */

struct bar {
    size_t start, end;
    bool comments; /* says how many comments there are, and nothing else: they may stand below */
};

/* True when all of the line from `at` on is a bar, perhaps with the lines behind it, or, on its own line, when it ends
 * with one ("By Ann Lee | 640 shares"). Looks ahead no further than BAR_BYTES. */
bool text_bar_find(struct slice text, size_t at, bool own_line, struct bar *out);

#endif
