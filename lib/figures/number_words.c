/* Numbers in words: English, French and Spanish share one grammar of ones, tens, hundreds and scales. */
#include "figures/number_words.h"

#include "figures/number_romance.h"
#include "figures/number_tokens.h"
#include "figures/unit.h"

#define WORDS_MAX         64 /* of one number; longer ones are cut */
#define DECIMAL_WORDS_MAX 7  /* digits behind a spoken point */

double number_words_scale(const struct token *token)
{
    if (token->kind != TOKEN_WORD) return 0;
    const struct lexeme *lexeme = lexicon_find(token_folded(token));
    if (!lexeme || !lexeme->number) return 0;
    const struct number_word *word = lexicon_number(lexeme->number);
    if (word->kind == NUMBER_KIND_HUNDRED) return (word->languages & NUMBER_WEAK) ? 0 : word->value;
    if (word->kind == NUMBER_KIND_DOZEN || word->kind == NUMBER_KIND_SUFFIX) return word->value;
    return word->kind == NUMBER_KIND_SCALE && !slice_is(token_folded(token), "thousands") ? word->value : 0;
}

uint32_t number_small_count(const struct text_tokens *tokens, uint32_t at, double *count)
{
    const struct number_word *word = word_at(tokens, at);
    if (!word || word->kind < NUMBER_KIND_ONES || word->kind > NUMBER_KIND_TENS) return at;
    *count = word->value;
    if (word->kind != NUMBER_KIND_TENS) return at + 1;
    uint32_t next = is_glued_hyphen(tokens, at + 1) ? at + 2 : at + 1;
    const struct number_word *ones = word_at(tokens, next);
    if (!ones || ones->kind != NUMBER_KIND_ONES || !same_sentence(tokens, at, next)) return at + 1;
    *count += ones->value;
    return next + 1;
}

/* What has been read of a number: `closed` is above the current scale, `group` below it. */
struct reading {
    double closed, group, scale;
    double floor; /* the next word of the group must be below this */
    unsigned languages, scales;
    bool any, fraction;
};

static bool add_to_group(struct reading *reading, const struct number_word *word)
{
    bool score = word->value == 20 && reading->group == 4 && (word->languages & NUMBER_FR); /* quatre-vingt */
    if (score) {
        reading->group = 80;
        reading->floor = 20;
        return true;
    }
    bool seventeen = (reading->languages & NUMBER_FR) && word->kind == NUMBER_KIND_TEENS &&
                     (reading->floor == 10 || reading->floor == 20) && reading->group > 0; /* soixante-dix-sept */
    if (word->value >= reading->floor && !seventeen) return false;
    reading->group += word->value;
    reading->floor = word->kind == NUMBER_KIND_TENS ? 10 : word->kind == NUMBER_KIND_HUNDREDS ? 100 : 1;
    if (word->value == 10 && (reading->languages & NUMBER_FR)) reading->floor = 10;
    return true;
}

/* "three thousand million", "a million million": a scale directly behind the first one. */
static bool multiply_scale(struct reading *reading, const struct number_word *word)
{
    bool first = reading->group == 0 && reading->scale >= 1e3 && reading->scales == 1;
    bool larger = word->value > reading->scale || (word->value == reading->scale && word->value >= 1e6);
    if (!first || !larger || word->kind != NUMBER_KIND_SCALE) return false;
    reading->closed *= word->value;
    reading->scale = reading->floor = word->value;
    reading->scales++;
    return true;
}

static bool multiply(struct reading *reading, const struct number_word *word)
{
    if (multiply_scale(reading, word)) return true;
    bool alone = !reading->any || (reading->group == 0 && (word->languages & (NUMBER_ES | NUMBER_FR)));
    if (reading->group == 0 && !alone) return false;
    double group = reading->group > 0 ? reading->group : 1;
    if (word->kind == NUMBER_KIND_HUNDRED) {
        if (group >= 100) return false;
        reading->group = group * 100;
        reading->floor = 100;
        return true;
    }
    if (reading->scale > 0 && word->value >= reading->scale) return false;
    reading->scales++;
    reading->closed += group * word->value;
    reading->group = 0;
    reading->scale = word->value;
    reading->floor = word->value;
    return true;
}

static bool take(struct reading *reading, const struct number_word *word)
{
    unsigned languages =
        reading->any ? reading->languages & word->languages & ~NUMBER_WEAK : word->languages & ~(unsigned)NUMBER_WEAK;
    bool suffix = word->kind == NUMBER_KIND_SUFFIX && reading->any; /* "three cr" */
    if (!languages || (word->kind >= NUMBER_KIND_PART && !suffix)) return false;
    if (word->kind == NUMBER_KIND_ZERO && reading->any) return false;
    unsigned before = reading->languages;
    reading->languages = languages;
    bool multiplies = suffix || word->kind == NUMBER_KIND_HUNDRED || word->kind == NUMBER_KIND_SCALE ||
                      word->kind == NUMBER_KIND_DOZEN;
    if (!(multiplies ? multiply(reading, word) : add_to_group(reading, word))) {
        reading->languages = before;
        return false;
    }
    reading->any = true;
    return true;
}

/* The comma of "fifty-two thousand, four hundred and six": behind a scale, before hundreds or a lower scale. */
static bool is_group_comma(const struct text_tokens *tokens, uint32_t at, const struct reading *reading)
{
    if (at >= tokens->count || !token_is_symbol(&tokens->items[at], ',')) return false;
    if (reading->scale < 1e3 || reading->group > 0) return false;
    double count;
    uint32_t next = number_small_count(tokens, at + 1, &count);
    if (next == at + 1 || !same_sentence(tokens, at, next)) return false;
    const struct number_word *word = word_at(tokens, next);
    if (!word || (word->languages & NUMBER_WEAK)) return false;
    if (word->kind == NUMBER_KIND_HUNDRED) { /* "two million, five hundred thousand" */
        const struct number_word *scale = word_at(tokens, next + 1);
        return !scale || scale->kind != NUMBER_KIND_SCALE || scale->value < reading->scale;
    }
    return word->kind == NUMBER_KIND_SCALE && word->value < reading->scale;
}

/* The connector between two number words: a hyphen, "and" after a hundred or a scale, a comma between groups, French
 * "et", Spanish "y". */
static uint32_t skip_connector(const struct text_tokens *tokens, uint32_t at, const struct reading *reading)
{
    if (is_glued_hyphen(tokens, at) || is_group_comma(tokens, at, reading)) return at + 1;
    bool sign = at < tokens->count && token_is_symbol(&tokens->items[at], '&');
    bool and =
        (sign || is_word(tokens, at, "and")) && (reading->floor >= 100 || reading->scale > 0) && reading->floor > 10;
    bool tens = reading->floor == 10 && reading->group >= 20; /* "vingt et un", "treinta y dos" */
    bool et = tens && is_word(tokens, at, "et") && (reading->languages & NUMBER_FR);
    bool y = tens && is_word(tokens, at, "y") && (reading->languages & NUMBER_ES);
    return and || et || y ? at + 1 : at;
}

/* "seventy-seven" behind a spelled point: its two digits, as hundredths. */
static uint32_t spelled_hundredths(const struct text_tokens *tokens, uint32_t at, double *value)
{
    double count;
    uint32_t next = number_small_count(tokens, at, &count);
    if (next == at || count < 10) return at;
    *value += count / 100;
    return next;
}

uint32_t number_words_decimals(const struct text_tokens *tokens, uint32_t at, double *value)
{
    if (!is_word(tokens, at, "point") || !same_sentence(tokens, at, at + 1)) return at;
    const struct token *digits = &tokens->items[at + 1];
    double place = 0.1;
    uint32_t next = at + 1;
    if (digits->kind == TOKEN_NUMBER && digits->digits == digits->folded_length &&
        digits->digits <= DECIMAL_WORDS_MAX) {
        for (uint16_t i = 0; i < digits->digits; i++, place /= 10) {
            if (digits->folded[i] < '0' || digits->folded[i] > '9') return at;
            *value += (digits->folded[i] - '0') * place;
        }
        return next + 1;
    }
    for (const struct number_word *word; (word = word_at(tokens, next)) && word->value < 10 &&
                                         word->kind <= NUMBER_KIND_ONES && next - at <= DECIMAL_WORDS_MAX;
         next++, place /= 10)
        *value += word->value * place;
    if (next == at + 1) next = spelled_hundredths(tokens, at + 1, value);
    return next == at + 1 ? at : next;
}

/* "point five": digits after a spelled decimal point. */
static uint32_t spelled_decimals(const struct text_tokens *tokens, uint32_t at, struct reading *reading)
{
    bool time =
        at >= 2 && is_word(tokens, at - 1, "one") && is_word(tokens, at - 2, "at"); /* "at one point five left" */
    uint32_t next = time ? at : number_words_decimals(tokens, at, &reading->group);
    if (next == at) return at;
    reading->floor = 0;
    reading->fraction = true;
    return next;
}

/* "and a half" behind the words before `at`: of the scale that closes them ("a million and a half"), or of one that
 * follows ("three billion and a half million"). Gives the token after it. */
static uint32_t take_fraction(const struct text_tokens *tokens, uint32_t at, struct reading *reading)
{
    double part = 0;
    uint32_t after = number_words_fraction(tokens, at, &part);
    if (after == at) return at;
    reading->fraction = true;
    if (reading->group > 0) {
        reading->group += part;
        return after;
    }
    const struct number_word *scale = word_at(tokens, after);
    bool lower = scale && scale->kind == NUMBER_KIND_SCALE && scale->value < reading->scale;
    reading->closed += part * (lower ? scale->value : reading->scale > 0 ? reading->scale : 1);
    return lower ? after + 1 : after;
}

/* "five million four years earlier": behind a scale a small count of time that is gone is a number of its own. */
static bool begins_lapse(const struct text_tokens *tokens, uint32_t at, const struct reading *reading)
{
    if (reading->scale < 1e3 || reading->group > 0) return false;
    double count;
    uint32_t unit = number_small_count(tokens, at, &count), last;
    if (unit == at || !same_sentence(tokens, at, unit + 1)) return false;
    const struct unit *time = unit_read(tokens, unit, &last);
    if (!time || time->class != CLASS_DURATION || last + 1 >= tokens->count) return false;
    const struct lexeme *behind = lexicon_find(token_folded(&tokens->items[last + 1]));
    return tokens->items[last + 1].kind == TOKEN_WORD && behind && (behind->classes & WORD(BACKWARD));
}

/* The words of a whole number from `at`; gives the token after the last one taken. */
static uint32_t read_words(const struct text_tokens *tokens, uint32_t at, struct reading *reading)
{
    uint32_t end = at, begin = at;
    for (uint32_t next = at; next < tokens->count && next - begin < WORDS_MAX;) {
        if (!same_sentence(tokens, begin, next)) break;
        const struct number_word *word = word_at(tokens, next);
        bool state = word && word->kind == NUMBER_KIND_SUFFIX && (tokens->items[next].flags & TOKEN_ALL_CAPITALS);
        if (!word || state || begins_lapse(tokens, next, reading)) break; /* "five TN towns" */
        if (!take(reading, word)) break;
        end = take_fraction(tokens, next + 1, reading);
        end = spelled_decimals(tokens, end, reading);
        next = skip_connector(tokens, end, reading);
    }
    return end;
}

static bool finish(struct number *out, const struct reading *reading, uint32_t first, uint32_t end)
{
    *out = (struct number){.value = number_round(reading->closed + reading->group),
                           .first = first,
                           .last = end - 1,
                           .scale = reading->scale > 0 ? reading->scale : 1,
                           .form = NUMBER_SPELLED,
                           .decimal = reading->fraction};
    return out->value <= NUMBER_MAGNITUDE_MAX;
}

static bool is_any_word(const struct text_tokens *tokens, uint32_t at, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_word(tokens, at, words[i])) return true;
    return false;
}

/* "thirty-fifth", "twenty second of June", "three millionth": an ordinal closes the words, so no number begins here. */
static bool ends_in_ordinal(const struct text_tokens *tokens, uint32_t end)
{
    static const char *const ordinals[] = {"first",   "second", "third", "fourth", "fifth",    "sixth",
                                           "seventh", "eighth", "ninth", "tenth",  "eleventh", "twelfth"};
    static const char *const scales[] = {"hundredth", "thousandth", "millionth", "billionth", "trillionth"};
    const struct number_word *last = word_at(tokens, end - 1);
    bool open = last && (last->kind == NUMBER_KIND_TENS || last->kind >= NUMBER_KIND_HUNDRED);
    uint32_t at = is_glued_hyphen(tokens, end) ? end + 1 : end;
    if (!same_sentence(tokens, end - 1, at)) return false;
    if (is_any_word(tokens, at, scales, sizeof scales / sizeof *scales)) return true;
    return (open || at > end) && is_any_word(tokens, at, ordinals, sizeof ordinals / sizeof *ordinals);
}

/* "fifteen sixteenths", "twenty-one fifths": divides what has been read; gives the token after it. Quarters and halves
 * are times and places behind larger numbers. */
static uint32_t divide(const struct text_tokens *tokens, uint32_t end, struct reading *reading)
{
    uint32_t at = is_glued_hyphen(tokens, end) ? end + 1 : end;
    const struct number_word *part = word_at(tokens, at);
    if (!part || part->kind != NUMBER_KIND_PART || reading->fraction || !same_sentence(tokens, end - 1, at)) return end;
    if (!is_plural(tokens, at) || part->value == 0.5 || part->value == 0.25) return end;
    reading->closed = (reading->closed + reading->group) * part->value;
    reading->group = 0;
    reading->fraction = true;
    return at + 1;
}

/* "a couple of boats", "a couple hundred": two. A couple that does something is no number. */
static bool read_couple(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    const struct number_word *word = is_article(tokens, first) ? word_at(tokens, first + 1) : NULL;
    if (!word || word->kind != NUMBER_KIND_COUPLE || !same_sentence(tokens, first, first + 2)) return false;
    double factor;
    uint32_t end = number_part_of_scale(tokens, first + 2, &factor);
    if (factor == 1 && !is_word(tokens, first + 2, "of")) return false;
    if (factor == 1) end = first + 2;
    *out = (struct number){.value = word->value * factor,
                           .first = first,
                           .last = end - 1,
                           .scale = factor > 1 ? factor : word->value,
                           .form = NUMBER_SPELLED};
    return true;
}

bool number_words_read(const struct text_tokens *tokens, uint32_t first, bool romance, struct number *out)
{
    if (romance && number_romance_part_read(tokens, first, out)) return true;
    if (number_part_read(tokens, first, out) || read_couple(tokens, first, out)) return true;
    struct reading reading = {.floor = 1e4};
    uint32_t at = first;
    const struct number_word *word = word_at(tokens, at);
    if (is_article(tokens, at)) {
        word = word_at(tokens, ++at);
        if (!word || !same_sentence(tokens, first, at)) return false;
        if (word->kind != NUMBER_KIND_HUNDRED && word->kind != NUMBER_KIND_SCALE && word->kind != NUMBER_KIND_DOZEN)
            return false;
        if (word->languages & NUMBER_WEAK) return false;
    }
    if (!word || word->kind >= NUMBER_KIND_PART) return false;
    const struct number_word *next = word_at(tokens, is_glued_hyphen(tokens, at + 1) ? at + 2 : at + 1);
    bool weak = word->languages & NUMBER_WEAK;
    bool plural = at + 1 < tokens->count && tokens->items[at + 1].kind == TOKEN_WORD && is_plural(tokens, at + 1);
    bool hundreds = word->kind == NUMBER_KIND_HUNDRED || word->kind == NUMBER_KIND_SCALE; /* "mil casas" */
    bool article = word->value == 1 || (word->kind >= NUMBER_KIND_HUNDRED && !(hundreds && plural));
    double decimals = 0;
    bool point = word->kind == NUMBER_KIND_ZERO && number_words_decimals(tokens, at + 1, &decimals) > at + 1;
    if (weak && !point && !(romance && !article) &&
        (!next || !(next->languages & word->languages & ~(unsigned)NUMBER_WEAK)))
        return false;
    uint32_t end = read_words(tokens, at, &reading);
    if (end == at || ends_in_ordinal(tokens, end)) return false;
    end = divide(tokens, end, &reading);
    return finish(out, &reading, first, end);
}
