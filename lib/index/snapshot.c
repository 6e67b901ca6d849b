/* One published generation, opened: the reader over its segments, their columns, and who is alive. */
#include "index/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "index/bitmap.h"
#include "index/schema.h"
#include "index/segment.h"
#include "index/segment_parts.h"

#define OPEN_ATTEMPTS    16 /* each one lost to a writer that published meanwhile */
#define BITMAPS_MAX      ((size_t)2 << 30)
#define SMALL_FILE_BYTES 4096 /* files verified at every opening */

struct snapshot {
    struct arena *arena; /* the bitmaps */
    struct manifest manifest;
    struct xap_reader *reader;
    struct packing *packing;
    struct column *columns[MANIFEST_SEGMENTS_MAX];
    struct xap_bitmap alive[MANIFEST_SEGMENTS_MAX];
    uint32_t document_count;
};

/* ---- opening */

/* How a snapshot gets its columns. */
struct column_source {
    bool none;
    struct snapshot *old; /* whose columns are taken over where they are still in use; NULL: all are opened */
};

static int check_files(const char *directory, const struct manifest_segment *segment, struct error *error)
{
    char path[PATH_MAX], folder[PATH_MAX];
    if (segment_path(directory, segment->name, NULL, folder, error) < 0) return -1;
    for (size_t i = 0; i < segment->file_count; i++) {
        const struct manifest_file *file = &segment->files[i];
        struct stat status;
        if (segment_path(directory, segment->name, file->name, path, error) < 0) return -1;
        if (stat(path, &status) < 0) return fail_errno(error, errno, "%s: cannot be looked at", path);
        if ((uint64_t)status.st_size != file->size_bytes)
            return fail(error, ERROR_CORRUPT, 0, "%s: expected %llu bytes, found %llu", path,
                        (unsigned long long)file->size_bytes, (unsigned long long)status.st_size);
        if (file->size_bytes <= SMALL_FILE_BYTES && manifest_file_verify(folder, file, error) < 0) return -1;
    }
    return 0;
}

static int open_alive(struct snapshot *snapshot, const char *directory, size_t i, struct error *error)
{
    const struct manifest_segment *segment = &snapshot->manifest.segments[i];
    uint64_t *dead, *words = arena_array(snapshot->arena, bitmap_words(segment->document_count), sizeof *words);
    if (!words) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a bitmap of documents");
    if (tombstones_read(snapshot->arena, directory, segment, &dead, error) < 0) return -1;
    bitmap_invert(dead ? dead : words, segment->document_count, words);
    uint32_t alive = segment->document_count - segment->dead_count;
    snapshot->alive[i] = (struct xap_bitmap){words, segment->document_count, alive};
    snapshot->document_count += alive;
    return 0;
}

/* The segment's column in `old`; NULL when that has none. A segment of the same name and uuid is the same. */
static struct column **find_column(struct snapshot *old, const struct manifest_segment *segment)
{
    for (size_t i = 0; old && i < old->manifest.segment_count; i++) {
        const struct manifest_segment *known = &old->manifest.segments[i];
        bool same = strcmp(known->name, segment->name) == 0 && strcmp(known->uuid, segment->uuid) == 0;
        if (same) return old->columns[i] ? &old->columns[i] : NULL;
    }
    return NULL;
}

static int open_segment(struct snapshot *snapshot, const char *directory, size_t i, const struct column_source *source,
                        struct error *error)
{
    const struct manifest_segment *segment = &snapshot->manifest.segments[i];
    if (check_files(directory, segment, error) < 0) return -1;
    if (!source->none && !find_column(source->old, segment)) {
        snapshot->columns[i] = segment_column_open(directory, segment, error);
        if (!snapshot->columns[i]) return -1;
    }
    return open_alive(snapshot, directory, i, error);
}

/* The last step, when nothing can fail any more. */
static void take_columns(struct snapshot *snapshot, struct snapshot *old)
{
    for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
        struct column **column = find_column(old, &snapshot->manifest.segments[i]);
        if (!column) continue;
        snapshot->columns[i] = *column;
        *column = NULL;
    }
}

static int check_reader(const struct snapshot *snapshot, struct error *error)
{
    struct xap_error fault;
    for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
        const struct manifest_segment *segment = &snapshot->manifest.segments[i];
        char uuid[XAP_UUID_BYTES];
        if (xap_uuid(snapshot->reader, i, uuid, &fault) < 0) return index_fail(error, &fault);
        if (strcmp(uuid, segment->uuid) != 0 || xap_document_count(snapshot->reader, i) != segment->document_count)
            return fail(error, ERROR_CORRUPT, 0, "%s: not the segment that the manifest describes", segment->name);
    }
    return 0;
}

static int open_reader(struct snapshot *snapshot, const char *directory, struct error *error)
{
    const char *paths[MANIFEST_SEGMENTS_MAX];
    struct xap_error fault;
    size_t count = snapshot->manifest.segment_count;
    if (count == 0) return 0;
    for (size_t i = 0; i < count; i++) {
        paths[i] = arena_printf(snapshot->arena, "%s/%s", directory, snapshot->manifest.segments[i].name);
        if (!paths[i]) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a path");
    }
    snapshot->reader = xap_open(paths, count, &fault);
    if (!snapshot->reader) return index_fail(error, &fault);
    return check_reader(snapshot, error);
}

static int open_all(struct snapshot *snapshot, const char *directory, const struct column_source *source,
                    struct error *error)
{
    if (!snapshot->arena || !snapshot->packing) return fail(error, ERROR_NO_MEMORY, 0, "no memory to open an index");
    for (size_t i = 0; i < snapshot->manifest.segment_count; i++) {
        if (open_segment(snapshot, directory, i, source, error) < 0) return -1;
    }
    return open_reader(snapshot, directory, error);
}

/* NULL with *moved when a writer published another generation while this one was being opened. */
static struct snapshot *try_open(const char *directory, const struct column_source *source, bool *moved,
                                 struct error *error)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    *moved = false;
    if (!snapshot) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory to open an index");
        return NULL;
    }
    uint64_t generation;
    if (manifest_read(directory, &snapshot->manifest, error) == 0) {
        snapshot->arena = arena_new(BITMAPS_MAX);
        snapshot->packing = packing_new();
        if (open_all(snapshot, directory, source, error) == 0) return snapshot;
        *moved = manifest_generation(directory, &generation, NULL) == 0 && generation != snapshot->manifest.generation;
    }
    snapshot_close(snapshot);
    return NULL;
}

static struct snapshot *open_generation(const char *directory, const struct column_source *source, struct error *error)
{
    bool moved = true;
    for (int attempt = 0; moved && attempt < OPEN_ATTEMPTS; attempt++) {
        struct snapshot *snapshot = try_open(directory, source, &moved, error);
        if (snapshot) return snapshot;
    }
    return NULL;
}

struct snapshot *snapshot_open(const char *directory, struct error *error)
{
    return open_generation(directory, &(struct column_source){0}, error);
}

struct snapshot *snapshot_open_articles(const char *directory, struct error *error)
{
    return open_generation(directory, &(struct column_source){.none = true}, error);
}

struct snapshot *snapshot_follow(struct snapshot *old, const char *directory, struct error *error)
{
    struct snapshot *snapshot = open_generation(directory, &(struct column_source){.old = old}, error);
    if (!snapshot) return NULL;
    take_columns(snapshot, old);
    snapshot_close(old);
    return snapshot;
}

void snapshot_close(struct snapshot *snapshot)
{
    if (!snapshot) return;
    xap_close(snapshot->reader);
    for (size_t i = 0; i < snapshot->manifest.segment_count; i++) column_close(snapshot->columns[i]);
    packing_free(snapshot->packing);
    arena_free(snapshot->arena);
    free(snapshot);
}

/* ---- looking */

uint64_t snapshot_generation(const struct snapshot *snapshot)
{
    return snapshot->manifest.generation;
}

const struct settings *snapshot_settings(const struct snapshot *snapshot)
{
    return &snapshot->manifest.settings;
}

uint32_t snapshot_stem_languages(const struct snapshot *snapshot)
{
    uint32_t languages = 0;
    for (size_t i = 0; i < snapshot->manifest.segment_count; i++)
        languages |= snapshot->manifest.segments[i].stem_languages;
    return languages;
}

struct stemmers *snapshot_stemmers(const struct snapshot *snapshot, struct error *error)
{
    struct stemmers *stemmers = stemmers_new(slice_of(snapshot->manifest.settings.stem), error);
    if (!stemmers || stemmers_hold(stemmers, snapshot_stem_languages(snapshot), error) == 0) return stemmers;
    stemmers_free(stemmers);
    return NULL;
}

const struct xap_reader *snapshot_reader(const struct snapshot *snapshot)
{
    return snapshot->reader;
}

size_t snapshot_segment_count(const struct snapshot *snapshot)
{
    return snapshot->manifest.segment_count;
}

const struct manifest_segment *snapshot_segment(const struct snapshot *snapshot, size_t segment)
{
    return &snapshot->manifest.segments[segment];
}

const struct xap_bitmap *snapshot_alive(const struct snapshot *snapshot)
{
    return snapshot->alive;
}

const struct column *snapshot_column(const struct snapshot *snapshot, size_t segment)
{
    return snapshot->columns[segment];
}

uint32_t snapshot_document_count(const struct snapshot *snapshot)
{
    return snapshot->document_count;
}

static bool is_alive(const struct snapshot *snapshot, struct xap_document_id id)
{
    return id.database < snapshot->manifest.segment_count && id.docid >= 1 &&
           id.docid <= snapshot->alive[id.database].bit_count &&
           bitmap_has(snapshot->alive[id.database].words, id.docid);
}

int snapshot_article(const struct snapshot *snapshot, struct arena *arena, struct xap_document_id id,
                     enum article_extent extent, struct article *out, struct error *error)
{
    struct xap_bytes bytes;
    struct xap_error fault;
    if (!is_alive(snapshot, id)) return fail(error, ERROR_NOT_FOUND, 0, "there is no document %u here", id.docid);
    if (xap_document_data(snapshot->reader, id, &bytes, &fault) < 0) return index_fail(error, &fault);
    struct slice data = arena_copy(arena, slice_make(bytes.data, bytes.length));
    xap_bytes_free(&bytes);
    if (!data.data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for an article");
    if (extent == ARTICLE_HEAD) return article_decode(data, out, error);
    return article_decode_whole(data, arena, snapshot->packing, out, error);
}

/* A merged segment may hold an id several times: at most one of them is alive. */
struct alive_search {
    const struct xap_bitmap *alive;
    uint32_t docid;
};

static bool take_alive(void *context, uint32_t docid, uint32_t wdf)
{
    struct alive_search *search = context;
    (void)wdf;
    if (docid <= search->alive->bit_count && bitmap_has(search->alive->words, docid)) search->docid = docid;
    return search->docid == 0;
}

int index_find(const struct xap_reader *reader, const struct xap_bitmap *alive, struct slice article_id,
               struct xap_document_id *out, struct error *error)
{
    char term[TERM_MAX];
    size_t length = schema_term(PREFIX_ID, article_id, term);
    size_t databases = reader ? xap_database_count(reader) : 0;
    for (size_t i = 0; i < databases; i++) {
        struct alive_search search = {.alive = &alive[i]};
        struct xap_error fault;
        if (xap_postings(reader, i, term, length, take_alive, &search, &fault) < 0) return index_fail(error, &fault);
        if (search.docid == 0) continue;
        *out = (struct xap_document_id){(uint32_t)i, search.docid};
        return 0;
    }
    return fail(error, ERROR_NOT_FOUND, 0, "there is no article with the id \"%.*s\"", SLICE_ARGS(article_id));
}

int snapshot_find(const struct snapshot *snapshot, struct slice article_id, struct xap_document_id *out,
                  struct error *error)
{
    return index_find(snapshot->reader, snapshot->alive, article_id, out, error);
}

/* ---- what the wrapper says, in our words */

int index_fail(struct error *error, const struct xap_error *from)
{
    static const enum error_code codes[] = {
        [XAP_OK] = ERROR_INTERNAL,         [XAP_INVALID] = ERROR_INTERNAL,    [XAP_LIMIT] = ERROR_LIMIT,
        [XAP_NOT_FOUND] = ERROR_NOT_FOUND, [XAP_EXISTS] = ERROR_SYSTEM,       [XAP_LOCKED] = ERROR_LOCKED,
        [XAP_CORRUPT] = ERROR_CORRUPT,     [XAP_VERSION] = ERROR_VERSION,     [XAP_NO_SPACE] = ERROR_NO_SPACE,
        [XAP_IO] = ERROR_SYSTEM,           [XAP_NO_MEMORY] = ERROR_NO_MEMORY, [XAP_POISONED] = ERROR_SYSTEM,
        [XAP_INTERNAL] = ERROR_INTERNAL};
    return fail(error, codes[from->code], 0, "%s", from->message);
}
