/* Sentence ends, and with them positions. */
#ifndef TALLY_TEXT_SENTENCES_H
#define TALLY_TEXT_SENTENCES_H

#include "text/tokens.h"
#include "text/zones.h"

/* Fills the sentences of `tokens`, and of its tokens the sentence, the position and TOKEN_SENTENCE_START. Each of
 * `zones` (NULL: one zone) begins a sentence. */
int text_sentences(struct arena *arena, struct text_tokens *tokens, const struct zones *zones, uint32_t first_position,
                   struct error *error);

#endif
