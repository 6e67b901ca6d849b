/* Fractions in French and Spanish words, for number_words.c and number_fractions.c. */
#ifndef TALLY_FIGURES_NUMBER_ROMANCE_H
#define TALLY_FIGURES_NUMBER_ROMANCE_H

#include "figures/number.h"

/* A fraction that begins at token `first`: "un tiers de", "la cuarta parte", "medio millón", "demi-heure". */
bool number_romance_part_read(const struct text_tokens *tokens, uint32_t first, struct number *out);

/* The half of "deux millions et demi", at token `at`; gives the token after it, `at` when none stands there. */
uint32_t number_romance_half(const struct text_tokens *tokens, uint32_t at, double *value);

/* Thousands as Mexican papers write them: "mil 200 pesos", "2 mil 500 millones". */
bool number_spanish_thousands(const struct text_tokens *tokens, uint32_t first, struct number *out);

#endif
