/* What the parts of the lexer share: the scanner, and the word it is collecting. */
#ifndef TALLY_TEXT_SCANNER_H
#define TALLY_TEXT_SCANNER_H

#include "base/utf8.h"
#include "text/characters.h"
#include "text/tokens.h"

#define WORD_LETTERS_MAX (4 * TEXT_WORD_MAX) /* bytes of a word that are looked at for its folded form */

struct scanner {
    const char *begin, *at, *end;
    struct arena *arena;
    struct token *items;
    uint32_t count, capacity;
    uint8_t flags; /* TOKEN_GLUED or TOKEN_LINE_START, for the next token */
};

/* A word on its way: the characters that make up its folded form, without apostrophes and dots. */
struct word {
    char letters[WORD_LETTERS_MAX];
    size_t length;
    uint32_t letter_count, capital_count;
    uint8_t classes; /* of all its characters, ORed */
};

void text_word_clear(struct word *word);
void text_word_add(struct word *word, const char *at, size_t size, uint8_t class);

/* The next token, from scanner->at up to `end`, where the scanner goes on; NULL when the arena is full. */
struct token *text_scanner_add(struct scanner *scanner, enum token_kind kind, const char *end);

/* As text_scanner_add(), with the folded form, of which a copy is kept. Without one there is nothing to search for and
 * no token: *out is NULL then. -1 when the arena is full. */
int text_scanner_add_folded(struct scanner *scanner, enum token_kind kind, const char *end, struct slice folded,
                            struct token **out);

/* Tokens of any spelling, the long way. Each returns -1 when the arena is full. */
int text_scan_word(struct scanner *scanner);
int text_scan_number(struct scanner *scanner);
/* A word like "U.S." or "a.m.", when one begins at scanner->at: sets *found. */
int text_scan_dotted(struct scanner *scanner, bool *found);

/* Past the possessive "'s" at `at`; `at` itself when there is none. */
const char *text_skip_possessive(const struct scanner *scanner, const char *at);

/* A character and its class; beyond the end, white space of no size. */
struct place {
    uint32_t code_point;
    uint8_t class, size;
};

static inline struct place place_at(const struct scanner *scanner, const char *at)
{
    if (at >= scanner->end) return (struct place){0, CHARACTER_SPACE, 0};
    size_t size;
    uint32_t code_point = utf8_decode(at, scanner->end, &size);
    return (struct place){code_point, character_class(code_point), (uint8_t)size};
}

static inline uint8_t ascii_at(const struct scanner *scanner, const char *at)
{
    return at < scanner->end ? character_ascii[(unsigned char)*at] : CHARACTER_SPACE;
}

#endif
