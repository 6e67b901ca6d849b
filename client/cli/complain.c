/* The query, a line "^~~~" under the bytes at fault, and the words. */
#include "complain.h"

#include <stdio.h>

#include "terminal.h"

#define INDENT       2
#define TEXT_MAX     1024
#define LINE_COLUMNS 120 /* where no terminal says how wide it is */

/* The part of a query around the fault: the caret must stand under it, and lines do not wrap. */
struct excerpt {
    struct slice before, rest; /* the fault is where `rest` begins */
    bool cut_before, cut_after;
};

/* A third of the room is for what stands before the fault, and more when the rest needs less. */
static struct excerpt take_excerpt(struct slice query, size_t start, size_t room)
{
    struct slice before = slice_make(query.data, start);
    struct slice rest = slice_make(query.data + start, query.length - start);
    struct excerpt excerpt = {.before = before, .rest = rest};
    if (terminal_columns(query) <= room) return excerpt;
    size_t wanted = terminal_columns(rest), most = room / 3;
    if (wanted < room - most) most = room - wanted;
    excerpt.cut_before = terminal_columns(before) > most;
    if (excerpt.cut_before) excerpt.before = terminal_fit_end(before, most - 1);
    room -= terminal_columns(excerpt.before) + excerpt.cut_before;
    excerpt.cut_after = wanted > room;
    if (excerpt.cut_after) excerpt.rest = terminal_fit(rest, room - 1);
    return excerpt;
}

static size_t smaller(long wanted, size_t most)
{
    return wanted < 0 ? 0 : (size_t)wanted < most ? (size_t)wanted : most;
}

static void point(const char *query, long position, long length)
{
    struct terminal terminal = terminal_of(stderr);
    struct slice whole = slice_of(query);
    /* Some terminals wrap a line that fills them. */
    size_t room = (terminal.width ? terminal.width : LINE_COLUMNS) - INDENT - 1;
    struct excerpt excerpt = take_excerpt(whole, smaller(position, whole.length), room);
    struct slice fault = slice_make(excerpt.rest.data, smaller(length, excerpt.rest.length));
    size_t before = terminal_columns(excerpt.before) + excerpt.cut_before, columns = terminal_columns(fault);
    fprintf(stderr, "%*s%s", INDENT, "", excerpt.cut_before ? "…" : "");
    terminal_text(stderr, excerpt.before);
    terminal_text(stderr, excerpt.rest);
    fputs(excerpt.cut_after ? "…" : "", stderr);
    fprintf(stderr, "\n%*s^", (int)(INDENT + before), "");
    for (size_t i = 1; i < columns; i++) fputc('~', stderr);
    fputc('\n', stderr);
}

/* Words in whole, on as many lines as they need. */
static void say(const char *who, const char *words)
{
    char text[TEXT_MAX];
    struct terminal terminal = terminal_of(stderr);
    snprintf(text, sizeof text, "%s: %s", who, words);
    terminal_paragraph(stderr, &terminal, 0, slice_of(text), NULL, 0);
}

void complain_error(const char *query, const struct tally_error *error)
{
    if (query && error->position >= 0) point(query, error->position, error->length);
    say("tally", error->message);
    if (error->hint[0]) say("tally", error->hint);
}

void complain_note(const char *query, const struct tally_note *note)
{
    point(query, note->position, note->length);
    say("note", note->message);
}
