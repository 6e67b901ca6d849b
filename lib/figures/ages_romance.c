/* Years that are an age in French and Spanish: "un homme de 43 ans", ", de 51 años,", "los mayores de 65 años". */
#include "figures/ages_romance.h"

#define CHAIN_MAX      4 /* ages side by side: "de 9, 12 et 15 ans" */
#define HEDGE_MAX      3 /* words of a hedge before the years */
#define PERSON_REACH   4 /* words between the person and "de": "un gardien de but de 20 ans" */
#define AGED_REACH     5
#define SENTENCE_REACH 6
#define ADULT_YEARS    16

static bool is_link(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(CONJUNCTION) | WORD(TO)) || symbol_is(scan, at, ',') || is_dash(scan, at);
}

/* The first of the ages that end with this one: "de 17 et 19 ans", "15-24 ans". */
static const struct candidate *chain_start(const struct scan *scan, const struct candidate *candidate)
{
    for (int links = 1; links < CHAIN_MAX && candidate > scan->items + scan->sentence_items; links++) {
        const struct candidate *before = candidate - 1;
        bool linked = is_link(scan, before->last + 1) && before->last + 2 == candidate->first;
        if (!linked || (before->unit && before->unit->class != CLASS_AGE && before->unit != candidate->unit)) break;
        candidate = before;
    }
    return candidate;
}

/* The token before "plus de", "unos", "entre", "environ": where the words about the person end. */
static uint32_t before_hedge(const struct scan *scan, uint32_t at)
{
    for (int words = 0; words < HEDGE_MAX; words++) {
        bool of = has(scan, at, WORD(OF)) && has(scan, at - 1, WORD(ADVERB));
        if (!of && (!has(scan, at, WORD(HEDGE_END)) || has(scan, at, WORD(OF) | WORD(TO))) &&
            !word_is(scan, at, "entre"))
            break;
        at = elided_word(scan, of ? at - 2 : at - 1);
    }
    return at;
}

static bool near(const struct scan *scan, uint32_t at, uint32_t reach, uint64_t classes)
{
    for (uint32_t steps = 0; steps < reach && (is_word(scan, at - steps) || is_apostrophe(scan, at - steps)); steps++)
        if (has(scan, at - steps, classes)) return true;
    return false;
}

/* A person right before "de", or with adjectives between; a name of two words, or of a people ("un Tunisien"). */
static bool ends_with_person(const struct scan *scan, uint32_t at)
{
    for (uint32_t steps = 0; steps < PERSON_REACH; steps++) {
        if (has(scan, at - steps, WORD(PERSON))) return true;
        bool inner = has(scan, at - steps, WORD(OF)) || is_apostrophe(scan, at - steps);
        if (!inner && (!is_word(scan, at - steps) || has(scan, at - steps, WORD_CLOSED))) break;
    }
    bool people = word_is(scan, at - 1, "un") || word_is(scan, at - 1, "une");
    return has(scan, at, WORD(PROPER)) && (has(scan, at - 1, WORD(PROPER)) || people);
}

/* "de 43 ans" behind a person, "âgé", or a comma. */
static bool is_attribute(const struct scan *scan, uint32_t of, uint32_t after)
{
    uint32_t at = of - 1;
    if (symbol_is(scan, at, ',') || symbol_is(scan, at, '(')) return !has(scan, after, WORD(OF));
    return has(scan, at, WORD(AGED)) || ends_with_person(scan, at);
}

/* ", 43 ans," and "(43 ans)" */
static bool is_apposition(const struct scan *scan, uint32_t before, uint32_t after)
{
    if (symbol_is(scan, before, '(')) return symbol_is(scan, after, ')') || symbol_is(scan, after, ',');
    bool ends = !in_sentence(scan, after) || symbol_is(scan, after, ',') || symbol_is(scan, after, '.');
    return symbol_is(scan, before, ',') && is_word(scan, before - 1) && ends;
}

/* "les 18-25 ans", "les moins de 25 ans": people told by their age alone. */
static bool is_age_group(const struct scan *scan, const struct candidate *candidate, uint32_t before)
{
    static const char *const plurals[] = {"les", "des", "aux", "los", "las"};
    bool range = is_dash(scan, candidate->last + 1);
    if (range) return word_in(scan, before, WORD_LIST(plurals));
    bool bound = has(scan, before, WORD(OF)) && has(scan, before - 1, WORD(ADVERB));
    return bound && word_in(scan, before - 2, WORD_LIST(plurals));
}

/* "condamné à 20 ans", "penas de 18 y 20 años" */
static bool is_sentence(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"condamne", "condamnee", "condamnes", "peine",      "peines",
                                        "condeno",  "condenado", "condenada", "condenados", "condenadas",
                                        "pena",     "penas",     "prison",    "carcel"};
    for (uint32_t steps = 0; steps < SENTENCE_REACH && in_sentence(scan, at - steps); steps++)
        if (word_in(scan, at - steps, WORD_LIST(words))) return true;
    return false;
}

/* "a los 92 años", "à 43 ans", "tenía 43 años", "il avait 43 ans"; not "condenado a 12 años", "a los 3 años de". */
static bool is_said_age(const struct scan *scan, const struct candidate *candidate, uint32_t before, uint32_t after)
{
    static const char *const verbs[] = {"tiene",    "tienen",  "tenia", "tenian",  "cumplio", "cumple", "cumplira",
                                        "cumplido", "cumplir", "avait", "avaient", "aura",    "avoir",  "ont"};
    if (has(scan, after, WORD(OF)) || is_sentence(scan, before)) return false;
    if (word_in(scan, before, WORD_LIST(verbs))) return true;
    bool los = word_is(scan, before, "los") && has(scan, before - 1, WORD(TO));
    bool opens = word_is(scan, before, "con") && symbol_is(scan, after, ','); /* "Con 64 años, cultiva" */
    return los || (opens && candidate->low >= ADULT_YEARS) ||
           (!scan->spanish && has(scan, before, WORD(TO)) && candidate->low >= ADULT_YEARS);
}

/* "Dos palestinos de 19 y 22 años": as many ages of adults as there are of those who are counted. */
static bool are_ages_of_counted(const struct scan *scan, const struct candidate *first, const struct candidate *last)
{
    const struct candidate *count = first - 1;
    if (first == scan->items + scan->sentence_items || count->unit || first == last) return false;
    uint32_t of = first->first - 1;
    bool noun = has(scan, of, WORD(OF)) && has(scan, of - 1, WORD(PLURAL)) && count->last + 2 == of;
    return noun && count->low == (double)(last - first + 1) && first->low >= ADULT_YEARS;
}

static bool is_age(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *first = chain_start(scan, candidate);
    uint32_t start = elided_word(scan, first->first - 1), after = candidate->last + 1;
    uint32_t before = before_hedge(scan, start);
    if (is_age_group(scan, first, start) || are_ages_of_counted(scan, first, candidate)) return true;
    if (is_apposition(scan, before, after) || near(scan, before, AGED_REACH, WORD(AGED))) return true;
    if (has(scan, before, WORD(OF)) && is_attribute(scan, before, after)) return true;
    return is_said_age(scan, candidate, before, after);
}

const struct unit *romance_age_unit(const struct scan *scan, const struct candidate *candidate)
{
    const struct unit *unit = candidate->unit;
    if (!unit || unit->class != CLASS_DURATION || candidate->low > 120 || candidate->low != (int)candidate->low)
        return unit;
    if (strcmp(unit->code, "year") == 0) return is_age(scan, candidate) ? unit_find(slice_of("age")) : unit;
    bool infant = strcmp(unit->code, "month") == 0 && has(scan, candidate->first - 1, WORD(OF)) &&
                  has(scan, candidate->first - 2, WORD(PERSON));
    return infant ? unit_find(slice_of("month of age")) : unit;
}
