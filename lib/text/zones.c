/* Dividing a body: every place where a cue may stand is asked, and what cues take becomes `related`. */
#include "text/zones.h"

#include "text/characters.h"
#include "text/cues.h"
#include "text/lists.h"
#include "text/tokens.h"

#define ZONES_MIN    8
#define COUNTERS_MAX 8 /* one below the other */

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
    struct block_walk walk;
    bool begun; /* a sentence of the article has come */
};

static bool is_blank(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!(character_ascii[(unsigned char)text.data[i]] & CHARACTER_SPACE)) return false;
    return true;
}

static int grow(struct divider *divider)
{
    size_t size = divider->capacity * sizeof *divider->zones->items;
    struct zone *items = arena_grow(divider->arena, divider->zones->items, size, 2 * size);
    if (!items) return -1;
    divider->zones->items = items;
    divider->capacity *= 2;
    return 0;
}

/* The next zone, up to `end`. One of the same kind as the last, or of white space only, makes that longer. */
static int add_zone(struct divider *divider, enum zone_kind kind, size_t end)
{
    struct zones *zones = divider->zones;
    size_t start = divider->divided;
    struct slice added = slice_make(divider->body.data + start, end - start);
    divider->divided = end;
    if (added.length == 0) return 0;
    struct zone *last = zones->count ? &zones->items[zones->count - 1] : NULL;
    if (last && (last->kind == kind || is_blank(added))) {
        last->length += (uint32_t)added.length;
        return 0;
    }
    if (zones->count == divider->capacity && grow(divider) != 0) return -1;
    zones->items[zones->count++] = (struct zone){(uint32_t)start, (uint32_t)added.length, kind};
    return 0;
}

/* Last bytes of what may stand before a cue: line feeds, stops, closing quotes and brackets. */
static const bool may_precede[256] = {
    ['\n'] = true, ['.'] = true, ['!'] = true, ['?'] = true, ['"'] = true, [')'] = true, [0x9D] = true,
};

static bool ends_sentence(struct slice text, size_t at)
{
    unsigned char last = (unsigned char)text.data[at - 1];
    if (last != 0x9D) return last != '\n';
    return at >= 3 && memcmp(text.data + at - 3, "”", 3) == 0;
}

static bool is_bullet(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '-' || byte == '*' || byte == '\n';
}

/* The first place at `from` or later where a cue may stand; text.length when there is none. */
static struct cue_place next_place(struct slice text, size_t from)
{
    for (size_t at = from; at < text.length; at++) {
        bool line_start = at == 0 || text.data[at - 1] == '\n';
        if (!line_start && !(may_precede[(unsigned char)text.data[at - 1]] && ends_sentence(text, at))) continue;
        size_t letter = at;
        while (letter < text.length && is_bullet(text.data[letter])) {
            line_start |= text.data[letter] == '\n';
            letter++;
        }
        if (letter == text.length) break;
        uint8_t class = character_ascii[(unsigned char)text.data[letter]];
        uint8_t opening = CHARACTER_UPPER | CHARACTER_NO_ASCII | (line_start ? CHARACTER_DIGIT : 0);
        if (class & opening) return (struct cue_place){letter, line_start, letter == at};
        at = letter;
    }
    return (struct cue_place){text.length, false, false};
}

static int add_main(struct divider *divider, size_t end)
{
    struct slice added = slice_make(divider->body.data + divider->divided, end - divider->divided);
    divider->begun = divider->begun || text_has_prose(added);
    return add_zone(divider, ZONE_MAIN, end);
}

/* "214 Comments↵640 shares↵↵The minister said …": a counter above the text, and no comments. */
static bool goes_on(struct divider *divider, size_t at)
{
    struct block block;
    struct cue_extent extent;
    for (int i = 0; i < COUNTERS_MAX && text_block_at(&divider->walk, at, &block); i++) {
        struct cue_place place = {block.start, true, false};
        if (!text_cue_find(divider->body, place, &extent)) return block.kind == BLOCK_PROSE;
        at = extent.end > block.end ? extent.end : block.end;
    }
    return false;
}

/* Where ends what a cue takes. Forms and comments stand behind the article they belong to. */
static size_t furniture_end(struct divider *divider, const struct cue_extent *extent)
{
    switch (extent->takes) {
    case CUE_TAKES_LINE: return extent->end;
    case CUE_TAKES_LIST: return text_list_end(&divider->walk, extent->end);
    case CUE_TAKES_REST: return divider->begun ? divider->body.length : extent->end;
    case CUE_TAKES_COMMENTS:
        return divider->begun && !goes_on(divider, extent->end) ? divider->body.length : extent->end;
    }
    return extent->end;
}

static int divide(struct divider *divider)
{
    struct slice body = divider->body;
    struct cue_extent extent;
    for (struct cue_place place = next_place(body, 0); place.at < body.length;) {
        size_t next = place.at + 1;
        if (text_cue_find(body, place, &extent)) {
            if (add_main(divider, extent.start) != 0) return -1;
            next = furniture_end(divider, &extent);
            if (add_zone(divider, ZONE_RELATED, next) != 0) return -1;
        }
        place = next_place(body, next);
    }
    return add_zone(divider, ZONE_MAIN, body.length);
}

int text_zones(struct arena *arena, struct slice body, struct zones *out, struct error *error)
{
    *out = (struct zones){NULL, 0};
    if (body.length > TEXT_BYTES_MAX)
        return fail(error, ERROR_LIMIT, TEXT_BYTES_MAX, "expected a body of at most %zu bytes, found %zu",
                    TEXT_BYTES_MAX, body.length);
    struct divider divider = {.arena = arena, .body = body, .zones = out, .capacity = ZONES_MIN, .walk.text = body};
    out->items = arena_array(arena, divider.capacity, sizeof *out->items);
    if (!out->items || divide(&divider) != 0)
        return fail(error, ERROR_NO_MEMORY, 0, "no room for the zones of %zu bytes of text", body.length);
    return 0;
}
