/* Seventh station: a bare number takes unit and noun from its neighbours. */
#include "figures/scan.h"

#define LINKS_MAX       8  /* tokens between two figures of a list */
#define DETERMINERS_MAX 2  /* "of all the" */
#define LIKENESS        10 /* times: levels that are compared lie closer */
#define LOOK_BACK       32 /* figures to the left that are asked for their noun */

static bool is_bare(const struct candidate *candidate)
{
    return !candidate->unit && is_span_empty(candidate->noun);
}

static void share(struct candidate *to, const struct candidate *from)
{
    to->unit = from->unit;
    to->noun = from->noun;
    to->unit_text = from->unit_text;
    if (is_span_empty(to->per)) to->per = from->per;
    to->shares = true;
}

/* Between two figures of a list stand commas, "and", "or" and hedges only; an "and" stands before the last. */
static bool is_list_link(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    bool any = false, last = b->shares;
    if (b->hedge_first > a->last + LINKS_MAX) return false;
    for (uint32_t at = a->last + 1; at < b->hedge_first; at++) {
        bool link = symbol_is(scan, at, ',') || has(scan, at, WORD(CONJUNCTION));
        if (!link) return false;
        last = last || has(scan, at, WORD(CONJUNCTION));
        any = true;
    }
    return any && last;
}

/* "to 3.1 from 4.6 percent": two levels of one measure. */
static bool is_level_link(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    bool pair = scan->romance && has(scan, a->first - 1, WORD(FROM)) && has(scan, a->last + 1, WORD(TO));
    if (pair && a->last + 2 == b->hedge_first) return true; /* "pasará de 1.080 a 1.134 euros" */
    return word_is(scan, a->last + 1, "from") && a->last + 2 == b->hedge_first && b->unit && a->number.decimal;
}

/* "from 53 to 48 per cent", "from 18 months to ten": one measure, told once. */
static bool is_from_to(const struct scan *scan, const struct candidate *from, const struct candidate *to)
{
    return word_is(scan, from->hedge_first - 1, "from") && word_is(scan, from->last + 1, "to") &&
           from->last + 2 == to->hedge_first;
}

/* "17 of 23 dams", "2,000 of its 45,000 jobs", "nine out of ten doctors": a part and its whole, which is counted. */
static bool is_part_link(const struct scan *scan, const struct candidate *part, const struct candidate *whole)
{
    uint32_t at = part->last + 1;
    if (word_is(scan, at, "out")) at++;
    if (!has(scan, at, WORD(OF))) return false;
    at = scan_skip_possessor(scan, skip_of(scan, at)); /* "two of the bank's 40 branches" */
    for (int words = 0; words < DETERMINERS_MAX; words++)
        if (has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER) | WORD(RELATIVE_TIME))) at++;
    return at == whole->hedge_first && !is_span_empty(whole->noun) && part->high <= whole->high;
}

/* "12, 15 and 18 boats": what stands at the end counts for all. */
static void share_backwards(struct scan *scan)
{
    for (size_t i = scan->count; i-- > scan->sentence_items + 1;) {
        struct candidate *before = &scan->items[i - 1], *candidate = &scan->items[i];
        if (!is_bare(before) || is_bare(candidate)) continue;
        bool linked = is_list_link(scan, before, candidate) || is_level_link(scan, before, candidate) ||
                      is_from_to(scan, before, candidate) || is_part_link(scan, before, candidate);
        if (linked) share(before, candidate);
    }
}

/* ", of which 1,930 were", "including 740", "from 32,000 … to 65,000": what the figure before counts. */
static bool refers_back(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->hedge_first - 1;
    while (scan->romance && has(scan, at, WORD(ARTICLE) | WORD(TO)) && has(scan, at - 1, WORD(TO) | WORD(REFERS))) at--;
    uint32_t after = candidate->hedge_end ? candidate->hedge_end : candidate->last + 1;
    if (has(scan, after, WORD(ELLIPSIS))) return !candidate_is_part(candidate); /* "six fewer", "a third more" */
    if (word_is(scan, at, "including") || has(scan, at, WORD(REFERS)) || word_is(scan, at, "which") ||
        word_is(scan, at, "whom") || word_is(scan, at, "them"))
        return true;
    if (scan_is_verb(scan, at) && !has(scan, at, WORD(AUXILIARY))) return true; /* "killed 86 people and injured 640" */
    if (word_is(scan, at, "of") && word_is(scan, at - 1, "out")) return true;
    if (scan->romance && has(scan, after, WORD(DETERMINER) | WORD(ADVERB))) after++; /* "58 autres ont" */
    if (scan->romance && has(scan, at, WORD(ADVERB))) at--;                          /* ", solo 12 volvieron" */
    bool opens = symbol_is(scan, at, ',') || symbol_is(scan, at, ';') || has(scan, at, WORD(CONJUNCTION));
    bool year = has(scan, after, WORD(PREPOSITION)) && has(scan, after + 1, WORD(YEAR));
    bool adverbial = scan->romance && has(scan, after, WORD(PREPOSITION)); /* "210 contre", "170 en contra" */
    if (opens && (year || adverbial || scan_is_verb(scan, after) || word_is(scan, after, "of")))
        return true; /* "; three were kept in hospital", "120 deaths in 2017, 140 in 2018" */
    if (symbol_is(scan, at, ',') && has(scan, at - 1, WORD(YEAR))) return true; /* "in 2020, 41,800" */
    return word_is(scan, at, "to") || word_is(scan, at, "from") || word_is(scan, at, "against") ||
           word_is(scan, at, "versus") || word_is(scan, at, "with") || has(scan, at, WORD(AND)) ||
           word_is(scan, at, "while");
}

/* "per 100,000 residents", "across six provinces": a measure or a place, which a later figure seldom speaks of. */
static bool is_aside(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->hedge_first - 1;
    return word_is(scan, at, "per") || word_is(scan, at, "across") || word_is(scan, at, "in") ||
           word_is(scan, at, "at") || word_is(scan, at, "within") || word_is(scan, at, "throughout") ||
           word_is(scan, at, "for");
}

/* The nearest figure to the left that counts something, and no place if there is another. */
static const struct candidate *counted_before(const struct scan *scan, size_t index, size_t oldest)
{
    const struct candidate *aside = NULL;
    for (int steps = 0; index-- > oldest && steps < LOOK_BACK; steps++) {
        const struct candidate *candidate = &scan->items[index];
        if (is_span_empty(candidate->noun)) continue;
        if (!is_aside(scan, candidate)) return candidate;
        if (!aside) aside = candidate;
    }
    return aside;
}

/* "The total has nearly tripled from …": a total without its "of" speaks of the last count told; a death toll does
 * not. */
static bool speaks_of_total(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t at = scan->begin; at < candidate->first && at < scan->begin + 4; at++) {
        if (!has(scan, at, WORD(TOTAL))) continue;
        return !word_is(scan, at + 1, "of") && (at == scan->begin || has(scan, at - 1, WORD_CLOSED));
    }
    return false;
}

/* "80 million euros plus 10 million in add-ons", "rose to $5 million from 3 million": the same money. */
static void share_currency(const struct scan *scan, struct candidate *candidate, const struct candidate *before)
{
    uint32_t at = candidate->hedge_first - 1;
    bool link = word_is(scan, at, "plus") || word_is(scan, at, "and") || word_is(scan, at, "or") ||
                word_is(scan, at, "from") || word_is(scan, at, "to") || word_is(scan, at, "against") ||
                word_is(scan, at, "versus") || word_is(scan, at, "vs");
    bool money = before->unit && before->unit->class == CLASS_MONEY && before->number.scale >= 1e6;
    if (!link || !money || candidate->number.scale < 1e6) return;
    candidate->unit = before->unit;
    candidate->unit_text = before->unit_text;
    candidate->shares = true;
}

/* "12.3% compared with 10.1", "9 euros, up from 8", "from 18 months to ten": the level before, in the same measure. */
static bool is_compared(const struct scan *scan, const struct candidate *candidate, const struct candidate *before)
{
    uint32_t at = candidate->hedge_first - 1;
    if (is_from_to(scan, before, candidate)) return true;
    bool alike = candidate->low < before->low * LIKENESS && before->low < candidate->low * LIKENESS;
    if (!alike || candidate->number.form == NUMBER_SCALED || before->number.form == NUMBER_SCALED) return false;
    if (word_is(scan, at, "from")) return word_is(scan, at - 1, "up") || word_is(scan, at - 1, "down");
    if (word_is(scan, at, "with") || word_is(scan, at, "to")) return word_is(scan, at - 1, "compared");
    return word_is(scan, at, "against");
}

/* "2,400 euros, 600 less than": what the last amount before is measured in; a share or a time has no such rest. */
static bool is_rest(const struct scan *scan, const struct candidate *candidate, const struct candidate *before)
{
    if (!has(scan, candidate->last + 1, WORD(ELLIPSIS)) || candidate_is_part(candidate)) return false;
    enum figure_class class = before->unit->class;
    return class != CLASS_PERCENT && class != CLASS_DURATION && class != CLASS_AGE && candidate->low < before->low;
}

static void share_unit(const struct scan *scan, struct candidate *candidate, const struct candidate *before)
{
    if (!before->unit || !is_bare(candidate)) return;
    if (is_compared(scan, candidate, before) || is_rest(scan, candidate, before)) share(candidate, before);
}

/* "62m", a number with the letter of a scale. */
static bool is_lettered(const struct candidate *candidate)
{
    return candidate->number.form == NUMBER_SCALED && candidate->number.first == candidate->number.last;
}

/* "fined 1.75m francs over deals worth 62m": so written, behind money, it is money. */
static void share_lettered(const struct scan *scan, struct candidate *candidate, size_t index)
{
    if (!is_bare(candidate) || !is_lettered(candidate)) return;
    for (int steps = 0; index-- > scan->sentence_items && steps < LOOK_BACK; steps++) {
        const struct candidate *before = &scan->items[index];
        if (!is_lettered(before) || !before->unit || before->unit->class != CLASS_MONEY) continue;
        candidate->unit = before->unit;
        candidate->unit_text = slice_of(before->unit->name);
        candidate->shares = true;
        return;
    }
}

void scan_inherit(struct scan *scan)
{
    share_backwards(scan);
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        if (is_bare(candidate) && i > scan->sentence_items) share_currency(scan, candidate, candidate - 1);
        if (i > scan->sentence_items) share_unit(scan, candidate, candidate - 1);
        share_lettered(scan, candidate, i);
        if (!is_bare(candidate)) continue;
        const struct candidate *from = counted_before(scan, i, scan->sentence_items);
        if (from && !refers_back(scan, candidate)) from = NULL;
        bool state = from && has(scan, from->noun.end - 1, WORD(STATE)) && has(scan, candidate->last + 1, WORD(STATE));
        if (state) continue; /* "one dead, 15 hurt" */
        if (!from && speaks_of_total(scan, candidate)) from = counted_before(scan, i, 0);
        if (from) share(candidate, from);
    }
}
