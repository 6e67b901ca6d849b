/* A block of a hard-wrapped paragraph is all of its lines; elsewhere it is one line. Prose is told by how it ends:
 * headlines have no full stop, and teasers are broken off. */
#include "text/blocks.h"

#include "text/characters.h"

#define LINE_MAX       240 /* bytes; what is longer is prose however it ends */
#define PROSE_WORDS    3   /* behind fewer words a full stop is that of a name or a date */
#define QUESTION_WORDS 12  /* headlines ask and cry, too, but not for long */
#define NO_BREAK_SPACE "\xC2\xA0"

static struct slice from_to(struct slice text, size_t from, size_t to)
{
    return slice_make(text.data + from, to - from);
}

static bool is_space(char byte)
{
    return character_ascii[(unsigned char)byte] & CHARACTER_SPACE;
}

/* Bytes of the blank that begins at `at`, 0 when none does. */
static size_t blank_at(struct slice text, size_t at)
{
    if (is_space(text.data[at])) return 1;
    return slice_starts(from_to(text, at, text.length), slice_of(NO_BREAK_SPACE)) ? strlen(NO_BREAK_SPACE) : 0;
}

static size_t skip_blanks(struct slice text, size_t at, size_t *feeds)
{
    size_t size;
    for (*feeds = 0; at < text.length && (size = blank_at(text, at)); at += size) *feeds += text.data[at] == '\n';
    return at;
}

static size_t line_end(struct slice text, size_t at)
{
    const char *feed = memchr(text.data + at, '\n', text.length - at);
    return feed ? (size_t)(feed - text.data) : text.length;
}

static size_t without_blanks(struct slice text, size_t start, size_t end)
{
    static const struct slice no_break = {NO_BREAK_SPACE, sizeof NO_BREAK_SPACE - 1};
    for (;;) {
        if (end > start && is_space(text.data[end - 1]))
            end--;
        else if (slice_ends(from_to(text, start, end), no_break))
            end -= no_break.length;
        else
            return end;
    }
}

static bool takes_ending(struct slice *text, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!slice_ends(*text, slice_of(endings[i]))) continue;
        text->length -= strlen(endings[i]);
        return true;
    }
    return false;
}

static bool has_words(struct slice text, size_t wanted)
{
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.length && words < wanted; i++) {
        bool letter = character_ascii[(unsigned char)text.data[i]] & (CHARACTER_WORD | CHARACTER_NO_ASCII);
        words += letter && !inside;
        inside = letter || (inside && !is_space(text.data[i]));
    }
    return words >= wanted;
}

static bool is_prose(struct slice text)
{
    static const char *const CLOSING[] = {"\"", "'", ")", "]", "”", "’", "»"};
    static const char *const BROKEN[] = {"...", "…"};
    static const char *const STOPS[] = {".", "。", "।", "۔"};
    static const char *const CRIES[] = {"?", "!", "？", "！", "؟"};
    bool is_long = text.length > LINE_MAX;
    while (takes_ending(&text, CLOSING, sizeof CLOSING / sizeof *CLOSING)) continue;
    if (takes_ending(&text, BROKEN, sizeof BROKEN / sizeof *BROKEN)) return false;
    if (is_long) return true;
    if (takes_ending(&text, STOPS, 1)) return has_words(text, PROSE_WORDS);
    if (takes_ending(&text, STOPS, sizeof STOPS / sizeof *STOPS)) return true;
    return takes_ending(&text, CRIES, sizeof CRIES / sizeof *CRIES) && has_words(text, QUESTION_WORDS);
}

static bool is_item(struct slice text)
{
    static const char *const BULLETS[] = {"- ", "* ", "• ", "– ", "· "};
    for (size_t i = 0; i < sizeof BULLETS / sizeof *BULLETS; i++)
        if (slice_starts(text, slice_of(BULLETS[i]))) return true;
    return false;
}

static enum block_kind kind_of(struct slice text)
{
    if (is_item(text)) return BLOCK_ITEM;
    if (slice_ends(text, slice_of(":"))) return BLOCK_LEAD;
    return is_prose(text) ? BLOCK_PROSE : BLOCK_LINE;
}

/* The end of the wrapped lines that begin at `start`: of the paragraph, or where the next line is indented. */
static size_t wrapped_end(struct slice text, size_t start, size_t paragraph_end)
{
    size_t end = line_end(text, start), feeds;
    while (end < paragraph_end) {
        size_t next = skip_blanks(text, end, &feeds);
        if (next >= paragraph_end || text_paragraph_ends(from_to(text, end, next))) return end;
        end = line_end(text, next);
    }
    return end;
}

bool text_block_at(struct block_walk *walk, size_t from, struct block *out)
{
    struct slice text = walk->text;
    size_t feeds, start = skip_blanks(text, from, &feeds);
    if (start == text.length) return false;
    if (start < walk->measured_at || start >= walk->paragraph.end) {
        walk->paragraph = text_paragraph_measure(text, start);
        walk->measured_at = start;
    }
    size_t end = walk->paragraph.wrapped ? wrapped_end(text, start, walk->paragraph.end) : line_end(text, start);
    end = without_blanks(text, start, end);
    bool line_before = from == 0 || text.data[from - 1] == '\n';
    *out = (struct block){start, end, feeds + line_before >= 2, kind_of(from_to(text, start, end))};
    return true;
}

bool text_has_prose(struct slice text)
{
    struct block_walk walk = {.text = text};
    struct block block;
    for (size_t at = 0; text_block_at(&walk, at, &block); at = block.end)
        if (block.kind == BLOCK_PROSE) return true;
    return false;
}
