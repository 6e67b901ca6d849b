/* For tests: what only libxapian itself can do, so that the wrapper can be held against it. */
#ifndef XAPIAN_C_TESTS_RAW_H
#define XAPIAN_C_TESTS_RAW_H

#include <stddef.h>
#include <stdint.h>

#include "xapian-c.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A database of `count` documents, each holding the term "all" and its number as data, without first..last. */
void raw_make_with_deletions(const char *path, unsigned count, unsigned first, unsigned last);

/* The hits of an OR of `terms` over the databases, by libxapian's BM25, into out[capacity]; returns how many. */
size_t raw_search_bm25(const char *const *paths, size_t count, const char *const *terms, size_t term_count,
                       struct xap_hit *out, size_t capacity);

/* Opens a path as libxapian does by itself, taking stub files for databases; 0 or -1. */
int raw_open(const char *path);

/* Adds "before", a term of 130 NULs and "after" to a new database, and commits. Sets *refused_by_add when adding threw
 * and *refused_by_commit when the commit did; returns the documents that a reader then finds. */
uint32_t raw_commit_nuls(const char *path, bool *refused_by_add, bool *refused_by_commit);

/* Adds documents to a new database without any commit until a reader sees some, at most `limit`; returns how many had
 * been added by then, 0 when none were ever seen. */
uint32_t raw_add_until_seen(const char *path, uint32_t limit);

/* The first difference between two databases in words, for the caller to free; NULL when libxapian finds in both the
 * same terms, frequencies, bounds, postings, positions, lengths, data, metadata and values of these slots. */
char *raw_difference(const char *left, const char *right, const uint32_t *slots, size_t slot_count);

#ifdef __cplusplus
}
#endif

#endif
