/* Files of an index directory that no generation names any more, or never did. */
#include <dirent.h>
#include <errno.h>
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

/* "KIND-" and a number as writer_name() puts them together. */
static bool is_numbered(const char *name, const char *kind)
{
    size_t length = strlen(kind);
    if (strncmp(name, kind, length) != 0 || name[length] != '-') return false;
    const char *digits = name + length + 1;
    size_t count = strspn(digits, "0123456789");
    return count >= WRITER_NAME_DIGITS && !digits[count];
}

static int is_part(const struct dirent *entry)
{
    return is_numbered(entry->d_name, SEGMENT_KIND) || is_numbered(entry->d_name, TOMBSTONES_KIND);
}

/* Nothing else in the directory is ours to remove. */
static int is_ours(const struct dirent *entry)
{
    return is_part(entry) || strcmp(entry->d_name, MANIFEST_FILE ".new") == 0;
}

int strays_look(const char *directory, bool *found, struct error *error)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_part, alphasort);
    if (count < 0) return fail_errno(error, errno, "%s: cannot be listed", directory);
    for (int i = 0; i < count; i++) free(entries[i]);
    free(entries);
    *found = count > 0;
    return 0;
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
