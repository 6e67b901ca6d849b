/* The best hits of one page among all matches.
 *
 * libxapian sorts by a value or a key, then by weight, and then by document number, which changes with every merge; and
 * it cannot begin behind a place. This does both, in one pass and with the memory of one page. Weight and sort value of
 * a match are known or cheap; what breaks ties is read only where it decides something. */
#include "internal.h"

#include <algorithm>
#include <cmath>

using xap::Selector;

namespace
{

/* <0: a is smaller; NaN is below every number. */
int compare_numbers(double a, double b)
{
    if (std::isnan(a) || std::isnan(b)) return int(std::isnan(b)) - int(std::isnan(a));
    return a < b ? -1 : a > b;
}

/* <0: a comes first. Without a value last, in either direction. */
int compare_values(const std::string &a, const std::string &b, bool descending)
{
    if (a.empty() || b.empty()) return int(a.empty()) - int(b.empty());
    const int order = a.compare(b);
    return descending ? -order : order;
}

} // namespace

Selector::Selector(const struct xap_reader &reader, const struct xap_search &search, const Watch &watch, Near *near)
    : reader_(reader), search_(search), watch_(watch), near_(near),
      size_(search.limit ? size_t(search.offset) + search.limit : 0)
{
    const struct xap_place *after = search.after;
    if (!after) return;
    after_.key = after->key;
    after_.weight = after->weight;
    if (after->value_length) after_.value.assign(after->value, after->value_length);
    if (after->tie_length) after_.tie.assign(after->tie, after->tie_length);
}

/* <0: a comes first by what is sorted by and by weight, 0: a tie. */
int Selector::compare_sorted(const Candidate &a, const Candidate &b) const
{
    int order = 0;
    switch (search_.sort) {
    case XAP_SORT_VALUE_ASCENDING: order = compare_values(a.value, b.value, false); break;
    case XAP_SORT_VALUE_DESCENDING: order = compare_values(a.value, b.value, true); break;
    case XAP_SORT_KEY_ASCENDING: order = compare_numbers(a.key, b.key); break;
    case XAP_SORT_KEY_DESCENDING: order = compare_numbers(b.key, a.key); break;
    case XAP_SORT_WEIGHT: break;
    }
    return order ? order : compare_numbers(b.weight, a.weight);
}

bool Selector::precedes(const Candidate &a, const Candidate &b) const
{
    int order = compare_sorted(a, b);
    if (order == 0) order = a.tie.compare(b.tie);
    return order ? order < 0 : a.global < b.global;
}

void Selector::read_tie(Candidate &candidate, const Xapian::Document &document) const
{
    if (search_.break_ties && candidate.tie.empty()) candidate.tie = document.get_value(search_.tie_slot);
}

/* The hit of the place itself is not behind it. */
bool Selector::is_behind(Candidate &candidate, const Xapian::Document &document) const
{
    if (!search_.after) return true;
    const int order = compare_sorted(after_, candidate);
    if (order != 0) return order < 0;
    read_tie(candidate, document);
    return after_.tie < candidate.tie;
}

bool Selector::is_wanted(Candidate &candidate, const Xapian::Document &document) const
{
    if (size_ == 0) return false;
    const bool full = heap_.size() == size_;
    const int order = full ? compare_sorted(heap_.front(), candidate) : 1;
    if (order < 0) return false;
    read_tie(candidate, document);
    return order > 0 || precedes(candidate, heap_.front());
}

/* Whatever closeness adds, the match stands before the place or behind the page. */
bool Selector::is_decided(double weight) const
{
    if (search_.after && weight > after_.weight) return true;
    return heap_.size() == size_ && size_ && weight + near_->most() < heap_.front().weight;
}

/* A document that is being matched knows its number inside its database but not which database that is; the gate has
 * looked at it last and does. */
void Selector::operator()(const Xapian::Document &document, double weight)
{
    const struct xap_document_id id = {watch_.current_shard, document.get_docid()};
    Candidate candidate;
    candidate.weight = weight;
    candidate.global = xap::global_docid(reader_, id);
    if (search_.sort == XAP_SORT_VALUE_ASCENDING || search_.sort == XAP_SORT_VALUE_DESCENDING)
        candidate.value = document.get_value(search_.sort_slot);
    if (search_.sort == XAP_SORT_KEY_ASCENDING || search_.sort == XAP_SORT_KEY_DESCENDING)
        candidate.key = search_.sort_key(search_.sort_context, id);
    seen_++;
    if (near_ && !is_decided(weight)) candidate.weight += near_->weight(candidate.global);
    if (!is_behind(candidate, document)) return;
    behind_++;
    if (!is_wanted(candidate, document)) return;
    const auto order = [this](const Candidate &a, const Candidate &b) { return precedes(a, b); };
    if (heap_.size() == size_) {
        std::pop_heap(heap_.begin(), heap_.end(), order);
        heap_.pop_back();
    }
    heap_.push_back(std::move(candidate));
    std::push_heap(heap_.begin(), heap_.end(), order);
}

std::vector<struct xap_hit> Selector::take()
{
    std::vector<struct xap_hit> hits;
    const auto order = [this](const Candidate &a, const Candidate &b) { return precedes(a, b); };
    std::sort_heap(heap_.begin(), heap_.end(), order);
    for (size_t i = search_.offset; i < heap_.size(); i++)
        hits.push_back({xap::local_docid(reader_, heap_[i].global), heap_[i].weight, 0});
    heap_.clear();
    return hits;
}
