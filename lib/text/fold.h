/* One normal form for words: NFKC, case folded, diacritics stripped. */
#ifndef TALLY_TEXT_FOLD_H
#define TALLY_TEXT_FOLD_H

#include "base/arena.h"
#include "base/slice.h"

/* The folded form, in the arena (or `text` itself when it is folded already); .data NULL when the arena is full. */
struct slice text_fold(struct arena *arena, struct slice text);

/* As text_fold(), into `out`; what does not fit is cut off between characters. Looks at no more of `word` than can fit,
 * so that the time is bounded by `out_size` however long the word is. Returns the bytes written. */
size_t text_fold_word(struct slice word, char *out, size_t out_size);

#endif
