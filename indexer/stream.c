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
    uint64_t decompressed;
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

int stream_read(struct stream *stream, struct buffer *out, struct error *error)
{
    size_t room = out->limit - out->length;
    if (room > STREAM_STEP_BYTES) room = STREAM_STEP_BYTES;
    char *target = room ? buffer_reserve(out, room) : NULL;
    if (!target)
        return fail(error, ERROR_NO_MEMORY, stream->decompressed, "no room for more than %zu bytes", out->limit);
    ssize_t got = archive_read_data(stream->archive, target, room);
    if (got < 0) return fail_archive(error, stream, ERROR_BAD_INPUT);
    buffer_advance(out, (size_t)got);
    stream->decompressed += (uint64_t)got;
    return got > 0;
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
