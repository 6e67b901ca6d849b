/* Cues: what page furniture begins with, and how much of the page it takes. */
#ifndef TALLY_TEXT_CUES_H
#define TALLY_TEXT_CUES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Where a cue may stand: at the start of a line or behind the end of a sentence. */
struct cue_place {
    size_t at;     /* of its first letter */
    bool own_line; /* nothing but bullets before it on its line */
    bool glued;    /* no blank between it and the sentence before */
};

/* What a cue takes beside its own bytes. */
enum cue_takes {
    CUE_TAKES_LINE,     /* nothing: a line, or a headline run into the text */
    CUE_TAKES_LIST,     /* the headlines below */
    CUE_TAKES_REST,     /* the rest of the page */
    CUE_TAKES_COMMENTS, /* the rest of the page, unless it goes on with sentences: then it was a counter */
};

struct cue_extent {
    size_t start, end;
    enum cue_takes takes;
};

/* True when furniture begins at `place`, or behind it on its line. Looks ahead no further than a headline is long. */
bool text_cue_find(struct slice text, struct cue_place place, struct cue_extent *extent);

/* True when `text` is the heading of a list of other articles or of the readers' comments, and nothing else. */
bool text_cue_is_heading(struct slice text);

#endif
