/* Numbers in digits, with their groups, decimals and scales; and the canonical spelling. */
#include "figures/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "figures/number_words.h"

#define PARSE_ARENA_BYTES (64 << 10)
#define PARSE_BYTES_MAX   256
#define JSON_PLAIN_MIN    1e-7 /* below it JSON has exponents */
#define DIGITS_MAX        19   /* read exactly into 64 bits */
#define EXPONENT_MAX      17   /* of "4e14"; with a digit before it still below NUMBER_MAGNITUDE_MAX */
#define DECIMALS_MAX      22   /* powers of ten that a double holds exactly */

static const double powers[DECIMALS_MAX + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

double number_round(double value)
{
    if (!isfinite(value) || (value == floor(value) && fabs(value) < 1e15)) return value;
    char text[40];
    snprintf(text, sizeof text, "%.*g", NUMBER_DIGITS, value);
    return strtod(text, NULL);
}

size_t number_canonical(double value, char out[NUMBER_CANONICAL_MAX])
{
    _Static_assert(NUMBER_CANONICAL_MAX >= JSON_NUMBER_MAX, "room for the shortest decimal");
    double rounded = number_round(value);
    if (rounded == 0 || fabs(rounded) >= JSON_PLAIN_MIN) return json_format_number(rounded == 0 ? 0 : rounded, out);
    size_t length = (size_t)snprintf(out, NUMBER_CANONICAL_MAX, "%.*f", DECIMALS_MAX, rounded);
    while (out[length - 1] == '0') out[--length] = '\0';
    return length;
}

/* How the separators of a number token are to be read. */
struct separators {
    char group, decimal; /* 0: none */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t count_of(struct slice text, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) count += text.data[i] == byte;
    return count;
}

static size_t digits_after_last(struct slice text, char byte)
{
    size_t digits = 0;
    while (digits < text.length && text.data[text.length - 1 - digits] != byte) digits++;
    return digits;
}

/* A group separator has three digits behind it each time (or two, in the Indian way, save the last). */
static bool groups_are_regular(struct slice text, char group, char decimal)
{
    size_t run = 0, groups = 0;
    for (size_t i = 0; i <= text.length; i++) {
        bool end = i == text.length || (decimal && text.data[i] == decimal);
        if (!end && text.data[i] != group) {
            run++;
            continue;
        }
        bool first = groups++ == 0;
        if (first ? run < 1 || run > 3 : end ? run != 3 : run != 3 && run != 2) return false;
        run = 0;
        if (end) return true;
    }
    return true;
}

/* False when the separators fit no way of writing numbers ("3.2.1", "1,2,3"). */
static bool find_separators(struct slice text, struct separators *out)
{
    *out = (struct separators){0};
    size_t dots = count_of(text, '.'), commas = count_of(text, ','), quotes = count_of(text, '\'');
    if (quotes)
        out->group = '\'', out->decimal = dots ? '.' : 0;
    else if (dots && commas) {
        bool comma_last = digits_after_last(text, ',') < digits_after_last(text, '.');
        out->group = comma_last ? '.' : ',';
        out->decimal = comma_last ? ',' : '.';
    } else if (commas) {
        bool grouped = commas > 1 || (digits_after_last(text, ',') == 3 && text.data[0] != '0');
        if (grouped)
            out->group = ',';
        else
            out->decimal = ',';
    } else if (dots > 1)
        out->group = '.';
    else if (dots)
        out->decimal = '.';
    if (out->decimal && count_of(text, out->decimal) > 1) return false;
    return !out->group || groups_are_regular(text, out->group, out->decimal);
}

/* Digits with separators into a value; scale is the power of ten of a scale word behind them. */
struct decimal {
    uint64_t mantissa;
    unsigned digits, decimals;
    bool grouped;
};

static bool append_digits(struct decimal *decimal, struct slice text, const struct separators *separators)
{
    bool after = false;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (separators->decimal && byte == separators->decimal) after = true;
        if (!is_digit(byte)) continue;
        if (decimal->mantissa == 0 && decimal->digits == 1) decimal->digits = 0;
        if (++decimal->digits > DIGITS_MAX) return false;
        decimal->mantissa = decimal->mantissa * 10 + (uint64_t)(byte - '0');
        decimal->decimals += after;
        if (decimal->decimals > DECIMALS_MAX) return false;
    }
    return true;
}

static double decimal_value(const struct decimal *decimal, double scale)
{
    double value = (double)decimal->mantissa;
    double factor = scale / powers[decimal->decimals];
    if (factor >= 1 && factor == floor(factor)) return number_round(value * factor);
    if (scale == 1)
        return decimal->digits <= NUMBER_DIGITS ? value / powers[decimal->decimals]
                                                : number_round(value / powers[decimal->decimals]);
    return number_round(value * scale / powers[decimal->decimals]);
}

/* Scales written as letters glued to digits. A lone t is a tonne, so it is not here. */
static double glued_scale(struct slice letters)
{
    static const struct {
        const char *letters;
        double scale;
    } scales[] = {
        {"k", 1e3},       {"m", 1e6},         {"mn", 1e6},       {"mln", 1e6},   {"mm", 0},
        {"mio", 1e6},     {"b", 1e9},         {"bn", 1e9},       {"bln", 1e9},   {"tln", 1e12},
        {"tn", 1e12},     {"trn", 1e12},      {"cr", 1e7},       {"lakh", 1e5},  {"million", 1e6},
        {"billion", 1e9}, {"trillion", 1e12}, {"thousand", 1e3}, {"crore", 1e7},
    };
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (slice_is(letters, scales[i].letters)) return scales[i].scale;
    return 0;
}

/* The scale of the letters glued to a number token: 1 without letters, 0 when they are none. A G is a billion behind a
 * number below one only (".0012G"): "5G" is a network. */
static double letters_scale(const struct text_tokens *tokens, const struct token *token, bool below_one)
{
    struct slice letters = slice_make(token->folded + token->digits, token->folded_length - token->digits);
    if (!letters.length) return 1;
    bool giga = below_one && slice_is(letters, "g") && tokens->text.data[token->start + token->length - 1] == 'G';
    return giga ? 1e9 : glued_scale(letters);
}

/* A whole exponent in digits, at most EXPONENT_MAX; -1 when it is none. */
static int small_exponent(const char *digits, size_t length)
{
    int value = 0;
    if (length == 0 || length > 2) return -1;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(digits[i])) return -1;
        value = value * 10 + (digits[i] - '0');
    }
    return value <= EXPONENT_MAX ? value : -1;
}

/* "4e14", "1.5e-3", "2e+6": the power of ten behind the digits of token `first`; 0 when there is none. *next is the
 * token after it. */
static double read_exponent(const struct text_tokens *tokens, uint32_t first, uint32_t *next)
{
    const struct token *token = &tokens->items[first];
    struct slice letters = slice_make(token->folded + token->digits, token->folded_length - token->digits);
    if (letters.length == 0 || letters.data[0] != 'e') return 0;
    int exponent = small_exponent(letters.data + 1, letters.length - 1);
    if (exponent >= 0) return powers[exponent];
    if (letters.length != 1 || first + 2 >= tokens->count) return 0;
    const struct token *sign = &tokens->items[first + 1], *digits = &tokens->items[first + 2];
    bool minus = token_is_symbol(sign, '-') || token_is_symbol(sign, 0x2212);
    bool glued = (sign->flags & TOKEN_GLUED) && (digits->flags & TOKEN_GLUED);
    if (!glued || !(minus || token_is_symbol(sign, '+')) || digits->kind != TOKEN_NUMBER) return 0;
    exponent = small_exponent(digits->folded, digits->folded_length);
    if (exponent < 0) return 0;
    *next = first + 3;
    return minus ? 1 / powers[exponent] : powers[exponent];
}

/* A space (also a narrow or no-break one) and nothing else stands between the two tokens. */
static bool one_space_between(const struct text_tokens *tokens, uint32_t a, uint32_t b)
{
    uint32_t end = tokens->items[a].start + tokens->items[a].length;
    struct slice gap = slice_make(tokens->text.data + end, tokens->items[b].start - end);
    return slice_is(gap, " ") || slice_is(gap, "\u00a0") || slice_is(gap, "\u202f") || slice_is(gap, "\u2009");
}

/* "121" of "63 121"; the last group may have decimals ("121,50"), whose separator is given. */
static bool is_spaced_group(const struct token *token, char *decimal)
{
    struct slice digits = token_folded(token);
    *decimal = 0;
    if (token->digits != digits.length || digits.length < 3) return false;
    if (!is_digit(digits.data[1]) || !is_digit(digits.data[2])) return false;
    if (digits.length == 3) return true;
    *decimal = digits.data[3];
    return (*decimal == '.' || *decimal == ',') && digits_after_last(digits, *decimal) == digits.length - 4;
}

/* "63 121", "63 121.50": groups of three digits parted by spaces. Gives the token after the last group. */
static uint32_t read_spaced_groups(const struct text_tokens *tokens, uint32_t first, struct decimal *decimal)
{
    const struct token *token = &tokens->items[first];
    uint32_t next = first + 1;
    if (token->digits > 3 || token->digits != token->folded_length || token->folded[0] == '0') return next;
    struct decimal joined = *decimal;
    struct separators separators = {0};
    for (; next < tokens->count && tokens->items[next].kind == TOKEN_NUMBER && !separators.decimal; next++) {
        const struct token *group = &tokens->items[next];
        if (!is_spaced_group(group, &separators.decimal) || group->sentence != token->sentence) break;
        if (!one_space_between(tokens, next - 1, next)) break;
        if (!append_digits(&joined, token_folded(group), &separators)) return first + 1;
    }
    if (next < tokens->count && tokens->items[next].kind == TOKEN_NUMBER && one_space_between(tokens, next - 1, next))
        return first + 1; /* further digits of another shape: a telephone number, not groups */
    if (next == first + 1) return next;
    joined.grouped = true;
    *decimal = joined;
    return next;
}

/* Scale words behind digits: "175 million", "12 lakh crore"; a slash or hyphen is no link. */
static uint32_t read_scale_words(const struct text_tokens *tokens, uint32_t next, uint32_t sentence, double *scale)
{
    while (next < tokens->count && tokens->items[next].sentence == sentence) {
        uint32_t at = next;
        if (token_is_symbol(&tokens->items[at], '-') && (tokens->items[at].flags & TOKEN_GLUED)) at++;
        if (at >= tokens->count) break;
        double factor = number_words_scale(&tokens->items[at]);
        if (factor == 0 || *scale * factor > 1e15) break;
        *scale *= factor;
        next = at + 1;
    }
    return next;
}

/* "and 21" behind "3 hundred": the rest below a hundred, in digits. */
static uint32_t read_rest(const struct text_tokens *tokens, uint32_t next, double *value)
{
    const struct separators none = {0};
    if (next + 1 >= tokens->count || tokens->items[next + 1].sentence != tokens->items[next - 1].sentence) return next;
    const struct token *link = &tokens->items[next], *digits = &tokens->items[next + 1];
    bool and = link->kind == TOKEN_WORD && slice_is(token_folded(link), "and");
    bool plain = digits->kind == TOKEN_NUMBER && digits->digits == digits->folded_length && digits->digits <= 2;
    struct decimal decimal = {0};
    if (!and || !plain || !append_digits(&decimal, token_folded(digits), &none)) return next;
    *value += (double)decimal.mantissa;
    return next + 2;
}

/* "3 lakh 50 thousand", "4 thousand 3 hundred": lower scales with digits of their own, added to *value. */
static uint32_t read_lower_scales(const struct text_tokens *tokens, uint32_t next, double scale, double *value)
{
    const struct separators none = {0};
    while (next + 1 < tokens->count && tokens->items[next].sentence == tokens->items[next - 1].sentence) {
        const struct token *digits = &tokens->items[next];
        struct decimal decimal = {0};
        bool plain = digits->kind == TOKEN_NUMBER && digits->digits == digits->folded_length && digits->digits <= 3;
        double factor = plain ? number_words_scale(&tokens->items[next + 1]) : 0;
        if (factor < 100 || !append_digits(&decimal, token_folded(digits), &none)) break;
        if (decimal.digits != digits->digits || (double)decimal.mantissa * factor >= scale) break;
        *value = number_round(*value + (double)decimal.mantissa * factor);
        scale = factor;
        next += 2;
    }
    return scale == 100 ? read_rest(tokens, next, value) : next;
}

/* ".500", ".75": a point with digits glued behind and nothing glued before. */
static bool read_bare_decimals(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    if (first + 1 >= tokens->count || !token_is_symbol(&tokens->items[first], '.')) return false;
    const struct token *digits = &tokens->items[first + 1];
    if ((tokens->items[first].flags & TOKEN_GLUED) && first > 0 && tokens->items[first - 1].kind != TOKEN_SYMBOL)
        return false;
    if (digits->kind != TOKEN_NUMBER || !(digits->flags & TOKEN_GLUED)) return false;
    if (digits->digits > NUMBER_DIGITS || count_of(token_folded(digits), '.') || count_of(token_folded(digits), ','))
        return false;
    struct decimal decimal = {0};
    const struct separators none = {0};
    append_digits(&decimal, slice_make(digits->folded, digits->digits), &none);
    decimal.decimals = digits->digits;
    double scale = letters_scale(tokens, digits, true);
    bool suffix_is_unit = scale == 0;
    if (suffix_is_unit) scale = 1;
    *out = (struct number){.value = decimal_value(&decimal, scale),
                           .first = first,
                           .last = first + 1,
                           .scale = scale,
                           .form = scale != 1 ? NUMBER_SCALED : NUMBER_DIGITS_ONLY,
                           .decimal = true,
                           .suffix_is_unit = suffix_is_unit};
    return true;
}

/* "1/40", "3/4": two whole numbers and a slash, nothing glued around them. */
static bool read_slashed(const struct text_tokens *tokens, uint32_t first, const struct decimal *above,
                         struct number *out)
{
    if (first + 2 >= tokens->count || !token_is_symbol(&tokens->items[first + 1], '/')) return false;
    if (first > 0 && token_is_symbol(&tokens->items[first - 1], '/')) return false;
    const struct token *below = &tokens->items[first + 2];
    bool glued = (tokens->items[first + 1].flags & TOKEN_GLUED) && (below->flags & TOKEN_GLUED);
    if (!glued || below->kind != TOKEN_NUMBER || below->digits > 4) return false;
    if (first + 3 < tokens->count && token_is_symbol(&tokens->items[first + 3], '/')) return false;
    struct decimal divisor = {0};
    struct separators separators;
    struct slice digits = slice_make(below->folded, below->digits);
    if (!find_separators(digits, &separators) || separators.decimal || separators.group) return false;
    append_digits(&divisor, digits, &separators);
    if (above->decimals || above->mantissa == 0 || divisor.mantissa <= above->mantissa) return false;
    bool usual = divisor.mantissa <= 10 || divisor.mantissa == 16 || divisor.mantissa == 32 || divisor.mantissa == 64 ||
                 divisor.mantissa == 12 || divisor.mantissa == 15 || divisor.mantissa == 20 || divisor.mantissa >= 40;
    if (!usual) return false;                                         /* "4/22" is a day */
    if (above->mantissa == 9 && divisor.mantissa == 11) return false; /* a date everybody names so */
    *out = (struct number){.value = number_round((double)above->mantissa / (double)divisor.mantissa),
                           .first = first,
                           .last = first + 2,
                           .scale = 1,
                           .decimal = true,
                           .suffix_is_unit = below->digits < below->folded_length}; /* "1/2h" */
    return true;
}

/* What stands behind the digits of a number: groups, a fraction, scales. */
struct tail {
    double scale, part; /* part: a fraction of the scale, to be added */
    uint32_t next;      /* the token after it */
};

static void read_tail(const struct text_tokens *tokens, uint32_t first, struct decimal *decimal, struct tail *tail)
{
    tail->next = read_spaced_groups(tokens, first, decimal);
    if (!decimal->decimals) tail->next = number_words_fraction(tokens, tail->next, &tail->part);
    if (!decimal->decimals && tail->part == 0) tail->next = number_words_decimals(tokens, tail->next, &tail->part);
    tail->next = read_scale_words(tokens, tail->next, tokens->items[first].sentence, &tail->scale);
}

/* The scale of letters glued to the digits: "65K", "4e14". False when they are something else. */
static bool read_letters(const struct text_tokens *tokens, uint32_t first, bool below_one, struct tail *tail)
{
    double scale = letters_scale(tokens, &tokens->items[first], below_one);
    if (scale == 0) scale = read_exponent(tokens, first, &tail->next);
    if (scale > 0) tail->scale = scale;
    return scale > 0;
}

static bool read_digits(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    const struct token *token = &tokens->items[first];
    struct slice digits = slice_make(token->folded, token->digits);
    bool plain = token->digits == token->folded_length;
    struct separators separators;
    struct decimal decimal = {0};
    struct tail tail = {.scale = 1, .next = first + 1};
    if (!digits.length || !find_separators(digits, &separators)) return false;
    if (!append_digits(&decimal, digits, &separators)) return false;
    decimal.grouped = separators.group;
    if (plain && read_slashed(tokens, first, &decimal, out)) return true;

    bool below_one = separators.decimal && decimal.digits <= decimal.decimals;
    bool unit = !plain && !read_letters(tokens, first, below_one, &tail);
    if (plain) read_tail(tokens, first, &decimal, &tail);
    bool whole = tail.part == 0 && !decimal.decimals;
    if (tail.scale >= 1e3 && whole) tail.next = number_words_fraction(tokens, tail.next, &tail.part);
    double value = decimal_value(&decimal, tail.scale);
    if (tail.part > 0) value = number_round(value + tail.part * tail.scale);
    if (tail.scale >= 100 && tail.part == 0) tail.next = read_lower_scales(tokens, tail.next, tail.scale, &value);
    if (value > NUMBER_MAGNITUDE_MAX) return false;
    *out = (struct number){.value = value,
                           .first = first,
                           .last = tail.next - 1,
                           .scale = tail.scale,
                           .form = tail.scale != 1 ? NUMBER_SCALED : NUMBER_DIGITS_ONLY,
                           .grouped = decimal.grouped,
                           .decimal = decimal.decimals > 0 || tail.part > 0,
                           .suffix_is_unit = unit};
    return true;
}

bool number_read(const struct text_tokens *tokens, uint32_t first, struct number *out)
{
    if (first >= tokens->count) return false;
    const struct token *token = &tokens->items[first];
    if (token->kind == TOKEN_NUMBER) return read_digits(tokens, first, out);
    if (token->kind == TOKEN_WORD) return number_words_read(tokens, first, false, out);
    if (read_bare_decimals(tokens, first, out)) return true;
    double value = 0;
    if (number_words_fraction(tokens, first, &value) != first + 1) return false;
    *out = (struct number){.value = number_round(value), .first = first, .last = first, .scale = 1, .decimal = true};
    return true;
}

bool number_is_name(const struct token *token)
{
    unsigned count = 0;
    for (uint16_t i = 0; i < token->digits; i++) count += token->folded[i] >= '0' && token->folded[i] <= '9';
    bool padded = token->digits > 1 && token->folded[0] == '0' && token->folded[1] >= '0' && token->folded[1] <= '9';
    return padded || count > NUMBER_DIGITS;
}

/* A sign is a minus (also the typographic one) or a plus glued before the number. */
static uint32_t read_sign(const struct text_tokens *tokens, double *sign)
{
    *sign = 1;
    if (tokens->count < 2 || tokens->items[0].kind != TOKEN_SYMBOL) return 0;
    uint32_t mark = tokens->items[0].code_point;
    if (mark == '-' || mark == 0x2212 || mark == 0x2013) *sign = -1;
    return *sign < 0 || mark == '+' ? 1 : 0;
}

static bool parse_tokens(const struct text_tokens *tokens, double *value)
{
    double sign;
    struct number number;
    uint32_t first = read_sign(tokens, &sign);
    if (!number_read(tokens, first, &number)) return false;
    if (number.last + 1 != tokens->count || number.suffix_is_unit) return false;
    *value = number.value == 0 ? 0 : sign * number.value;
    return true;
}

bool number_parse(struct slice text, double *value)
{
    if (text.length == 0 || text.length > PARSE_BYTES_MAX) return false;
    struct arena *arena = arena_new(PARSE_ARENA_BYTES);
    if (!arena) return false;
    struct text_tokens tokens;
    bool parsed = text_tokenize(arena, text, 0, &tokens, NULL) == 0 && parse_tokens(&tokens, value);
    arena_free(arena);
    return parsed;
}
