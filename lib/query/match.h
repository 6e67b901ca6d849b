/* Where a text answers the query: the same questions as the index is asked, put to the tokens of one article, so that a
 * hit can show why it is one. Inside lib/query only. */
#ifndef TALLY_QUERY_MATCH_H
#define TALLY_QUERY_MATCH_H

#include "index/column.h"
#include "query/parse.h"
#include "query/snippet.h"
#include "text/stemmers.h"
#include "text/tokens.h"

#define MATCH_SPANS_MAX  512  /* of one text */
#define MATCH_EVENTS_MAX 2048 /* words of one NEAR in one text */

#define WEIGHT_WORD   1.0
#define WEIGHT_PHRASE 4.0
#define WEIGHT_FIGURE 4.0

/* A part of the query that a text can answer by itself; what is negated is not among them. */
struct clause {
    const struct query_node *node;
    struct slice *stems; /* of a plain word: what the stems of the text are compared with */
    size_t stem_count;   /* 0: compare the word */
};

struct clauses {
    struct clause *items;
    size_t count;
};

int clauses_list(struct arena *arena, const struct query_node *root, struct stemmers *stemmers, struct clauses *out,
                 struct error *error);

/* A document's figures in the column of its segment. */
struct document_figures {
    const struct column *column;
    uint32_t first, count;
    bool *matched; /* by ordinal - first: those that answered a range */
};

struct matching {
    struct arena *arena;       /* for what is needed while matching */
    struct stemmers *stemmers; /* of the index */
    struct stemmer *stemmer;   /* of the article */
    const struct text_tokens *tokens;
    bool title;
    struct document_figures *figures;
    struct snippet_span spans[MATCH_SPANS_MAX]; /* in no order, perhaps overlapping */
    size_t span_count;
};

/* Adds the spans of one clause in one text, and marks the figures that answered. */
void match_clause(struct matching *matching, const struct clause *clause);

/* Sorts the spans and makes one of those that overlap. */
void match_finish(struct matching *matching);

#endif
