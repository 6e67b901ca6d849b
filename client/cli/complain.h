/* Saying what is wrong with a query, with a caret under the place. */
#ifndef TALLY_CLI_COMPLAIN_H
#define TALLY_CLI_COMPLAIN_H

#include "tally.h"

/* To standard error. `query` may be NULL when the error is not about one. */
void complain_error(const char *query, const struct tally_error *error);
void complain_note(const char *query, const struct tally_note *note);

#endif
