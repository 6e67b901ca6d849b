/* Hard-wrapped text is known by its breaks: at most of them the next word would not have fitted into the line. */
#include "text/paragraph.h"

#define MARGIN_MIN  40  /* bytes of the longest line; narrower text is a list or verse */
#define MARGIN_MAX  120 /* a longer line: one paragraph a line */
#define INDENT_MIN  2
#define FULL_MIN    2 /* full lines that make a margin */
#define RAGGED_PART 8 /* a line is full within an eighth of the longest */

struct line {
    struct slice text; /* without the line feed */
    bool last;
};

static struct line line_at(struct slice text, size_t start)
{
    const char *begin = text.data + start;
    const char *feed = memchr(begin, '\n', text.length - start);
    size_t length = feed ? (size_t)(feed - begin) : text.length - start;
    return (struct line){slice_make(begin, length), feed == NULL};
}

static size_t indent(struct slice line)
{
    size_t spaces = 0;
    while (spaces < line.length && (line.data[spaces] == ' ' || line.data[spaces] == '\t')) spaces++;
    return spaces;
}

static bool is_blank(struct slice line)
{
    return indent(line) == line.length;
}

static bool is_indented(struct slice line)
{
    return indent(line) >= INDENT_MIN || (line.length && line.data[0] == '\t');
}

static size_t first_word(struct slice line)
{
    const char *space = memchr(line.data, ' ', line.length);
    return space ? (size_t)(space - line.data) : line.length;
}

struct breaks {
    size_t longest; /* of all lines */
    size_t margin;  /* of the lines that go on in the next one */
    size_t full, early;
};

/* Walks the lines once; with a margin known, counts full and early breaks. Returns the end of the paragraph. */
static size_t walk_lines(struct slice text, size_t start, struct breaks *breaks)
{
    size_t at = start, margin = breaks->margin;
    struct line line = line_at(text, at);
    for (;;) {
        at += line.text.length;
        if (line.text.length > breaks->longest) breaks->longest = line.text.length;
        if (line.last) return at;
        struct line next = line_at(text, at + 1);
        if (is_blank(next.text)) return at;
        if (!is_indented(next.text)) {
            bool fits = line.text.length + 1 + first_word(next.text) <= margin - margin / RAGGED_PART;
            *(fits ? &breaks->early : &breaks->full) += 1;
            if (line.text.length > breaks->margin) breaks->margin = line.text.length;
        }
        line = next;
        at++;
    }
}

struct paragraph text_paragraph_measure(struct slice text, size_t start)
{
    struct breaks breaks = {0};
    size_t end = walk_lines(text, start, &breaks);
    if (breaks.longest > MARGIN_MAX || breaks.margin < MARGIN_MIN) return (struct paragraph){end, false};
    breaks.full = breaks.early = 0;
    walk_lines(text, start, &breaks);
    return (struct paragraph){end, breaks.full >= FULL_MIN && breaks.full > breaks.early};
}

bool text_paragraph_ends(struct slice gap)
{
    size_t feeds = 0, spaces = 0;
    bool tab = false;
    for (size_t i = 0; i < gap.length; i++) {
        if (gap.data[i] == '\n') {
            feeds++;
            spaces = 0;
            tab = false;
        } else {
            spaces++;
            tab |= gap.data[i] == '\t';
        }
    }
    return feeds >= 2 || tab || spaces >= INDENT_MIN;
}
