/* Classes of characters, from a table and from utf8proc. */
#include "text/characters.h"

#include <stddef.h>
#include <utf8proc.h>

#define SPACE CHARACTER_SPACE
#define UPPER (CHARACTER_LETTER | CHARACTER_UPPER)
#define LOWER (CHARACTER_LETTER | CHARACTER_LOWER)

const uint8_t character_ascii[256] = {
    [0 ... ' '] = SPACE, ['0' ... '9'] = CHARACTER_DIGIT,      ['A' ... 'Z'] = UPPER, ['a' ... 'z'] = LOWER,
    [0x7F] = SPACE,      [0x80 ... 0xFF] = CHARACTER_NO_ASCII,
};

#define ZERO_WIDTH_SPACE 0x200Bu

/* Blocks of scripts that put no space between words. */
static const struct {
    uint32_t first, last;
} unspaced[] = {
    {0x0E00, 0x0EFF},   /* Thai, Lao */
    {0x1000, 0x109F},   /* Myanmar */
    {0x1780, 0x17FF},   /* Khmer */
    {0x3005, 0x3007},   /* Han marks */
    {0x3021, 0x3029},   /* Hangzhou numerals */
    {0x3041, 0x30FF},   /* Hiragana, Katakana */
    {0x31F0, 0x31FF},   /* Katakana extensions */
    {0x3400, 0x4DBF},   /* Han, extension A */
    {0x4E00, 0x9FFF},   /* Han */
    {0xF900, 0xFAFF},   /* Han, compatibility */
    {0xFF66, 0xFF9F},   /* Katakana, half width */
    {0x20000, 0x3FFFF}, /* Han, later extensions */
};

static bool is_unspaced(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof unspaced / sizeof *unspaced; i++)
        if (code_point <= unspaced[i].last) return code_point >= unspaced[i].first;
    return false;
}

uint8_t character_beyond_ascii(uint32_t code_point)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code_point);
    switch (property->category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return UPPER;
    case UTF8PROC_CATEGORY_LL: return LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        if (property->ignorable) return CHARACTER_MARK; /* the fillers of Hangul: letters to Unicode, seen by nobody */
        return CHARACTER_LETTER | (is_unspaced(code_point) ? CHARACTER_ALONE : 0);
    case UTF8PROC_CATEGORY_ND: return CHARACTER_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return CHARACTER_MARK;
    case UTF8PROC_CATEGORY_CF: return code_point == ZERO_WIDTH_SPACE ? SPACE : CHARACTER_MARK;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC: return SPACE;
    default: return 0;
    }
}
