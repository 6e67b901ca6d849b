/* Merging databases into a new one. */
#include "internal.h"

#include <cerrno>

using xap::fail;
using xap::guard;

namespace
{

/* libxapian drops the unused docids at the start of each source and counts a source as long as its highest docid in
 * use. The second is what xap_last_docid() says; the first would shift documents away from where they are expected. */
int check_first_docid(const xap::Shard &shard, const char *path, struct xap_error *error)
{
    if (shard.existing.empty() || shard.last_docid == 0 || (shard.existing[0] & 1)) return 0;
    return fail(error, XAP_INVALID, "%s: expected document 1 to exist, for the others would be renumbered", path);
}

int add_source(Xapian::Database &all, uint64_t &documents, const char *path, struct xap_error *error)
{
    xap::Shard shard;
    if (xap::open_shard(path, shard, error) != 0 || check_first_docid(shard, path, error) != 0) return -1;
    documents += shard.last_docid;
    all.add_database(shard.database);
    return documents <= UINT32_MAX ? 0 : fail(error, XAP_LIMIT, "the merged document numbers do not fit 32 bits");
}

int check_count(const char *const *sources, size_t count, struct xap_error *error)
{
    if (!sources || count == 0) return fail(error, XAP_INVALID, "expected at least one database to merge");
    if (count <= XAP_DATABASES_MAX) return 0;
    return fail(error, XAP_LIMIT, "expected at most %d databases, found %zu", XAP_DATABASES_MAX, count);
}

} // namespace

int xap_compact(const char *const *sources, size_t count, const char *destination, struct xap_error *error)
{
    return guard(error, [&] {
        Xapian::Database all;
        uint64_t documents = 0;
        if (check_count(sources, count, error) != 0) return -1;
        for (size_t i = 0; i < count; i++) {
            if (add_source(all, documents, sources[i], error) != 0) return -1;
        }
        if (xap::make_directory(destination, error) != 0) return -1;
        all.compact(destination, Xapian::Compactor::FULL);
        return xap::sync_database(destination, error);
    });
}
