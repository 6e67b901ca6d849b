/* Rates in French and Spanish: "par mois", "al año", "84 dollars le baril". */
#include "figures/measure_romance.h"

/* What amounts are told by in French and Spanish, beside units and persons: "par nuit". */
static bool is_rated(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"nuit",  "noche",    "tete",     "cabeza",  "dose",    "dosis",  "menage",
                                        "hogar", "foyer",    "famille",  "familia", "action",  "accion", "voiture",
                                        "coche", "vehicule", "vehiculo", "match",   "partido", "seance", "sesion"};
    return word_in(scan, at, WORD_LIST(words));
}

/* The first token behind "par", "al", "a la", "le" at `at`; `at` when none of them stands there. */
static uint32_t skip_lead(const struct scan *scan, uint32_t at, bool article)
{
    if (word_is(scan, at, "par") || word_is(scan, at, "por")) return at + 1;
    if (word_is(scan, at, "cada") || word_is(scan, at, "al")) return at + 1;
    if (word_is(scan, at, "a") && word_is(scan, at + 1, "la")) return at + 2; /* "a la semana" */
    if (!article) return at;
    return is_apostrophe(scan, at + 1) ? at + 2 : at + 1;
}

struct span romance_rate(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    bool money = candidate->unit && candidate->unit->class == CLASS_MONEY;
    bool article = has(scan, at, WORD(ARTICLE)) && money; /* "84 dollars le baril" */
    bool per = word_is(scan, at, "par") || word_is(scan, at, "por");
    uint32_t first = skip_lead(scan, at, article), last;
    if (has(scan, at, WORD_PER_ADVERB)) return (struct span){at, at + 1};
    if (first == at || !is_word(scan, first)) return (struct span){at, at};
    const struct unit *unit = unit_read(scan->tokens, first, &last);
    if (per && (has(scan, first, WORD(PERSON)) || is_rated(scan, first))) return (struct span){first, first + 1};
    if (!unit || last >= scan->end || !unit->dimension) return (struct span){at, at};
    bool hour = unit->class == CLASS_DURATION && unit->factor <= 3600;
    bool fits = article ? unit->class != CLASS_DURATION || hour : per || unit->class == CLASS_DURATION;
    return fits ? (struct span){first, last + 1} : (struct span){at, at};
}

void romance_per(const struct scan *scan, struct candidate *candidate)
{
    struct span rate = candidate->unit ? romance_rate(scan, candidate, candidate->last + 1) : (struct span){0, 0};
    if (is_span_empty(rate)) return;
    candidate->per = rate;
    candidate->last = rate.end - 1;
}
