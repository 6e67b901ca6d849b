/* Writing one database, once: create, add, finish. */
#include "writer.h"

#include <algorithm>
#include <cstring>

using xap::fail;
using xap::guard;

struct xap_writer {
    std::string path;
    std::unique_ptr<xap::Tables> tables;
    Xapian::docid last_docid = 0;
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

/* ------------------------------------------------------------------ handing over */

/* Runs a step of writing; whatever it throws poisons the writer. */
template <typename Step> int write(struct xap_writer &writer, struct xap_error *error, Step step)
{
    const int result = guard(error, [&] {
        step();
        return 0;
    });
    if (result != 0) writer.poisoned = true;
    return result;
}

/* The format is that of 1.4; a libxapian of another series says itself what it writes. */
bool knows_format()
{
    return Xapian::major_version() == 1 && Xapian::minor_version() == 4;
}

} // namespace

struct xap_writer *xap_create(const char *path, enum xap_way way, size_t memory_bytes, struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_writer * {
            if (xap::make_directory(path, error) != 0) return nullptr;
            auto writer = std::make_unique<struct xap_writer>();
            writer->path = path;
            if (memory_bytes == 0) memory_bytes = XAP_WRITE_BYTES;
            const bool direct = way == XAP_DIRECT && knows_format();
            writer->tables =
                direct ? xap::new_direct_tables(path, memory_bytes) : xap::new_api_tables(path, memory_bytes);
            return writer.release();
        });
}

int xap_add(struct xap_writer *writer, const struct xap_document *document, uint32_t *docid, struct xap_error *error)
{
    return guard(error, [&] {
        if (check_writable(*writer, error) != 0 || check_document(*document, error) != 0) return -1;
        if (writer->last_docid == UINT32_MAX) return fail(error, XAP_LIMIT, "the database is full");
        if (write(*writer, error, [&] { writer->tables->add(*document, writer->last_docid + 1); }) != 0) return -1;
        writer->last_docid++;
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
        return write(*writer, error, [&] { writer->tables->set_metadata(name, bytes); });
    });
}

int xap_writer_finish(struct xap_writer *writer, struct xap_error *error)
{
    return guard(error, [&] {
        if (check_writable(*writer, error) != 0) return -1;
        if (write(*writer, error, [&] { writer->tables->finish(); }) != 0) return -1;
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
