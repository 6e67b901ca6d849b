/* Numbers as people write them, and their one canonical spelling.
 *
 * Shared by both walks (articles and queries), so that 50K means the same in both. */
#ifndef TALLY_FIGURES_NUMBER_H
#define TALLY_FIGURES_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "text/tokens.h"

#define NUMBER_CANONICAL_MAX 48
#define NUMBER_MAGNITUDE_MAX 1e18 /* larger ones are identifiers, not figures */
#define NUMBER_DIGITS        15   /* significant digits kept: every such decimal is told apart by a double */

enum number_form {
    NUMBER_DIGITS_ONLY, /* "65,000", "65 000", "2.5" */
    NUMBER_SCALED,      /* digits and a scale: "65K", "175 million", "3.5bn" */
    NUMBER_SPELLED      /* words: "sixty-five thousand", "a hundred", "two and a half million", "half" */
};

struct number {
    double value;         /* rounded to NUMBER_DIGITS significant digits; without a sign */
    double scale;         /* the factor of the scale it is written with (1e6 in "3 million"); 1 without */
    uint32_t first, last; /* tokens it takes, both included */
    enum number_form form;
    bool grouped;        /* written with thousands separators */
    bool decimal;        /* written with a decimal part or as a fraction */
    bool suffix_is_unit; /* letters glued to the digits that are no scale ("35kg", "12th"): not part of the number */
};

/* Reads the longest number that begins at token `first` (digits, scaled, or spelled out; English, and the digit styles
 * and number words of French and Spanish). False when none begins there. Does not judge whether it is a figure: years,
 * dates and ordinals are the extractor's business, though an ordinal word or suffix ("fifth", "12th") is no number. */
bool number_read(const struct text_tokens *tokens, uint32_t first, struct number *out);

/* "007" and account numbers are names made of digits, which stay as they are written: is this number token one? */
bool number_is_name(const struct token *token);

/* A whole text that is one number in any of those spellings, with an optional sign: a bound in a query. */
bool number_parse(struct slice text, double *value);

/* The canonical spelling: plain decimal digits, '.' for the decimals, no grouping ("65000", "2.5", "-3").
 * Returns its length. The same double always gives the same bytes. */
size_t number_canonical(double value, char out[NUMBER_CANONICAL_MAX]);

/* `value` rounded to NUMBER_DIGITS significant digits. */
double number_round(double value);

#endif
