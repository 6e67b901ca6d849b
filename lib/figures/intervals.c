/* Fourth station: two numbers that are the ends of one interval become one candidate. */
#include "figures/scan.h"

#define CHANGE_REACH 8 /* tokens before a range in which a verb of change is sought */
#define HEDGES_MAX   4 /* between the ends of a range */

/* A level is so many times the change that led to it; the ends of a range lie closer. */
#define LEVEL_TIMES_MIN       10
#define LEVEL_TIMES_MIN_FULL  5 /* of numbers written in full: "by 13,000 to 216,000" */
#define LEVEL_TIMES_MIN_SHARE 2.5

/* A verb of change within a few words before `at`: then "from A to B" tells two figures. */
static bool change_before(const struct scan *scan, uint32_t at)
{
    if (scan_moves_before(scan, at)) return true;
    for (uint32_t steps = 0; steps < CHANGE_REACH && in_sentence(scan, at - 1 - steps); steps++) {
        if (has(scan, at - 1 - steps, WORD(RISE) | WORD(FALL))) return true;
        if (token_at(scan, at - 1 - steps)->kind == TOKEN_SYMBOL && !is_hyphen(scan, at - 1 - steps)) return false;
    }
    return false;
}

/* Skips the approximators that may stand before the second end: "between 2 l and about 7 l"; "entre un 2 y un 7 %". */
static uint32_t skip_hedge(const struct scan *scan, uint32_t at)
{
    uint32_t end = at + HEDGES_MAX;
    while (at < end && (word_is(scan, at, "about") || word_is(scan, at, "around") || symbol_is(scan, at, '~') ||
                        (scan->romance && has(scan, at, WORD(ARTICLE)))))
        at++;
    return at;
}

/* A scale or a unit that is said once counts for both ends: "10-15 million", "$5 to $10 million", "two to
 * three hundred". */
static double low_end(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    bool bare = a->number.form == NUMBER_DIGITS_ONLY || (a->number.form == NUMBER_SPELLED && !a->number.decimal);
    bool scaled = b->number.form == NUMBER_SCALED || b->number.form == NUMBER_SPELLED;
    double scale = word_is(scan, b->number.last, "hundred") ? 100 : b->number.scale;
    bool small = (a->low < 1000 && !a->number.grouped) || (scan->romance && b->number.grouped);
    bool shared = bare && scaled && small && a->number.scale == 1 && scale > 1 && a->low * scale < b->low;
    return shared ? number_round(a->low * scale) : a->low;
}

/* "rose 2-5/8 to 87-3/4", "fell by 13,000 to 216,000", "by almost half to 30": an amount behind the verb and a level
 * far above it; "rose 2 to 3 percent" is a range. */
static bool is_amount_and_level(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    const uint64_t changes = WORD(RISE) | WORD(FALL);
    uint32_t at = a->first - 1;
    for (int hedges = 0; hedges < HEDGES_MAX; hedges++, at--)
        if (!has(scan, at, WORD(ADVERB) | WORD(HEDGE_END)) || has(scan, at, changes) || word_is(scan, at, "to")) break;
    bool led = has(scan, at, changes) || (word_is(scan, at, "by") && change_before(scan, at));
    bool full = a->number.grouped || a->number.scale > 1;
    double times = full ? LEVEL_TIMES_MIN_FULL : LEVEL_TIMES_MIN;
    return led && !a->unit && a->low > 0 && low_end(scan, a, b) * times < b->low;
}

static bool is_between(const struct scan *scan, const struct candidate *a)
{
    uint32_t at = a->first - 1;
    if (scan->romance && has(scan, at, WORD(ARTICLE))) at--; /* "entre un 5 y un 7 %" */
    return word_is(scan, at, "between") || word_is(scan, at, "entre");
}

/* The link between the ends: a dash, "to", or the "and" of "between". */
static bool is_linked(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    uint32_t at = a->last + 1;
    if (is_dash(scan, at) && skip_hedge(scan, at + 1) == b->first) return true;
    if (is_hyphen(scan, at) && word_is(scan, at + 1, "to")) at++;
    bool to = has(scan, at, WORD(TO)) || word_is(scan, at, "through") || word_is(scan, at, "till");
    bool from = has(scan, a->first - 1, WORD(FROM));
    if (to && (skip_hedge(scan, at + 1) == b->first || (is_hyphen(scan, at + 1) && at + 2 == b->first)))
        return !(from && change_before(scan, a->first - 1)) && !is_amount_and_level(scan, a, b);
    bool range = is_between(scan, a) || (from && !scan->romance); /* "de 19 y 23 años" are two */
    return has(scan, at, WORD(AND)) && range && skip_hedge(scan, at + 1) == b->first;
}

/* "0.7 per cent to 8,205" and "by $4 billion to $41 billion" are an amount and a level; "by 2 to 3.5 degrees", "by 2%
 * to 4%" and "between 2% and 3%" are ranges. */
static bool units_agree(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    if (a->unit && b->unit && a->unit != b->unit) return false;
    if (!a->unit || is_dash(scan, a->last + 1)) return true;
    if (!b->unit || is_between(scan, a)) return b->unit;
    bool by = word_is(scan, a->first - 1, "by");
    if (by && a->unit->class == CLASS_PERCENT && b->low < a->low * LEVEL_TIMES_MIN_SHARE) return true;
    return !by && !change_before(scan, a->first);
}

static bool merge(const struct scan *scan, struct candidate *a, const struct candidate *b)
{
    if (a->interval || b->interval || !units_agree(scan, a, b) || !is_linked(scan, a, b)) return false;
    double low = low_end(scan, a, b), high = b->low;
    if (b->low < 0 && a->low >= 0) high = -b->low; /* the dash was read as a minus */
    bool falling = low < 0 && high < low;          /* "from -18 to -34": told from the milder end */
    if (low == high || (low > high && !falling)) return false;
    a->low = falling ? high : low;
    a->high = falling ? low : high;
    a->interval = true;
    a->other = falling ? a->number : b->number;
    if (falling) a->number = b->number;
    a->last = b->last;
    if (b->unit) a->unit = b->unit;
    if (!is_span_empty(b->per)) a->per = b->per;
    return true;
}

/* "passera de 32 à 41 milliards": the scale counts for both levels of a change. */
static void share_scale(const struct scan *scan, struct candidate *a, const struct candidate *b)
{
    bool levels = scan->romance && has(scan, a->first - 1, WORD(FROM)) && has(scan, a->last + 1, WORD(TO));
    if (levels && a->last + 2 == b->first && !a->unit && !a->interval) a->low = a->high = low_end(scan, a, b);
}

void scan_intervals(struct scan *scan)
{
    size_t kept = scan->sentence_items;
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        bool merged = kept > scan->sentence_items && merge(scan, &scan->items[kept - 1], &scan->items[i]);
        if (merged) continue;
        if (kept > scan->sentence_items) share_scale(scan, &scan->items[kept - 1], &scan->items[i]);
        scan->items[kept++] = scan->items[i];
    }
    scan->count = kept;
}
