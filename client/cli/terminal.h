/* What the terminal can show, and text made safe for it. */
#ifndef TALLY_CLI_TERMINAL_H
#define TALLY_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/slice.h"
#include "tally.h"

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_MARK };

struct terminal {
    bool colours;
    size_t width; /* columns; 0: lines are not wrapped */
};

/* Colours only on a terminal that has them, and not when NO_COLOR says no. Lines are wrapped on a terminal, or where
 * COLUMNS tells how wide it is. */
struct terminal terminal_of(FILE *file);

/* Writes text of an article: control characters (also the C1 ones, ESC, and those that turn the direction of writing)
 * become nothing, white space a space. */
void terminal_text(FILE *file, struct slice text);
void terminal_style(FILE *file, const struct terminal *terminal, enum style style);
/* Words wrapped to the width behind `indent` spaces, with marks (ascending, not overlapping); ends with a line feed. */
void terminal_paragraph(FILE *file, const struct terminal *terminal, size_t indent, struct slice text,
                        const struct tally_mark *marks, size_t mark_count);
/* Columns that text takes as terminal_text() writes it. */
size_t terminal_columns(struct slice text);
/* The longest beginning, and the longest end, that take at most `columns`. */
struct slice terminal_fit(struct slice text, size_t columns);
struct slice terminal_fit_end(struct slice text, size_t columns);
/* Text as one cell of a table: cut with an ellipsis to `columns`, filled up with spaces before or behind it. 0 columns:
 * as long as it is. */
enum alignment { ALIGN_LEFT, ALIGN_RIGHT };
void terminal_cell(FILE *file, struct slice text, size_t columns, enum alignment alignment);

#endif
