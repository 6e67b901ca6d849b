/* Finding furniture: cues at the starts of lines and behind sentences, each taking a line or the rest of the page. */
#include "text/zones.h"

#include "base/utf8.h"
#include "text/characters.h"
#include "text/seams.h"
#include "text/tokens.h"

#define HEADLINE_MAX 240 /* bytes that a cue may take as its line */

enum cue_after { AFTER_COLON, AFTER_ALONE, AFTER_ANY };
enum cue_takes { TAKES_LINE, TAKES_REST };

static const struct cue {
    struct slice words;
    enum cue_after after;
    enum cue_takes takes;
} cues[] = {
#define FURNITURE(words, after, takes) {{words, sizeof words - 1}, AFTER_##after, TAKES_##takes},
#include "text/furniture.def"
#undef FURNITURE
};

#define CUES (sizeof cues / sizeof *cues)

static const char *const zone_names[ZONE_KINDS] = {
    [ZONE_TITLE] = "title",
    [ZONE_MAIN] = "main",
    [ZONE_RELATED] = "related",
};

const char *zone_name(enum zone_kind kind)
{
    return zone_names[kind];
}

struct divider {
    struct arena *arena;
    struct slice body;
    struct zones *zones;
    size_t capacity;
    size_t divided; /* the zones reach up to here */
};

static uint8_t byte_class(struct slice text, size_t at)
{
    return at < text.length ? character_ascii[(unsigned char)text.data[at]] : CHARACTER_SPACE;
}

static bool line_ends(struct slice text, size_t at)
{
    return at >= text.length || text.data[at] == '\n';
}

static size_t skip_blanks(struct slice text, size_t at)
{
    while (at < text.length && (text.data[at] == ' ' || text.data[at] == '\t')) at++;
    return at;
}

static size_t line_end(struct slice text, size_t at)
{
    const char *feed = memchr(text.data + at, '\n', text.length - at);
    return feed ? (size_t)(feed - text.data) : text.length;
}

/* Bytes of `text` from `at` that spell `words`, 0 when they do not. ’ stands for '. */
static size_t spelled(struct slice text, size_t at, struct slice words)
{
    size_t start = at;
    if (at >= text.length || text.data[at] != words.data[0]) return 0;
    for (size_t i = 0; i < words.length; i++) {
        struct slice rest = slice_make(text.data + at, text.length - at);
        if (words.data[i] == '\'' && slice_starts(rest, slice_of("’"))) {
            at += strlen("’");
            continue;
        }
        if (at >= text.length) return 0;
        unsigned char found = (unsigned char)text.data[at++], wanted = (unsigned char)words.data[i];
        unsigned char lowered = character_ascii[found] & CHARACTER_UPPER ? found | 0x20 : found;
        if (found != wanted && lowered != wanted) return 0;
    }
    return at - start;
}

/* A headline begins with a capital, a digit, a quote, a currency sign; a sentence that goes on, with a small letter. */
static bool headline_at(struct slice text, size_t at)
{
    return !(byte_class(text, at) & CHARACTER_LOWER);
}

/* Whether what stands at `at`, behind the words of a cue, is what the cue asks for. */
static bool is_followed(struct slice text, size_t at, enum cue_after after)
{
    if (after == AFTER_ANY) return !(byte_class(text, at) & CHARACTER_WORD);
    size_t next = skip_blanks(text, at);
    bool colon = next < text.length && text.data[next] == ':';
    size_t behind = skip_blanks(text, colon ? next + 1 : next);
    if (after == AFTER_COLON) return colon && headline_at(text, behind);
    return line_ends(text, behind) || seam_at(text, 0, at);
}

static const struct cue *cue_at(struct slice text, size_t at, size_t *cue_end)
{
    for (size_t i = 0; i < CUES; i++) {
        size_t length = spelled(text, at, cues[i].words);
        if (length == 0 || !is_followed(text, at + length, cues[i].after)) continue;
        *cue_end = at + length;
        return &cues[i];
    }
    return NULL;
}

static bool is_sentence_end(struct slice text, size_t at)
{
    return strchr(".!?", text.data[at]) && byte_class(text, at + 1) & CHARACTER_SPACE &&
           byte_class(text, at + 2) & (CHARACTER_UPPER | CHARACTER_NO_ASCII);
}

/* Where the headline ends that begins at `start`: at a seam, at a sentence end when it runs inside a line, at the line's
 * end; `start` when none comes within a headline's length. */
static size_t headline_end(struct slice text, size_t start, bool own_line)
{
    size_t limit = text.length - start > HEADLINE_MAX ? start + HEADLINE_MAX : text.length;
    size_t at = start, sentence_end = 0;
    for (; at < limit && text.data[at] != '\n'; at++) {
        if (seam_at(text, start, at)) return at;
        if (!sentence_end && is_sentence_end(text, at)) sentence_end = at + 1;
    }
    bool whole_line = line_ends(text, at);
    if (sentence_end && !(own_line && whole_line)) return sentence_end;
    return whole_line ? at : start;
}

/* End of what a LINE cue takes; a cue with nothing behind its colon takes the headline of the next line. */
static size_t taken_line(struct slice text, const struct cue *cue, size_t cue_end, bool own_line)
{
    if (cue->after == AFTER_ALONE && !line_ends(text, skip_blanks(text, cue_end)) && seam_at(text, 0, cue_end))
        return cue_end;
    size_t start = cue_end;
    while (start < text.length && strchr(" \t:", text.data[start])) start++;
    if (cue->after == AFTER_COLON && line_ends(text, start)) {
        start = start < text.length ? start + 1 : start;
        own_line = true;
    }
    size_t end = headline_end(text, start, own_line);
    return end == start && !line_ends(text, start) ? cue_end : end;
}

static bool is_blank(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!(character_ascii[(unsigned char)text.data[i]] & CHARACTER_SPACE)) return false;
    return true;
}

static int add_zone(struct divider *divider, enum zone_kind kind, size_t end)
{
    struct zones *zones = divider->zones;
    struct zone *last = zones->count ? &zones->items[zones->count - 1] : NULL;
    size_t start = divider->divided;
    divider->divided = end;
    if (end == start) return 0;
    if (last && (last->kind == kind || is_blank(slice_make(divider->body.data + start, end - start)))) {
        last->length += (uint32_t)(end - start);
        return 0;
    }
    if (zones->count == divider->capacity) {
        size_t size = divider->capacity * sizeof *zones->items;
        zones->items = arena_grow(divider->arena, zones->items, size, 2 * size);
        if (!zones->items) return -1;
        divider->capacity *= 2;
    }
    zones->items[zones->count++] = (struct zone){(uint32_t)start, (uint32_t)(end - start), kind};
    return 0;
}

/* Where a cue may stand from `at` on: the first letter of a line or of what follows a sentence's end. */
static size_t next_place(struct slice text, size_t at, bool *own_line)
{
    for (; at < text.length; at++) {
        *own_line = at == 0 || text.data[at - 1] == '\n';
        bool after_sentence = at > 0 && strchr(".!?\"\x9D)", text.data[at - 1]) && text.data[at - 1] != '\0';
        if (!*own_line && !after_sentence) continue;
        size_t letter = at;
        while (letter < text.length && strchr(" \t-*", text.data[letter]) && text.data[letter]) letter++;
        if (byte_class(text, letter) & (CHARACTER_UPPER | CHARACTER_NO_ASCII)) return letter;
        if (letter > at) at = letter - 1;
    }
    return text.length;
}

static int divide(struct divider *divider)
{
    struct slice body = divider->body;
    bool own_line;
    for (size_t at = next_place(body, 0, &own_line); at < body.length; at = next_place(body, at, &own_line)) {
        size_t end;
        const struct cue *cue = cue_at(body, at, &end);
        if (!cue) {
            at++;
            continue;
        }
        bool article_before = divider->zones->count > 0 || !is_blank(slice_make(body.data, at));
        if (add_zone(divider, ZONE_MAIN, at) != 0) return -1;
        /* A list at the very top stands before its article. */
        bool takes_rest = cue->takes == TAKES_REST && article_before;
        end = takes_rest ? body.length : taken_line(body, cue, end, own_line);
        if (add_zone(divider, ZONE_RELATED, end) != 0) return -1;
        at = end;
    }
    return add_zone(divider, ZONE_MAIN, body.length);
}

int text_zones(struct arena *arena, struct slice body, struct zones *out, struct error *error)
{
    if (body.length > TEXT_BYTES_MAX)
        return fail(error, ERROR_LIMIT, TEXT_BYTES_MAX, "expected a body of at most %zu bytes, found %zu",
                    TEXT_BYTES_MAX, body.length);
    struct divider divider = {.arena = arena, .body = body, .zones = out, .capacity = 8};
    *out = (struct zones){arena_array(arena, divider.capacity, sizeof *out->items), 0};
    if (!out->items || divide(&divider) != 0)
        return fail(error, ERROR_NO_MEMORY, 0, "no room for the zones of %zu bytes of text", body.length);
    return 0;
}
