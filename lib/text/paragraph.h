/* Lines: which line breaks are only the margin of hard-wrapped text. */
#ifndef TALLY_TEXT_PARAGRAPH_H
#define TALLY_TEXT_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* A run of lines without a blank one between. */
struct paragraph {
    size_t end;   /* offset of the blank line or of the end of the text */
    bool wrapped; /* its lines were broken at a margin: a break is white space */
};

/* The paragraph whose first line begins at `start`. */
struct paragraph text_paragraph_measure(struct slice text, size_t start);

/* True when the white space `gap`, which holds a line break, ends a paragraph: a blank line, or the next one indented.
 */
bool text_paragraph_ends(struct slice gap);

#endif
