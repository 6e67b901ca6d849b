/* A figure: a number of the prose, with what it counts or measures. */
#ifndef TALLY_FIGURES_FIGURE_H
#define TALLY_FIGURES_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "base/slice.h"
#include "figures/unit.h"
#include "text/zones.h"

#define FIGURE_NOUN_WORDS_MAX  8
#define FIGURE_TOPIC_WORDS_MAX 24

enum figure_qualifier {
#define FIGURE_QUALIFIER(name, sign) QUALIFIER_##name,
#include "figures/qualifiers.def"
#undef FIGURE_QUALIFIER
    FIGURE_QUALIFIERS
};
/* "=", "~", "<", "<=", ">", ">=", "up", "down" */
const char *figure_qualifier_sign(enum figure_qualifier qualifier);

/* Where a number of the figure stands: for the canonical token and the numeral terms of the index. */
struct figure_number {
    double value;
    uint32_t first_token, last_token; /* both included */
};

struct figure {
    double low, high;        /* as stated; equal unless it is an interval; finite, |x| ≤ NUMBER_MAGNITUDE_MAX */
    double si_low, si_high;  /* in the SI base of the unit's dimension; the stated ones when there is none */
    const struct unit *unit; /* NULL: a count */
    enum figure_qualifier qualifier;
    struct slice unit_text;          /* the unit as written, singular ("month", "euro", "percentage"); for a count the
                             * head noun phrase, singular ("irregular migration attempt"); may be empty */
    struct slice noun;               /* what is counted, as written ("irregular migration attempts"); may be empty */
    struct slice per;                /* "year", "month", "person", "litre"; empty when the sentence does not say */
    struct slice period;             /* "2017", "first quarter of 2022" as written; empty when it does not say */
    const struct slice *noun_words;  /* folded words of the noun, without stop words; FIGURE_NOUN_WORDS_MAX */
    const struct slice *topic_words; /* folded words of what it belongs to (subject, clause verb), not in noun_words; in
                                      * order of the text; FIGURE_TOPIC_WORDS_MAX */
    uint8_t noun_word_count, topic_word_count;
    uint32_t topic_verbs;            /* bit i: topic_words[i] is of the verb of its clause */
    struct figure_number numbers[2]; /* one; two for an interval (low, high) or an amount in parts ("5 ft 2 in") */
    uint8_t number_count;
    bool trend_noun;        /* with up or down: said by a noun or adjective beside it ("a 5% rise"), not by a verb */
    bool trend_end;         /* with up or down: the level reached ("rose to 65"), not the amount of the change */
    uint32_t start, length; /* bytes of its words in the text: number with sign, currency and unit, no qualifier */
    enum zone_kind zone;    /* set by whoever knows the zones; the extractor leaves ZONE_MAIN */
};

static inline enum figure_class figure_class_of(const struct figure *figure)
{
    return figure->unit ? figure->unit->class : CLASS_COUNT;
}

static inline const char *figure_unit_code(const struct figure *figure)
{
    return figure->unit ? figure->unit->code : "count";
}

#endif
