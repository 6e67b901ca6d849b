/* The tables of a database from its documents: what they say is gathered by term, then written in the order of the
 * keys.
 *
 * In memory are, for each term, its postings and position lists in the form in which they are written. No term lists
 * are written: who deletes or changes documents through libxapian needs those, and a database that is written once has
 * nobody who does. Keys and tags as in backends/glass/glass_postlist.cc, glass_values.cc and glass_positionlist.h of
 * libxapian's sources. */
#include "glass_database.h"

#include <algorithm>
#include <string_view>

#include "glass_code.h"

namespace
{

using namespace glass;

/* What precedes the term in keys that are of no term; terms begin otherwise, since a NUL in them is followed by
 * 0xff. */
constexpr std::string_view METADATA_KEY("\0\xc0", 2), VALUE_STATS_KEY("\0\xd0", 2), VALUES_KEY("\0\xd8", 2);
constexpr std::string_view LENGTHS_KEY("\0\xe0", 2);
/* A list is divided into chunks when they reach this size. */
constexpr size_t CHUNK_BYTES = 2000;
/* What a term takes beside its bytes and lists, and a value beside its bytes, as they are gathered. */
constexpr size_t TERM_BYTES = 160, VALUE_BYTES = 8;

std::string key_of(const std::string &term)
{
    std::string key;
    put_sorted_string(key, term);
    return key;
}

/* "is the last one", and how far the last docid of the chunk is from the first. */
void put_chunk_header(std::string &out, bool last_chunk, uint32_t first, uint32_t last)
{
    out += last_chunk ? '1' : '0';
    put_number(out, last - first);
}

/* Chunks of a list: the first under `key`, with `header` before it, the others under `next_key` and their first
 * docid. */
void write_list(Table &table, const List &list, const std::string &key, const std::string &next_key, std::string header)
{
    const char *at = list.bytes.data(), *end = at + list.bytes.size();
    uint32_t docid = list.first;
    put_number(header, docid - 1);
    for (bool first_chunk = true; at < end; first_chunk = false) {
        const char *begin = at;
        const uint32_t first = docid;
        uint32_t last = docid;
        /* An entry goes on with the docids left out before the next one; at the start of a chunk its key tells
         * instead. */
        const char *chunk_end;
        do {
            last = docid;
            take_number(at);
            chunk_end = at;
            if (at < end) docid += static_cast<uint32_t>(take_number(at)) + 1;
        } while (at < end && size_t(chunk_end - begin) < CHUNK_BYTES);
        std::string tag = first_chunk ? std::move(header) : std::string();
        put_chunk_header(tag, at == end, first, last);
        tag.append(begin, static_cast<size_t>(chunk_end - begin));
        if (first_chunk) {
            table.add(key, tag);
            continue;
        }
        std::string chunk_key = next_key;
        put_sorted_number(chunk_key, first);
        table.add(chunk_key, tag);
    }
}

} // namespace

namespace glass
{

void List::add(uint32_t docid, uint32_t number)
{
    if (count++ == 0)
        first = docid;
    else
        put_number(bytes, docid - last - 1);
    last = docid;
    sum += number;
    put_number(bytes, number);
}

void Term::add(const struct xap_posting &posting, uint32_t docid)
{
    postings.add(docid, posting.wdf);
    if (posting.position_count == 0) return;
    std::string list;
    put_positions(list, posting.positions, posting.position_count);
    put_number(positions, docid - last_positions);
    put_string(positions, list.data(), list.size());
    last_positions = docid;
}

Term &Database::find(const struct xap_posting &posting)
{
    const size_t before = terms_.size();
    Term &term = terms_[std::string(posting.term, posting.length)];
    if (terms_.size() > before) gathered_ += TERM_BYTES + posting.length;
    return term;
}

void Database::add(const struct xap_document &document, uint32_t docid)
{
    uint64_t length = 0;
    /* Found first, added to then: what is far away in memory is fetched for many terms at a time. */
    found_.clear();
    for (size_t i = 0; i < document.posting_count; i++) {
        const struct xap_posting &posting = document.postings[i];
        Term &term = find(posting);
        __builtin_prefetch(term.postings.bytes.data() + term.postings.bytes.size(), 1);
        __builtin_prefetch(term.positions.data() + term.positions.size(), 1);
        found_.push_back(&term);
    }
    for (size_t i = 0; i < document.posting_count; i++) {
        const struct xap_posting &posting = document.postings[i];
        gathered_ -= found_[i]->size();
        found_[i]->add(posting, docid);
        gathered_ += found_[i]->size();
        totals_.wdf_max = std::max(totals_.wdf_max, posting.wdf);
        length += posting.wdf;
    }
    lengths_.add(docid, static_cast<uint32_t>(length));
    totals_.add(length);
    for (size_t i = 0; i < document.value_count; i++) add_value(document.values[i], docid);
    add_data(document, docid);
}

void Database::add_data(const struct xap_document &document, uint32_t docid)
{
    if (document.data_length == 0) return;
    if (!data_) data_ = std::make_unique<Table>(table_path("docdata"));
    std::string key;
    put_sorted_number(key, docid);
    data_->add(key, document.data, document.data_length);
}

void Database::close_chunk(uint32_t number, Slot &slot)
{
    std::string key(VALUES_KEY);
    put_number(key, number);
    put_sorted_number(key, slot.chunk_first);
    special_[key].swap(slot.chunk);
}

void Database::add_value(const struct xap_value &value, uint32_t docid)
{
    if (value.length == 0) return;
    Slot &slot = slots_[value.slot];
    const std::string_view bytes(value.data, value.length);
    if (slot.count == 0 || bytes < slot.lower) slot.lower = bytes;
    if (slot.count == 0 || bytes > slot.upper) slot.upper = bytes;
    slot.count++;
    if (slot.chunk.empty())
        slot.chunk_first = docid;
    else
        put_number(slot.chunk, docid - slot.last - 1);
    slot.last = docid;
    gathered_ += value.length + VALUE_BYTES;
    put_string(slot.chunk, value.data, value.length);
    if (slot.chunk.size() >= CHUNK_BYTES) close_chunk(value.slot, slot);
}

void Database::set_metadata(const std::string &key, const std::string &data)
{
    special_[std::string(METADATA_KEY) + key] = data;
}

/* How many values a slot has, the lowest, and the highest when it is another. */
void Database::gather_values()
{
    for (auto &[number, slot] : slots_) {
        if (!slot.chunk.empty()) close_chunk(number, slot);
        std::string key(VALUE_STATS_KEY), tag;
        put_last_number(key, number);
        put_number(tag, slot.count);
        put_string(tag, slot.lower.data(), slot.lower.size());
        if (slot.upper != slot.lower) tag += slot.upper;
        special_[key] = tag;
    }
}

std::vector<const Database::Entry *> Database::sorted_terms() const
{
    std::vector<const Entry *> terms;
    terms.reserve(terms_.size());
    for (const Entry &entry : terms_) terms.push_back(&entry);
    std::sort(terms.begin(), terms.end(), [](const Entry *a, const Entry *b) { return a->first < b->first; });
    return terms;
}

Root Database::write_postings(const std::vector<const Entry *> &terms)
{
    Table table(table_path("postlist"));
    for (const auto &[key, tag] : special_) {
        if (!tag.empty()) table.add(key, tag);
    }
    /* The list of lengths begins as that of a term that no document has. */
    const std::string lengths_key(LENGTHS_KEY);
    if (lengths_.count > 0) write_list(table, lengths_, lengths_key, lengths_key, std::string(2, '\0'));
    for (const Entry *term : terms) {
        const List &postings = term->second.postings;
        std::string header;
        put_number(header, postings.count);
        put_number(header, postings.sum);
        const std::string key = key_of(term->first);
        write_list(table, postings, key, key + '\0', header);
    }
    return table.finish();
}

Root Database::write_positions(const std::vector<const Entry *> &terms)
{
    std::unique_ptr<Table> table; /* a database without positions has none */
    for (const Entry *term : terms) {
        const std::string &positions = term->second.positions;
        const std::string term_key = key_of(term->first) + '\0';
        uint32_t docid = 0;
        for (const char *at = positions.data(), *end = at + positions.size(); at < end;) {
            docid += static_cast<uint32_t>(take_number(at));
            const auto length = static_cast<size_t>(take_number(at));
            if (!table) table = std::make_unique<Table>(table_path("position"));
            std::string key = term_key;
            put_sorted_number(key, docid);
            table->add(key, at, length);
            at += length;
        }
    }
    return table ? table->finish() : Root();
}

void Database::finish()
{
    Root roots[TABLE_COUNT];
    gather_values();
    if (data_) roots[DOCDATA] = data_->finish();
    const std::vector<const Entry *> terms = sorted_terms();
    roots[POSTLIST] = write_postings(terms);
    roots[POSITION] = write_positions(terms);
    write_version(path_, roots, totals_);
}

} // namespace glass
