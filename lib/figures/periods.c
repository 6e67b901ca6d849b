/* Eighth station: the time a figure speaks of, and rates told by an adverb ("annually"). */
#include "figures/scan.h"

#define PERIOD_REACH 14 /* tokens behind the figure that are looked at */

static bool is_year_token(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(YEAR));
}

/* The words before a year that belong to it: "first quarter of 2022", "October 2016", "early 2016". */
static uint32_t period_start(const struct scan *scan, uint32_t year)
{
    uint32_t at = year;
    if (has(scan, at - 1, WORD(MONTH)))
        at--;
    else if (word_is(scan, at - 1, "of") && has(scan, at - 2, WORD(CALENDAR_UNIT)))
        at -= 2;
    else if (has(scan, at - 1, WORD(CALENDAR_UNIT)))
        at--;
    while (has(scan, at - 1, WORD(RELATIVE_TIME)) && at < year) at--;
    if (word_is(scan, at - 1, "early") || word_is(scan, at - 1, "late")) at--;
    return at;
}

/* "last year", "the current fiscal year", "this month". */
static struct span relative_period(const struct scan *scan, uint32_t at)
{
    if (!has(scan, at, WORD(RELATIVE_TIME))) return (struct span){at, at};
    uint32_t next = at + 1;
    if (word_is(scan, next, "fiscal") || word_is(scan, next, "calendar")) next++;
    if (!has(scan, next, WORD(CALENDAR_UNIT)) || has(scan, next, WORD(FIGURE))) return (struct span){at, at};
    return (struct span){at, next + 1};
}

static struct span period_at(const struct scan *scan, uint32_t at)
{
    if (is_year_token(scan, at)) return (struct span){period_start(scan, at), at + 1};
    return relative_period(scan, at);
}

/* The nearest period behind the figure and before the next one; else one before it. */
static struct span find_period(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t at = candidate->last + 1; at < scan->end && at < candidate->last + PERIOD_REACH; at++) {
        if (has(scan, at, WORD(FIGURE)) && !is_year_token(scan, at)) break;
        struct span period = period_at(scan, at);
        bool of_year = !is_span_empty(period) && word_is(scan, period.end, "of") && is_year_token(scan, period.end + 1);
        if (of_year) period.end += 2;
        if (!is_span_empty(period)) return period;
    }
    for (uint32_t at = candidate->first; at-- > scan->begin && candidate->first - at < PERIOD_REACH;) {
        if (has(scan, at, WORD(FIGURE))) break;
        struct span period = period_at(scan, at);
        if (!is_span_empty(period)) return period;
    }
    return (struct span){0, 0};
}

static void adverb_rate(const struct scan *scan, struct candidate *candidate)
{
    uint32_t after = is_span_empty(candidate->noun) || candidate->noun.end <= candidate->last ? candidate->last + 1
                                                                                              : candidate->noun.end;
    if (has(scan, after, WORD(PER_ADVERB))) candidate->per = (struct span){after, after + 1};
    bool rate = word_is(scan, after, "per") || word_is(scan, after, "a") || word_is(scan, after, "each") ||
                word_is(scan, after, "every");
    if (rate && has(scan, after + 1, WORD(CALENDAR_UNIT)) && is_span_empty(candidate->per))
        candidate->per = (struct span){after + 1, after + 2};
    if (word_is(scan, after, "per") && is_word(scan, after + 1) && is_span_empty(candidate->per))
        candidate->per = (struct span){after + 1, after + 2};
}

void scan_periods(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        candidate->period = find_period(scan, candidate);
        if (is_span_empty(candidate->per) && !candidate->shares) adverb_rate(scan, candidate);
    }
}
