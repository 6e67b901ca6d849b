/* The four libraries behind one table. */
#include "indexer/decoder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#define GZIP_ONLY           16 /* added to zlib's window bits: a gzip header and its checksums, no other */
#define MEMORY_BYTES        ((size_t)DECODER_MEMORY_MB << 20)
#define ZSTD_WINDOW_LOG_MAX 27 /* 128 MB, as of zstd --long; blocks come on top, so that twice as much is too much */

#define TEXT_OF(number) #number
#define SPELLED(macro)  TEXT_OF(macro)

static_assert((size_t)1 << ZSTD_WINDOW_LOG_MAX < MEMORY_BYTES, "a zstd window fits the memory of a decoder");

struct decoder_format {
    const char *name;
    bool (*begins)(struct slice head);
    bool (*open)(struct decoder *decoder);
    enum decoder_outcome (*run)(struct decoder *decoder, struct decoder_step *step);
    void (*close)(struct decoder *decoder);
};

struct decoder {
    const struct decoder_format *format;
    bool between_members;
    z_stream gzip;
    ZSTD_DStream *zstd;
    size_t zstd_wanted; /* bytes of the next step */
    lzma_stream xz;
    bz_stream bzip2;
};

static enum decoder_outcome broken(struct decoder_step *step, const char *fault)
{
    step->fault = fault;
    return DECODER_BROKEN;
}

static void move_on(struct decoder_step *step, size_t in_left, size_t out_left)
{
    step->in += step->in_left - in_left;
    step->out += step->out_left - out_left;
    step->in_left = in_left;
    step->out_left = out_left;
}

/* ---- gzip */

static bool begins_gzip(struct slice head)
{
    return slice_starts(head, slice_of("\x1F\x8B\x08"));
}

static bool open_gzip(struct decoder *decoder)
{
    return inflateInit2(&decoder->gzip, MAX_WBITS + GZIP_ONLY) == Z_OK;
}

static enum decoder_outcome run_gzip(struct decoder *decoder, struct decoder_step *step)
{
    z_stream *gzip = &decoder->gzip;
    if (decoder->between_members) inflateReset(gzip);
    gzip->next_in = (Bytef *)step->in;
    gzip->avail_in = (uInt)step->in_left;
    gzip->next_out = (Bytef *)step->out;
    gzip->avail_out = (uInt)step->out_left;
    int status = inflate(gzip, Z_NO_FLUSH);
    move_on(step, gzip->avail_in, gzip->avail_out);
    if (status == Z_STREAM_END) return DECODER_MEMBER_ENDED;
    if (status == Z_OK || status == Z_BUF_ERROR) return DECODER_GOES_ON;
    return broken(step, gzip->msg ? gzip->msg : "no memory");
}

static void close_gzip(struct decoder *decoder)
{
    inflateEnd(&decoder->gzip);
}

/* ---- zstd */

/* A frame, or one of the frames that every reader passes over (0x184D2A50 to 0x184D2A5F). */
static bool begins_zstd(struct slice head)
{
    bool skippable = head.length >= 4 && (head.data[0] & 0xF0) == 0x50 && memcmp(head.data + 1, "\x2A\x4D\x18", 3) == 0;
    return skippable || slice_starts(head, slice_of("\x28\xB5\x2F\xFD"));
}

static bool open_zstd(struct decoder *decoder)
{
    decoder->zstd = ZSTD_createDStream();
    return decoder->zstd &&
           !ZSTD_isError(ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX));
}

/* What a call that fails gave is lost. So each gets no more than the last one asked for, which is about a block. */
static enum decoder_outcome run_zstd(struct decoder *decoder, struct decoder_step *step)
{
    size_t wanted = decoder->between_members ? 1 : decoder->zstd_wanted;
    ZSTD_inBuffer in = {step->in, wanted < step->in_left ? wanted : step->in_left, 0};
    ZSTD_outBuffer out = {step->out, step->out_left, 0};
    size_t status = ZSTD_decompressStream(decoder->zstd, &out, &in);
    move_on(step, step->in_left - in.pos, step->out_left - out.pos);
    if (ZSTD_isError(status)) return broken(step, ZSTD_getErrorName(status));
    decoder->zstd_wanted = status;
    return status == 0 ? DECODER_MEMBER_ENDED : DECODER_GOES_ON;
}

static void close_zstd(struct decoder *decoder)
{
    ZSTD_freeDStream(decoder->zstd);
}

/* ---- xz */

static bool begins_xz(struct slice head)
{
    return slice_starts(head, slice_make("\xFD"
                                         "7zXZ\0",
                                         6));
}

static bool open_xz(struct decoder *decoder)
{
    decoder->xz = (lzma_stream)LZMA_STREAM_INIT;
    return lzma_stream_decoder(&decoder->xz, MEMORY_BYTES, 0) == LZMA_OK;
}

static enum decoder_outcome run_xz(struct decoder *decoder, struct decoder_step *step)
{
    lzma_stream *xz = &decoder->xz;
    if (decoder->between_members && lzma_stream_decoder(xz, MEMORY_BYTES, 0) != LZMA_OK)
        return broken(step, "no memory");
    xz->next_in = (const uint8_t *)step->in;
    xz->avail_in = step->in_left;
    xz->next_out = (uint8_t *)step->out;
    xz->avail_out = step->out_left;
    lzma_ret status = lzma_code(xz, LZMA_RUN);
    move_on(step, xz->avail_in, xz->avail_out);
    switch (status) {
    case LZMA_STREAM_END: return DECODER_MEMBER_ENDED;
    case LZMA_OK:
    case LZMA_BUF_ERROR: return DECODER_GOES_ON;
    case LZMA_MEMLIMIT_ERROR: return broken(step, "it asks for more than " SPELLED(DECODER_MEMORY_MB) " MB of memory");
    case LZMA_MEM_ERROR: return broken(step, "no memory");
    case LZMA_OPTIONS_ERROR: return broken(step, "options that are not supported");
    default: return broken(step, "corrupted data");
    }
}

static void close_xz(struct decoder *decoder)
{
    lzma_end(&decoder->xz);
}

/* ---- bzip2 */

/* "BZh", a digit, and the mark of a block or of the end. */
static bool begins_bzip2(struct slice head)
{
    if (head.length < 10 || memcmp(head.data, "BZh", 3) != 0 || head.data[3] < '1' || head.data[3] > '9') return false;
    return memcmp(head.data + 4, "1AY&SY", 6) == 0 || memcmp(head.data + 4, "\x17rE8P\x90", 6) == 0;
}

static bool open_bzip2(struct decoder *decoder)
{
    return BZ2_bzDecompressInit(&decoder->bzip2, 0, 0) == BZ_OK;
}

static enum decoder_outcome run_bzip2(struct decoder *decoder, struct decoder_step *step)
{
    bz_stream *bzip2 = &decoder->bzip2;
    if (decoder->between_members) {
        BZ2_bzDecompressEnd(bzip2);
        *bzip2 = (bz_stream){0};
        if (!open_bzip2(decoder)) return broken(step, "no memory");
    }
    bzip2->next_in = (char *)step->in;
    bzip2->avail_in = (unsigned)step->in_left;
    bzip2->next_out = step->out;
    bzip2->avail_out = (unsigned)step->out_left;
    int status = BZ2_bzDecompress(bzip2);
    move_on(step, bzip2->avail_in, bzip2->avail_out);
    if (status == BZ_STREAM_END) return DECODER_MEMBER_ENDED;
    if (status == BZ_OK) return DECODER_GOES_ON;
    return broken(step, status == BZ_MEM_ERROR ? "no memory" : "corrupted data");
}

static void close_bzip2(struct decoder *decoder)
{
    BZ2_bzDecompressEnd(&decoder->bzip2);
}

/* ---- the table */

static const struct decoder_format FORMATS[] = {
    {"gzip", begins_gzip, open_gzip, run_gzip, close_gzip},
    {"zstd", begins_zstd, open_zstd, run_zstd, close_zstd},
    {"xz", begins_xz, open_xz, run_xz, close_xz},
    {"bzip2", begins_bzip2, open_bzip2, run_bzip2, close_bzip2},
};

static const struct decoder_format *find_format(struct slice head)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (FORMATS[i].begins(head)) return &FORMATS[i];
    return NULL;
}

struct decoder *decoder_open(struct slice head, bool *known)
{
    const struct decoder_format *format = find_format(head);
    *known = format != NULL;
    struct decoder *decoder = format ? calloc(1, sizeof *decoder) : NULL;
    if (!decoder) return NULL;
    decoder->format = format;
    decoder->between_members = true;
    if (format->open(decoder)) return decoder;
    decoder_close(decoder);
    return NULL;
}

void decoder_close(struct decoder *decoder)
{
    if (!decoder) return;
    decoder->format->close(decoder);
    free(decoder);
}

const char *decoder_name(const struct decoder *decoder)
{
    return decoder->format->name;
}

bool decoder_continues(const struct decoder *decoder, struct slice head)
{
    return decoder->format->begins(head);
}

enum decoder_outcome decoder_run(struct decoder *decoder, struct decoder_step *step)
{
    enum decoder_outcome outcome = decoder->format->run(decoder, step);
    decoder->between_members = outcome == DECODER_MEMBER_ENDED;
    return outcome;
}
