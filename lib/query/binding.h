/* What a range of the query asks of the figures of one segment: facets of its column, and bounds in the value that is
 * compared. One definition for finding documents and for saying which figure of a hit matched. Inside lib/query only.
 */
#ifndef TALLY_QUERY_BINDING_H
#define TALLY_QUERY_BINDING_H

#include "index/column.h"
#include "query/parse.h"
#include "text/stemmers.h"

/* A noun is looked for among the counted nouns and among the topic words, by its stem in every language of the
 * index. */
#define BINDING_PLACES (2 * STEM_LANGUAGES_MAX)

struct facet_choice {
    uint32_t facets[BINDING_PLACES]; /* one of them */
    size_t count;
};

struct binding {
    const struct column *column;
    struct range range;
    bool title_only;
    bool never;                 /* no figure of this segment can match */
    struct facet_choice walked; /* the facets whose figures are looked at */
    uint32_t beside;            /* a second facet that they must have */
    bool has_beside;
    struct facet_choice others[FIGURE_NOUN_WORDS_MAX]; /* of each the figure has one */
    size_t other_count;
};

void binding_resolve(const struct query_node *node, const struct column *column, struct stemmers *stemmers,
                     struct binding *out);
/* Sets the bit docid - 1 of every document with a figure that matches. */
void binding_documents(const struct binding *binding, uint64_t *bits);
/* Calls visit once for every figure that matches, in no particular order. */
void binding_figures(const struct binding *binding, column_visit *visit, void *context);
bool binding_holds(const struct binding *binding, uint32_t ordinal);

#endif
