/* Times, days and years, which look like figures and are none. */
#include "figures/reject.h"

#define DAYS_MAX     4 /* of a list: "4, 5 and 6 March" */
#define CHANGE_REACH 3 /* tokens between a word of change and its "by" */

/* "p m", "a. m.": the letters of am and pm written apart. */
static bool is_spaced_meridiem(const struct scan *scan, uint32_t at)
{
    if (!word_is(scan, at, "a") && !word_is(scan, at, "p")) return false;
    return word_is(scan, at + 1, "m") || (symbol_is(scan, at + 1, '.') && word_is(scan, at + 2, "m"));
}

/* "14 h 30": the hour, or the minutes. */
static bool is_french_clock(const struct scan *scan, uint32_t first, uint32_t last)
{
    if (word_is(scan, last + 1, "h") && is_number(scan, last + 2)) return true;
    return word_is(scan, first - 1, "h") && is_number(scan, first - 2);
}

/* "12:30", "5 pm", "10.45pm", "0715", "1:36.6", "4:1". */
static bool is_clock(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t before_at = candidate->first - 1, after = candidate->number.last + 1;
    if (is_spaced_meridiem(scan, after) && candidate->low <= 2400) return true;
    bool colon_before = symbol_is(scan, before_at, ':') && is_glued(scan, candidate->first) &&
                        is_glued(scan, before_at) && is_number(scan, before_at - 1);
    bool colon_after =
        symbol_is(scan, after, ':') && is_glued(scan, after) && is_number(scan, after + 1) && is_glued(scan, after + 1);
    if (colon_before || colon_after) return true;
    if (word_is(scan, after, "am") || word_is(scan, after, "pm") || word_is(scan, after, "oclock") ||
        word_is(scan, after, "noon") || word_is(scan, after, "gmt") ||
        (word_is(scan, after, "hrs") && candidate_digits(scan, candidate) == 4))
        return candidate->low <= 2400 &&
               (!word_is(scan, after, "am") || token_at(scan, after)->flags & TOKEN_ABBREVIATION ||
                !is_capital(scan, after));
    if (is_french_clock(scan, candidate->first, candidate->number.last)) return true;
    const struct token *token = token_at(scan, candidate->number.last);
    struct slice letters = slice_make(token->folded + token->digits, token->folded_length - token->digits);
    if (token->kind == TOKEN_NUMBER &&
        (slice_is(letters, "am") || slice_is(letters, "pm") || slice_is(letters, "p") || slice_is(letters, "a")))
        return slice_is(letters, "am") || slice_is(letters, "pm") ||
               (symbol_is(scan, after, '.') && word_is(scan, after + 1, "m") && is_glued(scan, after + 1));
    return false;
}

/* "15.00 BST", "0900 CET" */
static bool has_time_zone(const struct scan *scan, const struct candidate *candidate)
{
    static const char *const zones[] = {"bst", "cet", "cest", "est", "edt", "utc", "ist", "jst"};
    uint32_t after = candidate->number.last + 1;
    bool code = is_word(scan, after) && (token_at(scan, after)->flags & TOKEN_ALL_CAPITALS);
    return code && candidate->low <= 2400 && word_in(scan, after, WORD_LIST(zones));
}

static bool is_part_of_day(const struct scan *scan, uint32_t at)
{
    return word_is(scan, at, "morning") || word_is(scan, at, "afternoon") || word_is(scan, at, "evening") ||
           word_is(scan, at, "night");
}

/* Verbs of level: "stood at 7" is an amount. */
static bool is_level(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"stand", "stands", "stood",     "remain",    "remains", "remained",
                                        "put",   "puts",   "estimated", "set",       "capped",  "held",
                                        "down",  "up",     "flat",      "unchanged", "end",     "ended",
                                        "close", "closed", "peaked",    "start",     "starting"};
    return word_in(scan, at, WORD_LIST(words));
}

static bool is_bare_spelled(const struct scan *scan, const struct candidate *candidate)
{
    return candidate && candidate < scan->items + scan->count && !candidate->unit && !candidate->vague &&
           candidate->number.form == NUMBER_SPELLED && !candidate->number.decimal && candidate->number.scale < 100;
}

/* "five thirty", "nineteen seventy-eight", "three nought four": numbers in words side by side, with nothing that joins
 * them, tell a time, a year, or digits one by one. */
static bool is_spoken_in_pairs(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *before = candidate_before(scan, candidate);
    if (!is_bare_spelled(scan, candidate)) return false;
    bool opens = is_bare_spelled(scan, candidate + 1) && candidate->last + 1 == candidate[1].first;
    return opens || (is_bare_spelled(scan, before) && before->last + 1 == candidate->first);
}

static bool is_hour(const struct candidate *candidate)
{
    return !candidate->unit && candidate_is_whole(candidate) && candidate->low >= 1 && candidate->low <= 12;
}

static bool is_minutes(const struct candidate *candidate)
{
    bool unit = !candidate->unit || strcmp(candidate->unit->code, "minute") == 0;
    return unit && candidate->low >= 1 && candidate->low < 60;
}

/* "10 past 9", "three minutes to eight", "fifteen past eight": minutes before or behind an hour. "To" alone may join
 * the ends of a range, so that the minutes must be said there. */
static bool is_minutes_and_hour(const struct scan *scan, const struct candidate *minutes, const struct candidate *hour)
{
    if (!minutes || hour >= scan->items + scan->count) return false;
    uint32_t link = minutes->last + 1;
    if (link + 1 != hour->first || !is_minutes(minutes) || hour->low < 1 || hour->low > 12) return false;
    if (word_is(scan, link, "past")) return true;
    return word_is(scan, link, "to") && minutes->unit && is_hour(hour) && !word_is(scan, minutes->first - 1, "from");
}

/* "three quarters past 9pm", "a quarter to ten" */
static bool is_quarters_and_hour(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t link = candidate->last + 1;
    if (!word_is(scan, link, "past") && !word_is(scan, link, "to") && !word_is(scan, link, "after")) return false;
    bool quarters = word_is(scan, candidate->last, "quarters") || word_is(scan, candidate->last, "quarter");
    const struct candidate *hour = candidate + 1;
    return quarters && hour < scan->items + scan->count && hour->first == link + 1 && hour->low <= 12;
}

/* "11-ish", "9ish": about that hour. */
static bool is_about_an_hour(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t after = candidate->last + 1;
    return candidate->low <= 24 && is_hyphen(scan, after) && word_is(scan, after + 1, "ish");
}

/* "at seven.", "8 in the morning", "half past eight", "a quarter to 8". */
static bool is_spoken_clock(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1, after = candidate->last + 1;
    bool to = word_is(scan, at, "past") || word_is(scan, at, "to");
    bool quarter =
        word_is(scan, at - 1, "half") || word_is(scan, at - 1, "quarter") || word_is(scan, at - 1, "quarters");
    if (to && quarter && candidate->low <= 12) return true;
    if (candidate->unit || !candidate_is_whole(candidate) || candidate->low < 1 || candidate->low > 24) return false;
    bool part = (word_is(scan, after, "in") && word_is(scan, after + 1, "the") && is_part_of_day(scan, after + 2)) ||
                (word_is(scan, after, "at") && word_is(scan, after + 1, "night"));
    if (part) return true;
    bool ends = !in_sentence(scan, after) || symbol_is(scan, after, '.') || symbol_is(scan, after, ',') ||
                symbol_is(scan, after, '?');
    return word_is(scan, at, "at") && ends && candidate->low <= 12 && !is_level(scan, at - 1) &&
           candidate->number.form != NUMBER_SCALED && !candidate->number.decimal;
}

/* "à 18 heures", "vers 20 h", "a las 10.15 horas", "las 6 de la mañana". */
static bool is_romance_clock(const struct scan *scan, const struct candidate *candidate)
{
    static const char *const before[] = {"a", "vers", "des", "avant", "entre", "au", "et"};
    static const char *const parts[] = {"manana", "tarde", "noche", "madrugada", "matin", "soir", "midi"};
    if (!scan->romance || candidate->low > 24 || candidate->number.form == NUMBER_SCALED) return false;
    uint32_t at = candidate->first - 1, after = candidate->last + 1;
    uint32_t part = has(scan, after + 1, WORD(ARTICLE)) ? after + 2 : after + 1;
    bool hours = candidate->unit && strcmp(candidate->unit->code, "hour") == 0, said = false, of_day = false;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) said = said || word_is(scan, at, before[i]);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        of_day = of_day || (has(scan, after, WORD(OF)) && word_is(scan, part, parts[i]));
    if (of_day) return hours || !candidate->unit;
    bool las = word_is(scan, at, "las") && has(scan, at - 1, WORD(PREPOSITION) | WORD(CONJUNCTION));
    if (las) return hours || (!candidate->unit && !candidate_counts_plural(scan, candidate));
    return hours && said && !scan->spanish && !has(scan, after, WORD(OF));
}

static bool ends_clause(const struct scan *scan, uint32_t at)
{
    return !in_sentence(scan, at) || symbol_is(scan, at, '.') || symbol_is(scan, at, '!') || symbol_is(scan, at, '?');
}

/* "the 27.", "leaves on 15.": a bare day of the month behind an article or "on". */
static bool is_bare_day(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1;
    if (candidate->unit || !candidate_is_whole(candidate) || candidate->low < 1 || candidate->low > 31) return false;
    if (!ends_clause(scan, candidate->last + 1)) return false;
    if (word_is(scan, at, "le") || word_is(scan, at, "el")) return scan->romance;
    return word_is(scan, at, "on") || (word_is(scan, at, "the") && !word_is(scan, at - 1, "of"));
}

/* "on 4.22", "on 4-22": month and day behind "on", with nothing counted behind them. */
static bool ends_month_and_day(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t after = candidate->last + 1;
    if (candidate->unit || !(ends_clause(scan, after) || symbol_is(scan, after, ','))) return false;
    double month = floor(candidate->low), day = (candidate->low - month) * 100;
    const struct candidate *before = candidate_before(scan, candidate);
    bool decimal = candidate->number.decimal && candidate->number.form == NUMBER_DIGITS_ONLY &&
                   word_is(scan, candidate->first - 1, "on");
    if (decimal) return month >= 1 && month <= 12 && day > 0.5 && day < 31.5;
    bool dash = before && !before->unit && is_hyphen(scan, before->last + 1) && before->last + 2 == candidate->first &&
                (word_is(scan, before->first - 1, "on") || word_is(scan, before->first - 1, "in"));
    return dash && candidate->low >= 1 && candidate->low <= 31 && before->low >= 1 && before->low <= 12;
}

static bool is_month_and_day(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *next = candidate + 1;
    bool opens = is_hyphen(scan, candidate->last + 1) && next < scan->items + scan->count;
    return ends_month_and_day(scan, candidate) || (opens && ends_month_and_day(scan, next));
}

/* "two Sundays from now", "two Mondays later". */
static bool counts_weekdays(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    if (!has(scan, at, WORD(WEEKDAY))) return false;
    return word_is(scan, at + 1, "later") || word_is(scan, at + 1, "ago") || word_is(scan, at + 1, "from");
}

static bool is_month(const struct scan *scan, uint32_t at)
{
    if (!has(scan, at, WORD(MONTH))) return false;
    bool modal = word_is(scan, at, "may") || word_is(scan, at, "mar") || word_is(scan, at, "march");
    return !modal || is_capital(scan, at);
}

/* "del 3 al 9 de mayo", "les 12 et 13 juin", "mai 68": a day before the one that the month stands behind, or a short
 * year. */
static bool is_romance_day(const struct scan *scan, const struct candidate *candidate)
{
    if (!scan->romance || candidate->unit || !candidate_is_whole(candidate)) return false;
    bool year = is_month(scan, candidate->first - 1) && candidate_digits(scan, candidate) == 2;
    if (year) return true;
    uint32_t at = candidate->last + 1;
    if (!has(scan, at, WORD(TO) | WORD(AND)) && !symbol_is(scan, at, ',')) return false;
    at++;
    if (has(scan, at, WORD(ARTICLE))) at++;
    if (!is_number(scan, at)) return false;
    at++;
    if (has(scan, at, WORD(OF))) at++;
    return is_month(scan, at) && candidate->low >= 1 && candidate->low <= 31;
}

static bool is_day_number(const struct candidate *candidate)
{
    return !candidate->unit && candidate_is_whole(candidate) && candidate->low >= 1 && candidate->low <= 31;
}

/* What joins two days of a month, or the first and the last: "4 and 6 March", "from 4 to 6 March". */
static bool links_days(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"and", "or", "to", "till", "until", "through"};
    if (word_in(scan, at, WORD_LIST(words))) return true;
    return is_dash(scan, at);
}

/* "4 and 6 March", "4, 5 or 6 March": the month stands behind a later day. */
static bool leads_to_day(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *day = candidate, *end = scan->items + scan->count;
    for (int hops = 0; hops < DAYS_MAX && day + 1 < end; hops++, day++) {
        uint32_t link = day->last + 1;
        bool linked = link + 1 == day[1].first && (links_days(scan, link) || symbol_is(scan, link, ','));
        if (!linked || !is_day_number(day + 1)) return false;
        if (is_month(scan, day[1].last + 1)) return true;
    }
    return false;
}

/* "March 12-14", "March 3 and 4", "March 3 to 9": the month stands before an earlier day. */
static bool follows_day(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *other = candidate_before(scan, candidate);
    return other && other->rejected && is_month(scan, other->first - 1) && other->last + 2 == candidate->first &&
           links_days(scan, candidate->first - 1) && !candidate_counts_plural(scan, candidate);
}

/* "October 4", "17 April", "the 4 of May", "Sept. 8". */
static bool is_day(const struct scan *scan, const struct candidate *candidate)
{
    if (!is_day_number(candidate)) return false;
    uint32_t at = candidate->first - 1;
    if (symbol_is(scan, at, '.') || is_hyphen(scan, at)) at--;
    if (is_month(scan, at)) return true;
    uint32_t after = candidate->last + 1;
    if (is_hyphen(scan, after) || word_is(scan, after, "of") || word_is(scan, after, "de")) after++;
    return is_month(scan, after) || leads_to_day(scan, candidate) || follows_day(scan, candidate);
}

/* A number token glued to the next by the symbol: "02/22/2016", "21-04-16". */
static bool is_linked_to_number(const struct scan *scan, uint32_t at, uint32_t symbol)
{
    return symbol_is(scan, at, symbol) && is_glued(scan, at) && is_glued(scan, at + 1) && is_number(scan, at + 1);
}

static bool is_numeric_date(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit) return false;
    static const uint32_t symbols[] = {'/', '-', 0x2011, '.'};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        uint32_t symbol = symbols[i], last = candidate->number.last, first = candidate->number.first;
        bool next = is_linked_to_number(scan, last + 1, symbol), next2 = is_linked_to_number(scan, last + 3, symbol);
        bool prior = is_linked_to_number(scan, first - 1, symbol) && is_number(scan, first - 2);
        bool prior2 = prior && is_linked_to_number(scan, first - 3, symbol) && is_number(scan, first - 4);
        if ((next && next2) || (next && prior) || prior2) return true;
        if (symbol == '/' && (next || prior) && candidate->number.first == candidate->number.last) return true;
    }
    return false;
}

static bool after_year(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *other = candidate_before(scan, candidate);
    if (!other || !other->rejected || !has(scan, other->last, WORD(YEAR))) return false;
    uint32_t link = other->last + 1;
    return link + 1 == candidate->first &&
           (is_dash(scan, link) || symbol_is(scan, link, '/') || symbol_is(scan, link, ',') ||
            word_is(scan, link, "to") || word_is(scan, link, "and") || word_is(scan, link, "or"));
}

/* "5 December 1391", "December 1391", "June 28, 572": early years, which are years only behind a day or month. */
static bool follows_date(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1, digits = candidate_digits(scan, candidate);
    if (digits != 3 && digits != 4) return false;
    if (is_month(scan, at)) return digits == 4 || is_number(scan, at - 1);
    return symbol_is(scan, at, ',') && is_number(scan, at - 1) && is_month(scan, at - 2);
}

/* "killed 2000 people", "more than 2000 people": an amount in spite of its looks. */
static bool is_year_like_amount(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1;
    if (!candidate_counts_plural(scan, candidate)) return false;
    if (word_is(scan, at, "than") || word_is(scan, at, "least") || word_is(scan, at, "some") ||
        word_is(scan, at, "nearly"))
        return true;
    return scan_is_verb(scan, at) && !has(scan, at, WORD(AUXILIARY)) && !is_capital(scan, candidate->last + 1);
}

/* "rose by 1852", "up from last spring by 1852": an amount, not "by 1852". */
static bool follows_change(const struct scan *scan, uint32_t by)
{
    for (uint32_t steps = 1; steps <= CHANGE_REACH && in_sentence(scan, by - steps); steps++)
        if (has(scan, by - steps, WORD(RISE) | WORD(FALL))) return true;
    return false;
}

/* "(1807–1882)": two years that a dash joins and brackets hold. */
static bool is_life(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t before = candidate->first - 1, after = candidate->last + 1;
    bool opens = symbol_is(scan, before, '(') && is_dash(scan, after) && is_number(scan, after + 1) &&
                 token_at(scan, after + 1)->digits == 4 && symbol_is(scan, after + 2, ')');
    bool closes = symbol_is(scan, after, ')') && is_dash(scan, before) && is_number(scan, before - 1) &&
                  token_at(scan, before - 1)->digits == 4 && symbol_is(scan, before - 2, '(');
    return opens || closes;
}

/* "300 BC", "about 540 A.D.", "AD 98" */
static bool has_era(const struct scan *scan, const struct candidate *candidate)
{
    static const char *const eras[] = {"bc", "bce", "ad", "ce"};
    uint32_t before = candidate->first - 1, after = candidate->last + 1;
    if (word_is(scan, before, "ad") && (token_at(scan, before)->flags & TOKEN_ALL_CAPITALS)) return true;
    return word_in(scan, after, WORD_LIST(eras)) && (token_at(scan, after)->flags & TOKEN_ALL_CAPITALS);
}

bool calendar_is_year(const struct scan *scan, const struct candidate *candidate)
{
    bool season = candidate->unit && word_is(scan, candidate->number.last + 1, "year") && candidate->low >= 1900 &&
                  candidate->low < 2100 && candidate_digits(scan, candidate) == 4; /* "the 1986 year" */
    if (season) return true;
    if (candidate->unit || !candidate_is_plain(scan, candidate) || candidate->low < 0) return false;
    if (has_era(scan, candidate)) return true;
    bool linked = is_dash(scan, candidate->first - 1) || symbol_is(scan, candidate->first - 1, '/');
    bool short_year = candidate_digits(scan, candidate) == 2 && linked; /* "2017-18" */
    if (short_year && after_year(scan, candidate)) return true;
    if (follows_date(scan, candidate) && candidate->low < 1900) return !candidate_counts_plural(scan, candidate);
    if (word_is(scan, candidate->first - 1, "year") && candidate_digits(scan, candidate) >= 3) return true;
    if (candidate_digits(scan, candidate) != 4 || candidate->low < 1000 || candidate->low > 2100) return false;
    if (is_life(scan, candidate)) return true;
    if (after_year(scan, candidate))
        return !candidate_counts_plural(scan, candidate) || word_is(scan, candidate->first - 1, "and");
    if (candidate->low >= 1900 && candidate->low < 2100) return !is_year_like_amount(scan, candidate);
    if (candidate_counts_plural(scan, candidate)) return false;
    uint32_t at = candidate->first - 1;
    if (symbol_is(scan, at, '.')) return word_is(scan, at - 1, "c") || word_is(scan, at - 1, "ca"); /* "c. 1450" */
    if (word_is(scan, at, "by")) return !follows_change(scan, at);
    if (word_is(scan, at, "of")) return has(scan, at - 1, WORD(PROPER) | WORD(SEASON));
    return has(scan, at, WORD(YEAR_LEAD)) && !word_is(scan, at, "to") && !word_is(scan, at, "for") &&
           !word_is(scan, at, "and");
}

/* "September, two thousand", "January twenty-one two thousand and eighteen": a year in words behind a date. */
static bool is_spelled_year(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || candidate->number.form != NUMBER_SPELLED || !candidate_is_whole(candidate)) return false;
    if (candidate->low < 1900 || candidate->low >= 2100) return false;
    uint32_t at = candidate->first - 1;
    if (symbol_is(scan, at, ',')) at--;
    const struct candidate *before = candidate_before(scan, candidate);
    return is_month(scan, at) || (before && before->rejected && before->last == at);
}

bool calendar_is_time(const struct scan *scan, const struct candidate *candidate)
{
    return is_clock(scan, candidate) || has_time_zone(scan, candidate) || hours_hold(scan, candidate) ||
           is_romance_clock(scan, candidate) || is_spoken_clock(scan, candidate) ||
           is_spoken_in_pairs(scan, candidate) || is_minutes_and_hour(scan, candidate, candidate + 1) ||
           is_minutes_and_hour(scan, candidate_before(scan, candidate), candidate) ||
           is_quarters_and_hour(scan, candidate) || is_about_an_hour(scan, candidate) || is_bare_day(scan, candidate) ||
           is_day(scan, candidate) || is_romance_day(scan, candidate) || is_month_and_day(scan, candidate) ||
           is_numeric_date(scan, candidate) || counts_weekdays(scan, candidate) || is_spelled_year(scan, candidate);
}
