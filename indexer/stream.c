/* One decompressed stream over libarchive's filters. */
#include "indexer/stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stream {
    struct archive *archive;
    struct slice block;    /* what is left of the block that libarchive gave last */
    uint64_t decompressed; /* bytes given out */
    bool ended;
};

/* libarchive's own words, with its system error when it has one. */
static int fail_archive(struct error *error, struct stream *stream, enum error_code code)
{
    const char *words = archive_error_string(stream->archive);
    return fail(error, code, stream->decompressed, "%s", words ? words : "cannot be read");
}

static int open_archive(struct stream *stream, const char *path, struct error *error)
{
    struct archive *archive = stream->archive;
    /* Only filters that work inside this process: libarchive would start programs for some of the others. */
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    int result = path ? archive_read_open_filename(archive, path, STREAM_STEP_BYTES)
                      : archive_read_open_fd(archive, 0, STREAM_STEP_BYTES);
    if (result != ARCHIVE_OK) {
        int reason = archive_errno(archive);
        return reason == ENOENT || reason == EACCES ? fail_errno(error, reason, "cannot be opened")
                                                    : fail_archive(error, stream, ERROR_SYSTEM);
    }
    struct archive_entry *entry;
    result = archive_read_next_header(archive, &entry);
    stream->ended = result == ARCHIVE_EOF; /* an empty file */
    if (result == ARCHIVE_OK || result == ARCHIVE_EOF) return 0;
    return fail_archive(error, stream, ERROR_BAD_INPUT);
}

struct stream *stream_open(const char *path, struct error *error)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (stream) stream->archive = archive_read_new();
    if (!stream || !stream->archive) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory to read it");
        free(stream);
        return NULL;
    }
    if (open_archive(stream, path, error) == 0) return stream;
    stream_close(stream);
    return NULL;
}

void stream_close(struct stream *stream)
{
    if (!stream) return;
    archive_read_free(stream->archive);
    free(stream);
}

/* By blocks: archive_read_data() would lose what it read before an error. 1, 0 at the end, -1. */
static int next_block(struct stream *stream, struct error *error)
{
    const void *bytes;
    size_t length;
    la_int64_t offset;
    while (!stream->ended && stream->block.length == 0) {
        int result = archive_read_data_block(stream->archive, &bytes, &length, &offset);
        stream->ended = result != ARCHIVE_OK;
        if (result < ARCHIVE_WARN) return fail_archive(error, stream, ERROR_BAD_INPUT);
        if (result != ARCHIVE_EOF) stream->block = slice_make(bytes, length);
    }
    return stream->block.length > 0;
}

int stream_read(struct stream *stream, struct buffer *out, struct error *error)
{
    size_t room = out->limit - out->length;
    if (room == 0)
        return fail(error, ERROR_NO_MEMORY, stream->decompressed, "no room for more than %zu bytes", out->limit);
    int more = next_block(stream, error);
    if (more <= 0) return more;
    size_t length = stream->block.length < room ? stream->block.length : room;
    if (length > STREAM_STEP_BYTES) length = STREAM_STEP_BYTES;
    if (buffer_append(out, stream->block.data, length) < 0)
        return fail(error, ERROR_NO_MEMORY, stream->decompressed, "no memory to read it");
    stream->block = slice_make(stream->block.data + length, stream->block.length - length);
    stream->decompressed += length;
    return 1;
}

int stream_read_all(struct stream *stream, struct buffer *out, struct error *error)
{
    for (;;) {
        int result = out->length < out->limit ? stream_read(stream, out, error) : -1;
        if (result == 0) return 0;
        if (out->length >= out->limit)
            return fail(error, ERROR_LIMIT, out->limit, "larger than %zu bytes", out->limit - 1);
        if (result < 0) return -1;
    }
}

uint64_t stream_consumed(const struct stream *stream)
{
    int64_t bytes = archive_filter_bytes(stream->archive, -1);
    return bytes > 0 ? (uint64_t)bytes : 0;
}
