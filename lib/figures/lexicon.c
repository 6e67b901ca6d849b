/* Look-ups in the generated word table, and what the ending of an unknown word tells. */
#include "figures/lexicon.h"

#include "base/hash.h"

#include "lexicon.inc"

#define VERB_BYTES_MAX 32

#define EN   NUMBER_EN
#define FR   NUMBER_FR
#define ES   NUMBER_ES
#define WEAK NUMBER_WEAK
static const struct number_word number_words[] = {
#define NUMBER_WORD(word, number, kind, languages) {number, NUMBER_KIND_##kind, languages},
#include "figures/number_words.def"
#undef NUMBER_WORD
};
#undef EN
#undef FR
#undef ES
#undef WEAK

const struct lexeme *lexicon_find(struct slice folded)
{
    uint32_t slot = hash_bytes(folded.data, folded.length) & lexicon_mask;
    for (; lexicon_slots[slot]; slot = (slot + 1) & lexicon_mask) {
        const struct lexeme *lexeme = &lexicon_rows[lexicon_slots[slot] - 1];
        if (lexeme->length == folded.length && memcmp(lexeme->word, folded.data, folded.length) == 0) return lexeme;
    }
    return NULL;
}

const struct number_word *lexicon_number(uint16_t row)
{
    return &number_words[row - 1];
}

static bool ends(struct slice word, const char *ending)
{
    size_t length = strlen(ending);
    return word.length > length + 1 && memcmp(word.data + word.length - length, ending, length) == 0;
}

static bool is_verb(struct slice base)
{
    const struct lexeme *lexeme = lexicon_find(base);
    return lexeme && (lexeme->classes & WORD(VERB));
}

/* "carries": the -s form of "carry". */
static bool is_third_of_y(struct slice word)
{
    char base[VERB_BYTES_MAX];
    if (!ends(word, "ies") || word.length >= sizeof base) return false;
    memcpy(base, word.data, word.length - 3);
    base[word.length - 3] = 'y';
    return is_verb(slice_make(base, word.length - 2));
}

/* "stands", "reaches", "carries": the -s form of a verb of the lexicon. */
static bool is_third_person(struct slice word)
{
    if (is_verb(slice_make(word.data, word.length - 1)) || is_third_of_y(word)) return true;
    return ends(word, "es") && is_verb(slice_make(word.data, word.length - 2));
}

static bool ends_as_plural(struct slice word)
{
    if (word.length < 3 || word.data[word.length - 1] != 's') return false;
    char before = word.data[word.length - 2];
    if (before == 's' || before == 'u' || before == '\'') return false;
    return !ends(word, "is") && !ends(word, "ous");
}

uint64_t lexicon_classes(struct slice folded, const struct lexeme *lexeme)
{
    uint64_t classes = lexeme ? lexeme->classes : 0;
    if (folded.length < 4) return classes | (!lexeme && ends_as_plural(folded) ? WORD(PLURAL) : 0);
    if (ends(folded, "ed") && !ends(folded, "eed")) return classes | WORD(PAST);
    if (ends(folded, "ing")) return classes | WORD(GERUND);
    if (ends(folded, "ly") && !lexeme) return WORD(ADVERB);
    if (classes & ~(WORD(NOUN_VERB) | WORD(VERB) | WORD(RISE) | WORD(FALL) | WORD(MOVE) | WORD(CARRY) | WORD(GATHER) |
                    WORD(LABEL) | WORD(TOTAL) | WORD(HEDGE_END) | WORD(NUMBERED) | WORD(PERSON) | WORD(CALENDAR_UNIT) |
                    WORD(YEAR_LEAD) | WORD(FRENCH) | WORD(SPANISH)))
        return classes;
    if (!ends_as_plural(folded)) return classes;
    if (is_third_person(folded)) classes |= WORD(THIRD);
    return classes | WORD(PLURAL);
}

static bool ends_in_any(struct slice word, const char *const endings[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ends(word, endings[i])) return true;
    return false;
}

uint64_t lexicon_romance_classes(struct slice folded, const struct lexeme *lexeme)
{
    static const char *const past[] = {"aron", "eron", "aban", "erent", "irent", "urent", "aient"};
    uint64_t neutral = WORD(MONTH) | WORD(WEEKDAY) | WORD(INDEX) | WORD(PHONE) | WORD(STORY) | WORD(HEDGE_END) |
                       WORD(FRENCH) | WORD(SPANISH);
    uint64_t closed = WORD(ARTICLE) | WORD(DETERMINER) | WORD(POSSESSIVE) | WORD(PRONOUN) | WORD(PREPOSITION) |
                      WORD(CONJUNCTION) | WORD(SUBORDINATE) | WORD(AUXILIARY) | WORD(ADVERB);
    uint64_t classes = lexeme ? lexeme->romance | (lexeme->classes & neutral) : 0;
    if (folded.length < 3 || (classes & closed)) return classes;
    if (ends(folded, "mente")) return classes | WORD(ADVERB);
    if (ends_in_any(folded, past, sizeof past / sizeof *past)) return classes | WORD(PAST);
    char last = folded.data[folded.length - 1];
    return last == 's' || last == 'x' ? classes | WORD(PLURAL) : classes;
}
