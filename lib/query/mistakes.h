/* Notes on words that were perhaps meant as something else. Inside lib/query only.
 *
 * Each returns 0, with a note or none, or -1: with `strict` the note is an error. */
#ifndef TALLY_QUERY_MISTAKES_H
#define TALLY_QUERY_MISTAKES_H

#include "query/parser.h"

/* Signs that mean something at the end of a word only, in a chunk without its suffix: wh*les, whal?s, Khalid~x. */
int mistakes_note_signs(struct parser *parser, struct slice chunk);
/* A word of plain text whose space or sign is in the wrong place: attempts :5, attempts>5, ~5. `is_range`: it was read
 * as a range without a name. */
int mistakes_note_word(struct parser *parser, const struct piece *piece, bool is_range);

#endif
