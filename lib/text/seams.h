/* Seams: where a crawler glued two texts together, told by a capital directly behind a small letter. */
#ifndef TALLY_TEXT_SEAMS_H
#define TALLY_TEXT_SEAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* True when a new text begins at byte `at` of `text`, glued to the one before. Looks back no further than `from`. */
bool text_seam_at(struct slice text, size_t from, size_t at);

#endif
