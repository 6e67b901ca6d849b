/* One search: gates placed, hits ranked, matches counted, facets tallied. */
#include "internal.h"

#include <algorithm>

using xap::fail;
using xap::guard;
using xap::Watch;

struct xap_result {
    std::vector<struct xap_hit> hits;
    Xapian::MSet mset; /* knows the frequencies of the terms */
    uint32_t total = 0;
    bool exact = false;
    bool partial = false;
    bool more = false;
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> facets;
};

namespace
{

int check_page(const struct xap_search &search, struct xap_error *error)
{
    if (uint64_t(search.offset) + search.limit <= XAP_HITS_MAX) return 0;
    return fail(error, XAP_LIMIT, "expected offset + limit of at most %d, found %llu", XAP_HITS_MAX,
                static_cast<unsigned long long>(search.offset) + search.limit);
}

bool sorts_by_value(const struct xap_search &search)
{
    return search.sort == XAP_SORT_VALUE_ASCENDING || search.sort == XAP_SORT_VALUE_DESCENDING;
}

bool sorts_by_key(const struct xap_search &search)
{
    return search.sort == XAP_SORT_KEY_ASCENDING || search.sort == XAP_SORT_KEY_DESCENDING;
}

int check_slots(const struct xap_search &search, struct xap_error *error)
{
    bool fine = !(sorts_by_value(search) && search.sort_slot > XAP_SLOT_MAX) &&
                !(search.collapse && search.collapse_slot > XAP_SLOT_MAX) &&
                !(search.break_ties && search.tie_slot > XAP_SLOT_MAX) &&
                !(search.facet_slot_count > 0 && !search.facet_slots);
    for (size_t i = 0; fine && i < search.facet_slot_count; i++) fine = search.facet_slots[i] <= XAP_SLOT_MAX;
    return fine ? 0 : fail(error, XAP_INVALID, "expected value slots of at most %u", XAP_SLOT_MAX);
}

/* What libxapian ranks by itself, leaving out the less promising, is the first page by weight. All else it would look
 * at entirely too. */
bool looks_at_all(const struct xap_search &search)
{
    return search.after || search.sort != XAP_SORT_WEIGHT;
}

int check_collapse(const struct xap_search &search, struct xap_error *error)
{
    if (!search.collapse || !looks_at_all(search)) return 0;
    return fail(error, XAP_INVALID, "expected hits in the order of their weights to collapse");
}

int check_search(const struct xap_reader *reader, const struct xap_search &search, struct xap_error *error)
{
    if (!search.query) return fail(error, XAP_INVALID, "expected a query to search for");
    if (sorts_by_key(search) && !search.sort_key) return fail(error, XAP_INVALID, "expected a function to sort by");
    if (search.alive && xap::check_sets(reader, search.alive, reader->shards.size(), error) != 0) return -1;
    if (check_page(search, error) != 0 || check_slots(search, error) != 0) return -1;
    return check_collapse(search, error);
}

/* One run through libxapian: what it is given, and the objects that must live as long as it does. */
class Match
{
  public:
    Match(const struct xap_reader &reader, const struct xap_search &search)
        : reader_(reader), search_(search), enquire_(reader.all)
    {
        watch_.stop = search.stop;
        given_.documents = search.documents;
    }

    int prepare(struct xap_error *error);
    void rank();
    void add_spy(Xapian::MatchSpy *spy) { enquire_.add_matchspy(spy); }
    void clear_spies() { enquire_.clear_matchspies(); }
    Xapian::MSet run(bool look_at_all);
    Xapian::MSet select(xap::Selector &selector);
    /* Hits 0..count - 1 that weigh `least` or more. */
    Xapian::MSet run_from_top(uint32_t count, double least, bool look_at_all);
    /* Counting needs neither weights nor hits: 1.4 to 2.7 times cheaper than ranking every match. */
    Xapian::MSet count();
    bool stopped() const { return watch_.stopped; }
    /* For work between the runs. */
    bool look_at_clock();
    const Watch &watch() const { return watch_; }

  private:
    bool needs_gate() const;

    const struct xap_reader &reader_;
    const struct xap_search &search_;
    Watch watch_;
    xap::Given given_;
    Xapian::Enquire enquire_;
};

/* Without a gate nobody knows which database a match stands in. */
bool Match::needs_gate() const
{
    return search_.alive || search_.stop || (looks_at_all(search_) && reader_.shards.size() > 1);
}

int Match::prepare(struct xap_error *error)
{
    Xapian::Query query;
    if (xap::translate(search_.query, &reader_, search_.stop ? &watch_ : nullptr, given_, query, error) != 0) return -1;
    if (needs_gate()) {
        const Xapian::Query gate(xap::new_document_source(&reader_, search_.alive, &watch_));
        query = Xapian::Query(Xapian::Query::OP_FILTER, query, gate);
    }
    enquire_.set_query(query);
    return 0;
}

void Match::rank()
{
    if (search_.weight == XAP_WEIGHT_IMPACT) enquire_.set_weighting_scheme(*xap::new_impact_weight(given_));
    if (search_.weight == XAP_WEIGHT_BM25) enquire_.set_weighting_scheme(Xapian::BM25Weight());
    if (search_.weight == XAP_WEIGHT_NONE) enquire_.set_weighting_scheme(Xapian::BoolWeight());
    enquire_.set_docid_order(Xapian::Enquire::ASCENDING);
    if (search_.collapse) enquire_.set_collapse_key(search_.collapse_slot);
    if (search_.break_ties) enquire_.set_sort_by_relevance_then_value(search_.tie_slot, false);
}

/* The hits are the selector's: libxapian need not keep any. */
Xapian::MSet Match::select(xap::Selector &selector)
{
    enquire_.add_matchspy(&selector);
    enquire_.set_sort_by_relevance();
    return enquire_.get_mset(0, 0, reader_.all.get_doccount());
}

Xapian::MSet Match::run(bool look_at_all)
{
    return enquire_.get_mset(search_.offset, search_.limit, look_at_all ? reader_.all.get_doccount() : 0);
}

Xapian::MSet Match::run_from_top(uint32_t count, double least, bool look_at_all)
{
    const Xapian::doccount all = reader_.all.get_doccount();
    /* A cutoff would prune, which goes wrong in the queries that must look at everything. */
    if (!look_at_all) enquire_.set_cutoff(0, least);
    return enquire_.get_mset(0, std::min(count, all), look_at_all ? all : 0);
}

bool Match::look_at_clock()
{
    watch_.stopped = watch_.stopped || (search_.stop && xap::should_stop(*search_.stop));
    return watch_.stopped;
}

Xapian::MSet Match::count()
{
    enquire_.set_weighting_scheme(Xapian::BoolWeight());
    return enquire_.get_mset(0, 0, reader_.all.get_doccount());
}

/* ------------------------------------------------------------------ from libxapian's result to ours */

void take_hits(const struct xap_reader &reader, const Xapian::MSet &mset, struct xap_result &result)
{
    result.hits.reserve(mset.size());
    for (auto hit = mset.begin(); hit != mset.end(); ++hit) {
        result.hits.push_back({xap::local_docid(reader, *hit), hit.get_weight(), hit.get_collapse_count()});
    }
}

/* An estimate that is not below what was seen; exact where libxapian's two bounds meet. */
void take_total(const struct xap_search &search, const Xapian::MSet &mset, struct xap_result &result)
{
    const uint32_t seen = result.hits.empty() ? 0 : search.offset + static_cast<uint32_t>(result.hits.size());
    result.total = std::max({result.total, mset.get_matches_estimated(), mset.get_matches_lower_bound(), seen});
    result.exact = !result.partial && mset.get_matches_lower_bound() == mset.get_matches_upper_bound();
    if (result.exact) result.total = mset.get_matches_lower_bound();
}

/* libxapian bounds a collapsed total but does not count it. The spy has seen all matches before they were collapsed:
 * each distinct value leaves one, and each document without a value itself. */
void take_collapsed_total(const Xapian::ValueCountMatchSpy &spy, struct xap_result &result)
{
    uint32_t with_value = 0, values = 0;
    for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
        with_value += value.get_termfreq();
        values++;
    }
    result.total = static_cast<uint32_t>(spy.get_total()) - with_value + values;
    result.exact = !result.partial;
}

int count_again(const struct xap_reader &reader, const struct xap_search &search, struct xap_result &result,
                struct xap_error *error)
{
    Match match(reader, search);
    if (match.prepare(error) != 0) return -1;
    const Xapian::MSet mset = match.count();
    take_total(search, mset, result);
    /* The hits are complete though the count is not. */
    if (match.stopped()) result.exact = false;
    return 0;
}

/* top_values_begin() reserves room for as many values as it is asked for, so it must be asked for no more. */
size_t count_values(const Xapian::ValueCountMatchSpy &spy)
{
    size_t count = 0;
    for (auto value = spy.values_begin(); value != spy.values_end(); ++value) count++;
    return count;
}

void add_facets(const struct xap_search &search, Match &match, struct xap_result &result)
{
    for (size_t i = 0; i < search.facet_slot_count; i++) {
        result.facets.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(search.facet_slots[i]));
        match.add_spy(result.facets.back().get());
    }
}

/* ------------------------------------------------------------------ closeness */

bool prefers_near(const struct xap_search &search)
{
    const bool by_weight = search.sort == XAP_SORT_WEIGHT && search.weight != XAP_WEIGHT_NONE;
    return by_weight && !search.collapse && search.limit > 0 && !xap::pairs_of(search.query).empty();
}

/* Reading positions of some documents takes longer than looking at the clock. */
constexpr uint32_t HITS_PER_LOOK = 16;

/* Adds hits from number `first` on; false when those behind them are of no interest, or the time is up. */
bool add_hits(const Xapian::MSet &mset, uint32_t first, Match &match, xap::NearRanking &ranking)
{
    for (uint32_t i = first; i < mset.size(); i++) {
        if (i % HITS_PER_LOOK == HITS_PER_LOOK - 1 && match.look_at_clock()) return false;
        if (!ranking.add({*mset[i], mset[i].get_weight(), mset[i].get_sort_key()})) return false;
    }
    return true;
}

void take_page(const struct xap_reader &reader, const struct xap_search &search, xap::NearRanking &ranking,
               struct xap_result &result)
{
    const std::vector<xap::NearRanking::Hit> hits = ranking.take();
    for (size_t i = search.offset; i < hits.size(); i++) {
        result.hits.push_back({xap::local_docid(reader, hits[i].global), hits[i].weight, 0});
    }
}

/* The first of at most two runs knows the total; the second has what closeness may still lift. */
void run_near(const struct xap_reader &reader, const struct xap_search &search, Match &match, bool look_at_all,
              struct xap_result &result)
{
    xap::Near near(reader, xap::pairs_of(search.query));
    xap::NearRanking ranking(near, search.offset + search.limit);
    result.mset = match.run_from_top(ranking.first_fetch(), 0, look_at_all);
    const bool more = add_hits(result.mset, 0, match, ranking) && result.mset.size() == ranking.first_fetch();
    if (more) {
        match.clear_spies();
        add_hits(match.run_from_top(UINT32_MAX, ranking.threshold(), look_at_all), result.mset.size(), match, ranking);
    }
    take_page(reader, search, ranking, result);
}

/* Hits ranked by libxapian. */
int run_ranked(const struct xap_reader &reader, const struct xap_search &search, Match &match,
               struct xap_result &result, struct xap_error *error)
{
    const bool count_collapsed = search.exact_total && search.collapse;
    Xapian::ValueCountMatchSpy collapsed(search.collapse_slot);
    if (count_collapsed) match.add_spy(&collapsed);
    const bool look_at_all = count_collapsed || search.facet_slot_count > 0 || xap::must_look_at_all(search.query);
    if (prefers_near(search)) {
        run_near(reader, search, match, look_at_all, result);
    } else {
        result.mset = match.run(look_at_all);
        take_hits(reader, result.mset, result);
    }
    result.partial = match.stopped();
    take_total(search, result.mset, result);
    if (count_collapsed) take_collapsed_total(collapsed, result);
    if (!search.exact_total || result.exact || result.partial) return 0;
    return count_again(reader, search, result, error);
}

/* Every match seen, and the hits chosen among them. */
void run_selected(const struct xap_reader &reader, const struct xap_search &search, Match &match,
                  struct xap_result &result)
{
    xap::Near near(reader, xap::pairs_of(search.query));
    xap::Selector selector(reader, search, match.watch(), prefers_near(search) ? &near : nullptr);
    result.mset = match.select(selector);
    result.partial = match.stopped();
    result.hits = selector.take();
    result.total = selector.seen();
    result.exact = !result.partial;
    result.more = result.partial || selector.more();
}

int run(const struct xap_reader &reader, const struct xap_search &search, struct xap_result &result,
        struct xap_error *error)
{
    Match match(reader, search);
    if (match.prepare(error) != 0) return -1;
    match.rank();
    add_facets(search, match, result);
    if (looks_at_all(search)) {
        run_selected(reader, search, match, result);
        return 0;
    }
    if (run_ranked(reader, search, match, result, error) != 0) return -1;
    result.more = !result.exact || search.offset + result.hits.size() < result.total;
    return 0;
}

} // namespace

struct xap_result *xap_search_run(const struct xap_reader *reader, const struct xap_search *search,
                                  struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_result * {
            auto result = std::make_unique<struct xap_result>();
            if (check_search(reader, *search, error) != 0 || run(*reader, *search, *result, error) != 0) return nullptr;
            return result.release();
        });
}

void xap_result_free(struct xap_result *result)
{
    delete result;
}

size_t xap_result_count(const struct xap_result *result)
{
    return result->hits.size();
}

struct xap_hit xap_result_hit(const struct xap_result *result, size_t index)
{
    if (index >= result->hits.size()) return {};
    return result->hits[index];
}

uint32_t xap_result_total(const struct xap_result *result, bool *exact)
{
    if (exact) *exact = result->exact;
    return result->total;
}

bool xap_result_more(const struct xap_result *result)
{
    return result->more;
}

int xap_result_frequency(const struct xap_result *result, const char *term, size_t length, uint32_t *frequency,
                         struct xap_error *error)
{
    return guard(error, [&] {
        if (xap::check_term(term, length, error) != 0) return -1;
        *frequency = result->mset.get_termfreq(std::string(term, length));
        return 0;
    });
}

bool xap_result_partial(const struct xap_result *result)
{
    return result->partial;
}

int xap_result_facet(const struct xap_result *result, size_t facet, xap_visit_facet *visit, void *context,
                     struct xap_error *error)
{
    return guard(error, [&] {
        if (facet >= result->facets.size()) {
            return fail(error, XAP_INVALID, "expected a facet number below %zu", result->facets.size());
        }
        const Xapian::ValueCountMatchSpy &spy = *result->facets[facet];
        const size_t all = count_values(spy);
        for (auto value = spy.top_values_begin(all); value != spy.top_values_end(all); ++value) {
            const std::string bytes = *value;
            if (!visit(context, bytes.data(), bytes.size(), value.get_termfreq())) break;
        }
        return 0;
    });
}
