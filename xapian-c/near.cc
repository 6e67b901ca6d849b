/* What a document weighs more because words of the query stand close to each other in it.
 *
 * Positions cost more than everything else in a match, so the matcher never asks for them: a match is ranked without
 * closeness first, and closeness is looked up from the best hits down until no other can reach the page. The order is
 * the same as if every match had been asked, and an article's weight is its own business, whatever else is there. */
#include "internal.h"

#include <algorithm>
#include <functional>

namespace
{

/* Positions read of a term in one document. */
constexpr size_t POSITIONS_MAX = 4096;

/* Hits fetched beyond the page at first: enough for most queries of two words. */
constexpr uint32_t SPARE_HITS = 30;

/* See struct xap_pair. */
double closeness(const std::vector<Xapian::termpos> &first, const std::vector<Xapian::termpos> &second)
{
    double sum = 0;
    size_t from = 0;
    for (const Xapian::termpos at : first) {
        while (from < second.size() && second[from] + XAP_NEAR_DISTANCE < at) from++;
        for (size_t i = from; i < second.size() && second[i] <= at + XAP_NEAR_DISTANCE; i++) {
            const double distance = second[i] > at ? second[i] - at : at - second[i];
            if (distance > 0) sum += 1 / (distance * distance);
            if (sum >= 1) return 1;
        }
    }
    return sum;
}

} // namespace

xap::Near::Near(const struct xap_reader &reader, const std::vector<Pair> &pairs) : reader_(reader), pairs_(pairs)
{
    for (const Pair &pair : pairs_) most_ += pair.weight;
}

/* Neighbouring pairs share a word, whose positions in a document are read once. */
const std::vector<Xapian::termpos> &xap::Near::positions(const std::string &term)
{
    const auto added = read_.try_emplace(term);
    std::vector<Xapian::termpos> &out = added.first->second;
    if (!added.second) return out;
    const auto end = reader_.all.positionlist_end(global_, term);
    for (auto at = reader_.all.positionlist_begin(global_, term); at != end && out.size() < POSITIONS_MAX; ++at) {
        out.push_back(*at);
    }
    return out;
}

double xap::Near::weight(Xapian::docid global)
{
    double sum = 0;
    read_.clear();
    global_ = global;
    for (const Pair &pair : pairs_) {
        const std::vector<Xapian::termpos> &first = positions(pair.first);
        if (first.empty()) continue;
        sum += pair.weight * closeness(first, positions(pair.second));
    }
    return sum;
}

xap::NearRanking::NearRanking(Near &near, uint32_t wanted) : near_(near), wanted_(wanted) {}

uint32_t xap::NearRanking::first_fetch() const
{
    return wanted_ + SPARE_HITS;
}

double xap::NearRanking::threshold() const
{
    return best_.size() < wanted_ ? 0 : best_.top() - near_.most();
}

bool xap::NearRanking::add(Hit hit)
{
    if (best_.size() == wanted_ && hit.weight < threshold()) return false;
    hit.weight += near_.weight(hit.global);
    best_.push(hit.weight);
    hits_.push_back(std::move(hit));
    if (best_.size() > wanted_) best_.pop();
    return true;
}

std::vector<xap::NearRanking::Hit> xap::NearRanking::take()
{
    std::sort(hits_.begin(), hits_.end(), [](const Hit &a, const Hit &b) {
        if (a.weight != b.weight) return a.weight > b.weight;
        return a.tie != b.tie ? a.tie < b.tie : a.global < b.global;
    });
    hits_.resize(std::min<size_t>(hits_.size(), wanted_));
    return std::move(hits_);
}
