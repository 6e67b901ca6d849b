/* libtally: search articles and the figures in them, from any C program.
 *
 * Connects to a tallyd over a Unix socket or TCP, asks, and walks the hits. MIT licence; no libxapian inside.
 *
 * A connection belongs to one thread at a time; several threads use several connections. Calls block, at most
 * `timeout_ms` of the connection (default 10,000) for the whole exchange. Strings handed out are UTF-8, ended by NUL,
 * and live as long as the result they came from. A function that can fail returns 0 or a pointer on success, -1 or NULL
 * on failure and fills the caller's struct tally_error.
 *
 *     struct tally_error error;
 *     struct tally *tally = tally_connect_unix(NULL, &error);
 *     struct tally_results *results = tally_search(tally, &(struct tally_search){.query = "Ceuta"}, &error);
 *     for (size_t i = 0; i < tally_hit_count(results); i++) puts(tally_hit(results, i)->id);
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TALLY_API __attribute__((visibility("default")))

struct tally_error {
    int status;    /* HTTP status of the daemon's answer; 0 when there was none (no connection, time out …) */
    char code[32]; /* "bad_query", "unavailable", "timeout", "limit_exceeded" … */
    char message[384];
    char hint[160]; /* what to do instead; "" when there is nothing useful to say */
    long position;  /* bad_query: byte of the query at fault; -1 when not about a place */
    long length;    /* bytes at fault from there */
};

struct tally;

/* `path` NULL: $TALLY_SOCKET, else $XDG_RUNTIME_DIR/tally.sock, else /run/tally/tally.sock. */
TALLY_API struct tally *tally_connect_unix(const char *path, struct tally_error *error);
TALLY_API struct tally *tally_connect_tcp(const char *host, uint16_t port, struct tally_error *error);
TALLY_API void tally_close(struct tally *tally);
TALLY_API void tally_set_timeout(struct tally *tally, int timeout_ms);

struct tally_search {
    const char *query;
    unsigned offset;
    const char *cursor; /* tally_next_cursor() of a reply to the same query, match and sort; NULL: none */
    unsigned limit;     /* 0: the daemon's default (10) */
    const char *sort;   /* "relevance" (default), "date", "-date" (oldest first), "attempts:desc", "usd:asc" … */
    const char *match;  /* "all" (default), "any", "most" */
    const char *facets; /* counts over all articles that match: "source,year,histogram:attempts"; NULL: none */
    bool strict;        /* notes are errors */
    bool count_only;
    bool collapse; /* articles that repeat one before them are folded into it */
    bool explain;
    bool jsonl; /* no hits to walk: tally_json() has one JSON object a hit, each in a line of its own */
};

struct tally_results;

struct tally_note {
    const char *message;
    long position, length; /* bytes of the query */
};

struct tally_mark {
    size_t start, length; /* bytes of the snippet's text */
};

struct tally_figure {
    double value, low, high; /* low and high are equal to value unless it is an interval */
    bool interval;
    const char *text, *noun, *unit, *unit_text, *qualifier, *per, *period; /* "" when not said */
    size_t start, length;
};

struct tally_facet_value {
    const char *value; /* "" in a histogram */
    double low, high;  /* of a histogram: figures from low to below high */
    uint64_t count;
};

struct tally_facet {
    const char *name; /* "source", "histogram:attempts" */
    bool histogram;
    const struct tally_facet_value *values;
    size_t value_count;
};

struct tally_hit {
    const char *id, *title, *url, *date, *source;
    double score;
    const char *snippet; /* plain text */
    const struct tally_mark *marks;
    size_t mark_count;
    const struct tally_figure *figures; /* those that made the article match */
    size_t figure_count;
    uint64_t duplicate_count; /* with `collapse`: articles that it stands for; their ids are in tally_json() */
};

TALLY_API struct tally_results *tally_search(struct tally *tally, const struct tally_search *search,
                                             struct tally_error *error);
TALLY_API void tally_results_free(struct tally_results *results);
TALLY_API uint64_t tally_total(const struct tally_results *results, bool *exact);
TALLY_API bool tally_partial(const struct tally_results *results);
/* What follows the hits: for the `cursor` of the next search; "" when nothing does. Of a partial reply to a search
 * without a cursor it asks for all hits once more. */
TALLY_API const char *tally_next_cursor(const struct tally_results *results);
TALLY_API double tally_took_ms(const struct tally_results *results);
TALLY_API size_t tally_hit_count(const struct tally_results *results);
TALLY_API const struct tally_hit *tally_hit(const struct tally_results *results, size_t index);
TALLY_API size_t tally_note_count(const struct tally_results *results);
TALLY_API const struct tally_note *tally_note(const struct tally_results *results, size_t index);
TALLY_API size_t tally_facet_count(const struct tally_results *results);
TALLY_API const struct tally_facet *tally_facet(const struct tally_results *results, size_t index);
/* A query that finds more than one that found next to nothing; "" when there is none. */
TALLY_API const char *tally_did_you_mean(const struct tally_results *results);
/* How the query was read, in one line; "" unless asked for with `explain`. */
TALLY_API const char *tally_explanation(const struct tally_results *results);
/* The daemon's answer as it came, JSON; also of tally_document(), tally_stats() and tally_health(). */
TALLY_API const char *tally_json(const struct tally_results *results);

/* Articles like the one with this id; limit 0: the daemon's default (10). Not found: status 404. */
TALLY_API struct tally_results *tally_similar(struct tally *tally, const char *id, unsigned offset, unsigned limit,
                                              struct tally_error *error);

/* All hits of a search, however many, page by page: an article that does not change meanwhile comes exactly once,
 * whatever is added, changed or deleted. `limit` is the size of a page (0: 1,000); offset and cursor say where to
 * begin. The search is copied, the connection must stay open. One with `collapse` is refused: its pages have no
 * cursors. */
struct tally_walk;
TALLY_API struct tally_walk *tally_walk(struct tally *tally, const struct tally_search *search,
                                        struct tally_error *error);
/* The next page, which lives until the next call; NULL at the end, with error->code "", or on failure. Every hit of a
 * page counts: one that the daemon could not finish in time is asked for again, five times in all, and then is the
 * error "timeout". Another call tries once more, unless the walk began at an offset. */
TALLY_API const struct tally_results *tally_walk_page(struct tally_walk *walk, struct tally_error *error);
/* The next hit in the same way, page after page. */
TALLY_API const struct tally_hit *tally_walk_hit(struct tally_walk *walk, struct tally_error *error);
TALLY_API void tally_walk_free(struct tally_walk *walk);

struct tally_figures {
    const char *query;
    const char *noun; /* only figures of this name: "attempts", "usd"; NULL: any */
    const char *by;   /* rows in groups: "period", "source", "noun", "unit"; NULL: none */
    const char *sort; /* "relevance" (default), "value" (greatest first), "-value", "date" (newest first), "-date" */
    const char *match;
    unsigned offset, limit; /* rows; limit 0: the daemon's default (50) */
    bool strict;
    bool csv;   /* no rows to walk: tally_json() is the table as CSV */
    bool jsonl; /* no rows to walk: tally_json() has one JSON object a row, each in a line of its own */
};

/* A figure and where it stands. */
struct tally_row {
    struct tally_figure figure;
    bool in_title;                          /* figure.start counts in the title, otherwise in the body */
    const char *id, *title, *date, *source; /* of the article */
    const char *quote;                      /* the sentence around the figure, one line */
    size_t group;                           /* with `by`: tally_group(), which is NULL when there are too many */
};

struct tally_value {
    double value, low, high;
    const char *qualifier;
    uint64_t count; /* rows that say so */
};

struct tally_group {
    const char *label, *unit; /* "" when the articles do not say */
    uint64_t count;           /* rows */
    double min, median, max;
    uint64_t distinct; /* different values, of which `values` are the most frequent */
    const struct tally_value *values;
    size_t value_count;
};

/* A table of the figures that answer a query: tally_total() counts its rows, tally_row() walks those of this page. */
TALLY_API struct tally_results *tally_figures(struct tally *tally, const struct tally_figures *figures,
                                              struct tally_error *error);
TALLY_API size_t tally_row_count(const struct tally_results *results);
TALLY_API const struct tally_row *tally_row(const struct tally_results *results, size_t index);
TALLY_API size_t tally_group_count(const struct tally_results *results);
TALLY_API const struct tally_group *tally_group(const struct tally_results *results, size_t index);

struct tally_suggestion {
    const char *text;     /* the whole query, completed */
    size_t start, length; /* bytes of `text` that complete it */
    const char *kind;     /* "word", "value"; "noun", "unit", "class", "field": a name before a colon */
    int64_t documents;    /* that it finds; -1: not counted */
    int64_t figures;      /* of a name; -1: not counted */
};

/* Completions of the last word of a query that is being typed; limit 0: the daemon's default (8). */
TALLY_API struct tally_results *tally_suggest(struct tally *tally, const char *query, unsigned limit,
                                              struct tally_error *error);
TALLY_API size_t tally_suggestion_count(const struct tally_results *results);
TALLY_API const struct tally_suggestion *tally_suggestion(const struct tally_results *results, size_t index);

struct tally_document {
    const char *id, *title, *url, *date, *source, *language, *body;
};

/* One article by its id; read it with tally_document_fields(). Not found: status 404. */
TALLY_API struct tally_results *tally_document(struct tally *tally, const char *id, struct tally_error *error);
TALLY_API const struct tally_document *tally_document_fields(const struct tally_results *document);
/* Numbers about the index, as JSON: tally_json(). */
TALLY_API struct tally_results *tally_stats(struct tally *tally, struct tally_error *error);
/* Whether the daemon can search at all: status 503 when it cannot. */
TALLY_API struct tally_results *tally_health(struct tally *tally, struct tally_error *error);

#ifdef __cplusplus
}
#endif

#endif
