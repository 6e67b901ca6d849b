/* The tree put into its final form. Inside lib/query only. */
#ifndef TALLY_QUERY_NORMALISE_H
#define TALLY_QUERY_NORMALISE_H

#include "query/parser.h"

/* What the parser knows of an operand of a group of words joined by AND. */
struct operand {
    struct query_node *node;
    bool enclosed; /* it stood in brackets of its own */
    bool plain;    /* words without quotes, name or sign, perhaps in brackets: what match=any and match=most loosen */
    bool quoted;   /* a phrase: what match=any loosens as a whole */
};

/* Joins the operands of one AND group: half ranges of one binding become one range, equal words one word that weighs
 * more; at the top
 * level plain words are loosened as options->match says. */
int group_join(struct parser *parser, struct operand *operands, uint32_t count, struct query_node **out);

/* Nested ALL and ANY flattened; limits of leaves and prefixes checked. */
int tree_finish(struct parser *parser, struct query_node *root);

#endif
