/* Opening databases as one, and looking things up in them. */
#include "internal.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

using xap::fail;
using xap::guard;
using xap::Shard;

namespace
{

/* Notes which docids are in use. Only a database with deletions needs it; what this library writes has none. */
void find_existing(Shard &shard)
{
    const Xapian::docid highest = shard.database.get_lastdocid();
    shard.last_docid = highest;
    if (shard.database.get_doccount() == highest) return;
    shard.existing.assign((uint64_t(highest) + 63) / 64, 0);
    shard.last_docid = 0;
    const auto end = shard.database.postlist_end(std::string());
    for (auto posting = shard.database.postlist_begin(std::string()); posting != end; ++posting) {
        if (*posting > highest) throw Xapian::DatabaseCorruptError("a document is beyond the last one");
        shard.existing[(*posting - 1) / 64] |= uint64_t(1) << (*posting - 1) % 64;
        shard.last_docid = *posting;
    }
}

/* Sources tell databases apart by uuid, so a database opened twice (or a copy of one) would be taken for the other. */
int check_distinct(const struct xap_reader &reader, const Shard &next, const char *path, struct xap_error *error)
{
    for (const Shard &shard : reader.shards) {
        if (shard.uuid != next.uuid) continue;
        return fail(error, XAP_INVALID, "expected different databases; %s is one of them twice, or a copy", path);
    }
    return 0;
}

int add_shard(struct xap_reader &reader, const char *path, struct xap_error *error)
{
    Shard shard;
    if (xap::open_shard(path, shard, error) != 0 || check_distinct(reader, shard, path, error) != 0) return -1;
    reader.all.add_database(shard.database);
    if (!shard.database.has_positions()) reader.positions_everywhere = false;
    reader.shards.push_back(std::move(shard));
    return 0;
}

/* Every (database, docid) must fit the 32 bits of Xapian's interleaved numbers. */
int check_docids_fit(const struct xap_reader &reader, struct xap_error *error)
{
    const uint64_t count = reader.shards.size();
    for (const Shard &shard : reader.shards) {
        if ((uint64_t(shard.database.get_lastdocid()) + 1) * count <= UINT32_MAX) continue;
        return fail(error, XAP_LIMIT, "document numbers of %zu databases do not fit 32 bits", reader.shards.size());
    }
    return 0;
}

const Shard *find_shard(const struct xap_reader *reader, size_t database, struct xap_error *error)
{
    if (database < reader->shards.size()) return &reader->shards[database];
    fail(error, XAP_INVALID, "expected a database number below %zu, found %zu", reader->shards.size(), database);
    return nullptr;
}

/* The document, loaded only as far as it is asked. */
int find_document(const struct xap_reader *reader, struct xap_document_id id, Xapian::Document &out,
                  struct xap_error *error)
{
    const Shard *shard = find_shard(reader, id.database, error);
    if (!shard) return -1;
    if (id.docid == 0 || id.docid > shard->last_docid) {
        return fail(error, XAP_NOT_FOUND, "no document %u in database %u", id.docid, id.database);
    }
    out = shard->database.get_document(id.docid);
    return 0;
}

} // namespace

int xap::open_shard(const char *path, Shard &shard, struct xap_error *error)
{
    struct stat status;
    if (!path || stat(path, &status) != 0) return fail_errno(error, path ? errno : ENOENT, "%s", path ? path : "NULL");
    if (!S_ISDIR(status.st_mode)) return fail(error, XAP_CORRUPT, "%s: expected a directory with a database", path);
    shard.database = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
    shard.uuid = shard.database.get_uuid();
    find_existing(shard);
    return 0;
}

int xap::check_sets(const struct xap_reader *reader, const struct xap_bitmap *sets, size_t count,
                    struct xap_error *error)
{
    if (count != reader->shards.size()) {
        return fail(error, XAP_INVALID, "expected %zu sets, one a database; found %zu", reader->shards.size(), count);
    }
    for (size_t i = 0; i < count; i++) {
        if (sets[i].bit_count > 0 && !sets[i].words) return fail(error, XAP_INVALID, "set %zu has no words", i);
    }
    return 0;
}

struct xap_reader *xap_open(const char *const *paths, size_t count, struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_reader * {
            if (!paths || count == 0) {
                fail(error, XAP_INVALID, "expected at least one database to open");
                return nullptr;
            }
            if (count > XAP_DATABASES_MAX) {
                fail(error, XAP_LIMIT, "expected at most %d databases, found %zu", XAP_DATABASES_MAX, count);
                return nullptr;
            }
            auto reader = std::make_unique<struct xap_reader>();
            for (size_t i = 0; i < count; i++) {
                if (add_shard(*reader, paths[i], error) != 0) return nullptr;
            }
            if (check_docids_fit(*reader, error) != 0) return nullptr;
            return reader.release();
        });
}

void xap_close(struct xap_reader *reader)
{
    struct xap_error ignored;
    guard(&ignored, [&] {
        delete reader;
        return 0;
    });
}

size_t xap_database_count(const struct xap_reader *reader)
{
    return reader->shards.size();
}

uint32_t xap_document_count(const struct xap_reader *reader, size_t database)
{
    struct xap_error ignored;
    uint32_t count = 0;
    if (database >= reader->shards.size()) return 0;
    guard(&ignored, [&] {
        count = reader->shards[database].database.get_doccount();
        return 0;
    });
    return count;
}

uint32_t xap_last_docid(const struct xap_reader *reader, size_t database)
{
    return database < reader->shards.size() ? reader->shards[database].last_docid : 0;
}

int xap_uuid(const struct xap_reader *reader, size_t database, char out[XAP_UUID_BYTES], struct xap_error *error)
{
    const Shard *shard = find_shard(reader, database, error);
    if (!shard) return -1;
    if (shard->uuid.size() + 1 != XAP_UUID_BYTES) return fail(error, XAP_CORRUPT, "expected a uuid of 36 characters");
    memcpy(out, shard->uuid.c_str(), XAP_UUID_BYTES);
    return 0;
}

int xap_document_data(const struct xap_reader *reader, struct xap_document_id id, struct xap_bytes *out,
                      struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::Document document;
        if (find_document(reader, id, document, error) != 0) return -1;
        return xap::copy_out(document.get_data(), out, error);
    });
}

int xap_document_value(const struct xap_reader *reader, struct xap_document_id id, uint32_t slot, struct xap_bytes *out,
                       struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::Document document;
        if (find_document(reader, id, document, error) != 0) return -1;
        return xap::copy_out(document.get_value(slot), out, error);
    });
}

int xap_metadata(const struct xap_reader *reader, size_t database, const char *key, struct xap_bytes *out,
                 struct xap_error *error)
{
    return guard(error, [&] {
        const Shard *shard = find_shard(reader, database, error);
        if (!shard) return -1;
        if (xap::check_term(key, key ? strlen(key) : 0, error) != 0) return -1;
        const std::string data = shard->database.get_metadata(key);
        if (data.empty()) return fail(error, XAP_NOT_FOUND, "no metadata \"%s\"", key);
        return xap::copy_out(data, out, error);
    });
}

int xap_term_frequency(const struct xap_reader *reader, const char *term, size_t length, uint32_t *frequency,
                       struct xap_error *error)
{
    return guard(error, [&] {
        if (xap::check_term(term, length, error) != 0) return -1;
        *frequency = reader->all.get_termfreq(std::string(term, length));
        return 0;
    });
}

int xap_find(const struct xap_reader *reader, size_t database, const char *term, size_t length, uint32_t *docid,
             struct xap_error *error)
{
    return guard(error, [&] {
        const Shard *shard = find_shard(reader, database, error);
        if (!shard || xap::check_term(term, length, error) != 0) return -1;
        const std::string name(term, length);
        const auto posting = shard->database.postlist_begin(name);
        if (posting == shard->database.postlist_end(name)) {
            return fail(error, XAP_NOT_FOUND, "no document holds the term");
        }
        *docid = *posting;
        return 0;
    });
}

int xap_terms(const struct xap_reader *reader, const char *prefix, size_t length, xap_visit_term *visit, void *context,
              struct xap_error *error)
{
    return guard(error, [&] {
        const std::string start(prefix ? prefix : "", prefix ? length : 0);
        const auto end = reader->all.allterms_end(start);
        for (auto term = reader->all.allterms_begin(start); term != end; ++term) {
            const std::string name = *term;
            if (!visit(context, name.data(), name.size(), term.get_termfreq())) break;
        }
        return 0;
    });
}

int xap_postings(const struct xap_reader *reader, size_t database, const char *term, size_t length,
                 xap_visit_posting *visit, void *context, struct xap_error *error)
{
    return guard(error, [&] {
        const Shard *shard = find_shard(reader, database, error);
        if (!shard || xap::check_term(term, length, error) != 0) return -1;
        const std::string name(term, length);
        const auto end = shard->database.postlist_end(name);
        for (auto posting = shard->database.postlist_begin(name); posting != end; ++posting) {
            if (!visit(context, *posting, posting.get_wdf())) break;
        }
        return 0;
    });
}

int xap_positions(const struct xap_reader *reader, struct xap_document_id id, const char *term, size_t length,
                  uint32_t *out, size_t capacity, size_t *count, struct xap_error *error)
{
    return guard(error, [&] {
        const Shard *shard = find_shard(reader, id.database, error);
        if (!shard || xap::check_term(term, length, error) != 0) return -1;
        *count = 0;
        if (id.docid == 0 || id.docid > shard->last_docid) {
            return fail(error, XAP_NOT_FOUND, "no document %u in database %u", id.docid, id.database);
        }
        const std::string name(term, length);
        const auto end = shard->database.positionlist_end(id.docid, name);
        for (auto position = shard->database.positionlist_begin(id.docid, name); position != end; ++position) {
            if (*count < capacity) out[*count] = *position;
            ++*count;
        }
        return 0;
    });
}
