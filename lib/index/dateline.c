/* Where articles say their own date. */
#include "index/dateline.h"

#include "base/utf8.h"
#include "text/blocks.h"
#include "text/zones.h"

#define LABEL_REACH   4  /* tokens from the word of publication to the date */
#define OPENING_REACH 12 /* tokens from the beginning of the text to its dateline's date */
#define DASH_REACH    6  /* tokens from the date to the dash that ends a dateline */

struct page {
    struct text_tokens tokens;
    uint32_t end; /* of the tokens before the first furniture: a list of other articles has dates of its own */
};

/* Takes the tokens of furniture out, and all behind the first furniture that sentences stand before. Gives how many are
 * left. */
static uint32_t keep_main(struct text_tokens *tokens, const struct zones *zones)
{
    uint32_t kept = 0, at = 0;
    bool begun = false;
    for (size_t i = 0; i < zones->count; i++) {
        const struct zone *zone = &zones->items[i];
        bool main = zone->kind == ZONE_MAIN;
        if (!main && begun) break;
        begun = begun || (main && text_has_prose(slice_make(tokens->text.data + zone->start, zone->length)));
        for (; at < tokens->count && tokens->items[at].start < zone->start + zone->length; at++)
            if (main) tokens->items[kept++] = tokens->items[at];
    }
    return kept;
}

static bool read_page(struct arena *arena, const struct article *article, struct page *out)
{
    struct zones zones;
    struct error error;
    size_t main_length = article->main_length ? article->main_length : article->body.length;
    struct slice head = article->body;
    head.length = main_length > DATELINE_BYTES ? utf8_floor(article->body, DATELINE_BYTES) : main_length;
    if (text_zones(arena, head, &zones, &error) < 0) return false;
    if (text_tokenize_zones(arena, head, &zones, 0, &out->tokens, &error) < 0) return false;
    out->end = out->tokens.count = keep_main(&out->tokens, &zones);
    return true;
}

static const struct token *token_of(const struct page *page, uint32_t at)
{
    return &page->tokens.items[at];
}

static bool is_label(const struct token *token)
{
    static const char *const words[] = {"published", "updated", "posted",    "date",        "issued",
                                        "publie",    "mis",     "publicado", "actualizado", "fecha"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token->kind == TOKEN_WORD && slice_is(token_folded(token), words[i])) return true;
    return false;
}

/* "Published: 6 February 2020", "Posted on Feb. 6, 2020": the word opens its line. */
static bool is_labelled(const struct page *page, uint32_t at)
{
    for (uint32_t steps = 1; steps <= LABEL_REACH && steps <= at; steps++) {
        const struct token *token = token_of(page, at - steps);
        if (is_label(token)) return token->flags & TOKEN_LINE_START || at == steps;
        if (token_of(page, at - steps + 1)->flags & TOKEN_LINE_START) return false;
    }
    return false;
}

static bool is_on_short_line(const struct page *page, uint32_t at, uint32_t last)
{
    uint32_t first = at, end = last + 1;
    while (first > 0 && !(token_of(page, first)->flags & TOKEN_LINE_START) && end - first <= DATELINE_LINE) first--;
    while (end < page->end && !(token_of(page, end)->flags & TOKEN_LINE_START) && end - first <= DATELINE_LINE) end++;
    bool sentence = end > first && token_is_symbol(token_of(page, end - 1), '.');
    return end - first <= DATELINE_LINE && !sentence && (end < page->end || end == page->tokens.count);
}

/* "Madrid, 3 de febrero de 2024. Los …", "(Paris, 15 mars 2023)": a comma between place and date, and then the text. */
static bool ends_place(const struct page *page, uint32_t at, uint32_t last)
{
    uint32_t comma = at > 0 && slice_is(token_folded(token_of(page, at - 1)), "le") ? at - 1 : at;
    if (comma < 2 || !token_is_symbol(token_of(page, comma - 1), ',') || last + 1 >= page->end) return false;
    const struct token *end = token_of(page, last + 1);
    return token_is_symbol(end, '.') || token_is_symbol(end, ':') || token_is_symbol(end, ')');
}

/* "RABAT, Feb. 6, 2020 (AP) —": nothing but a place before the date, and a dash soon behind it. */
static bool is_opening(const struct page *page, uint32_t at, uint32_t last)
{
    if (at > OPENING_REACH) return false;
    for (uint32_t i = 0; i < at; i++) {
        const struct token *token = token_of(page, i);
        bool article = i + 1 == at && slice_is(token_folded(token), "le");
        if (token->kind == TOKEN_WORD && !(token->flags & TOKEN_CAPITAL) && !article) return false;
    }
    if (ends_place(page, at, last)) return true;
    for (uint32_t i = last + 1; i <= last + DASH_REACH && i < page->end; i++) {
        const struct token *token = token_of(page, i);
        bool dash = token_is_symbol(token, '-') || token_is_symbol(token, 0x2013) || token_is_symbol(token, 0x2014);
        if (dash) return true;
    }
    return false;
}

enum place { LABELLED, LINE, OPENING, PLACES };

static bool stands_at(const struct page *page, uint32_t at, uint32_t last, enum place place)
{
    switch (place) {
    case LABELLED: return is_labelled(page, at);
    case LINE: return is_on_short_line(page, at, last);
    case OPENING: return is_opening(page, at, last);
    case PLACES: break;
    }
    return false;
}

bool dateline_find(struct arena *arena, const struct article *article, struct date *out)
{
    struct page page;
    if (date_in_address(article->url, out)) return true;
    if (!read_page(arena, article, &page)) return false;
    enum place best = PLACES;
    for (uint32_t at = 0; at < page.end; at++) {
        struct date date;
        uint32_t last;
        if (!date_read(&page.tokens, at, &date, &last)) continue;
        for (enum place place = LABELLED; place < best; place++) {
            if (!stands_at(&page, at, last, place)) continue;
            best = place;
            *out = date;
        }
    }
    return best < PLACES;
}
