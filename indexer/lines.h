/* The lines of a stream, one by one. */
#ifndef TALLY_INDEXER_LINES_H
#define TALLY_INDEXER_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "indexer/stream.h"

struct lines {
    struct stream *stream;
    struct buffer *buffer; /* bytes taken from the stream; may hold some at the start */
    size_t number;         /* of the line last given, from 1 */
    size_t used, scanned;  /* bytes of the buffer given out, and looked through for an end */
    bool ended;
};

struct lines lines_start(struct stream *stream, struct buffer *buffer);
/* 1: a line, without its end, valid until the next call; 0: there are no more; -1: the stream failed (a line cut off by
 * that is not given), or ERROR_LIMIT: line `number` is longer than the buffer's limit and was passed over; go on. */
int lines_next(struct lines *lines, struct slice *line, struct error *error);

#endif
