/* Times of day with a point, in pairs: "between 8.30 and 15.00", "from 9.15 to 17.45". Amounts of two decimals look
 * like them, so that the minutes must be round and the afternoon or a word of opening hours must tell. */
#include "figures/reject.h"

#define CUE_REACH    8 /* tokens to each side of the pair in which a word of hours or of change is sought */
#define NEIGHBOURS   8 /* figures to each side in which money is sought */
#define NOON         13
#define MINUTES_STEP 5

/* Two figures of minutes behind a point: "8.30", "15.00". */
static bool is_pointed_time(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->number.last);
    if (candidate->unit || candidate->number.form != NUMBER_DIGITS_ONLY || candidate->low < 0 || candidate->low > 24)
        return false;
    uint16_t length = token->digits;
    if (token->folded_length != length || length < 4 || token->folded[length - 3] != '.') return false;
    int minutes = (token->folded[length - 2] - '0') * 10 + token->folded[length - 1] - '0';
    return minutes < 60 && minutes % MINUTES_STEP == 0;
}

static bool is_cue(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"open",   "opens",    "opening", "hours",   "daily",   "weekdays",  "weekends",
                                        "shift",  "shifts",   "lessons", "classes", "curfew",  "timetable", "noon",
                                        "trains", "midnight", "morning", "evening", "sundays", "saturdays"};
    return word_in(scan, at, WORD_LIST(words));
}

static bool has_cue(const struct scan *scan, uint32_t first, uint32_t last)
{
    for (uint32_t steps = 1; steps <= CUE_REACH; steps++)
        if (is_cue(scan, first - steps) || is_cue(scan, last + steps)) return true;
    return false;
}

/* "fell from 17.50 to 15.00", "ranged between 12.30 and 13.45": levels. */
static bool tells_levels(const struct scan *scan, uint32_t first)
{
    for (uint32_t steps = 1; steps <= CUE_REACH; steps++) {
        uint32_t at = first - steps;
        if (has(scan, at, WORD(RISE) | WORD(FALL) | WORD(MOVE))) return true;
        if (word_is(scan, at, "ranged") || word_is(scan, at, "ranging") || word_is(scan, at, "varied")) return true;
    }
    return false;
}

/* Is anything near in the sentence measured in money, percent or points? */
static bool is_priced(const struct scan *scan, const struct candidate *candidate)
{
    size_t at = (size_t)(candidate - scan->items);
    size_t begin = at > scan->sentence_items + NEIGHBOURS ? at - NEIGHBOURS : scan->sentence_items;
    for (size_t i = begin; i < scan->count && i <= at + NEIGHBOURS; i++) {
        const struct unit *unit = scan->items[i].unit;
        if (unit && (unit->class == CLASS_MONEY || unit->class == CLASS_PERCENT || unit->class == CLASS_OTHER))
            return true;
    }
    return false;
}

static bool are_hours(const struct scan *scan, const struct candidate *from, const struct candidate *to)
{
    if (!is_pointed_time(scan, from) || !is_pointed_time(scan, to) || from->last + 2 != to->first) return false;
    uint32_t link = from->last + 1, lead = from->first - 1;
    bool between = word_is(scan, lead, "between") && word_is(scan, link, "and");
    bool until = word_is(scan, link, "to") || word_is(scan, link, "until") || word_is(scan, link, "till");
    if (!between && !until && !is_dash(scan, link)) return false;
    if (candidate_counts_plural(scan, to) || tells_levels(scan, from->first)) return false;
    bool afternoon = (between || word_is(scan, lead, "from")) && to->low >= NOON && from->low < to->low;
    return has_cue(scan, from->first, to->last) || (afternoon && !is_priced(scan, from));
}

bool hours_hold(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *before = candidate_before(scan, candidate);
    bool opens = candidate + 1 < scan->items + scan->count && are_hours(scan, candidate, candidate + 1);
    return opens || (before && are_hours(scan, before, candidate));
}
