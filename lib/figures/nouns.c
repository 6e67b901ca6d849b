/* Sixth station: the noun that a figure counts, and its singular. */
#include "figures/nouns_romance.h"
#include "figures/reject.h"

#define PHRASE_WORDS_MAX  8
#define PHRASE_TOKENS_MAX 32 /* of a phrase, with its hyphens and model numbers */
#define DETERMINERS_MAX   4  /* "of all the": skipped before a phrase */
#define TOTAL_REACH       20 /* tokens to the left in which "the number of" is sought */
#define SINGULAR_MAX      256
#define STRONG_MIN        10 /* of "4,000 strong workforce", which "three strong men" is not */
#define STRONG_WORDS_MAX  3
#define COORDINATED_MAX   5 /* tokens behind "and" */
#define LABEL_WORDS_MAX   4 /* in front of a colon */

/* May the word stand inside the noun phrase of a count? */
static bool is_phrase_word(const struct scan *scan, uint32_t at, bool first)
{
    if (has(scan, at, WORD(FIGURE))) return false; /* "6,000 two years ago" */
    if (!is_word(scan, at) || has(scan, at, WORD_CLOSED & ~WORD(ADVERB)))
        return word_is(scan, at, "other") || word_is(scan, at, "such");
    if (has(scan, at, WORD(ADVERB)))
        return first && !has(scan, at, WORD(PREPOSITION)) && token_at(scan, at)->folded_length > 4;
    return true;
}

static bool is_plural(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(PLURAL)) && !has(scan, at, WORD(SINGULAR));
}

/* The words from `first` up to the first plural head; up to the last noun when there is none. */
static struct span read_phrase(const struct scan *scan, uint32_t first)
{
    struct span phrase = {first, first};
    uint32_t words = 0;
    for (uint32_t at = first; words < PHRASE_WORDS_MAX && at < first + PHRASE_TOKENS_MAX; at++) {
        bool joins = is_hyphen(scan, at) && is_glued(scan, at) && is_glued(scan, at + 1) && at > first;
        if (joins) continue;
        bool model = at > first && is_number(scan, at) && has(scan, at - 1, WORD(LABEL) | WORD(PROPER)) &&
                     is_plural(scan, at + 1);
        if (model) continue; /* "41,000 Model 5 vans" */
        if (!is_phrase_word(scan, at, at == first)) break;
        if (at > first && (token_at(scan, at)->flags & TOKEN_LINE_START)) break;
        words++;
        bool third = at > first && has(scan, at, WORD(THIRD)) && !has(scan, at, WORD(NOUN_VERB));
        if (third) break;
        if (is_plural(scan, at)) {
            phrase.end = at + 1;
            bool compound = is_plural(scan, at + 1) && !scan_is_verb(scan, at + 1) && !scan_is_verb(scan, at);
            if (!compound) return phrase;
            continue;
        }
        bool participle = has(scan, at, WORD(PAST)) && phrase.end > first && !has(scan, at - 1, WORD(ADVERB)) &&
                          !is_hyphen(scan, at - 1);
        if (participle) break;
        if (scan_is_verb(scan, at) && !has(scan, at, WORD(PAST)) && !(scan->headline && at == first)) break;
        if (has(scan, at, WORD(GERUND)) && at == first && !is_plural(scan, at + 1)) break;
        phrase.end = at + 1;
    }
    return phrase;
}

/* "the 200,000 forecast by", "nine short of", "2.6 million cast.": what is said of a count is not what is counted. */
static bool is_no_head(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(ELLIPSIS)) && (has(scan, at + 1, WORD(PREPOSITION)) || !is_word(scan, at + 1));
}

/* Without a plural head the words must look like a noun: no participle at the end ("256 voted"). */
static struct span trim(const struct scan *scan, struct span phrase)
{
    while (phrase.end > phrase.first) {
        uint32_t last = phrase.end - 1;
        bool comparative =
            word_is(scan, phrase.end, "than") || word_is(scan, last, "higher") || word_is(scan, last, "lower");
        bool foreign = comparative || is_no_head(scan, last) ||
                       has(scan, last, WORD(PAST) | WORD(ADVERB) | WORD_PER_ADVERB | WORD(RELATIVE_TIME)) ||
                       token_at(scan, last)->kind != TOKEN_WORD;
        if (!foreign) break;
        phrase.end--;
    }
    return phrase;
}

static uint32_t skip_whole(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    bool one = candidate->low == 1 && candidate->number.form == NUMBER_SPELLED;
    bool part = candidate_is_part(candidate);
    uint32_t behind = skip_of(scan, at);
    bool of = behind > at && (one || part || candidate->vague || candidate->number.scale > 1);
    bool member = behind > at && !candidate->unit && candidate_is_whole(candidate) &&
                  (has(scan, behind, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER)) || /* "19 of the networks" */
                   scan_skip_possessor(scan, behind) > behind);
    if (of || member)
        at = behind;
    else if (!part)
        return at;
    at = scan_skip_possessor(scan, at); /* "12 of the bank's branches" */
    for (uint32_t end = at + DETERMINERS_MAX; at < end; at++) {
        bool determiner = has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER)) ||
                          word_is(scan, at, "most") || (scan->romance && is_apostrophe(scan, at));
        bool time = !of && has(scan, at, WORD(RELATIVE_TIME)) && has(scan, at + 1, WORD(CALENDAR_UNIT));
        if (!determiner || time) break; /* "by half this year" */
    }
    return at;
}

static bool has_plural_head(const struct scan *scan, struct span phrase)
{
    return !is_span_empty(phrase) && is_plural(scan, phrase.end - 1);
}

/* "27-nation bloc": nations are counted, not blocs. Without a noun of its own it may be a name ("7-Eleven"). */
static struct span attribute(const struct scan *scan, struct span phrase)
{
    uint32_t end = phrase.first + 1;
    while (is_hyphen(scan, end) && is_glued(scan, end) && end + 1 < phrase.end) end += 2;
    return (struct span){phrase.first, end};
}

/* "two independent and self-interested parties", "300 current and former staff": the plural stands behind the second
 * adjective. */
static bool has_coordinated_head(const struct scan *scan, struct span *phrase)
{
    uint32_t link = phrase->end;
    if (is_span_empty(*phrase) && has(scan, link, WORD(RELATIVE_TIME))) link++;
    if (link == phrase->first || !word_is(scan, link, "and")) return false;
    struct span second = read_phrase(scan, link + 1);
    if (!has_plural_head(scan, second) || second.end - second.first > COORDINATED_MAX) return false;
    phrase->end = second.end;
    return true;
}

/* "three strong earthquakes", "one strong sign": strong tells a quality, not a number. */
static bool counts_several_strong(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    return candidate->high < STRONG_MIN || has_plural_head(scan, read_phrase(scan, at));
}

/* "a 2,000-strong crowd" counts the crowd; "the crowd was 2,000 strong" counts nothing behind. */
static struct span strong_body(const struct scan *scan, uint32_t strong)
{
    struct span phrase = trim(scan, read_phrase(scan, strong + 1));
    return phrase.end - phrase.first > STRONG_WORDS_MAX ? (struct span){strong, strong} : phrase;
}

static struct span counted_noun(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->hedge_end ? candidate->hedge_end : candidate->last + 1;
    bool hyphen = is_hyphen(scan, at) && is_glued(scan, at) && is_glued(scan, at + 1);
    if (hyphen) at++;
    at = skip_whole(scan, candidate, at);
    if (scan->romance) return romance_noun(scan, candidate, at);
    if (word_is(scan, at, "more") || word_is(scan, at, "fewer") || word_is(scan, at, "additional")) at++;
    if (symbol_is(scan, at, '"') || symbol_is(scan, at, 0x201C)) at++;
    if (has(scan, at, WORD(RELATIVE_TIME)) && has(scan, at + 1, WORD(CALENDAR_UNIT))) return (struct span){at, at};
    bool strong = word_is(scan, at, "strong") && (hyphen || !counts_several_strong(scan, candidate, at));
    if (strong) return strong_body(scan, at);
    struct span phrase = trim(scan, read_phrase(scan, at));
    if (hyphen && phrase.end > at + 1) return attribute(scan, phrase);
    if (has_plural_head(scan, phrase)) return phrase;
    bool said = has(scan, at, WORD(PAST)) && phrase.end > at + 1; /* "312 developed diabetes" */
    if (said) return (struct span){at, at};
    bool one = candidate->low == 1 || hyphen || candidate->number.decimal;
    if (!one && phrase.end - phrase.first > 3) phrase.end = phrase.first;
    bool time = is_span_empty(phrase) && candidate->low != 1; /* "9.7 million current and former customers" */
    if ((!one || time) && has_coordinated_head(scan, &phrase)) return phrase;
    bool name = !is_span_empty(phrase) && !scan->headline && has(scan, phrase.first, WORD(PROPER));
    if (name && !one) phrase.end = phrase.first;
    return phrase;
}

/* ---- singulars ---- */

static const struct {
    const char *plural, *singular;
} irregular[] = {
    {"people", "people"},     {"men", "man"},       {"women", "woman"},        {"children", "child"},
    {"feet", "foot"},         {"teeth", "tooth"},   {"lives", "life"},         {"wives", "wife"},
    {"knives", "knife"},      {"wolves", "wolf"},   {"halves", "half"},        {"movies", "movie"},
    {"species", "species"},   {"series", "series"}, {"criteria", "criterion"}, {"crises", "crisis"},
    {"analyses", "analysis"}, {"shoes", "shoe"},    {"buses", "bus"},          {"heroes", "hero"},
};

static bool ends(struct slice word, const char *ending)
{
    size_t length = strlen(ending);
    return word.length > length && memcmp(word.data + word.length - length, ending, length) == 0;
}

/* Writes the singular of `word` at `out`; returns its length: at most one more than the word has ("criterion"). */
static size_t write_singular(struct slice word, bool acronym, char *out)
{
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
        if (slice_is(word, irregular[i].plural)) {
            memcpy(out, irregular[i].singular, strlen(irregular[i].singular));
            return strlen(irregular[i].singular);
        }
    memcpy(out, word.data, word.length);
    if (acronym) return word.length - 1;
    if (word.length < 4 || !ends(word, "s") || ends(word, "ss") || ends(word, "us")) return word.length;
    if (ends(word, "ies") && word.length > 4) {
        out[word.length - 3] = 'y';
        return word.length - 2;
    }
    if (ends(word, "ches") || ends(word, "shes") || ends(word, "xes") || ends(word, "sses")) return word.length - 2;
    return word.length - 1;
}

/* "GPs", "MPs": the s of the plural is the only small letter. */
static bool is_acronym(const struct scan *scan, const struct token *token)
{
    const char *text = scan->tokens->text.data + token->start;
    if (token->length < 3 || text[token->length - 1] != 's') return false;
    for (uint32_t i = 0; i + 1 < token->length; i++)
        if (text[i] < 'A' || text[i] > 'Z') return false;
    return true;
}

/* The phrase in small letters with its last word in the singular ("irregular migration attempt"), in French and Spanish
 * with all of them. */
static struct slice singular_phrase(const struct scan *scan, struct span phrase)
{
    size_t length = 0, room = 0;
    for (uint32_t at = phrase.first; at < phrase.end; at++) room += token_at(scan, at)->folded_length + 1u;
    char *out = arena_alloc(scan->arena, room);
    if (!out) return slice_make("", 0);
    for (uint32_t at = phrase.first; at < phrase.end; at++) {
        const struct token *token = token_at(scan, at);
        bool glued = (token->flags & TOKEN_GLUED) && at > phrase.first;
        if (token->kind == TOKEN_SYMBOL) {
            if (is_hyphen(scan, at)) out[length++] = '-';
            continue;
        }
        if (length && !glued) out[length++] = ' ';
        if (scan->romance)
            length += romance_singular(scan, token_folded(token), out + length);
        else if (at + 1 == phrase.end && has(scan, at, WORD(PLURAL)))
            length += write_singular(token_folded(token), is_acronym(scan, token), out + length);
        else
            memcpy(out + length, token->folded, token->folded_length), length += token->folded_length;
    }
    return slice_make(out, length);
}

/* "dollar per barrel", "percentage per year". */
static struct slice unit_with_per(const struct scan *scan, const struct candidate *candidate)
{
    struct slice name = slice_of(candidate->unit->name);
    if (is_span_empty(candidate->per)) return name;
    char *out = arena_alloc(scan->arena, SINGULAR_MAX);
    if (!out) return name;
    memcpy(out, name.data, name.length);
    memcpy(out + name.length, " per", 4);
    size_t length = name.length + 4;
    uint32_t last;
    const struct unit *unit = unit_read(scan->tokens, candidate->per.first, &last);
    bool adverb = has(scan, candidate->per.first, WORD_PER_ADVERB); /* "mensuales" */
    if (unit || adverb) {
        struct slice time = unit ? slice_of(unit->name) : scan_rate_text(scan, candidate->per);
        out[length++] = ' ';
        memcpy(out + length, time.data, time.length);
        return slice_make(out, length + time.length);
    }
    for (uint32_t at = candidate->per.first; at < candidate->per.end; at++) {
        struct slice word = token_folded(token_at(scan, at));
        if (token_at(scan, at)->kind == TOKEN_SYMBOL || length + word.length + 1 > SINGULAR_MAX) continue;
        out[length++] = ' ';
        memcpy(out + length, word.data, word.length);
        length += word.length;
    }
    return slice_make(out, length);
}

/* "the number of boats turned back stands at 7,214": the phrase behind "number of", left of the figure. */
static struct span noun_of_total(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t behind = candidate->last + 1; /* "puts at 50,000 the number of attempts" */
    if (word_is(scan, behind, "the") && has(scan, behind + 1, WORD(TOTAL)) && word_is(scan, behind + 2, "of")) {
        struct span phrase = read_phrase(scan, behind + 3);
        if (has_plural_head(scan, phrase)) return phrase;
    }
    uint32_t at = candidate->hedge_first;
    for (uint32_t steps = 0; steps < TOTAL_REACH && in_sentence(scan, at - 1); steps++) {
        at--;
        if (has(scan, at, WORD(FIGURE))) break;
        if (!has(scan, at, WORD(TOTAL)) || !has(scan, at + 1, WORD(OF))) continue;
        uint32_t first = skip_of(scan, at + 1);
        struct span phrase = scan->romance ? romance_noun(scan, candidate, first) : read_phrase(scan, first);
        if (has_plural_head(scan, phrase)) return phrase;
    }
    return (struct span){0, 0};
}

/* "Arrests: 340.", "Boats intercepted: 12": the label in front of a colon. */
static struct span noun_of_label(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t colon = candidate->hedge_first - 1, first = colon;
    if (!symbol_is(scan, colon, ':') || is_glued(scan, candidate->first)) return (struct span){0, 0};
    while (colon - first < LABEL_WORDS_MAX && is_word(scan, first - 1) && !has(scan, first - 1, WORD_CLOSED)) first--;
    bool whole = !in_sentence(scan, first - 1) || symbol_is(scan, first - 1, ',') || symbol_is(scan, first - 1, ';');
    struct span phrase = whole ? read_phrase(scan, first) : (struct span){0, 0};
    return has_plural_head(scan, phrase) ? phrase : (struct span){0, 0};
}

/* "22 million tonnes of wheat and 28 million of maize": the unit before is meant again; "30% and 3 of the ships"
 * counts. */
static bool repeats_unit(const struct scan *scan, const struct candidate *candidate, const struct candidate *before)
{
    uint32_t of = candidate->last + 1, link = candidate->hedge_first - 1;
    bool linked = word_is(scan, link, "and") || symbol_is(scan, link, ',');
    bool alike = before->unit && before->unit->class != CLASS_AGE && word_is(scan, before->last + 1, "of");
    return linked && alike && word_is(scan, of, "of") &&
           !has(scan, of + 1, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER) | WORD(PRONOUN));
}

void scan_nouns(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        if (!candidate->unit && i > scan->sentence_items && repeats_unit(scan, candidate, candidate - 1))
            candidate->unit = candidate[-1].unit;
        if (candidate->unit) {
            candidate->unit_text = unit_with_per(scan, candidate);
            continue;
        }
        candidate->noun = counted_noun(scan, candidate);
        if (is_span_empty(candidate->noun)) candidate->noun = noun_of_total(scan, candidate);
        if (is_span_empty(candidate->noun)) candidate->noun = noun_of_label(scan, candidate);
        if (!is_span_empty(candidate->noun)) candidate->unit_text = singular_phrase(scan, candidate->noun);
    }
}
