/* Reading an index: one published generation, unchanging for as long as it is held.
 *
 * A snapshot belongs to one thread. To follow new commits, compare snapshot_generation() with manifest_generation() and
 * let snapshot_follow() open a new one; no database is ever reopened. Opening retries when a writer removed a segment
 * between reading the manifest and opening its files. At opening, the manifest's checksum, the sizes of all files and
 * the checksums of the small ones (iamglass, tombstones) are verified; index_check() verifies everything. */
#ifndef TALLY_INDEX_SNAPSHOT_H
#define TALLY_INDEX_SNAPSHOT_H

#include "base/arena.h"
#include "base/error.h"
#include "index/article.h"
#include "index/column.h"
#include "index/manifest.h"
#include "text/stemmers.h"
#include "xapian-c.h"

struct snapshot;

struct snapshot *snapshot_open(const char *directory, struct error *error);
/* For a writer: without columns, which take the most time to open. snapshot_column() is NULL. */
struct snapshot *snapshot_open_articles(const char *directory, struct error *error);
/* The generation published now, in place of `old` (or NULL), which is closed and hands over the columns of the segments
 * that both have. On failure `old` stays as it is. */
struct snapshot *snapshot_follow(struct snapshot *old, const char *directory, struct error *error);
void snapshot_close(struct snapshot *snapshot);

uint64_t snapshot_generation(const struct snapshot *snapshot);
const struct settings *snapshot_settings(const struct snapshot *snapshot);
/* New stemmers for asking in all languages that the segments hold. Free with stemmers_free(). */
struct stemmers *snapshot_stemmers(const struct snapshot *snapshot, struct error *error);
/* These languages: a mask. */
uint32_t snapshot_stem_languages(const struct snapshot *snapshot);
/* The reader over all segments, newest first; NULL when the index holds none yet. Databases are segments by index. */
const struct xap_reader *snapshot_reader(const struct snapshot *snapshot);
size_t snapshot_segment_count(const struct snapshot *snapshot);
const struct manifest_segment *snapshot_segment(const struct snapshot *snapshot, size_t segment);
/* Documents that are not dead, one bitmap a segment, ready for struct xap_search. */
const struct xap_bitmap *snapshot_alive(const struct snapshot *snapshot);
const struct column *snapshot_column(const struct snapshot *snapshot, size_t segment);
uint32_t snapshot_document_count(const struct snapshot *snapshot); /* alive */

/* The stored article; its slices live in the arena. ERROR_NOT_FOUND, ERROR_CORRUPT. */
enum article_extent { ARTICLE_HEAD /* without the body, which then is empty */, ARTICLE_WHOLE };
int snapshot_article(const struct snapshot *snapshot, struct arena *arena, struct xap_document_id id,
                     enum article_extent extent, struct article *out, struct error *error);
/* The alive document with this (already shortened) article id. ERROR_NOT_FOUND when there is none. */
int snapshot_find(const struct snapshot *snapshot, struct slice article_id, struct xap_document_id *out,
                  struct error *error);

/* As snapshot_find(), among the documents of `alive` (one bitmap a database): for a writer with changes pending. */
int index_find(const struct xap_reader *reader, const struct xap_bitmap *alive, struct slice article_id,
               struct xap_document_id *out, struct error *error);

/* Verifies checksums and structure of every file of the published generation: 0, or the first fault. */
int index_check(const char *directory, struct error *error);

/* Fills `error` from what the wrapper said; returns -1. */
int index_fail(struct error *error, const struct xap_error *from);

#endif
