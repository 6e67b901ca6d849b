/* Words that most texts are full of. */
#ifndef TALLY_TEXT_STOP_WORDS_H
#define TALLY_TEXT_STOP_WORDS_H

#include "base/slice.h"

bool stop_word_is(struct slice folded);

#endif
