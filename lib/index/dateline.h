/* The day that an article is of, read from its own text where its data do not tell. */
#ifndef TALLY_INDEX_DATELINE_H
#define TALLY_INDEX_DATELINE_H

#include "figures/date.h"
#include "index/article.h"

#define DATELINE_BYTES 2048 /* of the beginning of the main text that are looked at */
#define DATELINE_LINE  14   /* words and signs of a line that a date shares with a byline at most */

/* In this order: the address ("…/2020/02/06/…"); behind a word of publication that opens its line ("Published: 6
 * February 2020"); on a short line; in the dateline that opens the text ("RABAT, Feb. 6, 2020 (AP) —"). A date of the
 * prose is none, for that is what the article speaks of; nor is one in furniture. `arena` is for what is read on the
 * way. */
bool dateline_find(struct arena *arena, const struct article *article, struct date *out);

#endif
