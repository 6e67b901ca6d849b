/* Days as prose and bylines write them. */
#ifndef TALLY_FIGURES_DATE_H
#define TALLY_FIGURES_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "text/tokens.h"

#define DATE_YEAR_MIN 1500
#define DATE_YEAR_MAX 2100

struct date {
    int year, month, day; /* of the calendar: 1..12, 1..31 as the month has */
};

/* A whole day that begins at token `at`: "6 February 2020", "6th of February, 2020", "6 de febrero de 2020",
 * "Feb. 6, 2020", "2020-02-06", "2020/02/06", "06.02.2020". What may be read in two ways (06/02/2020) is none. `last`
 * gets its last token. */
bool date_read(const struct text_tokens *tokens, uint32_t at, struct date *out, uint32_t *last);

/* "2020-02-06", in the arena; empty when it is full. */
struct slice date_print(struct arena *arena, struct date date);

/* The same day in an address, apart from other digits: "/2020/02/06/", "-2020-02-06". */
bool date_in_address(struct slice address, struct date *out);

#endif
