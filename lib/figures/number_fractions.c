/* Fractions: in signs and digits behind a number, and in words. */
#include "figures/number_romance.h"
#include "figures/number_tokens.h"
#include "figures/number_words.h"
#include "figures/unit.h"

/* Vulgar fractions of one code point. */
static double fraction_symbol(const struct token *token)
{
    static const struct {
        uint32_t code_point;
        double value;
    } fractions[] = {
        {0xBD, 0.5},       {0xBC, 0.25},      {0xBE, 0.75},    {0x2150, 1.0 / 7}, {0x2151, 1.0 / 9}, {0x2152, 0.1},
        {0x2153, 1.0 / 3}, {0x2154, 2.0 / 3}, {0x2155, 0.2},   {0x2156, 0.4},     {0x2157, 0.6},     {0x2158, 0.8},
        {0x2159, 1.0 / 6}, {0x215A, 5.0 / 6}, {0x215B, 0.125}, {0x215C, 0.375},   {0x215D, 0.625},   {0x215E, 0.875},
    };
    if (token->kind != TOKEN_SYMBOL) return 0;
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++)
        if (fractions[i].code_point == token->code_point) return fractions[i].value;
    return 0;
}

static bool small_digits(const struct token *token, double *value)
{
    if (token->kind != TOKEN_NUMBER || token->digits != token->folded_length || token->digits > 3) return false;
    *value = 0;
    for (uint16_t i = 0; i < token->digits; i++) {
        if (token->folded[i] < '0' || token->folded[i] > '9') return false;
        *value = *value * 10 + (token->folded[i] - '0');
    }
    return true;
}

/* "1/2" of a mixed number: a proper fraction in small digits. */
static bool slashed_fraction(const struct text_tokens *tokens, uint32_t at, double *value)
{
    if (at + 2 >= tokens->count || !token_is_symbol(&tokens->items[at + 1], '/')) return false;
    double above, below;
    if (!small_digits(&tokens->items[at], &above) || !small_digits(&tokens->items[at + 2], &below)) return false;
    if (above <= 0 || above >= below || below > 64) return false;
    *value = above / below;
    return true;
}

/* "12-1/2", "9-13/16": the parts that prices and rates are quoted in, joined to small digits by a hyphen. */
static bool hyphened_fraction(const struct text_tokens *tokens, uint32_t at, double *value)
{
    double whole, below;
    if (at == 0 || at + 3 >= tokens->count || !is_glued_hyphen(tokens, at)) return false;
    if (!small_digits(&tokens->items[at - 1], &whole) || !slashed_fraction(tokens, at + 1, value)) return false;
    bool range = is_glued_hyphen(tokens, at + 4) && tokens->items[at + 5].kind == TOKEN_NUMBER;
    bool goes_on = range || (at + 4 < tokens->count && token_is_symbol(&tokens->items[at + 4], '/'));
    if (goes_on || !small_digits(&tokens->items[at + 3], &below)) return false;
    return below == 2 || below == 3 || below == 4 || below == 8 || below == 16 || below == 32 || below == 64;
}

/* "a half", "three quarters", "fifty-four hundredths" at `at`; gives the token after it. */
static uint32_t spelled_part(const struct text_tokens *tokens, uint32_t at, double *value)
{
    double times = 1;
    uint32_t part = is_article(tokens, at) ? at + 1 : number_small_count(tokens, at, &times);
    const struct number_word *word = word_at(tokens, part);
    if (!word || word->kind != NUMBER_KIND_PART || !same_sentence(tokens, at, part)) return at;
    *value = times * word->value;
    return part + 1;
}

uint32_t number_words_fraction(const struct text_tokens *tokens, uint32_t next, double *value)
{
    if (next >= tokens->count) return next;
    double part = fraction_symbol(&tokens->items[next]);
    if (part > 0) {
        *value += part;
        return next + 1;
    }
    if (!(tokens->items[next].flags & TOKEN_GLUED) && slashed_fraction(tokens, next, &part)) {
        *value += part;
        return next + 3;
    }
    if (hyphened_fraction(tokens, next, &part)) {
        *value += part;
        return next + 4;
    }
    bool romance = is_word(tokens, next, "et") || is_word(tokens, next, "y");
    if (!romance && !is_word(tokens, next, "and")) return next;
    uint32_t after = romance ? number_romance_half(tokens, next + 1, &part) : spelled_part(tokens, next + 1, &part);
    if (after == next + 1 || !same_sentence(tokens, next, after - 1) || part >= 1) return next;
    *value += part;
    return after;
}

uint32_t number_part_of_scale(const struct text_tokens *tokens, uint32_t at, double *factor)
{
    if (is_word(tokens, at, "of")) at++;
    if (is_article(tokens, at)) at++;
    const struct number_word *word = word_at(tokens, at);
    bool scale = word && word->kind >= NUMBER_KIND_HUNDRED && word->kind <= NUMBER_KIND_DOZEN &&
                 !(word->languages & NUMBER_WEAK);
    *factor = scale ? word->value : 1;
    return at + 1;
}

/* "half-mile", "half litre", "quarter hour": a unit whose halves have a name. Longer times do not: a half-year report.
 */
static bool has_unit(const struct text_tokens *tokens, uint32_t at)
{
    uint32_t last;
    const struct unit *unit = unit_read(tokens, is_glued_hyphen(tokens, at) ? at + 1 : at, &last);
    if (!unit || tokens->items[last].kind != TOKEN_WORD || tokens->items[last].length < 3) return false;
    switch (unit->class) {
    case CLASS_LENGTH:
    case CLASS_VOLUME:
    case CLASS_MASS:
    case CLASS_PERCENT: return true;
    case CLASS_DURATION: return unit->factor <= 86400;
    default: return strcmp(unit->code, "point") == 0;
    }
}

/* "half the street", "half an hour", "half its income". */
static bool has_whole(const struct text_tokens *tokens, uint32_t at)
{
    static const char *const words[] = {"the", "a", "an", "its", "their", "his", "her", "all", "our", "these", "those"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(tokens, at, words[i])) return true;
    return false;
}

static uint64_t classes_at(const struct text_tokens *tokens, uint32_t at)
{
    if (at >= tokens->count || tokens->items[at].kind != TOKEN_WORD) return 0;
    struct slice folded = token_folded(&tokens->items[at]);
    return lexicon_classes(folded, lexicon_find(folded));
}

static bool is_one_of(const struct text_tokens *tokens, uint32_t at, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(tokens, at, words[i])) return true;
    return false;
}

/* A word that may be the noun of an ordinal before it. */
static bool is_noun(const struct text_tokens *tokens, uint32_t at)
{
    if (at >= tokens->count || tokens->items[at].kind != TOKEN_WORD) return false;
    return !(classes_at(tokens, at) & (WORD(PREPOSITION) | WORD(CONJUNCTION) | WORD(ADVERB) | WORD(AUXILIARY) |
                                       WORD(SUBORDINATE) | WORD(RELATIVE_TIME)));
}

/* "just under a fifth", "by half", "of which a third", "between a quarter and": what an amount follows and no
 * ordinal. */
static bool leads_amount(const struct text_tokens *tokens, uint32_t first)
{
    static const char *const words[] = {"by",      "than",    "nearly", "almost", "about",   "around",
                                        "roughly", "under",   "over",   "least",  "between", "which",
                                        "whom",    "another", "just",   "barely", "only",    "some"};
    if (first == 0) return false;
    if (is_word(tokens, first - 1, "of")) return first > 1 && classes_at(tokens, first - 2) & (WORD(RISE) | WORD(FALL));
    bool changes = classes_at(tokens, first - 1) & (WORD(RISE) | WORD(FALL)); /* "dropped a third" */
    return changes || is_one_of(tokens, first - 1, words, sizeof words / sizeof *words);
}

/* "a third higher", "half as many": a part of what is compared. */
static bool is_comparative(const struct text_tokens *tokens, uint32_t at)
{
    static const char *const words[] = {"higher", "lower", "more", "less", "fewer", "larger", "smaller", "cheaper"};
    return is_one_of(tokens, at, words, sizeof words / sizeof *words);
}

/* Nothing stands there that the word before belongs to: no noun, no clock, no verb but behind a hedged amount. */
static bool is_alone(const struct text_tokens *tokens, uint32_t at, bool subject)
{
    if (at < tokens->count && (tokens->items[at].flags & TOKEN_GLUED) && !token_is_symbol(&tokens->items[at], ',') &&
        !token_is_symbol(&tokens->items[at], '.'))
        return false; /* "half-time" */
    if (is_word(tokens, at, "past") || classes_at(tokens, at) & WORD(BACKWARD)) return false;
    bool verb = classes_at(tokens, at) & (WORD(VERB) | WORD(PAST) | WORD(THIRD));
    return (subject && verb) || !is_noun(tokens, at);
}

/* Does a clause begin at `first`? Behind "and" an ordinal may stand: "two fled and a third was hurt". */
static bool opens_clause(const struct text_tokens *tokens, uint32_t first)
{
    return first == 0 || tokens->items[first].sentence != tokens->items[first - 1].sentence ||
           tokens->items[first - 1].kind == TOKEN_SYMBOL;
}

/* "almost a quarter", "fell by half", "A quarter said no", "half or more", "a third higher": a part of what is told
 * elsewhere. */
static bool is_amount(const struct text_tokens *tokens, uint32_t first, uint32_t at)
{
    const struct number_word *word = word_at(tokens, at);
    bool ordinal = word->value != 0.5 && !is_word(tokens, at, "quarter");
    if (at > first && is_comparative(tokens, at + 1)) return true;
    if (at == first && ordinal) return false; /* "by third parties" */
    if (is_word(tokens, at + 1, "or") && is_comparative(tokens, at + 2)) return true;
    if (leads_amount(tokens, first)) return is_alone(tokens, at + 1, true);
    uint64_t verb = WORD(AUXILIARY) | WORD(VERB) | WORD(PAST);
    return !ordinal && opens_clause(tokens, first) && is_alone(tokens, at + 1, true) &&
           classes_at(tokens, at + 1) & verb;
}

/* "tenth of a gallon", where no number ("ten-thousandth"), "every" or "few" counts the parts. */
static bool begins_part(const struct text_tokens *tokens, uint32_t at)
{
    if (is_plural(tokens, at)) return false;
    if (at == 0) return true;
    return !word_at(tokens, at - 1) && !is_glued_hyphen(tokens, at - 1) && !is_word(tokens, at - 1, "every") &&
           !is_word(tokens, at - 1, "each");
}

/* Is the part word at `at`, with nothing counted before it, a fraction and no ordinal? "Third of May" is none. */
static bool is_lone_part(const struct text_tokens *tokens, uint32_t first, uint32_t at)
{
    const struct number_word *word = word_at(tokens, at);
    bool half = word->value == 0.5, quarter = word->value == 0.25 && !is_word(tokens, at, "fourth");
    if ((half || quarter) && has_unit(tokens, at + 1)) return true;
    bool of = is_word(tokens, at + 1, "of");
    if (half) return at > first || of || has_whole(tokens, at + 1) || is_amount(tokens, first, at);
    uint32_t unit = is_article(tokens, at + 2) ? at + 3 : at + 2;
    if (at == first) return of && has_unit(tokens, unit) && begins_part(tokens, at);
    return of || is_amount(tokens, first, at);
}

bool number_part_read(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    uint32_t at = first;
    double times = 1, factor = 1;
    const struct number_word *count = word_at(tokens, at);
    bool counted = count && count->kind == NUMBER_KIND_ONES;
    if (counted) times = count->value;
    if (counted || is_article(tokens, at)) at++;
    bool hyphen = counted && is_glued_hyphen(tokens, at);
    if (hyphen) at++;
    const struct number_word *word = word_at(tokens, at);
    if (!word || word->kind != NUMBER_KIND_PART || !same_sentence(tokens, first, at)) return false;
    bool ordinal = times > 1 && word->value != 0.5 && word->value != 0.25 && !is_plural(tokens, at) && !hyphen;
    if (ordinal || times >= 1 / word->value * 2) return false; /* "two hundredth" */
    uint32_t end = number_part_of_scale(tokens, at + 1, &factor);
    if (factor == 1) end = at + 1;
    if (factor == 1 && !counted && !is_lone_part(tokens, first, at)) return false;
    *out = (struct number){.value = number_round(times * word->value * factor),
                           .first = first,
                           .last = end - 1,
                           .scale = factor,
                           .form = NUMBER_SPELLED,
                           .decimal = true};
    return true;
}
