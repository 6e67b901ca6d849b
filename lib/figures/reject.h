/* What the rules of the third station share: the plain facts about a candidate, and the rules for times and dates.
 *
 * Inside lib/figures only. */
#ifndef TALLY_FIGURES_REJECT_H
#define TALLY_FIGURES_REJECT_H

#include <math.h>

#include "figures/scan.h"

static inline bool candidate_is_plain(const struct scan *scan, const struct candidate *candidate)
{
    return candidate->number.form == NUMBER_DIGITS_ONLY && !candidate->number.grouped && !candidate->number.decimal &&
           token_at(scan, candidate->number.first)->kind == TOKEN_NUMBER;
}

static inline uint32_t candidate_digits(const struct scan *scan, const struct candidate *candidate)
{
    return token_at(scan, candidate->number.last)->digits;
}

static inline bool candidate_is_whole(const struct candidate *candidate)
{
    return candidate->low == floor(candidate->low);
}

static inline const struct candidate *candidate_before(const struct scan *scan, const struct candidate *candidate)
{
    return candidate > scan->items + scan->sentence_items ? candidate - 1 : NULL;
}

/* A plural noun within three words behind the number: it counts something. */
static inline bool candidate_counts_plural(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t at = candidate->last + 1; at <= candidate->last + 4 && is_word(scan, at); at++) {
        if (has(scan, at, WORD_CLOSED)) return false;
        if (has(scan, at, WORD(PLURAL))) return true;
    }
    return false;
}

/* "200 Polish and German workers": the plural stands behind two adjectives. */
static inline bool candidate_counts_coordinated(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    return is_word(scan, at) && has(scan, at + 1, WORD(CONJUNCTION)) && is_word(scan, at + 2) &&
           !has(scan, at + 2, WORD_CLOSED) && has(scan, at + 3, WORD(PLURAL));
}

/* A year ("2017", the second half of "2013-14"): told apart from amounts that look like one. */
bool calendar_is_year(const struct scan *scan, const struct candidate *candidate);
/* A time of day or a day of a month, in digits or words. */
bool calendar_is_time(const struct scan *scan, const struct candidate *candidate);
/* One of two times with a point: "between 8.30 and 15.00". */
bool hours_hold(const struct scan *scan, const struct candidate *candidate);
/* Part of a name: "Section 427", "iPhone 14", "line 5". */
bool name_holds(const struct scan *scan, const struct candidate *candidate);

#endif
