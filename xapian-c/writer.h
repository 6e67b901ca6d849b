/* Who lays out the tables of a new database. */
#ifndef XAPIAN_C_WRITER_H
#define XAPIAN_C_WRITER_H

#include "internal.h"

namespace xap
{

/* One database in a directory that is there and empty. Documents have been checked, and have docids 1, 2, 3 … Whatever
 * is thrown ends it: only the destructor is called then, and what was not finished is no database. */
class Tables
{
  public:
    virtual ~Tables() = default;
    virtual void add(const struct xap_document &document, Xapian::docid docid) = 0;
    virtual void set_metadata(const std::string &key, const std::string &data) = 0;
    /* Everything is in the files, not synced. */
    virtual void finish() = 0;
};

/* Through libxapian's API: right by definition. Both gather about `memory_bytes` before they
 * write. */
std::unique_ptr<Tables> new_api_tables(const std::string &path, size_t memory_bytes);
/* Laid out here, from sorted lists. */
std::unique_ptr<Tables> new_direct_tables(const std::string &path, size_t memory_bytes);

} // namespace xap

#endif
