/* A file's bytes, through a decoder when they are compressed. */
#include "indexer/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/decoder.h"

#define INPUT_BYTES STREAM_STEP_BYTES

struct stream {
    int fd;
    struct decoder *decoder; /* NULL: the bytes are given as they are */
    bool in_member;
    bool file_ended, failed;
    struct error failure; /* told again by every later call */
    uint64_t taken;       /* bytes of the file, those in `input` too */
    size_t used, filled;  /* of `input` */
    char input[INPUT_BYTES];
};

/* ---- the file */

static struct slice rest(const struct stream *stream)
{
    return slice_make(stream->input + stream->used, stream->filled - stream->used);
}

/* Byte of the file that comes next. */
static unsigned long long place(const struct stream *stream)
{
    return stream->taken - rest(stream).length;
}

/* Reads until at least `wanted` bytes are there, or the file has ended. */
static int fill(struct stream *stream, size_t wanted, struct error *error)
{
    memmove(stream->input, stream->input + stream->used, rest(stream).length);
    stream->filled -= stream->used;
    stream->used = 0;
    while (stream->filled < wanted && !stream->file_ended) {
        ssize_t got = read(stream->fd, stream->input + stream->filled, INPUT_BYTES - stream->filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_errno(error, errno, "cannot be read beyond byte %llu", place(stream));
        stream->file_ended = got == 0;
        stream->filled += (size_t)got;
        stream->taken += (uint64_t)got;
    }
    return 0;
}

static int start(struct stream *stream, const char *path, struct error *error)
{
    bool compressed;
    stream->fd = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (stream->fd < 0) return fail_errno(error, errno, "cannot be opened");
    if (fill(stream, DECODER_MAGIC_MAX, error) < 0) return -1;
    stream->decoder = decoder_open(rest(stream), &compressed);
    if (compressed && !stream->decoder) return fail(error, ERROR_NO_MEMORY, 0, "no memory to decompress it");
    stream->in_member = compressed;
    return 0;
}

struct stream *stream_open(const char *path, struct error *error)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory to read it");
        return NULL;
    }
    if (start(stream, path, error) == 0) return stream;
    stream_close(stream);
    return NULL;
}

void stream_close(struct stream *stream)
{
    if (!stream) return;
    decoder_close(stream->decoder);
    if (stream->fd > STDIN_FILENO) close(stream->fd);
    free(stream);
}

/* ---- compressed data */

/* What follows a member: another one, zeros (tapes and some downloads are filled up with them), or the end. */
static int begin_member(struct stream *stream, struct error *error)
{
    for (;;) {
        if (fill(stream, DECODER_MAGIC_MAX, error) < 0) return -1;
        struct slice next = rest(stream);
        if (next.length == 0) return 0;
        if (next.data[0] != '\0') break;
        while (stream->used < stream->filled && stream->input[stream->used] == '\0') stream->used++;
    }
    stream->in_member = decoder_continues(stream->decoder, rest(stream));
    if (stream->in_member) return 0;
    return fail(error, ERROR_BAD_INPUT, place(stream), "expected more %s data or the end at byte %llu of the file",
                decoder_name(stream->decoder), place(stream));
}

static int run_decoder(struct stream *stream, struct decoder_step *step, struct error *error)
{
    if (rest(stream).length == 0 && fill(stream, 1, error) < 0) return -1;
    step->in = rest(stream).data;
    step->in_left = rest(stream).length;
    const size_t in_left = step->in_left, out_left = step->out_left;
    enum decoder_outcome outcome = decoder_run(stream->decoder, step);
    stream->used += in_left - step->in_left;
    stream->in_member = outcome != DECODER_MEMBER_ENDED;
    const char *name = decoder_name(stream->decoder);
    if (outcome == DECODER_BROKEN)
        return fail(error, ERROR_BAD_INPUT, place(stream), "broken %s data near byte %llu of the file: %s", name,
                    place(stream), step->fault);
    bool stands_still = step->in_left == in_left && step->out_left == out_left;
    if (outcome == DECODER_GOES_ON && stands_still && stream->file_ended)
        return fail(error, ERROR_BAD_INPUT, place(stream), "expected more %s data, but the file ends at byte %llu",
                    name, place(stream));
    return 0;
}

static int decode(struct stream *stream, char *out, size_t room, size_t *given, struct error *error)
{
    struct decoder_step step = {.out = out, .out_left = room};
    int result = 0;
    while (result == 0 && step.out_left == room) {
        if (!stream->in_member) result = begin_member(stream, error);
        if (!stream->in_member) break;
        result = run_decoder(stream, &step, error);
    }
    *given = room - step.out_left;
    return result;
}

/* ---- reading */

static int copy(struct stream *stream, char *out, size_t room, size_t *given, struct error *error)
{
    if (rest(stream).length == 0 && fill(stream, 1, error) < 0) return -1;
    *given = rest(stream).length < room ? rest(stream).length : room;
    memcpy(out, rest(stream).data, *given);
    stream->used += *given;
    return 0;
}

static int tell_failure(const struct stream *stream, struct error *error)
{
    if (error) *error = stream->failure;
    return -1;
}

int stream_read(struct stream *stream, struct buffer *out, struct error *error)
{
    size_t given = 0, room = out->limit - out->length;
    if (stream->failed) return tell_failure(stream, error);
    if (room == 0) return fail(error, ERROR_NO_MEMORY, place(stream), "no room for more than %zu bytes", out->limit);
    if (room > STREAM_STEP_BYTES) room = STREAM_STEP_BYTES;
    char *target = buffer_reserve(out, room);
    if (!target) return fail(error, ERROR_NO_MEMORY, place(stream), "no memory to read it");
    int result = stream->decoder ? decode(stream, target, room, &given, &stream->failure)
                                 : copy(stream, target, room, &given, &stream->failure);
    stream->failed = result < 0;
    buffer_advance(out, given);
    if (given > 0) return 1;
    return stream->failed ? tell_failure(stream, error) : 0;
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
    return stream->taken;
}
