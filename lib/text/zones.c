/* Dividing a body: every place where a cue may stand is asked, and what cues take becomes `related`. */
#include "text/zones.h"

#include "text/characters.h"
#include "text/cues.h"
#include "text/tokens.h"

#define ZONES_MIN 8

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
        if (class & (CHARACTER_UPPER | CHARACTER_NO_ASCII)) return (struct cue_place){letter, line_start, letter == at};
        at = letter;
    }
    return (struct cue_place){text.length, false, false};
}

/* Neighbours differ in kind, so that of two zones one is the article's. */
static bool has_article(const struct zones *zones)
{
    return zones->count > 1 || (zones->count == 1 && zones->items[0].kind == ZONE_MAIN);
}

static int divide(struct divider *divider)
{
    struct slice body = divider->body;
    struct cue_extent extent;
    for (struct cue_place place = next_place(body, 0); place.at < body.length;) {
        size_t next = place.at + 1;
        if (text_cue_find(body, place, &extent)) {
            if (add_zone(divider, ZONE_MAIN, place.at) != 0) return -1;
            /* A list at the very top stands before its article. */
            next = extent.rest_of_page && has_article(divider->zones) ? body.length : extent.end;
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
    struct divider divider = {.arena = arena, .body = body, .zones = out, .capacity = ZONES_MIN};
    out->items = arena_array(arena, divider.capacity, sizeof *out->items);
    if (!out->items || divide(&divider) != 0)
        return fail(error, ERROR_NO_MEMORY, 0, "no room for the zones of %zu bytes of text", body.length);
    return 0;
}
