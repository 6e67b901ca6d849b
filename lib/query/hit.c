/* Reading a hit: one walk over the tokens of its title and of its body. */
#include "query/hit.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "index/document.h"

#define WORD_BYTES_MAX 256 /* looked back for a space, so that no word is cut in two */

/* A part of an article while it is read. Offsets count from the start of the body. */
struct hit_text {
    struct slice part;
    struct text_tokens title, body;
    struct zones zones;
    struct document_figures figures;
    struct matching *in_title, *in_body;
};

/* The part of the body from `start` on, cut between words or at least between characters. */
static struct slice part_of(struct slice body, size_t start)
{
    struct slice rest = slice_make(body.data + start, body.length - start);
    if (rest.length <= HIT_TEXT_BYTES) return rest;
    size_t end = HIT_TEXT_BYTES;
    while (end > HIT_TEXT_BYTES - WORD_BYTES_MAX && rest.data[end] != ' ' && rest.data[end] != '\n') end--;
    bool between_words = end > HIT_TEXT_BYTES - WORD_BYTES_MAX;
    return slice_make(rest.data, between_words ? end : utf8_floor(rest, HIT_TEXT_BYTES));
}

static int read_part(struct arena *arena, const struct article *article, size_t start, struct hit_text *out,
                     struct error *error)
{
    size_t main_left = article->main_length > start ? article->main_length - start : 0;
    out->part = part_of(article->body, start);
    if (document_zones(arena, out->part, main_left, &out->zones, error) < 0) return -1;
    return text_tokenize_zones(arena, out->part, &out->zones, 1, &out->body, error);
}

/* What was read of a part, as if it had been read of the whole body. */
static void place_part(struct hit_text *text, const struct article *article, uint32_t start)
{
    bool apart = article->main_length && start >= article->main_length;
    text->body.text = article->body;
    for (uint32_t i = 0; i < text->body.count; i++) text->body.items[i].start += start;
    for (uint32_t i = 0; i < text->body.sentence_count; i++) text->body.sentences[i].start += start;
    for (size_t i = 0; i < text->zones.count; i++) {
        text->zones.items[i].start += start;
        if (apart) text->zones.items[i].kind = ZONE_RELATED;
    }
}

static int read_text(struct hit_reader *reader, const struct article *article, size_t start, struct hit_text *out,
                     struct error *error)
{
    if (text_tokenize(reader->scratch, article->title, 1, &out->title, error) < 0) return -1;
    if (read_part(reader->scratch, article, start, out, error) < 0) return -1;
    place_part(out, article, (uint32_t)start);
    return 0;
}

static void find_figures(struct hit_reader *reader, struct xap_document_id id, struct document_figures *out)
{
    out->column = snapshot_column(reader->snapshot, id.database);
    column_document_figures(out->column, id.docid, &out->first, &out->count);
    out->matched = arena_array(reader->scratch, out->count, sizeof *out->matched);
}

static bool time_is_up(const struct hit_reader *reader)
{
    return clock_monotonic_us() >= reader->deadline_us;
}

static struct matching *match(struct hit_reader *reader, struct stemmer *stemmer, struct hit_text *text, bool title)
{
    struct matching *matching = arena_alloc(reader->scratch, sizeof *matching);
    if (!matching || !text->figures.matched) return NULL;
    matching->arena = reader->scratch;
    matching->stemmers = reader->stemmers;
    matching->stemmer = stemmer;
    matching->tokens = title ? &text->title : &text->body;
    matching->title = title;
    matching->figures = &text->figures;
    for (size_t i = 0; i < reader->clauses.count && !time_is_up(reader); i++)
        match_clause(matching, &reader->clauses.items[i]);
    match_finish(matching);
    return matching;
}

/* Spans and zones are both in order of the text: one walk over the two. */
static void weigh_zones(struct matching *matching, const struct zones *zones, enum zone_kind *kinds)
{
    size_t at = 0;
    for (size_t i = 0; i < matching->span_count; i++) {
        while (at + 1 < zones->count && matching->spans[i].start >= zones->items[at + 1].start) at++;
        kinds[i] = at < zones->count ? zones->items[at].kind : ZONE_MAIN;
        if (kinds[i] == ZONE_RELATED) matching->spans[i].weight *= RELATED_SHARE;
    }
}

static void add_match(struct search_hit *hit, const struct snippet_span *span, enum zone_kind zone)
{
    if (hit->match_count == SEARCH_HIT_MATCHES_MAX) return;
    hit->matches[hit->match_count++] = (struct search_match){zone, span->start, span->length};
}

static bool list_matches(struct hit_reader *reader, struct hit_text *text, struct search_hit *hit)
{
    size_t count = text->in_title->span_count + text->in_body->span_count;
    enum zone_kind *kinds = arena_array(reader->scratch, text->in_body->span_count, sizeof *kinds);
    hit->matches = arena_array(reader->arena, count < SEARCH_HIT_MATCHES_MAX ? count : SEARCH_HIT_MATCHES_MAX,
                               sizeof *hit->matches);
    if (!kinds || !hit->matches) return false;
    weigh_zones(text->in_body, &text->zones, kinds);
    for (size_t i = 0; i < text->in_title->span_count; i++) add_match(hit, &text->in_title->spans[i], ZONE_TITLE);
    for (size_t i = 0; i < text->in_body->span_count; i++) add_match(hit, &text->in_body->spans[i], kinds[i]);
    return true;
}

static bool add_figure(struct hit_reader *reader, const struct article *article, uint32_t ordinal,
                       struct search_hit *hit)
{
    struct column_figure figure = column_figure_at(snapshot_column(reader->snapshot, hit->document.database), ordinal);
    struct slice text = arena_copy(reader->arena, document_figure_text(article, &figure));
    hit->figures[hit->figure_count++] = (struct search_figure){figure, text};
    return text.data != NULL;
}

/* Sorted by figures, the one that gave the hit its place comes first. */
static bool list_figures(struct hit_reader *reader, const struct article *article, const struct hit_text *text,
                         struct search_hit *hit)
{
    uint32_t first = reader->order ? figure_order_ordinal(reader->order, hit->document) : NO_FIGURE;
    size_t count = first != NO_FIGURE;
    for (uint32_t i = 0; i < text->figures.count; i++) count += text->figures.matched[i];
    if (count > SEARCH_HIT_FIGURES_MAX) count = SEARCH_HIT_FIGURES_MAX;
    hit->figures = arena_array(reader->arena, count, sizeof *hit->figures);
    if (!hit->figures) return false;
    if (first != NO_FIGURE && !add_figure(reader, article, first, hit)) return false;
    for (uint32_t i = 0; i < text->figures.count && hit->figure_count < count; i++) {
        uint32_t ordinal = text->figures.first + i;
        if (!text->figures.matched[i] || ordinal == first) continue;
        if (!add_figure(reader, article, ordinal, hit)) return false;
    }
    return true;
}

static int match_part(struct hit_reader *reader, const struct search_hit *hit, const struct article *article,
                      size_t start, struct hit_text *out, struct error *error)
{
    int language = stemmers_language(reader->stemmers, article->language);
    struct stemmer *stemmer = stemmers_get(reader->stemmers, language, error);
    if (!stemmer) return -1;
    arena_reset(reader->scratch);
    *out = (struct hit_text){0};
    if (read_text(reader, article, start, out, error) < 0) return -1;
    find_figures(reader, hit->document, &out->figures);
    out->in_title = match(reader, stemmer, out, true);
    out->in_body = match(reader, stemmer, out, false);
    return out->in_title && out->in_body ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory to read an article");
}

/* Part by part, until something is found. */
static int match_article(struct hit_reader *reader, const struct search_hit *hit, const struct article *article,
                         struct hit_text *out, struct error *error)
{
    size_t start = 0, body = article->body.length;
    bool go_on = true;
    while (go_on) {
        if (match_part(reader, hit, article, start, out, error) < 0) return -1;
        start += out->part.length;
        bool found = out->in_title->span_count || out->in_body->span_count;
        go_on = !found && reader->clauses.count && start < body && start < HIT_SCAN_BYTES && !time_is_up(reader);
    }
    return 0;
}

/* A long body stays behind: a reply holds a thousand hits. */
static int copy_stored(struct arena *arena, const struct article *article, struct article *out, struct error *error)
{
    struct article stored = *article;
    stored.body = slice_of("");
    stored.main_length = 0;
    return article_copy(arena, &stored, out, error);
}

static bool wants(const struct hit_reader *reader, unsigned parts)
{
    return reader->wanted == 0 || reader->wanted & parts;
}

static double best_weight(const struct matching *matching)
{
    double best = 0;
    for (size_t i = 0; i < matching->span_count; i++)
        if (matching->spans[i].weight > best) best = matching->spans[i].weight;
    return best;
}

/* A phrase or a figure that stands in the title alone is shown there, and so is the title of an article without
 * text. */
static bool shows_title(const struct article *article, const struct hit_text *text)
{
    double best = best_weight(text->in_title);
    return article->body.length == 0 || (best > WEIGHT_WORD && best > best_weight(text->in_body));
}

static struct snippet make_snippet(struct arena *arena, const struct article *article, const struct hit_text *text)
{
    const struct matching *in_title = text->in_title, *in_body = text->in_body;
    if (shows_title(article, text))
        return snippet_make(arena, article->title, NULL, in_title->spans, in_title->span_count);
    return snippet_make(arena, article->body, &text->zones, in_body->spans, in_body->span_count);
}

static int show_text(struct hit_reader *reader, const struct article *article, struct search_hit *hit,
                     struct error *error)
{
    struct hit_text text;
    if (match_article(reader, hit, article, &text, error) < 0) return -1;
    if (!list_matches(reader, &text, hit) || !list_figures(reader, article, &text, hit))
        return fail(error, ERROR_NO_MEMORY, 0, "no memory to read an article");
    if (!wants(reader, SEARCH_WANT_SNIPPET)) return 0;
    hit->snippet = make_snippet(reader->arena, article, &text);
    return hit->snippet.text.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for a snippet");
}

bool hit_reader_open(struct hit_reader *reader)
{
    reader->stored = arena_new(HIT_ARENA_BYTES);
    reader->scratch = arena_new(HIT_ARENA_BYTES);
    return reader->stored && reader->scratch;
}

void hit_reader_close(struct hit_reader *reader)
{
    arena_free(reader->stored);
    arena_free(reader->scratch);
}

int hit_fill(struct hit_reader *reader, struct search_hit *hit, struct error *error)
{
    struct article article;
    bool shown = wants(reader, SEARCH_WANT_SNIPPET | SEARCH_WANT_MATCHES | SEARCH_WANT_FIGURES);
    enum article_extent extent = shown ? ARTICLE_WHOLE : ARTICLE_HEAD;
    arena_reset(reader->stored);
    if (snapshot_article(reader->snapshot, reader->stored, hit->document, extent, &article, error) < 0) return -1;
    if (copy_stored(reader->arena, &article, &hit->article, error) < 0) return -1;
    return shown ? show_text(reader, &article, hit, error) : 0;
}
