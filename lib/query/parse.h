/* The query language: a line of text becomes a tree.
 *
 * docs/query-language.md is the grammar for users. Any text is a legal query: an open quote, a lone operator, a bracket
 * too many are read as text, with a note that says where. An error (ERROR_BAD_QUERY with offset, length and hint) is
 * only what cannot mean anything: a bound that is no number, an inverted range, an unknown date; ERROR_LIMIT names the
 * maximum that was met. With `strict` every note is an error.
 *
 * Words are folded and split as in articles (text/tokens.h), and numbers of any spelling become one canonical word
 * ("65,000", "65K", "65 thousand" → 65000), so both sides agree by construction. */
#ifndef TALLY_QUERY_PARSE_H
#define TALLY_QUERY_PARSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "figures/unit.h"
#include "index/range.h"
#include "index/schema.h"

#define QUERY_BYTES_MAX    4096
#define QUERY_LEAVES_MAX   64 /* words, phrases, ranges, fields */
#define QUERY_DEPTH_MAX    16
#define QUERY_PREFIXES_MAX 4    /* words with * or ~ in one query */
#define QUERY_PREFIX_MIN   2    /* bytes before the * */
#define QUERY_PHRASE_MAX   32   /* elements of one phrase */
#define QUERY_WINDOW_MAX   1000 /* of NEAR/n and "…"~n */
#define QUERY_NOTES_MAX    16

enum query_kind {
#define QUERY_KIND(name, role) QUERY_##name,
#include "query/kinds.def"
#undef QUERY_KIND
};

enum query_role {
    QUERY_ROLE_GROUP,
    QUERY_ROLE_WITHOUT,
    QUERY_ROLE_WORD,
    QUERY_ROLE_PLACES,
    QUERY_ROLE_FIGURES,
    QUERY_ROLE_FILTER
};

/* What a range is bound to: the name before the colon, read as a class, a unit or a noun, in this order. */
enum range_binding { BIND_ANY, BIND_CLASS, BIND_UNIT, BIND_NOUN };

struct query_node {
    enum query_kind kind;
    const struct field *field; /* FIELD: which; others: schema title field, or NULL for the whole article */
    struct slice text;
    struct query_node **children;
    uint32_t child_count;
    uint32_t window;
    enum range_binding binding;
    enum figure_class class; /* BIND_CLASS */
    const struct unit *unit; /* BIND_UNIT */
    struct slice *nouns;     /* BIND_NOUN: the folded words, all on one figure */
    uint32_t noun_count;
    struct range range; /* in stated units; of the unit when BIND_UNIT */
    bool any_value;     /* attempts:* */
    char dates_low[9], dates_high[9];
    uint32_t repeats;        /* of a word: how often the text says it again; it weighs as many times more */
    uint32_t offset, length; /* bytes of the query it was read from */
};

struct query_note {
    char message[160];
    uint32_t position, length; /* bytes of the query */
};

enum query_match { MATCH_ALL, MATCH_ANY, MATCH_MOST };

struct query_options {
    enum query_match match; /* how plain words of the top level join */
    bool strict;
};

struct query {
    struct slice text;
    struct query_node *root;
    struct query_note notes[QUERY_NOTES_MAX];
    size_t note_count;
};

/* By the row of its kind in kinds.def. */
enum query_role query_role(const struct query_node *node);

/* A phrase of one range asks for the figures of its field, as the range does without quotes. */
static inline bool phrase_is_range(const struct query_node *node)
{
    return node->kind == QUERY_PHRASE && node->child_count == 1 && node->children[0]->kind == QUERY_RANGE;
}

/* The tree lives in `arena`. */
int query_parse(struct arena *arena, struct slice text, const struct query_options *options, struct query *out,
                struct error *error);

/* One line in a canonical notation, for explain and tests: (all ceuta (range noun=attempt 50000..70000)). */
void query_print(const struct query_node *node, struct buffer *out);

#endif
