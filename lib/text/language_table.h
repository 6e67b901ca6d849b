/* The rows that the build makes of languages.def, and how a word finds its own. */
#ifndef TALLY_TEXT_LANGUAGE_TABLE_H
#define TALLY_TEXT_LANGUAGE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define LANGUAGES_RECOGNISED 14   /* rows of languages.def that have words: bits of a mask */
#define LANGUAGE_WORD_MAX    12   /* bytes */
#define LANGUAGE_SLOTS       4096 /* a power of two, at least twice the words there are */

struct language_word {
    char bytes[LANGUAGE_WORD_MAX];
    uint32_t length;
    uint32_t languages; /* whose word it is: bit i for row i of languages.def */
};

struct language_letter {
    uint32_t code_point, languages; /* the last one has no languages */
};

/* FNV-1a, 32 bits, as published by Fowler, Noll and Vo. */
static inline uint32_t language_hash(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ^ (hash >> 15);
}

#endif
