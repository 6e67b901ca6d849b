/* The query, a line "^~~~" under the bytes at fault, and the words. */
#include "complain.h"

#include <stdio.h>

#include "terminal.h"

#define INDENT 2

static void point(const char *query, long position, long length)
{
    struct slice text = slice_of(query);
    size_t start = position < 0 ? 0 : (size_t)position < text.length ? (size_t)position : text.length;
    size_t size = length < 0 ? 0 : (size_t)length < text.length - start ? (size_t)length : text.length - start;
    size_t before = terminal_columns(slice_make(text.data, start));
    size_t columns = terminal_columns(slice_make(text.data + start, size));
    fprintf(stderr, "%*s", INDENT, "");
    terminal_text(stderr, text);
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
