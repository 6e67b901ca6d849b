/* A few lines of an article that show the match.
 *
 * One pass over the body: the window with the matched phrase or figure is preferred, then the one with the most
 * distinct words. Only what matched is marked: of a phrase the phrase, not its words elsewhere. Text is plain; escaping
 * and the form of the marks are the business of whoever prints. */
#ifndef TALLY_QUERY_SNIPPET_H
#define TALLY_QUERY_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "text/zones.h"

#define SNIPPET_BYTES     280 /* aimed at; cut at word borders */
#define SNIPPET_MARKS_MAX 32

struct snippet_mark {
    uint32_t start, length; /* bytes of the snippet's text */
};

struct snippet {
    struct slice text;                            /* white space runs are one space */
    struct snippet_mark marks[SNIPPET_MARKS_MAX]; /* ascending, not overlapping */
    size_t mark_count;
    bool cut_before, cut_after; /* the text goes on: print an ellipsis */
};

/* What to show: byte spans of the text, ascending, not overlapping. */
struct snippet_span {
    uint32_t start, length;
    double weight; /* a matched figure or phrase weighs more than a word */
};

/* The best window of `text`; without spans its beginning. It stays within one of the zones; NULL: all of it is one.
 * `.text.data` NULL when the arena is full. */
struct snippet snippet_make(struct arena *arena, struct slice text, const struct zones *zones,
                            const struct snippet_span *spans, size_t span_count);

#endif
