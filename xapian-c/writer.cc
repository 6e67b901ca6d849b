/* Writing one database, once: create, add, finish. */
#include "internal.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

using xap::fail;
using xap::guard;

namespace
{

/* Memory that buffered postings may take before they are flushed. libxapian counts documents instead (10,000, however
 * long they are: gigabytes); inside a transaction its count only moves blocks and commits nothing. */
constexpr size_t FLUSH_BYTES = size_t(96) << 20;
/* What libxapian's maps take for one posting, one value and one position, measured roughly. */
constexpr size_t POSTING_BYTES = 144;
constexpr size_t VALUE_BYTES = 96;
constexpr size_t POSITION_BYTES = 2;

} // namespace

struct xap_writer {
    Xapian::WritableDatabase database;
    std::string path;
    Xapian::docid last_docid = 0;
    size_t buffered_bytes = 0;
    bool poisoned = false;
    bool finished = false;
};

namespace
{

int check_writable(const struct xap_writer &writer, struct xap_error *error)
{
    if (writer.poisoned) return fail(error, XAP_POISONED, "this writer failed before; nothing more is written");
    if (writer.finished) return fail(error, XAP_INVALID, "this writer is finished");
    return 0;
}

/* ------------------------------------------------------------------ the door: what glass would refuse at commit */

int check_positions(const struct xap_posting &posting, struct xap_error *error)
{
    if (posting.position_count > 0 && !posting.positions) return fail(error, XAP_INVALID, "positions are NULL");
    for (size_t i = 1; i < posting.position_count; i++) {
        if (posting.positions[i - 1] < posting.positions[i]) continue;
        return fail(error, XAP_INVALID, "expected ascending positions, found %u after %u", posting.positions[i],
                    posting.positions[i - 1]);
    }
    return 0;
}

bool is_before(const struct xap_posting &left, const struct xap_posting &right)
{
    const int order = memcmp(left.term, right.term, std::min(left.length, right.length));
    return order != 0 ? order < 0 : left.length < right.length;
}

/* libxapian adds the wdf up in 32 bits and wraps silently. */
int check_wdf(const struct xap_posting &posting, uint64_t &document_length, struct xap_error *error)
{
    document_length += posting.wdf;
    if (posting.wdf <= XAP_WDF_MAX && document_length <= UINT32_MAX) return 0;
    return fail(error, XAP_LIMIT, "expected a wdf of at most %u and a document length of 32 bits", XAP_WDF_MAX);
}

int check_postings(const struct xap_document &document, struct xap_error *error)
{
    uint64_t document_length = 0;
    for (size_t i = 0; i < document.posting_count; i++) {
        const struct xap_posting &posting = document.postings[i];
        if (xap::check_term(posting.term, posting.length, error) != 0) return -1;
        if (check_wdf(posting, document_length, error) != 0) return -1;
        if (check_positions(posting, error) != 0) return -1;
        if (i > 0 && !is_before(document.postings[i - 1], posting)) {
            return fail(error, XAP_INVALID, "expected postings in ascending order of term, each term once");
        }
    }
    return 0;
}

int check_values(const struct xap_document &document, struct xap_error *error)
{
    for (size_t i = 0; i < document.value_count; i++) {
        const struct xap_value &value = document.values[i];
        if (value.slot > XAP_SLOT_MAX) return fail(error, XAP_INVALID, "expected a slot of at most %u", XAP_SLOT_MAX);
        if (value.length > XAP_VALUE_MAX) {
            return fail(error, XAP_LIMIT, "expected a value of at most %u bytes, found %zu", XAP_VALUE_MAX,
                        value.length);
        }
    }
    return 0;
}

int check_document(const struct xap_document &document, struct xap_error *error)
{
    if (document.data_length > XAP_DATA_MAX) {
        return fail(error, XAP_LIMIT, "expected data of at most %u bytes, found %zu", XAP_DATA_MAX,
                    document.data_length);
    }
    return check_postings(document, error) != 0 ? -1 : check_values(document, error);
}

/* ------------------------------------------------------------------ handing over to libxapian */

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

/* Everything happens inside a transaction, because a destructor commits what is pending outside one. */
void begin(struct xap_writer &writer)
{
    /* Unflushed: the other way begins with a commit. */
    writer.database.begin_transaction(false);
}

void commit(struct xap_writer &writer)
{
    writer.database.commit_transaction();
    writer.database.commit();
    writer.buffered_bytes = 0;
}

/* After any exception libxapian's next commit may say "ok" and hold half of it, so there is none. The transaction makes
 * sure that the destructor commits nothing either; when not even that works, the database is left to leak. */
void poison(struct xap_writer &writer)
{
    writer.poisoned = true;
    struct xap_error ignored;
    guard(&ignored, [&] {
        try {
            begin(writer);
        } catch (const Xapian::InvalidOperationError &) {
            /* The transaction is still open, as is wanted. */
        } catch (...) {
            new Xapian::WritableDatabase(writer.database);
        }
        return 0;
    });
}

/* Runs a step of writing; whatever it throws poisons the writer. */
template <typename Step> int write(struct xap_writer &writer, struct xap_error *error, Step step)
{
    const int result = guard(error, [&] {
        step();
        return 0;
    });
    if (result != 0) poison(writer);
    return result;
}

int open_new(struct xap_writer &writer, const char *path, struct xap_error *error)
{
    /* Without syncs: nothing is promised before xap_writer_finish(), and that syncs everything. */
    const int flags = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;
    return guard(error, [&] {
        writer.path = path;
        writer.database = Xapian::WritableDatabase(path, flags);
        begin(writer);
        return 0;
    });
}

} // namespace

struct xap_writer *xap_create(const char *path, struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_writer * {
            auto writer = std::make_unique<struct xap_writer>();
            if (xap::make_directory(path, error) != 0 || open_new(*writer, path, error) != 0) return nullptr;
            return writer.release();
        });
}

int xap_add(struct xap_writer *writer, const struct xap_document *document, uint32_t *docid, struct xap_error *error)
{
    return guard(error, [&] {
        if (check_writable(*writer, error) != 0 || check_document(*document, error) != 0) return -1;
        if (writer->last_docid == UINT32_MAX) return fail(error, XAP_LIMIT, "the database is full");
        /* Built first: running out of memory here harms nobody. */
        const Xapian::Document built = build_document(*document);
        const auto add = [&] {
            writer->last_docid = writer->database.add_document(built);
            writer->buffered_bytes += buffered_bytes(*document);
            if (writer->buffered_bytes < FLUSH_BYTES) return;
            commit(*writer);
            begin(*writer);
        };
        if (write(*writer, error, add) != 0) return -1;
        if (docid) *docid = writer->last_docid;
        return 0;
    });
}

int xap_set_metadata(struct xap_writer *writer, const char *key, const char *data, size_t length,
                     struct xap_error *error)
{
    return guard(error, [&] {
        if (check_writable(*writer, error) != 0) return -1;
        if (xap::check_term(key, key ? strlen(key) : 0, error) != 0) return -1;
        if (length > XAP_DATA_MAX) return fail(error, XAP_LIMIT, "expected at most %u bytes", XAP_DATA_MAX);
        const std::string name(key), bytes(data ? data : "", data ? length : 0);
        return write(*writer, error, [&] { writer->database.set_metadata(name, bytes); });
    });
}

int xap_writer_finish(struct xap_writer *writer, struct xap_error *error)
{
    return guard(error, [&] {
        if (check_writable(*writer, error) != 0) return -1;
        const auto finish = [&] {
            commit(*writer);
            writer->database.close();
        };
        if (write(*writer, error, finish) != 0) return -1;
        writer->finished = true;
        if (xap::sync_database(writer->path, error) == 0) return 0;
        writer->poisoned = true;
        return -1;
    });
}

void xap_writer_free(struct xap_writer *writer)
{
    struct xap_error ignored;
    guard(&ignored, [&] {
        delete writer;
        return 0;
    });
}
