/* The index writer: opened once, given articles and deletions, asked to commit. */
#include "index/writer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "index/bitmap.h"
#include "index/document.h"
#include "index/schema.h"
#include "index/writer_lock.h"
#include "index/writer_parts.h"

#define ALIVE_ARENA_BYTES ((size_t)2 << 30)
/* Larger articles are built once when they are put, so that one that cannot be built is refused there and then, and not
 * when its batch is written. */
#define TRIAL_BYTES       ((size_t)1 << 20)

/* ---- opening and closing */

static int refuse(const struct index_writer *writer, struct error *error)
{
    if (error) *error = writer->reason;
    return fail_within(error, "the writer stopped after a failure");
}

/* Segments without a manifest are somebody's articles: the manifest is published before the first segment is begun. */
static int check_vacant(const struct index_writer *writer, struct error *error)
{
    bool found;
    if (strays_look(writer->directory, &found, error) < 0) return -1;
    if (!found) return 0;
    fail(error, ERROR_CORRUPT, 0, "%s: " MANIFEST_FILE " is missing although segments are there", writer->directory);
    return fail_hint(error, "restore it, or empty the directory");
}

static int create_index(struct index_writer *writer, struct slice stem, struct error *error)
{
    struct slice name = stem.length ? stem : slice_of(WRITER_STEM_DEFAULT);
    if (check_vacant(writer, error) < 0) return -1;
    writer->stemmers = stemmers_new(name, error);
    if (!writer->stemmers) return -1;
    writer->next = (struct manifest){.settings = {.reference_length = REFERENCE_LENGTH}};
    if (name.length >= sizeof writer->next.settings.stem)
        return fail(error, ERROR_BAD_INPUT, 0, "expected the two letters of a language or \"none\"");
    memcpy(writer->next.settings.stem, name.data, name.length);
    if (writer_publish(writer, error) < 0) return -1;
    return writer->failed ? refuse(writer, error) : 0;
}

static int adopt_index(struct index_writer *writer, struct slice stem, struct error *error)
{
    const char *kept = writer->manifest.settings.stem;
    if (stem.length && !slice_is(stem, kept))
        return fail(error, ERROR_BAD_INPUT, 0, "the index was made with the stemmer \"%s\", not \"%.*s\"", kept,
                    SLICE_ARGS(stem));
    writer->stemmers = stemmers_new(slice_of(kept), error);
    if (!writer->stemmers) return -1;
    strays_remove(writer->directory, &writer->manifest, &writer->previous);
    return writer_follow(writer, error);
}

static int open_index(struct index_writer *writer, const char *directory, struct slice stem, int wait_ms,
                      struct error *error)
{
    if (snprintf(writer->directory, PATH_MAX, "%s", directory) >= PATH_MAX - MANIFEST_NAME_MAX)
        return fail(error, ERROR_LIMIT, 0, "%s: the path is too long", directory);
    if (file_make_directory(directory, error) < 0) return -1;
    writer->lock = writer_lock(directory, wait_ms, error);
    if (writer->lock < 0) return -1;
    writer->document_arena = arena_new(DOCUMENT_ARENA_BYTES);
    writer->alive_arena = arena_new(ALIVE_ARENA_BYTES);
    writer->packing = packing_new();
    if (!writer->document_arena || !writer->alive_arena || !writer->packing)
        return fail(error, ERROR_NO_MEMORY, 0, "no memory for a writer");
    if (batch_open(&writer->batch, error) < 0) return -1;
    struct error reason;
    if (manifest_read(directory, &writer->manifest, &reason) == 0) return adopt_index(writer, stem, error);
    if (reason.code == ERROR_NOT_FOUND) return create_index(writer, stem, error);
    if (error) *error = reason;
    return -1;
}

struct index_writer *index_writer_open(const char *directory, struct slice stem, int wait_ms, struct error *error)
{
    struct index_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory for a writer");
        return NULL;
    }
    writer->lock = -1;
    if (open_index(writer, directory, stem, wait_ms, error) == 0) return writer;
    index_writer_close(writer);
    return NULL;
}

void index_writer_close(struct index_writer *writer)
{
    if (!writer) return;
    snapshot_close(writer->snapshot);
    stemmers_free(writer->stemmers);
    packing_free(writer->packing);
    batch_close(&writer->batch);
    arena_free(writer->document_arena);
    arena_free(writer->alive_arena);
    if (writer->lock >= 0) close(writer->lock);
    free(writer);
}

bool index_writer_failed(const struct index_writer *writer)
{
    return writer->failed;
}

void index_writer_on_refused(struct index_writer *writer, index_writer_refused *refused, void *context)
{
    writer->refused = refused;
    writer->refused_context = context;
}

void index_writer_on_step(struct index_writer *writer, index_writer_step *step, void *context)
{
    writer->step = step;
    writer->step_context = context;
}

void writer_tell(const struct index_writer *writer, enum writer_step step, size_t done, size_t total)
{
    if (writer->step) writer->step(writer->step_context, step, (uint32_t)done, (uint32_t)total);
}

bool index_writer_merge_failed(const struct index_writer *writer, struct error *why)
{
    if (writer->merge_failed) *why = writer->merge_reason;
    return writer->merge_failed;
}

uint64_t index_writer_generation(const struct index_writer *writer)
{
    return writer->manifest.generation;
}

/* ---- the generation it stands on */

int writer_follow(struct index_writer *writer, struct error *error)
{
    snapshot_close(writer->snapshot);
    writer->snapshot = snapshot_open_articles(writer->directory, error);
    if (!writer->snapshot) return -1;
    arena_reset(writer->alive_arena);
    for (size_t i = 0; i < snapshot_segment_count(writer->snapshot); i++) {
        const struct xap_bitmap *from = &snapshot_alive(writer->snapshot)[i];
        size_t size = bitmap_words(from->bit_count) * sizeof *from->words;
        uint64_t *words = arena_alloc(writer->alive_arena, size);
        if (!words) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a bitmap of documents");
        memcpy(words, from->words, size);
        writer->alive[i] = (struct xap_bitmap){words, from->bit_count, from->set_count};
        writer->alive_changed[i] = false;
    }
    return 0;
}

void writer_kill(struct index_writer *writer, struct xap_document_id id)
{
    struct xap_bitmap *alive = &writer->alive[id.database];
    assert(bitmap_has(alive->words, id.docid));
    bitmap_drop((uint64_t *)alive->words, id.docid); /* writer_follow() made these words */
    alive->set_count--;
    writer->alive_changed[id.database] = true;
}

bool writer_revive(struct index_writer *writer, struct slice id)
{
    struct xap_document_id old;
    if (index_find(snapshot_reader(writer->snapshot), snapshot_alive(writer->snapshot), id, &old, NULL) < 0)
        return false;
    struct xap_bitmap *alive = &writer->alive[old.database];
    if (bitmap_has(alive->words, old.docid)) return true;
    bitmap_add((uint64_t *)alive->words, old.docid);
    alive->set_count++;
    return true;
}

/* ---- putting and deleting */

static int find_published(struct index_writer *writer, struct slice id, struct xap_document_id *out, bool *found,
                          struct error *error)
{
    struct error reason;
    *found = index_find(snapshot_reader(writer->snapshot), writer->alive, id, out, &reason) == 0;
    if (*found || reason.code == ERROR_NOT_FOUND) return 0;
    if (error) *error = reason;
    return -1;
}

static int has_hash(const struct index_writer *writer, struct xap_document_id id, const char hash[ARTICLE_HASH_BYTES],
                    bool *same, struct error *error)
{
    struct xap_bytes bytes;
    struct xap_error fault;
    if (xap_document_value(snapshot_reader(writer->snapshot), id, SLOT_CONTENT_HASH, &bytes, &fault) < 0)
        return index_fail(error, &fault);
    *same = slice_equal(slice_make(bytes.data, bytes.length), slice_make(hash, ARTICLE_HASH_BYTES));
    xap_bytes_free(&bytes);
    return 0;
}

/* What becomes of the article. *replaced is the published one whose place it takes; .docid 0: none. */
static enum put_outcome foresee(struct index_writer *writer, const struct article *article,
                                const char hash[ARTICLE_HASH_BYTES], struct xap_document_id *replaced,
                                struct error *error)
{
    const struct batch_entry *pending = batch_find(&writer->batch, article->id);
    *replaced = (struct xap_document_id){0};
    if (pending) return memcmp(pending->hash, hash, ARTICLE_HASH_BYTES) == 0 ? PUT_UNCHANGED : PUT_UPDATED;
    struct xap_document_id old;
    bool found, same = false;
    if (find_published(writer, article->id, &old, &found, error) < 0) return PUT_FAILED;
    if (!found) return PUT_ADDED;
    if (has_hash(writer, old, hash, &same, error) < 0) return PUT_FAILED;
    if (same) return PUT_UNCHANGED;
    *replaced = old;
    return PUT_UPDATED;
}

/* The article as it will be kept, in the document arena. */
static int accept(struct index_writer *writer, const struct article *article, struct article *out,
                  char hash[ARTICLE_HASH_BYTES], struct error *error)
{
    if (writer->failed) return refuse(writer, error);
    arena_reset(writer->document_arena);
    if (article_accept(writer->document_arena, article, out, error) < 0) return -1;
    article_hash(out, hash);
    return 0;
}

enum put_outcome index_writer_foresee(struct index_writer *writer, const struct article *article, struct error *error)
{
    struct article accepted;
    struct xap_document_id replaced;
    char hash[ARTICLE_HASH_BYTES];
    if (accept(writer, article, &accepted, hash, error) < 0) return PUT_FAILED;
    return foresee(writer, &accepted, hash, &replaced, error);
}

/* What it replaces is dead from the next commit on. */
static enum put_outcome place(struct index_writer *writer, const struct article *article,
                              const char hash[ARTICLE_HASH_BYTES], struct error *error)
{
    struct xap_document_id replaced;
    enum put_outcome outcome = foresee(writer, article, hash, &replaced, error);
    if (outcome == PUT_UNCHANGED || outcome == PUT_FAILED) return outcome;
    if (replaced.docid) writer_kill(writer, replaced);
    return batch_put(&writer->batch, article, hash, error) < 0 ? PUT_FAILED : outcome;
}

enum put_outcome index_writer_put(struct index_writer *writer, const struct article *article, struct error *error)
{
    struct article accepted;
    struct document trial;
    struct error reason;
    char hash[ARTICLE_HASH_BYTES];
    if (accept(writer, article, &accepted, hash, error) < 0) return PUT_FAILED;
    if (accepted.body.length > TRIAL_BYTES && writer_build(writer, &accepted, &trial, error) < 0) return PUT_FAILED;
    enum put_outcome outcome = place(writer, &accepted, hash, &reason);
    if (outcome == PUT_FAILED) {
        if (error) *error = reason;
        writer_give_up(writer, &reason);
        return outcome;
    }
    if (batch_is_full(&writer->batch) && index_writer_commit(writer, error) < 0) return PUT_FAILED;
    return outcome;
}

int index_writer_delete(struct index_writer *writer, struct slice article, bool *existed, struct error *error)
{
    struct xap_document_id old;
    struct error reason;
    *existed = false;
    if (writer->failed) return refuse(writer, error);
    arena_reset(writer->document_arena);
    struct slice id = article_id(writer->document_arena, article);
    struct batch_entry *pending = batch_find(&writer->batch, id);
    if (pending) {
        batch_delete(&writer->batch, pending);
        *existed = true;
        return 0;
    }
    if (find_published(writer, id, &old, existed, &reason) < 0) {
        if (error) *error = reason;
        return writer_give_up(writer, &reason);
    }
    if (*existed) writer_kill(writer, old);
    return 0;
}

/* ---- committing */

int index_writer_commit(struct index_writer *writer, struct error *error)
{
    struct error reason;
    if (writer->failed) return refuse(writer, error);
    if (writer_commit_pending(writer, &reason) < 0) {
        if (error) *error = reason;
        return writer_give_up(writer, &reason);
    }
    /* The commit stands, whatever becomes of the merge: its failure is told by the next call, or by who asks for it. */
    if (!writer->failed && writer_merge_small(writer, &reason) < 0) {
        writer_note_merge(writer, &reason);
        writer_give_up(writer, &reason);
    }
    return 0;
}

int index_writer_merge(struct index_writer *writer, struct error *error)
{
    struct error reason;
    if (index_writer_commit(writer, error) < 0) return -1;
    if (writer->failed) return refuse(writer, error);
    size_t count = writer->manifest.segment_count;
    if (count == 0 || (count == 1 && writer->manifest.segments[0].dead_count == 0)) return 0;
    if (writer_merge_newest(writer, count, true, &reason) == 0) return 0;
    if (error) *error = reason;
    return writer_give_up(writer, &reason);
}
