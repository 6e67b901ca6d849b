/* The one file that knows term prefixes, value slots and facet names. */
#ifndef TALLY_INDEX_SCHEMA_H
#define TALLY_INDEX_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "figures/figure.h"

/* clang-format off */
/* Terms of a segment
 *   ceuta              a folded word, with its positions (title, then body after a gap); also the canonical spelling of
 *                      a number
 *   Zattempt           a stem in the language of the article, without positions (not with the setting "none")
 *   Sceuta ZSceut      the same for words of the title; positions as in the unprefixed terms
 *   Pto be             two stop words that follow each other, without positions
 *   Qid, Hsource …     exact fields: see fields.def
 *   N…                 numeral terms: see numeral.h
 *   M65000 MN…         the same at the last position of a number of several tokens ("65 thousand")
 *   SM65000            the same in the title
 *   M+2                at all positions of such a number but the last: how many it takes, so that a phrase can step
 *                      over it
 * Value slots: fields.def, SLOT_CONTENT_HASH, SLOT_ORDER, by which articles stand that are equal otherwise, and
 * SLOT_SIGNATURE, by which repeated articles are known: signature.h. Short articles have none.
 * Word and stem terms carry impacts as wdf, all others wdf 0. */
/* clang-format on */

/* An index of another version is refused. What each one changed:
 *   2   SLOT_ORDER, without which pages by cursor lose articles, and another scale of the impacts
 *   3   SLOT_SIGNATURE, and stems in the language of the article, which segments name
 *   4   packed bodies of articles */
#define SCHEMA_VERSION    4
#define NO_SLOT           0xFFFFFFFFu
#define SLOT_CONTENT_HASH 3
#define SLOT_ORDER        4
#define SLOT_SIGNATURE    5

#define PREFIX_STEM             "Z"
#define PREFIX_TITLE            "S"
#define PREFIX_STEM_TITLE       "ZS"
#define PREFIX_ID               "Q"
#define PREFIX_NUMBER_END       "M"
#define PREFIX_STOP_PAIR        "P"
#define PREFIX_NUMBER_END_TITLE "SM"

#define TERM_MAX        240  /* bytes with prefix */
#define ARTICLE_ID_MAX  200  /* bytes; longer ones are shortened with a hash, see article.h */
#define FIELD_GAP       2000 /* positions between title and body: more than any NEAR or slop */
#define NUMBER_SPAN_MAX 12   /* positions of the longest number that a phrase can step over */

enum field_kind { FIELD_TEXT, FIELD_EXACT, FIELD_LITERAL, FIELD_DATE, FIELD_ID };

enum field_name {
#define FIELD(name, word, kind, prefix, slot)         FIELD_NAME_##name,
#define DERIVED_FIELD(name, word, kind, prefix, slot) FIELD_NAME_##name,
#include "index/fields.def"
    FIELD_NAMES
};

struct field {
    const char *word;
    enum field_kind kind;
    const char *prefix;
    uint32_t slot;
};

/* NULL when there is no field of that name. */
const struct field *schema_field_find(struct slice word);
const struct field *schema_field(enum field_name name);

/* As it is when it has at most `max` bytes; else its beginning, '~' and a hash, which keeps it apart from others that
 * begin alike. Returns its length. */
size_t schema_shorten(struct slice text, size_t max, char *out);

/* prefix + text, shortened to TERM_MAX bytes. Returns its length. */
size_t schema_term(const char *prefix, struct slice text, char out[TERM_MAX]);

/* The term of two stop words that follow each other. */
size_t schema_stop_pair(struct slice first, struct slice second, char out[TERM_MAX]);

/* The term of the positions before the last of a number that takes `span` of them, 2..NUMBER_SPAN_MAX. */
size_t schema_number_span(uint32_t span, char out[TERM_MAX]);

/* "2021-03-05…" → "20210305"; a year or a month alone is completed with 00. False when it is no date. */
bool schema_date_value(struct slice date, char out[9]);

/* The value of SLOT_ORDER: in byte order newest first, without a date last, and equal days by a hash of the id. Merges
 * and other articles never change it. `date` as schema_date_value() makes it, or "". */
#define ORDER_BYTES 12
void schema_order(const char *date, struct slice id, char out[ORDER_BYTES]);

/* Facets: the sets of figures that a range may be bound to. A name is a kind byte and a word. */
enum facet_kind {
    FACET_ANY = '*',       /* every figure; no word */
    FACET_CLASS = 'c',     /* "money" */
    FACET_UNIT = 'u',      /* a unit's code, by its stated value: "USD", "percent" */
    FACET_DIMENSION = 'd', /* an SI base, by the converted value: "kg" */
    FACET_NOUN = 'n',      /* the stem of a word of the counted noun, in the language of the article */
    FACET_TOPIC = 't'      /* the stem of a word of the topic, likewise */
};
#define FACET_NAME_MAX 64
size_t schema_facet(enum facet_kind kind, struct slice word, char out[FACET_NAME_MAX]);

#endif
