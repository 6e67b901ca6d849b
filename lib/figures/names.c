/* Numbers that belong to a name: of a thing ("gate 7", "line 5"), a product, a club, a street. */
#include "figures/names_romance.h"
#include "figures/reject.h"

#define SPELLED_MAX 20 /* the largest number in words of a label */
#define KINDS_MAX   100
#define LINKS_MAX   4 /* numbers of one name: "lines 4, 5 and 7" */
#define PHRASE_MAX  3 /* words in front of a label in which its article is sought */

/* "S P 500", "Galaxy S 23". */
static bool is_lone_capital(const struct scan *scan, uint32_t at)
{
    return token_at(scan, at)->length == 1 && is_capital(scan, at) && !has(scan, at, WORD_CLOSED);
}

/* "iPhone", "PlayStation". */
static bool has_inner_capital(const struct scan *scan, uint32_t at)
{
    const struct token *token = token_at(scan, at);
    const char *text = scan->tokens->text.data + token->start;
    if (token->flags & TOKEN_ALL_CAPITALS) return false;
    for (uint32_t i = 1; i < token->length; i++)
        if (text[i] >= 'A' && text[i] <= 'Z' && text[i - 1] >= 'a' && text[i - 1] <= 'z') return true;
    return false;
}

static bool is_plural_label(const struct scan *scan, uint32_t at)
{
    if (!has(scan, at, WORD(PLURAL)) || has(scan, at, WORD(TOTAL))) return false;
    struct slice word = token_folded(token_at(scan, at));
    const struct lexeme *singular = lexicon_find(slice_make(word.data, word.length - 1));
    uint64_t classes = !singular ? 0 : scan->romance ? singular->romance : singular->classes;
    return classes & (WORD(NUMBERED) | WORD(LABEL));
}

/* The word in front of the number, without the dot of its abbreviation ("No. 5", "pp. 12"). */
static uint32_t label_before(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1;
    bool dotted = symbol_is(scan, at, '.') && (word_is(scan, at - 1, "no") || has(scan, at - 1, WORD(NUMBERED)));
    return dotted ? at - 1 : at;
}

/* Does one word or mark that joins names stand between the two: "4 and 7", "12-14"? */
static bool are_linked(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    uint32_t link = a->last + 1;
    if (link + 1 != b->first || a->unit || b->unit) return false;
    return is_dash(scan, link) || symbol_is(scan, link, ',') || symbol_is(scan, link, '&') ||
           has(scan, link, WORD(AND) | WORD(TO)) || word_is(scan, link, "or");
}

/* "lines 4 and 7", "pages 12-14", "gate 5 or 6": of several linked numbers the first stands behind the label. */
static bool names_several(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *first = candidate, *end = scan->items + scan->count;
    bool adds = false; /* what "and" and a comma add behind one thing is another */
    for (int hops = 0; hops < LINKS_MAX && candidate_before(scan, first); hops++, first--) {
        if (!are_linked(scan, first - 1, first)) break;
        adds = adds || has(scan, first->first - 1, WORD(AND)) || symbol_is(scan, first->first - 1, ',');
    }
    uint32_t label = label_before(scan, first);
    bool opens = candidate + 1 < end && are_linked(scan, candidate, candidate + 1);
    if (!candidate_is_whole(first) || (first == candidate && !opens)) return false;
    return is_plural_label(scan, label) || (has(scan, label, WORD(NUMBERED)) && !adds);
}

/* "the front line", "that game": a thing already told, behind which a number may count others. */
static bool is_determined(const struct scan *scan, uint32_t label)
{
    for (uint32_t at = label - 1; at + PHRASE_MAX >= label && is_word(scan, at); at--) {
        bool clause = word_is(scan, at, "that"); /* "says that section 5 applies" */
        if (!clause && has(scan, at, WORD(ARTICLE) | WORD(DETERMINER) | WORD(POSSESSIVE))) return true;
        if (has(scan, at, WORD_CLOSED) || scan_is_verb(scan, at)) return false;
    }
    return false;
}

/* "line 7 opens", "line 7 runs to the port": a verb, although its form may be a plural. */
static bool is_predicate(const struct scan *scan, uint32_t at)
{
    if (has(scan, at, WORD(THIRD)) && scan_is_verb(scan, at)) return true;
    bool ends = !is_word(scan, at + 1) || has(scan, at + 1, WORD(PREPOSITION) | WORD(ADVERB));
    return has(scan, at, WORD(NOUN_VERB)) && ends && !has(scan, at + 1, WORD(AUXILIARY));
}

/* "at the gate 12 were held", "in zone 2 houses burned": what the number counts stands behind it. */
static bool counts_others(const struct scan *scan, const struct candidate *candidate, uint32_t label)
{
    static const char *const groups[] = {"were", "are", "have", "had", "who"};
    uint32_t after = candidate->last + 1;
    bool determined = is_determined(scan, label);
    if (!determined && is_predicate(scan, after)) return false;
    if (determined && word_in(scan, after, WORD_LIST(groups))) return true;
    return candidate_counts_plural(scan, candidate);
}

/* "the number 10 bus", "the world number 1"; "they number 300" counts. */
static bool is_rank(const struct scan *scan, const struct candidate *candidate, uint32_t number)
{
    uint32_t at = number - 1;
    if (!word_is(scan, number, "number")) return false;
    if (has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE))) return true;
    bool place = has(scan, at, WORD(PREPOSITION) | WORD(PAST)) || word_is(scan, at, "world");
    return place && !word_is(scan, at, "to") && !candidate_counts_plural(scan, candidate);
}

/* "phase 3 trials", "a category 5 hurricane", "type 2 patients": what has numbered kinds, also before a plural. */
static bool names_kind(const struct scan *scan, const struct candidate *candidate, uint32_t label)
{
    static const char *const kinds[] = {"type", "phase", "level", "grade", "category", "tier", "version"};
    if (!candidate_is_plain(scan, candidate) || candidate->low >= KINDS_MAX) return false;
    bool kind = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) kind = kind || word_is(scan, label, kinds[i]);
    bool one = word_is(scan, label - 1, "a") || word_is(scan, label - 1, "an");
    bool range = is_dash(scan, candidate->last + 1);
    return kind && !range && (one || !is_determined(scan, label) || !candidate_counts_plural(scan, candidate));
}

/* "game three", "phase one" */
static bool is_spelled_label(const struct scan *scan, const struct candidate *candidate, uint32_t label)
{
    bool small = candidate_is_whole(candidate) && !candidate->vague && candidate->low <= SPELLED_MAX;
    return small && has(scan, label, WORD(NUMBERED)) && !has(scan, label, WORD(TOTAL)) && !is_determined(scan, label) &&
           !counts_others(scan, candidate, label);
}

/* "sea level 6-7 m", "the track 6 to 7 km long": the unit of the second end is that of both. */
static bool opens_measure(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *next = candidate + 1;
    uint32_t link = candidate->last + 1;
    bool linked = is_dash(scan, link) || word_is(scan, link, "to") || word_is(scan, link, "or");
    return linked && next < scan->items + scan->count && next->first == link + 1 && next->unit && next->unit->dimension;
}

/* "gate 7", "in week 12", "No. 5", "lines 4 and 7": a bare number behind the label of a thing. */
static bool names_thing(const struct scan *scan, const struct candidate *candidate, uint32_t label)
{
    if (opens_measure(scan, candidate)) return false;
    if (candidate->number.form == NUMBER_SPELLED) return is_spelled_label(scan, candidate, label);
    if (is_rank(scan, candidate, label)) return true;
    if (has(scan, label, WORD(TOTAL))) return false;
    if (names_kind(scan, candidate, label)) return true;
    if (has(scan, label, WORD(NUMBERED))) return !counts_others(scan, candidate, label);
    if (candidate_counts_plural(scan, candidate) || !candidate_is_whole(candidate)) return false;
    bool alone = has(scan, label, WORD(LABEL)) &&
                 (has(scan, label - 1, WORD(PREPOSITION) | WORD(CONJUNCTION)) || scan_is_verb(scan, label - 1));
    return alone || names_several(scan, candidate);
}

/* "S&P 500", "iPhone 14", "Model 3", "Friday 13", "Gate Two". */
static bool follows_name(const struct scan *scan, const struct candidate *candidate, uint32_t at)
{
    bool digits = candidate->number.form == NUMBER_DIGITS_ONLY;
    bool counts = candidate_counts_plural(scan, candidate);
    if (has(scan, at, WORD(INDEX)) && digits) return true;
    if (is_lone_capital(scan, at)) return true;
    if (has_inner_capital(scan, at) && candidate->low < 1000) return true;
    bool capital = is_capital(scan, at) && !has(scan, at, WORD_CLOSED & ~WORD(ADVERB));
    if (has(scan, at, WORD(LABEL)) && (capital || word_is(scan, at, "no"))) return !(scan->headline && counts);
    if (scan->headline || counts) return false;
    if (has(scan, at, WORD(MONTH) | WORD(WEEKDAY))) return candidate->low <= 31;
    bool proper = has(scan, at, WORD(PROPER)) && !has(scan, at, WORD_CLOSED) && !scan_is_verb(scan, at);
    return proper && (digits || is_capital(scan, candidate->number.first));
}

/* "laboratory 3B", which looks like billions. */
static bool is_lettered(const struct scan *scan, const struct candidate *candidate, uint32_t label)
{
    return has(scan, label, WORD(NUMBERED)) && candidate->number.form == NUMBER_SCALED &&
           is_number(scan, candidate->first) && candidate->number.last == candidate->first;
}

static bool is_in_name(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = label_before(scan, candidate);
    if (candidate->unit) return false;
    if (is_lettered(scan, candidate, at)) return true;
    if (candidate->number.form == NUMBER_SCALED || candidate->number.grouped) return false;
    return (is_word(scan, at) && follows_name(scan, candidate, at)) || names_thing(scan, candidate, at);
}

/* "about 600 Greeks", "63000 Model 3 sedans": what is counted has a name. Short words are units, and years look
 * alike. */
static bool counts_name(const struct scan *scan, const struct candidate *candidate)
{
    static const char *const hedges[] = {"about", "around", "some", "nearly", "almost", "than"};
    const struct token *name = token_at(scan, candidate->last + 1);
    if (candidate->low >= 1000 && candidate->low < 2100) return false;
    if (has(scan, candidate->last + 1, WORD(LABEL))) return true;
    bool hedged = false;
    for (size_t i = 0; i < sizeof hedges / sizeof *hedges; i++)
        hedged = hedged || word_is(scan, candidate->first - 1, hedges[i]);
    return hedged && name->folded_length >= 4 && !(name->flags & TOKEN_ALL_CAPITALS);
}

/* "Boeing's own 787 Dreamliner": a name goes on behind the number. */
static bool opens_name(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || scan->headline || !candidate_is_plain(scan, candidate) ||
        candidate_counts_plural(scan, candidate) || candidate_counts_coordinated(scan, candidate))
        return false;
    uint32_t name = candidate->last + 1;
    return has(scan, name, WORD(PROPER)) && !has(scan, name, WORD_CLOSED | WORD(MONTH)) &&
           !counts_name(scan, candidate);
}

/* "UPDATE 2-Fed raises rates": the version of a story. */
static bool is_story_version(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1, after = candidate->last + 1;
    return has(scan, at, WORD(STORY)) && at == scan->begin && !candidate->unit && candidate->low < 100 &&
           is_hyphen(scan, after) && is_glued(scan, after);
}

/* "the Group of Seven": a number in words with a capital, behind a capital and "of". */
static bool is_club(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1;
    return candidate->number.form == NUMBER_SPELLED && !candidate->unit && !scan->headline &&
           is_capital(scan, candidate->first) && word_is(scan, at, "of") && is_capital(scan, at - 1);
}

/* "575 Wilbraham Road": capitals behind the number that end in a kind of road. */
static bool is_address(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || !candidate_is_plain(scan, candidate)) return false;
    uint32_t name = candidate->last + 1;
    bool noun = has(scan, name, WORD_CLOSED | WORD(PLURAL)) || scan_is_verb(scan, name);
    if (scan->headline) return is_capital(scan, name) && !noun && has(scan, name + 1, WORD(ROAD));
    for (uint32_t at = candidate->last + 1; at <= candidate->last + 4 && is_word(scan, at) && is_capital(scan, at);
         at++)
        if (at > candidate->last + 1 && has(scan, at, WORD(ROAD))) return true;
    return false;
}

bool name_holds(const struct scan *scan, const struct candidate *candidate)
{
    return is_address(scan, candidate) || is_in_name(scan, candidate) || is_story_version(scan, candidate) ||
           is_club(scan, candidate) || opens_name(scan, candidate) || romance_name_holds(scan, candidate);
}
