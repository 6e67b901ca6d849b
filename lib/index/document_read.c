/* The walk from an article's text to its tokens, zones and figures. */
#include "index/document.h"

#include "index/schema.h"

/* Figures and zones are both in order of the text: one walk over the two. */
static void place_figures(struct figures *figures, const struct zones *zones)
{
    size_t at = 0;
    for (size_t i = 0; i < figures->count; i++) {
        struct figure *figure = &figures->items[i];
        while (at + 1 < zones->count && figure->start >= zones->items[at + 1].start) at++;
        figure->zone = at < zones->count ? zones->items[at].kind : ZONE_MAIN;
    }
}

/* What is set apart goes on the last zone when that is furniture already, else it is one more. */
static int add_apart(struct arena *arena, uint32_t start, uint32_t length, struct zones *zones, struct error *error)
{
    struct zone *last = zones->count ? &zones->items[zones->count - 1] : NULL;
    if (last && last->kind == ZONE_RELATED) {
        last->length += length;
        return 0;
    }
    size_t size = sizeof *zones->items;
    struct zone *items = arena_grow(arena, zones->items, zones->count * size, (zones->count + 1) * size);
    if (!items) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the zones of an article");
    items[zones->count++] = (struct zone){start, length, ZONE_RELATED};
    zones->items = items;
    return 0;
}

int document_zones(struct arena *arena, struct slice body, size_t main_length, struct zones *out, struct error *error)
{
    bool apart = main_length && main_length < body.length;
    if (!apart) return text_zones(arena, body, out, error);
    if (text_zones(arena, slice_make(body.data, main_length), out, error) < 0) return -1;
    return add_apart(arena, (uint32_t)main_length, (uint32_t)(body.length - main_length), out, error);
}

static int read_title(struct arena *arena, const struct article *article, struct reading *out, struct error *error)
{
    struct figures_hint hint = {.headline = true, .language = article->language};
    if (text_tokenize(arena, article->title, 1, &out->title, error) < 0) return -1;
    if (figures_extract(arena, &out->title, hint, &out->title_figures, error) < 0) return -1;
    for (size_t i = 0; i < out->title_figures.count; i++) out->title_figures.items[i].zone = ZONE_TITLE;
    return 0;
}

static int read_body(struct arena *arena, const struct article *article, struct reading *out, struct error *error)
{
    uint32_t first_position = out->title.next_position + FIELD_GAP;
    struct figures_hint hint = {.language = article->language};
    if (document_zones(arena, article->body, article->main_length, &out->zones, error) < 0) return -1;
    if (text_tokenize_zones(arena, article->body, &out->zones, first_position, &out->body, error) < 0) return -1;
    if (figures_extract(arena, &out->body, hint, &out->body_figures, error) < 0) return -1;
    place_figures(&out->body_figures, &out->zones);
    return 0;
}

int document_read(struct arena *arena, const struct article *article, struct reading *out, struct error *error)
{
    *out = (struct reading){0};
    if (read_title(arena, article, out, error) < 0) return -1;
    return read_body(arena, article, out, error);
}

struct slice document_figure_text(const struct article *article, const struct column_figure *figure)
{
    struct slice field = figure->zone == ZONE_TITLE ? article->title : article->body;
    bool inside = figure->start <= field.length && figure->length <= field.length - figure->start;
    return inside ? slice_make(field.data + figure->start, figure->length) : slice_of("");
}
