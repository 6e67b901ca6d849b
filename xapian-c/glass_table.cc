/* B+-trees from sorted entries, block by block. */
#include "glass_table.h"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>

namespace
{

/* A block: revision (4 bytes), level (1), the longest run of free bytes (2), all free bytes (2), end of the directory
 * (2), the directory, which has two bytes for the place of each item, free bytes, the items. Numbers of several bytes
 * have the highest first. */
constexpr unsigned LEVEL_AT = 4, LONGEST_FREE_AT = 5, FREE_AT = 7, DIRECTORY_END_AT = 9, DIRECTORY_AT = 11;
constexpr unsigned POINTER_BYTES = 2;
constexpr uint32_t REVISION = 1;

/* An item of a leaf: its bytes less 3 with three flags above (2 bytes), length of the key (1), the key, then, unless it
 * is the first of its entry, its number among the items of that entry (2), and a piece of the tag. Items above leaves:
 * the block below (4), length of the key (1), the key, number of the item (2). */
constexpr unsigned SIZE_BYTES = 2, KEY_LENGTH_BYTES = 1, COMPONENT_BYTES = 2, CHILD_BYTES = 4;
constexpr unsigned SIZE_BIAS = 3, FIRST_FLAG = 0x2000, LAST_FLAG = 0x4000;
/* Four items must fit a block. */
constexpr unsigned ITEM_BYTES_MAX = (glass::BLOCK_BYTES - DIRECTORY_AT - 4 * POINTER_BYTES) / 4;
/* A piece shorter than this is not worth an item of its own in what a block has left. */
constexpr unsigned PIECE_BYTES_MIN = 64;
constexpr unsigned COMPONENTS_MAX = 0xffff;
constexpr size_t BUFFER_BYTES = 64 * glass::BLOCK_BYTES;

void put2(unsigned char *at, unsigned number)
{
    at[0] = static_cast<unsigned char>(number >> 8);
    at[1] = static_cast<unsigned char>(number);
}

void put4(unsigned char *at, uint32_t number)
{
    put2(at, number >> 16);
    put2(at + 2, number & 0xffff);
}

/* The shortest beginning of `key` that is above `before`. */
std::string shortest_above(const std::string &before, const std::string &key)
{
    const size_t common = std::min(before.size(), key.size());
    size_t same = 0;
    while (same < common && before[same] == key[same]) same++;
    return key.substr(0, same + 1);
}

} // namespace

namespace glass
{

Table::Table(const std::string &path)
    : path_(path), file_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666))
{
    if (file_ < 0) throw Xapian::DatabaseCreateError("creating " + path, errno);
}

Table::~Table()
{
    if (file_ >= 0) close(file_);
}

void Table::clear(Block &block)
{
    memset(block.bytes, 0, sizeof block.bytes);
    block.directory_end = DIRECTORY_AT;
    block.items_begin = BLOCK_BYTES;
}

/* Bytes that an item may have. */
unsigned Table::room(const Block &block)
{
    const unsigned free = block.items_begin - block.directory_end;
    return free > POINTER_BYTES ? free - POINTER_BYTES : 0;
}

unsigned char *Table::add_item(Block &block, unsigned size)
{
    assert(size <= room(block));
    block.items_begin -= size;
    put2(block.bytes + block.directory_end, block.items_begin);
    block.directory_end += POINTER_BYTES;
    return block.bytes + block.items_begin;
}

uint32_t Table::write_block(unsigned level)
{
    Block &block = *levels_[level];
    const unsigned free = block.items_begin - block.directory_end;
    put4(block.bytes, REVISION);
    block.bytes[LEVEL_AT] = static_cast<unsigned char>(level);
    put2(block.bytes + LONGEST_FREE_AT, free);
    put2(block.bytes + FREE_AT, free);
    put2(block.bytes + DIRECTORY_END_AT, block.directory_end);
    buffer_.append(reinterpret_cast<const char *>(block.bytes), BLOCK_BYTES);
    if (buffer_.size() >= BUFFER_BYTES) write_out();
    clear(block);
    if (block_count_ == UINT32_MAX) throw Xapian::DatabaseError(path_ + ": more than 2^32 blocks");
    return block_count_++;
}

void Table::write_out()
{
    size_t written = 0;
    while (written < buffer_.size()) {
        const ssize_t count = write(file_, buffer_.data() + written, buffer_.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw Xapian::DatabaseError("writing " + path_, errno);
        written += static_cast<size_t>(count);
    }
    buffer_.clear();
}

/* The first item of a block has no key: whatever is below the second one's goes there. */
void Table::add_child(unsigned level, Place least, uint32_t child)
{
    if (level == levels_.size()) {
        levels_.push_back(std::make_unique<Block>());
        clear(*levels_.back());
    }
    const unsigned fixed = CHILD_BYTES + KEY_LENGTH_BYTES + COMPONENT_BYTES;
    Block &block = *levels_[level];
    if (room(block) < fixed + least.key.size()) {
        Place least_above = std::move(block.least);
        const uint32_t full = write_block(level);
        add_child(level + 1, std::move(least_above), full);
    }
    const bool first = block.directory_end == DIRECTORY_AT;
    const auto length = static_cast<unsigned>(first ? 0 : least.key.size());
    unsigned char *item = add_item(block, fixed + length);
    put4(item, child);
    item[CHILD_BYTES] = static_cast<unsigned char>(length);
    memcpy(item + CHILD_BYTES + KEY_LENGTH_BYTES, least.key.data(), length);
    put2(item + CHILD_BYTES + KEY_LENGTH_BYTES + length, first ? 0 : least.component);
    if (first) block.least = std::move(least);
}

void Table::add_component(const Place &place, const char *data, unsigned length, bool last)
{
    const bool first = place.component == 1;
    const auto key_length = static_cast<unsigned>(place.key.size());
    const unsigned before_data = SIZE_BYTES + KEY_LENGTH_BYTES + key_length + (first ? 0 : COMPONENT_BYTES);
    Block &leaf = *levels_[0];
    if (leaf.directory_end == DIRECTORY_AT) leaf.least = {shortest_above(last_.key, place.key), place.component};
    unsigned char *item = add_item(leaf, before_data + length);
    put2(item, (before_data + length - SIZE_BIAS) | (first ? FIRST_FLAG : 0) | (last ? LAST_FLAG : 0));
    item[SIZE_BYTES] = static_cast<unsigned char>(key_length);
    memcpy(item + SIZE_BYTES + KEY_LENGTH_BYTES, place.key.data(), key_length);
    if (!first) put2(item + SIZE_BYTES + KEY_LENGTH_BYTES + key_length, place.component);
    if (length) memcpy(item + before_data, data, length);
    last_ = place;
}

void Table::add(const std::string &key, const char *tag, size_t length)
{
    assert(!key.empty() && key.size() <= KEY_BYTES_MAX && key > last_.key);
    if (levels_.empty()) {
        /* Every table begins with an entry of its own, without key and tag. */
        levels_.push_back(std::make_unique<Block>());
        clear(*levels_[0]);
        add_component({"", 1}, nullptr, 0, true);
    }
    const char *end = tag + length;
    for (Place place = {key, 1}; place.component == 1 || tag < end; place.component++) {
        if (place.component > COMPONENTS_MAX) throw Xapian::DatabaseError(path_ + ": an entry of too many bytes");
        const auto header = static_cast<unsigned>(SIZE_BYTES + KEY_LENGTH_BYTES + key.size() +
                                                  (place.component == 1 ? 0 : COMPONENT_BYTES));
        const auto left = static_cast<size_t>(end - tag);
        const auto whole = static_cast<unsigned>(std::min<size_t>(left, ITEM_BYTES_MAX - header));
        const bool divided = place.component > 1 || whole < left;
        if (room(*levels_[0]) < header + (divided ? std::min(whole, PIECE_BYTES_MIN) : whole)) {
            Place least = std::move(levels_[0]->least);
            add_child(1, std::move(least), write_block(0));
        }
        const unsigned piece = std::min(whole, room(*levels_[0]) - header);
        add_component(place, tag, piece, piece == left);
        tag += piece;
    }
    entry_count_++;
}

Root Table::finish()
{
    Root root;
    for (unsigned level = 0; level < levels_.size(); level++) {
        Place least = std::move(levels_[level]->least);
        root.block = write_block(level);
        root.level = level;
        if (level + 1 < levels_.size()) add_child(level + 1, std::move(least), root.block);
    }
    write_out();
    root.entries = entry_count_;
    root.blocks = block_count_;
    return root;
}

} // namespace glass
