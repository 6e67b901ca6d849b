/* The terms of an article: words and numbers with their positions, pairs of stop words, stems, exact fields, numeral
 * terms of its figures.
 *
 * Numbers: whatever the digits look like, the canonical spelling is a term ("65,000" → 65000, "65K" → 65k and 65000),
 * except where the spelling is the meaning ("007", "3.2.1", "12th", more digits than a double holds). A number of
 * several tokens leaves each token its own term and puts the canonical one on its first position and, as the end of a
 * number, on its last. */
#include <math.h>

#include "figures/number.h"
#include "index/document_parts.h"
#include "index/numeral.h"
#include "index/postings.h"
#include "index/schema.h"
#include "text/fold.h"
#include "text/stop_words.h"

/* Occurrences of numeral terms that one document may have: beyond any prose, yet a page of nothing but intervals
 * cannot make a document hundreds of times its size. */
#define NUMERAL_BUDGET_MIN      8192u
#define NUMERAL_BUDGET_PER_BYTE 2u
#define NUMERAL_SCRATCH_BYTES   ((size_t)1 << 20) /* for the terms of one figure */

struct gatherer {
    struct postings *postings;
    struct stemmer *stemmer; /* NULL: no stems */
    struct arena *scratch;   /* emptied for each figure */
    double length;           /* words by weight: dl */
    size_t numeral_budget;   /* occurrences of numeral terms still allowed */
    bool zone_seen[ZONE_KINDS];
};

/* A text on its way into the postings: its tokens and the zones they stand in. */
struct field_walk {
    const struct text_tokens *tokens;
    const struct zones *zones; /* NULL: all of it is the title */
    size_t zone_at;
    uint32_t number_end;           /* tokens before this one belong to a number that has been read */
    const struct token *stop_word; /* the word before, when it was one */
};

static enum zone_kind zone_of(struct field_walk *walk, uint32_t start)
{
    if (!walk->zones) return ZONE_TITLE;
    const struct zone *items = walk->zones->items;
    while (walk->zone_at + 1 < walk->zones->count && start >= items[walk->zone_at + 1].start) walk->zone_at++;
    return walk->zone_at < walk->zones->count ? items[walk->zone_at].kind : ZONE_MAIN;
}

static double zone_weight(enum zone_kind zone)
{
    static const double weights[ZONE_KINDS] = {
        [ZONE_TITLE] = TITLE_WEIGHT, [ZONE_MAIN] = 1.0, [ZONE_RELATED] = RELATED_WEIGHT};
    return weights[zone];
}

/* ---- words and numbers */

static void add_term(struct gatherer *gatherer, enum zone_kind zone, struct slice term, uint32_t position,
                     double weight)
{
    postings_add(gatherer->postings, "", term, position, weight);
    if (zone == ZONE_TITLE) postings_add(gatherer->postings, PREFIX_TITLE, term, position, weight);
}

/* All positions but the last, so that a phrase can step over a number of several tokens. */
static void add_span(struct gatherer *gatherer, const struct text_tokens *tokens, uint32_t first, uint32_t last)
{
    char term[TERM_MAX];
    uint32_t start = tokens->items[first].position, end = tokens->items[last].position;
    if (end == start || end - start >= NUMBER_SPAN_MAX) return;
    struct slice span = slice_make(term, schema_number_span(end - start + 1, term));
    for (uint32_t position = start; position < end; position++) postings_add(gatherer->postings, "", span, position, 0);
}

/* The canonical spelling on the first and the last token of a number; it weighs once. */
static void add_canonical(struct gatherer *gatherer, const struct text_tokens *tokens, enum zone_kind zone,
                          double value, uint32_t first, uint32_t last, double weight)
{
    char bytes[NUMBER_CANONICAL_MAX];
    struct slice spelling = slice_make(bytes, number_canonical(value, bytes));
    add_term(gatherer, zone, spelling, tokens->items[first].position, weight);
    if (last == first) return;
    uint32_t end = tokens->items[last].position;
    postings_add(gatherer->postings, PREFIX_NUMBER_END, spelling, end, 0);
    if (zone == ZONE_TITLE) postings_add(gatherer->postings, PREFIX_NUMBER_END_TITLE, spelling, end, 0);
    add_span(gatherer, tokens, first, last);
}

/* The number that token `i` is by itself, whatever follows it. */
static bool read_alone(const struct text_tokens *tokens, uint32_t i, struct number *out)
{
    struct text_tokens until = *tokens;
    until.count = i + 1;
    return number_read(&until, i, out) && !out->suffix_is_unit;
}

static void add_number_token(struct gatherer *gatherer, const struct field_walk *walk, uint32_t i, enum zone_kind zone)
{
    const struct token *token = &walk->tokens->items[i];
    double weight = zone_weight(zone);
    bool has_letters = token->digits < token->folded_length;
    struct number number;
    bool canonical = !number_is_name(token) && read_alone(walk->tokens, i, &number);
    if (canonical) add_canonical(gatherer, walk->tokens, zone, number.value, i, i, weight);
    if (!canonical || has_letters) add_term(gatherer, zone, token_folded(token), token->position, weight);
}

static void add_long_number(struct gatherer *gatherer, struct field_walk *walk, uint32_t i, enum zone_kind zone)
{
    struct number number;
    if (i < walk->number_end || !number_read(walk->tokens, i, &number) || number.last == i) return;
    walk->number_end = number.last + 1;
    add_canonical(gatherer, walk->tokens, zone, number.value, i, number.last, zone_weight(zone));
}

static void add_word(struct gatherer *gatherer, struct field_walk *walk, const struct token *token, enum zone_kind zone)
{
    struct slice word = token_folded(token);
    const struct token *before = walk->stop_word;
    add_term(gatherer, zone, word, token->position, zone_weight(zone));
    walk->stop_word = stop_word_is(word) ? token : NULL;
    if (!before || !walk->stop_word || token->position != before->position + 1) return;
    char term[TERM_MAX];
    struct slice pair = slice_make(term, schema_stop_pair(token_folded(before), word, term));
    postings_add(gatherer->postings, "", pair, NO_POSITION, 0);
}

static void add_text(struct gatherer *gatherer, struct field_walk *walk)
{
    for (uint32_t i = 0; i < walk->tokens->count; i++) {
        const struct token *token = &walk->tokens->items[i];
        if (token->kind == TOKEN_SYMBOL) continue;
        enum zone_kind zone = zone_of(walk, token->start);
        gatherer->zone_seen[zone] = true;
        gatherer->length += zone_weight(zone);
        if (token->kind == TOKEN_WORD) {
            add_word(gatherer, walk, token, zone);
            continue;
        }
        add_number_token(gatherer, walk, i, zone);
        add_long_number(gatherer, walk, i, zone);
    }
}

/* A distinct word is stemmed once, with the weight of all its occurrences. Stems of title words fall out of the title
 * terms, which stand among the others under their prefix. */
static void add_stems(struct gatherer *gatherer)
{
    struct postings *postings = gatherer->postings;
    size_t words = postings_term_count(postings);
    for (size_t i = 0; i < words; i++) {
        struct slice word = postings_term(postings, i);
        if (slice_has_digit(word) || slice_starts(word, slice_of(PREFIX_STOP_PAIR))) continue;
        const char *prefix = PREFIX_STEM;
        if (slice_starts(word, slice_of(PREFIX_TITLE))) {
            prefix = PREFIX_STEM_TITLE;
            word = slice_make(word.data + 1, word.length - 1);
        }
        postings_add(postings, prefix, stemmer_stem(gatherer->stemmer, word), NO_POSITION,
                     postings_weight(postings, i));
    }
}

/* ---- exact fields */

static void add_exact(struct gatherer *gatherer, struct arena *arena, enum field_name name, struct slice text)
{
    const struct field *field = schema_field(name);
    if (field->kind == FIELD_TEXT || field->kind == FIELD_DATE) return; /* no terms of the whole value */
    if (field->kind == FIELD_EXACT) text = text_fold(arena, text);
    if (text.length) postings_add(gatherer->postings, field->prefix, text, NO_POSITION, 0);
}

static void add_fields(struct gatherer *gatherer, struct arena *arena, const struct article *article)
{
#define FIELD(name, word, kind, prefix, slot) add_exact(gatherer, arena, FIELD_NAME_##name, article->word);
#include "index/fields.def"
    for (int zone = 0; zone < ZONE_KINDS; zone++) {
        struct slice name = slice_of(zone_name((enum zone_kind)zone));
        if (gatherer->zone_seen[zone]) add_exact(gatherer, arena, FIELD_NAME_ZONE, name);
    }
}

/* ---- figures */

/* The first and the last word or number of a figure's number: "half" of "half a million", "12" of "$12". */
static void find_ends(const struct text_tokens *tokens, const struct figure_number *number, uint32_t *first,
                      uint32_t *last)
{
    *first = number->first_token;
    *last = number->last_token;
    while (*first < *last && tokens->items[*first].kind == TOKEN_SYMBOL) ++*first;
    while (*last > *first && tokens->items[*last].kind == TOKEN_SYMBOL) --*last;
}

/* Plain digits that are read as they stand have their canonical term already; here are numbers in words ("two
 * million"), those with a unit glued to them ("35kg"), and those whose points group in this article ("65.000"). */
static void add_number_spelling(struct gatherer *gatherer, const struct text_tokens *tokens, enum zone_kind zone,
                                const struct figure_number *number)
{
    uint32_t first, last;
    find_ends(tokens, number, &first, &last);
    const struct token *token = &tokens->items[first];
    bool in_digits = token->kind == TOKEN_NUMBER;
    struct number alone;
    bool plain = first == last && in_digits && token->digits == token->folded_length;
    if (plain && read_alone(tokens, first, &alone) && alone.value == fabs(number->value)) return;
    double weight = in_digits ? 0 : zone_weight(zone);
    add_canonical(gatherer, tokens, zone, fabs(number->value), first, last, weight);
}

static void add_numerals_at(struct gatherer *gatherer, const char *prefix, const struct numeral_terms *terms,
                            uint32_t position)
{
    if (terms->count > gatherer->numeral_budget) {
        gatherer->numeral_budget = 0;
        return;
    }
    gatherer->numeral_budget -= terms->count;
    for (size_t i = 0; i < terms->count; i++)
        postings_add(gatherer->postings, prefix, slice_make(terms->items[i].bytes, terms->items[i].length), position,
                     0);
}

static int add_figure_numerals(struct gatherer *gatherer, const struct text_tokens *tokens, const struct figure *figure,
                               struct error *error)
{
    struct numeral_terms terms;
    if (figure->zone == ZONE_RELATED || gatherer->numeral_budget == 0) return 0;
    arena_reset(gatherer->scratch);
    if (numeral_index_terms(gatherer->scratch, figure->low, figure->high, figure->qualifier, &terms, error) < 0)
        return -1;
    for (uint8_t i = 0; i < figure->number_count; i++) {
        uint32_t first, last;
        find_ends(tokens, &figure->numbers[i], &first, &last);
        add_numerals_at(gatherer, "", &terms, tokens->items[first].position);
        if (last != first) add_numerals_at(gatherer, PREFIX_NUMBER_END, &terms, tokens->items[last].position);
    }
    return 0;
}

static int add_figures(struct gatherer *gatherer, const struct text_tokens *tokens, const struct figures *figures,
                       struct error *error)
{
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        for (uint8_t k = 0; k < figure->number_count; k++)
            add_number_spelling(gatherer, tokens, figure->zone, &figure->numbers[k]);
        if (add_figure_numerals(gatherer, tokens, figure, error) < 0) return -1;
    }
    return 0;
}

/* ---- all together */

struct impact_scale {
    double reference_length, length;
};

/* See IMPACT_MAX in document.h. */
static uint32_t impact(const void *context, double weight)
{
    const struct impact_scale *scale = context;
    double norm = IMPACT_K1 * (1 - IMPACT_B + IMPACT_B * scale->length / scale->reference_length);
    double rounded = round(IMPACT_MAX * weight / (weight + norm));
    return rounded < 1 ? 1 : (uint32_t)rounded;
}

static int gather(struct gatherer *gatherer, const struct reading *reading, struct error *error)
{
    struct field_walk title = {.tokens = &reading->title}, body = {.tokens = &reading->body, .zones = &reading->zones};
    add_text(gatherer, &title);
    add_text(gatherer, &body);
    if (gatherer->stemmer) add_stems(gatherer);
    if (add_figures(gatherer, &reading->title, &reading->title_figures, error) < 0) return -1;
    return add_figures(gatherer, &reading->body, &reading->body_figures, error);
}

int document_terms(struct arena *arena, const struct article *article, const struct reading *reading,
                   struct stemmer *stemmer, double reference_length, struct xap_document *out, struct error *error)
{
    size_t tokens = (size_t)reading->title.count + reading->body.count;
    struct gatherer gatherer = {.stemmer = stemmer,
                                .postings = postings_new(arena, 2 * tokens),
                                .scratch = arena_new(NUMERAL_SCRATCH_BYTES),
                                .numeral_budget = NUMERAL_BUDGET_MIN + NUMERAL_BUDGET_PER_BYTE * article->body.length};
    int result = gatherer.postings && gatherer.scratch
                     ? gather(&gatherer, reading, error)
                     : fail(error, ERROR_NO_MEMORY, 0, "no memory for an article's terms");
    arena_free(gatherer.scratch);
    if (result < 0) return -1;
    add_fields(&gatherer, arena, article);
    struct impact_scale scale = {reference_length, gatherer.length};
    return postings_finish(gatherer.postings, impact, &scale, out, error);
}
