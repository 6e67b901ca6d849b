/* Words, phrases, NEAR and ranges in the tokens of a text. */
#include "query/match.h"

#include <stdlib.h>

#include "figures/number.h"
#include "query/binding.h"
#include "query/expand.h"

#define FIGURES_AROUND_MAX 8 /* that may have words in common with one token */

/* ---- the clauses of a query */

/* The stems are copied: those of the next word take their place. */
static void list_stems(const struct query_node *word, struct stemmers *stemmers, struct arena *arena,
                       struct clause *clause)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    size_t count = stemmers_ask(stemmers, word->text, stems);
    clause->stems = arena_array(arena, count, sizeof *clause->stems);
    if (!clause->stems) return;
    for (size_t i = 0; i < count; i++) clause->stems[i] = arena_copy(arena, stems[i]);
    clause->stem_count = count;
}

static void list(const struct query_node *node, struct stemmers *stemmers, struct arena *arena, struct clauses *out)
{
    switch (query_role(node)) {
    case QUERY_ROLE_GROUP:
        for (uint32_t i = 0; i < node->child_count; i++) list(node->children[i], stemmers, arena, out);
        return;
    case QUERY_ROLE_WITHOUT:
    case QUERY_ROLE_FILTER: return;
    case QUERY_ROLE_WORD:
    case QUERY_ROLE_PLACES:
    case QUERY_ROLE_FIGURES: break;
    }
    struct clause *clause = &out->items[out->count++];
    *clause = (struct clause){.node = node};
    bool digit = node->kind == QUERY_WORD && slice_has_digit(node->text);
    if (node->kind == QUERY_WORD && !digit && stemmers_stem(stemmers)) list_stems(node, stemmers, arena, clause);
}

static size_t count_nodes(const struct query_node *node)
{
    size_t count = 1;
    for (uint32_t i = 0; i < node->child_count; i++) count += count_nodes(node->children[i]);
    return count;
}

int clauses_list(struct arena *arena, const struct query_node *root, struct stemmers *stemmers, struct clauses *out,
                 struct error *error)
{
    *out = (struct clauses){.items = arena_array(arena, count_nodes(root), sizeof *out->items)};
    if (out->items) list(root, stemmers, arena, out);
    return arena_failed(arena) ? fail(error, ERROR_NO_MEMORY, 0, "no memory for the query") : 0;
}

/* ---- one element at one token: each returns the token behind it, 0 when it does not stand there */

static bool is_number_text(struct slice text)
{
    return text.length && text.data[0] >= '0' && text.data[0] <= '9';
}

static bool equals_number(const struct number *number, struct slice canonical)
{
    char spelling[NUMBER_CANONICAL_MAX];
    return slice_equal(slice_make(spelling, number_canonical(number->value, spelling)), canonical);
}

/* A number is looked for as it is read with what follows ("65 thousand"), and as its first token is read alone. */
static uint32_t number_end(const struct matching *matching, struct slice canonical, uint32_t at)
{
    struct number number;
    if (!number_read(matching->tokens, at, &number)) return 0;
    if (!number.suffix_is_unit && equals_number(&number, canonical)) return number.last + 1;
    if (number.last == at) return 0;
    struct text_tokens alone = *matching->tokens;
    alone.count = at + 1;
    if (!number_read(&alone, at, &number) || number.suffix_is_unit) return 0;
    return equals_number(&number, canonical) ? at + 1 : 0;
}

static uint32_t word_end(const struct matching *matching, const struct query_node *node, uint32_t at)
{
    if (slice_equal(token_folded(&matching->tokens->items[at]), node->text)) return at + 1;
    return is_number_text(node->text) ? number_end(matching, node->text, at) : 0;
}

static struct column_figure figure_of(const struct document_figures *figures, uint32_t at)
{
    return column_figure_at(figures->column, figures->first + at);
}

/* How many figures begin before byte `start` of this text. Those of the title come first, each text in its order. */
static uint32_t figures_before(const struct matching *matching, uint32_t start)
{
    uint32_t low = 0, high = matching->figures->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct column_figure figure = figure_of(matching->figures, middle);
        bool in_title = figure.zone == ZONE_TITLE;
        bool before = in_title == matching->title ? figure.start < start : in_title;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The ordinal of a figure of this text that lies in the range and whose words include the token, or -1. */
static int64_t figure_at(const struct matching *matching, struct range range, const struct token *token)
{
    const struct document_figures *figures = matching->figures;
    uint32_t behind = figures_before(matching, token->start + token->length);
    uint32_t first = behind > FIGURES_AROUND_MAX ? behind - FIGURES_AROUND_MAX : 0;
    for (uint32_t i = first; i < behind; i++) {
        struct column_figure figure = figure_of(figures, i);
        if ((figure.zone == ZONE_TITLE) != matching->title || figure.start + figure.length <= token->start) continue;
        if (range_holds(range, figure.low, figure.high, figure.qualifier)) return figures->first + i;
    }
    return -1;
}

static uint32_t range_end(const struct matching *matching, const struct query_node *node, uint32_t at)
{
    struct number number;
    if (matching->figures->count == 0 || !number_read(matching->tokens, at, &number)) return 0;
    return figure_at(matching, node->range, &matching->tokens->items[at]) < 0 ? 0 : number.last + 1;
}

static uint32_t element_end(const struct matching *matching, const struct query_node *node, uint32_t at);

static uint32_t choice_end(const struct matching *matching, const struct query_node *any, uint32_t at)
{
    for (uint32_t i = 0; i < any->child_count; i++) {
        uint32_t end = element_end(matching, any->children[i], at);
        if (end) return end;
    }
    return 0;
}

static uint32_t element_end(const struct matching *matching, const struct query_node *node, uint32_t at)
{
    const struct token *token = &matching->tokens->items[at];
    if (token->kind == TOKEN_SYMBOL && node->kind != QUERY_RANGE) return 0;
    switch (node->kind) {
    case QUERY_WORD: return word_end(matching, node, at);
    case QUERY_PREFIX:
    case QUERY_FUZZY: return expansion_holds(node, token_folded(token)) ? at + 1 : 0;
    case QUERY_RANGE: return range_end(matching, node, at);
    case QUERY_ANY: return choice_end(matching, node, at);
    case QUERY_ALL:
    case QUERY_NOT:
    case QUERY_PHRASE:
    case QUERY_NEAR:
    case QUERY_FIELD:
    case QUERY_DATES:
    case QUERY_EVERYTHING:
    case QUERY_NOTHING: break; /* never at one place */
    }
    return 0;
}

/* ---- spans */

static void add_bytes(struct matching *matching, uint32_t start, uint32_t end, double weight)
{
    if (matching->span_count == MATCH_SPANS_MAX || end <= start) return;
    matching->spans[matching->span_count++] = (struct snippet_span){start, end - start, weight};
}

static void add_tokens(struct matching *matching, uint32_t first, uint32_t end, double weight)
{
    const struct token *items = matching->tokens->items;
    add_bytes(matching, items[first].start, items[end - 1].start + items[end - 1].length, weight);
}

/* The figure that a range inside a phrase met is one of those that made the hit. */
static void mark_figures(struct matching *matching, const struct query_node *node, uint32_t at)
{
    if (node->kind == QUERY_RANGE) {
        int64_t ordinal = figure_at(matching, node->range, &matching->tokens->items[at]);
        if (ordinal >= 0) matching->figures->matched[ordinal - matching->figures->first] = true;
    }
    for (uint32_t i = 0; node->kind == QUERY_ANY && i < node->child_count; i++)
        if (element_end(matching, node->children[i], at)) mark_figures(matching, node->children[i], at);
}

/* ---- plain words */

static bool is_plain_word(struct matching *matching, const struct clause *clause, uint32_t at)
{
    const struct token *token = &matching->tokens->items[at];
    if (!clause->stem_count || token->kind != TOKEN_WORD) return false;
    struct slice stem = stemmer_stem(matching->stemmer, token_folded(token));
    for (size_t i = 0; i < clause->stem_count; i++)
        if (slice_equal(clause->stems[i], stem)) return true;
    return false;
}

/* Most words of a text begin otherwise than the one that is looked for. */
static bool is_unlike(const struct matching *matching, const struct clause *clause, uint32_t at)
{
    const struct token *token = &matching->tokens->items[at];
    if (!clause->stem_count || token->kind != TOKEN_WORD) return false;
    for (size_t i = 0; i < clause->stem_count; i++)
        if (stemmer_may_share(matching->stemmer, clause->stems[i], token_folded(token))) return false;
    return true;
}

static void match_word(struct matching *matching, const struct clause *clause)
{
    for (uint32_t at = 0; at < matching->tokens->count; at++) {
        if (is_unlike(matching, clause, at)) continue;
        uint32_t end = is_plain_word(matching, clause, at) ? at + 1 : element_end(matching, clause->node, at);
        if (end) add_tokens(matching, at, end, WEIGHT_WORD);
    }
}

/* ---- phrases */

struct occurrence {
    uint32_t starts[QUERY_PHRASE_MAX]; /* the token where each element begins */
    uint32_t end;
};

static uint32_t last_position(const struct text_tokens *tokens, uint32_t end)
{
    while (end > 1 && tokens->items[end - 1].kind == TOKEN_SYMBOL) end--;
    return tokens->items[end - 1].position;
}

/* The token behind an element. `alone`: a number of several tokens is left after its first one, as the index allows
 * too: "5..9 mln" finds "7.5 mln". */
static uint32_t place_end(const struct matching *matching, const struct query_node *element, uint32_t at, bool alone)
{
    uint32_t end = element_end(matching, element, at);
    return alone && end && element->kind == QUERY_RANGE ? at + 1 : end;
}

/* Element `k` at the first place behind `end` where it stands, at most *slop positions further than the next one. */
static bool find_next(const struct matching *matching, const struct query_node *element, bool alone, uint32_t *start,
                      uint32_t *end, uint32_t *slop)
{
    const struct text_tokens *tokens = matching->tokens;
    uint32_t expected = last_position(tokens, *end) + 1;
    for (uint32_t at = *end; at < tokens->count; at++) {
        if (tokens->items[at].kind == TOKEN_SYMBOL) continue;
        uint32_t gap = tokens->items[at].position - expected;
        if (gap > *slop) return false;
        uint32_t behind = place_end(matching, element, at, alone);
        if (!behind) continue;
        *start = at;
        *end = behind;
        *slop -= gap;
        return true;
    }
    return false;
}

/* Greedy is exact here: from a given start, the earliest place of each element leaves the most room for the others. */
static bool find_from(const struct matching *matching, const struct query_node *phrase, uint32_t at, bool alone,
                      struct occurrence *out)
{
    uint32_t slop = phrase->window;
    out->starts[0] = at;
    out->end = place_end(matching, phrase->children[0], at, alone);
    if (!out->end) return false;
    for (uint32_t k = 1; k < phrase->child_count; k++)
        if (!find_next(matching, phrase->children[k], alone, &out->starts[k], &out->end, &slop)) return false;
    return true;
}

static bool find_phrase(const struct matching *matching, const struct query_node *phrase, uint32_t at,
                        struct occurrence *out)
{
    return find_from(matching, phrase, at, false, out) || find_from(matching, phrase, at, true, out);
}

static void match_phrase(struct matching *matching, const struct query_node *phrase)
{
    for (uint32_t at = 0; at < matching->tokens->count; at++) {
        struct occurrence occurrence;
        if (!find_phrase(matching, phrase, at, &occurrence)) continue;
        add_tokens(matching, at, occurrence.end, WEIGHT_PHRASE);
        for (uint32_t k = 0; k < phrase->child_count; k++)
            mark_figures(matching, phrase->children[k], occurrence.starts[k]);
    }
}

/* ---- NEAR */

/* An element of the NEAR that begins at a token. */
struct event {
    uint32_t token, end, element;
    bool matched;
};

static size_t list_events(struct matching *matching, const struct query_node *near, struct event *events)
{
    size_t count = 0;
    for (uint32_t at = 0; at < matching->tokens->count && count < MATCH_EVENTS_MAX; at++) {
        for (uint32_t k = 0; k < near->child_count; k++) {
            uint32_t end = element_end(matching, near->children[k], at);
            if (end && count < MATCH_EVENTS_MAX) events[count++] = (struct event){at, end, k, false};
        }
    }
    return count;
}

/* From event `first` on, within the distance: each element at a place of its own. */
static bool covers_all(const struct matching *matching, const struct query_node *near, const struct event *events,
                       size_t count, size_t first, size_t *last)
{
    const struct token *items = matching->tokens->items;
    uint32_t start = items[events[first].token].position, found = 0, taken_token = UINT32_MAX;
    uint64_t seen = 0;
    for (size_t i = first; i < count && items[events[i].token].position - start <= near->window; i++) {
        bool fresh = !(seen >> events[i].element & 1) && events[i].token != taken_token;
        if (!fresh) continue;
        seen |= UINT64_C(1) << events[i].element;
        taken_token = events[i].token;
        *last = i;
        if (++found == near->child_count) return true;
    }
    return false;
}

/* Two ends that move on together: only where every element is between them is it worth a look in which order. */
static void mark_events(const struct matching *matching, const struct query_node *near, struct event *events,
                        size_t count)
{
    const struct token *items = matching->tokens->items;
    uint32_t inside[QUERY_PHRASE_MAX] = {0}, present = 0;
    size_t marked = 0, end = 0;
    for (size_t first = 0, last; first < count; first++) {
        uint32_t start = items[events[first].token].position;
        for (; end < count && items[events[end].token].position - start <= near->window; end++)
            present += inside[events[end].element]++ == 0;
        bool covered = present == near->child_count && covers_all(matching, near, events, end, first, &last);
        for (size_t k = first > marked ? first : marked; covered && k <= last; k++) events[k].matched = true;
        if (covered && last >= marked) marked = last + 1;
        present -= --inside[events[first].element] == 0;
    }
}

static void match_near(struct matching *matching, const struct query_node *near)
{
    struct event *events = arena_array(matching->arena, MATCH_EVENTS_MAX, sizeof *events);
    if (!events) return;
    size_t count = list_events(matching, near, events);
    mark_events(matching, near, events, count);
    for (size_t i = 0; i < count; i++) {
        if (!events[i].matched) continue;
        add_tokens(matching, events[i].token, events[i].end, WEIGHT_PHRASE);
        mark_figures(matching, near->children[events[i].element], events[i].token);
    }
}

/* ---- ranges */

static void match_range(struct matching *matching, const struct query_node *node)
{
    struct document_figures *figures = matching->figures;
    struct binding binding;
    binding_resolve(node, figures->column, matching->stemmers, &binding);
    for (uint32_t i = 0; i < figures->count; i++) {
        struct column_figure figure = column_figure_at(figures->column, figures->first + i);
        if ((figure.zone == ZONE_TITLE) != matching->title || !binding_holds(&binding, figures->first + i)) continue;
        figures->matched[i] = true;
        add_bytes(matching, figure.start, figure.start + figure.length, WEIGHT_FIGURE);
    }
}

/* ---- all */

void match_clause(struct matching *matching, const struct clause *clause)
{
    const struct query_node *node = phrase_is_range(clause->node) ? clause->node->children[0] : clause->node;
    const struct field *field = node->kind == QUERY_NEAR ? NULL : node->field;
    if (field && !matching->title) return;
    switch (node->kind) {
    case QUERY_PHRASE: match_phrase(matching, node); return;
    case QUERY_NEAR: match_near(matching, node); return;
    case QUERY_RANGE: match_range(matching, node); return;
    case QUERY_WORD:
    case QUERY_PREFIX:
    case QUERY_FUZZY: match_word(matching, clause); return;
    case QUERY_ALL:
    case QUERY_ANY:
    case QUERY_NOT:
    case QUERY_FIELD:
    case QUERY_DATES:
    case QUERY_EVERYTHING:
    case QUERY_NOTHING: return; /* no clauses */
    }
}

static int by_start(const void *a, const void *b)
{
    const struct snippet_span *left = a, *right = b;
    if (left->start != right->start) return left->start < right->start ? -1 : 1;
    return left->length > right->length ? -1 : left->length < right->length;
}

void match_finish(struct matching *matching)
{
    struct snippet_span *spans = matching->spans;
    size_t kept = 0;
    qsort(spans, matching->span_count, sizeof *spans, by_start);
    for (size_t i = 0; i < matching->span_count; i++) {
        struct snippet_span *last = kept ? &spans[kept - 1] : NULL;
        if (!last || spans[i].start >= last->start + last->length) {
            spans[kept++] = spans[i];
            continue;
        }
        uint32_t end = spans[i].start + spans[i].length;
        if (end > last->start + last->length) last->length = end - last->start;
        if (spans[i].weight > last->weight) last->weight = spans[i].weight;
    }
    matching->span_count = kept;
}
