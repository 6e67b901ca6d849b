/* A figure as JSON: one writer for --figures, for hits and for tests.
 *
 * {"value","low","high","text","class","noun","unit","unit_text","qualifier","per","period","topic","zone","start","length"}
 * value is the low end; "low" and "high" are there for intervals only; empty members are left out except noun and unit.
 * start and length are bytes in the field the figure stands in; "text" is those bytes. */
#ifndef TALLY_FIGURES_PRINT_H
#define TALLY_FIGURES_PRINT_H

#include "base/json.h"
#include "figures/figure.h"

/* `text` is the text that start and length count in. */
void figure_print(struct json_writer *json, const struct figure *figure, struct slice text);

/* The short form that the NewsQuant-style scorer reads: {"value": n or [low,high], "unit": as written, singular,
 * "change": "=", "~", "<", ">", "up" or "down", "concept": topic words that are not the unit}. */
void figure_print_scored(struct json_writer *json, const struct figure *figure);

#endif
