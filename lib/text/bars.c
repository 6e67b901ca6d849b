/* A bar is made of its own words and of numbers alone; one more word, and the line is somebody's sentence. */
#include "text/bars.h"

#include "text/characters.h"

enum part { PART_NONE, PART_END, PART_NUMBER, PART_SHARE, PART_PLACE, PART_COUNTED, PART_COMMENT, PART_FILLER };

static const struct {
    struct slice word;
    enum part part;
} words[] = {
#define BAR_WORD(word, part) {{word, sizeof word - 1}, PART_##part},
#include "text/bars.def"
#undef BAR_WORD
};

#define WORDS (sizeof words / sizeof *words)

#define LINES_MAX 12 /* of one bar */
#define TAILS_MAX 8  /* places of one line where a bar may begin */

static uint8_t class_at(struct slice text, size_t at)
{
    return at < text.length ? character_ascii[(unsigned char)text.data[at]] : CHARACTER_SPACE;
}

/* Bytes of what may stand between the parts of a bar. */
static size_t separator_at(struct slice text, size_t at)
{
    static const char *const LONGER[] = {"·", "•", "–", "—", "\xC2\xA0"};
    if (at >= text.length) return 0;
    if (strchr(" \t|:()+/", text.data[at]) && text.data[at]) return 1;
    for (size_t i = 0; i < sizeof LONGER / sizeof *LONGER; i++)
        if (slice_starts(slice_make(text.data + at, text.length - at), slice_of(LONGER[i]))) return strlen(LONGER[i]);
    return 0;
}

static size_t skip_separators(struct slice text, size_t at)
{
    for (size_t size; (size = separator_at(text, at));) at += size;
    return at;
}

/* "640", "1,204", "1.2K" */
static size_t number_end(struct slice text, size_t at)
{
    while (class_at(text, at) & CHARACTER_DIGIT ||
           ((text.data[at] == '.' || text.data[at] == ',') && class_at(text, at + 1) & CHARACTER_DIGIT))
        if (++at == text.length) return at;
    bool scale = strchr("kKmM", text.data[at]) && text.data[at];
    return at + (scale && !(class_at(text, at + 1) & CHARACTER_LOWER));
}

static bool spells(struct slice text, size_t at, struct slice word)
{
    if (text.length - at < word.length) return false;
    for (size_t i = 0; i < word.length; i++) {
        char letter = text.data[at + i];
        if ((class_at(text, at + i) & CHARACTER_UPPER ? letter | 0x20 : letter) != word.data[i]) return false;
    }
    return true;
}

/* The part at *at, which moves behind it; words may be glued to each other ("Share 640Tweet 75"). */
static enum part next_part(struct slice text, size_t *at)
{
    *at = skip_separators(text, *at);
    if (*at == text.length) return PART_END;
    if (class_at(text, *at) & CHARACTER_DIGIT) {
        *at = number_end(text, *at);
        return PART_NUMBER;
    }
    for (size_t i = 0; i < WORDS; i++) {
        if (!spells(text, *at, words[i].word)) continue;
        if (class_at(text, *at + words[i].word.length) & (CHARACTER_LOWER | CHARACTER_NO_ASCII)) continue;
        *at += words[i].word.length;
        return words[i].part;
    }
    return PART_NONE;
}

/* What a run of parts has told so far. */
struct parts {
    size_t numbers, shares, places, counted, comments, fillers;
    bool counts; /* a number beside what it counts */
};

static bool is_counted(enum part part)
{
    return part == PART_COUNTED || part == PART_COMMENT;
}

static void add_part(struct parts *parts, enum part before, enum part part)
{
    parts->numbers += part == PART_NUMBER;
    parts->shares += part == PART_SHARE;
    parts->places += part == PART_PLACE;
    parts->counted += part == PART_COUNTED;
    parts->comments += part == PART_COMMENT;
    parts->fillers += part == PART_FILLER;
    parts->counts |= before == PART_NUMBER && is_counted(part);
    parts->counts |= part == PART_NUMBER && (before == PART_SHARE || is_counted(before));
}

/* False when something else stands in the line. */
static bool read_line(struct slice line, struct parts *parts)
{
    enum part before = PART_END, part;
    for (size_t at = 0; (part = next_part(line, &at)) != PART_END;) {
        if (part == PART_NONE) return false;
        add_part(parts, before, part);
        if (part != PART_FILLER || before != PART_NUMBER) before = part; /* "5 min read" */
    }
    return true;
}

static bool is_bar(const struct parts *parts)
{
    if (parts->counts) return true;
    if (parts->shares) return true;
    return parts->places >= 2 && parts->numbers + parts->fillers + parts->counted + parts->comments == 0;
}

/* The line at `at`; what is longer than a bar can be is cut, and ends with something that is no bar. */
static struct slice line_at(struct slice text, size_t at)
{
    size_t limit = text.length - at < BAR_BYTES ? text.length - at : BAR_BYTES;
    const char *feed = memchr(text.data + at, '\n', limit);
    return slice_make(text.data + at, feed ? (size_t)(feed - text.data) - at : limit);
}

static bool counts_comments_alone(const struct parts *parts)
{
    return parts->comments == 1 && parts->shares + parts->places + parts->counted + parts->fillers == 0;
}

/* "Share↵640↵Tweet↵75": lines without a blank one between are read as one. */
static bool find_lines(struct slice text, size_t at, struct bar *out)
{
    struct parts parts = {0};
    size_t end = at;
    size_t lines = 0;
    for (size_t from = at; from < text.length && from - at < BAR_BYTES && lines < LINES_MAX; from = end + 1, lines++) {
        struct slice line = line_at(text, from);
        struct parts longer = parts;
        if (line.length == BAR_BYTES || skip_separators(line, 0) == line.length || !read_line(line, &longer)) break;
        parts = longer;
        end = from + line.length;
    }
    *out = (struct bar){at, end, counts_comments_alone(&parts) && text.data[at] != '0'};
    return is_bar(&parts);
}

static bool ends_with_separator(struct slice text)
{
    return slice_ends(text, slice_of("|")) || slice_ends(text, slice_of("·")) || slice_ends(text, slice_of("•"));
}

/* "By Ann Lee | 640 shares", and, since names have no numbers, "By Ann Lee 640 shares". */
static bool find_tail(struct slice text, size_t at, struct bar *out)
{
    struct slice line = line_at(text, at);
    bool byline = slice_starts(line, slice_of("By ")) && class_at(line, 3) & CHARACTER_UPPER;
    size_t tried = 0;
    for (size_t i = 1; i < line.length && line.length < BAR_BYTES && tried < TAILS_MAX; i++) {
        bool number = byline && line.data[i - 1] == ' ' && class_at(line, i) & CHARACTER_DIGIT;
        if (!number && !ends_with_separator(slice_make(line.data, i))) continue;
        tried++;
        struct parts parts = {0};
        if (!read_line(slice_make(line.data + i, line.length - i), &parts) || !is_bar(&parts)) continue;
        *out = (struct bar){at + i, at + line.length, false};
        return true;
    }
    return false;
}

bool text_bar_find(struct slice text, size_t at, bool own_line, struct bar *out)
{
    return find_lines(text, at, out) || (own_line && find_tail(text, at, out));
}
