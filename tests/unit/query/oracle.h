/* Random articles, random queries, and what reading every article finds.
 *
 * The three parts know nothing of each other's ways. oracle_articles.c writes articles. oracle_queries.c draws a query
 * as a tree and writes the text that means it by docs/query-language.md. oracle.c reads each article anew, with the
 * tokenizer and the extractor of figures, and looks in what it read for what the tree asks. No term, posting, facet or
 * set of documents is involved, and of lib/query only the names of its limits and modes. */
#ifndef TALLY_TESTS_ORACLE_H
#define TALLY_TESTS_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "figures/unit.h"
#include "index/article.h"
#include "index/range.h"
#include "query/parse.h"
#include "text/stemmers.h"

/* ---- chance */

unsigned chance_below(unsigned limit);

#define PICK(array) (array)[chance_below(sizeof(array) / sizeof *(array))]

/* ---- articles */

/* Another article for this number each time. All its parts live in the arena. */
void article_draw(struct arena *arena, unsigned number, struct article *out);

/* ---- queries */

#define TREE_CHILDREN_MAX 64

enum tree_kind {
    TREE_ALL,
    TREE_ANY, /* at least `least` of the children */
    TREE_NOT,
    TREE_WORD, /* in all its forms; inside a phrase or NEAR as it stands */
    TREE_NUMBER,
    TREE_BEGINNING,
    TREE_LOOSE,  /* window: edits */
    TREE_PHRASE, /* window: slop */
    TREE_NEAR,   /* window: distance */
    TREE_RANGE,
    TREE_SOURCE,
    TREE_LANGUAGE,
    TREE_ZONE,
    TREE_URL,
    TREE_ID,
    TREE_DATES
};

enum tree_binding { TREE_BY_ANY, TREE_BY_CLASS, TREE_BY_UNIT, TREE_BY_NOUNS };

struct tree {
    enum tree_kind kind;
    bool title; /* of words, phrases and ranges: in the title only */
    struct tree *children[TREE_CHILDREN_MAX];
    unsigned child_count, least, window;
    const char *text;          /* a folded word or beginning; the value of a field as articles have it */
    double value;              /* of a number */
    struct range range;        /* in stated units */
    enum tree_binding binding; /* of nouns the children are the words */
    enum figure_class class;
    const struct unit *unit;
    long first_day, last_day; /* YYYYMMDD */
    unsigned char *answers;   /* oracle_ask(): by language and word of the articles */
    size_t word;              /* oracle_ask(): which word of the articles it is itself */
};

struct drawn_query {
    char text[QUERY_BYTES_MAX + 1];
    struct tree *root;
};

struct oracle;

/* About words that stand in the articles. */
void query_draw(struct arena *arena, const struct oracle *oracle, enum query_match match, struct drawn_query *out);

/* ---- the oracle */

/* What stands at some positions of an article. */
struct oracle_place {
    uint32_t first, last; /* positions */
    bool title;
    size_t word;  /* of a word: oracle_word() */
    double value; /* of a number */
};

struct oracle_places {
    struct oracle_place *items;
    size_t count;
};

/* Everything it reads lives in the arena. `stemmers` are those of the index. */
struct oracle *oracle_new(struct arena *arena, struct stemmers *stemmers);
void oracle_read(struct oracle *oracle, const struct article *article);
size_t oracle_article_count(const struct oracle *oracle);
const struct oracle_places *oracle_words(const struct oracle *oracle, size_t article);
const struct oracle_places *oracle_numbers(const struct oracle *oracle, size_t article);
const char *oracle_word(const struct oracle *oracle, size_t word);

/* Before oracle_holds() of this tree. */
void oracle_ask(struct oracle *oracle, struct arena *arena, struct tree *tree);
bool oracle_holds(const struct oracle *oracle, size_t article, const struct tree *tree);

#endif
