/* From a batch to a published generation: a new segment, tombstones for what it replaces, a manifest. */
#include <inttypes.h>
#include <stdio.h>

#include "index/bitmap.h"
#include "index/segment.h"
#include "index/writer_parts.h"

void writer_name(struct index_writer *writer, const char *kind, char out[MANIFEST_NAME_MAX])
{
    snprintf(out, MANIFEST_NAME_MAX, "%s-%0*" PRIu64, kind, WRITER_NAME_DIGITS, writer->next.next_name++);
}

/* A publication that failed may still have taken place, when only its last sync failed: what is on the disk decides
 * which files are strays. When that cannot be read, none is touched. */
int writer_give_up(struct index_writer *writer, const struct error *error)
{
    writer->failed = true;
    writer->reason = *error;
    batch_clear(&writer->batch);
    if (manifest_read(writer->directory, &writer->next, NULL) == 0)
        strays_remove(writer->directory, &writer->next, &writer->manifest);
    return -1;
}

int writer_publish(struct index_writer *writer, struct error *error)
{
    struct error reason;
    writer->next.generation++;
    if (manifest_publish(writer->directory, &writer->next, error) < 0) return -1;
    writer->previous = writer->manifest;
    writer->manifest = writer->next;
    strays_remove(writer->directory, &writer->manifest, &writer->previous);
    if (writer_follow(writer, &reason) < 0) writer_give_up(writer, &reason);
    return 0;
}

/* Whatever keeps one article from being built, the memory it takes included, is no fault of the others. */
int writer_build(struct index_writer *writer, const struct article *article, struct document *out, struct error *error)
{
    if (document_build(writer->document_arena, article, writer->stemmers, writer->packing,
                       writer->manifest.settings.reference_length, out, error) == 0)
        return 0;
    if (error) error->code = ERROR_LIMIT;
    return -1;
}

bool writer_blames_article(const struct error *reason)
{
    return reason->code == ERROR_LIMIT || reason->code == ERROR_BAD_INPUT;
}

int writer_add_document(struct index_writer *writer, struct segment_writer *segment, const struct article *article,
                        struct error *error)
{
    struct document document;
    struct error reason;
    arena_reset(writer->document_arena);
    if (writer_build(writer, article, &document, &reason) == 0 && segment_writer_add(segment, &document, &reason) == 0)
        return 0;
    if (writer_blames_article(&reason)) fail_within(&reason, "article \"%.*s\"", SLICE_ARGS(article->id));
    if (error) *error = reason;
    return -1;
}

static void drop_entry(struct index_writer *writer, struct batch_entry *entry, const struct error *reason)
{
    bool lives_on = writer_revive(writer, entry->article.id);
    batch_delete(&writer->batch, entry);
    if (writer->refused) writer->refused(writer->refused_context, lives_on ? PUT_UPDATED : PUT_ADDED, reason);
}

/* An article that cannot be written is left out and told. */
static int add_entry(struct index_writer *writer, struct segment_writer *segment, struct batch_entry *entry,
                     struct error *error)
{
    struct error reason;
    if (writer_add_document(writer, segment, &entry->article, &reason) == 0) return 0;
    if (writer_blames_article(&reason)) {
        drop_entry(writer, entry, &reason);
        return 0;
    }
    if (error) *error = reason;
    return -1;
}

static int write_entries(struct index_writer *writer, struct segment_writer *segment, struct manifest *next,
                         struct error *error)
{
    struct batch_entry **entries = batch_by_date(&writer->batch);
    if (!entries) return fail(error, ERROR_NO_MEMORY, 0, "no memory to order a batch");
    size_t count = writer->batch.live_count;
    for (size_t i = 0; i < count; i++) {
        writer_tell(writer, WRITER_BUILDING, i, count);
        if (add_entry(writer, segment, entries[i], error) < 0) return -1;
    }
    if (writer->batch.live_count == 0) return 0;
    writer_tell(writer, WRITER_FINISHING, count, count);
    return segment_writer_finish(segment, &next->segments[next->segment_count++], error);
}

static int write_batch(struct index_writer *writer, struct manifest *next, struct error *error)
{
    char name[MANIFEST_NAME_MAX];
    if (writer->manifest.segment_count == MANIFEST_SEGMENTS_MAX) {
        fail(error, ERROR_LIMIT, 0, "the index has %d segments, and an index has no more", MANIFEST_SEGMENTS_MAX);
        return fail_hint(error, "tally-index --merge, without new articles, makes one of them");
    }
    writer_name(writer, SEGMENT_KIND, name);
    struct segment_writer *segment = segment_writer_new(writer->directory, name, error);
    int result = segment ? write_entries(writer, segment, next, error) : -1;
    segment_writer_free(segment);
    return result;
}

/* The segment as the next generation sees it, with fresh tombstones when some of its documents died. */
static int carry_segment(struct index_writer *writer, size_t i, struct manifest_segment *out, struct error *error)
{
    char name[MANIFEST_NAME_MAX];
    *out = writer->manifest.segments[i];
    if (!writer->alive_changed[i]) return 0;
    const struct xap_bitmap *alive = &writer->alive[i];
    if (alive->set_count == alive->bit_count) return 0; /* a death taken back */
    uint64_t *dead = arena_array(writer->alive_arena, bitmap_words(alive->bit_count), sizeof *dead);
    if (!dead) return fail(error, ERROR_NO_MEMORY, 0, "no memory for tombstones");
    bitmap_invert(alive->words, alive->bit_count, dead);
    out->dead_count = alive->bit_count - alive->set_count;
    writer_name(writer, TOMBSTONES_KIND, name);
    return tombstones_write(writer->directory, name, dead, alive->bit_count, &out->tombstones, error);
}

static bool anything_pending(const struct index_writer *writer)
{
    for (size_t i = 0; i < writer->manifest.segment_count; i++) {
        if (writer->alive_changed[i]) return true;
    }
    return writer->batch.live_count > 0;
}

int writer_commit_pending(struct index_writer *writer, struct error *error)
{
    if (!anything_pending(writer)) {
        batch_clear(&writer->batch);
        return 0;
    }
    struct manifest *next = &writer->next;
    *next = writer->manifest;
    next->segment_count = 0;
    if (writer->batch.live_count && write_batch(writer, next, error) < 0) return -1;
    for (size_t i = 0; i < writer->manifest.segment_count; i++) {
        if (writer->alive[i].set_count == 0) continue;
        if (carry_segment(writer, i, &next->segments[next->segment_count++], error) < 0) return -1;
    }
    if (writer_publish(writer, error) < 0) return -1;
    batch_clear(&writer->batch);
    return 0;
}
