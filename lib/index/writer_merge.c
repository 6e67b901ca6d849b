/* Keeping the segments few: which are merged, and how. */
#include <stdlib.h>

#include "index/bitmap.h"
#include "index/schema.h"
#include "index/segment.h"
#include "index/writer_parts.h"

#define MERGE_ARENA_BYTES ((size_t)4 << 30) /* bitmaps, and a line of 16 bytes for each document rewritten */
#define MERGE_RATIO       2                 /* a merged segment is at most 1/MERGE_RATIO of the next older one */
#define DEAD_SHARE        5                 /* 1/DEAD_SHARE dead: worth rewriting the living */

/* ---- which
 *
 * The shortest run of newest segments that together stay at or under half of the next older one; all of them when there
 * is none. With single-article commits every article is then rewritten 8 times on the way to 10,000, 11 times to
 * 100,000 (merging the smallest neighbours instead: 495 and 4,944 times). */
static size_t choose_run(const struct manifest *manifest)
{
    uint64_t documents = manifest->segments[0].document_count;
    for (size_t run = 2; run < manifest->segment_count; run++) {
        documents += manifest->segments[run - 1].document_count;
        if (MERGE_RATIO * documents <= manifest->segments[run].document_count) return run;
    }
    return manifest->segment_count;
}

/* ---- by compaction */

static const uint64_t *dead_of(const struct index_writer *writer, struct arena *arena, size_t i)
{
    const struct xap_bitmap *alive = &writer->alive[i];
    uint64_t *dead = arena_array(arena, bitmap_words(alive->bit_count), sizeof *dead);
    if (dead) bitmap_invert(alive->words, alive->bit_count, dead);
    return dead;
}

static int compact(struct index_writer *writer, struct arena *arena, size_t count, const char *name,
                   struct manifest_segment *out, struct error *error)
{
    struct segment_source sources[MANIFEST_SEGMENTS_MAX];
    uint64_t *dead;
    for (size_t i = 0; i < count; i++) {
        sources[i] = (struct segment_source){&writer->manifest.segments[i], dead_of(writer, arena, i)};
        if (!sources[i].dead) return fail(error, ERROR_NO_MEMORY, 0, "no memory for tombstones");
    }
    if (segment_merge(arena, writer->directory, sources, count, name, out, &dead, error) < 0) return -1;
    if (out->dead_count == 0) return 0;
    char tombstones[MANIFEST_NAME_MAX];
    writer_name(writer, TOMBSTONES_KIND, tombstones);
    return tombstones_write(writer->directory, tombstones, dead, out->document_count, &out->tombstones, error);
}

/* ---- by rewriting */

struct living {
    char date[8]; /* zeros when it has none */
    uint32_t segment, docid;
};

static int compare_living(const void *a, const void *b)
{
    const struct living *x = a, *y = b;
    int order = memcmp(y->date, x->date, sizeof x->date);
    if (order) return order;
    if (x->segment != y->segment) return x->segment < y->segment ? -1 : 1;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

static int read_date(const struct index_writer *writer, struct living *living, struct error *error)
{
    struct xap_bytes date;
    struct xap_error fault;
    struct xap_document_id id = {living->segment, living->docid};
    if (xap_document_value(snapshot_reader(writer->snapshot), id, schema_field(FIELD_NAME_DATE)->slot, &date, &fault) <
        0)
        return index_fail(error, &fault);
    if (date.length)
        memcpy(living->date, date.data, date.length < sizeof living->date ? date.length : sizeof living->date);
    xap_bytes_free(&date);
    return 0;
}

static uint32_t count_living(const struct index_writer *writer, size_t segments)
{
    uint32_t count = 0;
    for (size_t i = 0; i < segments; i++) count += writer->alive[i].set_count;
    return count;
}

/* The living documents of the newest segments, newest first by date. */
static struct living *list_living(const struct index_writer *writer, struct arena *arena, size_t segments,
                                  struct error *error)
{
    struct living *list = arena_array(arena, count_living(writer, segments), sizeof *list), *next = list;
    if (!list) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory to list the documents of a merge");
        return NULL;
    }
    for (uint32_t segment = 0; segment < segments; segment++) {
        const struct xap_bitmap *alive = &writer->alive[segment];
        for (uint32_t docid = 1; docid <= alive->bit_count; docid++) {
            if (!bitmap_has(alive->words, docid)) continue;
            *next = (struct living){.segment = segment, .docid = docid};
            if (read_date(writer, next++, error) < 0) return NULL;
        }
    }
    qsort(list, (size_t)(next - list), sizeof *list, compare_living);
    return list;
}

static int rewrite_one(struct index_writer *writer, struct arena *stored, struct segment_writer *segment,
                       const struct living *living, struct error *error)
{
    struct article article;
    struct xap_document_id id = {living->segment, living->docid};
    arena_reset(stored);
    if (snapshot_article(writer->snapshot, stored, id, ARTICLE_WHOLE, &article, error) < 0) return -1;
    return writer_add_document(writer, segment, &article, error);
}

/* *one_article: on failure, that a single article was the reason. */
static int rewrite(struct index_writer *writer, struct arena *arena, size_t count, const char *name,
                   struct manifest_segment *out, bool *one_article, struct error *error)
{
    *one_article = false;
    const struct living *living = list_living(writer, arena, count, error);
    if (!living) return -1;
    struct arena *stored = arena_new(XAP_DATA_MAX);
    if (!stored) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a stored article");
    struct segment_writer *segment = segment_writer_new(writer->directory, name, error);
    uint32_t documents = count_living(writer, count);
    int result = segment ? 0 : -1;
    for (uint32_t i = 0; result == 0 && i < documents; i++) {
        writer_tell(writer, WRITER_MERGING, i, documents);
        result = rewrite_one(writer, stored, segment, &living[i], error);
        *one_article = result < 0 && writer_blames_article(error);
    }
    if (result == 0) result = segment_writer_finish(segment, out, error);
    segment_writer_free(segment);
    arena_free(stored);
    return result;
}

/* ---- and published */

static bool worth_rewriting(const struct manifest *manifest, size_t count, bool drop_dead)
{
    uint64_t documents = 0, dead = 0;
    for (size_t i = 0; i < count; i++) {
        documents += manifest->segments[i].document_count;
        dead += manifest->segments[i].dead_count;
    }
    return drop_dead ? dead > 0 : DEAD_SHARE * dead >= documents;
}

void writer_note_merge(struct index_writer *writer, const struct error *error)
{
    writer->merge_failed = true;
    writer->merge_reason = *error;
}

/* As they are, with their dead: an article that was taken once and cannot be built any more, by a version with other
 * limits or with less memory, would keep every merge from now on from being made. */
static int join_as_they_are(struct index_writer *writer, struct arena *arena, size_t count, const char *name,
                            struct manifest_segment *out, const struct error *why, struct error *error)
{
    struct error note = *why;
    fail_within(&note, "deleted and replaced articles keep their place: one of the others cannot be written anew");
    writer_note_merge(writer, &note);
    return compact(writer, arena, count, name, out, error);
}

static int write_merged(struct index_writer *writer, struct arena *arena, size_t count, bool drop_dead,
                        struct manifest_segment *out, struct error *error)
{
    struct error why;
    bool one_article;
    char name[MANIFEST_NAME_MAX];
    writer_name(writer, SEGMENT_KIND, name);
    if (!worth_rewriting(&writer->manifest, count, drop_dead)) return compact(writer, arena, count, name, out, error);
    if (rewrite(writer, arena, count, name, out, &one_article, &why) == 0) return 0;
    if (one_article) return join_as_they_are(writer, arena, count, name, out, &why, error);
    if (error) *error = why;
    return -1;
}

static int merge_run(struct index_writer *writer, struct arena *arena, size_t count, bool drop_dead,
                     struct error *error)
{
    struct manifest *next = &writer->next;
    *next = writer->manifest;
    writer_tell(writer, WRITER_MERGING, 0, count_living(writer, count));
    if (write_merged(writer, arena, count, drop_dead, &next->segments[0], error) < 0) return -1;
    size_t older = writer->manifest.segment_count - count;
    memcpy(next->segments + 1, writer->manifest.segments + count, older * sizeof next->segments[0]);
    next->segment_count = 1 + older;
    return writer_publish(writer, error);
}

int writer_merge_newest(struct index_writer *writer, size_t count, bool drop_dead, struct error *error)
{
    struct arena *arena = arena_new(MERGE_ARENA_BYTES);
    if (!arena) return fail(error, ERROR_NO_MEMORY, 0, "no memory to merge segments");
    int result = merge_run(writer, arena, count, drop_dead, error);
    arena_free(arena);
    return result;
}

int writer_merge_small(struct index_writer *writer, struct error *error)
{
    while (!writer->failed && writer->manifest.segment_count > WRITER_SEGMENTS_GOAL) {
        if (writer_merge_newest(writer, choose_run(&writer->manifest), false, error) < 0)
            return fail_within(error, "merging segments");
    }
    return 0;
}
