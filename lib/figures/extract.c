/* The walk through the stations, sentence by sentence, and figures out of what they found. */
#include "figures/extract.h"

#include <assert.h>

#include "figures/scan.h"
#include "text/stop_words.h"

#define HEADLINE_WORDS_MIN 4
#define HUGE_TOKENS        250000 /* of a text whose marks and candidates (80 MB of 10) are given back at once */
#define NEIGHBOURS         8      /* figures on each side whose nouns are no topics of the one between */

/* A sentence whose longer words nearly all have capitals is a headline, also in the body. */
static bool reads_as_headline(const struct scan *scan)
{
    uint32_t capitals = 0, words = 0;
    for (uint32_t at = scan->begin; at < scan->end; at++) {
        const struct token *token = token_at(scan, at);
        if (token->kind != TOKEN_WORD || token->folded_length < 4 || has(scan, at, WORD_CLOSED)) continue;
        words++;
        capitals += (token->flags & TOKEN_CAPITAL) != 0;
    }
    return words >= HEADLINE_WORDS_MIN && capitals * 10 >= words * 9;
}

struct slice scan_text(const struct scan *scan, struct span span)
{
    if (is_span_empty(span)) return slice_make("", 0);
    const struct token *first = &scan->tokens->items[span.first], *last = &scan->tokens->items[span.end - 1];
    return slice_make(scan->tokens->text.data + first->start, last->start + last->length - first->start);
}

static bool holds_word(const struct slice *words, uint8_t count, struct slice word)
{
    for (uint8_t i = 0; i < count; i++)
        if (slice_equal(words[i], word)) return true;
    return false;
}

static bool is_plain_word(const struct scan *scan, uint32_t at)
{
    const struct token *token = &scan->tokens->items[at];
    if (token->kind != TOKEN_WORD || scan->marks[at].classes & WORD_CLOSED) return false;
    return !scan->romance || !stop_word_is(token_folded(token));
}

/* Words of a figure while they are gathered. */
struct words {
    struct slice items[FIGURE_TOPIC_WORDS_MAX];
    uint8_t count;
};

static_assert(FIGURE_NOUN_WORDS_MAX <= FIGURE_TOPIC_WORDS_MAX, "nouns and topics are gathered alike");

static const struct slice *keep_words(struct arena *arena, const struct words *words)
{
    struct slice *kept = arena_array(arena, words->count, sizeof *kept);
    if (kept) memcpy(kept, words->items, words->count * sizeof *kept);
    return kept;
}

static void fill_noun_words(const struct scan *scan, const struct candidate *candidate, struct figure *figure)
{
    struct words words = {.count = 0};
    for (uint32_t at = candidate->noun.first; at < candidate->noun.end; at++) {
        if (!is_plain_word(scan, at) || words.count == FIGURE_NOUN_WORDS_MAX) continue;
        words.items[words.count++] = token_folded(&scan->tokens->items[at]);
    }
    figure->noun_words = keep_words(scan->arena, &words);
    figure->noun_word_count = figure->noun_words ? words.count : 0;
}

static bool is_noun_of(const struct scan *scan, const struct candidate *other, struct slice word)
{
    for (uint32_t at = other->noun.first; at < other->noun.end; at++)
        if (is_plain_word(scan, at) && slice_equal(token_folded(&scan->tokens->items[at]), word)) return true;
    return false;
}

static bool is_lapse(const struct candidate *candidate)
{
    return candidate->unit && candidate->unit->class == CLASS_DURATION;
}

/* "40,300 attempts in six months": what a neighbour counts is not what the months are of. */
static bool is_counted_beside(const struct scan *scan, const struct candidate *candidate, struct slice word)
{
    size_t at = (size_t)(candidate - scan->items);
    size_t first = at > NEIGHBOURS ? at - NEIGHBOURS : 0, end = at + NEIGHBOURS + 1;
    uint32_t sentence = scan->tokens->items[candidate->first].sentence;
    for (size_t i = first; i < end && i < scan->count; i++) {
        const struct candidate *other = &scan->items[i];
        bool beside = i != at && scan->tokens->items[other->first].sentence == sentence;
        if (beside && is_noun_of(scan, other, word)) return true;
    }
    return false;
}

/* Topics in order of the text: the spans are few, so the nearest start is sought each time. */
static void fill_topic_words(const struct scan *scan, const struct candidate *candidate, struct figure *figure)
{
    struct words words = {.count = 0};
    bool taken[CANDIDATE_TOPICS_MAX] = {false};
    for (uint8_t n = 0; n < candidate->topic_count; n++) {
        uint8_t next = UINT8_MAX;
        for (uint8_t i = 0; i < candidate->topic_count; i++)
            if (!taken[i] && (next == UINT8_MAX || candidate->topics[i].first < candidate->topics[next].first))
                next = i;
        taken[next] = true;
        for (uint32_t at = candidate->topics[next].first; at < candidate->topics[next].end; at++) {
            struct slice word = token_folded(&scan->tokens->items[at]);
            if (!is_plain_word(scan, at) || words.count == FIGURE_TOPIC_WORDS_MAX) continue;
            if (holds_word(figure->noun_words, figure->noun_word_count, word)) continue;
            if (holds_word(words.items, words.count, word)) continue;
            if (is_lapse(candidate) && is_counted_beside(scan, candidate, word)) continue;
            if (candidate->topic_verbs >> next & 1) figure->topic_verbs |= 1u << words.count;
            words.items[words.count++] = word;
        }
    }
    figure->topic_words = keep_words(scan->arena, &words);
    figure->topic_word_count = figure->topic_words ? words.count : 0;
}

static double to_si(const struct unit *unit, double value)
{
    return unit && unit->dimension ? number_round(value * unit->factor + unit->offset) : value;
}

static void fill_numbers(const struct candidate *candidate, struct figure *figure)
{
    const struct number *number = &candidate->number, *other = &candidate->other;
    double low = candidate->compound ? number->value : candidate->low;
    double high = candidate->compound ? other->value : candidate->high;
    figure->numbers[0] = (struct figure_number){low, number->first, number->last};
    figure->numbers[1] = (struct figure_number){high, other->first, other->last};
    bool two = candidate->compound || (candidate->interval && !candidate->vague);
    figure->number_count = two ? 2 : 1;
}

static void fill(const struct scan *scan, const struct candidate *candidate, struct figure *figure)
{
    const struct token *first = &scan->tokens->items[candidate->first], *last = &scan->tokens->items[candidate->last];
    *figure = (struct figure){
        .low = candidate->low,
        .high = candidate->high,
        .si_low = to_si(candidate->unit, candidate->low),
        .si_high = to_si(candidate->unit, candidate->high),
        .unit = candidate->unit,
        .qualifier = candidate->qualifier,
        .trend_noun = candidate->trend_noun,
        .trend_end = candidate->trend_end,
        .unit_text = candidate->unit_text,
        .noun = scan_text(scan, candidate->noun),
        .per = scan_rate_text(scan, candidate->per),
        .period = scan_text(scan, candidate->period),
        .start = first->start,
        .length = last->start + last->length - first->start,
        .zone = ZONE_MAIN,
    };
    fill_numbers(candidate, figure);
    fill_noun_words(scan, candidate, figure);
    fill_topic_words(scan, candidate, figure);
}

static int scan_sentence(struct scan *scan, const struct sentence *sentence)
{
    scan->begin = sentence->first_token;
    scan->end = sentence->first_token + sentence->token_count;
    scan->sentence_items = scan->count;
    if (scan_candidates(scan)) return -1;
    if (scan->count == scan->sentence_items) return 0;
    scan->headline = scan->title || reads_as_headline(scan);
    scan_measure(scan);
    scan_compounds(scan);
    scan_ages(scan);
    scan_reject(scan);
    scan_intervals(scan);
    scan_qualify(scan);
    scan_nouns(scan);
    scan_inherit(scan);
    scan_periods(scan);
    scan_topics(scan);
    return 0;
}

static int fill_all(const struct scan *scan, struct figures *out, struct error *error)
{
    out->items = arena_array(scan->arena, scan->count, sizeof *out->items);
    for (size_t i = 0; out->items && i < scan->count; i++) fill(scan, &scan->items[i], &out->items[i]);
    if (arena_failed(scan->arena)) return fail(error, ERROR_NO_MEMORY, 0, "no memory for %zu figures", scan->count);
    out->count = scan->count;
    return 0;
}

static int scan_text_figures(struct scan *scan, struct figures *out, struct error *error)
{
    const struct text_tokens *tokens = scan->tokens;
    scan->marks = arena_array(scan->scratch, tokens->count, sizeof *scan->marks);
    if (!scan->marks) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the marks of %u tokens", tokens->count);
    scan_mark(scan);
    for (uint32_t i = 0; i < tokens->sentence_count; i++)
        if (scan_sentence(scan, &tokens->sentences[i]))
            return fail(error, ERROR_NO_MEMORY, tokens->sentences[i].start, "no memory for more than %zu figures",
                        scan->count);
    return fill_all(scan, out, error);
}

int figures_extract(struct arena *arena, const struct text_tokens *tokens, struct figures_hint hint,
                    struct figures *out, struct error *error)
{
    *out = (struct figures){0};
    struct scan scan = {.arena = arena, .tokens = tokens, .title = hint.headline, .language = hint.language};
    bool huge = tokens->count > HUGE_TOKENS;
    scan.scratch = huge ? arena_new(arena_limit(arena)) : arena;
    if (!scan.scratch) return fail(error, ERROR_NO_MEMORY, 0, "no memory to look for figures");
    int result = scan_text_figures(&scan, out, error);
    if (huge) arena_free(scan.scratch);
    return result;
}
