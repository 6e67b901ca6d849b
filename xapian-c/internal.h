/* What the files of this library share: the guard at the border, the reader's shards, the posting source. */
#ifndef XAPIAN_C_INTERNAL_H
#define XAPIAN_C_INTERNAL_H

#include "xapian-c.h"

#include <xapian.h>

#include <map>
#include <memory>
#include <queue>
#include <string>
#include <type_traits>
#include <vector>

namespace xap
{

/* ------------------------------------------------------------------ guard.cc: errors and the border */

/* Fills `error` and returns -1, so that failing is one line. Over-long text is cut. */
int fail(struct xap_error *error, enum xap_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same for a failed system call: the code comes from `errno_value`, whose words are appended. */
int fail_errno(struct xap_error *error, int errno_value, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Describes the exception that is being handled; to be called inside catch only. */
void describe_exception(struct xap_error *error) noexcept;

/* Runs `body` and lets no exception of any type out: the one place where C++ meets C.
 * Returns what body returns, or after an exception -1 (for int) or NULL (for a pointer). */
template <typename Body> auto guard(struct xap_error *error, Body body) noexcept -> decltype(body())
{
    using Result = decltype(body());
    try {
        return body();
    } catch (...) {
        describe_exception(error);
    }
    if constexpr (std::is_pointer_v<Result>) {
        return nullptr;
    } else {
        return -1;
    }
}

/* 0 when a term has 1..XAP_TERM_MAX bytes as glass stores them, a NUL counting twice. */
int check_term(const char *term, size_t length, struct xap_error *error);
/* A copy for the caller to free, with a NUL behind it. */
int copy_out(const std::string &bytes, struct xap_bytes *out, struct xap_error *error);

/* ------------------------------------------------------------------ reader.cc: databases opened as one */

struct Shard {
    Xapian::Database database;
    std::string uuid;
    Xapian::docid last_docid = 0;   /* the highest in use; libxapian's own count goes on after a deletion */
    std::vector<uint64_t> existing; /* bit d-1: docid d is in use; empty when 1..last_docid all are */
};

/* Opens one directory, always as glass: another type of database could run a program (a stub file's "remote :…"). */
int open_shard(const char *path, Shard &shard, struct xap_error *error);

} // namespace xap

struct xap_reader {
    std::vector<xap::Shard> shards;
    Xapian::Database all;
    bool positions_everywhere = true; /* every database has some */
};

namespace xap
{

/* Xapian interleaves the docids of several databases; these two know how, and nobody else does. */
inline Xapian::docid global_docid(const struct xap_reader &reader, struct xap_document_id id)
{
    return (id.docid - 1) * static_cast<uint32_t>(reader.shards.size()) + id.database + 1;
}

inline struct xap_document_id local_docid(const struct xap_reader &reader, Xapian::docid global)
{
    const uint32_t count = static_cast<uint32_t>(reader.shards.size());
    return {(global - 1) % count, (global - 1) / count + 1};
}

/* 0 when `sets` can be one set a database of `reader`. */
int check_sets(const struct xap_reader *reader, const struct xap_bitmap *sets, size_t count, struct xap_error *error);

/* ------------------------------------------------------------------ source.cc: documents from bitmaps */

/* What the sources of one search tell each other; it lives on the stack of xap_search_run(). */
struct Watch {
    const struct xap_stop *stop = nullptr;
    bool stopped = false;       /* the deadline was met: every source is at its end */
    uint32_t current_shard = 0; /* the shard whose candidate was looked at last */
};

bool should_stop(const struct xap_stop &stop);

/* A PostingSource of the documents in `sets` (one a database; NULL: of all documents), watching `watch` (may be NULL).
 */
Xapian::PostingSource *new_document_source(const struct xap_reader *reader, const struct xap_bitmap *sets,
                                           Watch *watch);

/* ------------------------------------------------------------------ weight.cc */

/* Statistics that the caller gives in place of the collection's own. */
struct Given {
    uint32_t documents = 0;            /* 0: the collection's */
    std::vector<uint32_t> frequencies; /* row i is that of the terms with a wqf of GIVEN_WQF + i */
};
constexpr Xapian::termcount GIVEN_WQF = 2; /* plain terms have 1 */

/* weight = idf × wdf. It asks for no document length: looking that up is most of the cost of BM25. `given` must outlive
 * it. */
std::unique_ptr<Xapian::Weight> new_impact_weight(const Given &given);

/* ------------------------------------------------------------------ near.cc: closeness */

struct Pair {
    std::string first, second;
    double weight;
};

/* What documents weigh more for pairs that stand close. */
class Near
{
  public:
    Near(const struct xap_reader &reader, const std::vector<Pair> &pairs);
    /* What any document can get at most. */
    double most() const { return most_; }
    double weight(Xapian::docid global);

  private:
    const std::vector<Xapian::termpos> &positions(const std::string &term);

    const struct xap_reader &reader_;
    const std::vector<Pair> &pairs_;
    double most_ = 0;
    Xapian::docid global_ = 0; /* the document at hand */
    std::map<std::string, std::vector<Xapian::termpos>> read_;
};

/* The first `wanted` hits by their weight with closeness, gathered from hits in the order of their weight without. */
class NearRanking
{
  public:
    struct Hit {
        Xapian::docid global;
        double weight; /* without closeness, until it was added */
        std::string tie;
    };
    NearRanking(Near &near, uint32_t wanted);
    /* How many hits to begin with. */
    uint32_t first_fetch() const;
    /* The weight without closeness that a hit needs to be of interest. */
    double threshold() const;
    /* False when neither this hit nor one behind it is. */
    bool add(Hit hit);
    /* In order; once. */
    std::vector<Hit> take();

  private:
    Near &near_;
    const uint32_t wanted_;
    std::vector<Hit> hits_;
    std::priority_queue<double, std::vector<double>, std::greater<double>> best_;
};

/* ------------------------------------------------------------------ query.cc: our tree and its translation */

/* The libxapian query for `query` in `reader`. With a watch, everything that could run for long without reaching the
 * gate at the root carries a gate of its own. Frequencies that terms were given are added to `given`. */
int translate(const struct xap_query *query, const struct xap_reader *reader, Watch *watch, Given &given,
              Xapian::Query &out, struct xap_error *error);

/* The pairs that the query likes to see close to each other. */
const std::vector<Pair> &pairs_of(const struct xap_query *query);

/* Whether ranking only a part of the matches would go wrong. */
bool must_look_at_all(const struct xap_query *query);

/* ------------------------------------------------------------------ select.cc: the page of a search */

/* Sees every match and keeps the hits of one page, in an order that libxapian does not offer: by a value or a key, then
 * by weight, then by a value that tells all documents apart; or only what comes behind a place. */
class Selector final : public Xapian::MatchSpy
{
  public:
    /* `near` NULL: closeness does not count. */
    Selector(const struct xap_reader &reader, const struct xap_search &search, const Watch &watch, Near *near);

    void operator()(const Xapian::Document &document, double weight) override;
    /* The hits in their order; once. */
    std::vector<struct xap_hit> take();
    uint32_t seen() const { return seen_; }
    bool more() const { return behind_ > size_; }

  private:
    struct Candidate {
        double key = 0;
        std::string value;
        double weight = 0;
        std::string tie;
        Xapian::docid global = 0;
    };

    int compare_sorted(const Candidate &a, const Candidate &b) const;
    bool precedes(const Candidate &a, const Candidate &b) const;
    bool is_decided(double weight) const;
    bool is_behind(Candidate &candidate, const Xapian::Document &document) const;
    bool is_wanted(Candidate &candidate, const Xapian::Document &document) const;
    void read_tie(Candidate &candidate, const Xapian::Document &document) const;

    const struct xap_reader &reader_;
    const struct xap_search &search_;
    const Watch &watch_;
    Near *near_;
    const size_t size_; /* hits of the page and before it */
    Candidate after_;
    std::vector<Candidate> heap_; /* the last of the best on top */
    uint32_t seen_ = 0, behind_ = 0;
};

/* ------------------------------------------------------------------ durable.cc */

/* Makes the directory of a new database; XAP_EXISTS when it is there. */
int make_directory(const char *path, struct xap_error *error);
/* Syncs every file in the directory, the directory, and the directory it stands in. libxapian syncs files only, and a
 * power cut between its rename and the file system's own sync then leaves a database of two halves. */
int sync_database(const std::string &path, struct xap_error *error);

} // namespace xap

#endif
