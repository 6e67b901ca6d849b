/* Tombstone files: which documents of a segment are dead.
 *
 * 24 bytes of header (magic, document count, zero, checksum of the rest), then the bitmap; all little endian. */
#include <endian.h>

#include "base/file.h"
#include "index/bitmap.h"
#include "index/checksum.h"
#include "index/segment.h"
#include "index/segment_parts.h"

#define TOMBSTONES_MAGIC     "tallyRIP"
#define TOMBSTONES_BYTES_MAX ((size_t)512 << 20) /* a bit for each of 2^32 documents */

struct tombstones_header {
    char magic[8];
    uint32_t document_count, zero;
    uint64_t checksum;
};

static int put_file(struct buffer *bytes, const char *path, const uint64_t *dead, uint32_t document_count,
                    struct error *error)
{
    buffer_reserve(bytes, sizeof(struct tombstones_header) + bitmap_words(document_count) * sizeof *dead);
    buffer_append(bytes, &(struct tombstones_header){0}, sizeof(struct tombstones_header));
    for (size_t i = 0; i < bitmap_words(document_count); i++) {
        uint64_t word = htole64(dead[i]);
        buffer_append(bytes, &word, sizeof word);
    }
    if (bytes->failed) return fail(error, ERROR_NO_MEMORY, 0, "no memory for tombstones");
    struct slice bitmap =
        slice_make(bytes->data + sizeof(struct tombstones_header), bytes->length - sizeof(struct tombstones_header));
    struct tombstones_header header = {.document_count = htole32(document_count),
                                       .checksum = htole64(checksum_bytes(bitmap))};
    memcpy(header.magic, TOMBSTONES_MAGIC, sizeof header.magic);
    memcpy(bytes->data, &header, sizeof header);
    return file_create(path, buffer_view(bytes), error);
}

int tombstones_write(const char *directory, const char *name, const uint64_t *dead, uint32_t document_count,
                     struct manifest_file *out, struct error *error)
{
    char path[PATH_MAX];
    struct buffer bytes;
    if (segment_path(directory, name, NULL, path, error) < 0) return -1;
    buffer_init(&bytes, TOMBSTONES_BYTES_MAX + sizeof(struct tombstones_header));
    int result = put_file(&bytes, path, dead, document_count, error);
    *out = (struct manifest_file){.size_bytes = bytes.length, .checksum = checksum_bytes(buffer_view(&bytes))};
    memcpy(out->name, name, strlen(name) + 1);
    buffer_free(&bytes);
    return result;
}

static int take_bitmap(struct arena *arena, struct slice bytes, const struct manifest_segment *segment, uint64_t **dead,
                       struct error *error)
{
    struct tombstones_header header;
    size_t words = bitmap_words(segment->document_count);
    if (bytes.length != sizeof header + words * sizeof **dead)
        return fail(error, ERROR_CORRUPT, 0, "expected %zu bytes, found %zu", sizeof header + words * sizeof **dead,
                    bytes.length);
    memcpy(&header, bytes.data, sizeof header);
    struct slice bitmap = slice_make(bytes.data + sizeof header, bytes.length - sizeof header);
    if (memcmp(header.magic, TOMBSTONES_MAGIC, sizeof header.magic) != 0 ||
        le32toh(header.document_count) != segment->document_count ||
        le64toh(header.checksum) != checksum_bytes(bitmap) || checksum_bytes(bytes) != segment->tombstones.checksum)
        return fail(error, ERROR_CORRUPT, 0, "the tombstones do not agree with the manifest");
    *dead = arena_array(arena, words, sizeof **dead);
    if (!*dead) return fail(error, ERROR_NO_MEMORY, 0, "no memory for tombstones");
    memcpy(*dead, bitmap.data, bitmap.length);
    for (size_t i = 0; i < words; i++) (*dead)[i] = le64toh((*dead)[i]);
    if (bitmap_count(*dead, segment->document_count) != segment->dead_count)
        return fail(error, ERROR_CORRUPT, 0, "expected %u dead documents", segment->dead_count);
    return 0;
}

int tombstones_read(struct arena *arena, const char *directory, const struct manifest_segment *segment, uint64_t **dead,
                    struct error *error)
{
    char path[PATH_MAX];
    struct buffer bytes;
    *dead = NULL;
    if (!segment->tombstones.name[0]) return 0;
    if (segment_path(directory, segment->tombstones.name, NULL, path, error) < 0) return -1;
    buffer_init(&bytes, TOMBSTONES_BYTES_MAX + sizeof(struct tombstones_header));
    int result = file_read(path, &bytes, error);
    if (result == 0 && take_bitmap(arena, buffer_view(&bytes), segment, dead, error) < 0)
        result = fail_within(error, "%s", path);
    buffer_free(&bytes);
    return result;
}
