/* Last station: what a figure belongs to: the noun phrase left of its verb, the verb, and the phrase it is a part of.
 */
#include "figures/scan.h"

#define REACH        40 /* tokens to the left that are looked at */
#define PHRASE_REACH 24 /* tokens of a phrase behind the figure */
#define LINKS_MAX    3  /* tokens between two figures of one thing */
#define PREPOSITIONS 2  /* links of one phrase */
#define VERB_REACH   6  /* tokens to the right in which the verb of a relative clause is sought */

static void add_span(struct candidate *candidate, struct span span, bool verb)
{
    size_t max = sizeof candidate->topics / sizeof *candidate->topics;
    if (is_span_empty(span) || candidate->topic_count == max) return;
    if (verb) candidate->topic_verbs |= (uint8_t)(1u << candidate->topic_count);
    candidate->topics[candidate->topic_count++] = span;
}

static void add_topic(struct candidate *candidate, struct span span)
{
    add_span(candidate, span, false);
}

/* A noun, adjective or name: a word that a topic may hold. */
static bool is_content(const struct scan *scan, uint32_t at)
{
    return is_word(scan, at) && !has(scan, at, WORD_CLOSED | WORD(FIGURE)) && !scan->marks[at].number;
}

/* A number that is part of a name ("S&P 500"). */
static bool is_name_number(const struct scan *scan, uint32_t at)
{
    return is_number(scan, at) && !has(scan, at, WORD(FIGURE) | WORD(YEAR));
}

/* Prepositions inside a noun phrase: "the number of attempts in the strait". */
static bool is_inner_preposition(const struct scan *scan, uint32_t at)
{
    if (scan->romance) return has(scan, at, WORD(PREPOSITION));
    return word_is(scan, at, "of") || word_is(scan, at, "in") || word_is(scan, at, "for") || word_is(scan, at, "on") ||
           word_is(scan, at, "at") || word_is(scan, at, "from") || word_is(scan, at, "between");
}

static bool is_phrase_link(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(CONJUNCTION)) || is_hyphen(scan, at) ||
           symbol_is(scan, at, 0x2019) || symbol_is(scan, at, '\'') || symbol_is(scan, at, '&') ||
           symbol_is(scan, at, '/') || is_name_number(scan, at);
}

/* A noun phrase with its "of" and "in" phrases, read leftwards from its end. */
static struct span phrase_before(const struct scan *scan, uint32_t end, uint32_t limit)
{
    uint32_t at = end;
    int prepositions = 0;
    while (at > limit) {
        uint32_t word = at - 1;
        bool preposition = is_inner_preposition(scan, word);
        if (preposition && ++prepositions > PREPOSITIONS) break;
        if (!is_content(scan, word) && !preposition && !is_phrase_link(scan, word)) break;
        if (has(scan, word, WORD(FIGURE)) || scan_is_verb(scan, word)) break;
        bool participle = has(scan, word, WORD(GERUND)) && is_content(scan, word - 1) && !scan->headline && at < end;
        if (participle && is_inner_preposition(scan, at)) break; /* "networks operating in …" */
        at--;
    }
    while (at < end && !is_content(scan, at)) at++;
    return (struct span){at, end};
}

/* The content words from `at` on: the end of the noun phrase. */
static uint32_t phrase_end(const struct scan *scan, uint32_t at)
{
    uint32_t first = at;
    while (at < first + PHRASE_REACH && (is_content(scan, at) || (is_hyphen(scan, at) && is_glued(scan, at)))) {
        if (scan_is_verb(scan, at) && at > first) break;
        if (has(scan, at, WORD(MONTH) | WORD(YEAR) | WORD(CALENDAR_UNIT) | WORD(WEEKDAY))) break;
        at++;
    }
    return at;
}

/* The object of a preposition or the noun right behind the figure: "60% of its revenue", "49 assaults on Ceuta". */
static void phrase_behind(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    bool counted = !candidate->unit && !is_span_empty(candidate->noun) && candidate->noun.first > candidate->last;
    if (counted && word_is(scan, at, "of"))
        add_topic(candidate, (struct span){at + 1, scan_skip_possessor(scan, at + 1)}); /* "two of the bank's" */
    if (counted) at = candidate->noun.end;
    bool attribute = counted && is_hyphen(scan, candidate->last + 1); /* "27-nation bloc" */
    if (is_hyphen(scan, at)) at++;
    bool preposition = is_inner_preposition(scan, at) || word_is(scan, at, "off");
    if (preposition)
        at = has(scan, at, WORD(OF)) ? skip_of(scan, at) : at + 1;
    else if (!candidate->unit && !attribute)
        return;
    while (has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER))) at++;
    if (scan_is_verb(scan, at)) return;
    add_topic(candidate, (struct span){at, phrase_end(scan, at)});
}

/* The verb group nearest to the left of `from`. False when there is none before `limit`. */
static bool verb_before(const struct scan *scan, uint32_t from, uint32_t limit, struct span *verb)
{
    for (uint32_t at = from; at-- > limit;) {
        bool gerund = has(scan, at, WORD(GERUND)) && !has(scan, at - 1, WORD(ARTICLE)) && !is_content(scan, at + 1);
        if (!scan_is_verb(scan, at) && !gerund) continue;
        verb->end = at + 1;
        while (at > limit && (scan_is_verb(scan, at - 1) || (has(scan, at - 1, WORD(ADVERB)) && at - 1 > limit) ||
                              word_is(scan, at - 1, "to")))
            at--;
        verb->first = at;
        return true;
    }
    return false;
}

static uint32_t left_limit(const struct scan *scan, const struct candidate *candidate)
{
    bool far = candidate->hedge_first > scan->begin + REACH;
    return far ? candidate->hedge_first - REACH : scan->begin;
}

static bool holds_figure(const struct scan *scan, struct span span)
{
    for (uint32_t at = span.first; at < span.end; at++)
        if (has(scan, at, WORD(FIGURE))) return true;
    return false;
}

/* Words between the verb and the figure: "paid a winter allowance to over 8,000". */
static bool object_before(const struct scan *scan, struct candidate *candidate, uint32_t from)
{
    uint32_t end = candidate->hedge_first;
    while (end > from && !is_content(scan, end - 1)) {
        uint32_t at = end - 1;
        bool skip = has(scan, at, WORD_CLOSED) || symbol_is(scan, at, '(') || symbol_is(scan, at, '"') ||
                    symbol_is(scan, at, ':') || symbol_is(scan, at, 0x201C);
        if (!skip || has(scan, at, WORD(FIGURE))) return false;
        end--;
    }
    struct span object = phrase_before(scan, end, from);
    add_topic(candidate, object);
    return !is_span_empty(object);
}

/* "Ford (F) which": gives the token of the opening bracket when `at` closes one. */
static uint32_t skip_brackets(const struct scan *scan, uint32_t at, uint32_t limit)
{
    if (!symbol_is(scan, at, ')')) return at;
    for (uint32_t open = at; open > limit && at - open < VERB_REACH; open--)
        if (symbol_is(scan, open, '(')) return open;
    return at;
}

/* Words of time and measure, which say nothing of what a sentence is about: "the first half", "10-year", "last May". */
static bool is_measure(const struct scan *scan, uint32_t at)
{
    uint64_t words = WORD(FIGURE) | WORD(MONTH) | WORD(WEEKDAY) | WORD(YEAR) | WORD(CALENDAR_UNIT) |
                     WORD(RELATIVE_TIME) | WORD(PART_OF_TIME);
    return has(scan, at, words) || is_number(scan, at) || (is_word(scan, at) && scan->marks[at].number) ||
           (is_hyphen(scan, at) && is_glued(scan, at));
}

/* Between two of them: "the first half of 2019", "the 12 months to June". */
static bool is_measure_link(const struct scan *scan, uint32_t at)
{
    bool link =
        word_is(scan, at, "of") || word_is(scan, at, "to") || word_is(scan, at, "through") || word_is(scan, at, "and");
    return link && is_measure(scan, at - 1);
}

/* The group of time or measure that ends before `end`: "net profit [for the first half]", "sales [last year]", "prices
 * [in 70] cities", "yields [on the benchmark 10-year] note". Gives its first token; `end` when none stands there. */
static uint32_t skip_group(const struct scan *scan, uint32_t end, uint32_t limit)
{
    uint32_t at = end;
    while (at > limit && (is_measure(scan, at - 1) || (at < end && is_measure_link(scan, at - 1)))) at--;
    if (at == end) return end;
    uint32_t first = at;
    while (at > limit && (has(scan, at - 1, WORD(ARTICLE)) || is_content(scan, at - 1)) && !scan_is_verb(scan, at - 1))
        at--;
    if (at > limit && has(scan, at - 1, WORD(PREPOSITION))) return at - 1;
    return has(scan, first, WORD(RELATIVE_TIME) | WORD(WEEKDAY)) ? first : end;
}

/* "Prices in 70 cities slid", "Yields on the 10-year note climbed": the head of a subject whose last words stand behind
 * a figure or a time. */
static struct span subject_head(const struct scan *scan, struct span subject, uint32_t limit)
{
    for (int groups = 0; groups < PREPOSITIONS; groups++) {
        uint32_t end = skip_group(scan, subject.first, limit);
        if (end == subject.first) break;
        struct span head = phrase_before(scan, end, limit);
        if (is_span_empty(head)) break;
        subject = head;
    }
    return subject;
}

/* ", which runs to June 11," before a verb: gives the comma that opens the relative clause, `comma` when there is
 * none. */
static uint32_t skip_relative(const struct scan *scan, uint32_t comma, uint32_t limit)
{
    if (!symbol_is(scan, comma, ',')) return comma;
    for (uint32_t at = comma; at > limit + 1; at--)
        if (symbol_is(scan, at - 2, ',') && (word_is(scan, at - 1, "which") || word_is(scan, at - 1, "who") ||
                                             word_is(scan, at - 1, "whose") || word_is(scan, at - 1, "where")))
            return at - 2;
    return comma;
}

static void subject_before(const struct scan *scan, struct candidate *candidate, uint32_t verb_first, uint32_t limit)
{
    uint32_t end = verb_first;
    while (end > limit && !is_content(scan, end - 1) && !is_name_number(scan, end - 1)) {
        uint32_t at = skip_relative(scan, skip_brackets(scan, end - 1, limit), limit);
        bool skip = has(scan, at, WORD(ADVERB) | WORD(SUBORDINATE)) || symbol_is(scan, at, ',') ||
                    symbol_is(scan, at, '(') || symbol_is(scan, at, '"') || symbol_is(scan, at, 0x2019);
        if (has(scan, at, WORD(PRONOUN))) return;
        if (!skip) at = skip_group(scan, end, limit);
        if (at == end) return;
        end = at;
    }
    struct span subject = phrase_before(scan, end, limit);
    if (holds_figure(scan, subject)) return;
    add_topic(candidate, subject);
    struct span head = subject_head(scan, subject, limit);
    if (head.first != subject.first && !holds_figure(scan, head)) add_topic(candidate, head);
}

/* "closing of 14 mines and moving 2,300 workers": a verb coordinated over a figure has the other's subject.
 */
static bool is_coordinated(const struct scan *scan, uint32_t first)
{
    return has(scan, first - 1, WORD(CONJUNCTION)) || symbol_is(scan, first - 1, ',');
}

static void topics_left(const struct scan *scan, struct candidate *candidate)
{
    uint32_t limit = left_limit(scan, candidate);
    struct span verb;
    if (!verb_before(scan, candidate->hedge_first, limit, &verb)) {
        object_before(scan, candidate, limit);
        return;
    }
    object_before(scan, candidate, verb.end);
    add_span(candidate, verb, true);
    uint32_t first = verb.first;
    for (int hops = 0; hops < 2 && is_coordinated(scan, first); hops++) {
        struct span other;
        if (!verb_before(scan, first, limit, &other)) break;
        first = other.first;
    }
    subject_before(scan, candidate, first, limit);
}

/* "some forty who were flown home": the verb behind the figure is that of its clause. */
static void topics_right(const struct scan *scan, struct candidate *candidate)
{
    uint32_t at = candidate->last + 1;
    if (!is_span_empty(candidate->noun) && candidate->noun.first >= at) at = candidate->noun.end;
    for (uint32_t steps = 0; steps < VERB_REACH && in_sentence(scan, at); steps++, at++) {
        bool relative = word_is(scan, at, "who") || word_is(scan, at, "which") || word_is(scan, at, "that");
        bool other_clause = has(scan, at, WORD(SUBORDINATE)) && !relative;
        if (has(scan, at, WORD(FIGURE) | WORD(CONJUNCTION)) || other_clause) return;
        if (token_at(scan, at)->kind == TOKEN_SYMBOL) return;
        if (!scan_is_verb(scan, at) || has(scan, at, WORD(AUXILIARY))) continue;
        add_span(candidate, (struct span){at, at + 1}, true);
        return;
    }
}

static bool has_noun_topic(const struct candidate *candidate)
{
    return candidate->topic_count > __builtin_popcount(candidate->topic_verbs);
}

/* "12.7 cm (5 inches)", "435 homes and 187": only commas, brackets and conjunctions part the figures. */
static bool is_beside(const struct scan *scan, const struct candidate *before, const struct candidate *candidate)
{
    uint32_t at = before->last + 1;
    if (!is_span_empty(before->noun) && before->noun.first == at) at = before->noun.end;
    for (int links = 0; links < LINKS_MAX; links++)
        if (symbol_is(scan, at, ',') || symbol_is(scan, at, '(') || has(scan, at, WORD(CONJUNCTION))) at++;
    return at == candidate->hedge_first;
}

/* "47% of the wells in May, up from 30%", "12% of voters, compared with 9%": the level before, in the same unit. */
static bool is_compared(const struct scan *scan, const struct candidate *before, const struct candidate *candidate)
{
    uint32_t at = candidate->hedge_first - 1;
    if (!before->unit || before->unit != candidate->unit) return false;
    if (word_is(scan, at, "from")) return has(scan, at - 1, WORD(RISE) | WORD(FALL));
    if (word_is(scan, at, "with") || word_is(scan, at, "to")) return word_is(scan, at - 1, "compared");
    return word_is(scan, at, "against") || word_is(scan, at, "versus");
}

/* What is said of the same thing as the figure before has its topics too. */
static void share_topics(const struct scan *scan, struct candidate *candidate, const struct candidate *before)
{
    bool beside = is_beside(scan, before, candidate) && !has_noun_topic(candidate);
    if (!beside && !is_compared(scan, before, candidate)) return;
    for (uint8_t i = 0; i < before->topic_count; i++)
        if (!(before->topic_verbs >> i & 1)) add_topic(candidate, before->topics[i]);
}

/* "one of the best speakers": a member of a set, which is its noun already. */
static bool is_member(const struct scan *scan, const struct candidate *candidate)
{
    return word_is(scan, candidate->number.first, "one") && word_is(scan, candidate->last + 1, "of");
}

void scan_topics(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        if (is_member(scan, candidate)) continue;
        phrase_behind(scan, candidate);
        topics_left(scan, candidate);
        topics_right(scan, candidate);
        if (i > scan->sentence_items) share_topics(scan, candidate, candidate - 1);
    }
}
