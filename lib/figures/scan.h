/* What the stations of figures_extract() share: the marked tokens and the candidates of one sentence after another.
 *
 * Each station is one file and one function that reads what the stations before it have found and fills its own
 * members. Inside lib/figures only. */
#ifndef TALLY_FIGURES_SCAN_H
#define TALLY_FIGURES_SCAN_H

#include "base/arena.h"
#include "figures/figure.h"
#include "figures/lexicon.h"
#include "figures/number.h"
#include "text/tokens.h"

#define CANDIDATE_TOPICS_MAX 6

/* What the lexicon says of a token; looked up once. */
struct mark {
    uint64_t classes; /* bits WORD(…) */
    uint16_t number;  /* row of number_words.def + 1, or 0 */
};

/* A stretch of tokens, `end` excluded. Empty when first == end. */
struct span {
    uint32_t first, end;
};

struct candidate {
    double low, high;            /* signed, as stated */
    struct number number, other; /* the number; `other` the upper end of an interval or the last part of a compound */
    bool interval;
    bool vague;    /* "thousands of": an interval without two numbers */
    bool compound; /* "5 ft 2 in": `number` and `other` are parts of the amount */
    bool rejected;
    bool trend_noun;      /* up or down by a noun beside it ("a 5% rise") */
    bool trend_end;       /* up or down to this level, not by this amount */
    bool shares;          /* took its unit or noun from a neighbour */
    uint32_t first, last; /* tokens with sign, currency and unit */
    const struct unit *unit;
    enum figure_qualifier qualifier;
    uint32_t hedge_first; /* where its hedge begins; `first` without one */
    uint32_t hedge_end;   /* the token after a hedge behind it ("or more"); 0 without one */
    struct span noun;     /* what is counted */
    struct slice unit_text;
    struct span per; /* the word after "per" */
    struct span period;
    struct span topics[CANDIDATE_TOPICS_MAX]; /* noun phrases and verbs it belongs to */
    uint8_t topic_count;
    uint8_t topic_verbs; /* bit i: topics[i] is a verb group */
};

struct scan {
    struct arena *arena;   /* of the figures */
    struct arena *scratch; /* of marks and candidates; of a huge text, one of its own */
    const struct text_tokens *tokens;
    struct mark *marks;
    struct candidate *items; /* of the whole text so far */
    size_t count, capacity;
    size_t sentence_items; /* the first one of the sentence at hand */
    uint32_t begin, end;   /* tokens of the sentence at hand */
    bool headline;         /* capitals say nothing in this sentence */
    bool romance;          /* French or Spanish … */
    bool spanish;          /* … and which of them */
    bool point_groups;     /* a point groups thousands: French, Spanish, or a text whose numbers show it */
    bool comma_decimals;   /* "42,195" is no group: French, or Spanish with points between its groups */
    bool title;            /* the whole text is a title */
    struct slice language; /* as told by who asks; may be empty */
    bool lone;             /* the whole text is one number phrase */
};

/* The stations, in their order. */
void scan_mark(struct scan *scan);
int scan_candidates(struct scan *scan);
void scan_measure(struct scan *scan);
void scan_compounds(struct scan *scan);
void scan_ages(struct scan *scan);
void scan_reject(struct scan *scan);
void scan_intervals(struct scan *scan);
void scan_qualify(struct scan *scan);
void scan_nouns(struct scan *scan);
void scan_inherit(struct scan *scan);
void scan_periods(struct scan *scan);
void scan_topics(struct scan *scan);

/* The words of a rate: "match"; of an adverb ("annually") the time that it names. */
struct slice scan_rate_text(const struct scan *scan, struct span per);

/* The words as written. */
struct slice scan_text(const struct scan *scan, struct span span);

static inline bool in_sentence(const struct scan *scan, uint32_t at)
{
    return at >= scan->begin && at < scan->end;
}

static inline const struct token *token_at(const struct scan *scan, uint32_t at)
{
    return &scan->tokens->items[at];
}

/* Outside the sentence nothing is of any class. */
static inline bool has(const struct scan *scan, uint32_t at, uint64_t classes)
{
    return in_sentence(scan, at) && (scan->marks[at].classes & classes);
}

static inline bool word_is(const struct scan *scan, uint32_t at, const char *word)
{
    return in_sentence(scan, at) && token_at(scan, at)->kind == TOKEN_WORD &&
           slice_is(token_folded(token_at(scan, at)), word);
}

/* Words of a rule, which are too few or too particular for a class of their own. */
struct word_list {
    const char *const *items;
    size_t count;
};
#define WORD_LIST(array) ((struct word_list){array, sizeof(array) / sizeof *(array)})

static inline bool word_in(const struct scan *scan, uint32_t at, struct word_list words)
{
    if (!in_sentence(scan, at) || token_at(scan, at)->kind != TOKEN_WORD) return false;
    for (size_t i = 0; i < words.count; i++)
        if (slice_is(token_folded(token_at(scan, at)), words.items[i])) return true;
    return false;
}

static inline bool symbol_is(const struct scan *scan, uint32_t at, uint32_t code_point)
{
    return in_sentence(scan, at) && token_is_symbol(token_at(scan, at), code_point);
}

static inline bool is_word(const struct scan *scan, uint32_t at)
{
    return in_sentence(scan, at) && token_at(scan, at)->kind == TOKEN_WORD;
}

static inline bool is_number(const struct scan *scan, uint32_t at)
{
    return in_sentence(scan, at) && token_at(scan, at)->kind == TOKEN_NUMBER;
}

static inline bool is_glued(const struct scan *scan, uint32_t at)
{
    return in_sentence(scan, at) && (token_at(scan, at)->flags & TOKEN_GLUED);
}

static inline bool is_capital(const struct scan *scan, uint32_t at)
{
    return in_sentence(scan, at) && (token_at(scan, at)->flags & TOKEN_CAPITAL);
}

static inline bool is_hyphen(const struct scan *scan, uint32_t at)
{
    return symbol_is(scan, at, '-') || symbol_is(scan, at, 0x2010) || symbol_is(scan, at, 0x2011);
}

static inline bool is_apostrophe(const struct scan *scan, uint32_t at)
{
    return in_sentence(scan, at) && token_is_apostrophe(token_at(scan, at));
}

/* The token behind "of", "de", "d'" at `at`; `at` when none of them stands there. */
static inline uint32_t skip_of(const struct scan *scan, uint32_t at)
{
    if (!has(scan, at, WORD(OF))) return at;
    return is_apostrophe(scan, at + 1) ? at + 2 : at + 1;
}

/* The word before an apostrophe at `at` ("d" of "d'un"); `at` when none stands there. */
static inline uint32_t elided_word(const struct scan *scan, uint32_t at)
{
    return scan->romance && is_apostrophe(scan, at) ? at - 1 : at;
}

/* "$3 a litre", "400 each day": what may open a rate. */
static inline bool is_each(const struct scan *scan, uint32_t at)
{
    return word_is(scan, at, "a") || word_is(scan, at, "an") || word_is(scan, at, "each") || word_is(scan, at, "every");
}

/* A hyphen or dash that may stand between the ends of a range. */
static inline bool is_dash(const struct scan *scan, uint32_t at)
{
    return is_hyphen(scan, at) || symbol_is(scan, at, 0x2013) || symbol_is(scan, at, 0x2014) ||
           symbol_is(scan, at, 0x2212) || symbol_is(scan, at, '~');
}

static inline bool is_span_empty(struct span span)
{
    return span.first == span.end;
}

/* "half", "a third", "two tenths": a share told by a fraction in words. */
static inline bool candidate_is_part(const struct candidate *candidate)
{
    return candidate->number.decimal && candidate->number.form == NUMBER_SPELLED && candidate->low < 1;
}

/* A word of a closed class, which no noun phrase holds inside. */
#define WORD_CLOSED                                                                                                    \
    (WORD(ARTICLE) | WORD(DETERMINER) | WORD(POSSESSIVE) | WORD(PRONOUN) | WORD(PREPOSITION) | WORD(CONJUNCTION) |     \
     WORD(SUBORDINATE) | WORD(AUXILIARY) | WORD(ADVERB))

/* "annually", "daily". */
#define WORD_PER_ADVERB                                                                                                \
    (WORD(PER_YEAR) | WORD(PER_QUARTER) | WORD(PER_MONTH) | WORD(PER_WEEK) | WORD(PER_DAY) | WORD(PER_HOUR))

/* Does the number before the plural noun show that points group thousands ("1.000 soldiers", "1.234.567 customers")? */
bool scan_counts_thousands(const struct scan *scan, uint32_t noun);

/* A verb form that is nothing else. */
bool scan_is_verb(const struct scan *scan, uint32_t at);

/* The token after the possessor that begins at `at` ("the refinery's", "Spain's"); `at` when there is none. */
uint32_t scan_skip_possessor(const struct scan *scan, uint32_t at);

/* "under-18s", "the over 65s": people told by a bound of their age. */
bool ages_bound_plural(const struct scan *scan, const struct candidate *candidate);

/* Does a verb of movement, with its object, end right before `at` ("edged", "went", "brought the total")? */
bool scan_moves_before(const struct scan *scan, uint32_t at);

#endif
