/* The rows that the build makes of languages.def, and how a word finds its own. */
#ifndef TALLY_TEXT_LANGUAGE_TABLE_H
#define TALLY_TEXT_LANGUAGE_TABLE_H

#include <assert.h>
#include <stdint.h>

#define LANGUAGE_WORD_MAX 12   /* bytes */
#define LANGUAGE_SLOTS    4096 /* a power of two, at least twice the words there are */

/* The rows of languages.def that have words. */
enum {
    LANGUAGES_RECOGNISED = 0
#define LANGUAGE(code, names, letters, words) +(sizeof(words) > 1)
#include "text/languages.def"
#undef LANGUAGE
};
static_assert(LANGUAGES_RECOGNISED <= 32, "a set of languages is a mask of 32 bits");

struct language_word {
    char bytes[LANGUAGE_WORD_MAX];
    uint32_t length;
    uint32_t languages; /* whose word it is: bit i for row i of languages.def */
};

struct language_letter {
    uint32_t code_point, languages; /* the last one has no languages */
};

#endif
