/* What the parts share that draw random queries: oracle_queries.c groups, oracle_words.c words, phrases and NEAR,
 * oracle_names.c what stands behind a colon. */
#ifndef TALLY_TESTS_ORACLE_DRAW_H
#define TALLY_TESTS_ORACLE_DRAW_H

#include "oracle.h"

struct draw {
    struct arena *arena;
    const struct oracle *oracle;
    enum query_match match;
    char *text;
    size_t length;
    unsigned leaves, prefixes;
    bool title; /* inside title:( … ) */
};

/* What joins with others: one operand of a group. */
struct operand {
    struct tree *tree;
    bool plain;  /* words without a sign, perhaps in brackets */
    bool quoted; /* a phrase */
    bool apart;  /* ends with a number, or is named: a number or range that follows must not be taken for part of it */
};

void draw_text(struct draw *draw, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct tree *tree_new(struct draw *draw, enum tree_kind kind);
void tree_add(struct tree *tree, struct tree *child);
struct tree *tree_word(struct draw *draw, enum tree_kind kind, const char *folded);

/* Each writes what it returns. */
struct operand draw_word(struct draw *draw);
struct operand draw_number(struct draw *draw, bool one_word);
struct operand draw_compound(struct draw *draw);
struct operand draw_expansion(struct draw *draw);
struct operand draw_phrase(struct draw *draw);
struct operand draw_near(struct draw *draw);
struct operand draw_figure(struct draw *draw);
struct operand draw_halves(struct draw *draw);
struct operand draw_bare_range(struct draw *draw);
struct operand draw_title_range(struct draw *draw);
struct operand draw_exact(struct draw *draw);
struct operand draw_one(struct draw *draw);
struct operand draw_dates(struct draw *draw);
/* A range without a name, as it stands inside phrases too. */
struct range draw_bounds(struct draw *draw);

#endif
