/* Decompressing gzip, zstd, xz and bzip2, member by member.
 *
 * A compressed file is one or more members (gzip's word; frames of zstd, streams of the others), each with its own
 * checksums, which are verified. What a member gave before it broke was given out. */
#ifndef TALLY_INDEXER_DECODER_H
#define TALLY_INDEXER_DECODER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

#define DECODER_MAGIC_MAX 10  /* bytes that tell the format */
#define DECODER_MEMORY_MB 256 /* what one may take; xz -9 asks for 65, zstd -19 for 8, bzip2 for 4, gzip for less */

struct decoder;

/* For the member that `head` begins with; NULL when it begins with none. The caller asks again for memory alone: *known
 * tells whether there was a format. */
struct decoder *decoder_open(struct slice head, bool *known);
void decoder_close(struct decoder *decoder);

/* "gzip", "zstd", "xz", "bzip2" */
const char *decoder_name(const struct decoder *decoder);
/* Does another member begin here? */
bool decoder_continues(const struct decoder *decoder, struct slice head);

enum decoder_outcome { DECODER_BROKEN = -1, DECODER_GOES_ON, DECODER_MEMBER_ENDED };

/* Bytes to take from and to fill, moved on by what was taken and filled. */
struct decoder_step {
    const char *in;
    char *out;
    size_t in_left, out_left;
    const char *fault; /* in words, when it is broken */
};

/* After the end of a member the next call begins another one. */
enum decoder_outcome decoder_run(struct decoder *decoder, struct decoder_step *step);

#endif
