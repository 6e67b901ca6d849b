/* Text into tokens: words, numbers and symbols with their places, sentences and positions.
 *
 * The one tokenizer of tally, for articles and queries alike. Rules
 *  - A word is a run of letters, marks and digits by Unicode class that begins with a letter ("Ceuta", "F16").
 *    An apostrophe between letters joins ("don't" → dont, "O'Brien" → obrien), except that the English possessive is
 *    cut ("Morocco's" → morocco, "networks'" → networks) and the French/Italian/Catalan elision before a vowel is a
 *    word of its own ("l'été" → l, ete; "qu'elle" → qu, elle). A hyphen separates ("pro-active" → pro, active) and
 *    stays visible as a symbol. Dotted capitals are one word ("U.S." → us, "a.m." → am).
 *  - A number token begins with a digit: digits with single '.' ',' or ''' between digits ("65,000", "2.5", "3.2.1"),
 *    then letters glued to it ("65K", "35m", "12th", "1990s"); `digits` counts the bytes before those letters.
 *    A space separates: "65 000" is two tokens; number.h reads them as one number.
 *  - Everything else that is not white space is a symbol, one code point a token ("$", "%", "–", "(").
 *    Symbols carry no position and are not indexed; the figure scanner reads them.
 *  - Folding: NFKC, case folded, diacritics stripped ("Fès" → fes, "Straße" → strasse); ASCII takes a fast path.
 *    A folded form is at most TEXT_WORD_MAX bytes (longer ones are cut on a character), and never empty: what folds to
 *    nothing (the invisible fillers of Hangul) is no token. Digits of every script become 0-9.
 *  - Scripts written without spaces (Han, Hiragana, Katakana, Thai …): each character is a word.
 *  - Sentences end at . ! ? (with closing quotes) before white space and a capital, a digit or an opening quote, at a
 *    glued "2016.The", and at line ends that end a paragraph or stand alone; not after abbreviations (Mr., U.S., Jan.,
 *    No., initials) nor inside numbers. A line break inside a hard-wrapped paragraph is white space.
 *  - Positions count words and numbers from `first_position`, with TEXT_SENTENCE_GAP extra between sentences, so that a
 *    phrase does not run across them.
 *
 * Input is UTF-8 that text_repair() has passed; any other byte is read as U+FFFD and never leads outside the slice. */
#ifndef TALLY_TEXT_TOKENS_H
#define TALLY_TEXT_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "text/characters.h"

#define TEXT_BYTES_MAX    ((size_t)64 << 20) /* of one text; positions and offsets are 32 bits wide */
#define TEXT_TOKENS_MAX   4000000u           /* of one text; 10 MB of English prose have 2 million, of Chinese 3.5 */
#define TEXT_WORD_MAX     200                /* bytes of a folded word: below libxapian's 245 with any prefix */
#define TEXT_SENTENCE_GAP 4

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_SYMBOL };

enum token_flag {
    TOKEN_CAPITAL = 1,        /* begins with a capital letter */
    TOKEN_ALL_CAPITALS = 2,   /* two or more letters, all of them capitals */
    TOKEN_GLUED = 4,          /* no white space between this token and the one before */
    TOKEN_SENTENCE_START = 8, /* first token of its sentence */
    TOKEN_LINE_START = 16,    /* first token of its line */
    TOKEN_ABBREVIATION = 32   /* written with the dots of an abbreviation, which are part of its span */
};

struct token {
    uint32_t start, length; /* bytes in the text */
    uint32_t position;      /* of words and numbers; a symbol has that of the next word or number */
    uint32_t sentence;      /* index into text_tokens.sentences */
    const char *folded;     /* normalised form: words and numbers; of a number it keeps its separators ("65,000") */
    uint16_t folded_length;
    uint16_t digits; /* number tokens: bytes of the numeric part in `folded`, before glued letters */
    uint8_t kind, flags;
    uint32_t code_point; /* symbols: which one */
};

struct sentence {
    uint32_t start, length; /* bytes in the text */
    uint32_t first_token, token_count;
};

struct text_tokens {
    struct slice text;
    struct token *items;
    uint32_t count;
    struct sentence *sentences;
    uint32_t sentence_count;
    uint32_t next_position; /* one beyond the last used: where a following field may begin, after its gap */
};

/* Splits `text`; the result lives in `arena` and points into `text`. ERROR_LIMIT over TEXT_BYTES_MAX or
 * TEXT_TOKENS_MAX, ERROR_NO_MEMORY when the arena is full. Time is linear in the length of the text whatever it
 * holds. */
int text_tokenize(struct arena *arena, struct slice text, uint32_t first_position, struct text_tokens *out,
                  struct error *error);

static inline struct slice token_folded(const struct token *token)
{
    return slice_make(token->folded, token->folded_length);
}

static inline bool token_is_symbol(const struct token *token, uint32_t code_point)
{
    return token->kind == TOKEN_SYMBOL && token->code_point == code_point;
}

static inline bool token_is_apostrophe(const struct token *token)
{
    return token->kind == TOKEN_SYMBOL && character_is_apostrophe(token->code_point);
}

#endif
