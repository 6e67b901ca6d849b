/* Words of the index that a beginning (migra*) or a loose word (Khalid~1) stands for. Inside lib/query only. */
#ifndef TALLY_QUERY_EXPAND_H
#define TALLY_QUERY_EXPAND_H

#include "base/arena.h"
#include "query/parse.h"
#include "xapian-c.h"

#define EXPANSION_TERMS_MAX  128     /* the most frequent are kept */
#define EXPANSION_VISITS_MAX 1000000 /* terms looked at: libxapian's walk cannot be interrupted otherwise */

struct expansion {
    struct slice terms[EXPANSION_TERMS_MAX]; /* with the prefix of their field */
    uint32_t frequencies[EXPANSION_TERMS_MAX];
    size_t count;
    bool complete; /* false: not all words were looked at */
};

struct expansion_limits {
    int64_t deadline_us;                                   /* of clock_monotonic_us(); 0: none */
    bool (*wants)(const void *context, struct slice term); /* a word, with the prefix of its field; NULL: every one */
    const void *context;
};

/* `node` is QUERY_PREFIX or QUERY_FUZZY; `limits` NULL: none. -1 with the error filled. */
int query_expand(struct arena *arena, const struct xap_reader *reader, const struct query_node *node,
                 const struct expansion_limits *limits, struct expansion *out, struct xap_error *error);

/* Does a folded word answer the node? What query_expand() asks of every word of the index. */
bool expansion_holds(const struct query_node *node, struct slice word);

/* At most `edits` insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance) lie
 * between two words, counted in characters. */
bool within_edits(struct slice a, struct slice b, uint32_t edits);

#endif
