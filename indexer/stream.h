/* Bytes of a file or of standard input, decompressed when they are compressed (decoder.h; told by content). */
#ifndef TALLY_INDEXER_STREAM_H
#define TALLY_INDEXER_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

#define STREAM_STEP_BYTES ((size_t)128 * 1024)

struct stream;

/* `path` NULL: standard input. */
struct stream *stream_open(const char *path, struct error *error);
void stream_close(struct stream *stream);

/* Appends up to STREAM_STEP_BYTES to `out`. 1: some came; 0: the end; -1: an error, whose offset counts bytes of the
 * file; all that could be read before it was given, and every later call tells it again. ERROR_NO_MEMORY when `out` is
 * full. */
int stream_read(struct stream *stream, struct buffer *out, struct error *error);
/* Appends all that is left; -1 as above, ERROR_LIMIT when it does not fit. */
int stream_read_all(struct stream *stream, struct buffer *out, struct error *error);

/* Bytes taken from the file so far, compressed as they are: for progress. */
uint64_t stream_consumed(const struct stream *stream);

#endif
