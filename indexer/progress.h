/* What the user sees while articles are read: one line on a terminal, rewritten; nothing when piped. */
#ifndef TALLY_INDEXER_PROGRESS_H
#define TALLY_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#define PROGRESS_INTERVAL_MS 200

struct progress {
    bool visible; /* standard error is a terminal, and nobody asked for quiet */
    bool drawn;   /* a line stands there */
    int64_t started_ms, next_ms;
    uint64_t total_bytes; /* of all files, as they lie on disk; 0: not known */
};

struct progress progress_start(bool quiet, uint64_t total_bytes);
/* `done_bytes` of the files, `text_bytes` of articles. Draws at most every PROGRESS_INTERVAL_MS. */
void progress_update(struct progress *progress, uint64_t articles, uint64_t done_bytes, uint64_t text_bytes);
/* Takes the line away, so that another can be printed. */
void progress_clear(struct progress *progress);

#endif
