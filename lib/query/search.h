/* A request answered from a snapshot: parse, compile, match, and say for each hit why it matched. */
#ifndef TALLY_QUERY_SEARCH_H
#define TALLY_QUERY_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "index/snapshot.h"
#include "query/parse.h"
#include "query/snippet.h"
#include "text/stemmers.h"

#define SEARCH_LIMIT_DEFAULT   10
#define SEARCH_LIMIT_MAX       1000
#define SEARCH_WINDOW_MAX      10000 /* offset + limit */
#define SEARCH_TIMEOUT_MS      1000  /* soft limit; partial results after it */
#define SEARCH_TIMEOUT_MS_MAX  60000
#define SEARCH_READING_SHARE   0.25 /* of the timeout that reading hits may take when matching took all of it */
#define SEARCH_HIT_FIGURES_MAX 16   /* shown of one hit */
#define SEARCH_HIT_MATCHES_MAX 64
#define SEARCH_COLLAPSED_MAX   500  /* offset + limit of a request that folds duplicates */
#define SEARCH_LOOKED_MAX      2000 /* articles that are held against each other for it */
#define SEARCH_DUPLICATES_MAX  10   /* ids listed of one hit */
#define SEARCH_ARENA_BYTES     ((size_t)256 << 20)
#define FACETS_MAX             8  /* of one request */
#define FACET_VALUES_MAX       20 /* of a facet; a histogram has as many buckets as it needs, at most 116 */
#define SEARCH_EXPLANATION_MAX ((size_t)64 << 10) /* bytes; a longer one is cut */

/* By a figure: articles by their greatest or smallest one of a name; those without one come last. */
enum search_sort { SORT_RELEVANCE, SORT_DATE_NEWEST, SORT_DATE_OLDEST, SORT_FIGURE_GREATEST, SORT_FIGURE_SMALLEST };

/* Parts of a hit. Without those that are matched in its text, no text is read. */
enum search_part {
    SEARCH_WANT_STORED = 1, /* the stored fields; always there */
    SEARCH_WANT_SNIPPET = 2,
    SEARCH_WANT_MATCHES = 4,
    SEARCH_WANT_FIGURES = 8
};

enum facet_name {
#define FACET(name, word) FACET_NAME_##name,
#include "query/facet_names.def"
#undef FACET
    FACET_NAMES
};

/* What is to be counted over all articles that match: facet_read(). */
struct facet_request {
    enum facet_name name;
    struct slice text;               /* as asked: "source", "histogram:attempts"; ended by NUL */
    const struct query_node *figure; /* of a histogram */
};

/* Articles that have a value, or figures low <= value < high; below 0 low < value <= high. */
struct facet_value {
    struct slice value;
    double low, high;
    uint32_t count;
};

struct facet {
    struct slice name; /* as asked; ended by NUL */
    bool buckets;      /* a histogram: low and high, in ascending order; otherwise values, the most frequent first,
                        * years in their order */
    struct facet_value *values;
    size_t value_count;
};

struct search_request {
    struct slice query;
    struct query_node *tree; /* a query that was made otherwise than by parsing `query`; has no cursors; NULL: none */
    struct query_options options;
    uint32_t offset, limit;
    struct slice cursor; /* next_cursor of a reply to the same query, match and sort: the page behind it; empty: none */
    enum search_sort sort;
    const struct query_node *sort_figure; /* figure_name_read(), for SORT_FIGURE_… */
    unsigned wanted;                      /* SEARCH_WANT_… of each hit; 0: all */
    int64_t timeout_ms;                   /* 0: SEARCH_TIMEOUT_MS */
    bool count_only;                      /* total and notes, no hits */
    bool collapse;                        /* articles that repeat one before them are folded into it */
    const struct facet_request *facets;
    size_t facet_count; /* at most FACETS_MAX */
    bool explain;
};

/* A piece of a field that matched a word or a phrase of the query. */
struct search_match {
    enum zone_kind zone;    /* ZONE_TITLE: counts in the title, otherwise in the body */
    uint32_t start, length; /* bytes */
};

struct search_figure {
    struct column_figure figure;
    struct slice text; /* its words; empty when a damaged index names bytes that are not there */
};

struct search_hit {
    struct xap_document_id document;
    struct article article; /* without its body */
    double score;
    struct snippet snippet;
    struct search_match *matches;
    size_t match_count;
    struct search_figure *figures; /* those that made it match: every range of the query that this article answers.
                                    * Sorted by a figure, that figure is the first of them */
    size_t figure_count;
    struct slice duplicates[SEARCH_DUPLICATES_MAX]; /* ids of articles that repeat it, as found among those looked at */
    uint32_t duplicate_count;                       /* of them; not all of them are listed when there are many */
};

struct search_reply {
    struct search_hit *hits;
    size_t hit_count;
    bool more;      /* of a request that folds duplicates: there is another page */
    uint64_t total; /* articles, those folded included */
    bool total_exact;
    bool partial; /* the time was up: hits are the best among what was seen, perhaps fewer than there are. Asked by a
                   * cursor, only those that surely follow each other: none when the match was cut short */
    /* Of what follows the hits; of a partial reply that was not asked by a cursor, of the same page once more; empty:
     * nothing follows. */
    struct slice next_cursor;
    struct facet *facets; /* as many as were asked for */
    bool facets_exact;
    struct query_note *notes;
    size_t note_count;
    struct slice explanation; /* the parse, when asked for */
    uint64_t generation;
};

/* `snapshot` NULL: nothing was ever published. `stemmers` are snapshot_stemmers(). Everything in the reply
 * lives in `arena`; slices of hits too. Errors: those of query_parse(), ERROR_LIMIT for offset + limit, ERROR_CORRUPT,
 * ERROR_BAD_REQUEST for a cursor that is none or belongs to another question. An empty index answers nothing found.
 *
 * Walking by cursors, an article that does not change is met exactly once, whatever is committed meanwhile: its place
 * in the order depends on itself and on what the first page was told about the collection, which the cursor carries.
 * New and changed articles appear where they belong, or have been passed already. */
int search_run(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
               const struct search_request *request, struct search_reply *out, struct error *error);

#endif
