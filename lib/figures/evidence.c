/* The language of a text by its small words and letters, and the style of its numbers by their points and commas. */
#include "figures/evidence.h"

#include <string.h>

#define SMALL_WORD   2    /* votes of a small word for its language */
#define CLEARLY      8    /* small words more than twice those of the other */
#define LATIN_1_LEAD 0xC3 /* first byte of the letters à to ÿ */

/* "1.234,5" parts thousands by points, "65,000" and "1,234.5" by commas; "65.000" alone may be either, and "1.234.567"
 * a version. */
static void count_style(struct evidence *evidence, const struct token *token)
{
    const char *digits = token->folded, *end = digits + token->digits;
    const char *point = memchr(digits, '.', token->digits), *comma = memchr(digits, ',', token->digits);
    if (!comma) return;
    if (!point && end - comma != 4) return;
    *(point && point < comma ? &evidence->points : &evidence->commas) += 1;
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

/* Letters that French or Spanish have and German and its neighbours have not. */
static void count_letters(struct evidence *evidence, const struct scan *scan, const struct token *token)
{
    static const unsigned char french[] = {0xA0, 0xA2, 0xA7, 0xA8, 0xAA, 0xAB, 0xAE, 0xAF, 0xB4, 0xB9, 0xBB};
    static const unsigned char spanish[] = {0xA1, 0xAD, 0xB1, 0xB3, 0xBA};
    const unsigned char *bytes = (const unsigned char *)scan->tokens->text.data + token->start;
    if (token->length == token->folded_length) return;
    for (uint32_t i = 0; i + 1 < token->length; i++) {
        if (bytes[i] != LATIN_1_LEAD) continue;
        bool is_french = memchr(french, bytes[i + 1], sizeof french),
             is_spanish = memchr(spanish, bytes[i + 1], sizeof spanish);
        evidence->french += is_french;
        evidence->spanish += is_spanish;
        evidence->shared += is_french || is_spanish || bytes[i + 1] == 0xA9; /* é */
        return;
    }
}

/* The small word or number word of the languages that the token is. */
static uint64_t small_word(const struct scan *scan, uint32_t at)
{
    const struct token *token = &scan->tokens->items[at];
    uint64_t classes = scan->marks[at].classes & (WORD(FRENCH) | WORD(SPANISH));
    if (token->length == 2 && slice_is(token_folded(token), "a")) classes |= WORD(FRENCH); /* "à" */
    const struct number_word *number = scan->marks[at].number ? lexicon_number(scan->marks[at].number) : NULL;
    if (number && !(number->languages & (NUMBER_EN | NUMBER_WEAK)))
        classes |= number->languages & NUMBER_FR ? WORD(FRENCH) : WORD(SPANISH);
    bool elided = at + 1 < scan->tokens->count && token_is_apostrophe(&scan->tokens->items[at + 1]);
    bool initial = token->length == 1 && !elided && token->folded[0] != 'y';
    return initial ? 0 : classes;
}

void evidence_count(struct evidence *evidence, const struct scan *scan, uint32_t at)
{
    const struct token *token = &scan->tokens->items[at];
    bool counted = at > 0 && scan->tokens->items[at - 1].kind == TOKEN_NUMBER;
    if (token->kind == TOKEN_NUMBER) count_style(evidence, token);
    if (token->kind != TOKEN_WORD) return;
    evidence->points += counted && scan_counts_thousands(scan, at);
    evidence->english += (scan->marks[at].classes & WORD(ENGLISH)) != 0;
    bool opens = (token->flags & TOKEN_SENTENCE_START) && !(token->flags & TOKEN_ALL_CAPITALS);
    if ((token->flags & TOKEN_CAPITAL) && !opens) return; /* names hold small words: "La Paz" */
    count_letters(evidence, scan, token);
    evidence->shared += slice_is(token_folded(token), "de") || slice_is(token_folded(token), "en");
    uint64_t classes = small_word(scan, at);
    evidence->romance += classes != 0;
    evidence->french += classes & WORD(FRENCH) ? SMALL_WORD : 0;
    evidence->spanish += classes & WORD(SPANISH) ? SMALL_WORD : 0;
}

static bool is_one_of(struct slice language, const char *const codes[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_is(language, codes[i])) return true;
    return false;
}

/* French or Spanish as told; or as the small words show, where the language is not known or one of their neighbours, in
 * which they would be many too. A text that is clearly of another language than is told is read as what it is. */
static bool is_romance(const struct evidence *evidence, struct slice language)
{
    static const char *const told[] = {"fr", "es"}, *const open[] = {"", "pt", "it", "ca", "gl"};
    uint32_t romance = evidence->romance, english = evidence->english;
    if (english > 2 * romance + CLEARLY) return false;
    if (is_one_of(language, told, sizeof told / sizeof *told) || romance > 2 * english + CLEARLY) return true;
    bool few = romance > 0 && english == 0 && romance + evidence->shared > 2;
    return is_one_of(language, open, sizeof open / sizeof *open) && (few || romance > 2 * english + 1);
}

void evidence_decide(const struct evidence *evidence, struct scan *scan)
{
    bool told = slice_is(scan->language, "fr") || slice_is(scan->language, "es");
    scan->romance = is_romance(evidence, scan->language);
    scan->spanish = told ? slice_is(scan->language, "es") : evidence->spanish > evidence->french;
    bool american =
        scan->spanish && evidence->commas > evidence->points; /* "1,200 personas", "17.350 pesos" in Mexico */
    scan->point_groups = scan->romance ? !american : evidence->points > evidence->commas;
    scan->comma_decimals = scan->romance && (!scan->spanish || evidence->points > evidence->commas);
}
