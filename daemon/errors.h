/* Failures as HTTP answers: a status and a JSON object. */
#ifndef TALLY_DAEMON_ERRORS_H
#define TALLY_DAEMON_ERRORS_H

#include "base/buffer.h"
#include "base/error.h"

/* 400 for ERROR_BAD_QUERY …; 500 for what has no row of its own. */
int errors_status(enum error_code code);
/* {"message","code","type","link","position","length","hint"}; position and length are null when it is not about a
 * place in the query, hint is null when there is none. */
void errors_write(struct buffer *out, const struct error *error);

#endif
