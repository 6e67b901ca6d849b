/* For tests: what only libxapian itself can do, so that the wrapper can be held against it. */
#include "raw.h"

#include <algorithm>
#include <string>
#include <vector>

#include <xapian.h>

namespace
{

constexpr int CREATE = Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS;

uint32_t count_documents(const char *path)
{
    return Xapian::Database(path, Xapian::DB_BACKEND_GLASS).get_doccount();
}

Xapian::Document with_term(const std::string &term)
{
    Xapian::Document document;
    document.add_term(term);
    return document;
}

} // namespace

void raw_make_with_deletions(const char *path, unsigned count, unsigned first, unsigned last)
{
    Xapian::WritableDatabase database(path, CREATE);
    for (unsigned number = 1; number <= count; number++) {
        Xapian::Document document = with_term("all");
        document.set_data(std::to_string(number));
        database.add_document(document);
    }
    for (unsigned docid = first; docid <= last; docid++) database.delete_document(docid);
    database.commit();
}

size_t raw_search_bm25(const char *const *paths, size_t count, const char *const *terms, size_t term_count,
                       struct xap_hit *out, size_t capacity)
{
    Xapian::Database all;
    for (size_t i = 0; i < count; i++) all.add_database(Xapian::Database(paths[i], Xapian::DB_BACKEND_GLASS));
    const std::vector<std::string> words(terms, terms + term_count);
    Xapian::Enquire enquire(all);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end()));
    const Xapian::MSet mset = enquire.get_mset(0, static_cast<Xapian::doccount>(capacity));
    size_t found = 0;
    for (auto hit = mset.begin(); hit != mset.end(); ++hit, ++found) {
        const uint32_t before = *hit - 1, databases = static_cast<uint32_t>(count);
        out[found] = {{before % databases, before / databases + 1}, hit.get_weight(), 0};
    }
    return found;
}

int raw_open(const char *path)
{
    try {
        Xapian::Database database{std::string(path)};
        return 0;
    } catch (const Xapian::Error &) {
        return -1;
    }
}

uint32_t raw_commit_nuls(const char *path, bool *refused_by_add, bool *refused_by_commit)
{
    Xapian::WritableDatabase database(path, CREATE);
    *refused_by_add = *refused_by_commit = false;
    try {
        for (const std::string &term : {std::string("before"), std::string(130, '\0'), std::string("after")}) {
            database.add_document(with_term(term));
        }
    } catch (const Xapian::Error &) {
        *refused_by_add = true;
    }
    try {
        database.commit();
    } catch (const Xapian::Error &) {
        *refused_by_commit = true;
    }
    return count_documents(path);
}

uint32_t raw_add_until_seen(const char *path, uint32_t limit)
{
    Xapian::WritableDatabase database(path, CREATE);
    for (uint32_t added = 1; added <= limit; added++) {
        database.add_document(with_term("word"));
        if (added % 100 == 0 && count_documents(path) > 0) return added;
    }
    return 0;
}
