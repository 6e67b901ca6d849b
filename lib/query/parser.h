/* What the stations of the parser share: the query being read and the making of nodes. Inside lib/query only.
 *
 * Functions that read return 0 and a node, or 0 and NULL when there is nothing in what they read (a symbol alone), or
 * -1 with the error filled. */
#ifndef TALLY_QUERY_PARSER_H
#define TALLY_QUERY_PARSER_H

#include "query/lex.h"
#include "text/tokens.h"

struct parser {
    struct arena *arena;
    struct query *query;
    const struct query_options *options;
    struct error *error;
    struct pieces pieces;
    size_t at;                 /* the next piece */
    struct text_tokens tokens; /* of the whole query */
    const struct field *field; /* inside title:( … ) */
    uint32_t depth;
};

/* Children while they are gathered. */
struct node_list {
    struct query_node **items;
    uint32_t count, capacity;
};

/* NULL, with the error filled, when the arena is full. */
struct query_node *parser_node(struct parser *parser, enum query_kind kind, uint32_t offset, uint32_t length);
int parser_add(struct parser *parser, struct node_list *list, struct query_node *node);
/* `kind` over the list: NULL of none, the child itself of one. */
int parser_join(struct parser *parser, enum query_kind kind, const struct node_list *list, struct query_node **out);
int parser_note(struct parser *parser, uint32_t position, uint32_t length, const char *message);
/* fail() at a place of the query; a hint may follow with fail_hint(). */
int parser_fail(struct parser *parser, enum error_code code, uint32_t position, uint32_t length, const char *format,
                ...) __attribute__((format(printf, 5, 6)));
/* The offset in the query of bytes that are part of it. */
uint32_t parser_offset(const struct parser *parser, struct slice part);

/* words.c: plain words. Takes the pieces it reads, more than one when several are one number ("65 thousand"). */
int words_read(struct parser *parser, struct query_node **out);
/* The words of any part of the query as one phrase; the word itself when there is one. */
int words_read_text(struct parser *parser, struct slice text, struct query_node **out);

/* One chunk with its suffix, if any (migra*). */
int words_read_chunk(struct parser *parser, struct slice chunk, struct query_node **out);

/* phrase.c: what stands between quotes, with slop. */
int phrase_read(struct parser *parser, struct slice text, uint32_t slop, const struct piece *piece,
                struct query_node **out);

/* names.c: name:value. */
int named_read(struct parser *parser, const struct piece *piece, struct query_node **out);
/* language:(fr OR es), with its opening bracket at hand: any of whole values. */
int named_group_read(struct parser *parser, struct query_node **out);

#endif
