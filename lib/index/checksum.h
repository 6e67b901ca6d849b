/* Checksums and fingerprints: XXH3, in one place. Not against an attacker: against disks and chance. */
#ifndef TALLY_INDEX_CHECKSUM_H
#define TALLY_INDEX_CHECKSUM_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

uint64_t checksum_bytes(struct slice bytes);

/* Of several pieces, told apart by their lengths ("ab","c" differs from "a","bc"): 128 bits, the same on every machine.
 */
#define CHECKSUM_PIECES_BYTES 16
void checksum_pieces(const struct slice *pieces, size_t count, char out[CHECKSUM_PIECES_BYTES]);

/* Size and checksum of a file, read in steps. ERROR_NOT_FOUND, ERROR_SYSTEM. */
int checksum_file(const char *path, uint64_t *size_bytes, uint64_t *checksum, struct error *error);

#endif
