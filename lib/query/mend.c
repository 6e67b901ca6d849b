/* Brackets without a partner and operators with nothing to join. */
#include "query/mend.h"

#include <stdarg.h>
#include <stdio.h>

static void write_note(struct query *query, uint32_t position, uint32_t length, const char *format, va_list arguments)
{
    if (query->note_count == QUERY_NOTES_MAX) return;
    struct query_note *note = &query->notes[query->note_count++];
    *note = (struct query_note){.position = position, .length = length};
    vsnprintf(note->message, sizeof note->message, format, arguments);
}

int query_note(struct query *query, bool strict, uint32_t position, uint32_t length, struct error *error,
               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_note(query, position, length, format, arguments);
    va_end(arguments);
    if (!strict) return 0;
    fail(error, ERROR_BAD_QUERY, position, "%s", query->notes[query->note_count - 1].message);
    if (error) error->length = length;
    return fail_hint(error, "without strict the query is answered all the same, and this is a note");
}

struct mender {
    struct query *query;
    bool strict;
    struct error *error;
    struct piece *items;
    size_t kept;  /* pieces in their final place */
    size_t *open; /* where the brackets stand that are still open */
    size_t open_count;
};

static int note_piece(struct mender *mender, const struct piece *piece, const char *message)
{
    return query_note(mender->query, mender->strict, piece->offset, piece->length, mender->error, "%s", message);
}

static int close_bracket(struct mender *mender, const struct piece *piece)
{
    if (mender->open_count == 0) return note_piece(mender, piece, "this bracket closes nothing and is left out");
    size_t open = mender->open[--mender->open_count];
    if (open + 1 < mender->kept) {
        mender->items[mender->kept++] = *piece;
        return 0;
    }
    struct piece both = mender->items[open];
    both.length = piece->offset + piece->length - both.offset;
    mender->kept = open;
    return note_piece(mender, &both, "there is nothing between these brackets: they are left out");
}

static int mend_bracket(struct mender *mender, struct piece piece)
{
    if (piece.kind == PIECE_CLOSE) return close_bracket(mender, &piece);
    if (piece.kind == PIECE_OPEN) mender->open[mender->open_count++] = mender->kept;
    mender->items[mender->kept++] = piece;
    return 0;
}

/* Closes at the end what is open; an opening bracket with nothing behind it goes. */
static int close_all(struct mender *mender)
{
    while (mender->open_count) {
        size_t open = mender->open[--mender->open_count];
        uint32_t end = (uint32_t)mender->query->text.length;
        if (note_piece(mender, &mender->items[open], "this bracket is not closed: it is read to the end") < 0)
            return -1;
        if (open + 1 == mender->kept)
            mender->kept = open;
        else
            mender->items[mender->kept++] = (struct piece){.kind = PIECE_CLOSE, .offset = end};
    }
    return 0;
}

static int mend_brackets(struct mender *mender, struct pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++)
        if (mend_bracket(mender, pieces->items[i]) < 0) return -1;
    if (close_all(mender) < 0) return -1;
    pieces->count = mender->kept;
    pieces->items[pieces->count] = (struct piece){.kind = PIECE_END, .offset = (uint32_t)mender->query->text.length};
    return 0;
}

static bool ends_operand(const struct piece *piece)
{
    enum piece_role role = piece_role(piece);
    return role == PIECE_ROLE_OPERAND || role == PIECE_ROLE_CLOSE;
}

static bool begins_operand(const struct piece *piece)
{
    enum piece_role role = piece_role(piece);
    return role == PIECE_ROLE_OPERAND || role == PIECE_ROLE_OPEN;
}

static bool negates(const struct piece *piece)
{
    return piece_role(piece) == PIECE_ROLE_NEGATES;
}

static bool joins_nothing(const struct piece *items, size_t i)
{
    const struct piece *next = &items[i + 1]; /* PIECE_END at the latest */
    bool has_left = i > 0 && ends_operand(&items[i - 1]);
    switch (piece_role(&items[i])) {
    case PIECE_ROLE_NEGATES: return !begins_operand(next) && !negates(next);
    case PIECE_ROLE_JOINS: return !has_left || (!begins_operand(next) && !negates(next));
    case PIECE_ROLE_JOINS_PLACES: return !has_left || !begins_operand(next);
    case PIECE_ROLE_OPERAND:
    case PIECE_ROLE_OPEN:
    case PIECE_ROLE_CLOSE:
    case PIECE_ROLE_END: break;
    }
    return false;
}

/* From the right, so that NOT before a lone NOT has the word that this one became. */
static int mend_operators(struct mender *mender, struct pieces *pieces)
{
    for (size_t i = pieces->count; i-- > 0;) {
        struct piece *piece = &pieces->items[i];
        if (!joins_nothing(pieces->items, i)) continue;
        piece->kind = PIECE_WORD;
        if (note_piece(mender, piece, "this operator has nothing to join and is read as a word") < 0) return -1;
    }
    return 0;
}

int pieces_mend(struct arena *arena, struct pieces *pieces, struct query *query, bool strict, struct error *error)
{
    struct mender mender = {.query = query, .strict = strict, .error = error, .items = pieces->items};
    mender.open = arena_array(arena, pieces->count + 1, sizeof *mender.open);
    if (!mender.open) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the query");
    if (mend_brackets(&mender, pieces) < 0) return -1;
    return mend_operators(&mender, pieces);
}
