/* Amounts told in parts become one candidate: "5 ft 2 in", "3 dollars 50", "two hours and 30 minutes", "a month and a
 * half". Its value is in the first, largest unit. */
#include "figures/reject.h"

/* What a bare number directly behind an amount means: "5 foot 10", "1 hour 15". */
static const struct {
    const char *unit, *part;
    double parts; /* of the part in the unit */
} bare_parts[] = {{"ft", "inch", 12}, {"hour", "minute", 60}};

/* Is the figure behind which `at` stands left open by what follows: nothing that the number there would count? */
static bool is_tail(const struct scan *scan, uint32_t at)
{
    return !is_word(scan, at) || has(scan, at, WORD_CLOSED) || scan_is_verb(scan, at);
}

/* "5 foot 10", "20 dollars 43": the worth of one of the bare `part` in the unit of `whole`; 0 when it is no part. */
static double bare_part(const struct scan *scan, const struct candidate *whole, const struct candidate *part)
{
    if (part->number.decimal || part->number.scale != 1 || part->number.suffix_is_unit) return 0;
    if (!is_tail(scan, part->last + 1)) return 0;
    bool coins = whole->unit->class == CLASS_MONEY && !unit_is_minor(whole->unit);
    bool said =
        scan->lone || (is_word(scan, whole->last) && part->low >= 10); /* "20 dollars 43", not "$20 43" in a table */
    if (coins && said && part->low < 100) return 0.01;
    for (size_t i = 0; i < sizeof bare_parts / sizeof *bare_parts; i++)
        if (strcmp(whole->unit->code, bare_parts[i].unit) == 0 && part->low < bare_parts[i].parts)
            return 1 / bare_parts[i].parts;
    return 0;
}

/* The worth of the coin of `part` behind an amount of `major` that is not yet divided. */
static double coin_part(const struct candidate *part, const struct unit *last, const struct unit *major)
{
    double per_major = last == major && part->unit->class == CLASS_MONEY ? unit_minor_per_major(part->unit, major) : 0;
    return per_major > 0 && part->low < per_major ? 1 / per_major : 0;
}

/* The worth of one of the unit of `part` in the unit of `whole`, where `last` is the unit of the part before. */
static double unit_part(const struct candidate *whole, const struct candidate *part, const struct unit *last)
{
    if (whole->unit->class == CLASS_MONEY) return coin_part(part, last, whole->unit);
    const struct unit *unit = part->unit;
    if (!unit->dimension || !last->dimension || unit->class != last->class || unit->offset != 0) return 0;
    bool smaller = strcmp(unit->dimension, last->dimension) == 0 && unit->factor < last->factor &&
                   part->low * unit->factor < last->factor;
    return smaller ? unit->factor / whole->unit->factor : 0;
}

/* The first token behind the link between the parts: nothing, a hyphen, or "and" where no range is told; a comma only
 * in heights and weights ("6 feet, 4 inches"), since lengths of time are listed with commas. */
static uint32_t skip_link(const struct scan *scan, const struct candidate *whole)
{
    uint32_t at = whole->last + 1;
    bool hyphen = is_hyphen(scan, whole->number.last + 1);
    if (hyphen && is_hyphen(scan, at) && is_glued(scan, at)) return at + 1;
    bool range =
        hyphen || word_is(scan, whole->hedge_first - 1, "between") || word_is(scan, whole->hedge_first - 1, "entre");
    bool body = scan->lone || whole->unit->class == CLASS_LENGTH || whole->unit->class == CLASS_MASS;
    if (body && symbol_is(scan, at, ',')) at++;
    return has(scan, at, WORD(AND)) && !range ? at + 1 : at;
}

/* "a month and a half": a part of the unit before. */
static bool is_half_more(const struct scan *scan, const struct candidate *whole, const struct candidate *part)
{
    return candidate_is_part(part) && !part->unit && has(scan, whole->last + 1, WORD(AND)) &&
           is_tail(scan, part->last + 1);
}

static double worth(const struct scan *scan, const struct candidate *whole, const struct candidate *part,
                    const struct unit *last)
{
    bool whole_fits = whole->unit && !whole->vague && whole->low > 0 && is_span_empty(whole->per) &&
                      (whole->compound || candidate_is_whole(whole)) && whole->unit->class != CLASS_AGE;
    if (!whole_fits || !last || part->low <= 0 || part->vague || skip_link(scan, whole) != part->first) return 0;
    if (is_half_more(scan, whole, part) && whole->unit->dimension) return 1;
    return part->unit ? unit_part(whole, part, last) : bare_part(scan, whole, part);
}

void scan_compounds(struct scan *scan)
{
    size_t kept = scan->sentence_items;
    const struct unit *last = NULL; /* of the candidate before */
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *part = &scan->items[i];
        struct candidate *whole = kept > scan->sentence_items ? &scan->items[kept - 1] : NULL;
        double one = whole ? worth(scan, whole, part, last) : 0;
        last = part->unit;
        if (one == 0) {
            scan->items[kept++] = *part;
            continue;
        }
        whole->low = whole->high = number_round((whole->compound ? whole->low : whole->number.value) + part->low * one);
        whole->compound = true;
        whole->other = part->number;
        whole->last = part->last;
        whole->per = part->per;
    }
    scan->count = kept;
}
