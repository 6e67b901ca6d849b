/* How much two articles have in common, from 32 bytes of each.
 *
 * One permutation MinHash over the runs of SIGNATURE_SHINGLE words of the main text: each run falls into one of 64
 * buckets by its hash, a bucket keeps the smallest, and four bits of that are stored (b-bit minwise hashing, Li and
 * König 2010; an empty bucket borrows from another one, Shrivastava 2017). Two articles agree in a bucket as often as
 * they share their runs, and in one of sixteen by chance. */
#ifndef TALLY_INDEX_SIGNATURE_H
#define TALLY_INDEX_SIGNATURE_H

#include <stdbool.h>

#include "text/tokens.h"
#include "text/zones.h"

#define SIGNATURE_BYTES     32
#define SIGNATURE_SHINGLE   3  /* words */
#define SIGNATURE_WORDS_MIN 16 /* of the main text: fewer say too little */

/* False when the text is too short. Numbers are words here: reports of the same wording differ by them. */
bool signature_make(const struct text_tokens *body, const struct zones *zones, char out[SIGNATURE_BYTES]);

/* The estimated share of runs in common (Jaccard), 0..1, give or take 0.06. */
double signature_likeness(const char *a, const char *b);

#endif
