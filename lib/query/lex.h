/* The query cut into pieces: words, quoted phrases, names with values, brackets and operators. Inside lib/query only.
 *
 * query_lex() never fails on what is written: brackets without a partner and operators with nothing to join are mended,
 * with a note, so that the grammar above it can be written without a thought of malformed input. */
#ifndef TALLY_QUERY_LEX_H
#define TALLY_QUERY_LEX_H

#include "query/parse.h"

enum piece_kind {
    PIECE_WORD,   /* text: a run without white space, quotes or brackets */
    PIECE_PHRASE, /* text: what stands between the quotes; number: slop */
    PIECE_NAMED,  /* name and text: the value, without its quotes */
    PIECE_OPEN,   /* field: set for title:( and language:( */
    PIECE_CLOSE,
    PIECE_AND,
    PIECE_OR,
    PIECE_NOT,  /* NOT, or a minus before a word */
    PIECE_NEAR, /* number: the distance */
    PIECE_END
};

struct piece {
    enum piece_kind kind;
    struct slice text, name;
    bool text_quoted; /* PIECE_NAMED: the value stands in quotes; number: slop */
    uint32_t number;
    const struct field *field;
    uint32_t offset, length; /* bytes of the query, quotes included */
};

struct pieces {
    struct piece *items; /* ended by PIECE_END */
    size_t count;        /* without it */
};

#define NEAR_DISTANCE_DEFAULT 10

int query_lex(struct arena *arena, struct query *query, bool strict, struct pieces *out, struct error *error);

/* A note; with `strict` the error that it stands for. Notes beyond QUERY_NOTES_MAX are dropped. */
int query_note(struct query *query, bool strict, uint32_t position, uint32_t length, struct error *error,
               const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Bytes of the white space character at `at`, 0 when another one stands there. */
size_t query_space_at(struct slice text, size_t at);

#endif
