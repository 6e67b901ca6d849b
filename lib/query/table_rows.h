/* What the stations of a table share: its rows while they are gathered and put in order. Inside lib/query only. */
#ifndef TALLY_QUERY_TABLE_ROWS_H
#define TALLY_QUERY_TABLE_ROWS_H

#include "query/table.h"
#include "xapian-c.h"

/* A row as long as it is only a place in a column. */
struct table_entry {
    uint32_t segment, ordinal;
    uint32_t rank;  /* of its article */
    uint32_t group; /* position of its group */
    double key;     /* ascending; equal keys stand in order of articles */
};

struct table_rows {
    struct table_entry *items;
    size_t count;
    bool cut;     /* TABLE_ROWS_MAX was met */
    bool unread;  /* TABLE_READ_MAX, or more figures in one article than a hit can have */
    bool stopped; /* the time was up */
};

struct table_source {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct stemmers *stemmers;
    const struct table_request *request;
    const struct query_node *root;
    int64_t deadline_us;
};

static inline struct column_figure table_figure(const struct table_source *source, const struct table_entry *entry)
{
    return column_figure_at(snapshot_column(source->snapshot, entry->segment), entry->ordinal);
}

/* The rows of the articles in `result`, in their order. */
int table_gather(const struct table_source *source, const struct xap_result *result, struct table_rows *out,
                 struct error *error);

/* Gives each row its group, and describes the groups. `result` says which articles the rows are of. */
int table_group(const struct table_source *source, const struct xap_result *result, struct table_rows *rows,
                struct table_reply *out, struct error *error);

#endif
