/* iamglass: the file that makes tables a database. */
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cerrno>

#include "glass_code.h"
#include "glass_table.h"

namespace
{

/* The last two bytes: the version of the format. */
constexpr char MAGIC[] = "\x0f\x0dXapian Glass\x04\x6e";
constexpr size_t UUID_BYTES = 16;
constexpr uint32_t REVISION = 1;
constexpr unsigned SEQUENTIAL_FLAG = 2, NO_BLOCKS_FLAG = 1, LEVEL_SHIFT = 2, BLOCK_SIZE_SHIFT = 11;
/* Tags above so many bytes are compressed by whoever writes to the table later; 0: none. */
constexpr unsigned COMPRESS_ABOVE[glass::TABLE_COUNT] = {0, 18, 18, 0, 18, 18};

/* A random one (version 4 of RFC 4122). */
void put_uuid(std::string &out)
{
    unsigned char bytes[UUID_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != ssize_t(sizeof bytes))
        throw Xapian::DatabaseCreateError("drawing a uuid", errno);
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
    out.append(reinterpret_cast<const char *>(bytes), sizeof bytes);
}

/* No block of a table was ever freed: of the list of those its revision and the first unused block are told, and two
 * cursors (a block and a place in it) that stand still. */
void put_free_list(std::string &out, const glass::Root &root)
{
    std::string list;
    if (root.blocks > 0) {
        glass::put_number(list, REVISION);
        glass::put_number(list, root.blocks);
        list.append(4, '\0');
    }
    glass::put_string(out, list.data(), list.size());
}

void put_root(std::string &out, const glass::Root &root, unsigned compress_above)
{
    glass::put_number(out, root.block);
    glass::put_number(out, root.level << LEVEL_SHIFT | SEQUENTIAL_FLAG | (root.blocks == 0 ? NO_BLOCKS_FLAG : 0));
    glass::put_number(out, root.entries);
    glass::put_number(out, glass::BLOCK_BYTES >> BLOCK_SIZE_SHIFT);
    glass::put_number(out, compress_above);
    put_free_list(out, root);
}

void put_totals(std::string &out, const glass::Totals &totals)
{
    glass::put_number(out, totals.documents);
    glass::put_number(out, 0); /* docids beyond the number of documents */
    glass::put_number(out, totals.length_min);
    glass::put_number(out, totals.wdf_max);
    glass::put_number(out, totals.length_max - totals.wdf_max);
    glass::put_number(out, 0); /* the oldest changeset */
    glass::put_number(out, totals.length);
    glass::put_number(out, 0); /* the most frequent spelling */
}

void write_file(const std::string &path, const std::string &bytes)
{
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) throw Xapian::DatabaseCreateError("creating " + path, errno);
    errno = 0;
    const bool written = write(file, bytes.data(), bytes.size()) == ssize_t(bytes.size());
    const int failure = errno ? errno : ENOSPC;
    close(file);
    if (!written) throw Xapian::DatabaseCreateError("writing " + path, failure);
}

} // namespace

namespace glass
{

void Totals::add(uint64_t document_length)
{
    const auto length_now = static_cast<uint32_t>(document_length);
    documents++;
    length += length_now;
    length_max = std::max(length_max, length_now);
    if (length_now > 0 && (length_min == 0 || length_now < length_min)) length_min = length_now;
}

void write_version(const std::string &directory, const Root roots[TABLE_COUNT], const Totals &totals)
{
    std::string bytes(MAGIC, sizeof MAGIC - 1);
    put_uuid(bytes);
    put_number(bytes, REVISION);
    for (unsigned table = 0; table < TABLE_COUNT; table++) put_root(bytes, roots[table], COMPRESS_ABOVE[table]);
    put_totals(bytes, totals);
    write_file(directory + "/iamglass", bytes);
}

} // namespace glass
