/* What the user sees while articles are read and written: one line on a terminal, rewritten; nothing when piped. */
#ifndef TALLY_INDEXER_PROGRESS_H
#define TALLY_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/writer.h"

#define PROGRESS_INTERVAL_MS 200
#define PROGRESS_TEXT_MAX    120

struct progress {
    bool visible;                  /* standard error is a terminal, and nobody asked for quiet */
    bool drawn;                    /* a line stands there */
    bool writes, merges;           /* what becomes of the articles */
    int64_t started_ms, next_ms;   /* the next line is not drawn before */
    uint64_t total_bytes;          /* of all files, as they lie on disk; 0: not known */
    uint64_t read_bytes, articles; /* so far */
    uint64_t text_bytes;           /* of these articles; of those to write; of those in batches that are done */
    uint64_t to_write_bytes, written_bytes;
    int64_t writing_ms;    /* time that these batches took */
    int64_t batch_ms;      /* when the one being written was begun; 0: none is */
    enum writer_step step; /* of it, with its articles */
    uint32_t step_done, step_total;
};

struct progress progress_start(bool visible, uint64_t total_bytes);
/* An article of so much text was read, and is to be written. */
void progress_article(struct progress *progress, size_t text_bytes);
void progress_to_write(struct progress *progress, size_t text_bytes);
/* Draws, at most every PROGRESS_INTERVAL_MS; a new step is drawn at once. */
void progress_read(struct progress *progress, uint64_t read_bytes);
void progress_write(struct progress *progress, enum writer_step step, uint32_t done, uint32_t total);
/* Takes the line away, so that another can be printed. */
void progress_clear(struct progress *progress);

/* The line, ASCII; its length. */
size_t progress_text(const struct progress *progress, int64_t now_ms, char out[PROGRESS_TEXT_MAX]);

#endif
