/* Elements: the words and numbers that plain text and phrases consist of. Inside lib/query only. */
#ifndef TALLY_QUERY_WORDS_H
#define TALLY_QUERY_WORDS_H

#include "query/parser.h"

/* A part of the query as tokens first..end - 1. */
struct token_span {
    uint32_t first, end;
};
struct token_span words_span(const struct parser *parser, struct slice text);

/* The next run of characters without white space at or after *at, or an empty slice at the end; *at moves behind it. */
struct slice words_next_chunk(struct slice text, size_t *at);

/* Adds the element that begins at token *at of `span`, the tokens of a chunk, and moves *at behind it. Symbols are
 * stepped over. A number may take tokens up to `limit`, if it then ends where a chunk ends. */
int words_add_element(struct parser *parser, struct token_span span, uint32_t limit, uint32_t *at,
                      struct node_list *list);

/* Lengthens *text to the range that begins in it and goes on in the words at hand (range_take()). */
int words_take_range(struct parser *parser, struct slice *text);
/* `text` and what the number that begins in it takes of the words at hand: "65", and "thousand" behind it. */
struct slice words_take_number(struct parser *parser, struct slice text);
/* Has a blank cut off a bound of this range, so that it stands among the words at hand? "1000 .. 1500", "50.. 70" */
bool words_cut_range(const struct parser *parser, struct slice range);

/* The word becomes a beginning (migra*), or stays with a note. */
int words_make_prefix(struct parser *parser, struct query_node *word);
/* ERROR_LIMIT for a phrase of more elements than QUERY_PHRASE_MAX. */
int words_check_length(struct parser *parser, const struct node_list *list);

#endif
