/* Words that are written with a dot which does not end a sentence. */
#ifndef TALLY_TEXT_ABBREVIATIONS_H
#define TALLY_TEXT_ABBREVIATIONS_H

#include "base/slice.h"

enum abbreviation {
    ABBREVIATION_NONE,
    ABBREVIATION_INSIDE, /* a name follows: "Mr. Smith" */
    ABBREVIATION_NUMBER, /* one before a number, else a word like others: "No. 5", "p. 12" */
    ABBREVIATION_EITHER  /* may be the last word of a sentence: "Acme Inc." */
};

enum abbreviation abbreviation_find(struct slice folded);

/* A word that, with a capital, is the beginning of a sentence sooner than part of a name: "The", "However". */
bool abbreviation_is_opener(struct slice folded);

#endif
