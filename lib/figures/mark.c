/* Marks every token with what the lexicon knows, and tells the language of the text and the style of its numbers. */
#include "figures/scan.h"

#include <string.h>

#define OBJECT_MAX 5 /* tokens of the object of a verb */

/* How often the numbers of a text show which mark parts their thousands. */
struct styles {
    uint32_t points, commas;
};

/* "1.234,5" parts thousands by points, "65,000" and "1,234.5" by commas; "65.000" alone may be either, and "1.234.567" a
 * version. */
static void count_style(const struct token *token, struct styles *styles)
{
    const char *digits = token->folded, *end = digits + token->digits;
    const char *point = memchr(digits, '.', token->digits), *comma = memchr(digits, ',', token->digits);
    if (!comma) return;
    if (!point && end - comma != 4) return;
    *(point && point < comma ? &styles->points : &styles->commas) += 1;
}

static uint32_t count_points(const struct token *token)
{
    uint32_t points = 0;
    for (uint16_t i = 0; i < token->digits; i++) points += token->folded[i] == '.';
    return points;
}

bool scan_counts_thousands(const struct scan *scan, uint32_t noun)
{
    uint32_t last;
    const struct text_tokens *tokens = scan->tokens;
    if (noun == 0 || noun >= tokens->count || !(scan->marks[noun].classes & WORD(PLURAL))) return false;
    const struct token *number = &tokens->items[noun - 1];
    if (number->kind != TOKEN_NUMBER) return false;
    bool zeros = number->digits == number->folded_length && number->digits >= 5 && number->digits <= 7 &&
                 number->folded[0] != '0' && memcmp(number->folded + number->digits - 4, ".000", 4) == 0;
    bool many = number->digits == number->folded_length && number->digits > 8 && count_points(number) > 1;
    const struct unit *unit = zeros || many ? unit_read(tokens, noun, &last) : NULL;
    return (zeros || many) && (!unit || unit->class == CLASS_MONEY);
}

/* How many small words of each language the text has; `romance` are of French or Spanish. */
struct evidence {
    uint32_t english, french, spanish, romance;
    uint32_t shared; /* "de" and "en", which stand in names and in other languages too */
};

/* Names hold small words with a capital ("La Paz"), and initials are no elisions ("l'eau"). */
static void count_small_word(const struct scan *scan, uint32_t at, struct evidence *evidence)
{
    const struct token *token = &scan->tokens->items[at];
    uint64_t classes = scan->marks[at].classes;
    evidence->english += (classes & WORD(ENGLISH)) != 0;
    evidence->shared += slice_is(token_folded(token), "de") || slice_is(token_folded(token), "en");
    if (token->length == 2 && slice_is(token_folded(token), "a")) classes |= WORD(FRENCH); /* "à" */
    const struct number_word *number = scan->marks[at].number ? lexicon_number(scan->marks[at].number) : NULL;
    if (number && !(number->languages & (NUMBER_EN | NUMBER_WEAK)))
        classes |= number->languages & NUMBER_FR ? WORD(FRENCH) : WORD(SPANISH);
    if (!(classes & (WORD(FRENCH) | WORD(SPANISH)))) return;
    bool opens = (token->flags & TOKEN_SENTENCE_START) && !(token->flags & TOKEN_ALL_CAPITALS);
    if ((token->flags & TOKEN_CAPITAL) && !opens) return;
    bool elided = at + 1 < scan->tokens->count && token_is_apostrophe(&scan->tokens->items[at + 1]);
    if (token->length == 1 && !elided && token->folded[0] != 'y') return;
    evidence->romance++;
    evidence->french += (classes & WORD(FRENCH)) != 0;
    evidence->spanish += (classes & WORD(SPANISH)) != 0;
}

/* French or Spanish as told; or as the small words show, where the language is not known or one of their neighbours, in
 * which they would be many too. */
static void tell_language(struct scan *scan, const struct evidence *evidence, const struct styles *styles)
{
    static const char *const open[] = {"", "pt", "it", "ca", "gl"};
    bool told = slice_is(scan->language, "fr") || slice_is(scan->language, "es"), may_be = false;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) may_be = may_be || slice_is(scan->language, open[i]);
    bool few = evidence->romance > 0 && evidence->english == 0 && evidence->romance + evidence->shared > 2;
    scan->foreign = told || (may_be && (few || evidence->romance > 2 * evidence->english + 1));
    scan->spanish = told ? slice_is(scan->language, "es") : evidence->spanish > evidence->french;
    bool american = scan->spanish && styles->commas > styles->points; /* "1,200 personas", "17.350 pesos" in Mexico */
    scan->point_groups = scan->foreign ? !american : styles->points > styles->commas;
    scan->comma_decimals = scan->foreign && (!scan->spanish || styles->points > styles->commas);
}

static uint64_t classes_of(const struct scan *scan, uint32_t at, const struct lexeme *lexeme)
{
    const struct token *token = &scan->tokens->items[at];
    struct slice folded = token_folded(token);
    bool name = !(token->flags & TOKEN_SENTENCE_START) && (token->flags & TOKEN_CAPITAL);
    uint64_t classes = scan->foreign ? lexicon_romance_classes(folded, lexeme) : lexicon_classes(folded, lexeme);
    return classes | (name ? WORD(PROPER) : 0);
}

/* Fractions of French and Spanish ("tiers", "media") are other words elsewhere. */
static uint16_t number_of(const struct scan *scan, const struct lexeme *lexeme)
{
    if (!lexeme || !lexeme->number) return 0;
    bool part = lexicon_number(lexeme->number)->kind == NUMBER_KIND_ROMANCE_PART;
    return part && !scan->foreign ? 0 : lexeme->number;
}

/* A text turns out to be French or Spanish when it has been read: then its words are marked anew. */
static void mark_romance(struct scan *scan)
{
    for (uint32_t i = 0; i < scan->tokens->count; i++) {
        if (scan->tokens->items[i].kind != TOKEN_WORD) continue;
        const struct lexeme *lexeme = lexicon_find(token_folded(&scan->tokens->items[i]));
        scan->marks[i].classes = classes_of(scan, i, lexeme);
        scan->marks[i].number = number_of(scan, lexeme);
    }
}

void scan_mark(struct scan *scan)
{
    const struct text_tokens *tokens = scan->tokens;
    struct styles styles = {0};
    struct evidence evidence = {0};
    for (uint32_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].kind == TOKEN_NUMBER) count_style(&tokens->items[i], &styles);
        if (tokens->items[i].kind != TOKEN_WORD) continue;
        const struct lexeme *lexeme = lexicon_find(token_folded(&tokens->items[i]));
        scan->marks[i].classes = classes_of(scan, i, lexeme);
        scan->marks[i].number = number_of(scan, lexeme);
        count_small_word(scan, i, &evidence);
        bool counted = i > 0 && tokens->items[i - 1].kind == TOKEN_NUMBER;
        styles.points += counted && scan_counts_thousands(scan, i);
    }
    tell_language(scan, &evidence, &styles);
    if (scan->foreign) mark_romance(scan);
}

/* Past tense or participle: a verb of its clause, unless it stands before a noun as an adjective. */
static bool is_past_verb(const struct scan *scan, uint32_t at)
{
    uint64_t adjective_after = WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER) | WORD(PREPOSITION);
    bool verb_too = word_is(scan, at - 1, "that") || word_is(scan, at - 1, "than"); /* "more than doubled" */
    if (has(scan, at - 1, adjective_after) && !verb_too) return false;
    if (is_hyphen(scan, at - 1) || is_hyphen(scan, at + 1)) return false;
    if (!scan->headline && has(scan, at, WORD(PROPER))) return false;
    return true;
}

/* "300", "$300" */
static bool is_amount(const struct scan *scan, uint32_t at)
{
    bool sign = symbol_is(scan, at, '$') || symbol_is(scan, at, 0x20AC) || symbol_is(scan, at, 0xA3);
    return is_number(scan, sign ? at + 1 : at);
}

bool scan_is_verb(const struct scan *scan, uint32_t at)
{
    uint64_t classes = in_sentence(scan, at) ? scan->marks[at].classes : 0;
    if (classes & WORD(AUXILIARY))
        return scan->headline || !(classes & WORD(PROPER)) || !(classes & WORD(MONTH)); /* May */
    if (classes & WORD(PAST)) return is_past_verb(scan, at);
    if (!(classes & (WORD(VERB) | WORD(THIRD)))) return false;
    if (!scan->headline && (classes & WORD(PROPER))) return false;
    if (!scan->headline && at == scan->begin && (classes & WORD(THIRD))) return false; /* "Exports halved" */
    if (has(scan, at - 1, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(PREPOSITION)) && !word_is(scan, at - 1, "to"))
        return false;
    bool inflected = (classes & WORD(THIRD)) && !(classes & WORD(NOUN_VERB)); /* "this brings" */
    if (has(scan, at - 1, WORD(DETERMINER)) && !inflected) return false;
    if (is_hyphen(scan, at - 1) || is_hyphen(scan, at + 1)) return false;
    if (!(classes & WORD(NOUN_VERB))) return true;
    return has(scan, at - 1, WORD(PRONOUN) | WORD(AUXILIARY)) || word_is(scan, at - 1, "to") ||
           word_is(scan, at - 1, "that") || is_amount(scan, at + 1) ||
           ((at > scan->begin || scan->headline) &&
            has(scan, at + 1, WORD(HEDGE_END) | WORD(ARTICLE) | WORD(POSSESSIVE)) && !word_is(scan, at + 1, "of"));
}

/* "it", "the total", "its stake": what a verb carries, told from what it only stands before ("take children"). */
static bool opens_object(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(PRONOUN) | WORD(ARTICLE) | WORD(POSSESSIVE)) || word_is(scan, at, "this") ||
           word_is(scan, at, "that");
}

bool scan_moves_before(const struct scan *scan, uint32_t at)
{
    uint32_t verb = at - 1;
    if (has(scan, verb, WORD(MOVE))) return true;
    if (has(scan, verb, WORD(CARRY))) return has(scan, verb - 1, WORD(AUXILIARY)); /* "was brought up to" */
    if (has(scan, verb, WORD(PREPOSITION) | WORD(CONJUNCTION) | WORD(AUXILIARY))) return false;
    for (uint32_t end = verb - OBJECT_MAX; verb != end && is_word(scan, verb); verb--) {
        if (has(scan, verb, WORD(CARRY))) return opens_object(scan, verb + 1);
        if (has(scan, verb, WORD(FIGURE)) || scan_is_verb(scan, verb)) return false;
    }
    return false;
}
