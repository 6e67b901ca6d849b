/* Opening a column: nothing in it is believed before it is checked, so that no accessor can be led outside the file. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/column_file.h"

static int damaged(const char *path, uint64_t offset, const char *what, struct error *error)
{
    return fail(error, ERROR_CORRUPT, offset, "%s: damaged figure column: %s", path, what);
}

static int map_descriptor(struct column *column, int fd, const char *path, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) < 0) return fail_errno(error, errno, "%s: cannot be looked at", path);
    if (status.st_size == 0) return damaged(path, 0, "an empty file", error);
    void *map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) return fail_errno(error, errno, "%s: cannot be mapped", path);
    column->map = map;
    column->map_bytes = (size_t)status.st_size;
    return 0;
}

static int map_file(struct column *column, const char *path, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be opened", path);
    int result = map_descriptor(column, fd, path, error);
    close(fd);
    return result;
}

static const struct column_header *header_of(const struct column *column)
{
    return (const struct column_header *)(const void *)column->map;
}

static int check_header(struct column *column, const char *path, struct error *error)
{
    const struct column_header *header = header_of(column);
    if (memcmp(header->magic, COLUMN_MAGIC, sizeof header->magic) != 0) return damaged(path, 0, "no such file", error);
    if (header->version > COLUMN_VERSION)
        return fail(error, ERROR_VERSION, offsetof(struct column_header, version),
                    "%s: figure column of version %u, known is up to %d", path, header->version, COLUMN_VERSION);
    if (header->version == 0) return damaged(path, offsetof(struct column_header, version), "version 0", error);
    if (header->figures > COLUMN_FIGURES_MAX)
        return damaged(path, offsetof(struct column_header, figures), "too many figures", error);
    if (header->file_bytes != column->map_bytes)
        return damaged(path, offsetof(struct column_header, file_bytes), "its length is another", error);
    column->figures = header->figures;
    column->facets = header->facets;
    return 0;
}

/* The start of a section of `expected` elements (or any number), NULL when it does not lie within the file. */
static const void *section_start(const struct column *column, enum column_section_name name, size_t element_bytes,
                                 uint64_t expected, size_t *count)
{
    const struct column_section *section = &header_of(column)->sections[name];
    if (section->offset % COLUMN_ALIGNMENT != 0 || section->offset > column->map_bytes) return NULL;
    if (section->count > (column->map_bytes - section->offset) / element_bytes) return NULL;
    if (expected != COLUMN_ANY && section->count != expected) return NULL;
    *count = section->count;
    return column->map + section->offset;
}

static int find_sections(struct column *column, const char *path, struct error *error)
{
    uint64_t figures = column->figures, facets = column->facets;
#define COLUMN_SECTION(name, type, expected)                                                                           \
    column->name = section_start(column, SECTION_##name, sizeof(type), expected, &column->counts.name);                \
    if (!column->name)                                                                                                 \
        return damaged(path, offsetof(struct column_header, sections[SECTION_##name]), "section " #name, error);
#include "index/column_sections.def"
#undef COLUMN_SECTION
    return 0;
}

static bool all_below(const uint32_t *numbers, size_t count, uint32_t end)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++) most = numbers[i] > most ? numbers[i] : most;
    return count == 0 || most < end;
}

/* Starts of consecutive pieces of an array of `end` elements, none longer than `longest`. */
static bool starts_are_sound(const uint32_t *starts, size_t pieces, size_t end, uint32_t longest)
{
    bool sound = starts[pieces] <= end;
    for (size_t i = 0; i < pieces; i++) sound &= starts[i] <= starts[i + 1] && starts[i + 1] - starts[i] <= longest;
    return sound;
}

static bool kinds_are_known(const struct column *column)
{
    bool known = true;
    for (uint32_t i = 0; i < column->figures; i++)
        known &= column->kinds[i].class < FIGURE_CLASSES && column->kinds[i].qualifier < FIGURE_QUALIFIERS &&
                 column->kinds[i].zone < ZONE_KINDS;
    return known;
}

static bool extras_are_sound(const struct column *column)
{
    bool sound = true;
    for (uint32_t i = 0; i < column->figures; i++)
        sound &= column->extra_of[i] == COLUMN_NO_EXTRA || column->extra_of[i] < column->counts.extras;
    return sound;
}

static bool docids_are_in_order(const struct column *column)
{
    uint32_t last = 1;
    bool ordered = true;
    for (uint32_t i = 0; i < column->figures; last = column->docids[i++]) ordered &= column->docids[i] >= last;
    return ordered;
}

static bool runs_are_sound(const struct column *column)
{
    uint64_t most = column->counts.ordinals < UINT32_MAX ? column->counts.ordinals : UINT32_MAX;
    for (uint32_t facet = 0; facet < column->facets; facet++) {
        const struct column_run *run = &column->runs[facet];
        if ((uint64_t)run->first + run->points + run->intervals > most) return false;
        if ((uint64_t)run->points + run->intervals > column->figures) return false;
        if ((uint64_t)run->first_block + column_blocks(run->intervals) > column->counts.reaches) return false;
    }
    return true;
}

/* One pass over all that later leads to another place. */
static int check_contents(struct column *column, const char *path, struct error *error)
{
    if (!docids_are_in_order(column)) return damaged(path, 0, "docids out of order", error);
    if (!kinds_are_known(column)) return damaged(path, 0, "a figure of an unknown kind", error);
    if (!extras_are_sound(column)) return damaged(path, 0, "an end of a figure that is not there", error);
    if (!starts_are_sound(column->facet_starts, column->figures, column->counts.facet_ids, COLUMN_FACETS_MAX))
        return damaged(path, 0, "facets of figures out of order", error);
    if (!all_below(column->facet_ids, column->counts.facet_ids, column->facets))
        return damaged(path, 0, "a facet that is not there", error);
    if (!starts_are_sound(column->name_starts, column->facets, column->counts.names, FACET_NAME_MAX))
        return damaged(path, 0, "names of facets out of order", error);
    if (!runs_are_sound(column)) return damaged(path, 0, "a run beyond its section", error);
    if (!all_below(column->ordinals, column->counts.ordinals, column->figures))
        return damaged(path, 0, "a figure that is not there", error);
    column->docid_max = column->figures ? column->docids[column->figures - 1] : 0;
    return 0;
}

int column_check(struct column *column, const char *path, struct error *error)
{
    if (column->map_bytes < sizeof(struct column_header)) return damaged(path, 0, "shorter than its header", error);
    if (check_header(column, path, error) < 0) return -1;
    if (find_sections(column, path, error) < 0) return -1;
    return check_contents(column, path, error);
}

struct column *column_open(const char *path, struct error *error)
{
    struct column *column = calloc(1, sizeof *column);
    if (!column) {
        fail(error, ERROR_NO_MEMORY, 0, "%s: no memory to open it", path);
        return NULL;
    }
    if (map_file(column, path, error) < 0 || column_check(column, path, error) < 0) {
        column_close(column);
        return NULL;
    }
    return column;
}

void column_close(struct column *column)
{
    if (!column) return;
    if (column->map) munmap((void *)(uintptr_t)column->map, column->map_bytes);
    free(column);
}
