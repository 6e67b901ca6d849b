/* The lexer: text into tokens, each with its span, folded form and glue, not yet its sentence or position. */
#ifndef TALLY_TEXT_SCAN_H
#define TALLY_TEXT_SCAN_H

#include "text/tokens.h"

/* Fills `text`, `items` and `count` of `out`. */
int text_scan(struct arena *arena, struct slice text, struct text_tokens *out, struct error *error);

#endif
