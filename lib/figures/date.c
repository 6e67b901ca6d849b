/* The forms of a day, one after the other. */
#include "figures/date.h"

#include "figures/lexicon.h"

#define DIGITS_MAX 4

static const struct month {
    int number;
    const char *words;
} months[] = {
#define MONTH(number, words) {number, words},
#include "figures/months.def"
#undef MONTH
};

/* Reading goes on at `at`, over tokens or bytes. */
struct reader {
    const struct text_tokens *tokens;
    uint32_t at;
};

static const struct token *peek(const struct reader *reader)
{
    return reader->at < reader->tokens->count ? &reader->tokens->items[reader->at] : NULL;
}

static bool is_day_of(int year, int month, int day)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX || month < 1 || month > 12) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] && (leap || month != 2 || day < 29);
}

static bool set(struct date *out, int year, int month, int day)
{
    *out = (struct date){year, month, day};
    return is_day_of(year, month, day);
}

/* The digits of `text` up to `length`; -1 when there are others. */
static int number_of(const char *text, size_t length)
{
    int value = 0;
    if (length == 0 || length > DIGITS_MAX) return -1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool take_symbol(struct reader *reader, uint32_t symbol, bool glued)
{
    const struct token *token = peek(reader);
    bool found = token && token_is_symbol(token, symbol) && (!glued || token->flags & TOKEN_GLUED);
    reader->at += found;
    return found;
}

static bool take_word(struct reader *reader, const char *word)
{
    const struct token *token = peek(reader);
    bool found = token && token->kind == TOKEN_WORD && slice_is(token_folded(token), word);
    reader->at += found;
    return found;
}

static bool is_ordinal_ending(struct slice letters)
{
    return letters.length == 0 || slice_is(letters, "st") || slice_is(letters, "nd") || slice_is(letters, "rd") ||
           slice_is(letters, "th") || slice_is(letters, "er");
}

/* A number of `digits_max` digits at most, with the ending of an ordinal where `ordinal`. */
static bool take_number(struct reader *reader, uint16_t digits_min, uint16_t digits_max, bool ordinal, int *out)
{
    const struct token *token = peek(reader);
    if (!token || token->kind != TOKEN_NUMBER || token->digits < digits_min || token->digits > digits_max) return false;
    struct slice letters = slice_make(token->folded + token->digits, (size_t)(token->folded_length - token->digits));
    if (ordinal ? !is_ordinal_ending(letters) : letters.length > 0) return false;
    *out = number_of(token->folded, token->digits);
    reader->at++;
    return *out >= 0;
}

static bool take_month(struct reader *reader, int *out)
{
    const struct token *token = peek(reader);
    if (!token || token->kind != TOKEN_WORD) return false;
    const struct lexeme *lexeme = lexicon_find(token_folded(token));
    if (!lexeme || !(lexeme->classes & WORD(MONTH))) return false; /* as nearly always */
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (!slice_is_listed(token_folded(token), months[i].words)) continue;
        *out = months[i].number;
        reader->at++;
        take_symbol(reader, '.', true);
        return true;
    }
    return false;
}

/* "6 February 2020", "6th of February, 2020", "6 de febrero de 2020" */
static bool day_first(struct reader *reader, struct date *out)
{
    int year, month, day;
    if (!take_number(reader, 1, 2, true, &day)) return false;
    if (!take_word(reader, "of")) take_word(reader, "de");
    if (!take_month(reader, &month)) return false;
    if (!take_symbol(reader, ',', true)) take_word(reader, "de");
    return take_number(reader, 4, 4, false, &year) && set(out, year, month, day);
}

/* "February 6, 2020", "Feb. 6th 2020" */
static bool month_first(struct reader *reader, struct date *out)
{
    int year, month, day;
    if (!take_month(reader, &month) || !take_number(reader, 1, 2, true, &day)) return false;
    take_symbol(reader, ',', true);
    return take_number(reader, 4, 4, false, &year) && set(out, year, month, day);
}

/* "2020-02-06", "2020/02/06", and with the time behind it ("2020-02-06T10:00") */
static bool year_first(struct reader *reader, struct date *out)
{
    int year, month;
    if (!take_number(reader, 4, 4, false, &year)) return false;
    uint32_t sign = take_symbol(reader, '-', true) ? '-' : '/';
    if (sign == '/' && !take_symbol(reader, '/', true)) return false;
    if (!take_number(reader, 2, 2, false, &month) || !take_symbol(reader, sign, true)) return false;
    const struct token *day = peek(reader);
    if (!day || day->kind != TOKEN_NUMBER || !(day->flags & TOKEN_GLUED) || day->digits != 2) return false;
    bool time = day->folded_length > 2 && day->folded[2] == 't';
    if (day->folded_length > 2 && !time) return false;
    reader->at++;
    return set(out, year, month, number_of(day->folded, 2));
}

/* "06.02.2020": with points the day stands first everywhere. */
static bool with_points(struct reader *reader, struct date *out)
{
    const struct token *token = peek(reader);
    if (!token || token->kind != TOKEN_NUMBER || token->digits != token->folded_length) return false;
    const char *text = token->folded, *end = text + token->digits;
    const char *first = memchr(text, '.', token->digits);
    const char *second = first ? memchr(first + 1, '.', (size_t)(end - first - 1)) : NULL;
    if (!second || end - second != 5) return false;
    reader->at++;
    return set(out, number_of(second + 1, 4), number_of(first + 1, (size_t)(second - first - 1)),
               number_of(text, (size_t)(first - text)));
}

bool date_read(const struct text_tokens *tokens, uint32_t at, struct date *out, uint32_t *last)
{
    static bool (*const forms[])(struct reader *, struct date *) = {day_first, month_first, year_first, with_points};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct reader reader = {tokens, at};
        if (!forms[i](&reader, out)) continue;
        *last = reader.at - 1;
        return true;
    }
    return false;
}

struct slice date_print(struct arena *arena, struct date date)
{
    const char *text = arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
    return text ? slice_of(text) : slice_make("", 0);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

#define DAY_BYTES 10 /* "2020/02/06" */

bool date_in_address(struct slice address, struct date *out)
{
    for (size_t at = 0; at + DAY_BYTES <= address.length; at++) {
        const char *text = address.data + at;
        bool apart =
            (at == 0 || !is_digit(text[-1])) && (at + DAY_BYTES == address.length || !is_digit(text[DAY_BYTES]));
        bool separated = text[4] == text[7] && (text[4] == '/' || text[4] == '-' || text[4] == '_');
        if (!apart || !separated) continue;
        if (set(out, number_of(text, 4), number_of(text + 5, 2), number_of(text + 8, 2))) return true;
    }
    return false;
}
