/* Bare numbers that tell the age of a person: beside a name, after "aged", as a bound behind people. */
#include "figures/ages_romance.h"
#include "figures/scan.h"

static bool may_be_age(const struct candidate *candidate)
{
    return !candidate->unit && candidate->low >= 0 && candidate->low <= 120 && candidate->low == (int)candidate->low &&
           !candidate->number.decimal && candidate->number.scale == 1 && !candidate->number.suffix_is_unit;
}

/* "aged 25", "the age of 21", "life expectancy … is around 73". */
static bool age_word_before(const struct scan *scan, const struct candidate *candidate)
{
    for (uint32_t steps = 1; steps <= 9 && in_sentence(scan, candidate->first - steps); steps++) {
        uint32_t at = candidate->first - steps;
        if (is_number(scan, at) || symbol_is(scan, at, ',')) return false;
        if (word_is(scan, at, "aged") || word_is(scan, at, "ages")) return steps <= 3;
        if (word_is(scan, at, "age")) return steps <= 4;
        if (word_is(scan, at, "expectancy")) return true;
    }
    return false;
}

static bool ends_clause(const struct scan *scan, uint32_t at)
{
    return !in_sentence(scan, at) || symbol_is(scan, at, ',') || symbol_is(scan, at, '.') || symbol_is(scan, at, ')') ||
           has(scan, at, WORD(CONJUNCTION)) || word_is(scan, at, "when");
}

/* "Anna Lund, 43, said", "Anna Lund (43)", "Anna Lund 43 has": a bare number behind a name. */
static bool follows_person(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1, after = candidate->last + 1;
    if (candidate->number.form != NUMBER_DIGITS_ONLY || candidate->low < 1) return false;
    bool comma = symbol_is(scan, at, ','), bracket = symbol_is(scan, at, '(');
    if (!comma && !bracket) {
        bool first_name = has(scan, at - 1, WORD(PROPER)) || (at == scan->begin + 1 && is_capital(scan, at - 1));
        return candidate->low >= 10 && candidate->low < 100 && has(scan, at, WORD(PROPER)) && first_name &&
               !has(scan, at - 1, WORD_CLOSED) && !has(scan, at, WORD(LABEL)) && has(scan, after, WORD(AUXILIARY));
    }
    bool name =
        is_capital(scan, at - 1) && has(scan, at - 1, WORD(PROPER)) && !has(scan, at - 1, WORD(MONTH) | WORD(WEEKDAY));
    return name && (comma ? symbol_is(scan, after, ',') || symbol_is(scan, after, '.') : symbol_is(scan, after, ')'));
}

/* "The suspect, 34, and his brother, 29, ran", "Djokovic, 36, won": a bare number between commas behind one person. */
static bool is_apposition(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t comma = candidate->first - 1, noun = comma - 1;
    bool plain = candidate->number.form == NUMBER_DIGITS_ONLY && candidate->low >= 10 && candidate->low <= 110;
    if (!plain || !symbol_is(scan, comma, ',') || !symbol_is(scan, candidate->last + 1, ',')) return false;
    if (!is_word(scan, noun) || has(scan, noun, WORD_CLOSED | WORD(PLURAL) | WORD(MONTH) | WORD(WEEKDAY))) return false;
    if (noun == scan->begin && is_capital(scan, noun)) return true;
    return has(scan, noun, WORD(PERSON)) || has(scan, noun - 1, WORD(POSSESSIVE)) ||
           (has(scan, noun - 1, WORD(ARTICLE)) && !has(scan, noun, WORD(TOTAL) | WORD(CALENDAR_UNIT)));
}

/* "who was 10", "he is 43": the verb to be between a person and a bare number that ends the clause. */
static bool is_said_of_person(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1, subject = at - 1;
    if (word_is(scan, at, "only") || word_is(scan, at, "just")) at--, subject--;
    bool be = word_is(scan, at, "is") || word_is(scan, at, "was") || word_is(scan, at, "turned") ||
              word_is(scan, at, "turns");
    bool person = word_is(scan, subject, "who") || word_is(scan, subject, "he") || word_is(scan, subject, "she");
    return be && person && ends_clause(scan, candidate->last + 1);
}

/* "children under five", "were mostly over 60": a bound of age behind people. */
static bool bounds_people(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1;
    bool bound = word_is(scan, at, "under") || word_is(scan, at, "over") || word_is(scan, at, "above") ||
                 word_is(scan, at, "below");
    if (!bound || !(ends_clause(scan, candidate->last + 1) || has(scan, candidate->last + 1, WORD_CLOSED) ||
                    scan_is_verb(scan, candidate->last + 1)))
        return false;
    if (has(scan, at - 1, WORD(PERSON))) return true;
    if (!has(scan, at - 1, WORD(AUXILIARY) | WORD(ADVERB))) return false;
    for (uint32_t steps = 2; steps <= 5; steps++)
        if (has(scan, at - steps, WORD(PERSON))) return true;
    return false;
}

/* "one man, a farmer of 66, …", "a boy of 12 was": somebody who is set beside a name, or a person by its word. */
static bool is_of_person(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t of = candidate->first - 1;
    if (!word_is(scan, of, "of") || !is_word(scan, of - 1) || candidate->low < 1) return false;
    bool one = word_is(scan, of - 2, "a") || word_is(scan, of - 2, "an");
    if (!one || has(scan, of - 1, WORD(TOTAL))) return false;
    if (has(scan, of - 1, WORD(PERSON))) return true;
    return symbol_is(scan, of - 3, ',') && symbol_is(scan, candidate->last + 1, ',');
}

/* "aged 21 and 45", "aged 15 to 24", "aged between 15 and 24": the age before goes on; as the end of a range also where
 * a word follows that the number might count. */
static bool continues_age(const struct scan *scan, const struct candidate *candidate, bool counted)
{
    if (candidate == scan->items + scan->sentence_items) return false;
    const struct candidate *before = candidate - 1;
    uint32_t link = before->last + 1;
    if (link + 1 != candidate->first || !before->unit || before->unit->class != CLASS_AGE) return false;
    if (word_is(scan, link, "to") || is_dash(scan, link)) return true;
    if (word_is(scan, link, "and") && word_is(scan, before->first - 1, "between")) return true;
    return !counted && (has(scan, link, WORD(CONJUNCTION)) || symbol_is(scan, link, ','));
}

bool ages_bound_plural(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->number.last);
    struct slice letters = slice_make(token->folded + token->digits, token->folded_length - token->digits);
    if (token->kind != TOKEN_NUMBER || !slice_is(letters, "s") || candidate->low < 1 || candidate->low > 110)
        return false;
    if (candidate->number.decimal || candidate->number.grouped) return false;
    bool hyphen = is_hyphen(scan, candidate->first - 1);
    uint32_t bound = hyphen ? candidate->first - 2 : candidate->first - 1, lead = bound - 1;
    if (!word_is(scan, bound, "under") && !word_is(scan, bound, "over")) return false;
    return hyphen || has(scan, lead, WORD(ARTICLE) | WORD(CONJUNCTION)) || word_is(scan, lead, "for") ||
           word_is(scan, lead, "of") || word_is(scan, lead, "among"); /* "in under 10s" is a time */
}

static void read_age(const struct scan *scan, struct candidate *candidate)
{
    if (ages_bound_plural(scan, candidate)) candidate->unit = unit_find(slice_of("age"));
    if (!may_be_age(candidate)) return;
    bool counted = is_word(scan, candidate->last + 1) && !has(scan, candidate->last + 1, WORD_CLOSED) &&
                   !scan_is_verb(scan, candidate->last + 1);
    bool age = follows_person(scan, candidate) || is_apposition(scan, candidate) ||
               is_said_of_person(scan, candidate) || word_is(scan, candidate->first - 1, "aged") ||
               (!counted && age_word_before(scan, candidate)) || bounds_people(scan, candidate) ||
               continues_age(scan, candidate, counted) || (!counted && is_of_person(scan, candidate));
    if (age) candidate->unit = unit_find(slice_of("age"));
}

void scan_ages(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        if (scan->romance) scan->items[i].unit = romance_age_unit(scan, &scan->items[i]);
        read_age(scan, &scan->items[i]);
    }
}
