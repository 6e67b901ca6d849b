/* Blocks: a text as a row of lines and hard-wrapped paragraphs, and what they look like from outside. */
#ifndef TALLY_TEXT_BLOCKS_H
#define TALLY_TEXT_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "text/paragraph.h"

enum block_kind {
    BLOCK_LINE,  /* a headline, a name, a date */
    BLOCK_ITEM,  /* behind a bullet */
    BLOCK_LEAD,  /* ends with a colon: what follows belongs to it */
    BLOCK_PROSE, /* sentences */
};

struct block {
    size_t start, end; /* of its text, without white space around it */
    bool after_blank;  /* a blank line stands before it */
    enum block_kind kind;
};

/* A walk over the blocks of a text; it may go back, at the price of measuring a paragraph again. */
struct block_walk {
    struct slice text;
    struct paragraph paragraph; /* around measured_at */
    size_t measured_at;
};

/* The first block at `from` or later; false when only white space is left. */
bool text_block_at(struct block_walk *walk, size_t from, struct block *out);

/* True when one of its blocks is prose. */
bool text_has_prose(struct slice text);

#endif
