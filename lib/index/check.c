/* Looking through a whole index: every checksum, every table, every column. */
#include <stdlib.h>

#include "index/segment_parts.h"
#include "index/snapshot.h"

#define CHECK_ATTEMPTS 16 /* each one lost to a writer that removed files of the generation being checked */

static int check_segment(const char *directory, const struct manifest_segment *segment, struct error *error)
{
    char folder[PATH_MAX];
    struct xap_error fault;
    if (segment_path(directory, segment->name, NULL, folder, error) < 0) return -1;
    for (size_t i = 0; i < segment->file_count; i++) {
        if (manifest_file_verify(folder, &segment->files[i], error) < 0) return -1;
    }
    if (segment->dead_count && manifest_file_verify(directory, &segment->tombstones, error) < 0) return -1;
    struct column *column = segment_column_open(directory, segment, error);
    if (!column) return -1;
    column_close(column);
    return xap_check(folder, &fault) < 0 ? index_fail(error, &fault) : 0;
}

static bool has_moved(const char *directory, const struct manifest *manifest)
{
    uint64_t generation;
    return manifest_generation(directory, &generation, NULL) == 0 && generation != manifest->generation;
}

/* The checksums come first: a table that is not what was written is not handed to libxapian. */
static int check_generation(const char *directory, struct manifest *manifest, struct error *error)
{
    if (manifest_read(directory, manifest, error) < 0) return -1;
    for (size_t i = 0; i < manifest->segment_count; i++) {
        if (check_segment(directory, &manifest->segments[i], error) < 0) return -1;
    }
    struct snapshot *snapshot = snapshot_open(directory, error);
    if (!snapshot) return -1;
    snapshot_close(snapshot);
    return 0;
}

int index_check(const char *directory, struct error *error)
{
    struct manifest *manifest = calloc(1, sizeof *manifest);
    if (!manifest) return fail(error, ERROR_NO_MEMORY, 0, "no memory to check an index");
    int result = -1;
    for (int attempt = 0; result < 0 && attempt < CHECK_ATTEMPTS; attempt++) {
        result = check_generation(directory, manifest, error);
        if (!has_moved(directory, manifest)) break;
    }
    free(manifest);
    return result;
}
