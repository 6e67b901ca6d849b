/* Bounds of ranges. */
#include "query/bounds.h"

#include <math.h>
#include <strings.h>

#include "base/utf8.h"
#include "figures/number.h"
#include "query/words.h"

#define BOUND_DIGITS_MAX 15 /* more are an identifier, not a bound */
#define RANGE_CHUNKS_MAX 16 /* runs without white space that one range may take */

static const struct {
    const char *word;
    double factor;
} scales[] = {{"k", 1e3}, {"m", 1e6}, {"bn", 1e9}, {"tn", 1e12}};

static struct slice from(struct slice text, size_t at)
{
    return slice_make(text.data + at, text.length - at);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Cuts a scale off the end when a digit stands before it. */
static double take_scale(struct slice *text)
{
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        size_t length = strlen(scales[i].word);
        if (text->length <= length || !is_digit(text->data[text->length - length - 1])) continue;
        if (strncasecmp(text->data + text->length - length, scales[i].word, length) != 0) continue;
        text->length -= length;
        return scales[i].factor;
    }
    return 1;
}

bool bound_parse(struct slice text, double *value)
{
    double factor = take_scale(&text);
    if (!number_parse(text, value)) return false;
    *value = number_round(*value * factor);
    return true;
}

/* A range in parts, as written. */
struct written {
    struct slice low, high; /* empty: no bound */
    bool low_open, high_open;
    bool both; /* low and high are the same text: one number */
    bool about;
};

static bool find_dots(struct slice text, size_t *at)
{
    for (*at = 0; *at + 1 < text.length; ++*at)
        if (text.data[*at] == '.' && text.data[*at + 1] == '.') return true;
    return false;
}

/* ">=5", "<5", "=5", "~5" */
static bool split_sign(struct slice text, struct written *out)
{
    if (text.length < 2 || !memchr("<>=~", text.data[0], 4)) return false;
    char sign = text.data[0];
    bool or_equal = (sign == '<' || sign == '>') && text.data[1] == '=';
    struct slice bound = from(text, or_equal ? 2 : 1);
    *out = (struct written){.both = sign == '=' || sign == '~', .about = sign == '~'};
    if (sign != '<') out->low = bound;
    if (sign != '>') out->high = bound;
    out->low_open = sign == '>' && !or_equal;
    out->high_open = sign == '<' && !or_equal;
    return bound.length > 0;
}

/* Three dots are an ellipsis. */
static bool split_dots(struct slice text, struct written *out)
{
    size_t dots;
    if (!find_dots(text, &dots)) return false;
    if (dots + 2 < text.length && text.data[dots + 2] == '.') return false;
    *out = (struct written){.low = slice_make(text.data, dots), .high = from(text, dots + 2)};
    return out->low.length + out->high.length > 0;
}

static bool split(struct slice text, struct written *out)
{
    return split_sign(text, out) || split_dots(text, out);
}

/* $100M has a currency where a scale only may stand: meant as a number, and refused as one. */
static struct slice without_currency(struct slice text)
{
    size_t size = 0;
    if (text.length) utf8_decode(text.data, text.data + text.length, &size);
    return size && !is_digit(text.data[0]) && unit_find(slice_make(text.data, size)) ? from(text, size) : text;
}

static bool begins_number(struct slice text)
{
    text = without_currency(text);
    if (text.length && (text.data[0] == '-' || text.data[0] == '+')) text = from(text, 1);
    if (text.length > 1 && (text.data[0] == '.' || text.data[0] == ',')) text = from(text, 1);
    return text.length && is_digit(text.data[0]);
}

static bool is_bound(struct slice text)
{
    double value;
    return begins_number(text) || bound_parse(text, &value);
}

bool range_is_meant(struct slice value)
{
    struct written written;
    if (slice_is(value, "*") || is_bound(value)) return true;
    if (split_sign(value, &written)) return !written.both || is_bound(written.low);
    return split_dots(value, &written) && (is_bound(written.low) || is_bound(written.high));
}

/* Digits with separators that are too many to be a figure. */
static bool is_too_large(struct slice bound)
{
    size_t digits = 0;
    for (size_t i = 0; i < bound.length; i++) {
        if (bound.data[i] == '.' || (!is_digit(bound.data[i]) && bound.data[i] != ',')) return false;
        digits += is_digit(bound.data[i]);
    }
    return digits > BOUND_DIGITS_MAX;
}

static int refuse_large(struct parser *parser, struct slice bound)
{
    return parser_fail(parser, ERROR_BAD_QUERY, parser_offset(parser, bound), (uint32_t)bound.length,
                       "expected a bound of at most %g: larger figures are not kept", NUMBER_MAGNITUDE_MAX);
}

/* The number in "5%", "$100M" or "65kg", and what stands beside it. */
static bool split_unit(struct slice bound, struct slice *number, struct slice *unit)
{
    double value;
    struct slice bare = without_currency(bound);
    if (bare.length < bound.length) {
        *unit = slice_make(bound.data, bound.length - bare.length);
        *number = bare;
        return bound_parse(bare, &value);
    }
    for (size_t end = bound.length; end-- > 1;) {
        *number = slice_make(bound.data, end);
        *unit = from(bound, end);
        if (is_digit(bound.data[end - 1]) && unit_find(*unit) && bound_parse(*number, &value)) return true;
    }
    return false;
}

static int hint_at_bound(struct parser *parser, struct slice bound)
{
    struct slice number, unit;
    if (split_unit(bound, &number, &unit))
        return fail_hint(parser->error, "write the number alone, and its unit before the colon: %.*s:%.*s",
                         SLICE_ARGS(unit), SLICE_ARGS(number));
    return fail_hint(parser->error, "write a number such as 65000, 65,000, 65K, 2.5M or 3bn; in quotes it is text");
}

/* Where something else stands between two numbers than two dots: 50000-70000, 50000...70000. */
static const char *const mistaken_signs[] = {"...", "…", "-", "–", "—"};
#define ELLIPSES 2 /* the first of them */
#define MISTAKEN (sizeof mistaken_signs / sizeof *mistaken_signs)

static bool split_mistaken(struct slice text, size_t sign_count, struct slice *low, struct slice *high)
{
    double value;
    if (bound_parse(text, &value)) return false; /* sixty-five */
    for (size_t i = 0; i < sign_count; i++) {
        size_t length = strlen(mistaken_signs[i]);
        const char *found =
            text.length > length ? memmem(text.data + 1, text.length - 1, mistaken_signs[i], length) : NULL;
        if (!found) continue;
        *low = slice_make(text.data, (size_t)(found - text.data));
        *high = from(text, low->length + length);
        if (bound_parse(*low, &value) && bound_parse(*high, &value)) return true;
    }
    return false;
}

static int refuse_mistaken(struct parser *parser, const struct piece *piece, struct slice low, struct slice high)
{
    parser_fail(parser, ERROR_BAD_QUERY, parser_offset(parser, piece->text), (uint32_t)piece->text.length,
                "expected two dots between two bounds, found “%.*s”", SLICE_ARGS(piece->text));
    return fail_hint(parser->error, "write %.*s:%.*s..%.*s", SLICE_ARGS(piece->name), SLICE_ARGS(low),
                     SLICE_ARGS(high));
}

static int refuse_bound(struct parser *parser, struct slice bound)
{
    if (is_too_large(bound)) return refuse_large(parser, bound);
    parser_fail(parser, ERROR_BAD_QUERY, parser_offset(parser, bound), (uint32_t)bound.length,
                "expected a number as bound, found “%.*s”", SLICE_ARGS(bound));
    return hint_at_bound(parser, bound);
}

static int read_bound(struct parser *parser, struct slice text, double open_end, double *out)
{
    *out = open_end;
    if (text.length == 0) return 0;
    if (!bound_parse(text, out)) return refuse_bound(parser, text);
    return fabs(*out) <= NUMBER_MAGNITUDE_MAX ? 0 : refuse_large(parser, text);
}

static int refuse_inverted(struct parser *parser, const struct written *written, struct slice name)
{
    struct slice low = written->low, high = written->high;
    uint32_t start = parser_offset(parser, low);
    parser_fail(parser, ERROR_BAD_QUERY, start, parser_offset(parser, high) + (uint32_t)high.length - start,
                "the range runs backwards: %.*s is more than %.*s", SLICE_ARGS(low), SLICE_ARGS(high));
    return fail_hint(parser->error, "write %.*s%s%.*s..%.*s", SLICE_ARGS(name), name.length ? ":" : "",
                     SLICE_ARGS(high), SLICE_ARGS(low));
}

/* "~65000": what is off by ABOUT_SHARE, and a rough figure when it may be that far off the other way. */
static void widen(struct range *range)
{
    double value = range->low, size = fabs(value), margin = size * ABOUT_SHARE;
    double inner = size * (1 - ABOUT_SHARE) / (1 + ABOUT_SHARE), outer = size * (1 + ABOUT_SHARE) / (1 - ABOUT_SHARE);
    range->low = number_round(value - margin);
    range->high = number_round(value + margin);
    range->about = true;
    range->about_low = number_round(value < 0 ? -outer : inner);
    range->about_high = number_round(value < 0 ? -inner : outer);
}

static int read_range(struct parser *parser, const struct written *written, struct slice name, struct range *out)
{
    *out = (struct range){.low_open = written->low_open, .high_open = written->high_open};
    if (read_bound(parser, written->low, -INFINITY, &out->low) < 0) return -1;
    if (read_bound(parser, written->high, INFINITY, &out->high) < 0) return -1;
    if (out->low > out->high) return refuse_inverted(parser, written, name);
    if (written->about) widen(out);
    return 0;
}

int range_value_read(struct parser *parser, const struct piece *piece, struct query_node *node)
{
    struct written written;
    node->any_value = slice_is(piece->text, "*");
    node->range = (struct range){.low = -INFINITY, .high = INFINITY};
    if (node->any_value) return 0;
    struct slice low, high;
    if (split_mistaken(piece->text, MISTAKEN, &low, &high)) return refuse_mistaken(parser, piece, low, high);
    if (!split(piece->text, &written))
        written = (struct written){.low = piece->text, .high = piece->text, .both = true};
    return read_range(parser, &written, piece->name, &node->range);
}

/* Among words a dash says nothing ("the 9-11 commission"), an ellipsis between numbers is a range misspelt. */
static int note_ellipsis(struct parser *parser, struct slice chunk)
{
    struct slice low, high;
    if (!split_mistaken(chunk, ELLIPSES, &low, &high)) return 0;
    return query_note(parser->query, parser->options->strict, parser_offset(parser, chunk), (uint32_t)chunk.length,
                      parser->error, "read as words: a range has two dots, %.*s..%.*s", SLICE_ARGS(low),
                      SLICE_ARGS(high));
}

static bool split_range(struct slice text, struct written *out)
{
    double value;
    return split(text, out) && !out->both && (out->low.length == 0 || bound_parse(out->low, &value)) &&
           (out->high.length == 0 || bound_parse(out->high, &value));
}

int range_node_read(struct parser *parser, struct slice chunk, struct query_node **out)
{
    struct written written;
    if (!split_range(chunk, &written)) return note_ellipsis(parser, chunk);
    *out = parser_node(parser, QUERY_RANGE, parser_offset(parser, chunk), (uint32_t)chunk.length);
    if (!*out) return -1;
    return read_range(parser, &written, slice_of(""), &(*out)->range) < 0 ? -1 : 1;
}

/* ---- numbers of several words */

/* "50..70 thousand" may mean 50 thousand: nobody's guess. "50 thousand..70 thousand" and "500..70 thousand" are
 * clear. */
static bool is_ambiguous(const struct written *written)
{
    double low, first;
    size_t at = 0;
    struct slice chunk = words_next_chunk(written->high, &at);
    if (chunk.length == written->high.length || !bound_parse(written->low, &low)) return false;
    return bound_parse(chunk, &first) && low <= first;
}

/* The range at the start of `run` as bytes of it, and those of the longest reading that is nobody's guess; 0: none. */
static size_t find_extent(struct slice run, size_t *ambiguous)
{
    size_t extent = 0, at = 0, dots;
    *ambiguous = 0;
    for (size_t i = 0; i < RANGE_CHUNKS_MAX; i++) {
        struct slice chunk = words_next_chunk(run, &at);
        struct written written;
        bool dotted = find_dots(chunk, &dots);
        if (chunk.length == 0 || (dotted && dots == 0 && i > 0)) break;
        if (split_range(slice_make(run.data, at), &written)) *(is_ambiguous(&written) ? ambiguous : &extent) = at;
        if (dotted && dots + 2 == chunk.length) break;
    }
    return extent;
}

int range_take(struct parser *parser, struct slice run, struct slice *range)
{
    size_t ambiguous, extent = find_extent(run, &ambiguous);
    if (extent > range->length) range->length = extent;
    if (ambiguous <= extent) return 0;
    size_t next = extent;
    struct slice apart = words_next_chunk(run, &next);
    return parser_note(parser, parser_offset(parser, apart), (uint32_t)(ambiguous - (size_t)(apart.data - run.data)),
                       "apart from the range before it: write both bounds in full, as in 60 thousand..70 thousand");
}
