/* A request answered as a table: one row a figure instead of one hit an article.
 *
 * The rows are the figures that make an article match the ranges of the query, of every range; without a range in the
 * query, all figures of the articles that match. They are gathered from the figure columns and put in order; only then
 * the articles of one page are read, for their quotes. Ranges inside phrases stand for figures at a certain place of
 * the text, which no column knows: for these the articles are read as for hits. */
#ifndef TALLY_QUERY_TABLE_H
#define TALLY_QUERY_TABLE_H

#include "query/figure_name.h"
#include "query/search.h"

#define TABLE_LIMIT_DEFAULT    50
#define TABLE_LIMIT_MAX        1000   /* rows of a page */
#define TABLE_ROWS_MAX         100000 /* gathered; offset + limit too */
#define TABLE_READ_MAX         1000   /* articles read for ranges inside phrases */
#define TABLE_GROUPS_MAX       1000   /* described */
#define TABLE_GROUP_VALUES_MAX 20     /* distinct values told of one group */
#define TABLE_NOTES_MAX        (QUERY_NOTES_MAX + 4)

/* The minus turns an order around, as in searches: newest first and greatest first are the plain ones. */
enum table_sort {
    TABLE_RELEVANCE, /* articles as in a search, but for the closeness of words; figures as in the text */
    TABLE_VALUE_GREATEST,
    TABLE_VALUE_SMALLEST,
    TABLE_DATE_NEWEST,
    TABLE_DATE_OLDEST
};

enum table_by { TABLE_BY_NOTHING, TABLE_BY_PERIOD, TABLE_BY_SOURCE, TABLE_BY_NOUN, TABLE_BY_UNIT };

struct table_request {
    struct slice query;
    struct query_options options;
    const struct query_node *noun; /* figure_name_read(): only figures of this name; NULL: any */
    enum table_sort sort;
    enum table_by by;
    uint32_t offset, limit; /* rows */
    int64_t timeout_ms;     /* 0: SEARCH_TIMEOUT_MS */
};

struct table_row {
    struct column_figure figure;
    struct article article; /* id, title, date and source only */
    struct slice text;      /* the words of the figure */
    struct slice quote;     /* the sentence around it, one line */
    uint32_t group;         /* with `by`: index of its group, which may lie beyond those described */
};

struct table_value {
    double low, high;
    enum figure_qualifier qualifier;
    uint32_t count; /* rows that say so */
};

/* Rows that have a label in common, and a unit: figures of two units have no common order. */
struct table_group {
    struct slice label; /* as the first of its rows writes it; empty when they do not say */
    struct slice unit;
    uint32_t count;
    double min, median, max; /* as stated; intervals by their low ends, max by the high one */
    uint32_t distinct;       /* values with their qualifiers */
    struct table_value *values;
    size_t value_count; /* the most frequent, at most TABLE_GROUP_VALUES_MAX */
};

struct table_reply {
    struct table_row *rows;
    size_t row_count;
    uint64_t total;
    bool total_exact;
    bool partial;               /* the time was up */
    struct table_group *groups; /* periods in order, the others the largest first; their rows stand together */
    size_t group_count;
    struct query_note notes[TABLE_NOTES_MAX];
    size_t note_count;
};

/* `snapshot` NULL: nothing was ever published. Errors: those of query_parse(), ERROR_LIMIT, ERROR_CORRUPT. Everything
 * in the reply lives in the arena and in the snapshot. */
int table_run(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers,
              const struct table_request *request, struct table_reply *out, struct error *error);

#endif
