/* Scratch directories and small databases for the tests of xapian-c. */
#ifndef TALLY_TESTS_XAPIAN_C_SUPPORT_H
#define TALLY_TESTS_XAPIAN_C_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

#include "raw.h"
#include "xapian-c.h"

#define PATH_BYTES 512
#define WORDS_MAX  400
#define VALUES_MAX 4

/* cmocka's setup and teardown: *state is the path of an empty directory, removed with all that is in it. */
int scratch_make(void **state);
int scratch_remove(void **state);
/* directory + "/" + name, in a buffer of PATH_BYTES. */
const char *path_in(const char *directory, const char *name, char *out);

/* A document of words between spaces, at positions 1, 2, 3 …, each with its number of occurrences as wdf.
 * values[i] is the value of slot i; NULL: none. The stored data is the text. */
struct text_document {
    const char *text;
    const char *values[VALUES_MAX];
};
int add_text(struct xap_writer *writer, const struct text_document *document, struct xap_error *error);
/* A finished database of these documents. */
void make_database(const char *path, const struct text_document *documents, size_t count);
/* A finished database of `count` documents, each holding the term "all" and its number as data. */
void make_numbered(const char *path, unsigned count);

struct xap_reader *open_all(const char *const *paths, size_t count);
struct xap_reader *open_one(const char *path);
struct xap_query *term(const char *word);
struct xap_query *join2(enum xap_operator op, struct xap_query *a, struct xap_query *b);
/* Sums in another order differ in their last bits. */
bool same_weight(double a, double b);
/* Ends the test with these words. */
void refuse(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
/* Runs a search that is expected to succeed. */
struct xap_result *run_search(const struct xap_reader *reader, const struct xap_search *search);

/* Each word of `words` (between spaces) as a term, joined. */
struct xap_query *join_words(enum xap_operator op, const char *words, uint32_t window);
/* The hits in their order as "database:docid database:docid …"; valid until the next call. */
const char *hits_in_words(const struct xap_result *result);
/* Runs a search that is expected to succeed, for these hits, and frees its query. Without a limit all are wanted. */
void check_hits(const struct xap_reader *reader, struct xap_search search, struct xap_query *query,
                const char *expected);

#endif
