/* Request parameters, from the target or from a JSON body, read by a table of names. */
#ifndef TALLY_DAEMON_PARAMETERS_H
#define TALLY_DAEMON_PARAMETERS_H

#include "query/parse.h"
#include "wire/url.h"

typedef int parameter_reader(struct slice value, void *out, struct error *error);

enum parameter_kind {
    PARAMETER_ONE, /* value */
    PARAMETER_LIST /* pieces with commas between them, in JSON an array too */
};

struct parameter {
    const char *name;
    parameter_reader *read;
    enum parameter_kind kind;
};

#define PARAMETERS_MAX 32 /* rows of a table */

/* Calls the reader of each parameter there is, with `out`. ERROR_BAD_REQUEST names one that is unknown or said twice,
 * or whose value was refused. Slices live in the arena. */
int parameters_read(struct arena *arena, const struct url *url, struct slice body, const struct parameter *table,
                    size_t count, void *out, struct error *error);

/* For readers; each refuses what it does not like. */
int parameter_refuse(struct error *error, const char *expected);
int parameter_text(struct slice value, struct slice *out, struct error *error);
int parameter_number(struct slice value, uint32_t low, uint32_t high, uint32_t *out, struct error *error);
int parameter_switch(struct slice value, bool *out, struct error *error);
/* The index of `value` among `words`, or -1: the caller knows what to expect. */
int parameter_word(struct slice value, const char *const *words, int count);
int parameter_match(struct slice value, struct query_options *out, struct error *error);
/* Cuts the first piece off a list with commas. */
struct slice parameter_next(struct slice *list);

#endif
