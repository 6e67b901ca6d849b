/* Tables of a new glass database, written front to back from entries in ascending order of key.
 *
 * A glass table is a B+-tree in blocks of one size. Entries that come sorted never need a block again once it is full,
 * so it is written at once and only the path from the last leaf to the root is in memory. Blocks come out full, which
 * libxapian's own writer reaches by compaction only. The format is libxapian's: backends/glass/glass_table.h and
 * glass_version.cc of the sources of 1.4. */
#ifndef XAPIAN_C_GLASS_TABLE_H
#define XAPIAN_C_GLASS_TABLE_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace glass
{

constexpr unsigned BLOCK_BYTES = 8192;
constexpr unsigned KEY_BYTES_MAX = 255;

enum TableName { POSTLIST, DOCDATA, TERMLIST, POSITION, SPELLING, SYNONYM, TABLE_COUNT };

/* What the version file says of a table. */
struct Root {
    uint32_t block = 0;
    unsigned level = 0;
    uint64_t entries = 0;
    uint32_t blocks = 0; /* 0: there is no table, or an empty one */
};

/* All member functions throw Xapian::DatabaseError when the disk refuses, with errno's words. */
class Table
{
  public:
    /* The file must not exist. */
    explicit Table(const std::string &path);
    ~Table();
    Table(const Table &) = delete;
    Table &operator=(const Table &) = delete;

    /* `key` of 1..KEY_BYTES_MAX bytes, after all keys before it. */
    void add(const std::string &key, const char *tag, size_t length);
    void add(const std::string &key, const std::string &tag) { add(key, tag.data(), tag.size()); }
    /* Writes what is left; nothing can be added then. */
    Root finish();

  private:
    /* A key of a leaf, where an entry may go on in several items. */
    struct Place {
        std::string key;
        unsigned component = 0;
    };
    /* The block of one level that is being filled: directory from the front, items from the back. */
    struct Block {
        unsigned char bytes[BLOCK_BYTES];
        unsigned directory_end, items_begin;
        Place least; /* all that stands under this block is not below it; nothing under any block before it is not */
    };

    static void clear(Block &block);
    static unsigned room(const Block &block);
    unsigned char *add_item(Block &block, unsigned size);
    void add_component(const Place &place, const char *data, unsigned length, bool last);
    void add_child(unsigned level, Place least, uint32_t child);
    uint32_t write_block(unsigned level);
    void write_out();

    std::string path_;
    int file_;
    std::vector<std::unique_ptr<Block>> levels_; /* the leaf first */
    Place last_;                                 /* the place of the last item */
    std::string buffer_;                         /* blocks not yet written out */
    uint32_t block_count_ = 0;
    uint64_t entry_count_ = 0;
};

/* What all of a database's documents come to. */
struct Totals {
    uint32_t documents = 0; /* docids 1..documents */
    uint64_t length = 0;
    uint32_t length_min = 0, length_max = 0; /* the least of those above 0 */
    uint32_t wdf_max = 0;

    void add(uint64_t document_length);
};

/* The file that makes tables a database, with a new uuid. Written last: without it there is none. */
void write_version(const std::string &directory, const Root roots[TABLE_COUNT], const Totals &totals);

} // namespace glass

#endif
