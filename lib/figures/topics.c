/* Last station: what a figure belongs to: the noun phrase left of its verb, the verb, and the phrase it is a part of.
 */
#include "figures/scan.h"

#define REACH 40 /* tokens to the left that are looked at */

static void add_topic(struct candidate *candidate, struct span span)
{
    size_t max = sizeof candidate->topics / sizeof *candidate->topics;
    if (!is_span_empty(span) && candidate->topic_count < max) candidate->topics[candidate->topic_count++] = span;
}

/* A noun, adjective or name: a word that a topic may hold. */
static bool is_content(const struct scan *scan, uint32_t at)
{
    return is_word(scan, at) && !has(scan, at, WORD_CLOSED | WORD(FIGURE)) && !scan->marks[at].number;
}

static bool is_clause_border(const struct scan *scan, uint32_t at)
{
    return symbol_is(scan, at, ';') || symbol_is(scan, at, ':') || symbol_is(scan, at, 0x2014) ||
           has(scan, at, WORD(SUBORDINATE));
}

/* A noun phrase with its "of" and "for" phrases, read leftwards: it ends before `end`. */
static struct span phrase_before(const struct scan *scan, uint32_t end, uint32_t limit)
{
    uint32_t at = end;
    while (at > limit) {
        uint32_t word = at - 1;
        bool link = has(scan, word, WORD(PREPOSITION) | WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(CONJUNCTION)) ||
                    is_hyphen(scan, word) || symbol_is(scan, word, 0x2019) || symbol_is(scan, word, '\'') ||
                    symbol_is(scan, word, '&');
        if (!is_content(scan, word) && !link) break;
        if (has(scan, word, WORD(FIGURE))) break;
        if (scan_is_verb(scan, word)) break;
        at--;
    }
    while (at < end && !is_content(scan, at)) at++;
    return (struct span){at, end};
}

/* The object of a preposition or the noun right behind a measured amount: "60% of its revenue", "a $6 fee". */
static void phrase_behind(const struct scan *scan, struct candidate *candidate)
{
    if (!candidate->unit) return;
    uint32_t at = candidate->last + 1;
    if (is_hyphen(scan, at)) at++;
    bool of = word_is(scan, at, "of") || word_is(scan, at, "in") || word_is(scan, at, "from") ||
              word_is(scan, at, "off") || word_is(scan, at, "on") || word_is(scan, at, "for");
    if (of) at++;
    while (has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER))) at++;
    uint32_t first = at;
    while (is_content(scan, at) || (is_hyphen(scan, at) && is_glued(scan, at))) {
        if (scan_is_verb(scan, at) && at > first) break;
        if (has(scan, at, WORD(MONTH) | WORD(YEAR) | WORD(CALENDAR_UNIT))) break;
        at++;
    }
    if (at > first && !scan_is_verb(scan, first)) add_topic(candidate, (struct span){first, at});
}

/* The verb group nearest to the left of `from`; its first and last token. False when the clause has none. */
static bool verb_before(const struct scan *scan, uint32_t from, uint32_t limit, struct span *verb)
{
    for (uint32_t at = from; at-- > limit;) {
        if (!scan_is_verb(scan, at) && !(has(scan, at, WORD(GERUND)) && !has(scan, at - 1, WORD(ARTICLE)))) continue;
        verb->end = at + 1;
        while (at > limit && (scan_is_verb(scan, at - 1) || (has(scan, at - 1, WORD(ADVERB)) && at - 1 > limit) ||
                              word_is(scan, at - 1, "to")))
            at--;
        verb->first = at;
        return true;
    }
    return false;
}

/* The clause of the figure begins behind the figure before it when they are coordinated, else at a border. */
static uint32_t clause_limit(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t limit = candidate->hedge_first > scan->begin + REACH ? candidate->hedge_first - REACH : scan->begin;
    return limit < scan->begin ? scan->begin : limit;
}

static bool holds_figure(const struct scan *scan, struct span span)
{
    for (uint32_t at = span.first; at < span.end; at++)
        if (has(scan, at, WORD(FIGURE))) return true;
    return false;
}

/* Words between the verb and the figure: "granted legal stay rights to more than 23,000". */
static void object_before(const struct scan *scan, struct candidate *candidate, uint32_t from)
{
    uint32_t end = candidate->hedge_first;
    while (end > from && !is_content(scan, end - 1)) {
        if (!has(scan, end - 1, WORD_CLOSED) && !symbol_is(scan, end - 1, '(') && !symbol_is(scan, end - 1, '"') &&
            !symbol_is(scan, end - 1, 0x201C))
            return;
        end--;
    }
    add_topic(candidate, phrase_before(scan, end, from));
}

static void subject_before(const struct scan *scan, struct candidate *candidate, uint32_t verb_first, uint32_t limit)
{
    uint32_t end = verb_first;
    while (end > limit && !is_content(scan, end - 1)) {
        bool skip = has(scan, end - 1, WORD(ADVERB) | WORD(SUBORDINATE)) || symbol_is(scan, end - 1, ',') ||
                    symbol_is(scan, end - 1, ')') || symbol_is(scan, end - 1, '"') || symbol_is(scan, end - 1, 0x2019);
        if (has(scan, end - 1, WORD(PRONOUN)) || has(scan, end - 1, WORD(FIGURE)) || !skip) return;
        end--;
    }
    struct span subject = phrase_before(scan, end, limit);
    if (!holds_figure(scan, subject)) add_topic(candidate, subject);
}

/* "dismantling of 80 networks and foiling 50,000 attempts": a verb coordinated over a figure has the other's subject.
 */
static bool is_coordinated(const struct scan *scan, struct span verb)
{
    return has(scan, verb.first - 1, WORD(CONJUNCTION)) || symbol_is(scan, verb.first - 1, ',');
}

static void topics_left(const struct scan *scan, struct candidate *candidate)
{
    uint32_t limit = clause_limit(scan, candidate);
    struct span verb;
    if (!verb_before(scan, candidate->hedge_first, limit, &verb)) {
        object_before(scan, candidate, limit);
        return;
    }
    object_before(scan, candidate, verb.end);
    add_topic(candidate, verb);
    uint32_t first = verb.first;
    for (int hops = 0; hops < 2 && is_coordinated(scan, (struct span){first, first}); hops++) {
        struct span other;
        if (!verb_before(scan, first, limit, &other)) break;
        first = other.first;
    }
    subject_before(scan, candidate, first, limit);
}

/* "about a hundred who were rescued": the verb behind the figure is that of its clause. */
static void topics_right(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    if (!is_span_empty(candidate->noun) && candidate->noun.first >= at) at = candidate->noun.end;
    for (uint32_t steps = 0; steps < 6 && in_sentence(scan, at); steps++, at++) {
        if (has(scan, at, WORD(FIGURE)) || is_clause_border(scan, at)) {
            if (!has(scan, at, WORD(SUBORDINATE))) return;
        }
        if (!scan_is_verb(scan, at) || has(scan, at, WORD(AUXILIARY))) continue;
        add_topic(candidate, (struct span){at, at + 1});
        return;
    }
}

void scan_topics(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        phrase_behind(scan, candidate);
        topics_left(scan, candidate);
        topics_right(scan, candidate);
    }
}
