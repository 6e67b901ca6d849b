/* Words of any spelling: letters beyond ASCII, apostrophes, dotted abbreviations, scripts without spaces. */
#include "text/fold.h"
#include "text/scanner.h"

#define ELISION_BYTES_MAX  7
#define DOTTED_LETTERS_MAX 12

static const char *const elisions[] = {
#define ELISION(letters) letters,
#include "text/elisions.def"
#undef ELISION
};

void text_word_clear(struct word *word)
{
    word->length = 0;
    word->letter_count = word->capital_count = 0;
    word->classes = 0;
}

void text_word_add(struct word *word, const char *at, size_t size, uint8_t class)
{
    word->classes |= class;
    if (class & CHARACTER_LETTER) word->letter_count++;
    if (class & CHARACTER_UPPER) word->capital_count++;
    if (word->length + size > sizeof word->letters) return;
    memcpy(word->letters + word->length, at, size);
    word->length += size;
}

static int add_word(struct scanner *scanner, const struct word *word, const char *end, uint8_t flags)
{
    struct token *token;
    char folded[TEXT_WORD_MAX];
    size_t length = text_fold_word(slice_make(word->letters, word->length), folded, sizeof folded);
    if (text_scanner_add_folded(scanner, TOKEN_WORD, end, slice_make(folded, length), &token) != 0) return -1;
    if (!token) return 0;
    token->flags |= flags;
    if (word->letter_count >= 2 && word->capital_count == word->letter_count) token->flags |= TOKEN_ALL_CAPITALS;
    return 0;
}

static uint8_t capital_flag(uint8_t class)
{
    return class & CHARACTER_UPPER ? TOKEN_CAPITAL : 0;
}

const char *text_skip_possessive(const struct scanner *scanner, const char *at)
{
    struct place apostrophe = place_at(scanner, at);
    if (!character_is_apostrophe(apostrophe.code_point)) return at;
    struct place letter = place_at(scanner, at + apostrophe.size);
    if (letter.code_point != 's' && letter.code_point != 'S') return at;
    const char *end = at + apostrophe.size + letter.size;
    struct place next = place_at(scanner, end);
    bool goes_on = next.class & (CHARACTER_WORD | CHARACTER_MARK) || character_is_apostrophe(next.code_point);
    return goes_on ? at : end;
}

/* "l", "qu" … before an apostrophe and a vowel: a word of its own. */
static bool is_elision(const struct word *word, struct place next)
{
    bool vowel = next.code_point >= 0x80 || strchr("aeiouyhAEIOUYH", (int)next.code_point);
    if (!vowel || word->length > ELISION_BYTES_MAX || word->classes & CHARACTER_DIGIT) return false;
    for (size_t i = 0; i < sizeof elisions / sizeof *elisions; i++)
        if (strlen(elisions[i]) == word->length && strncasecmp(elisions[i], word->letters, word->length) == 0)
            return true;
    return false;
}

/* The letter that an apostrophe at `at` joins to the word; NULL when it does not. */
static const char *joined_letter(const struct scanner *scanner, const char *at, const struct word *word)
{
    const char *letter = at + place_at(scanner, at).size;
    struct place next = place_at(scanner, letter);
    bool joins = next.class & CHARACTER_LETTER && !(next.class & CHARACTER_ALONE) &&
                 !character_is_apostrophe(next.code_point) && !is_elision(word, next);
    return joins ? letter : NULL;
}

/* Letters, marks, digits and joining apostrophes from `at` on; returns where the word ends. */
static const char *collect_word(const struct scanner *scanner, const char *at, struct word *word)
{
    for (;;) {
        struct place place = place_at(scanner, at);
        if (character_is_apostrophe(place.code_point)) {
            const char *possessive_end = text_skip_possessive(scanner, at);
            if (possessive_end != at) return possessive_end;
            const char *letter = joined_letter(scanner, at, word);
            if (!letter) return at;
            at = letter;
            continue;
        }
        if (!(place.class & (CHARACTER_WORD | CHARACTER_MARK)) || place.class & CHARACTER_ALONE) return at;
        text_word_add(word, at, place.size, place.class);
        at += place.size;
    }
}

static const char *collect_marks(const struct scanner *scanner, const char *at, struct word *word)
{
    for (;;) {
        struct place place = place_at(scanner, at);
        if (!(place.class & CHARACTER_MARK)) return at;
        text_word_add(word, at, place.size, place.class);
        at += place.size;
    }
}

int text_scan_word(struct scanner *scanner)
{
    struct word word;
    text_word_clear(&word);
    struct place first = place_at(scanner, scanner->at);
    const char *end = scanner->at + first.size;
    text_word_add(&word, scanner->at, first.size, first.class);
    end = first.class & CHARACTER_ALONE ? collect_marks(scanner, end, &word) : collect_word(scanner, end, &word);
    return add_word(scanner, &word, end, capital_flag(first.class));
}

/* Single letters with dots between, from `at` on; returns where they end, NULL when they are no abbreviation: fewer
 * than two or a long chain of letters, or small ones without the last dot ("a.b.c"). */
static const char *collect_dotted(const struct scanner *scanner, const char *at, struct word *word)
{
    while (word->letter_count < DOTTED_LETTERS_MAX) {
        uint8_t class = ascii_at(scanner, at), next = ascii_at(scanner, at + 1);
        bool single = class & CHARACTER_LETTER && !(next & (CHARACTER_WORD | CHARACTER_NO_ASCII));
        if (!single) return word->letter_count >= 2 ? at : NULL;
        text_word_add(word, at, 1, class);
        bool dot = at + 1 < scanner->end && at[1] == '.';
        bool capitals = word->capital_count == word->letter_count && word->letter_count >= 2;
        if (!dot) return capitals ? at + 1 : NULL;
        at += 2;
    }
    return NULL;
}

int text_scan_dotted(struct scanner *scanner, bool *found)
{
    struct word word;
    text_word_clear(&word);
    uint8_t flags = TOKEN_ABBREVIATION | capital_flag(ascii_at(scanner, scanner->at));
    const char *end = collect_dotted(scanner, scanner->at, &word);
    *found = end != NULL;
    if (!end) return 0;
    return add_word(scanner, &word, text_skip_possessive(scanner, end), flags);
}
