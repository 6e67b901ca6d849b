/* Fractions in French and Spanish words: "un tiers", "tres cuartas partes", "medio centenar", "une demi-heure". */
#include "figures/number_romance.h"

#include "figures/number_tokens.h"
#include "figures/unit.h"

static const struct number_word *part_at(const struct text_tokens *tokens, uint32_t at)
{
    const struct number_word *word = word_at(tokens, at);
    return word && word->kind == NUMBER_KIND_ROMANCE_PART ? word : NULL;
}

static bool is_of(const struct text_tokens *tokens, uint32_t at)
{
    static const char *const words[] = {"de", "du", "des", "d", "del"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(tokens, at, words[i])) return true;
    return false;
}

/* "demi-heure", "medio litro": gives the unit's first token, `at` when no unit whose half is told so stands there. */
static bool has_unit(const struct text_tokens *tokens, uint32_t at)
{
    uint32_t last;
    const struct unit *unit = unit_read(tokens, is_glued_hyphen(tokens, at) ? at + 1 : at, &last);
    return unit && tokens->items[last].length >= 3 && unit->class != CLASS_MONEY;
}

/* "medio centenar", "demi-million": a half of a scale; gives the token after it, `at` when none stands there. */
static uint32_t half_of_scale(const struct text_tokens *tokens, uint32_t at, double *factor)
{
    uint32_t scale = is_glued_hyphen(tokens, at) ? at + 1 : at;
    const struct number_word *word = word_at(tokens, scale);
    bool scales = word && (word->kind == NUMBER_KIND_SCALE || word->kind == NUMBER_KIND_DOZEN);
    if (!scales || !same_sentence(tokens, at - 1, scale)) return at;
    *factor = word->value;
    return scale + 1;
}

/* "deux ans et demi": a half of the unit before, or "medio kilo". */
static bool half_read(const struct text_tokens *tokens, uint32_t first, uint32_t at, struct number *out)
{
    double factor = 1;
    uint32_t end = half_of_scale(tokens, at + 1, &factor);
    bool more = at > 0 && (is_word(tokens, at - 1, "et") || is_word(tokens, at - 1, "y"));
    bool of = is_of(tokens, at + 1) && (is_word(tokens, at, "moitie") || is_word(tokens, at, "mitad"));
    if (factor == 1 && !more && !of && !has_unit(tokens, at + 1)) return false;
    *out = (struct number){.value = 0.5 * factor,
                           .first = first,
                           .last = end - 1,
                           .scale = factor,
                           .form = NUMBER_SPELLED,
                           .decimal = factor == 1};
    return true;
}

bool number_romance_part_read(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    const struct number_word *count = word_at(tokens, first);
    bool counted = count && count->kind == NUMBER_KIND_ONES && (count->languages & (NUMBER_FR | NUMBER_ES));
    uint32_t at = counted ? first + 1 : first;
    const struct number_word *part = part_at(tokens, at);
    if (!part || !same_sentence(tokens, first, at)) return false;
    if (part->value == 0.5) return half_read(tokens, first, at, out);
    double times = counted ? count->value : 1;
    bool parte = is_word(tokens, at + 1, "parte") || is_word(tokens, at + 1, "partes"); /* "la cuarta parte" */
    bool third = part->value > 0.3 && counted && !is_word(tokens, at, "tercera") && !is_word(tokens, at, "terceras");
    bool plural = times > 1 && is_plural(tokens, at);
    bool of =
        counted && is_of(tokens, at + 1) && !is_word(tokens, at + 2, "finale") && !is_word(tokens, at + 2, "final");
    if ((!parte && !third && !plural && !of) || times * part->value >= 2) return false;
    *out = (struct number){.value = number_round(times * part->value),
                           .first = first,
                           .last = parte ? at + 1 : at,
                           .scale = 1,
                           .form = NUMBER_SPELLED,
                           .decimal = true};
    return true;
}

uint32_t number_romance_half(const struct text_tokens *tokens, uint32_t at, double *value)
{
    const struct number_word *part = part_at(tokens, at);
    if (!part || part->value != 0.5) return at;
    *value = part->value;
    return at + 1;
}

/* Up to three plain digits at `at`: their value, else 0. */
static double small_digits(const struct text_tokens *tokens, uint32_t at)
{
    if (at >= tokens->count || tokens->items[at].kind != TOKEN_NUMBER) return 0;
    const struct token *token = &tokens->items[at];
    if (token->digits != token->folded_length || token->digits > 3) return 0;
    double value = 0;
    for (uint16_t i = 0; i < token->digits; i++) {
        if (token->folded[i] < '0' || token->folded[i] > '9') return 0;
        value = value * 10 + (token->folded[i] - '0');
    }
    return value;
}

bool number_spanish_thousands(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    double thousands = small_digits(tokens, first);
    uint32_t mil = thousands > 0 ? first + 1 : first, last = mil + 1;
    double rest = is_word(tokens, mil, "mil") ? small_digits(tokens, last) : 0;
    if (rest == 0 || !same_sentence(tokens, first, last)) return false;
    const struct number_word *word = same_sentence(tokens, first, last + 1) ? word_at(tokens, last + 1) : NULL;
    bool scaled = word && word->kind == NUMBER_KIND_SCALE && word->value > 1e3;
    double scale = scaled ? word->value : 1;
    *out = (struct number){.value = ((thousands > 0 ? thousands : 1) * 1e3 + rest) * scale,
                           .first = first,
                           .last = scaled ? last + 1 : last,
                           .scale = scaled ? scale : 1e3,
                           .form = NUMBER_SCALED};
    return out->value <= NUMBER_MAGNITUDE_MAX;
}
