/* What the stations of the compiler share. Inside lib/query only.
 *
 * A function returns NULL on failure: of libxapian's side `failure` says why, of ours (memory) the arena has failed. */
#ifndef TALLY_QUERY_COMPILER_H
#define TALLY_QUERY_COMPILER_H

#include "query/compile.h"
#include "query/expand.h"

struct compiler {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct xap_reader *reader;
    struct stemmers *stemmers;
    bool has_content; /* something weighs that is no stop word: those weigh nothing beside it */
    struct moment *moment;
    struct xap_error failure;
};

/* Children while they are gathered; a NULL among them makes the join fail, which frees the others. */
struct xap_list {
    struct xap_query **items;
    size_t count, capacity;
};
void compiler_add(struct compiler *compiler, struct xap_list *list, struct xap_query *query);
/* The join over the list; of none, a query that matches nothing. */
struct xap_query *compiler_join(struct compiler *compiler, enum xap_operator operator, const struct xap_list * list,
                                uint32_t window);

/* A term that weighs. */
struct xap_query *compile_term(struct compiler *compiler, const char *term, size_t length);
/* The words that a beginning or a loose word stands for; `frequency` is what all of them weigh as. -1 on failure. */
int compile_expand(struct compiler *compiler, const struct query_node *node, struct expansion *out,
                   uint32_t *frequency);
struct xap_query *compile_node(struct compiler *compiler, const struct query_node *node);
/* PHRASE and NEAR. */
struct xap_query *compile_places(struct compiler *compiler, const struct query_node *node);
/* The terms of a word, beginning, loose word, range or choice, unstemmed, appended to the list: one element of a
 * phrase. */
void compile_element(struct compiler *compiler, const struct query_node *node, struct xap_list *terms);
/* The terms that the last position of its numbers of several words has, as far as the index knows them. */
void compile_element_ends(struct compiler *compiler, const struct query_node *node, struct xap_list *terms);
struct xap_query *compile_range(struct compiler *compiler, const struct query_node *node);
/* `query`, which is taken over, with a preference for the words of the top level being close to each other. */
struct xap_query *compile_near(struct compiler *compiler, const struct query_node *root, struct xap_query *query);
/* Documents in which at least node->window of the children stand. */
struct xap_query *compile_most(struct compiler *compiler, const struct query_node *node);
/* The terms that a plain word is looked up by, in the arena: its stems in the languages of the index, of several those
 * that the index knows; itself where the index has no stems. -1 on failure. */
struct word_terms {
    struct slice items[STEM_LANGUAGES_MAX];
    size_t count;
    uint32_t frequency; /* of several terms: articles with them; one with two counts for both */
};
int compile_word_terms(struct compiler *compiler, const struct query_node *node, struct word_terms *out);
/* Articles with these terms. -1 on failure. */
int compile_word_frequency(struct compiler *compiler, const struct query_node *word, uint32_t *frequency);

#endif
