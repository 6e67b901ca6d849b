/* Numbers that belong to a name in French and Spanish: of a house, a law, a day. */
#include "figures/names_romance.h"

#define ROAD_NAME_MAX 5 /* words of the name of a road */

/* "12 rue de la Paix", "calle Mayor, 12": the number of a house beside its road. */
static bool is_address(const struct scan *scan, const struct candidate *candidate)
{
    bool bare = !candidate->unit || candidate->unit->class == CLASS_AGE; /* a name and a number read as one */
    if (!bare || candidate->number.form != NUMBER_DIGITS_ONLY) return false;
    if (has(scan, candidate->last + 1, WORD(ROAD))) return true;
    uint32_t at = candidate->first - 1;
    if (!symbol_is(scan, at, ',')) return false;
    for (uint32_t steps = 1; steps <= ROAD_NAME_MAX && is_word(scan, at - steps); steps++)
        if (has(scan, at - steps, WORD(ROAD))) return true;
    return false;
}

/* "la ley 39/2015" */
static bool has_year_behind(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t last = candidate->number.last;
    bool year = symbol_is(scan, last - 1, '/') && is_number(scan, last) && token_at(scan, last)->digits == 4;
    return year && !candidate->unit && last == candidate->number.first + 2;
}

/* "el 11-M": a day and the letter of its month. */
static bool has_letter_behind(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t hyphen = candidate->last + 1, letter = hyphen + 1;
    bool glued = is_hyphen(scan, hyphen) && is_glued(scan, hyphen) && is_glued(scan, letter);
    return glued && !candidate->unit && is_capital(scan, letter) && token_at(scan, letter)->length == 1;
}

bool romance_name_holds(const struct scan *scan, const struct candidate *candidate)
{
    return scan->romance &&
           (is_address(scan, candidate) || has_year_behind(scan, candidate) || has_letter_behind(scan, candidate));
}
