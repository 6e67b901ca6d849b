/* No list of the files read is kept: there may be millions, and those of one name are where the name says. */
#include "indexer/twins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "indexer/format.h"

struct root {
    uint32_t name_hash; /* of its last part: thousands of single files are passed over quickly */
    bool is_folder;
};

struct twins {
    char *const *paths;
    struct root roots[];
};

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static uint32_t hash_name(const char *name)
{
    return hash_bytes(name, strlen(name));
}

struct twins *twins_new(char *const *paths, size_t count)
{
    struct twins *twins = calloc(1, sizeof *twins + count * sizeof twins->roots[0]);
    if (!twins) return NULL;
    twins->paths = paths;
    for (size_t i = 0; i < count; i++) twins->roots[i].name_hash = hash_name(last_part(paths[i]));
    return twins;
}

void twins_free(struct twins *twins)
{
    free(twins);
}

void twins_note(struct twins *twins, size_t at, bool is_folder)
{
    twins->roots[at].is_folder = is_folder;
}

/* Where the file of that name would be under the path; false when there can be none that is read. */
static bool candidate(const struct twins *twins, size_t at, const char *name, uint32_t name_hash, char out[PATH_MAX])
{
    const char *path = twins->paths[at];
    int length;
    if (!twins->roots[at].is_folder) {
        if (twins->roots[at].name_hash != name_hash || strcmp(last_part(path), name) != 0) return false;
        length = snprintf(out, PATH_MAX, "%s", path);
    } else {
        if (!format_by_name(slice_of(name))) return false;
        length = snprintf(out, PATH_MAX, "%s%s%s", path, *last_part(path) ? "/" : "", name);
    }
    return length < PATH_MAX;
}

/* Links are followed where the walk follows them: on the command line alone. */
static bool is_other_file(const char *path, bool is_folder, const struct stat *file)
{
    struct stat other;
    if ((is_folder ? lstat(path, &other) : stat(path, &other)) < 0 || !S_ISREG(other.st_mode)) return false;
    return other.st_dev != file->st_dev || other.st_ino != file->st_ino;
}

bool twins_find(const struct twins *twins, size_t at, const struct walk_file *file, char out[PATH_MAX])
{
    struct stat status;
    if (!file->path || stat(file->path, &status) < 0) return false;
    uint32_t name_hash = hash_name(file->name);
    for (size_t i = 0; i < at; i++)
        if (candidate(twins, i, file->name, name_hash, out) && is_other_file(out, twins->roots[i].is_folder, &status))
            return true;
    return false;
}
