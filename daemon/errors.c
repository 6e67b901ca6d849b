/* The table of statuses, and the one JSON form of every failure. */
#include "daemon/errors.h"

#include <stdio.h>

#include "base/json.h"

static const struct row {
    enum error_code code;
    int status;
    const char *type;
} rows[] = {
#define ERROR_STATUS(code, status, type) {ERROR_##code, status, type},
#include "daemon/error_status.def"
#undef ERROR_STATUS
};

static struct row row_of(enum error_code code)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code) return rows[i];
    return (struct row){code, 500, "internal"};
}

int errors_status(enum error_code code)
{
    return row_of(code).status;
}

static void write_place(struct json_writer *json, const char *key, bool known, uint64_t value)
{
    json_key(json, key);
    if (known)
        json_put_integer(json, (int64_t)value);
    else
        json_put_null(json);
}

void errors_write(struct buffer *out, const struct error *error)
{
    const char *word = error_word(error->code);
    bool placed = error->code == ERROR_BAD_QUERY || (error->code == ERROR_LIMIT && error->length > 0);
    char link[96];
    snprintf(link, sizeof link, "docs/http-api.md#%s", word);
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "message", slice_of(error->message));
    json_member_string(&json, "code", slice_of(word));
    json_member_string(&json, "type", slice_of(row_of(error->code).type));
    json_member_string(&json, "link", slice_of(link));
    write_place(&json, "position", placed, error->offset);
    write_place(&json, "length", placed, error->length);
    json_key(&json, "hint");
    if (error->hint[0])
        json_put_string(&json, slice_of(error->hint));
    else
        json_put_null(&json);
    json_close_object(&json);
}
