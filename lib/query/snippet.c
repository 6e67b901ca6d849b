/* Choosing a window of the body and copying it with its marks. */
#include "query/snippet.h"

#include <strings.h>

#include "base/utf8.h"
#include "text/characters.h"

#define REPEATED_SHARE 0.25 /* of its weight that a span counts which shows the same words again */
#define LEAD_BYTES     120  /* looked back from the first span for the beginning of its sentence */
#define CHOICES_MAX    256  /* spans looked at */

struct window {
    uint32_t start, end;         /* bytes of the body */
    size_t first_span, end_span; /* spans inside */
};

/* Bytes of the body that a window may show. */
struct bounds {
    uint32_t start, end;
};

/* The zone of a place. Where zones are known for a part of the body only, the rest is one of its own. */
static struct bounds zone_around(struct slice body, const struct zones *zones, uint32_t at)
{
    struct bounds bounds = {0, (uint32_t)body.length};
    for (size_t i = 0; zones && i < zones->count; i++) {
        uint32_t start = zones->items[i].start, end = start + zones->items[i].length;
        if (end <= at) bounds.start = end;
        if (start > at && start < bounds.end) bounds.end = start;
        if (start <= at && at < end) return (struct bounds){start, end};
    }
    return bounds;
}

/* ---- which spans */

static struct slice span_text(struct slice body, const struct snippet_span *span)
{
    return slice_make(body.data + span->start, span->length);
}

static bool same_words(struct slice a, struct slice b)
{
    return a.length == b.length && strncasecmp(a.data, b.data, a.length) == 0;
}

static bool shown_before(struct slice body, const struct snippet_span *spans, size_t first, size_t at)
{
    for (size_t i = first; i < at; i++)
        if (same_words(span_text(body, &spans[i]), span_text(body, &spans[at]))) return true;
    return false;
}

static uint32_t span_end(const struct snippet_span *span)
{
    return span->start + span->length;
}

/* What the window that begins with span `first` shows, and the span behind its last one in *end. */
static double window_weight(struct slice body, const struct zones *zones, const struct snippet_span *spans,
                            size_t count, size_t first, size_t *end)
{
    struct bounds bounds = zone_around(body, zones, spans[first].start);
    double weight = 0;
    *end = first;
    for (size_t i = first; i < count && i < first + SNIPPET_MARKS_MAX; i++) {
        bool fits = span_end(&spans[i]) - spans[first].start <= SNIPPET_BYTES && spans[i].start < bounds.end;
        if (i > first && !fits) break;
        weight += spans[i].weight * (shown_before(body, spans, first, i) ? REPEATED_SHARE : 1);
        *end = i + 1;
    }
    return weight;
}

static void choose_spans(struct slice body, const struct zones *zones, const struct snippet_span *spans, size_t count,
                         struct window *out)
{
    double best = -1;
    for (size_t i = 0; i < count && i < CHOICES_MAX; i++) {
        size_t end;
        double weight = window_weight(body, zones, spans, count, i, &end);
        if (weight <= best) continue;
        best = weight;
        out->first_span = i;
        out->end_span = end;
    }
}

/* ---- which bytes */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static bool ends_sentence(char byte)
{
    return byte == '.' || byte == '!' || byte == '?' || byte == '\n';
}

/* The first place at or after `from` where a word begins, at most `limit`. */
static uint32_t word_start(struct slice body, uint32_t from, uint32_t limit)
{
    if (from == 0) return 0;
    for (uint32_t at = from; at < limit; at++)
        if (is_space(body.data[at - 1]) && !is_space(body.data[at])) return at;
    return limit;
}

/* The sentence of the first span when it begins near enough, else a word not far before it. */
static uint32_t choose_start(struct slice body, struct bounds bounds, uint32_t shown_start, uint32_t shown_end)
{
    uint32_t room = SNIPPET_BYTES > shown_end - shown_start ? SNIPPET_BYTES - (shown_end - shown_start) : 0;
    uint32_t lead = room < LEAD_BYTES ? room : LEAD_BYTES;
    uint32_t lowest = shown_start - bounds.start > lead ? shown_start - lead : bounds.start;
    for (uint32_t at = shown_start; at > lowest; at--) {
        bool space = at < body.length && is_space(body.data[at]) && body.data[at] != '\n';
        if (space && ends_sentence(body.data[at - 1])) return word_start(body, at, shown_start);
        if (body.data[at - 1] == '\n') return at;
    }
    return lowest == bounds.start ? lowest : word_start(body, lowest, shown_start);
}

/* Where the window ends: SNIPPET_BYTES on, moved back to the end of a word, but never into what is shown. */
static uint32_t choose_end(struct slice body, struct bounds bounds, uint32_t start, uint32_t shown_end)
{
    if (bounds.end - start <= SNIPPET_BYTES) return bounds.end > shown_end ? bounds.end : shown_end;
    uint32_t end = start + SNIPPET_BYTES;
    if (end <= shown_end) return shown_end;
    uint32_t at = end;
    while (at > shown_end && !is_space(body.data[at])) at--;
    if (at > shown_end || (shown_end > start && is_space(body.data[at]))) return at;
    return start + (uint32_t)utf8_floor(slice_make(body.data + start, body.length - start), end - start);
}

static struct window choose_window(struct slice body, const struct zones *zones, const struct snippet_span *spans,
                                   size_t count)
{
    struct window window = {0};
    uint32_t shown_start = 0, shown_end = 0;
    if (count) {
        choose_spans(body, zones, spans, count, &window);
        shown_start = spans[window.first_span].start;
        shown_end = span_end(&spans[window.end_span - 1]);
    }
    struct bounds bounds = zone_around(body, zones, shown_start);
    window.start = choose_start(body, bounds, shown_start, shown_end);
    window.end = choose_end(body, bounds, window.start, shown_end);
    while (window.end_span < count && span_end(&spans[window.end_span]) <= window.end) window.end_span++;
    while (window.first_span > 0 && spans[window.first_span - 1].start >= window.start) window.first_span--;
    return window;
}

/* ---- copying */

struct writer {
    char *data;
    size_t length;
};

/* White space of any length becomes one space, none at the start. */
static void copy(struct writer *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        bool space = is_space(text.data[i]);
        if (!space)
            out->data[out->length++] = text.data[i];
        else if (out->length && out->data[out->length - 1] != ' ')
            out->data[out->length++] = ' ';
    }
}

static struct slice part(struct slice body, uint32_t start, uint32_t end)
{
    return slice_make(body.data + start, end - start);
}

static void copy_span(struct writer *out, struct slice text, struct snippet *snippet)
{
    size_t start = out->length;
    copy(out, text);
    size_t end = out->length;
    while (end > start && out->data[end - 1] == ' ') end--;
    while (end > start && out->data[start] == ' ') start++;
    if (snippet->mark_count == SNIPPET_MARKS_MAX || end == start) return;
    snippet->marks[snippet->mark_count++] = (struct snippet_mark){(uint32_t)start, (uint32_t)(end - start)};
}

static void copy_window(struct slice body, const struct snippet_span *spans, const struct window *window,
                        struct writer *out, struct snippet *snippet)
{
    uint32_t at = window->start;
    for (size_t i = window->first_span; i < window->end_span; i++) {
        copy(out, part(body, at, spans[i].start));
        copy_span(out, span_text(body, &spans[i]), snippet);
        at = span_end(&spans[i]);
    }
    if (at < window->end) copy(out, part(body, at, window->end));
}

struct snippet snippet_make(struct arena *arena, struct slice body, const struct zones *zones,
                            const struct snippet_span *spans, size_t span_count)
{
    struct snippet snippet = {0};
    struct window window = choose_window(body, zones, spans, span_count);
    struct writer out = {.data = arena_alloc(arena, window.end - window.start + 1)};
    if (!out.data) return snippet;
    copy_window(body, spans, &window, &out, &snippet);
    while (out.length && out.data[out.length - 1] == ' ') out.length--;
    snippet.text = slice_make(out.data, out.length);
    snippet.cut_before = window.start > 0;
    snippet.cut_after = window.end < body.length;
    return snippet;
}
