/* How glass writes numbers, strings and position lists into keys and tags.
 *
 * The on-disk format of libxapian 1.4 ("glass", format version 0x046e), as its reader takes it: common/pack.h and
 * common/bitstream.h of its sources are where it is defined. Only what a new database needs. */
#ifndef XAPIAN_C_GLASS_CODE_H
#define XAPIAN_C_GLASS_CODE_H

#include <cstdint>
#include <string>

namespace glass
{

/* Seven bits a byte, the lowest first, the high bit set on all but the last. */
void put_number(std::string &out, uint64_t number);
/* Reads one and moves `at` behind it. */
uint64_t take_number(const char *&at);

/* Its bytes, the lowest first and none for zero: what ends a key needs no length. */
void put_last_number(std::string &out, uint64_t number);

/* A length, then the bytes. */
void put_string(std::string &out, const char *data, size_t length);

/* Keys that sort as what they stand for. A number is two bytes up to 0x7fff, then longer with as many leading ones as
 * there are more bytes; its first byte is never 0xff. In a string a NUL becomes NUL 0xff, so that a NUL alone, which no
 * 0xff may follow, can end it. */
void put_sorted_number(std::string &out, uint32_t number);
void put_sorted_string(std::string &out, const std::string &text);

/* One or more ascending positions: the last one; of two or more then bit by bit the first, how many there are, and all
 * between by halving the list (interpolative coding; Moffat and Stuiver, "Binary interpolative coding", 2000). */
void put_positions(std::string &out, const uint32_t *positions, size_t count);

} // namespace glass

#endif
