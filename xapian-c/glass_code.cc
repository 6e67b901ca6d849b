/* Numbers, strings and position lists as glass writes them. */
#include "glass_code.h"

namespace
{

unsigned bit_length(uint32_t number)
{
    return number ? 32 - static_cast<unsigned>(__builtin_clz(number)) : 0;
}

/* Bits, the lowest first, into bytes. */
class BitWriter
{
  public:
    explicit BitWriter(std::string &out) : out_(out) {}

    /* A number below `end`, in as few bits as tell all of those apart; where the bits could tell apart more, the
     * numbers in the middle go without the highest bit. */
    void put_below(uint32_t number, uint64_t end)
    {
        unsigned bits = bit_length(static_cast<uint32_t>(end - 1));
        const uint64_t spare = (uint64_t(1) << bits) - end, middle = (end - spare) / 2;
        if (spare && number >= middle + spare)
            number = static_cast<uint32_t>((number - (middle + spare)) | uint64_t(1) << (bits - 1));
        else if (spare && number >= middle)
            bits--;
        put(number, bits);
    }

    /* The positions between those two, which the reader knows. */
    void put_between(const uint32_t *positions, size_t first, size_t last)
    {
        while (first + 1 < last) {
            const size_t middle = first + (last - first) / 2;
            const uint64_t lowest = positions[first] + (middle - first);
            const uint64_t end = uint64_t(positions[last]) - positions[first] - (last - first) + 1;
            put_below(static_cast<uint32_t>(positions[middle] - lowest), end);
            put_between(positions, first, middle);
            first = middle;
        }
    }

    void finish()
    {
        if (pending_) out_ += static_cast<char>(bits_);
    }

  private:
    void put(uint64_t number, unsigned count)
    {
        bits_ |= number << pending_;
        for (pending_ += count; pending_ >= 8; pending_ -= 8, bits_ >>= 8) out_ += static_cast<char>(bits_);
    }

    std::string &out_;
    uint64_t bits_ = 0;
    unsigned pending_ = 0;
};

} // namespace

namespace glass
{

void put_number(std::string &out, uint64_t number)
{
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

uint64_t take_number(const char *&at)
{
    uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(*at++);
        number |= uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
}

void put_last_number(std::string &out, uint64_t number)
{
    for (; number; number >>= 8) out += static_cast<char>(number);
}

void put_string(std::string &out, const char *data, size_t length)
{
    put_number(out, length);
    out.append(data, length);
}

void put_sorted_number(std::string &out, uint32_t number)
{
    /* Of `size` bytes the first begins with size - 2 ones and a zero: 15 bits in two bytes, then seven more in each. */
    unsigned size = 2;
    while (bit_length(number) > 7 * size + 1) size++;
    const unsigned ones = 0xff << (10 - size) & 0xff;
    out += static_cast<char>((size > 4 ? 0 : number >> 8 * (size - 1)) | ones);
    for (unsigned left = size - 1; left-- > 0;) out += static_cast<char>(number >> 8 * left);
}

void put_sorted_string(std::string &out, const std::string &text)
{
    for (const char byte : text) {
        out += byte;
        if (byte == '\0') out += '\xff';
    }
}

void put_positions(std::string &out, const uint32_t *positions, size_t count)
{
    const uint32_t first = positions[0], last = positions[count - 1];
    put_number(out, last);
    if (count == 1) return;
    BitWriter bits(out);
    bits.put_below(first, last);
    bits.put_below(static_cast<uint32_t>(count - 2), uint64_t(last) - first);
    bits.put_between(positions, 0, count - 1);
    bits.finish();
}

} // namespace glass
