/* A JSON body as parameters, so that GET and POST share one reader. */
#ifndef TALLY_DAEMON_REQUEST_JSON_H
#define TALLY_DAEMON_REQUEST_JSON_H

#include "wire/url.h"

/* Adds the members of the object to out->parameters: numbers and booleans as text, arrays of strings joined by commas.
 */
int request_json_read(struct arena *arena, struct slice body, struct url *out, struct error *error);

#endif
