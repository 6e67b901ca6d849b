/* Decoding after Table 3-7 of the Unicode Standard (well-formed UTF-8 byte sequences). */
#include "base/utf8.h"

static bool is_trail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

static size_t sequence_size(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/* The second byte carries what rules out overlong forms, surrogates and code points beyond U+10FFFF. */
static bool second_byte_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xE0: return second >= 0xA0 && second <= 0xBF;
    case 0xED: return second >= 0x80 && second <= 0x9F;
    case 0xF0: return second >= 0x90 && second <= 0xBF;
    case 0xF4: return second >= 0x80 && second <= 0x8F;
    default: return is_trail(second);
    }
}

uint32_t utf8_decode(const char *at, const char *end, size_t *size)
{
    const unsigned char *bytes = (const unsigned char *)at;
    size_t wanted = sequence_size(bytes[0]);
    *size = 1;
    if (wanted == 1) return bytes[0];
    if (wanted == 0 || (size_t)(end - at) < wanted || !second_byte_fits(bytes[0], bytes[1])) return UTF8_REPLACEMENT;
    uint32_t code_point = bytes[0] & (0xFFu >> (wanted + 1));
    for (size_t i = 1; i < wanted; i++) {
        if (!is_trail(bytes[i])) return UTF8_REPLACEMENT;
        code_point = code_point << 6 | (bytes[i] & 0x3Fu);
    }
    *size = wanted;
    return code_point;
}

size_t utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = UTF8_REPLACEMENT;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)((0xF00u >> size & 0xF0) | code_point);
    return size;
}

size_t utf8_valid_prefix(struct slice bytes)
{
    const char *at = bytes.data, *end = bytes.data + bytes.length;
    while (at < end) {
        if ((unsigned char)*at < 0x80) {
            at++;
            continue;
        }
        size_t size;
        utf8_decode(at, end, &size);
        if (size == 1) break;
        at += size;
    }
    return (size_t)(at - bytes.data);
}

size_t utf8_floor(struct slice bytes, size_t length)
{
    if (length >= bytes.length) return bytes.length;
    size_t at = length;
    while (at > 0 && length - at < 3 && is_trail((unsigned char)bytes.data[at])) at--;
    return is_trail((unsigned char)bytes.data[at]) ? length : at;
}

size_t utf8_length(struct slice bytes)
{
    size_t count = 0;
    for (size_t at = 0, size; at < bytes.length; at += size, count++)
        utf8_decode(bytes.data + at, bytes.data + bytes.length, &size);
    return count;
}
