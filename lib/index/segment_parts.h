/* What writing and merging segments share. */
#ifndef TALLY_INDEX_SEGMENT_PARTS_H
#define TALLY_INDEX_SEGMENT_PARTS_H

#include <limits.h>

#include "index/segment.h"

/* directory/name, or directory/name/file when `file` is not NULL. */
int segment_path(const char *directory, const char *name, const char *file, char out[PATH_MAX], struct error *error);

/* Syncs the folder and its name in the directory, and fills `out` from what is there. */
int segment_describe(const char *directory, const char *name, uint32_t document_count, struct manifest_segment *out,
                     struct error *error);

#endif
