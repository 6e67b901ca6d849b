/* For tests: what only libxapian itself can do, so that the wrapper can be held against it. */
#include "raw.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
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

/* All of a database that its reader can ask for, a line each. */
class Lines
{
  public:
    explicit Lines(const char *path) : database_(path, Xapian::DB_BACKEND_GLASS)
    {
        add_totals();
        for (auto key = database_.metadata_keys_begin(); key != database_.metadata_keys_end(); ++key)
            add("metadata " + *key + " = " + database_.get_metadata(*key));
        for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term) add_term(*term);
        for (Xapian::docid docid = 1; docid <= database_.get_lastdocid(); docid++) add_document(docid);
    }

    /* Slots are few, and asked for one by one: without term lists nobody knows which ones a document has. */
    void add_slot(Xapian::valueno slot)
    {
        const std::string name = "slot " + std::to_string(slot);
        add(name + " " + std::to_string(database_.get_value_freq(slot)) + " from " +
            database_.get_value_lower_bound(slot) + " to " + database_.get_value_upper_bound(slot));
        for (auto value = database_.valuestream_begin(slot); value != database_.valuestream_end(slot); ++value)
            add(name + " of " + std::to_string(value.get_docid()) + " = " + *value);
    }

    const std::vector<std::string> &all() const { return lines_; }

  private:
    void add(const std::string &line) { lines_.push_back(line); }

    void add_totals()
    {
        add(std::to_string(database_.get_doccount()) + " documents, last " + std::to_string(database_.get_lastdocid()));
        add("lengths " + std::to_string(database_.get_doclength_lower_bound()) + " to " +
            std::to_string(database_.get_doclength_upper_bound()) + ", all " +
            std::to_string(database_.get_total_length()));
        add(database_.has_positions() ? "positions" : "no positions");
    }

    void add_term(const std::string &term)
    {
        add("term " + term + " in " + std::to_string(database_.get_termfreq(term)) + ", times " +
            std::to_string(database_.get_collection_freq(term)) + ", wdf up to " +
            std::to_string(database_.get_wdf_upper_bound(term)));
        for (auto post = database_.postlist_begin(term); post != database_.postlist_end(term); ++post) {
            std::string line = term + " in " + std::to_string(*post) + " wdf " + std::to_string(post.get_wdf()) +
                               " of " + std::to_string(post.get_doclength()) + " at";
            for (auto at = post.positionlist_begin(); at != post.positionlist_end(); ++at)
                line += " " + std::to_string(*at);
            add(line);
        }
    }

    void add_document(Xapian::docid docid)
    {
        add("document " + std::to_string(docid) + " of " + std::to_string(database_.get_doclength(docid)) + " = " +
            database_.get_document(docid).get_data());
    }

    Xapian::Database database_;
    std::vector<std::string> lines_;
};

/* With what cannot be printed as \xHH. */
std::string printable(const std::string &bytes)
{
    std::string out;
    for (const unsigned char byte : bytes) {
        char code[8];
        snprintf(code, sizeof code, byte < ' ' || byte > '~' ? "\\x%02x" : "%c", byte);
        out += code;
    }
    return out;
}

} // namespace

char *raw_difference(const char *left, const char *right, const uint32_t *slots, size_t slot_count)
{
    Lines a(left), b(right);
    for (size_t i = 0; i < slot_count; i++) a.add_slot(slots[i]), b.add_slot(slots[i]);
    const size_t lines = std::max(a.all().size(), b.all().size());
    for (size_t i = 0; i < lines; i++) {
        const std::string one = i < a.all().size() ? a.all()[i] : "nothing";
        const std::string other = i < b.all().size() ? b.all()[i] : "nothing";
        if (one != other) return strdup(printable(one + " <> " + other).c_str());
    }
    return nullptr;
}

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
