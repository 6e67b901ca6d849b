/* Fifth station: approximations, bounds and trends. */
#include "figures/reject.h"

#define HEDGE_WORDS_MAX 5
#define HEDGE_BYTES_MAX 48
#define TAG_TOKENS_MAX  16 /* of a tag of markup */
#define TREND_REACH     8  /* tokens between a verb of change and the level it ends at */

struct hedge {
    const char *words;
    size_t length;
    enum figure_qualifier qualifier;
};

static const struct hedge hedges[] = {
#define HEDGE(words, qualifier) {words, sizeof words - 1, QUALIFIER_##qualifier},
#define HEDGE_AFTER(words, qualifier)
#include "figures/hedges.def"
#undef HEDGE
#undef HEDGE_AFTER
};

static const struct hedge hedges_after[] = {
#define HEDGE(words, qualifier)
#define HEDGE_AFTER(words, qualifier) {words, sizeof words - 1, QUALIFIER_##qualifier},
#include "figures/hedges.def"
#undef HEDGE
#undef HEDGE_AFTER
};

/* The words first..last joined by spaces, without the apostrophes of "jusqu'à", the last one with its dot where it is
 * an abbreviation; length 0 when they are too long or not all words. */
static struct slice join(const struct scan *scan, uint32_t first, uint32_t last, bool dotted, char out[HEDGE_BYTES_MAX])
{
    size_t length = 0;
    for (uint32_t at = first; at <= last; at++) {
        if (scan->romance && is_apostrophe(scan, at)) continue;
        if (!is_word(scan, at)) return slice_make(out, 0);
        struct slice word = token_folded(token_at(scan, at));
        if (length + word.length + 1 > HEDGE_BYTES_MAX) return slice_make(out, 0);
        if (length) out[length++] = ' ';
        memcpy(out + length, word.data, word.length);
        length += word.length;
    }
    if (dotted && length < HEDGE_BYTES_MAX) out[length++] = '.';
    return slice_make(out, length);
}

static const struct hedge *find_hedge(const struct hedge *rows, size_t count, struct slice words)
{
    for (size_t i = 0; words.length && i < count; i++)
        if (slice_equal(words, slice_make(rows[i].words, rows[i].length))) return &rows[i];
    return NULL;
}

/* "spread over two years": a stretch of time, not a bound; "for over two years" is one. */
static bool is_time_span(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    if (!word_is(scan, at, "over") || !candidate->unit || candidate->unit->class != CLASS_DURATION) return false;
    return !(word_is(scan, at - 1, "for") || word_is(scan, at - 1, "just") || word_is(scan, at - 1, "well") ||
             has(scan, at - 1, WORD(AUXILIARY)));
}

/* "ticked up to 3.8%", "brought the total up to 400": the particle of a verb of movement, before the level it reaches.
 * In "brought up to 400 men" the verb has its object behind it. */
static bool is_particle(const struct scan *scan, const struct candidate *candidate, uint32_t up)
{
    bool object = !candidate->unit && candidate_counts_plural(scan, candidate) && has(scan, up - 1, WORD(CARRY));
    return word_is(scan, up, "up") && word_is(scan, up + 1, "to") && !object && scan_moves_before(scan, up);
}

/* "cayó un 3 % hasta los 84 dólares", "a grimpé jusqu'à 10 %": the level that is reached, no bound. */
static bool is_level_reached(const struct scan *scan, uint32_t to)
{
    if (!scan->romance || !has(scan, to, WORD(TO))) return false;
    for (uint32_t at = to; at-- > scan->begin && to - at <= TREND_REACH;) {
        if (has(scan, at, WORD(RISE) | WORD(FALL))) return true;
        if (has(scan, at, WORD(SUBORDINATE) | WORD(CONJUNCTION)) || symbol_is(scan, at, ';')) return false;
    }
    return false;
}

/* The longest hedge that ends right before the figure. */
static bool hedge_before(const struct scan *scan, struct candidate *candidate)
{
    char bytes[HEDGE_BYTES_MAX];
    uint32_t last = elided_word(scan, candidate->hedge_first - 1);                         /* "près d'un million" */
    bool article = has(scan, last, WORD(ARTICLE)) && has(scan, last - 1, WORD(HEDGE_END)); /* "about a 5 percent" */
    if (article) last--;
    bool dotted = symbol_is(scan, last, '.') && is_glued(scan, last) && !has(scan, last - 1, WORD(FIGURE));
    if (dotted) last--; /* "approx. 300", not "5 min. 30 sec" */
    bool age = candidate->unit && candidate->unit->class == CLASS_AGE;
    if (age && is_hyphen(scan, last) && is_glued(scan, last)) last--;                  /* "under-18s" */
    if (age && word_is(scan, last, "of") && word_is(scan, last - 1, "age")) last -= 3; /* "under the age of" */
    if (!has(scan, last, WORD(HEDGE_END))) return false;
    bool adjective = word_is(scan, last, "past") || word_is(scan, last, "above"); /* "the above seven" */
    if (adjective && has(scan, last - 1, WORD(ARTICLE))) return false;
    for (uint32_t words = HEDGE_WORDS_MAX; words > 0; words--) {
        if (last + 1 < words + scan->begin) continue;
        const struct hedge *hedge =
            find_hedge(hedges, sizeof hedges / sizeof *hedges, join(scan, last + 1 - words, last, dotted, bytes));
        if (!hedge) continue;
        if (article && hedge->qualifier != QUALIFIER_ABOUT && !scan->romance) return false;
        if (is_level_reached(scan, last)) return false;
        if (is_time_span(scan, candidate, last) || is_particle(scan, candidate, last + 1 - words)) return false;
        candidate->qualifier = hedge->qualifier;
        candidate->hedge_first = last + 1 - words;
        return true;
    }
    return false;
}

/* The ">" that ends a tag ("</b> 80", "<td>80"): behind a "<" with nothing but glued tokens between. */
static bool closes_tag(const struct scan *scan, uint32_t at)
{
    for (uint32_t steps = 1; steps <= TAG_TOKENS_MAX && in_sentence(scan, at - steps); steps++) {
        if (symbol_is(scan, at - steps, '<')) return steps > 1 && is_glued(scan, at - steps + 1);
        if (symbol_is(scan, at - steps, '>')) return false;
    }
    return false;
}

static bool sign_before(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->hedge_first - 1;
    bool or_equal = symbol_is(scan, at, '=') && is_glued(scan, at);
    if (or_equal) at--;
    bool equal_or = symbol_is(scan, at - 1, '=') && is_glued(scan, at); /* "=>30" */
    or_equal = or_equal || equal_or;
    if (symbol_is(scan, at, '>') && closes_tag(scan, at)) return false;
    if (symbol_is(scan, at, '~') || symbol_is(scan, at, 0x2248))
        candidate->qualifier = QUALIFIER_ABOUT;
    else if (symbol_is(scan, at, '<'))
        candidate->qualifier = or_equal ? QUALIFIER_AT_MOST : QUALIFIER_UNDER;
    else if (symbol_is(scan, at, '>'))
        candidate->qualifier = or_equal ? QUALIFIER_AT_LEAST : QUALIFIER_OVER;
    else if (symbol_is(scan, at, 0x2264))
        candidate->qualifier = QUALIFIER_AT_MOST;
    else if (symbol_is(scan, at, 0x2265))
        candidate->qualifier = QUALIFIER_AT_LEAST;
    else
        return false;
    candidate->hedge_first = equal_or ? at - 1 : at;
    return true;
}

/* "500 or more", "a hundred or so", "10+". */
static bool hedge_after(const struct scan *scan, struct candidate *candidate)
{
    char bytes[HEDGE_BYTES_MAX];
    uint32_t next = candidate->last + 1;
    if (symbol_is(scan, next, '+') && is_glued(scan, next)) {
        candidate->qualifier = QUALIFIER_AT_LEAST;
        candidate->hedge_end = next + 1;
        return true;
    }
    for (uint32_t words = 2; words > 0; words--) {
        if (!in_sentence(scan, next + words - 1)) continue;
        struct slice joined = join(scan, next, next + words - 1, false, bytes);
        const struct hedge *hedge = find_hedge(hedges_after, sizeof hedges_after / sizeof *hedges_after, joined);
        if (!hedge || is_number(scan, next + words) || word_is(scan, next + words, "than")) continue;
        candidate->qualifier = hedge->qualifier;
        candidate->hedge_end = next + words;
        return true;
    }
    return false;
}

/* "dropped 13,000 to 216,000": the level behind it tells that a bare number is the amount of a change. */
static bool leads_to_level(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *level = candidate + 1;
    uint32_t to = candidate->last + 1;
    if (!word_is(scan, to, "to") && !word_is(scan, to, "from")) return false;
    return level < scan->items + scan->count && level->first <= to + 1 + HEDGE_WORDS_MAX && level->low > candidate->low;
}

/* Units whose amounts rise and fall. Lengths and durations do so only "by" an amount. */
static bool may_trend(const struct scan *scan, const struct candidate *candidate, bool by)
{
    if (by) return true;
    if (!candidate->unit) return candidate_is_part(candidate) || leads_to_level(scan, candidate);
    enum figure_class class = candidate->unit->class;
    return class != CLASS_AGE && class != CLASS_DURATION && class != CLASS_LENGTH &&
           strcmp(candidate->unit->code, "times") != 0;
}

/* "raised its key rate by 25 points", "its 10-year target": the word of change some words before the one at `at`; else
 * `at`. */
static uint32_t change_before(const struct scan *scan, uint32_t at)
{
    for (uint32_t steps = 0; steps < TREND_REACH && in_sentence(scan, at - steps); steps++) {
        bool attribute =
            is_hyphen(scan, at - steps - 1) || is_hyphen(scan, at - steps) || is_hyphen(scan, at - steps + 1);
        if (!is_word(scan, at - steps) && !attribute) break;
        if (has(scan, at - steps, WORD(FIGURE)) && !attribute) break;
        if (has(scan, at - steps, WORD(SUBORDINATE) | WORD(CONJUNCTION))) break;
        if (has(scan, at - steps, WORD(RISE) | WORD(FALL))) return at - steps;
        if (scan->romance && has(scan, at - steps, WORD(PREPOSITION))) break;
    }
    return at;
}

/* What may stand between the word of change and the amount: "by a further", "de", "en un". */
static bool is_trend_link(const struct scan *scan, uint32_t at)
{
    if (scan->romance && (has(scan, at, WORD(OF)) || is_apostrophe(scan, at) || word_is(scan, at, "en"))) return true;
    return word_is(scan, at, "by") || has(scan, at, WORD(ARTICLE)) || word_is(scan, at, "another") ||
           word_is(scan, at, "further") || word_is(scan, at, "only") || word_is(scan, at, "just");
}

/* Is the word of change at `at` a noun: "the rise", "une forte hausse de", "hausse de"? In Spanish no verb has "de"
 * behind it. */
static bool is_noun_of_change(const struct scan *scan, uint32_t at)
{
    if (!scan->romance) return has(scan, at - 1, WORD(ARTICLE));
    bool indefinite = word_is(scan, at - 2, "un") || word_is(scan, at - 2, "une") || word_is(scan, at - 2, "una");
    return has(scan, at - 1, WORD(ARTICLE) | WORD(DETERMINER) | WORD(POSSESSIVE)) || indefinite || at == scan->begin ||
           (scan->spanish && has(scan, at + 1, WORD(OF)));
}

/* Per cent and points, which say a change by themselves. */
static bool is_percent(const struct candidate *candidate)
{
    if (!candidate->unit) return false;
    return candidate->unit->class == CLASS_PERCENT || strcmp(candidate->unit->code, "point") == 0 ||
           strcmp(candidate->unit->code, "bp") == 0;
}

/* "by 5", "de 5 %", "en 5 puntos": the word says an amount of change; "en dix mois" says how long it took. */
static bool is_by(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    if (!scan->romance) return word_is(scan, at, "by");
    bool lapse = candidate->unit && candidate->unit->class == CLASS_DURATION;
    return has(scan, at, WORD(OF)) || (word_is(scan, at, "en") && !lapse);
}

/* "raised its rates 25 points", "fell a revised 5%": nothing but the object stands between the verb and `at`, and
 * nothing behind the amount that it is an attribute of ("cut its 3% rate"). */
static bool is_object_of_change(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    uint64_t inner = WORD_CLOSED & ~(WORD(ARTICLE) | WORD(POSSESSIVE));
    uint64_t behind = WORD_CLOSED | WORD(RELATIVE_TIME) | WORD(WEEKDAY) | WORD(MONTH);
    uint32_t after = candidate->last + 1;
    if (has(scan, at, WORD_CLOSED) || (is_word(scan, after) && !has(scan, after, behind))) return false;
    for (uint32_t steps = 0; steps < TREND_REACH && is_word(scan, at - steps); steps++) {
        if (has(scan, at - steps, WORD(RISE) | WORD(FALL))) return steps > 0 && scan_is_verb(scan, at - steps);
        if (has(scan, at - steps, inner | WORD(FIGURE))) return false;
    }
    return false;
}

/* The token in front of the amount and its links, or the word of change before it; *by: it is changed by that
 * amount. */
static uint32_t find_change(const struct scan *scan, const struct candidate *candidate, bool *by)
{
    uint32_t at = candidate->hedge_first - 1;
    for (uint32_t steps = 0; steps < 3 && in_sentence(scan, at); steps++, at--) {
        bool adverb = has(scan, at, WORD(ADVERB)) && !has(scan, at, WORD(RISE) | WORD(FALL));
        if (!is_trend_link(scan, at) && !adverb) break;
        *by = *by || is_by(scan, candidate, at);
    }
    bool share = candidate->number.decimal && candidate->number.form == NUMBER_SPELLED;
    bool object = (share || is_percent(candidate)) && /* "recortó los tipos un cuarto de punto" */
                  (scan->romance || is_object_of_change(scan, candidate, at));
    *by = *by || object;
    return object || (*by && word_is(scan, at + 1, "by")) ? change_before(scan, at) : at;
}

/* "rose 60%", "was down by 4 points", "up a further 2%", "a reculé de 3 %": the word of change before the amount, not
 * before "to" or "at". */
static void trend_before(const struct scan *scan, struct candidate *candidate)
{
    bool by = false;
    uint32_t at = find_change(scan, candidate, &by);
    if (!has(scan, at, WORD(RISE) | WORD(FALL)) || !may_trend(scan, candidate, by)) return;
    bool money = candidate->unit && candidate->unit->class == CLASS_MONEY;
    bool funds =
        has(scan, at, WORD(FUNDING)) && (money || candidate_is_part(candidate)) && !by; /* "raised $5 million" */
    bool noun = is_noun_of_change(scan, at) && (!by || scan->romance);
    bool gathers = has(scan, at - 1, WORD(GATHER)) && (word_is(scan, at, "up") || word_is(scan, at, "down"));
    if (funds || noun || (gathers && !by)) return; /* "a rise 5", "makes up 30%" */
    candidate->qualifier = has(scan, at, WORD(FALL)) ? QUALIFIER_DOWN : QUALIFIER_UP;
}

/* "a rise of 7%", "a 5 percent increase", "11% higher": the change said by a noun or an adjective beside the amount. */
static void trend_noun(const struct scan *scan, struct candidate *candidate)
{
    uint32_t before = candidate->hedge_first - 1, at = candidate->last + 1;
    if (!may_trend(scan, candidate, false)) return;
    before = elided_word(scan, before);
    bool of = has(scan, before, WORD(OF)) && (has(scan, before - 2, WORD(ARTICLE)) || scan->romance);
    bool adjective = word_is(scan, at, "higher") || word_is(scan, at, "lower");
    if (!of && !adjective && !has(scan, before, WORD(ARTICLE))) return;
    if (of) at = before - 1;
    if (!has(scan, at, WORD(RISE) | WORD(FALL))) return;
    candidate->qualifier = has(scan, at, WORD(FALL)) ? QUALIFIER_DOWN : QUALIFIER_UP;
    candidate->trend_noun = true;
}

/* "cut its forecast from 2.1% to 1.8%": the amounts themselves say which way it goes. */
static bool goes_from(const struct scan *scan, const struct candidate *candidate, uint32_t to)
{
    if (candidate == scan->items + scan->sentence_items) return false;
    const struct candidate *from = candidate - 1;
    return from->last + 1 == to && has(scan, from->hedge_first - 1, WORD(FROM)) && from->unit == candidate->unit &&
           from->low != candidate->low;
}

/* "rose 7% to $2.3 billion", "from 1,200 to 1,850": the level that a rise or fall ends at. */
static void trend_end(const struct scan *scan, struct candidate *candidate)
{
    uint32_t to = candidate->hedge_first - 1;
    if (scan->romance && has(scan, to, WORD(ARTICLE))) to--; /* "hasta los 84 dólares" */
    if (!has(scan, to, WORD(TO)) || (candidate->unit && candidate->unit->class == CLASS_AGE)) return;
    for (uint32_t steps = 1; steps <= TREND_REACH && in_sentence(scan, to - steps); steps++) {
        uint32_t at = to - steps;
        if (symbol_is(scan, at, ',') || symbol_is(scan, at, ';') || has(scan, at, WORD(SUBORDINATE))) return;
        bool particle = word_is(scan, at, "up") || word_is(scan, at, "down");
        bool change = has(scan, at, WORD(RISE) | WORD(FALL)) && (!particle || scan_moves_before(scan, at));
        if (!change && has(scan, at, WORD(PAST)) && scan_is_verb(scan, at)) return; /* "losses amounted to" */
        if (!change) continue;
        bool fall = goes_from(scan, candidate, to) ? candidate->low < candidate[-1].low : has(scan, at, WORD(FALL));
        candidate->qualifier = fall ? QUALIFIER_DOWN : QUALIFIER_UP;
        candidate->trend_end = true;
        return;
    }
}

/* Two amounts that may be one: in units of a dimension each, or in two currencies. */
static bool may_be_same(const struct unit *a, const struct unit *b)
{
    if (!a || !b) return false;
    return (a->dimension && b->dimension) || (a->class == CLASS_MONEY && b->class == CLASS_MONEY && a != b);
}

/* "gained 85 points, or 1.1%", "2 to 3 degrees Celsius (3.6 to 5.4 Fahrenheit)", "over 7 million crowns ($1.1
 * million)": the same said twice. */
static bool repeats(const struct scan *scan, const struct candidate *before, const struct candidate *candidate)
{
    uint32_t at = before->last + 1;
    bool again = symbol_is(scan, at, '(') || symbol_is(scan, at, '/');
    if (again && at + 1 == candidate->hedge_first) return may_be_same(before->unit, candidate->unit);
    if (symbol_is(scan, at, ',')) at++;
    return word_is(scan, at, "or") && at + 1 == candidate->hedge_first && before->unit && candidate->unit;
}

/* "a reculé de 2 % en mai et de 5 % sur un an": a second amount of the same change, with no verb of its own. */
static bool goes_on(const struct scan *scan, const struct candidate *before, const struct candidate *candidate)
{
    bool trend = (before->qualifier == QUALIFIER_UP || before->qualifier == QUALIFIER_DOWN) && !before->trend_end;
    uint32_t at = elided_word(scan, candidate->hedge_first - 1);
    if (!scan->romance || !trend || !is_percent(before) || !is_percent(candidate)) return false;
    if (has(scan, at, WORD(OF) | WORD(ARTICLE))) at--;
    if (!has(scan, at, WORD(AND)) || at - before->last > TREND_REACH) return false;
    for (uint32_t word = before->last + 1; word < at; word++)
        if (scan_is_verb(scan, word) || symbol_is(scan, word, ',')) return false;
    return true;
}

static bool is_lower_bound(const struct candidate *candidate)
{
    return candidate->qualifier == QUALIFIER_OVER || candidate->qualifier == QUALIFIER_AT_LEAST;
}

static bool is_upper_bound(const struct candidate *candidate)
{
    return candidate->qualifier == QUALIFIER_UNDER || candidate->qualifier == QUALIFIER_AT_MOST;
}

/* "more than 100 and fewer than 300": the two bounds of one figure. */
static bool are_bounds(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    uint32_t link = a->last + 1;
    if (symbol_is(scan, link, ',')) link++;
    if (has(scan, link, WORD(AND)) || word_is(scan, link, "but")) link++;
    if (link == a->last + 1 || link != b->hedge_first || a->hedge_end || b->hedge_end) return false;
    if (a->interval || b->interval || a->compound || b->compound || (a->unit && a->unit != b->unit)) return false;
    if (is_lower_bound(a) && is_upper_bound(b)) return a->low < b->low;
    return is_upper_bound(a) && is_lower_bound(b) && b->low < a->low;
}

static void join_bounds(struct candidate *a, const struct candidate *b)
{
    const struct candidate low = a->low < b->low ? *a : *b, high = a->low < b->low ? *b : *a;
    a->low = low.low, a->number = low.number;
    a->high = high.low, a->other = high.number;
    a->interval = true;
    a->unit = b->unit;
    a->per = b->per;
    a->last = b->last;
    a->qualifier = QUALIFIER_EXACT;
}

static void join_all_bounds(struct scan *scan)
{
    size_t kept = scan->sentence_items;
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        const struct candidate *candidate = &scan->items[i];
        bool joins = kept > scan->sentence_items && are_bounds(scan, &scan->items[kept - 1], candidate);
        if (joins)
            join_bounds(&scan->items[kept - 1], candidate);
        else
            scan->items[kept++] = *candidate;
    }
    scan->count = kept;
}

/* "une centaine", "una veintena": words for about so many; a dozen is exact. */
static bool is_round(const struct scan *scan, const struct candidate *candidate)
{
    uint16_t row = scan->romance ? scan->marks[candidate->number.last].number : 0;
    const struct number_word *word = row && !candidate->vague ? lexicon_number(row) : NULL;
    return word && word->kind == NUMBER_KIND_DOZEN && word->value != 12 && candidate->number.form == NUMBER_SPELLED;
}

void scan_qualify(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        if (hedge_before(scan, candidate) || sign_before(scan, candidate) || hedge_after(scan, candidate)) continue;
        if (is_round(scan, candidate)) candidate->qualifier = QUALIFIER_ABOUT;
        if (candidate->qualifier == QUALIFIER_EXACT) trend_before(scan, candidate);
        if (candidate->qualifier == QUALIFIER_EXACT) trend_noun(scan, candidate);
        if (candidate->qualifier == QUALIFIER_EXACT) trend_end(scan, candidate);
        if (candidate->qualifier != QUALIFIER_EXACT || i == scan->sentence_items) continue;
        if (!repeats(scan, candidate - 1, candidate) && !goes_on(scan, candidate - 1, candidate)) continue;
        candidate->qualifier = candidate[-1].qualifier;
        candidate->trend_end = candidate[-1].trend_end;
        candidate->trend_noun = candidate[-1].trend_noun;
    }
    join_all_bounds(scan);
}
