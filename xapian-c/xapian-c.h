/* xapian-c: libxapian 1.4 for C programs, shaped by tasks instead of by classes.
 *
 * What it is for: open one or several glass databases and search them as one; write a database once, in bulk; list its
 * terms; check and compact it. No C++ exception of any type reaches the caller.
 *
 * Rules for all of it
 *  - A function that can fail takes a `struct xap_error *` (never NULL) and returns 0 / non-NULL on success,
 *    -1 / NULL on failure. The error is a value; it stays valid for as long as the caller keeps it.
 *  - A handle belongs to one thread at a time. Sharing one handle between threads crashes libxapian; two threads
 *    use two handles. Queries and results belong to the thread of their reader. struct xap_stop alone may be touched
 *    from another thread.
 *  - Whoever creates frees: xap_close(), xap_writer_free(), xap_query_free(), xap_result_free(). NULL is fine
 *    everywhere.
 *  - Bytes given are copied; bytes handed out live as long as the text says.
 *  - Document numbers are 1, 2, 3 … inside each database. In a reader of several databases a document is named by
 *    (database, docid): the index of the path given to xap_open(), and the number inside that database;
 *    "docid order" is by docid, then by database. */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum xap_code {
    XAP_OK = 0,
    XAP_INVALID,   /* the caller asked for something that cannot be: an empty term, an operator in the wrong place */
    XAP_LIMIT,     /* one of the maxima below was met */
    XAP_NOT_FOUND, /* no such database, document, term or metadata */
    XAP_EXISTS,    /* a database is already there */
    XAP_LOCKED,    /* another process writes it */
    XAP_CORRUPT,   /* the files are damaged, or not a glass database */
    XAP_VERSION,   /* made by an incompatible libxapian */
    XAP_NO_SPACE,  /* the disk is full */
    XAP_IO,        /* another error of reading or writing; see the message */
    XAP_NO_MEMORY,
    XAP_POISONED, /* this writer failed before: nothing more is written through it */
    XAP_INTERNAL  /* an exception nobody expected; its words are in the message */
};

struct xap_error {
    enum xap_code code;
    char message[384];
};

/* "corrupt", "no_space" … */
const char *xap_code_word(enum xap_code code);
/* The libxapian that is linked, "1.4.22". */
const char *xap_version(void);

#define XAP_TERM_MAX         245         /* bytes of a term, a NUL counting twice (glass key length) */
#define XAP_DATA_MAX         (32u << 20) /* bytes of a document's stored data */
#define XAP_VALUE_MAX        (1u << 20)  /* bytes of one value */
#define XAP_SLOT_MAX         0xFFFFFFFEu
#define XAP_WDF_MAX          1000000000u
#define XAP_DATABASES_MAX    64 /* databases in one reader */
#define XAP_QUERY_DEPTH_MAX  64 /* levels of a query tree: libxapian recurses, and a stack has an end */
/* Leaves of a whole query tree. A caller who promises an answer in time allows far fewer: libxapian prepares an OR in
 * time quadratic in its children before any xap_stop is asked (1,000: 0.1 s, 4,000: 1 s). */
#define XAP_QUERY_LEAVES_MAX 16384
#define XAP_PREFIX_TERMS_MAX 1024                /* terms that one prefix may stand for */
#define XAP_HITS_MAX         100000              /* offset + limit */
#define XAP_PAIRS_MAX        16                  /* of words that a query likes to see close to each other */
#define XAP_NEAR_DISTANCE    4                   /* positions between words that count as close */
#define XAP_WRITE_BYTES      ((size_t)128 << 20) /* of what is to be written, gathered before it is */
#define XAP_UUID_BYTES       37                  /* text form with its NUL */

/* ------------------------------------------------------------------ reading */

struct xap_reader;

/* Opens 1..XAP_DATABASES_MAX directories, each a glass database, as one; always as glass, so that a stub file can never
 * run a program. The reader sees the revisions of this moment for ever: it is never reopened. The same database twice,
 * or a copy of one (the same uuid), is refused with XAP_INVALID. */
struct xap_reader *xap_open(const char *const *paths, size_t count, struct xap_error *error);
void xap_close(struct xap_reader *reader);

size_t xap_database_count(const struct xap_reader *reader);
/* Documents in one database (deleted ones that a caller masks out included). */
uint32_t xap_document_count(const struct xap_reader *reader, size_t database);
/* The highest docid in use in one database; 0 when it is empty. */
uint32_t xap_last_docid(const struct xap_reader *reader, size_t database);
int xap_uuid(const struct xap_reader *reader, size_t database, char out[XAP_UUID_BYTES], struct xap_error *error);

struct xap_document_id {
    uint32_t database;
    uint32_t docid;
};

/* Bytes handed out: free with xap_bytes_free(). */
struct xap_bytes {
    char *data;
    size_t length;
};
void xap_bytes_free(struct xap_bytes *bytes);

int xap_document_data(const struct xap_reader *reader, struct xap_document_id id, struct xap_bytes *out,
                      struct xap_error *error);
/* A value; length 0 when the document has none in this slot. */
int xap_document_value(const struct xap_reader *reader, struct xap_document_id id, uint32_t slot, struct xap_bytes *out,
                       struct xap_error *error);
int xap_metadata(const struct xap_reader *reader, size_t database, const char *key, struct xap_bytes *out,
                 struct xap_error *error);

/* Documents that hold a term, over all databases. A term nobody has is 0, no error. */
int xap_term_frequency(const struct xap_reader *reader, const char *term, size_t length, uint32_t *frequency,
                       struct xap_error *error);

/* The first document of one database that holds `term`: how a unique id is looked up. XAP_NOT_FOUND when none does. */
int xap_find(const struct xap_reader *reader, size_t database, const char *term, size_t length, uint32_t *docid,
             struct xap_error *error);

/* Calls visit for each term that starts with `prefix`, in byte order, over all databases, with the number of documents
 * that hold it, until visit returns false. The term's bytes are valid during the call only. */
typedef bool xap_visit_term(void *context, const char *term, size_t length, uint32_t frequency);
int xap_terms(const struct xap_reader *reader, const char *prefix, size_t length, xap_visit_term *visit, void *context,
              struct xap_error *error);

/* Calls visit for each posting of a term in one database, in docid order, until visit returns false. */
typedef bool xap_visit_posting(void *context, uint32_t docid, uint32_t wdf);
int xap_postings(const struct xap_reader *reader, size_t database, const char *term, size_t length,
                 xap_visit_posting *visit, void *context, struct xap_error *error);

/* The positions of a term in a document, ascending, into out[capacity]; *count is how many there are in all. */
int xap_positions(const struct xap_reader *reader, struct xap_document_id id, const char *term, size_t length,
                  uint32_t *out, size_t capacity, size_t *count, struct xap_error *error);

/* ------------------------------------------------------------------ queries
 *
 * A query is an immutable tree. A constructor takes over the queries it is given, also when it fails; free the root.
 * A NULL child makes the constructor fail and keeps the first error, so calls can be nested and checked once. */

struct xap_query;

enum xap_operator {
    XAP_AND,
    XAP_OR,
    XAP_AND_NOT,   /* left to right: first child without the others */
    XAP_AND_MAYBE, /* the first child, weighted also by the others */
    XAP_FILTER,    /* the first child's weight; all must match */
    XAP_PHRASE,    /* in this order, within `window` positions */
    XAP_NEAR,      /* in any order, within `window` positions, each child at a position of its own */
    XAP_SYNONYM,   /* OR whose children (terms, ORs of terms) count as one term (frequency and weight) */
    XAP_MAX        /* OR for now: libxapian's own, with the weight of the best child, reads freed memory in 1.4.22 */
};

struct xap_query *xap_query_term(const char *term, size_t length, struct xap_error *error);
/* With XAP_WEIGHT_IMPACT the term weighs as if `frequency` documents held it, whatever the databases say: the same
 * weight for the several terms of one word, or for a document in a later state of its collection. */
struct xap_query *xap_query_term_weighed(const char *term, size_t length, uint32_t frequency, struct xap_error *error);
struct xap_query *xap_query_everything(struct xap_error *error);
struct xap_query *xap_query_nothing(struct xap_error *error);
/* Joins 1 or more children. `window` is for XAP_PHRASE and XAP_NEAR only (0: the number of children, i.e. adjacent;
 * never less). Their children, and those of XAP_SYNONYM, may be terms and ORs of terms: anything else would silently
 * lose matches in libxapian, or throw in the middle of a match, so it is refused with XAP_INVALID. XAP_NEAR is exact
 * for two children; with three or more it may miss documents where two of them stand at one position (libxapian
 * 1.4.22). XOR is not offered: mixed with others it is a use-after-free in 1.4.22. */
struct xap_query *xap_query_join(enum xap_operator op, struct xap_query **children, size_t count, uint32_t window,
                                 struct xap_error *error);
/* weight × factor (≥ 0; 0 filters without weight) */
struct xap_query *xap_query_scale(struct xap_query *child, double factor, struct xap_error *error);
/* Documents whose value in `slot` lies in lo..hi in byte order; NULL leaves that end open. Without weight. */
struct xap_query *xap_query_value_range(uint32_t slot, const char *lo, size_t lo_length, const char *hi,
                                        size_t hi_length, struct xap_error *error);

/* One set of documents per database: bit d-1 of `words` set means docid d is in. `words` holds at least
 * (bit_count + 63) / 64 elements, stays the caller's and must outlive every search that uses the query. */
struct xap_bitmap {
    const uint64_t *words;
    uint32_t bit_count;
    uint32_t set_count; /* bits set: the frequency the matcher plans with */
};
/* The documents of `sets[database]`, without weight. `count` is xap_database_count() of the reader it is for. */
struct xap_query *xap_query_documents(const struct xap_reader *reader, const struct xap_bitmap *sets, size_t count,
                                      struct xap_error *error);
void xap_query_free(struct xap_query *query);
/* A copy that shares the tree; free both. */
struct xap_query *xap_query_share(const struct xap_query *query, struct xap_error *error);
/* Two terms that a document weighs more for when they stand close to each other, in either order: by weight · min(1,
 * c), where c is the sum of 1 / distance² over their occurrences that are at most XAP_NEAR_DISTANCE positions apart. So
 * neighbours get all of it. */
struct xap_pair {
    const char *first, *second;
    size_t first_length, second_length;
    double weight; /* finite, at least 0 */
};
/* `query` with at most XAP_PAIRS_MAX pairs. It matches the same documents. For the root of a query: in a join, pairs
 * are lost. They count in searches by weight, other than those that collapse. */
struct xap_query *xap_query_prefer_near(struct xap_query *query, const struct xap_pair *pairs, size_t count,
                                        struct xap_error *error);
/* libxapian's description, for explain output and tests. */
int xap_query_describe(const struct xap_query *query, struct xap_bytes *out, struct xap_error *error);

/* ------------------------------------------------------------------ searching */

/* Ends a search early: at a point of CLOCK_MONOTONIC, or when another thread calls xap_stop_now().
 * libxapian's own time limit does not stop a match; this does, inside phrases too, and keeps the hits ranked so far. */
struct xap_stop {
    int64_t deadline_us;    /* CLOCK_MONOTONIC in microseconds; 0: none */
    volatile int cancelled; /* set through xap_stop_now() */
};
void xap_stop_now(struct xap_stop *stop);

enum xap_weight {
    /* idf × wdf, for databases whose wdf are length-normalised impacts. The idf is rounded to a multiple of 2^-34, so
     * that sums below 2^19 are exact: a document weighs the same to the last bit in whatever order its terms are
     * added. */
    XAP_WEIGHT_IMPACT,
    XAP_WEIGHT_BM25, /* libxapian's BM25 with its default parameters */
    XAP_WEIGHT_NONE  /* no ranking: hits come in docid order and the match may stop early */
};

/* The idf of XAP_WEIGHT_IMPACT before it is rounded: log(1 + (N - n + 0.5) / (n + 0.5)), n of N documents hold the
 * term. */
double xap_idf(double documents, double holding);

/* What is equal by all of it is put in order by the value of tie_slot, and then by docid. */
enum xap_sort {
    XAP_SORT_WEIGHT,          /* by weight */
    XAP_SORT_VALUE_ASCENDING, /* by the value of sort_slot in byte order, then by weight; without a value last */
    XAP_SORT_VALUE_DESCENDING,
    XAP_SORT_KEY_ASCENDING, /* by sort_key(), then by weight */
    XAP_SORT_KEY_DESCENDING
};

/* A number to sort a document by; NaN is below all. Called for candidates during the match, on the searching thread. */
typedef double xap_sort_key(void *context, struct xap_document_id id);

/* Where a hit stands in the order of a search, told without its document number, which a merge changes. */
struct xap_place {
    double weight;
    double key;        /* sorted by a key */
    const char *value; /* sorted by a value: that of sort_slot */
    size_t value_length;
    const char *tie; /* the value of tie_slot */
    size_t tie_length;
};

struct xap_search {
    const struct xap_query *query;
    const struct xap_bitmap *alive; /* one a database: only these documents exist; NULL: all do */
    const struct xap_stop *stop;    /* NULL: no deadline */
    enum xap_weight weight;
    enum xap_sort sort;
    uint32_t sort_slot;
    xap_sort_key *sort_key;
    void *sort_context;
    bool break_ties; /* by the value of tie_slot, in byte order */
    uint32_t tie_slot;
    const struct xap_place *after; /* only hits behind this place, which tie_slot must tell from all others; NULL: all.
                                    * The total counts every match nevertheless */
    uint32_t documents;            /* XAP_WEIGHT_IMPACT: the size of the collection; 0: as it is */
    uint32_t offset, limit;        /* offset + limit ≤ XAP_HITS_MAX; limit 0 counts only */
    bool exact_total;              /* count every match, at the price of looking at every one */
    bool collapse;                 /* at most one hit for each value of collapse_slot (no value: never collapsed); for
                             * XAP_SORT_WEIGHT without `after` only */
    uint32_t collapse_slot;
    const uint32_t *facet_slots; /* count the distinct values of these slots over all matches looked at */
    size_t facet_slot_count;
};

struct xap_hit {
    struct xap_document_id id;
    double weight;
    uint32_t collapsed; /* how many others this hit stands for */
};

struct xap_result;

struct xap_result *xap_search_run(const struct xap_reader *reader, const struct xap_search *search,
                                  struct xap_error *error);
void xap_result_free(struct xap_result *result);
size_t xap_result_count(const struct xap_result *result);
struct xap_hit xap_result_hit(const struct xap_result *result, size_t index);
/* Matches in all: exact when *exact is set, otherwise an estimate not below the hits seen. */
uint32_t xap_result_total(const struct xap_result *result, bool *exact);
/* There are hits behind the last one of the page; also true when that is not known. */
bool xap_result_more(const struct xap_result *result);
/* The documents that hold a term of the query, as the search counted them. */
int xap_result_frequency(const struct xap_result *result, const char *term, size_t length, uint32_t *frequency,
                         struct xap_error *error);
/* The stop token ended the match: hits are ranked among what was seen. */
bool xap_result_partial(const struct xap_result *result);
/* Calls visit for each distinct value of facet slot `facet_slots[facet]`, most frequent first, equal counts in byte
 * order. */
typedef bool xap_visit_facet(void *context, const char *value, size_t length, uint32_t count);
int xap_result_facet(const struct xap_result *result, size_t facet, xap_visit_facet *visit, void *context,
                     struct xap_error *error);

/* ------------------------------------------------------------------ writing
 *
 * A database is written once: create, add, finish. It becomes readable at xap_writer_finish(), which also syncs every
 * file and the directory (libxapian itself never syncs the directory). There is no hidden commit in between: a caller
 * publishes by renaming or naming the finished directory. */

struct xap_writer;

struct xap_posting {
    const char *term; /* 1..XAP_TERM_MAX bytes */
    size_t length;
    uint32_t wdf;
    const uint32_t *positions; /* ascending, distinct; NULL with count 0 for a term without positions */
    size_t position_count;
};

struct xap_value {
    uint32_t slot;
    const char *data;
    size_t length;
};

struct xap_document {
    const struct xap_posting *postings; /* in ascending byte order of term, each term once (checked) */
    size_t posting_count;
    const struct xap_value *values;
    size_t value_count;
    const char *data;
    size_t data_length;
};

/* Who lays out the tables. Both ways make the same database, without term lists: libxapian can search and merge it, but
 * not take documents out of it. */
enum xap_way {
    XAP_DIRECT, /* this library, from sorted lists: several times as quick, and compact. With a libxapian of another
                 * series than 1.4 it is XAP_API */
    XAP_API     /* libxapian itself */
};

/* Makes the directory (XAP_EXISTS when it is there). `memory_bytes` of postings are gathered before they are written (0:
 * XAP_WRITE_BYTES); memory takes up to twice as many. */
struct xap_writer *xap_create(const char *path, enum xap_way way, size_t memory_bytes, struct xap_error *error);
/* Adds a document with the next docid (1, 2, 3 …), stored in *docid when not NULL. What glass would refuse at commit,
 * killing the whole batch (long terms, NULs that count twice), is refused here, and the writer stays usable. */
int xap_add(struct xap_writer *writer, const struct xap_document *document, uint32_t *docid, struct xap_error *error);
int xap_set_metadata(struct xap_writer *writer, const char *key, const char *data, size_t length,
                     struct xap_error *error);
/* Commits, syncs files and directory. After success only xap_writer_free() is left to call. After a failure here or in
 * xap_add() for a reason of the database, the handle is poisoned: all later calls say XAP_POISONED. */
int xap_writer_finish(struct xap_writer *writer, struct xap_error *error);
/* Frees; what was not finished is abandoned (never committed by a destructor). The directory is the caller's to
 * remove. */
void xap_writer_free(struct xap_writer *writer);

/* Merges databases into a new one: docids of source i are shifted by the sum of xap_last_docid() of those before it.
 * A source with deletions must still have its document 1 (XAP_INVALID): libxapian would close a gap at its start.
 * Files and directory are synced. After a failure the directory is the caller's to remove. */
int xap_compact(const char *const *sources, size_t count, const char *destination, struct xap_error *error);

/* Looks through every table of a database in a child process (the checker itself can crash on damage).
 * 0: sound; -1 with XAP_CORRUPT and the first complaint. */
int xap_check(const char *path, struct xap_error *error);

#ifdef __cplusplus
}
#endif

#endif
