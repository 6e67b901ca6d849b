/* From a batch to a published generation: a new segment, tombstones for what it replaces, a manifest. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "index/bitmap.h"
#include "index/segment.h"
#include "index/writer_parts.h"

void writer_name(struct index_writer *writer, const char *kind, char out[MANIFEST_NAME_MAX])
{
    snprintf(out, MANIFEST_NAME_MAX, "%s-%08" PRIu64, kind, writer->next.next_name++);
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

int writer_add_document(struct index_writer *writer, struct segment_writer *segment, const struct article *article,
                        struct error *error)
{
    struct document document;
    arena_reset(writer->document_arena);
    if (document_build(writer->document_arena, article, writer->stemmer, writer->manifest.settings.reference_length,
                       &document, error) < 0 ||
        segment_writer_add(segment, &document, error) < 0)
        return fail_within(error, "article \"%.*s\"", SLICE_ARGS(article->id));
    return 0;
}

static int write_batch(struct index_writer *writer, struct manifest_segment *out, struct error *error)
{
    char name[MANIFEST_NAME_MAX];
    const struct batch_entry **entries = batch_by_date(&writer->batch);
    if (!entries) return fail(error, ERROR_NO_MEMORY, 0, "no memory to order a batch");
    writer_name(writer, "segment", name);
    struct segment_writer *segment = segment_writer_new(writer->directory, name, error);
    int result = segment ? 0 : -1;
    for (size_t i = 0; result == 0 && i < writer->batch.live_count; i++)
        result = writer_add_document(writer, segment, &entries[i]->article, error);
    if (result == 0) result = segment_writer_finish(segment, out, error);
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
    uint64_t *dead = arena_array(writer->alive_arena, bitmap_words(alive->bit_count), sizeof *dead);
    if (!dead) return fail(error, ERROR_NO_MEMORY, 0, "no memory for tombstones");
    bitmap_invert(alive->words, alive->bit_count, dead);
    out->dead_count = alive->bit_count - alive->set_count;
    writer_name(writer, "dead", name);
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
    assert(writer->manifest.segment_count < MANIFEST_SEGMENTS_MAX);
    if (writer->batch.live_count && write_batch(writer, &next->segments[next->segment_count++], error) < 0) return -1;
    for (size_t i = 0; i < writer->manifest.segment_count; i++) {
        if (writer->alive[i].set_count == 0) continue;
        if (carry_segment(writer, i, &next->segments[next->segment_count++], error) < 0) return -1;
    }
    if (writer_publish(writer, error) < 0) return -1;
    batch_clear(&writer->batch);
    return 0;
}
