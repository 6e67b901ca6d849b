/* Covers in the decimal trie of numbers.
 *
 * A magnitude is a key of 18 digits: its decimal exponent + EXPONENT_BIAS (three digits), then its significant digits
 * (65,000 → 404 650000000000000), so keys sort as magnitudes do. Under each sign stands a trie of key prefixes; the
 * keys below a prefix are neighbours. Zero is a leaf of its own. Terms
 *   N+40465    a node: the sign and the prefix
 *   N+40465$   its terminal: the number whose last digit other than 0 the node ends with
 *   N+40465*   the mark of an interval whose cover holds the node
 *   N+40465>   the exact value, said to be exceeded; < not reached
 *   N0         zero; N0> N0< */
#include "index/numeral.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "figures/number.h"

#define EXPONENT_DIGITS 3
#define EXPONENT_BIAS   400
#define KEY_DIGITS      (EXPONENT_DIGITS + NUMBER_DIGITS)

static const uint64_t power[] = {1,
                                 10,
                                 100,
                                 1000,
                                 10000,
                                 100000,
                                 1000000,
                                 10000000,
                                 100000000,
                                 1000000000,
                                 10000000000,
                                 100000000000,
                                 1000000000000,
                                 10000000000000,
                                 100000000000000,
                                 1000000000000000,
                                 10000000000000000,
                                 100000000000000000,
                                 1000000000000000000};
_Static_assert(sizeof power / sizeof *power == KEY_DIGITS + 1, "a power of ten for each depth of the trie");

/* Beyond every key. */
#define POSITION_END 1000000000000000000
/* The key of NUMBER_MAGNITUDE_MAX: no figure lies above. */
#define KEY_LAST     418100000000000000u

enum suffix { NODE = 0, TERMINAL = '$', MARK = '*', OVER = '>', UNDER = '<' };

struct node {
    char sign;
    int depth; /* digits of the prefix */
    uint64_t prefix;
};

/* The whole cover of an interval of keys, being collected. A figure says its path and where it covers; a range asks. */
struct cover {
    bool of_figure;
    uint64_t low, high; /* keys, both included */
    size_t count;
    struct numeral_term terms[NUMERAL_FIGURE_MAX];
};
_Static_assert(NUMERAL_COVER_MAX <= NUMERAL_FIGURE_MAX, "a cover has room for either");

/* The digits of |value|, scaled to NUMBER_DIGITS of them, and its exponent: exact for whole numbers of so many digits.
 */
static int64_t whole_digits(double value, int *exponent)
{
    int64_t digits = (int64_t)fabs(value);
    *exponent = NUMBER_DIGITS - 1;
    for (; digits < (int64_t)power[NUMBER_DIGITS - 1]; digits *= 10) --*exponent;
    return digits;
}

static int64_t printed_digits(double value, int *exponent)
{
    char text[32]; /* "6.50000000000000e+04" */
    snprintf(text, sizeof text, "%.*e", NUMBER_DIGITS - 1, fabs(value));
    int64_t digits = text[0] - '0';
    for (int i = 0; i < NUMBER_DIGITS - 1; i++) digits = digits * 10 + (text[2 + i] - '0');
    *exponent = (int)strtol(text + 2 + NUMBER_DIGITS, NULL, 10);
    return digits;
}

/* The place of a number on a line where all decimals of NUMBER_DIGITS digits stand in order: its key with its sign. */
static int64_t position_of(double value)
{
    if (value == 0) return 0;
    if (isinf(value)) return value > 0 ? POSITION_END : -POSITION_END;
    bool whole = fabs(value) < (double)power[NUMBER_DIGITS] && trunc(value) == value;
    int exponent;
    int64_t digits = whole ? whole_digits(value, &exponent) : printed_digits(value, &exponent);
    int64_t key = (exponent + EXPONENT_BIAS) * (int64_t)power[NUMBER_DIGITS] + digits;
    return value < 0 ? -key : key;
}

static void add_bytes(struct cover *cover, const char *bytes, size_t length)
{
    assert(cover->count < NUMERAL_FIGURE_MAX);
    struct numeral_term *term = &cover->terms[cover->count++];
    memcpy(term->bytes, bytes, length);
    term->length = length;
}

static void add_term(struct cover *cover, struct node node, enum suffix suffix)
{
    char bytes[NUMERAL_TERM_MAX] = {'N', node.sign};
    size_t length = 2 + (size_t)node.depth;
    for (size_t at = length; at > 2; node.prefix /= 10) bytes[--at] = (char)('0' + node.prefix % 10);
    if (suffix) bytes[length++] = (char)suffix;
    add_bytes(cover, bytes, length);
}

/* The groups of exponents around 0..9 of positive numbers have no terms, for nearly every figure would carry them. A
 * cover names what stands below. */
static bool has_term(struct node node)
{
    if (node.sign == '-' || node.depth >= EXPONENT_DIGITS) return true;
    return node.prefix != EXPONENT_BIAS / power[EXPONENT_DIGITS - node.depth];
}

static uint64_t node_base(struct node node)
{
    return node.prefix * power[KEY_DIGITS - node.depth];
}

/* The smallest key below a node. No digits begin with 0; and a number that ends in zeros has its terminal further up,
 * so what is left below a last digit 0 begins one later. */
static uint64_t node_first(struct node node)
{
    if (node.depth <= EXPONENT_DIGITS) return node_base(node) + power[NUMBER_DIGITS - 1];
    return node_base(node) + (node.prefix % 10 == 0);
}

static uint64_t node_last(struct node node)
{
    return node_base(node) + power[KEY_DIGITS - node.depth] - 1;
}

static void add_whole(struct cover *cover, struct node node)
{
    add_term(cover, node, NODE);
    if (cover->of_figure && node.depth < KEY_DIGITS) add_term(cover, node, MARK);
}

static bool has_terminal(const struct cover *cover, struct node node)
{
    uint64_t key = node_base(node);
    return node.depth > EXPONENT_DIGITS && node.prefix % 10 != 0 && key >= cover->low && key <= cover->high;
}

static void cover_node(struct cover *cover, struct node node)
{
    uint64_t first = node_first(node), last = node_last(node);
    if (first > last || first > KEY_LAST || last < cover->low || first > cover->high) return;
    if (first >= cover->low && last <= cover->high && has_term(node)) {
        add_whole(cover, node);
        return;
    }
    if (has_term(node)) add_term(cover, node, cover->of_figure ? NODE : MARK);
    if (has_terminal(cover, node)) add_term(cover, node, TERMINAL);
    for (uint64_t digit = node.depth == EXPONENT_DIGITS; digit < 10; digit++)
        cover_node(cover, (struct node){node.sign, node.depth + 1, node.prefix * 10 + digit});
}

static void cover_sign(struct cover *cover, char sign, int64_t low, int64_t high)
{
    cover->low = (uint64_t)(low > 0 ? low : 1);
    cover->high = (uint64_t)(high > 0 ? high : 0);
    if (cover->low <= cover->high && cover->low <= KEY_LAST) cover_node(cover, (struct node){sign, 0, 0});
}

static void cover_span(struct cover *cover, int64_t low, int64_t high)
{
    cover_sign(cover, '-', -high, -low);
    if (low <= 0 && high >= 0) add_bytes(cover, "N0", 2);
    cover_sign(cover, '+', low, high);
}

/* The term of one number with OVER or UNDER. */
static void add_exact(struct cover *cover, int64_t position, enum suffix suffix)
{
    if (position == 0) {
        add_bytes(cover, suffix == OVER ? "N0>" : "N0<", 3);
        return;
    }
    struct node node = {position < 0 ? '-' : '+', KEY_DIGITS, (uint64_t)llabs(position)};
    if (node.prefix > KEY_LAST) return;
    for (; node.prefix % 10 == 0; node.prefix /= 10) node.depth--;
    add_term(cover, node, suffix);
}

static int hand_out(struct arena *arena, const struct cover *cover, struct numeral_terms *out, struct error *error)
{
    out->count = cover->count;
    out->items = arena_array(arena, cover->count, sizeof *out->items);
    if (!out->items) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the %zu terms of a number", cover->count);
    if (cover->count) memcpy(out->items, cover->terms, cover->count * sizeof *out->items);
    return 0;
}

int numeral_index_terms(struct arena *arena, double low, double high, enum figure_qualifier qualifier,
                        struct numeral_terms *out, struct error *error)
{
    if (!(low <= high && low >= -NUMBER_MAGNITUDE_MAX && high <= NUMBER_MAGNITUDE_MAX))
        return fail(error, ERROR_BAD_INPUT, 0, "expected a figure low..high within ±%g, found %g..%g",
                    NUMBER_MAGNITUDE_MAX, low, high);
    struct cover cover;
    cover.of_figure = true;
    cover.count = 0;
    cover_span(&cover, position_of(low), position_of(high));
    if (qualifier == QUALIFIER_OVER) add_exact(&cover, position_of(high), OVER);
    if (qualifier == QUALIFIER_UNDER) add_exact(&cover, position_of(low), UNDER);
    return hand_out(arena, &cover, out, error);
}

int numeral_query_terms(struct arena *arena, struct range range, struct numeral_terms *out, struct error *error)
{
    if (isnan(range.low) || isnan(range.high)) return fail(error, ERROR_BAD_QUERY, 0, "expected a number as bound");
    struct cover cover;
    cover.of_figure = false;
    cover.count = 0;
    int64_t low = position_of(range.low), high = position_of(range.high);
    bool empty = low > high || (low == high && (range.low_open || range.high_open));
    if (!empty) {
        cover_span(&cover, low + range.low_open, high - range.high_open);
        if (range.low_open) add_exact(&cover, low, OVER);
        if (range.high_open) add_exact(&cover, high, UNDER);
    }
    assert(cover.count <= NUMERAL_COVER_MAX);
    return hand_out(arena, &cover, out, error);
}
