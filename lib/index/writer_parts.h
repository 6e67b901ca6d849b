/* The inside of an index writer, shared by its stations: gathering, committing, merging. */
#ifndef TALLY_INDEX_WRITER_PARTS_H
#define TALLY_INDEX_WRITER_PARTS_H

#include <limits.h>

#include "index/segment.h"
#include "index/snapshot.h"
#include "index/writer.h"

/* ---- articles gathered (writer_batch.c) */

struct batch_entry {
    struct article article;
    char hash[ARTICLE_HASH_BYTES];
    char date[9]; /* "" when it has none */
    bool live;    /* false: put, then deleted */
};

struct batch {
    struct arena *arena;
    struct batch_entry *entries;
    uint32_t *table; /* by id: index into entries + 1; 0: free */
    size_t count, room, table_size, live_count;
    size_t text_bytes; /* of everything put since the last commit, replaced articles too */
};

int batch_open(struct batch *batch, struct error *error);
void batch_close(struct batch *batch);
void batch_clear(struct batch *batch);
bool batch_is_full(const struct batch *batch);
/* The live entry with this id, or NULL. */
struct batch_entry *batch_find(const struct batch *batch, struct slice id);
/* Copies the article; an entry with its id is replaced. */
int batch_put(struct batch *batch, const struct article *article, const char hash[ARTICLE_HASH_BYTES],
              struct error *error);
void batch_delete(struct batch *batch, struct batch_entry *entry);
/* The live entries, newest first by date, in the batch's arena; NULL when it is full. */
struct batch_entry **batch_by_date(const struct batch *batch);

/* ---- the writer */

#define DOCUMENT_ARENA_BYTES ((size_t)3 << 30) /* for building one document; what it needs is far less than this */

struct index_writer {
    char directory[PATH_MAX];
    int lock;
    struct stemmers *stemmers;
    struct packing *packing;
    struct arena *document_arena; /* emptied for each article */
    struct batch batch;

    struct manifest manifest, previous; /* published, and published before it */
    struct manifest next;               /* the one being made */
    struct snapshot *snapshot;          /* of `manifest` */
    struct arena *alive_arena;
    struct xap_bitmap alive[MANIFEST_SEGMENTS_MAX]; /* the snapshot's, less what has been replaced or deleted since */
    bool alive_changed[MANIFEST_SEGMENTS_MAX];

    index_writer_refused *refused; /* NULL: nobody asks */
    void *refused_context;
    index_writer_step *step; /* NULL: nobody waits */
    void *step_context;

    bool failed; /* nothing more is written; `reason` says why */
    struct error reason;
    bool merge_failed; /* at least once, for which nothing was lost; `merge_reason` says why */
    struct error merge_reason;
};

/* Opens the snapshot of writer->manifest and forgets pending deaths. */
int writer_follow(struct index_writer *writer, struct error *error);
/* Marks a document of the snapshot as dead from the next commit on. */
void writer_kill(struct index_writer *writer, struct xap_document_id id);
/* Lets the published article with this id live on after all; false when there is none. */
bool writer_revive(struct index_writer *writer, struct slice id);
/* Remembers why a merge was not made, or not as it should. */
void writer_note_merge(struct index_writer *writer, const struct error *error);
/* Fails every later call with `error`; removes what was written and not published. Returns -1. */
int writer_give_up(struct index_writer *writer, const struct error *error);
/* A name for a new segment or tombstone file of writer->next: SEGMENT_KIND or TOMBSTONES_KIND, and a number. */
#define SEGMENT_KIND       "segment"
#define TOMBSTONES_KIND    "dead"
#define WRITER_NAME_DIGITS 8 /* at least */
void writer_name(struct index_writer *writer, const char *kind, char out[MANIFEST_NAME_MAX]);
/* Publishes writer->next as the next generation and follows it. -1 only when it was not published; a writer that cannot
 * follow what it published gives up. */
int writer_publish(struct index_writer *writer, struct error *error);

void writer_tell(const struct index_writer *writer, enum writer_step step, size_t done, size_t total);

/* Writes and publishes what is pending (writer_commit.c). */
int writer_commit_pending(struct index_writer *writer, struct error *error);
/* Builds one article into a segment. -1 with ERROR_LIMIT or ERROR_BAD_INPUT concerns this article alone. */
int writer_build(struct index_writer *writer, const struct article *article, struct document *out, struct error *error);
/* Whether such an error concerns one article: a full disk is no fault of the article that met it. */
bool writer_blames_article(const struct error *reason);
int writer_add_document(struct index_writer *writer, struct segment_writer *segment, const struct article *article,
                        struct error *error);

/* Merges until there are at most WRITER_SEGMENTS_GOAL segments (writer_merge.c). */
int writer_merge_small(struct index_writer *writer, struct error *error);
/* Merges the `count` newest segments; `drop_dead`: without their dead documents, whatever their share. */
int writer_merge_newest(struct index_writer *writer, size_t count, bool drop_dead, struct error *error);

/* Removes segments, tombstones and manifests begun that neither manifest names (strays.c). What cannot be removed stays
 * for the next time. */
void strays_remove(const char *directory, const struct manifest *published, const struct manifest *previous);
/* *found: there are segments or tombstones in the directory. */
int strays_look(const char *directory, bool *found, struct error *error);

#endif
