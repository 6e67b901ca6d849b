/* Tables written by libxapian itself. */
#include "writer.h"

namespace
{

/* What libxapian's maps take for one posting, one value and one position, measured roughly. */
constexpr size_t POSTING_BYTES = 144;
constexpr size_t VALUE_BYTES = 96;
constexpr size_t POSITION_BYTES = 2;

Xapian::Document build_document(const struct xap_document &from)
{
    Xapian::Document document;
    for (size_t i = 0; i < from.posting_count; i++) {
        const struct xap_posting &posting = from.postings[i];
        const std::string term(posting.term, posting.length);
        document.add_term(term, posting.wdf);
        for (size_t j = 0; j < posting.position_count; j++) document.add_posting(term, posting.positions[j], 0);
    }
    for (size_t i = 0; i < from.value_count; i++) {
        document.add_value(from.values[i].slot, std::string(from.values[i].data, from.values[i].length));
    }
    if (from.data_length > 0) document.set_data(std::string(from.data, from.data_length));
    return document;
}

size_t buffered_bytes(const struct xap_document &document)
{
    size_t bytes = 0;
    for (size_t i = 0; i < document.posting_count; i++) {
        const struct xap_posting &posting = document.postings[i];
        bytes += POSTING_BYTES + posting.length + posting.position_count * POSITION_BYTES;
    }
    for (size_t i = 0; i < document.value_count; i++) bytes += VALUE_BYTES + document.values[i].length;
    return bytes;
}

/* Everything happens inside a transaction, because a destructor commits what is pending outside one. Buffered postings
 * are flushed by the memory they take: libxapian counts documents instead (10,000, however long they are: gigabytes);
 * inside a transaction its count only moves blocks and commits nothing. */
class ApiTables final : public xap::Tables
{
  public:
    ApiTables(const std::string &path, size_t memory_bytes)
        /* Without syncs: nothing is promised before xap_writer_finish(), and that syncs everything. */
        : database_(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC | Xapian::DB_NO_TERMLIST),
          memory_bytes_(memory_bytes)
    {
        begin();
    }

    void add(const struct xap_document &document, Xapian::docid) override
    {
        const Xapian::Document built = build_document(document);
        write([&] {
            database_.add_document(built);
            buffered_bytes_ += buffered_bytes(document);
            if (buffered_bytes_ < memory_bytes_) return;
            commit();
            begin();
        });
    }

    void set_metadata(const std::string &key, const std::string &data) override
    {
        write([&] { database_.set_metadata(key, data); });
    }

    void finish() override
    {
        write([&] {
            commit();
            database_.close();
        });
    }

  private:
    /* Unflushed: the other way begins with a commit. */
    void begin() { database_.begin_transaction(false); }

    void commit()
    {
        database_.commit_transaction();
        database_.commit();
        buffered_bytes_ = 0;
    }

    template <typename Step> void write(Step step)
    {
        try {
            step();
        } catch (...) {
            give_up();
            throw;
        }
    }

    /* After any exception libxapian's next commit may say "ok" and hold half of it, so there is none. The transaction
     * makes sure that the destructor commits nothing either; when not even that works, the database is left to leak. */
    void give_up()
    {
        try {
            begin();
        } catch (const Xapian::InvalidOperationError &) {
            /* The transaction is still open, as is wanted. */
        } catch (...) {
            new Xapian::WritableDatabase(database_);
        }
    }

    Xapian::WritableDatabase database_;
    const size_t memory_bytes_;
    size_t buffered_bytes_ = 0;
};

} // namespace

std::unique_ptr<xap::Tables> xap::new_api_tables(const std::string &path, size_t memory_bytes)
{
    return std::make_unique<ApiTables>(path, memory_bytes);
}
