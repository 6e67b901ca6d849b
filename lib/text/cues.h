/* Cues: the words that page furniture begins with, and how much each takes. */
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

/* What a cue at `place` takes: bytes up to `end`, or all that follows. */
struct cue_extent {
    size_t end;
    bool rest_of_page;
};

/* True when furniture begins at `place`. Looks ahead no further than a headline is long. */
bool text_cue_find(struct slice text, struct cue_place place, struct cue_extent *extent);

#endif
