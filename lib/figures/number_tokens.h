/* Tokens as spelled-out numbers see them. For number_words.c and number_fractions.c only. */
#ifndef TALLY_FIGURES_NUMBER_TOKENS_H
#define TALLY_FIGURES_NUMBER_TOKENS_H

#include "figures/lexicon.h"
#include "figures/number.h"

static inline const struct number_word *word_at(const struct text_tokens *tokens, uint32_t at)
{
    if (at >= tokens->count || tokens->items[at].kind != TOKEN_WORD) return NULL;
    const struct lexeme *lexeme = lexicon_find(token_folded(&tokens->items[at]));
    return lexeme && lexeme->number ? lexicon_number(lexeme->number) : NULL;
}

static inline bool is_word(const struct text_tokens *tokens, uint32_t at, const char *word)
{
    return at < tokens->count && tokens->items[at].kind == TOKEN_WORD &&
           slice_is(token_folded(&tokens->items[at]), word);
}

static inline bool is_article(const struct text_tokens *tokens, uint32_t at)
{
    return is_word(tokens, at, "a") || is_word(tokens, at, "an");
}

static inline bool is_glued_hyphen(const struct text_tokens *tokens, uint32_t at)
{
    return at + 1 < tokens->count && token_is_symbol(&tokens->items[at], '-') &&
           (tokens->items[at].flags & TOKEN_GLUED) && (tokens->items[at + 1].flags & TOKEN_GLUED);
}

static inline bool same_sentence(const struct text_tokens *tokens, uint32_t a, uint32_t b)
{
    return b < tokens->count && tokens->items[a].sentence == tokens->items[b].sentence;
}

static inline bool is_plural(const struct text_tokens *tokens, uint32_t at)
{
    const struct token *token = &tokens->items[at];
    return token->folded[token->folded_length - 1] == 's';
}

/* A count below a hundred ("three", "fifty-four"); gives the token after it, `at` when none stands there. */
uint32_t number_small_count(const struct text_tokens *tokens, uint32_t at, double *count);

/* "half a million", "a quarter of a million", "three quarters of a billion": what a part or a couple before token `at`
 * is multiplied by, 1 when no scale stands there. Gives the token after it. */
uint32_t number_part_of_scale(const struct text_tokens *tokens, uint32_t at, double *factor);

/* Fractions in words: "half of", "two thirds", "a quarter million". An ordinal is a part only after a count, or with
 * "of" behind it. False when none begins at token `first`. */
bool number_part_read(const struct text_tokens *tokens, uint32_t first, struct number *out);

#endif
