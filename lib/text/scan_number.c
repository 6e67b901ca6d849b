/* Number tokens: digits with single separators between them, then the letters glued to them. */
#include "text/fold.h"
#include "text/scanner.h"

/* The separator at `at` when a digit follows it; .size 0 when there is none. Any apostrophe counts as '. */
static struct place separator_at(const struct scanner *scanner, const char *at)
{
    struct place place = place_at(scanner, at);
    bool apostrophe = character_is_apostrophe(place.code_point);
    bool separates = (place.code_point == '.' || place.code_point == ',' || apostrophe) &&
                     place_at(scanner, at + place.size).class & CHARACTER_DIGIT;
    if (!separates) return (struct place){0, 0, 0};
    if (apostrophe) place.code_point = '\'';
    return place;
}

static const char *collect_digits(const struct scanner *scanner, const char *at, struct word *digits)
{
    for (;;) {
        struct place place = place_at(scanner, at);
        if (place.class & CHARACTER_DIGIT) {
            text_word_add(digits, at, place.size, place.class);
            at += place.size;
            continue;
        }
        struct place separator = separator_at(scanner, at);
        if (separator.size == 0) return at;
        text_word_add(digits, &(char){(char)separator.code_point}, 1, 0);
        at += separator.size;
    }
}

static const char *collect_suffix(const struct scanner *scanner, const char *at, struct word *suffix)
{
    for (;;) {
        struct place place = place_at(scanner, at);
        bool letter = place.class & (CHARACTER_WORD | CHARACTER_MARK) && !(place.class & CHARACTER_ALONE);
        if (!letter || character_is_apostrophe(place.code_point)) return at;
        text_word_add(suffix, at, place.size, place.class);
        at += place.size;
    }
}

int text_scan_number(struct scanner *scanner)
{
    struct word word;
    char folded[TEXT_WORD_MAX];
    text_word_clear(&word);
    const char *end = collect_digits(scanner, scanner->at, &word);
    size_t digits = text_fold_word(slice_make(word.letters, word.length), folded, sizeof folded);
    text_word_clear(&word);
    end = collect_suffix(scanner, end, &word);
    size_t length =
        digits + text_fold_word(slice_make(word.letters, word.length), folded + digits, sizeof folded - digits);
    struct token *token;
    end = text_skip_possessive(scanner, end);
    if (text_scanner_add_folded(scanner, TOKEN_NUMBER, end, slice_make(folded, length), &token) != 0) return -1;
    if (token) token->digits = (uint16_t)digits;
    return 0;
}
