/* First station: every number of the sentence, with its sign; what it is, later stations tell. */
#include <math.h>

#include "figures/extract.h"
#include "figures/lone.h"
#include "figures/number_romance.h"
#include "figures/number_words.h"
#include "figures/scan.h"
#include "figures/unit_prefix.h"
#include "figures/vague.h"

#define CANDIDATES_FIRST 64
#define GLUED_MAX        6   /* tokens of an amount behind a currency glued to it */
#define SHARE_NOUN_MAX   3   /* words of the noun in "sept jeunes Français sur dix" */
#define ONE_IN_MAX       1e7 /* of "one in N" */

static struct candidate *add(struct scan *scan)
{
    if (scan->count == scan->capacity) {
        size_t capacity = scan->capacity ? scan->capacity * 2 : CANDIDATES_FIRST;
        struct candidate *grown =
            arena_grow(scan->scratch, scan->items, scan->count * sizeof *grown, capacity * sizeof *grown);
        if (!grown) return NULL;
        scan->items = grown;
        scan->capacity = capacity;
    }
    struct candidate *candidate = &scan->items[scan->count++];
    *candidate = (struct candidate){0};
    return candidate;
}

/* A minus or plus glued to the number (or its currency) with nothing glued before it. */
static double sign_before(const struct scan *scan, uint32_t *first)
{
    uint32_t at = *first - 1;
    bool minus = symbol_is(scan, at, '-') || symbol_is(scan, at, 0x2212) || symbol_is(scan, at, 0x2013);
    bool either = word_is(scan, at, "minus") && word_is(scan, at - 1, "or") && word_is(scan, at - 2, "plus");
    bool word = word_is(scan, at, "minus") || word_is(scan, at, "negative");
    if (word && !either) {
        *first = at;
        return -1;
    }
    bool opens = scan->lone && at == scan->begin; /* "- 1,200,000" */
    if (!minus || !(is_glued(scan, *first) || opens)) return 1;
    static const uint32_t openers[] = {'(', '$', 0x20AC, 0xA3, '<', '>', '='};
    bool opened = false;
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        opened = opened || symbol_is(scan, at - 1, openers[i]);
    if (is_glued(scan, at) && !opened) return 1;
    if (is_number(scan, at - 1)) return 1;
    *first = at;
    return -1;
}

/* "65.000" in French and Spanish, or among "1.000 soldiers" and "1.234,5": the point groups thousands. */
static bool is_point_grouped(const struct scan *scan, const struct number *number)
{
    const struct token *token = token_at(scan, number->first);
    if (token->kind != TOKEN_NUMBER || number->grouped) return false;
    if (!scan->point_groups && !scan_counts_thousands(scan, number->last + 1)) return false;
    if (token->digits < 5 || token->digits > 7) return false;
    return token->digits == token->folded_length && token->folded[token->digits - 4] == '.' && token->folded[0] != '0';
}

/* "42,195 kilomètres": three decimals behind a comma, which the reader of numbers takes for a group. */
static bool is_comma_decimal(const struct scan *scan, const struct number *number)
{
    const struct token *token = token_at(scan, number->first);
    if (!scan->comma_decimals || token->kind != TOKEN_NUMBER || !number->grouped || token->digits < 5) return false;
    return token->digits <= 7 && token->digits == token->folded_length && token->folded[token->digits - 4] == ',';
}

static int add_number(struct scan *scan, const struct number *number)
{
    struct candidate *candidate = add(scan);
    if (!candidate) return -1;
    candidate->number = *number;
    if (is_point_grouped(scan, number)) {
        candidate->number.value = number_round(number->value * 1000);
        candidate->number.grouped = true;
        candidate->number.decimal = false;
    }
    if (is_comma_decimal(scan, number)) {
        candidate->number.value = number_round(number->value / 1000);
        candidate->number.grouped = false;
        candidate->number.decimal = true;
    }
    number = &candidate->number;
    candidate->first = number->first;
    candidate->last = number->last;
    candidate->low = candidate->high = number->value == 0 ? 0 : sign_before(scan, &candidate->first) * number->value;
    candidate->hedge_first = candidate->first;
    return 0;
}

static int add_vague(struct scan *scan, uint32_t first, uint32_t end, double low, double high)
{
    struct candidate *candidate = add(scan);
    if (!candidate) return -1;
    candidate->number =
        (struct number){.value = low, .scale = 1, .first = first, .last = end - 1, .form = NUMBER_SPELLED};
    candidate->first = candidate->hedge_first = first;
    candidate->last = end - 1;
    candidate->low = low;
    candidate->high = high;
    candidate->interval = candidate->vague = true;
    return 0;
}

/* "RM79", "USD115": a currency and digits that the tokenizer takes for one word. */
static bool read_glued_currency(const struct scan *scan, uint32_t at, struct number *number, const struct unit **unit)
{
    const struct token *token = token_at(scan, at);
    uint32_t last = at;
    while ((symbol_is(scan, last + 1, '.') || symbol_is(scan, last + 1, ',')) && is_glued(scan, last + 1) &&
           is_number(scan, last + 2) && is_glued(scan, last + 2) && last < at + GLUED_MAX)
        last += 2; /* "USD115.5": the tokenizer ends its word at the point */
    const struct token *end = token_at(scan, last);
    struct slice raw = slice_make(scan->tokens->text.data + token->start, end->start + end->length - token->start);
    size_t letters = 0;
    while (letters < raw.length && letters < 4 && raw.data[letters] >= 'A' && raw.data[letters] <= 'z') letters++;
    if (letters < 2 || letters == raw.length || raw.data[letters] < '0' || raw.data[letters] > '9') return false;
    bool dollar = symbol_is(scan, at - 1, '$') && is_glued(scan, at);
    *unit = unit_find_glued(slice_make(raw.data - dollar, letters + dollar));
    if (!*unit || (*unit)->class != CLASS_MONEY) return false;
    double value, scale = 1, factor;
    if (!number_parse(slice_make(raw.data + letters, raw.length - letters), &value)) return false;
    for (; in_sentence(scan, last + 1) && last < at + GLUED_MAX &&
           (factor = number_words_scale(token_at(scan, last + 1))) > 1;
         last++)
        scale *= factor;
    *number = (struct number){.value = number_round(value * scale), .scale = scale, .first = at, .last = last};
    return number->value <= NUMBER_MAGNITUDE_MAX;
}

/* "an hour and a half", "a minute and 30 seconds", "a dollar and 42 cents", "une heure et demie": what stands behind
 * the unit adds to it. */
static bool goes_on(const struct scan *scan, uint32_t at, const struct unit *whole)
{
    if (!has(scan, at, WORD(AND))) return false;
    if (scan->romance) return in_sentence(scan, at + 1) && scan->marks[at + 1].number;
    if (word_is(scan, at + 1, "half") || (has(scan, at + 1, WORD(ARTICLE)) && word_is(scan, at + 2, "half")))
        return true;
    struct number number;
    uint32_t last;
    if (!in_sentence(scan, at + 1) || !number_read(scan->tokens, at + 1, &number)) return false;
    const struct unit *unit =
        in_sentence(scan, number.last + 1) ? unit_read(scan->tokens, number.last + 1, &last) : NULL;
    if (strcmp(whole->code, "lb") == 0) whole = unit_find(slice_of("GBP"));
    return unit && (unit->dimension || unit_minor_per_major(unit, whole) > 0);
}

/* "it weighs a kilogram", "tickets cost a dollar" */
static bool is_measured_by(const struct scan *scan, uint32_t at)
{
    static const char *const verbs[] = {"weigh",    "weighs",   "weighed", "weighing", "cost",   "costs",  "costing",
                                        "measures", "measured", "charges", "charged",  "charge", "paying", "pays"};
    return word_in(scan, at, WORD_LIST(verbs));
}

/* An article before a unit says one where a verb of measure, a bound or a hedge stands before it ("under a dollar", but
 * "more than a year" is a manner of speaking) or where it goes on ("an hour and a half").
 * "$3 a litre", "a kilo of rice costs" do not. */
static bool read_article(const struct scan *scan, uint32_t at, struct number *number)
{
    uint32_t last;
    bool indefinite = !scan->romance || word_is(scan, at, "un") || word_is(scan, at, "une") || word_is(scan, at, "una");
    if (!has(scan, at, WORD(ARTICLE)) || word_is(scan, at, "the") || !indefinite) return false;
    if (!is_word(scan, at + 1) || word_is(scan, at + 1, "second")) return false;
    if (!scan->lone && !scan->romance && token_at(scan, at + 1)->length < 3) return false; /* but "un an" */
    const struct unit *unit = unit_read(scan->tokens, at + 1, &last);
    if (!unit || last >= scan->end || is_number(scan, last + 1)) return false;
    if (!unit->dimension && unit->class != CLASS_MONEY) return false;
    static const char *const hedges[] = {"about",  "over",  "under", "than", "nearly",
                                         "almost", "least", "above", "below"};
    bool hedged = false;
    for (size_t i = 0; i < sizeof hedges / sizeof *hedges; i++) hedged = hedged || word_is(scan, at - 1, hedges[i]);
    hedged = (hedged && unit->class != CLASS_DURATION) ||
             (is_measured_by(scan, at - 1) && !word_is(scan, last + 1, "of")); /* no "costs a pound of flesh" */
    bool ends = !is_word(scan, last + 1) || has(scan, last + 1, WORD_CLOSED);
    if (!scan->lone && !goes_on(scan, last + 1, unit) && !(hedged && ends && !is_hyphen(scan, last + 1))) return false;
    *number = (struct number){.value = 1, .scale = 1, .first = at, .last = at, .form = NUMBER_SPELLED};
    return true;
}

/* The token of the whole in "un Français sur dix", "una de cada tres", whose count stands at `count`; `count` itself
 * where no share is told. */
static uint32_t share_whole(const struct scan *scan, uint32_t count)
{
    uint32_t at = count + 1;
    if (word_is(scan, at, "de") && word_is(scan, at + 1, "cada")) return at + 2;
    for (; at <= count + SHARE_NOUN_MAX + 1 && is_word(scan, at) && !scan->marks[at].number; at++)
        if (word_is(scan, at, "sur")) return at + 1;
    return count;
}

/* "une enquête sur cinq vols" tells no share: the number behind "sur" counts a noun of its own. */
static bool is_romance_share(const struct scan *scan, uint32_t count, const struct number *whole)
{
    bool told = scan->romance && share_whole(scan, count) == whole->first;
    return told && !(word_is(scan, whole->first - 1, "sur") && has(scan, whole->last + 1, WORD(PLURAL)));
}

/* "un" and "une" count where a share is told by them. */
static bool read_one_of(const struct scan *scan, uint32_t at, struct number *number)
{
    uint32_t whole = share_whole(scan, at);
    struct number other;
    const struct number_word *word = scan->marks[at].number ? lexicon_number(scan->marks[at].number) : NULL;
    if (!word || word->value != 1 || whole == at || !in_sentence(scan, whole)) return false;
    bool read = is_number(scan, whole) ? number_read(scan->tokens, whole, &other)
                                       : number_words_read(scan->tokens, whole, true, &other);
    if (!read || !is_romance_share(scan, at, &other)) return false;
    *number = (struct number){.value = 1, .scale = 1, .first = at, .last = at, .form = NUMBER_SPELLED};
    return true;
}

static bool read_number(const struct scan *scan, uint32_t at, struct number *number)
{
    if (scan->spanish && number_spanish_thousands(scan->tokens, at, number)) return true;
    if (scan->romance && is_word(scan, at) && read_one_of(scan, at, number)) return true;
    if (scan->romance && is_word(scan, at)) return number_words_read(scan->tokens, at, true, number);
    return number_read(scan->tokens, at, number);
}

static bool may_begin(const struct scan *scan, uint32_t at)
{
    const struct token *token = token_at(scan, at);
    if (token->kind == TOKEN_NUMBER) return true;
    if (token->kind == TOKEN_WORD)
        return scan->marks[at].number ||
               (has(scan, at, WORD(ARTICLE)) && in_sentence(scan, at + 1) && scan->marks[at + 1].number);
    return (token->code_point == '.' && is_number(scan, at + 1) && is_glued(scan, at + 1)) ||
           (token->code_point >= 0xBC && token->code_point <= 0xBE) ||
           (token->code_point >= 0x2150 && token->code_point <= 0x215E);
}

/* Reads what begins at `at`; gives the token to go on with, 0 when memory is out. */
static uint32_t read_at(struct scan *scan, uint32_t at)
{
    double low, high;
    struct number number;
    enum figure_qualifier qualifier;
    const struct unit *unit = NULL;
    uint32_t vague_end = has(scan, at, WORD(VAGUE)) ? vague_read(scan, at, &low, &high) : at;
    if (vague_end > at) return add_vague(scan, at, vague_end, low, high) ? 0 : vague_end;
    if (may_begin(scan, at) && read_number(scan, at, &number) && number.last < scan->end)
        return add_number(scan, &number) ? 0 : number.last + 1;
    if (scan->lone && lone_read(scan, at, &number, &qualifier)) {
        if (add_number(scan, &number)) return 0;
        scan->items[scan->count - 1].qualifier = qualifier;
        return number.last + 1;
    }
    if (read_article(scan, at, &number)) return add_number(scan, &number) ? 0 : at + 1;
    if (is_word(scan, at) && is_capital(scan, at) && !(scan->marks[at].classes & ~WORD(PROPER)) &&
        read_glued_currency(scan, at, &number, &unit)) {
        if (add_number(scan, &number)) return 0;
        scan->items[scan->count - 1].unit = unit;
        return number.last + 1;
    }
    return at + 1;
}

/* "one in 68", where the second number is no year and has no unit of time. */
static bool is_one_in_many(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    uint32_t last;
    bool year = b->low >= 1900 && b->low < 2100 && !b->number.grouped;
    const struct unit *unit = in_sentence(scan, b->last + 1) ? unit_read(scan->tokens, b->last + 1, &last) : NULL;
    return a->low == 1 && b->low <= ONE_IN_MAX && !year && b->low == floor(b->low) && !unit;
}

/* "nine in ten", "one out of every four", "1 in 68": a share told by two small numbers. */
static bool is_share(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    uint32_t at = a->last + 1, whole = b->first;
    if (word_is(scan, whole - 1, "every") || word_is(scan, whole - 1, "each")) whole--;
    bool in = word_is(scan, at, "in") && at + 1 == whole;
    bool out_of = word_is(scan, at, "out") && word_is(scan, at + 1, "of") && at + 2 == whole;
    bool romance = is_romance_share(scan, a->last, &b->number);
    if (!in && !out_of && !romance) return false;
    bool usual = b->low <= 10 || b->low == 12 || b->low == 20 || b->low == 100 || b->low == 1000;
    bool many = is_one_in_many(scan, a, b);
    bool plain = a->number.scale == 1 && !a->number.decimal && !a->vague && !b->vague && !b->number.decimal;
    bool alike = romance || b->number.form == NUMBER_SPELLED || a->number.form == b->number.form;
    return plain && a->low >= 1 && a->low < b->low && b->low >= 2 && (many || (usual && alike));
}

/* "fifteen (15) days": the same number again in brackets. */
static bool is_restated(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    bool brackets = symbol_is(scan, a->last + 1, '(') && a->last + 2 == b->first && symbol_is(scan, b->last + 1, ')');
    return brackets && a->low == b->low && a->number.form != b->number.form;
}

static void join_pairs(struct scan *scan)
{
    size_t kept = scan->sentence_items;
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        struct candidate *before = kept > scan->sentence_items ? &scan->items[kept - 1] : NULL;
        bool restated = before && is_restated(scan, before, candidate);
        if (restated) before->last = before->number.last = candidate->last + 1;
        if (restated) continue;
        if (before && lone_join(scan, before, candidate)) continue;
        if (!before || !is_share(scan, before, candidate)) {
            scan->items[kept++] = *candidate;
            continue;
        }
        before->low = before->high = before->number.value = number_round(before->low / candidate->low);
        before->number.decimal = true;
        before->number.form = NUMBER_SPELLED;
        before->last = before->number.last = candidate->last;
    }
    scan->count = kept;
}

int scan_candidates(struct scan *scan)
{
    scan->lone = lone_find(scan);
    for (uint32_t at = scan->begin; at < scan->end;) {
        if (scan->count >= FIGURES_MAX) return 0;
        uint32_t next = read_at(scan, at);
        if (next == 0) return -1;
        at = next;
    }
    join_pairs(scan);
    return 0;
}
