/* Documents from bitmaps as a posting source, which also ends a match at its deadline.
 *
 * libxapian's own time limit does not stop a match. A posting source joined as a filter does: it sees every candidate,
 * also those of phrases before their positions are compared, and by saying "at the end" it ends the match with the hits
 * ranked so far. */
#include "internal.h"

#include <algorithm>
#include <ctime>

namespace
{

/* Reading the clock costs as much as a candidate. */
constexpr unsigned CANDIDATES_PER_LOOK = 64;

int64_t monotonic_us()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t(now.tv_sec) * 1000000 + now.tv_nsec / 1000;
}

class DocumentSource final : public Xapian::PostingSource
{
  public:
    DocumentSource(const struct xap_reader *reader, const struct xap_bitmap *sets, xap::Watch *watch)
        : reader_(reader), sets_(sets), watch_(watch)
    {
    }

    Xapian::PostingSource *clone() const override { return new DocumentSource(reader_, sets_, watch_); }
    std::string get_description() const override { return sets_ ? "documents" : "gate"; }

    void init(const Xapian::Database &database) override;
    Xapian::doccount get_termfreq_min() const override { return frequency_; }
    Xapian::doccount get_termfreq_est() const override { return frequency_; }
    Xapian::doccount get_termfreq_max() const override { return frequency_; }

    Xapian::docid get_docid() const override { return docid_; }
    bool at_end() const override { return ended_; }
    void next(double) override;
    void skip_to(Xapian::docid docid, double) override;
    bool check(Xapian::docid docid, double) override;

  private:
    uint32_t shard_of(const Xapian::Database &database) const;
    uint64_t word(uint32_t index) const;
    uint32_t count_bits() const;
    bool look();
    void advance(Xapian::docid from);

    const struct xap_reader *reader_;
    const struct xap_bitmap *sets_;
    xap::Watch *watch_;

    uint32_t shard_ = 0;
    const uint64_t *words_ = nullptr;    /* NULL: every bit is set */
    const uint64_t *existing_ = nullptr; /* NULL: every document exists */
    uint32_t bound_ = 0;                 /* the highest docid that can be in */
    Xapian::doccount frequency_ = 0;
    unsigned until_look_ = 0;
    Xapian::docid docid_ = 0;
    bool ended_ = false;
};

/* A clone is told its database only as a handle, and a query may leave some databases out, so calls cannot be counted:
 * the uuid says which one it is. */
uint32_t DocumentSource::shard_of(const Xapian::Database &database) const
{
    if (reader_->shards.size() == 1) return 0;
    const std::string uuid = database.get_uuid();
    for (uint32_t i = 0; i < reader_->shards.size(); i++) {
        if (reader_->shards[i].uuid == uuid) return i;
    }
    throw Xapian::InvalidOperationError("a document source met a database that its reader has not opened");
}

void DocumentSource::init(const Xapian::Database &database)
{
    shard_ = shard_of(database);
    const xap::Shard &shard = reader_->shards[shard_];
    existing_ = shard.existing.empty() ? nullptr : shard.existing.data();
    words_ = sets_ ? sets_[shard_].words : nullptr;
    bound_ = sets_ ? std::min<uint32_t>(sets_[shard_].bit_count, shard.last_docid) : shard.last_docid;
    docid_ = 0;
    ended_ = false;
    until_look_ = 0;
    if (!sets_) {
        frequency_ = shard.database.get_doccount();
        return;
    }
    /* The caller's count is right unless bits stand for documents that do not exist. */
    const bool all_exist = !existing_ && sets_[shard_].bit_count <= shard.last_docid;
    frequency_ = all_exist ? std::min(sets_[shard_].set_count, bound_) : count_bits();
}

/* 64 documents, those beyond the bound or without existence left out. */
uint64_t DocumentSource::word(uint32_t index) const
{
    uint64_t bits = words_ ? words_[index] : ~uint64_t(0);
    if (existing_) bits &= existing_[index];
    const uint32_t rest = bound_ - index * 64;
    return rest >= 64 ? bits : bits & ((uint64_t(1) << rest) - 1);
}

uint32_t DocumentSource::count_bits() const
{
    uint32_t count = 0;
    for (uint32_t index = 0; index < (uint64_t(bound_) + 63) / 64; index++) {
        count += static_cast<uint32_t>(__builtin_popcountll(word(index)));
    }
    return count;
}

/* Notes whose candidate this is; false when the match is to end. One source that ends ends all of them. */
bool DocumentSource::look()
{
    if (!watch_) return true;
    watch_->current_shard = shard_;
    if (watch_->stop && !watch_->stopped && until_look_-- == 0) {
        until_look_ = CANDIDATES_PER_LOOK - 1;
        watch_->stopped = xap::should_stop(*watch_->stop);
    }
    ended_ = ended_ || watch_->stopped;
    return !ended_;
}

/* To the first document of the set that is not below `from`, a word at a time. */
void DocumentSource::advance(Xapian::docid from)
{
    const uint32_t words = static_cast<uint32_t>((uint64_t(bound_) + 63) / 64);
    uint32_t index = (from - 1) / 64;
    uint64_t mask = ~uint64_t(0) << (from - 1) % 64;
    for (; index < words; index++, mask = ~uint64_t(0)) {
        const uint64_t bits = word(index) & mask;
        if (bits == 0) continue;
        docid_ = index * 64 + static_cast<uint32_t>(__builtin_ctzll(bits)) + 1;
        return;
    }
    ended_ = true;
}

void DocumentSource::next(double)
{
    if (look()) advance(docid_ + 1);
}

void DocumentSource::skip_to(Xapian::docid docid, double)
{
    if (look() && docid > docid_) advance(docid);
}

/* Like skip_to(), which the contract asks for where it is cheap: finding the next bit is, and others can skip there. */
bool DocumentSource::check(Xapian::docid docid, double)
{
    skip_to(docid, 0);
    return true;
}

} // namespace

bool xap::should_stop(const struct xap_stop &stop)
{
    if (__atomic_load_n(&stop.cancelled, __ATOMIC_RELAXED)) return true;
    return stop.deadline_us != 0 && monotonic_us() >= stop.deadline_us;
}

Xapian::PostingSource *xap::new_document_source(const struct xap_reader *reader, const struct xap_bitmap *sets,
                                                Watch *watch)
{
    return (new DocumentSource(reader, sets, watch))->release();
}
