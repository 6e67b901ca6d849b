/* A whole glass database from its documents, gathered in memory and laid out at once. */
#ifndef XAPIAN_C_GLASS_DATABASE_H
#define XAPIAN_C_GLASS_DATABASE_H

#include <map>
#include <unordered_map>

#include "glass_table.h"
#include "xapian-c.h"

namespace glass
{

/* A list of (docid, number) in docid order: the first number, then (docids left out, number) for each that follows. */
struct List {
    std::string bytes;
    uint32_t first = 0, last = 0, count = 0;
    uint32_t sum = 0; /* of the numbers; libxapian's has 32 bits too, and wraps */

    void add(uint32_t docid, uint32_t number);
};

struct Term {
    List postings;
    std::string positions;       /* (docids passed over, bytes of the list, the list) for each document that has one */
    uint32_t last_positions = 0; /* the docid of the last one */

    void add(const struct xap_posting &posting, uint32_t docid);
    size_t size() const { return postings.bytes.size() + positions.size(); }
};

/* The values of one slot: chunks, and what is known of all of them. */
struct Slot {
    std::string chunk, lower, upper;
    uint32_t chunk_first = 0, last = 0, count = 0;
};

/* Throws Xapian::DatabaseError when the disk refuses. */
class Database
{
  public:
    /* The directory is there, and empty. */
    explicit Database(const std::string &path) : path_(path) {}

    /* Documents that have been checked, in docid order: 1, 2, 3 … */
    void add(const struct xap_document &document, uint32_t docid);
    void set_metadata(const std::string &key, const std::string &data);
    /* Bytes gathered; memory takes up to twice as many. */
    size_t gathered() const { return gathered_; }
    /* Everything into the files, without a sync; nothing can be added then. */
    void finish();

  private:
    using Entry = std::pair<const std::string, Term>;

    Term &find(const struct xap_posting &posting);
    void add_value(const struct xap_value &value, uint32_t docid);
    void close_chunk(uint32_t number, Slot &slot);
    void add_data(const struct xap_document &document, uint32_t docid);
    void gather_values();
    std::vector<const Entry *> sorted_terms() const;
    Root write_postings(const std::vector<const Entry *> &terms);
    Root write_positions(const std::vector<const Entry *> &terms);
    std::string table_path(const char *name) const { return path_ + "/" + name + ".glass"; }

    const std::string path_;
    std::unordered_map<std::string, Term> terms_;
    std::vector<Term *> found_; /* of the document that is being added */
    std::map<uint32_t, Slot> slots_;
    std::map<std::string, std::string> special_; /* of the table of postings: what is of no term, but the lengths */
    List lengths_;
    std::unique_ptr<Table> data_; /* made when the first document has any */
    Totals totals_;
    size_t gathered_ = 0;
};

} // namespace glass

#endif
