/* The lexer: text into tokens, each with its span, folded form and glue, not yet its sentence or position. */
#ifndef TALLY_TEXT_SCAN_H
#define TALLY_TEXT_SCAN_H

#include "text/tokens.h"
#include "text/zones.h"

/* Fills `text`, `items` and `count` of `out`. No token runs from one of `zones` (NULL: one zone) into the next. */
int text_scan(struct arena *arena, struct slice text, const struct zones *zones, struct text_tokens *out,
              struct error *error);

#endif
