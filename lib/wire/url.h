/* Targets of HTTP requests: path segments and parameters, percent-coding both ways. */
#ifndef TALLY_WIRE_URL_H
#define TALLY_WIRE_URL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#define URL_PARAMETERS_MAX 32

struct url_parameter {
    struct slice name, value; /* decoded */
};

struct url {
    struct slice path; /* decoded; "/documents/a b" */
    struct url_parameter parameters[URL_PARAMETERS_MAX];
    size_t parameter_count;
};

/* Splits and decodes "/path?name=value&…" ('+' is a space in parameters). ERROR_BAD_REQUEST on a broken escape, a NUL
 * or too many parameters; offset is the byte in `target`. */
int url_parse(struct arena *arena, struct slice target, struct url *out, struct error *error);
/* .data NULL when it is not there */
struct slice url_parameter(const struct url *url, const char *name);
/* Appends `text` with everything but unreserved characters (RFC 3986, 2.3) percent-coded. */
void url_encode(struct buffer *out, struct slice text);

#endif
