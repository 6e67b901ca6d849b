/* Spelled-out numbers, for number.c. */
#ifndef TALLY_FIGURES_NUMBER_WORDS_H
#define TALLY_FIGURES_NUMBER_WORDS_H

#include "figures/number.h"

/* Reads the longest number in words that begins at token `first`. False when none does. In a text that is `romance`,
 * French or Spanish, words that mean something else in English ("dix", "once") may stand alone. */
bool number_words_read(const struct text_tokens *tokens, uint32_t first, bool romance, struct number *out);

/* A word that multiplies the number before it ("million", "lakh", "bn", "dozen"): its factor, else 0. */
double number_words_scale(const struct token *token);

/* "1/2", "½", "and a half", "and three quarters" behind a number that ends before token `next`: adds to *value and
 * gives the token after it; `next` itself when nothing of the kind stands there. */
uint32_t number_words_fraction(const struct text_tokens *tokens, uint32_t next, double *value);

/* "point five", "point 77" at token `at`: the spoken decimals, added to *value. Gives the token after them, `at` when
 * none stand there. */
uint32_t number_words_decimals(const struct text_tokens *tokens, uint32_t at, double *value);

#endif
