/* The query cut into pieces: words, quoted phrases, names with values, brackets and operators. Inside lib/query only.
 *
 * query_lex() never fails on what is written: brackets without a partner and operators with nothing to join are mended,
 * with a note, so that the grammar above it can be written without a thought of malformed input. */
#ifndef TALLY_QUERY_LEX_H
#define TALLY_QUERY_LEX_H

#include "query/parse.h"

enum piece_kind {
#define PIECE(name, word, role) PIECE_##name,
#include "query/pieces.def"
#undef PIECE
};

enum piece_role {
    PIECE_ROLE_OPERAND,
    PIECE_ROLE_OPEN,
    PIECE_ROLE_CLOSE,
    PIECE_ROLE_NEGATES,
    PIECE_ROLE_JOINS,
    PIECE_ROLE_JOINS_PLACES,
    PIECE_ROLE_END
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

/* By the row of its kind in pieces.def. */
enum piece_role piece_role(const struct piece *piece);

int query_lex(struct arena *arena, struct query *query, bool strict, struct pieces *out, struct error *error);

/* A note; with `strict` the error that it stands for. Notes beyond QUERY_NOTES_MAX are dropped. */
int query_note(struct query *query, bool strict, uint32_t position, uint32_t length, struct error *error,
               const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Bytes of the white space character at `at`, 0 when another one stands there. */
size_t query_space_at(struct slice text, size_t at);

#endif
