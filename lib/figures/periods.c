/* Eighth station: the time a figure speaks of, and rates told by an adverb ("annually") or behind the noun ("a year").
 *
 * A time belongs to the clause it stands in. To the left of a figure it is taken over a comma only where it opens its
 * clause ("In 2021, 45 people died"; not "the firm, founded in 1998, employs 3,000"), and never over a word that opens
 * a clause or an "and" with a verb behind it. */
#include "figures/measure_romance.h"
#include "figures/scan.h"

#define RELATIVES_MAX 3  /* "same previous" before a part of a year */
#define PERIOD_REACH  14 /* tokens beside the figure that are looked at */
#define LEAD_MAX      6  /* "at the end of" before a period */
#define OF_WORDS_MAX  4  /* "tonnes of light fuel oil an hour" */
#define HEDGE_REACH   4  /* tokens between a comma and the figure behind it */

static bool is_year_token(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(YEAR));
}

/* The words before a year that belong to it: "first quarter of 2022", "October 2016", "early 2016". */
static uint32_t period_start(const struct scan *scan, uint32_t year)
{
    uint32_t at = year;
    bool of = has(scan, at - 1, WORD(OF)) && !has(scan, at - 2, WORD(FIGURE));
    bool quarter = of && has(scan, at - 2, WORD(CALENDAR_UNIT));
    bool month = of && scan->romance && has(scan, at - 2, WORD(MONTH)); /* "enero de 2022" */
    if (has(scan, at - 1, WORD(MONTH)))
        at--;
    else if (quarter || month)
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

/* "last year", "the current fiscal year", "this month"; "l'an dernier", "el año pasado". */
static struct span relative_period(const struct scan *scan, uint32_t at)
{
    bool romance = scan->romance && has(scan, at, WORD(CALENDAR_UNIT)) && has(scan, at + 1, WORD(RELATIVE_TIME));
    if (romance) return (struct span){at, has(scan, at, WORD(FIGURE)) ? at : at + 2};
    if (!has(scan, at, WORD(RELATIVE_TIME))) return (struct span){at, at};
    uint32_t next = at + 1;
    if (word_is(scan, next, "fiscal") || word_is(scan, next, "calendar")) next++;
    if (!has(scan, next, WORD(CALENDAR_UNIT)) || has(scan, next, WORD(FIGURE))) return (struct span){at, at};
    return (struct span){at, next + 1};
}

/* "in March": a month alone; with a day beside it it is a date. */
static struct span bare_month(const struct scan *scan, uint32_t at)
{
    bool leads = has(scan, at - 1, WORD(MONTH_LEAD) | WORD(RELATIVE_TIME));
    bool day = is_number(scan, at - 1) || is_number(scan, at + 1);
    bool written = scan->romance || is_capital(scan, at);
    bool period = has(scan, at, WORD(MONTH)) && written && leads && !day;
    return (struct span){at, period ? at + 1 : at};
}

/* "a decade earlier", "two years ago". */
static struct span backward_period(const struct scan *scan, uint32_t at)
{
    uint32_t end = at;
    if (has(scan, at, WORD(ARTICLE)) && has(scan, at + 1, WORD(CALENDAR_UNIT)))
        end = at + 2;
    else if (!has(scan, at - 1, WORD(LAPSE)))
        while (has(scan, end, WORD(LAPSE))) end++;
    bool backward = end > at && has(scan, end, WORD(BACKWARD));
    return (struct span){at, backward ? end + 1 : at};
}

static struct span period_at(const struct scan *scan, uint32_t at)
{
    if (is_year_token(scan, at)) return (struct span){period_start(scan, at), period_end(scan, at)};
    if (has(scan, at, WORD(MONTH)) && is_year_token(scan, at + 1)) return period_at(scan, at + 1);
    bool of = scan->romance && has(scan, at, WORD(MONTH)) && has(scan, at + 1, WORD(OF)); /* "enero de 2022" */
    if (of && is_year_token(scan, at + 2)) return period_at(scan, at + 2);
    struct span period = relative_period(scan, at);
    return is_span_empty(period) ? bare_month(scan, at) : period;
}

/* "first quarter of 2022", "second half of this season": a part of a longer period. */
static struct span with_whole(const struct scan *scan, struct span period)
{
    uint32_t at = period.end;
    if (!has(scan, at, WORD(OF))) return period;
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

static bool is_pause(const struct scan *scan, uint32_t at)
{
    return symbol_is(scan, at, ',') || symbol_is(scan, at, ';') || symbol_is(scan, at, ':') ||
           symbol_is(scan, at, 0x2014);
}

/* Nothing but words of time between the period and the beginning of its clause: "At the end of 2019, …", "and in". */
static bool opens_clause(const struct scan *scan, struct span period)
{
    uint64_t leads = WORD(PREPOSITION) | WORD(ARTICLE) | WORD(RELATIVE_TIME) | WORD(CALENDAR_UNIT) | WORD(MONTH) |
                     WORD(PART_OF_TIME);
    uint32_t at = period.first;
    for (int words = 0; words < LEAD_MAX && has(scan, at - 1, leads); words++) at--;
    return !in_sentence(scan, at - 1) || has(scan, at - 1, WORD(CONJUNCTION)) || is_pause(scan, at - 1);
}

/* "…, and in 2022, 60 died": a period that opens the clause of the next figure. */
static bool leads_next(const struct scan *scan, struct span period)
{
    if (!symbol_is(scan, period.end, ',') || !opens_clause(scan, period)) return false;
    for (uint32_t at = period.end + 1; at <= period.end + HEDGE_REACH; at++)
        if (is_other_figure(scan, at)) return true;
    return false;
}

/* The predicate ends here: "… 30,000 workers and was founded in 1998", "in 2018 and called a strike". */
static bool next_predicate(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(CLAUSE)) || symbol_is(scan, at, ';') ||
           (has(scan, at, WORD(CONJUNCTION)) && scan_is_verb(scan, at + 1));
}

static struct span period_behind(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t at = candidate->last + 1; at < scan->end && at < candidate->last + PERIOD_REACH; at++) {
        struct span backward = backward_period(scan, at);
        if (!is_span_empty(backward)) return backward;
        bool other_predicate = has(scan, at, WORD(CONJUNCTION)) && has(scan, at + 1, WORD(AUXILIARY));
        if (is_other_figure(scan, at) || symbol_is(scan, at, ';') || other_predicate) break;
        struct span period = period_at(scan, at);
        if (is_span_empty(period)) continue;
        period = with_whole(scan, period);
        return leads_next(scan, period) ? (struct span){0, 0} : period;
    }
    return (struct span){0, 0};
}

static struct span period_in_front(const struct scan *scan, const struct candidate *candidate)
{
    bool paused = false;
    for (uint32_t at = candidate->first; at-- > scan->begin && candidate->first - at < PERIOD_REACH;) {
        if (is_other_figure(scan, at) || next_predicate(scan, at)) break;
        paused = paused || is_pause(scan, at);
        struct span period = period_at(scan, at);
        if (is_span_empty(period)) continue;
        if (paused && !opens_clause(scan, period)) break;
        return with_whole(scan, period);
    }
    return (struct span){0, 0};
}

/* Behind "of" and its noun: "3.5 tonnes of fuel an hour", "149 litres d'eau par jour". */
static uint32_t skip_of_phrase(const struct scan *scan, uint32_t at)
{
    if (!has(scan, at, WORD(OF))) return at;
    uint32_t end = skip_of(scan, at);
    while (end <= at + OF_WORDS_MAX && is_word(scan, end) && !has(scan, end, WORD_CLOSED)) end++;
    return end;
}

static void read_rate(const struct scan *scan, struct candidate *candidate)
{
    uint32_t after = is_span_empty(candidate->noun) || candidate->noun.end <= candidate->last
                         ? skip_of_phrase(scan, candidate->last + 1)
                         : candidate->noun.end;
    if (scan->romance) {
        candidate->per = romance_rate(scan, candidate, after);
        return;
    }
    uint32_t last;
    bool per = word_is(scan, after, "per");
    bool article = is_each(scan, after);
    bool time = has(scan, after + 1, WORD(CALENDAR_UNIT)) || word_is(scan, after + 1, "day") ||
                word_is(scan, after + 1, "hour") || word_is(scan, after + 1, "minute") ||
                word_is(scan, after + 1, "second");
    if (has(scan, after, WORD_PER_ADVERB))
        candidate->per = (struct span){after, after + 1};
    else if (per && in_sentence(scan, after + 1) && unit_read(scan->tokens, after + 1, &last) && last < scan->end)
        candidate->per = (struct span){after + 1, last + 1}; /* "grams of gas per kilowatt hour" */
    else if ((per && is_word(scan, after + 1)) || (article && time && !has(scan, after + 2, WORD(BACKWARD))))
        candidate->per = (struct span){after + 1, after + 2};
}

struct slice scan_rate_text(const struct scan *scan, struct span per)
{
    static const struct {
        uint64_t class;
        const char *time;
    } rates[] = {{WORD(PER_YEAR), "year"}, {WORD(PER_QUARTER), "quarter"}, {WORD(PER_MONTH), "month"},
                 {WORD(PER_WEEK), "week"}, {WORD(PER_DAY), "day"},         {WORD(PER_HOUR), "hour"}};
    for (size_t i = 0; !is_span_empty(per) && i < sizeof rates / sizeof *rates; i++)
        if (scan->marks[per.first].classes & rates[i].class) return slice_of(rates[i].time);
    return scan_text(scan, per);
}

void scan_periods(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        candidate->period = period_behind(scan, candidate);
        if (is_span_empty(candidate->period)) candidate->period = period_in_front(scan, candidate);
        if (is_span_empty(candidate->per) && !candidate->shares) read_rate(scan, candidate);
    }
}
