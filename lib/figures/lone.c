/* A text that is nothing but one number phrase, as a person types or lists it: "a couple", "- 1,200,000", "one twenty
 * two", "about a kilogram". There words are numbers that in prose are something else. */
#include "figures/lone.h"

#include <math.h>

#include "figures/number_words.h"

#define LONE_TOKENS_MAX 32

/* Numbers only where they are the whole text: "the nil return", "a few of them", "a pair of shoes" are prose. */
static const struct {
    const char *word;
    double value;
    enum figure_qualifier qualifier;
} lone_words[] = {
    {"nil", 0, QUALIFIER_EXACT},    {"naught", 0, QUALIFIER_EXACT}, {"nought", 0, QUALIFIER_EXACT},
    {"zilch", 0, QUALIFIER_EXACT},  {"single", 1, QUALIFIER_EXACT}, {"pair", 2, QUALIFIER_EXACT},
    {"couple", 2, QUALIFIER_EXACT}, {"few", 3, QUALIFIER_ABOUT},
};

static int lone_word(const struct scan *scan, uint32_t at)
{
    for (size_t i = 0; i < sizeof lone_words / sizeof *lone_words; i++)
        if (word_is(scan, at, lone_words[i].word)) return (int)i;
    return -1;
}

/* Words that bind, bound or sign numbers. */
static bool is_binding(const struct scan *scan, uint32_t at)
{
    static const char *const words[] = {"and",  "or",    "to",   "from", "between", "more", "less",    "fewer",
                                        "than", "at",    "as",   "no",   "not",     "of",   "minus",   "negative",
                                        "plus", "point", "just", "only", "equal",   "per",  "exactly", "over"};
    if (word_in(scan, at, WORD_LIST(words))) return true;
    return has(scan, at, WORD(HEDGE_END)) || (has(scan, at, WORD(ARTICLE)) && !word_is(scan, at, "the"));
}

/* The token after the part of a number phrase at `at`; `at` when it is something else. */
static uint32_t skip_part(const struct scan *scan, uint32_t at)
{
    uint32_t last;
    const struct token *token = token_at(scan, at);
    if (token->kind != TOKEN_WORD) return at + 1;
    if (scan->marks[at].number || lone_word(scan, at) >= 0 || is_binding(scan, at)) return at + 1;
    return unit_read(scan->tokens, at, &last) ? last + 1 : at;
}

bool lone_find(const struct scan *scan)
{
    if (scan->title || scan->tokens->count > LONE_TOKENS_MAX || scan->tokens->sentence_count != 1) return false;
    for (uint32_t at = scan->begin; at < scan->end;) {
        uint32_t next = skip_part(scan, at);
        if (next == at) return false;
        at = next;
    }
    return true;
}

/* "point 77" */
static bool read_decimals(const struct scan *scan, uint32_t at, struct number *number)
{
    double value = 0;
    uint32_t end = number_words_decimals(scan->tokens, at, &value);
    if (end == at) return false;
    *number = (struct number){.value = number_round(value),
                              .scale = 1,
                              .first = at,
                              .last = end - 1,
                              .decimal = true,
                              .form = NUMBER_SPELLED};
    return true;
}

/* "a fifth", "a hundredth": elsewhere an ordinal may stand there. */
static bool read_part(const struct scan *scan, uint32_t at, struct number *number)
{
    bool part =
        has(scan, at, WORD(ARTICLE)) && is_word(scan, at + 1) && scan->marks[at + 1].number && at + 2 == scan->end;
    const struct number_word *word = part ? lexicon_number(scan->marks[at + 1].number) : NULL;
    if (!word || word->kind != NUMBER_KIND_PART) return false;
    *number = (struct number){.value = number_round(word->value),
                              .scale = 1,
                              .first = at,
                              .last = at + 1,
                              .decimal = true,
                              .form = NUMBER_SPELLED};
    return true;
}

bool lone_read(const struct scan *scan, uint32_t at, struct number *number, enum figure_qualifier *qualifier)
{
    *qualifier = QUALIFIER_EXACT;
    if (read_decimals(scan, at, number) || read_part(scan, at, number)) return true;
    bool article = word_is(scan, at, "a");
    int row = lone_word(scan, at + article);
    bool more = in_sentence(scan, at + article + 1) && scan->marks[at + article + 1].number; /* "a few hundred" */
    if (row < 0 || more) return false;
    *qualifier = lone_words[row].qualifier;
    *number = (struct number){
        .value = lone_words[row].value, .scale = 1, .first = at, .last = at + article, .form = NUMBER_SPELLED};
    return true;
}

/* Ones before tens, in words. */
static bool is_pair(const struct candidate *a, const struct candidate *b)
{
    bool words = a->number.form == NUMBER_SPELLED && b->number.form == NUMBER_SPELLED && a->last + 1 == b->first;
    if (!words || a->number.decimal || b->number.decimal || a->number.scale != 1) return false;
    bool minutes = (uint32_t)b->low % 5 == 0 && b->low < 60;
    return a->low >= 1 && a->low < 10 && b->low >= 10 && b->low < 100 && !minutes;
}

static bool is_over(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    bool whole = a->low == floor(a->low) && b->low == floor(b->low);
    return whole && b->low > 0 && word_is(scan, a->last + 1, "over") && a->last + 2 == b->first;
}

bool lone_join(const struct scan *scan, struct candidate *a, const struct candidate *b)
{
    if (!scan->lone) return false;
    bool over = is_over(scan, a, b);
    if (!over && !is_pair(a, b)) return false;
    a->low = a->high = a->number.value = number_round(over ? a->low / b->low : a->low * 100 + b->low);
    a->number.decimal = over;
    a->last = a->number.last = b->last;
    return true;
}
