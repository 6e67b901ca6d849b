/* Second station: the unit or currency of each number, and what it is measured per. */
#include "figures/measure_romance.h"
#include "figures/metres.h"
#include "figures/money.h"
#include "figures/number_words.h"
#include "figures/scan.h"
#include "figures/unit_prefix.h"

#define WEATHER_REACH         20 /* tokens to each side of bare degrees in which a word of the weather is sought */
#define DEGREE_OF_TEMPERATURE "degree of temperature"

/* Letters glued to the digits, and what is glued behind them: "35kg", "60km/h", "190km²". */
static const struct unit *read_glued(const struct scan *scan, uint32_t at, uint32_t *last)
{
    const struct token *token = token_at(scan, at);
    size_t letters = (size_t)(token->folded_length - token->digits);
    if (letters > token->length) return NULL;
    const char *start = scan->tokens->text.data + token->start + token->length - letters;
    const struct unit *found = NULL;
    for (uint32_t next = at; next < scan->end && next < at + 4; next++) {
        if (next > at && !is_glued(scan, next)) break;
        const char *end = scan->tokens->text.data + token_at(scan, next)->start + token_at(scan, next)->length;
        const struct unit *unit = unit_find_glued(slice_make(start, (size_t)(end - start)));
        if (!unit) continue;
        found = unit;
        *last = next;
    }
    return found;
}

/* "Section 12c", "gate 5d", "type 2c": the letter belongs to the name. */
static bool is_letter_of_name(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->number.last);
    bool letter = token->folded_length == token->digits + 1 && !candidate->number.decimal;
    return letter && has(scan, candidate->first - 1, WORD(LABEL) | WORD(NUMBERED));
}

/* The l of "2 l'eau" is an article. */
static bool is_elided(const struct scan *scan, uint32_t at)
{
    const struct token *token = token_at(scan, at);
    uint32_t end = token->start + token->length;
    struct slice rest = slice_make(scan->tokens->text.data + end, scan->tokens->text.length - end);
    return token->length == 1 && (slice_starts(rest, slice_of("'")) || slice_starts(rest, slice_of("\u2019")));
}

/* Words that measure only beside the right neighbours. */
static bool unit_fits(const struct scan *scan, const struct candidate *candidate, const struct unit *unit,
                      uint32_t first, uint32_t last)
{
    bool spelled = candidate->number.form == NUMBER_SPELLED;
    bool letters = token_at(scan, last)->kind == TOKEN_WORD && token_at(scan, last)->length <= 2;
    bool year = scan->romance && unit->class == CLASS_DURATION; /* "un an" */
    if (spelled && letters && !scan->lone && !year) return false;
    if (first == last && !scan->lone && slice_is(token_folded(token_at(scan, last)), "c")) return false; /* "10 c" */
    if (first == last && is_elided(scan, last)) return false;
    if (unit->class == CLASS_DURATION && first == last && word_is(scan, last, "second") && candidate->low != 1)
        return false;
    if (word_is(scan, last, "won") && !scan->headline && candidate->number.scale < 1e3) return false;
    return true;
}

static bool is_degree(const struct unit *unit)
{
    return strcmp(unit->code, "degree") == 0;
}

/* A scale that stands apart from its number: "75 USD million". False when the product is larger than any figure. */
static bool scale_by(struct candidate *candidate, double scale)
{
    double value = number_round(candidate->number.value * scale);
    if (value > NUMBER_MAGNITUDE_MAX) return false;
    candidate->low = candidate->high = candidate->low < 0 ? -value : value;
    candidate->number.value = value;
    candidate->number.scale = scale;
    return true;
}

/* In "1 $10 bill" the sign belongs to the number behind it. */
static bool leans_forward(const struct scan *scan, uint32_t sign)
{
    return token_at(scan, sign)->kind == TOKEN_SYMBOL && is_number(scan, sign + 1) && is_glued(scan, sign + 1) &&
           !is_glued(scan, sign);
}

static bool read_suffix(const struct scan *scan, struct candidate *candidate)
{
    uint32_t number_last = candidate->number.last, last = number_last;
    if (candidate->number.suffix_is_unit) {
        candidate->unit = read_glued(scan, number_last, &last);
        if (candidate->unit && (is_letter_of_name(scan, candidate) || !money_may_be_cents(scan, candidate)))
            candidate->unit = NULL;
        if (!candidate->unit) return false;
        bool decade = strcmp(candidate->unit->code, "second") == 0 && last == number_last &&
                      !candidate->number.decimal &&
                      token_at(scan, last)->folded_length == token_at(scan, last)->digits + 1;
        if (decade && (candidate->low > 59 || ages_bound_plural(scan, candidate) ||
                       has(scan, candidate->first - 1, WORD(PROPER) | WORD(ARTICLE) | WORD(POSSESSIVE))))
            candidate->unit = NULL; /* "the 1990s", "Channel 5s" */
        if (!candidate->unit) return false;
        candidate->last = last;
        return true;
    }
    uint32_t at = number_last + 1;
    double factor = money_scaled_code(scan, at, &candidate->unit, &last);
    if (factor > 0) {
        candidate->last = last;
        return scale_by(candidate, factor);
    }
    bool hyphen = is_hyphen(scan, at) && is_glued(scan, at) && is_glued(scan, at + 1);
    if (hyphen)
        at++;
    else if ((symbol_is(scan, at, '(') || symbol_is(scan, at, '[')) &&
             (symbol_is(scan, at + 2, ')') || symbol_is(scan, at + 2, ']')) && !is_glued(scan, at))
        at++; /* "12 (kg)", not "section 11(h)" */
    bool couple = candidate->number.form == NUMBER_SPELLED && candidate->number.scale == 2;
    if ((candidate->vague || couple) && word_is(scan, at, "of")) at++;
    bool half = candidate->number.decimal && candidate->number.form == NUMBER_SPELLED;
    if (half && word_is(scan, at, "of")) at++; /* "three quarters of an hour" */
    if (half && has(scan, at, WORD(ARTICLE)) && !word_is(scan, at, "the") && !scan->romance) at++;
    if (!in_sentence(scan, at)) return false;
    const struct unit *unit = unit_read(scan->tokens, at, &last);
    bool of = word_is(scan, at, "d") || word_is(scan, at, "de"); /* "2 millions d'euros", "2 millones de euros" */
    if (!unit && of) at = is_apostrophe(scan, at + 1) ? at + 2 : at + 1;
    if (!unit && of && in_sentence(scan, at)) unit = unit_read(scan->tokens, at, &last);
    if (!unit || last >= scan->end || !unit_fits(scan, candidate, unit, at, last)) return false;
    if (unit->class == CLASS_MONEY && leans_forward(scan, last)) return false;
    candidate->unit = money_resolve_pound(candidate, unit);
    candidate->last = last;
    double scale = in_sentence(scan, last + 1) ? number_words_scale(token_at(scan, last + 1)) : 0;
    bool scaled = unit->class == CLASS_MONEY && scale >= 1e3 && candidate->number.scale == 1;
    if (scaled && scale_by(candidate, scale)) candidate->last = last + 1;
    return true;
}

/* "$", "US $", "EUR" before the number; the sign may stand on either side of it. */
static bool read_prefix(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->first - 1, first, last;
    if (!in_sentence(scan, at)) return false;
    double factor = money_scaled_code(scan, at, &candidate->unit, &last);
    if (factor > 0) {
        candidate->first = candidate->hedge_first = at;
        return scale_by(candidate, factor);
    }
    const struct unit *unit = unit_read_prefix(scan->tokens, at, &first);
    if (!unit || first < scan->begin) return false;
    bool taken = candidate > scan->items + scan->sentence_items && first <= candidate[-1].last;
    if (taken) return false;                                         /* "10 $ 30 $" */
    bool tail = is_hyphen(scan, first - 1) && is_glued(scan, first); /* "CRISP-DM 1.0" */
    if (tail && token_at(scan, first)->kind == TOKEN_WORD) return false;
    bool letter = token_at(scan, at)->kind == TOKEN_WORD && token_at(scan, at)->length == 1;
    if (letter && !is_glued(scan, candidate->first)) return false;
    if (first > scan->begin && is_glued(scan, first) && token_at(scan, first)->kind == TOKEN_WORD &&
        is_word(scan, first - 1))
        return false;
    candidate->unit = unit;
    candidate->first = candidate->hedge_first = first;
    uint32_t before = first - 1;
    bool minus = (symbol_is(scan, before, '-') || symbol_is(scan, before, 0x2212)) && is_glued(scan, first) &&
                 !is_glued(scan, before);
    if (minus && candidate->low > 0) {
        candidate->low = candidate->high = -candidate->low;
        candidate->first = candidate->hedge_first = before;
    }
    return true;
}

/* Letters that are a scale behind a currency only: "$1t", "US$5MM" (elsewhere tonnes and millimetres). */
static double money_scale(const struct token *token)
{
    struct slice letters = slice_make(token->folded + token->digits, token->folded_length - token->digits);
    return slice_is(letters, "t") ? 1e12 : slice_is(letters, "mm") ? 1e6 : 0;
}

/* Behind an amount with a sign in front its currency may be said again: "$10 dollars", "$175m USD". */
static void read_after_prefix(const struct scan *scan, struct candidate *candidate)
{
    uint32_t last;
    double scale = candidate->number.suffix_is_unit ? money_scale(token_at(scan, candidate->number.last)) : 0;
    if (scale > 0) {
        candidate->number.suffix_is_unit = !scale_by(candidate, scale);
        return;
    }
    if (!in_sentence(scan, candidate->last + 1)) return;
    const struct unit *unit = unit_read(scan->tokens, candidate->last + 1, &last);
    bool next_sign = unit && token_at(scan, last)->kind == TOKEN_SYMBOL && is_number(scan, last + 1);
    if (next_sign) return; /* "$20 $37" */
    if (unit && unit->class == CLASS_MONEY && last < scan->end && !unit_is_minor(unit)) candidate->last = last;
}

static void read_metres(struct candidate *candidate)
{
    candidate->unit = unit_find(slice_of("m"));
    scale_by(candidate, 1e-6);
    candidate->number.scale = 1;
}

/* "$25 a dose": the thing that a price is of, a plain noun at the end of its phrase. */
static bool is_priced(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    if (!candidate->unit || candidate->unit->class != CLASS_MONEY || !is_word(scan, at)) return false;
    uint64_t others = WORD_CLOSED | WORD(PROPER) | WORD(RISE) | WORD(FALL) | WORD(PLURAL) | WORD(TOTAL);
    bool ends = !is_word(scan, at + 1) || has(scan, at + 1, WORD(PREPOSITION) | WORD(CONJUNCTION));
    return ends && !has(scan, at, others) && !scan_is_verb(scan, at);
}

/* "per barrel", "a month", "/hour". An article is a rate only directly behind a unit or a noun of rates. */
static void read_per(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    bool slash = symbol_is(scan, at, '/') && is_glued(scan, at);
    bool article = is_each(scan, at);
    if (scan->romance && !slash) return romance_per(scan, candidate);
    if (!slash && !article && !word_is(scan, at, "per")) return;
    uint32_t last = at + 1, first = at + 1;
    if (!is_word(scan, first)) return;
    const struct unit *unit = unit_read(scan->tokens, first, &last);
    if (article &&
        (word_is(scan, last + 1, "earlier") || word_is(scan, last + 1, "ago") || word_is(scan, last + 1, "later") ||
         word_is(scan, last + 1, "before") || word_is(scan, last + 1, "after")))
        return; /* "$6 billion a year earlier" */
    bool measure = unit && (unit->class == CLASS_DURATION || unit->class == CLASS_VOLUME || unit->class == CLASS_MASS ||
                            unit->class == CLASS_ENERGY);
    if (article && !measure && !is_priced(scan, candidate, first)) return;
    if (unit && last < scan->end)
        candidate->per = (struct span){first, last + 1};
    else if (!has(scan, first, WORD_CLOSED))
        candidate->per = (struct span){first, first + 1};
    if (!is_span_empty(candidate->per)) candidate->last = candidate->per.end - 1;
}

/* "10 degrees below zero", "two below zero" */
static void read_below_zero(const struct scan *scan, struct candidate *candidate)
{
    bool below = word_is(scan, candidate->last + 1, "below") && word_is(scan, candidate->last + 2, "zero");
    bool temperature = candidate->unit && candidate->unit->class == CLASS_TEMPERATURE;
    if (!below || (candidate->unit && !temperature && !is_degree(candidate->unit))) return;
    if (!temperature) candidate->unit = unit_find(slice_of(DEGREE_OF_TEMPERATURE));
    candidate->low = candidate->high = candidate->low > 0 ? -candidate->low : candidate->low;
    candidate->last += 2;
}

static bool is_weather_near(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t steps = 1; steps <= WEATHER_REACH; steps++)
        if (has(scan, candidate->first - steps, WORD(WEATHER)) || has(scan, candidate->last + steps, WORD(WEATHER)))
            return true;
    return false;
}

/* Degrees of heat, not of an angle: a word of the weather stands near. */
static const struct unit *resolve_degree(const struct scan *scan, const struct candidate *candidate)
{
    return is_weather_near(scan, candidate) ? unit_find(slice_of(DEGREE_OF_TEMPERATURE)) : candidate->unit;
}

/* "temperatures of about 68 F": a lone letter is a unit where the text speaks of the weather. */
static void read_temperature(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    bool letter = is_capital(scan, at) && token_at(scan, at)->length == 1 && is_number(scan, candidate->last);
    const char *code = !letter || is_glued(scan, at) ? NULL
                       : word_is(scan, at, "c")      ? "degC"
                       : word_is(scan, at, "f")      ? "degF"
                                                     : NULL;
    if (!code || candidate->number.suffix_is_unit || !is_weather_near(scan, candidate)) return;
    candidate->unit = unit_find(slice_of(code));
    candidate->last = at;
}

void scan_measure(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        uint32_t number_end = candidate->last;
        bool prefix = candidate->unit || read_prefix(scan, candidate);
        if (prefix)
            read_after_prefix(scan, candidate);
        else if (metres_are_told(scan, candidate))
            read_metres(candidate);
        else
            read_suffix(scan, candidate);
        if (!candidate->unit) read_temperature(scan, candidate);
        if (candidate->unit && is_degree(candidate->unit)) candidate->unit = resolve_degree(scan, candidate);
        read_below_zero(scan, candidate);
        if (candidate->unit || number_end != candidate->last) read_per(scan, candidate);
    }
    money_resolve_pounds(scan);
}
