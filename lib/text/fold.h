/* One normal form for words: NFKC, case folded, diacritics stripped. */
#ifndef TALLY_TEXT_FOLD_H
#define TALLY_TEXT_FOLD_H

#include "base/arena.h"
#include "base/slice.h"

/* The folded form, in the arena (or `text` itself when it is folded already); .data NULL when the arena is full. */
struct slice text_fold(struct arena *arena, struct slice text);

#endif
