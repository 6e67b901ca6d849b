/* Eighth station: the time a figure speaks of, and rates told by an adverb ("annually"). */
#include "figures/scan.h"

#define RELATIVES_MAX 3  /* "same previous" before a part of a year */
#define PERIOD_REACH  14 /* tokens behind the figure that are looked at */

static bool is_year_token(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(YEAR));
}

/* The words before a year that belong to it: "first quarter of 2022", "October 2016", "early 2016". */
static uint32_t period_start(const struct scan *scan, uint32_t year)
{
    uint32_t at = year;
    bool quarter =
        word_is(scan, at - 1, "of") && has(scan, at - 2, WORD(CALENDAR_UNIT)) && !has(scan, at - 2, WORD(FIGURE));
    if (has(scan, at - 1, WORD(MONTH)))
        at--;
    else if (quarter)
        at -= 2;
    else if (has(scan, at - 1, WORD(CALENDAR_UNIT)))
        at--;
    for (int words = 0; words < RELATIVES_MAX && has(scan, at - 1, WORD(RELATIVE_TIME)) && at < year; words++) at--;
    if (word_is(scan, at - 1, "early") || word_is(scan, at - 1, "late")) at--;
    return at;
}

/* "2003 and 2015", "2017-2018": the second year belongs to the first. */
static uint32_t period_end(const struct scan *scan, uint32_t year)
{
    bool link = is_dash(scan, year + 1) || word_is(scan, year + 1, "to") ||
                (word_is(scan, year + 1, "and") && word_is(scan, year - 1, "between"));
    return link && is_year_token(scan, year + 2) ? year + 3 : year + 1;
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
    if (is_year_token(scan, at)) return (struct span){period_start(scan, at), period_end(scan, at)};
    return relative_period(scan, at);
}

/* "first quarter of 2022", "second half of this season": a part of a longer period. */
static struct span with_whole(const struct scan *scan, struct span period)
{
    uint32_t at = period.end;
    if (!word_is(scan, at, "of")) return period;
    at++;
    if (has(scan, at, WORD(ARTICLE))) at++;
    struct span whole = is_year_token(scan, at) ? (struct span){at, at + 1} : relative_period(scan, at);
    if (!is_span_empty(whole)) period.end = whole.end;
    return period;
}

/* A figure that is no length of time: the period behind it is its own. */
static bool is_other_figure(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(FIGURE)) && !has(scan, at, WORD(YEAR) | WORD(LAPSE));
}

/* The nearest period behind the figure and before the next one; else one before it. */
static struct span find_period(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t at = candidate->last + 1; at < scan->end && at < candidate->last + PERIOD_REACH; at++) {
        if (is_other_figure(scan, at)) break;
        struct span period = period_at(scan, at);
        if (!is_span_empty(period)) return with_whole(scan, period);
    }
    for (uint32_t at = candidate->first; at-- > scan->begin && candidate->first - at < PERIOD_REACH;) {
        if (is_other_figure(scan, at)) break;
        struct span period = period_at(scan, at);
        if (!is_span_empty(period)) return with_whole(scan, period);
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
