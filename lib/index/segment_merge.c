/* Several segments become one: glass tables by compaction, columns and tombstones by shifting docids. */
#include "base/file.h"
#include "index/bitmap.h"
#include "index/segment.h"
#include "index/segment_parts.h"
#include "index/snapshot.h"

static int compact_tables(struct arena *arena, const char *directory, const struct segment_source *sources,
                          size_t count, const char *destination, struct error *error)
{
    const char **paths = arena_array(arena, count, sizeof *paths);
    if (!paths) return fail(error, ERROR_NO_MEMORY, 0, "no memory to merge segments");
    for (size_t i = 0; i < count; i++) {
        paths[i] = arena_printf(arena, "%s/%s", directory, sources[i].segment->name);
        if (!paths[i]) return fail(error, ERROR_NO_MEMORY, 0, "no memory to merge segments");
    }
    struct xap_error fault;
    return xap_compact(paths, count, destination, &fault) < 0 ? index_fail(error, &fault) : 0;
}

/* The figures of the dead are left behind: no range finds them any more. */
static int append_figures(struct column_builder *builder, const struct column *column, const uint64_t *dead,
                          uint32_t docid_shift, struct error *error)
{
    for (uint32_t ordinal = 0; ordinal < column_figure_count(column); ordinal++) {
        struct column_figure figure = column_figure_at(column, ordinal);
        if (dead && bitmap_has(dead, figure.docid)) continue;
        uint32_t facets[COLUMN_FACETS_MAX];
        struct slice names[COLUMN_FACETS_MAX];
        size_t facet_count = column_figure_facets(column, ordinal, facets);
        for (size_t i = 0; i < facet_count; i++) names[i] = column_facet_name(column, facets[i]);
        figure.docid += docid_shift;
        if (column_builder_add(builder, &figure, names, facet_count, error) < 0) return -1;
    }
    return 0;
}

static int append_column(struct column_builder *builder, const char *directory, const struct segment_source *source,
                         uint32_t docid_shift, struct error *error)
{
    struct column *column = segment_column_open(directory, source->segment, error);
    if (!column) return -1;
    int result = append_figures(builder, column, source->dead, docid_shift, error);
    column_close(column);
    return result;
}

static int merge_columns(const char *directory, const struct segment_source *sources, size_t count, const char *name,
                         struct error *error)
{
    char path[PATH_MAX];
    if (segment_path(directory, name, SEGMENT_COLUMN_FILE, path, error) < 0) return -1;
    struct column_builder *builder = column_builder_new();
    int result = builder ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for a figure column");
    uint32_t docid_shift = 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        result = append_column(builder, directory, &sources[i], docid_shift, error);
        docid_shift += sources[i].segment->document_count;
    }
    if (result == 0) result = column_builder_write(builder, path, error);
    column_builder_free(builder);
    return result;
}

static int merge_tombstones(struct arena *arena, const struct segment_source *sources, size_t count,
                            uint32_t document_count, uint64_t **dead, struct error *error)
{
    *dead = arena_array(arena, bitmap_words(document_count), sizeof **dead);
    if (!*dead) return fail(error, ERROR_NO_MEMORY, 0, "no memory for tombstones");
    uint32_t docid_shift = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t documents = sources[i].segment->document_count;
        for (uint32_t docid = 1; sources[i].dead && docid <= documents; docid++) {
            if (bitmap_has(sources[i].dead, docid)) bitmap_add(*dead, docid + docid_shift);
        }
        docid_shift += documents;
    }
    return 0;
}

static int merge_into(struct arena *arena, const char *directory, const struct segment_source *sources, size_t count,
                      const char *name, const char *path, struct manifest_segment *out, uint64_t **dead,
                      struct error *error)
{
    uint32_t document_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (__builtin_add_overflow(document_count, sources[i].segment->document_count, &document_count))
            return fail(error, ERROR_LIMIT, 0, "a segment holds at most 2^32 - 1 documents");
    }
    if (compact_tables(arena, directory, sources, count, path, error) < 0) return -1;
    if (merge_columns(directory, sources, count, name, error) < 0) return -1;
    if (merge_tombstones(arena, sources, count, document_count, dead, error) < 0) return -1;
    if (segment_describe(directory, name, document_count, out, error) < 0) return -1;
    out->dead_count = bitmap_count(*dead, document_count);
    for (size_t i = 0; i < count; i++) out->stem_languages |= sources[i].segment->stem_languages;
    return 0;
}

int segment_merge(struct arena *arena, const char *directory, const struct segment_source *sources, size_t count,
                  const char *name, struct manifest_segment *out, uint64_t **dead, struct error *error)
{
    char path[PATH_MAX];
    if (segment_path(directory, name, NULL, path, error) < 0) return -1;
    if (merge_into(arena, directory, sources, count, name, path, out, dead, error) == 0) return 0;
    file_remove_tree(path, NULL);
    return -1;
}
