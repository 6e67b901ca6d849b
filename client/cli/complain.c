/* The query, a line "^~~~" under the bytes at fault, and the words. */
#include "complain.h"

#include <stdio.h>

#include "base/utf8.h"
#include "terminal.h"

#define INDENT        2
#define CONTEXT_BYTES 40

/* The part of a long query around the fault: the caret must stand under it, and lines do not wrap. */
static struct slice around(struct slice text, size_t start, size_t *left_out)
{
    size_t from = start > CONTEXT_BYTES ? utf8_floor(text, start - CONTEXT_BYTES) : 0;
    size_t to = utf8_floor(text, start + 2 * CONTEXT_BYTES);
    *left_out = from;
    return slice_make(text.data + from, to - from);
}

static void point(const char *query, long position, long length)
{
    struct slice whole = slice_of(query);
    size_t left_out, start = position < 0 ? 0 : (size_t)position < whole.length ? (size_t)position : whole.length;
    struct slice text = around(whole, start, &left_out);
    start -= left_out;
    size_t size = length < 0 ? 0 : (size_t)length < text.length - start ? (size_t)length : text.length - start;
    size_t before = terminal_columns(slice_make(text.data, start)) + (left_out > 0);
    size_t columns = terminal_columns(slice_make(text.data + start, size));
    fprintf(stderr, "%*s%s", INDENT, "", left_out ? "…" : "");
    terminal_text(stderr, text);
    fputs(left_out + text.length < whole.length ? "…" : "", stderr);
    fprintf(stderr, "\n%*s^", (int)(INDENT + before), "");
    for (size_t i = 1; i < columns; i++) fputc('~', stderr);
    fputc('\n', stderr);
}

void complain_error(const char *query, const struct tally_error *error)
{
    if (query && error->position >= 0) point(query, error->position, error->length);
    fputs("tally: ", stderr);
    terminal_text(stderr, slice_of(error->message));
    fputc('\n', stderr);
    if (!error->hint[0]) return;
    fputs("tally: ", stderr);
    terminal_text(stderr, slice_of(error->hint));
    fputc('\n', stderr);
}

void complain_note(const char *query, const struct tally_note *note)
{
    point(query, note->position, note->length);
    fputs("note: ", stderr);
    terminal_text(stderr, slice_of(note->message));
    fputc('\n', stderr);
}
