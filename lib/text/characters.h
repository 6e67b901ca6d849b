/* What kind of character a code point is: a table for ASCII, Unicode's general category for the rest. */
#ifndef TALLY_TEXT_CHARACTERS_H
#define TALLY_TEXT_CHARACTERS_H

#include <stdbool.h>
#include <stdint.h>

enum character {
    CHARACTER_LETTER = 1,
    CHARACTER_DIGIT = 2,
    CHARACTER_UPPER = 4,     /* a letter, capital or title case */
    CHARACTER_LOWER = 8,     /* a letter, small */
    CHARACTER_SPACE = 16,    /* white space and controls */
    CHARACTER_MARK = 32,     /* combining marks and invisible format characters: part of what stands before */
    CHARACTER_ALONE = 64,    /* a letter of a script written without spaces between words */
    CHARACTER_NO_ASCII = 128 /* only in the table: a byte of a longer sequence */
};

#define CHARACTER_WORD (CHARACTER_LETTER | CHARACTER_DIGIT)

/* By byte; 0 for the symbols. */
extern const uint8_t character_ascii[256];

uint8_t character_beyond_ascii(uint32_t code_point);

static inline uint8_t character_class(uint32_t code_point)
{
    return code_point < 0x80 ? character_ascii[code_point] : character_beyond_ascii(code_point);
}

/* ' ’ ʼ */
static inline bool character_is_apostrophe(uint32_t code_point)
{
    return code_point == '\'' || code_point == 0x2019 || code_point == 0x02BC;
}

#endif
