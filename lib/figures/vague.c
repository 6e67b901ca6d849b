/* Words that count without a number: "dozens of", "several hundred", "hundreds of thousands fled". Each is an interval
 * up to the next power of ten. */
#include "figures/vague.h"

#include <string.h>

#include "figures/number_words.h"

#define VAGUE_WORDS_MAX 3 /* "decenas de miles de millones" */

static const struct vague_word {
    const char *word;
    double low, high;
    bool alone; /* counts people also without "of" ("dozens fled"); of scores only harm tells it */
} vague_words[] = {
    {"dozens", 12, 120, true},
    {"scores", 20, 100, false},
    {"hundreds", 100, 1000, true},
    {"thousands", 1e3, 1e4, true},
    {"millions", 1e6, 1e7, true},
    {"billions", 1e9, 1e10, false},
    {"tens", 10, 100, false},
    {"trillions", 1e12, 1e13, false},
    /* French and Spanish */
    {"dizaines", 10, 100, true},
    {"douzaines", 12, 120, true},
    {"centaines", 100, 1000, true},
    {"milliers", 1e3, 1e4, true},
    {"milliards", 1e9, 1e10, false},
    {"decenas", 10, 100, true},
    {"docenas", 12, 120, true},
    {"centenares", 100, 1000, true},
    {"cientos", 100, 1000, true},
    {"miles", 1e3, 1e4, true},
    {"millares", 1e3, 1e4, true},
    {"millones", 1e6, 1e7, false},
};

static const struct vague_word *vague_at(const struct scan *scan, uint32_t at)
{
    if (!has(scan, at, WORD(VAGUE))) return NULL;
    for (size_t i = 0; i < sizeof vague_words / sizeof *vague_words; i++)
        if (word_is(scan, at, vague_words[i].word)) return &vague_words[i];
    return NULL;
}

/* "several hundred boats", "a few thousand": as many as hundreds or thousands of them. False when none stands there. */
static bool read_several(const struct scan *scan, uint32_t at, double *low, double *high)
{
    if (!word_is(scan, at, "several") && !word_is(scan, at, "few")) return false;
    if (!is_word(scan, at + 1)) return false;
    struct slice scale = token_folded(token_at(scan, at + 1));
    for (size_t i = 0; i < sizeof vague_words / sizeof *vague_words; i++) {
        size_t length = strlen(vague_words[i].word) - 1; /* without the plural's s */
        if (scale.length != length || memcmp(scale.data, vague_words[i].word, length) != 0) continue;
        *low = vague_words[i].low;
        *high = vague_words[i].high;
        return scan->marks[at + 1].number != 0;
    }
    return false;
}

/* What is done to people: "scores were killed", unlike "the scores were tied". */
static bool is_harm(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"killed",    "injured",  "wounded",   "hurt",    "arrested", "detained",
                                        "displaced", "missing",  "evacuated", "trapped", "rescued",  "dead",
                                        "killing",   "injuring", "wounding",  "feared",  "jailed",   "homeless"};
    return word_in(scan, at, WORD_LIST(words));
}

/* "scores were killed", "scores have been hurt", "injuring scores" */
static bool is_harmed(const struct scan *scan, uint32_t first, uint32_t end)
{
    uint32_t at = end;
    while (at < end + 3 && (has(scan, at, WORD(AUXILIARY)) || word_is(scan, at, "more"))) at++;
    return is_harm(scan, at) || is_harm(scan, first - 1);
}

/* "Dozens were killed", "hundreds more fled": the subject of a clause. */
static bool is_subject(const struct scan *scan, uint32_t first, uint32_t end)
{
    bool opens = !in_sentence(scan, first - 1) || symbol_is(scan, first - 1, ',') ||
                 has(scan, first - 1, WORD(CONJUNCTION) | WORD(SUBORDINATE) | WORD(HEDGE_END));
    if (word_is(scan, end, "more") || word_is(scan, end, "others")) end++;
    return opens && (scan_is_verb(scan, end) || is_harm(scan, end)); /* "and dozens missing" */
}

/* "killed dozens.", "leaving thousands without power": the object of a verb, with no noun behind it. */
static bool is_object(const struct scan *scan, uint32_t first, uint32_t end)
{
    bool verb = scan_is_verb(scan, first - 1) && !has(scan, first - 1, WORD(AUXILIARY));
    if (!verb && !has(scan, first - 1, WORD(GERUND))) return false;
    return !is_word(scan, end) || has(scan, end, WORD_CLOSED);
}

/* "several hundred thousand": a scale behind the counting words that end before `end`. */
static uint32_t scale_by(const struct scan *scan, uint32_t end, double *low, double *high)
{
    double scale = in_sentence(scan, end) ? number_words_scale(token_at(scan, end)) : 0;
    if (scale < 1e3 || *high * scale > NUMBER_MAGNITUDE_MAX) return end;
    *low *= scale;
    *high *= scale;
    return end + 1;
}

/* "tens of thousands", "decenas de miles de millones": the counting words behind "of", from the one that ends before
 * `end`. Gives the token after the last one. */
static uint32_t multiply(const struct scan *scan, uint32_t end, double *low, double *high)
{
    for (uint32_t words = 1; words < VAGUE_WORDS_MAX; words++) {
        const struct vague_word *next = has(scan, end, WORD(OF)) ? vague_at(scan, end + 1) : NULL;
        if (!next || *high * next->low > NUMBER_MAGNITUDE_MAX) break;
        *low *= next->low;
        *high *= next->low;
        end += 2;
    }
    return end;
}

uint32_t vague_read(const struct scan *scan, uint32_t at, double *low, double *high)
{
    if (read_several(scan, at, low, high)) return scale_by(scan, at + 2, low, high);
    const struct vague_word *first = vague_at(scan, at);
    if (!first) return at;
    *low = first->low;
    *high = first->high;
    uint32_t end = multiply(scan, at + 1, low, high);
    if (end > at + 1) return end;
    if (has(scan, end, WORD(OF))) return strcmp(first->word, "tens") == 0 ? at : end;
    bool counts = first->alone || (strcmp(first->word, "scores") == 0 && is_harmed(scan, at, end));
    return counts && (is_subject(scan, at, end) || is_object(scan, at, end)) ? end : at;
}
