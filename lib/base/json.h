/* Writing JSON, append-only: what the daemon answers and what --figures prints. Reading is jansson's work.
 *
 * The writer knows where commas belong; the caller opens, names and closes. Strings are escaped; bytes that are not
 * UTF-8 become U+FFFD, so that the output is always legal JSON. Failure is the buffer's (buffer->failed).
 * Values are put (json_put_string …): jansson has functions called json_string and the like, and both are linked. */
#ifndef TALLY_BASE_JSON_H
#define TALLY_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct json_writer {
    struct buffer *out;
    bool comma; /* something stands before on this level */
};

struct json_writer json_begin(struct buffer *out);
void json_open_object(struct json_writer *json);
void json_close_object(struct json_writer *json);
void json_open_array(struct json_writer *json);
void json_close_array(struct json_writer *json);
void json_key(struct json_writer *json, const char *key);
void json_put_string(struct json_writer *json, struct slice text);
void json_put_bool(struct json_writer *json, bool value);
void json_put_null(struct json_writer *json);
void json_put_integer(struct json_writer *json, int64_t value);
/* The shortest decimal that reads back as the same double ("65000", "2.5"); not finite becomes null. */
void json_put_number(struct json_writer *json, double value);
/* A value that is JSON already. */
void json_put_raw(struct json_writer *json, struct slice text);

/* key and value at once */
void json_member_string(struct json_writer *json, const char *key, struct slice text);
void json_member_integer(struct json_writer *json, const char *key, int64_t value);
void json_member_number(struct json_writer *json, const char *key, double value);
void json_member_bool(struct json_writer *json, const char *key, bool value);

/* The shortest decimal text of a finite double, as json_put_number() writes it, always without an exponent between 1e-7
 * and 1e21; returns its length. `out` has room for JSON_NUMBER_MAX bytes. */
#define JSON_NUMBER_MAX 40
size_t json_format_number(double value, char out[JSON_NUMBER_MAX]);

#endif
