/* Lists of other articles: how far the headlines go behind "Related Articles". */
#ifndef TALLY_TEXT_LISTS_H
#define TALLY_TEXT_LISTS_H

#include <stddef.h>

#include "text/blocks.h"

/* Where the list ends whose heading ends at `from`: where the article goes on, or the text ends. Time is that of the
 * bytes taken, and of the block behind them. */
size_t text_list_end(struct block_walk *walk, size_t from);

#endif
