/* Files of an index directory that no generation names any more, or never did. */
#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"
#include "index/segment_parts.h"
#include "index/writer_parts.h"

static bool names(const struct manifest *manifest, const char *name)
{
    for (size_t i = 0; i < manifest->segment_count; i++) {
        const struct manifest_segment *segment = &manifest->segments[i];
        if (strcmp(segment->name, name) == 0 || strcmp(segment->tombstones.name, name) == 0) return true;
    }
    return false;
}

/* Nothing else in the directory is ours to remove. */
static int is_ours(const struct dirent *entry)
{
    struct slice name = slice_of(entry->d_name);
    return slice_starts(name, slice_of("segment-")) || slice_starts(name, slice_of("dead-")) ||
           slice_is(name, MANIFEST_FILE ".new");
}

void strays_remove(const char *directory, const struct manifest *published, const struct manifest *previous)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_ours, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char path[PATH_MAX];
        if (!names(published, name) && !names(previous, name) && segment_path(directory, name, NULL, path, NULL) == 0)
            file_remove_tree(path, NULL);
        free(entries[i]);
    }
    if (count >= 0) free(entries);
}
