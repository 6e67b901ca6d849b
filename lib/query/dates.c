/* Ranges of dates.
 *
 * An article's date is "YYYYMMDD" with 00 for what it does not say, and compares as text. The low end of 2021 is
 * 20210000 and its high end 20219999; what lies strictly beyond is one more or one less. */
#include "query/dates.h"

#include <stdio.h>
#include <stdlib.h>

#define DATE_VALUE_MAX 99999999

static int refuse_date(struct parser *parser, struct slice text)
{
    parser_fail(parser, ERROR_BAD_QUERY, parser_offset(parser, text), (uint32_t)text.length,
                "expected a date, found “%.*s”", SLICE_ARGS(text));
    return fail_hint(parser->error, "write date:2021, date:2021-03, date:2021-03-05 or date:2021-01..2022-03");
}

/* The first or the last day that `text` may mean. */
static int read_end(struct parser *parser, struct slice text, bool last, char out[9])
{
    char value[9];
    if (text.length == 0) return 0;
    if (text.length > 10 || !schema_date_value(text, value)) return refuse_date(parser, text);
    if (last && memcmp(value + 6, "00", 2) == 0) memcpy(value + 6, "99", 2);
    if (last && memcmp(value + 4, "00", 2) == 0) memcpy(value + 4, "99", 2);
    memcpy(out, value, 9);
    return 0;
}

/* The end moves by a day of the number line; nothing lies beyond either end of it. */
static void move_end(struct query_node *node, int step, char date[9])
{
    long number = strtol(date, NULL, 10) + step;
    if (number < 0 || number > DATE_VALUE_MAX)
        node->kind = QUERY_NOTHING;
    else
        snprintf(date, 9, "%08ld", number);
}

static struct slice from(struct slice text, size_t at)
{
    return slice_make(text.data + at, text.length - at);
}

/* ">2021", "<=2021-03" */
static int read_compared(struct parser *parser, struct slice text, struct query_node *node)
{
    bool or_equal = text.length > 1 && text.data[1] == '=';
    struct slice date = from(text, or_equal ? 2 : 1);
    if (date.length == 0) return refuse_date(parser, text);
    bool later = text.data[0] == '>';
    char *end = later ? node->dates_low : node->dates_high;
    if (read_end(parser, date, later != or_equal, end) < 0) return -1;
    if (!or_equal) move_end(node, later ? 1 : -1, end);
    return 0;
}

static size_t find_dots(struct slice text)
{
    size_t at = 0;
    while (at + 1 < text.length && memcmp(text.data + at, "..", 2) != 0) at++;
    return at + 1 < text.length ? at : text.length;
}

static int refuse_inverted(struct parser *parser, struct slice text, struct slice low, struct slice high)
{
    parser_fail(parser, ERROR_BAD_QUERY, parser_offset(parser, text), (uint32_t)text.length,
                "the range runs backwards: %.*s is later than %.*s", SLICE_ARGS(low), SLICE_ARGS(high));
    return fail_hint(parser->error, "write date:%.*s..%.*s", SLICE_ARGS(high), SLICE_ARGS(low));
}

static int read_span(struct parser *parser, struct slice text, struct query_node *node)
{
    size_t dots = find_dots(text);
    bool one = dots == text.length;
    struct slice low = slice_make(text.data, dots), high = one ? low : from(text, dots + 2);
    if (low.length + high.length == 0) return refuse_date(parser, text);
    if (read_end(parser, low, false, node->dates_low) < 0) return -1;
    if (read_end(parser, high, true, node->dates_high) < 0) return -1;
    if (low.length && high.length && strcmp(node->dates_low, node->dates_high) > 0)
        return refuse_inverted(parser, text, low, high);
    return 0;
}

int dates_read(struct parser *parser, const struct piece *piece, struct query_node **out)
{
    struct slice text = piece->text;
    *out = parser_node(parser, QUERY_DATES, piece->offset, piece->length);
    if (!*out) return -1;
    if (slice_is(text, "*")) {
        memcpy((*out)->dates_low, "00000000", 9);
        return 0;
    }
    bool compared = text.length && (text.data[0] == '<' || text.data[0] == '>');
    return compared ? read_compared(parser, text, *out) : read_span(parser, text, *out);
}
