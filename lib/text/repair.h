/* The door of the house: bytes of unknown origin become clean UTF-8.
 *
 * Bytes that are no UTF-8 become U+FFFD, NULs and control characters other than tab and line breaks become a space,
 * a byte order mark at the start goes, CR LF and lone CR become LF. Text that is already clean is passed on untouched.
 */
#ifndef TALLY_TEXT_REPAIR_H
#define TALLY_TEXT_REPAIR_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

struct text_repair {
    struct slice text;    /* the clean text: `bytes` itself when nothing was wrong, else a copy in the arena */
    size_t invalid_count; /* places where bytes were replaced by U+FFFD */
    size_t first_invalid; /* byte offset of the first one */
    size_t control_count; /* control characters (NUL too) replaced by a space */
};

int text_repair(struct arena *arena, struct slice bytes, struct text_repair *out, struct error *error);

/* True when the bytes look like no text at all (a binary file): a NUL in the first 8 KB, or more than a tenth of those
 * bytes invalid or control characters. */
bool text_looks_binary(struct slice bytes);

#endif
