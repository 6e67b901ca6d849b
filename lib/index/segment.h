/* Writing a segment: documents in, an immutable folder out.
 *
 * Documents get docids 1, 2, 3 … in the order given. The tables are laid out by xapian-c, whose tests hold
 * them against what libxapian writes. */
#ifndef TALLY_INDEX_SEGMENT_H
#define TALLY_INDEX_SEGMENT_H

#include "base/error.h"
#include "index/document.h"
#include "index/manifest.h"

#define SEGMENT_COLUMN_FILE "figures.column"

struct segment_writer;

/* directory/name must not exist yet. */
struct segment_writer *segment_writer_new(const char *directory, const char *name, struct error *error);
/* ERROR_LIMIT, ERROR_BAD_INPUT: this document cannot be written, and the segment goes on without it. Any other failure
 * ends the segment. */
int segment_writer_add(struct segment_writer *writer, const struct document *document, struct error *error);
/* Syncs everything and describes the segment for the manifest. */
int segment_writer_finish(struct segment_writer *writer, struct manifest_segment *out, struct error *error);
/* Frees; an unfinished segment's folder is removed. */
void segment_writer_free(struct segment_writer *writer);

/* The figure column of a segment; ERROR_CORRUPT too when it speaks of documents that the segment does not have. */
struct column *segment_column_open(const char *directory, const struct manifest_segment *segment, struct error *error);

/* One segment from several: glass tables by compaction, columns and tombstones with docids shifted. The order of
 * documents is that of the sources. *dead gets the tombstones of the result, a bitmap in the arena; out->dead_count
 * counts them, and a tombstone file for them is the caller's to write. A folder begun is removed on failure. */
struct segment_source {
    const struct manifest_segment *segment;
    const uint64_t *dead; /* bitmap of docids - 1; NULL: none */
};
int segment_merge(struct arena *arena, const char *directory, const struct segment_source *sources, size_t count,
                  const char *name, struct manifest_segment *out, uint64_t **dead, struct error *error);

/* Tombstone files: bitmap of docids - 1 for `document_count` documents, with header and checksum. */
int tombstones_write(const char *directory, const char *name, const uint64_t *dead, uint32_t document_count,
                     struct manifest_file *out, struct error *error);
int tombstones_read(struct arena *arena, const char *directory, const struct manifest_segment *segment, uint64_t **dead,
                    struct error *error);

#endif
