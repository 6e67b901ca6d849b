/* Six bits a character. */
#include "base/base64.h"

#include <stdint.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct slice base64_encode(struct arena *arena, struct slice bytes)
{
    char *text = arena_alloc(arena, bytes.length / 3 * 4 + 4);
    uint32_t bits = 0;
    unsigned waiting = 0;
    size_t length = 0;
    if (!text) return slice_make(NULL, 0);
    for (size_t i = 0; i < bytes.length; i++) {
        bits = bits << 8 | (unsigned char)bytes.data[i];
        for (waiting += 8; waiting >= 6; waiting -= 6) text[length++] = alphabet[bits >> (waiting - 6) & 63];
    }
    if (waiting) text[length++] = alphabet[bits << (6 - waiting) & 63];
    return slice_make(text, length);
}

static int value_of(char character)
{
    const char *found = character ? strchr(alphabet, character) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

struct slice base64_decode(struct arena *arena, struct slice text)
{
    char *bytes = arena_alloc(arena, text.length / 4 * 3 + 3);
    uint32_t bits = 0;
    unsigned waiting = 0;
    size_t length = 0;
    for (size_t i = 0; bytes && i < text.length; i++) {
        int value = value_of(text.data[i]);
        if (value < 0) return slice_make(NULL, 0);
        bits = bits << 6 | (uint32_t)value;
        waiting += 6;
        if (waiting < 8) continue;
        waiting -= 8;
        bytes[length++] = (char)(bits >> waiting & 0xFF);
    }
    /* A character too many, or bits behind the last byte. */
    if (waiting >= 6 || (bits & ((1u << waiting) - 1))) return slice_make(NULL, 0);
    return slice_make(bytes, length);
}
