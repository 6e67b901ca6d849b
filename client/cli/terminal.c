/* Widths, styles and clean text. */
#include "terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"

#define WIDTH_MAX 120 /* longer lines are hard to read */
#define WIDTH_MIN 20

static size_t width_of(FILE *file)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};
    long width = columns ? strtol(columns, NULL, 10) : 0;
    if (width <= 0 && isatty(fileno(file)) && ioctl(fileno(file), TIOCGWINSZ, &size) == 0) width = size.ws_col;
    if (width <= 0) return isatty(fileno(file)) ? 80 : 0;
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : (size_t)width;
}

struct terminal terminal_of(FILE *file)
{
    const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");
    bool able = term && *term && strcmp(term, "dumb") != 0 && !(no_colour && *no_colour);
    return (struct terminal){.colours = able && isatty(fileno(file)), .width = width_of(file)};
}

void terminal_style(FILE *file, const struct terminal *terminal, enum style style)
{
    static const char *const codes[] = {
        [STYLE_PLAIN] = "\033[0m", [STYLE_BOLD] = "\033[1m", [STYLE_DIM] = "\033[2m", [STYLE_MARK] = "\033[1;31m"};
    if (terminal->colours) fputs(codes[style], file);
}

/* Turns the direction of what follows: with one an article could put the words of a line in another order. */
static bool is_turn(uint32_t code_point)
{
    return (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || is_turn(code_point);
}

static bool is_space(uint32_t code_point)
{
    return code_point == ' ' || code_point == '\n' || code_point == '\t' || code_point == '\r';
}

/* Bytes that may be shown as they are; a byte that is no UTF-8 is not among them. */
static void put_character(FILE *file, const char *at, size_t size, uint32_t code_point)
{
    if (is_control(code_point)) return;
    if (code_point == UTF8_REPLACEMENT && size == 1)
        fputs("\xEF\xBF\xBD", file);
    else
        fwrite(at, 1, size, file);
}

void terminal_text(FILE *file, struct slice text)
{
    const char *at = text.data, *end = text.data + text.length;
    while (at < end) {
        size_t size;
        uint32_t code_point = utf8_decode(at, end, &size);
        if (is_space(code_point))
            fputc(' ', file);
        else
            put_character(file, at, size, code_point);
        at += size;
    }
}

static size_t columns_of(uint32_t code_point)
{
    if (is_space(code_point)) return 1;
    if (is_control(code_point)) return 0;
    /* In the locale that main() has set a wide character is its code point; one that is not known there takes a column.
     */
    int width = wcwidth((wchar_t)code_point);
    return width >= 0 ? (size_t)width : 1;
}

size_t terminal_columns(struct slice text)
{
    const char *at = text.data, *end = text.data + text.length;
    size_t columns = 0, size;
    for (; at < end; at += size) columns += columns_of(utf8_decode(at, end, &size));
    return columns;
}

struct slice terminal_fit(struct slice text, size_t columns)
{
    const char *at = text.data, *end = text.data + text.length;
    for (size_t size, used = 0; at < end; at += size) {
        used += columns_of(utf8_decode(at, end, &size));
        if (used > columns) break;
    }
    return slice_make(text.data, (size_t)(at - text.data));
}

struct slice terminal_fit_end(struct slice text, size_t columns)
{
    size_t size;
    for (size_t wanted = terminal_columns(text); wanted > columns;
         text = slice_make(text.data + size, text.length - size))
        wanted -= columns_of(utf8_decode(text.data, text.data + text.length, &size));
    return text;
}

static void fill(FILE *file, size_t columns)
{
    fprintf(file, "%*s", (int)columns, "");
}

void terminal_cell(FILE *file, struct slice text, size_t columns, enum alignment alignment)
{
    size_t wanted = terminal_columns(text);
    bool cut = columns && wanted > columns;
    if (cut) {
        text = terminal_fit(text, columns - 1);
        wanted = terminal_columns(text) + 1;
    }
    size_t rest = columns > wanted ? columns - wanted : 0;
    if (alignment == ALIGN_RIGHT) fill(file, rest);
    terminal_text(file, text);
    if (cut) fputs("…", file);
    if (alignment == ALIGN_LEFT) fill(file, rest);
}

/* The word that begins at `at`: up to white space. */
static struct slice word_at(struct slice text, size_t at)
{
    size_t end = at;
    while (end < text.length && !is_space((unsigned char)text.data[end])) end++;
    return slice_make(text.data + at, end - at);
}

struct painter {
    FILE *file;
    const struct terminal *terminal;
    const struct tally_mark *marks;
    size_t mark_count, mark; /* the mark at hand, or the next one */
    bool marked;
};

/* Switches the style where a mark begins or ends at byte `at`. */
static void paint(struct painter *painter, size_t at)
{
    while (painter->mark < painter->mark_count) {
        const struct tally_mark *mark = &painter->marks[painter->mark];
        if (!painter->marked && at < mark->start) return;
        if (painter->marked && at < mark->start + mark->length) return;
        painter->marked = !painter->marked;
        terminal_style(painter->file, painter->terminal, painter->marked ? STYLE_MARK : STYLE_PLAIN);
        if (!painter->marked) painter->mark++;
    }
}

static void put_word(struct painter *painter, struct slice text, struct slice word)
{
    const char *at = word.data, *end = word.data + word.length;
    while (at < end) {
        size_t size;
        uint32_t code_point = utf8_decode(at, end, &size);
        paint(painter, (size_t)(at - text.data));
        put_character(painter->file, at, size, code_point);
        at += size;
    }
    paint(painter, (size_t)(end - text.data));
}

void terminal_paragraph(FILE *file, const struct terminal *terminal, size_t indent, struct slice text,
                        const struct tally_mark *marks, size_t mark_count)
{
    struct painter painter = {file, terminal, marks, mark_count, 0, false};
    size_t column = 0, at = 0;
    while (at < text.length) {
        struct slice word = word_at(text, at);
        size_t columns = terminal_columns(word);
        bool full = terminal->width && column > indent && column + 1 + columns > terminal->width;
        if (word.length && (column == 0 || full)) {
            fprintf(file, "%s%*s", column ? "\n" : "", (int)indent, "");
            column = indent;
        } else if (word.length) {
            fputc(' ', file);
            column++;
        }
        put_word(&painter, text, word);
        column += columns;
        at += word.length + 1;
    }
    if (painter.marked) terminal_style(file, terminal, STYLE_PLAIN);
    fputc('\n', file);
}
