/* Names of fields, terms and facets, and dates as they are compared. */
#include "index/schema.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "index/checksum.h"

#define HASH_CHARACTERS 17 /* '~' and 16 hex digits */

static const struct field fields[FIELD_NAMES] = {
#define FIELD(name, word, kind, prefix, slot)         {#word, FIELD_##kind, prefix, slot},
#define DERIVED_FIELD(name, word, kind, prefix, slot) {#word, FIELD_##kind, prefix, slot},
#include "index/fields.def"
};
static_assert(FIELD_NAMES == 7 && SCHEMA_VERSION == 4, "another field is another SCHEMA_VERSION");

const struct field *schema_field_find(struct slice word)
{
    for (size_t i = 0; i < FIELD_NAMES; i++)
        if (slice_is(word, fields[i].word)) return &fields[i];
    return NULL;
}

const struct field *schema_field(enum field_name name)
{
    assert((size_t)name < FIELD_NAMES);
    return &fields[name];
}

size_t schema_shorten(struct slice text, size_t max, char *out)
{
    if (text.length <= max) {
        if (text.length) memcpy(out, text.data, text.length);
        return text.length;
    }
    char hash[HASH_CHARACTERS + 1];
    size_t kept = utf8_floor(text, max - HASH_CHARACTERS);
    memcpy(out, text.data, kept);
    snprintf(hash, sizeof hash, "~%016" PRIx64, checksum_bytes(text));
    memcpy(out + kept, hash, HASH_CHARACTERS);
    return kept + HASH_CHARACTERS;
}

size_t schema_term(const char *prefix, struct slice text, char out[TERM_MAX])
{
    size_t length = strlen(prefix);
    memcpy(out, prefix, length);
    return length + schema_shorten(text, TERM_MAX - length, out + length);
}

size_t schema_stop_pair(struct slice first, struct slice second, char out[TERM_MAX])
{
    size_t length = schema_term(PREFIX_STOP_PAIR, first, out);
    assert(length + 1 + second.length <= TERM_MAX);
    out[length++] = ' ';
    memcpy(out + length, second.data, second.length);
    return length + second.length;
}

size_t schema_number_span(uint32_t span, char out[TERM_MAX])
{
    assert(span >= 2 && span <= NUMBER_SPAN_MAX);
    return (size_t)snprintf(out, TERM_MAX, PREFIX_NUMBER_END "+%u", span);
}

size_t schema_facet(enum facet_kind kind, struct slice word, char out[FACET_NAME_MAX])
{
    size_t length = utf8_floor(word, FACET_NAME_MAX - 1);
    out[0] = (char)kind;
    if (length) memcpy(out + 1, word.data, length);
    return 1 + length;
}

/* Reads exactly `width` digits off the front of `text`. */
static bool take_digits(struct slice *text, size_t width, int *value)
{
    if (text->length < width) return false;
    *value = 0;
    for (size_t i = 0; i < width; i++) {
        if (text->data[i] < '0' || text->data[i] > '9') return false;
        *value = *value * 10 + (text->data[i] - '0');
    }
    *text = slice_make(text->data + width, text->length - width);
    return true;
}

/* Reads "-NN" when a hyphen stands there; false when it is followed by anything but two digits. */
static bool take_part(struct slice *text, int *value)
{
    *value = 0;
    if (text->length == 0 || text->data[0] != '-') return true;
    *text = slice_make(text->data + 1, text->length - 1);
    return take_digits(text, 2, value) && *value > 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool schema_date_value(struct slice date, char out[9])
{
    int year, month, day = 0;
    if (!take_digits(&date, 4, &year) || !take_part(&date, &month) || month > 12) return false;
    if (month && !take_part(&date, &day)) return false;
    if (day && day > days_of_month(year, month)) return false;
    bool time_follows = day && date.length && strchr("Tt ", date.data[0]);
    if (date.length && !time_follows) return false;
    snprintf(out, 9, "%04u%02u%02u", (unsigned)year % 10000u, (unsigned)month % 100u, (unsigned)day % 100u);
    return true;
}

void schema_order(const char *date, struct slice id, char out[ORDER_BYTES])
{
    uint32_t age = htobe32(UINT32_MAX - (uint32_t)strtoul(date, NULL, 10));
    uint64_t hash = htobe64(checksum_bytes(id));
    memcpy(out, &age, sizeof age);
    memcpy(out + sizeof age, &hash, sizeof hash);
}
