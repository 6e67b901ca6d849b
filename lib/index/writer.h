/* Changing an index: put, delete, commit. One writer at a time, process-wide and machine-wide (flock on LOCK).
 *
 * Articles put are gathered (up to WRITER_BATCH_BYTES of text or WRITER_BATCH_ARTICLES), then written as one segment,
 * newest first by date. Nothing is visible before index_writer_commit() has returned 0; a full batch is written and
 * published by itself, as a commit. After a commit there are at most WRITER_SEGMENTS_GOAL segments: small ones are
 * merged; a merge in which a fifth or more of the documents are dead rewrites the living ones from their stored
 * articles. After any failure of the disk the writer refuses further work; what was published before stays as it is. */
#ifndef TALLY_INDEX_WRITER_H
#define TALLY_INDEX_WRITER_H

#include <stdbool.h>

#include "base/error.h"
#include "index/article.h"
#include "index/manifest.h"
#include "text/stemmers.h"

#define WRITER_BATCH_BYTES    ((size_t)64 << 20)
#define WRITER_BATCH_ARTICLES 50000
#define WRITER_SEGMENTS_GOAL  8
#define WRITER_STEM_DEFAULT   STEMMERS_AUTO
#define REFERENCE_LENGTH      300.0 /* words: the avgdl of new indexes */

enum put_outcome { PUT_FAILED = -1, PUT_ADDED, PUT_UPDATED, PUT_UNCHANGED };

struct index_writer;

/* Opens or creates the index in `directory`. Waits up to wait_ms for another writer (ERROR_LOCKED then). `stem` is the
 * setting of a new index (text/stemmers.h), WRITER_STEM_DEFAULT when it is empty; for an existing one it must agree or
 * be empty (ERROR_BAD_INPUT names both). */
struct index_writer *index_writer_open(const char *directory, struct slice stem, int wait_ms, struct error *error);
/* Discards what was not committed and releases the lock. NULL is fine. */
void index_writer_close(struct index_writer *writer);

/* An article that was taken and turns out impossible to write, when its batch is: `told` is what its put returned, and
 * a version published before stays. All others are written. The callback must not use the writer. */
typedef void index_writer_refused(void *context, enum put_outcome told, const struct error *error);
void index_writer_on_refused(struct index_writer *writer, index_writer_refused *refused, void *context);

/* What the writer is at, told as it goes, for people who wait: `done` of `total` articles. It may take long in any of
 * them, and tells of no more than of the beginning of WRITER_FINISHING and of most merges. */
enum writer_step { WRITER_BUILDING, WRITER_FINISHING, WRITER_MERGING };
typedef void index_writer_step(void *context, enum writer_step step, uint32_t done, uint32_t total);
void index_writer_on_step(struct index_writer *writer, index_writer_step *step, void *context);

/* The article is copied. The last of several with one id wins. PUT_FAILED concerns this article alone, and the writer
 * goes on, unless index_writer_failed(): a full batch is committed here. */
enum put_outcome index_writer_put(struct index_writer *writer, const struct article *article, struct error *error);
/* What index_writer_put() would return now; changes nothing. */
enum put_outcome index_writer_foresee(struct index_writer *writer, const struct article *article, struct error *error);
/* *existed tells whether there was such an article. */
int index_writer_delete(struct index_writer *writer, struct slice article_id, bool *existed, struct error *error);
/* True when its work has ended: every later call fails. */
bool index_writer_failed(const struct index_writer *writer);
int index_writer_commit(struct index_writer *writer, struct error *error);
/* Commits, then merges everything into one segment; without dead documents, unless one of the living cannot be written
 * anew: see index_writer_merge_failed(). */
int index_writer_merge(struct index_writer *writer, struct error *error);
/* A merge failed, or had to keep its dead documents, since the writer was opened: fills *why. What was committed
 * stands. */
bool index_writer_merge_failed(const struct index_writer *writer, struct error *why);
uint64_t index_writer_generation(const struct index_writer *writer);

#endif
