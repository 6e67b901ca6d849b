/* A JSON body as parameters, so that GET and POST share one reader. */
#ifndef TALLY_DAEMON_REQUEST_JSON_H
#define TALLY_DAEMON_REQUEST_JSON_H

#include "daemon/parameters.h"

/* Adds the members of the object to out->parameters: numbers and booleans as text, arrays of strings, which the lists
 * of `table` take, joined by commas. */
int request_json_read(struct arena *arena, struct slice body, const struct parameter *table, size_t count,
                      struct url *out, struct error *error);

#endif
