/* Reading a hit: one walk over the tokens of its title and of its body. */
#include "query/hit.h"

#include "base/utf8.h"
#include "index/document.h"

/* An article while it is read. */
struct hit_text {
    struct text_tokens title, body;
    struct zones zones;
    struct document_figures figures;
    struct matching *in_title, *in_body;
};

/* The part of a body that is read, cut between characters. */
static struct slice readable(struct slice body)
{
    return slice_make(body.data, utf8_floor(body, body.length < HIT_TEXT_BYTES ? body.length : HIT_TEXT_BYTES));
}

static int read_text(struct hit_reader *reader, const struct article *article, struct hit_text *out,
                     struct error *error)
{
    struct slice body = readable(article->body);
    if (document_zones(reader->scratch, body, article->main_length, &out->zones, error) < 0) return -1;
    if (text_tokenize(reader->scratch, article->title, 1, &out->title, error) < 0) return -1;
    return text_tokenize_zones(reader->scratch, body, &out->zones, 1, &out->body, error);
}

static void find_figures(struct hit_reader *reader, struct xap_document_id id, struct document_figures *out)
{
    out->column = snapshot_column(reader->snapshot, id.database);
    column_document_figures(out->column, id.docid, &out->first, &out->count);
    out->matched = arena_array(reader->scratch, out->count, sizeof *out->matched);
}

static struct matching *match(struct hit_reader *reader, struct hit_text *text, bool title)
{
    struct matching *matching = arena_alloc(reader->scratch, sizeof *matching);
    if (!matching || !text->figures.matched) return NULL;
    matching->arena = reader->scratch;
    matching->stemmer = reader->stemmer;
    matching->tokens = title ? &text->title : &text->body;
    matching->title = title;
    matching->figures = &text->figures;
    for (size_t i = 0; i < reader->clauses.count; i++) match_clause(matching, &reader->clauses.items[i]);
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
    enum zone_kind *kinds = arena_array(reader->scratch, text->in_body->span_count, sizeof *kinds);
    hit->matches = arena_array(reader->arena, SEARCH_HIT_MATCHES_MAX, sizeof *hit->matches);
    if (!kinds || !hit->matches) return false;
    weigh_zones(text->in_body, &text->zones, kinds);
    for (size_t i = 0; i < text->in_title->span_count; i++) add_match(hit, &text->in_title->spans[i], ZONE_TITLE);
    for (size_t i = 0; i < text->in_body->span_count; i++) add_match(hit, &text->in_body->spans[i], kinds[i]);
    return true;
}

static bool list_figures(struct hit_reader *reader, const struct hit_text *text, struct search_hit *hit)
{
    size_t count = 0;
    for (uint32_t i = 0; i < text->figures.count; i++) count += text->figures.matched[i];
    if (count > SEARCH_HIT_FIGURES_MAX) count = SEARCH_HIT_FIGURES_MAX;
    hit->figures = arena_array(reader->arena, count, sizeof *hit->figures);
    if (!hit->figures) return false;
    for (uint32_t i = 0; i < text->figures.count && hit->figure_count < count; i++)
        if (text->figures.matched[i])
            hit->figures[hit->figure_count++] = column_figure_at(text->figures.column, text->figures.first + i);
    return true;
}

static int fill(struct hit_reader *reader, struct search_hit *hit, struct error *error)
{
    struct hit_text text = {0};
    if (read_text(reader, &hit->article, &text, error) < 0) return -1;
    find_figures(reader, hit->document, &text.figures);
    text.in_title = match(reader, &text, true);
    text.in_body = match(reader, &text, false);
    bool listed = text.in_title && text.in_body && list_matches(reader, &text, hit) && list_figures(reader, &text, hit);
    if (!listed) return fail(error, ERROR_NO_MEMORY, 0, "no memory to read an article");
    hit->snippet = snippet_make(reader->arena, hit->article.body, text.in_body->spans, text.in_body->span_count);
    return hit->snippet.text.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for a snippet");
}

int hit_fill(struct hit_reader *reader, struct search_hit *hit, struct error *error)
{
    if (snapshot_article(reader->snapshot, reader->arena, hit->document, &hit->article, error) < 0) return -1;
    arena_reset(reader->scratch);
    return fill(reader, hit, error);
}
