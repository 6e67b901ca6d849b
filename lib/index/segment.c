/* The segment writer: glass tables and a figure column, written once. */
#include "index/segment.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "index/segment_parts.h"
#include "index/snapshot.h"

/* Writers lock through it while they write; a finished segment has none. */
#define GLASS_LOCK_FILE "flintlock"

struct segment_writer {
    char directory[PATH_MAX], path[PATH_MAX], name[MANIFEST_NAME_MAX];
    struct xap_writer *tables;
    struct column_builder *column;
    uint32_t document_count;
    uint32_t stem_languages;
    bool owns_folder; /* made by this writer and not finished */
};

int segment_path(const char *directory, const char *name, const char *file, char out[PATH_MAX], struct error *error)
{
    int length = snprintf(out, PATH_MAX, "%s/%s%s%s", directory, name, file ? "/" : "", file ? file : "");
    if (length >= PATH_MAX)
        return fail(error, ERROR_LIMIT, 0, "%s: the path is longer than %d bytes", directory, PATH_MAX);
    return 0;
}

static int create(struct segment_writer *writer, const char *directory, const char *name, struct error *error)
{
    struct xap_error fault;
    if (segment_path(directory, name, NULL, writer->path, error) < 0) return -1;
    if (access(writer->path, F_OK) == 0)
        return fail_errno(error, EEXIST, "%s: expected no folder of that name", writer->path);
    snprintf(writer->directory, sizeof writer->directory, "%s", directory);
    snprintf(writer->name, sizeof writer->name, "%s", name);
    writer->column = column_builder_new();
    if (!writer->column) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a figure column");
    writer->tables = xap_create(writer->path, XAP_DIRECT, 0, &fault);
    if (!writer->tables) return index_fail(error, &fault);
    writer->owns_folder = true;
    return 0;
}

struct segment_writer *segment_writer_new(const char *directory, const char *name, struct error *error)
{
    struct segment_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory for a segment");
        return NULL;
    }
    if (create(writer, directory, name, error) == 0) return writer;
    segment_writer_free(writer);
    return NULL;
}

void segment_writer_free(struct segment_writer *writer)
{
    if (!writer) return;
    xap_writer_free(writer->tables);
    column_builder_free(writer->column);
    if (writer->owns_folder) file_remove_tree(writer->path, NULL);
    free(writer);
}

int segment_writer_add(struct segment_writer *writer, const struct document *document, struct error *error)
{
    struct xap_error fault;
    uint32_t docid;
    if (xap_add(writer->tables, &document->terms, &docid, &fault) < 0) {
        index_fail(error, &fault);
        if (error && fault.code == XAP_INVALID) error->code = ERROR_BAD_INPUT;
        return -1;
    }
    writer->document_count = docid;
    writer->stem_languages |= UINT32_C(1) << document->stem_language;
    for (size_t i = 0; i < document->row_count; i++) {
        const struct document_row *row = &document->rows[i];
        struct column_figure figure = row->figure;
        figure.docid = docid;
        if (column_builder_add(writer->column, &figure, row->facets, row->facet_count, error) == 0) continue;
        /* Its terms are written: the segment is spoiled, whatever was wrong with the row. */
        if (error) error->code = ERROR_INTERNAL;
        return -1;
    }
    return 0;
}

int segment_writer_finish(struct segment_writer *writer, struct manifest_segment *out, struct error *error)
{
    char column[PATH_MAX];
    struct xap_error fault;
    if (segment_path(writer->directory, writer->name, SEGMENT_COLUMN_FILE, column, error) < 0) return -1;
    if (xap_writer_finish(writer->tables, &fault) < 0) return index_fail(error, &fault);
    if (column_builder_write(writer->column, column, error) < 0) return -1;
    if (segment_describe(writer->directory, writer->name, writer->document_count, out, error) < 0) return -1;
    out->stem_languages = writer->stem_languages;
    writer->owns_folder = false;
    return 0;
}

/* ---- opening a column */

struct column *segment_column_open(const char *directory, const struct manifest_segment *segment, struct error *error)
{
    char path[PATH_MAX];
    if (segment_path(directory, segment->name, SEGMENT_COLUMN_FILE, path, error) < 0) return NULL;
    struct column *column = column_open(path, error);
    if (!column || column_docid_max(column) <= segment->document_count) return column;
    fail(error, ERROR_CORRUPT, 0, "%s: a figure of document %u, but there are %u", path, column_docid_max(column),
         segment->document_count);
    column_close(column);
    return NULL;
}

/* ---- describing what is there */

static int is_segment_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, GLASS_LOCK_FILE) != 0;
}

static int measure_file(const char *path, const char *name, struct manifest_segment *out, struct error *error)
{
    if (out->file_count == MANIFEST_FILES_MAX || strlen(name) >= MANIFEST_NAME_MAX)
        return fail(error, ERROR_LIMIT, 0, "%s/%s: one file too many, or too long a name", path, name);
    struct manifest_file *file = &out->files[out->file_count++];
    strcpy(file->name, name);
    return manifest_file_measure(path, file, error);
}

static int measure_files(const char *path, struct manifest_segment *out, struct error *error)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_segment_file, alphasort), result = 0;
    if (count < 0) return fail_errno(error, errno, "%s: cannot be listed", path);
    for (int i = 0; i < count; i++) {
        if (result == 0) result = measure_file(path, entries[i]->d_name, out, error);
        free(entries[i]);
    }
    free(entries);
    return result;
}

static int read_uuid(const char *path, char out[XAP_UUID_BYTES], struct error *error)
{
    struct xap_error fault;
    struct xap_reader *reader = xap_open(&path, 1, &fault);
    if (!reader) return index_fail(error, &fault);
    int result = xap_uuid(reader, 0, out, &fault);
    xap_close(reader);
    return result < 0 ? index_fail(error, &fault) : 0;
}

int segment_describe(const char *directory, const char *name, uint32_t document_count, struct manifest_segment *out,
                     struct error *error)
{
    char path[PATH_MAX];
    *out = (struct manifest_segment){.document_count = document_count};
    if (segment_path(directory, name, NULL, path, error) < 0) return -1;
    snprintf(out->name, sizeof out->name, "%s", name);
    if (file_sync(path, error) < 0 || file_sync(directory, error) < 0) return -1;
    if (read_uuid(path, out->uuid, error) < 0) return -1;
    return measure_files(path, out, error);
}
