/* Nouns that figures count in French and Spanish, where adjectives stand behind their noun and agree with it. */
#include "figures/nouns_romance.h"

#include "text/stop_words.h"

#define PHRASE_WORDS_MAX 4 /* "nouveaux emplois industriels" */

static bool is_noun_word(const struct scan *scan, uint32_t at)
{
    if (!is_word(scan, at) || token_at(scan, at)->length == 1 || scan_is_verb(scan, at)) return false;
    if (has(scan, at, WORD_CLOSED | WORD(FIGURE) | WORD(AGED) | WORD(WEEKDAY) | WORD(MONTH)) || scan->marks[at].number)
        return false;
    return !stop_word_is(token_folded(token_at(scan, at)));
}

/* The noun between the two numbers of a share: "sept Français sur dix". */
static struct span noun_of_share(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t at = candidate->number.first + 1; at < candidate->number.last; at++) {
        if (!word_is(scan, at, "sur")) continue;
        uint32_t first = at;
        while (first > candidate->number.first + 1 && !scan->marks[first - 1].number) first--;
        return (struct span){first, at};
    }
    return (struct span){0, 0};
}

struct span romance_noun(const struct scan *scan, const struct candidate *candidate, uint32_t first)
{
    struct span phrase = noun_of_share(scan, candidate);
    if (!is_span_empty(phrase)) return phrase;
    phrase = (struct span){first, first};
    while (phrase.end < first + PHRASE_WORDS_MAX && is_noun_word(scan, phrase.end) &&
           has(scan, phrase.end, WORD(PLURAL)))
        phrase.end++;
    bool one = candidate->high <= 1 && first > candidate->last + 1; /* "la mitad de la población" */
    if (is_span_empty(phrase) && one && is_noun_word(scan, first)) phrase.end++;
    return phrase;
}

static bool ends(struct slice word, const char *ending)
{
    return slice_ends(word, slice_of(ending));
}

/* Spanish puts "es" behind a consonant ("trabajadores", "camiones") and turns z into c ("jueces"). */
static size_t spanish_singular(struct slice word, char *out)
{
    static const char *const endings[] = {"ores", "ares", "eres", "ures", "ales", "eles", "iles", "oles",
                                          "ules", "anes", "enes", "ines", "ones", "unes", "ades", "udes"};
    if (ends(word, "ces")) {
        out[word.length - 3] = 'z';
        return word.length - 2;
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(word, endings[i])) return word.length - 2;
    return word.length - 1;
}

/* French words that end in s in the singular too. */
static bool is_invariable(struct slice word)
{
    static const char *const words[] = {"fois",     "mois",     "pays",    "corps",    "temps",   "cas",
                                        "bras",     "repas",    "avis",    "colis",    "bois",    "permis",
                                        "proces",   "succes",   "congres", "francais", "anglais", "tapis",
                                        "discours", "parcours", "secours", "concours"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i])) return true;
    return false;
}

size_t romance_singular(const struct scan *scan, struct slice word, char *out)
{
    memcpy(out, word.data, word.length);
    if (word.length < 4 || (!ends(word, "s") && !ends(word, "x"))) return word.length;
    if (scan->spanish) return ends(word, "s") ? spanish_singular(word, out) : word.length;
    if (is_invariable(word)) return word.length;
    if (ends(word, "aux") && !ends(word, "eaux")) { /* "journaux" */
        out[word.length - 2] = 'l';
        return word.length - 1;
    }
    bool plural = ends(word, "s") || ends(word, "eaux") || ends(word, "eux"); /* "bateaux", "lieux"; not "voix" */
    return plural ? word.length - 1 : word.length;
}
