/* Fields and records. */
#include "daemon/csv.h"

#include "base/json.h"

struct csv_writer csv_begin(struct buffer *out)
{
    return (struct csv_writer){.out = out};
}

static void begin_field(struct csv_writer *csv)
{
    if (csv->comma) buffer_byte(csv->out, ',');
    csv->comma = true;
}

static bool needs_quotes(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (memchr(",\"\r\n", text.data[i], 4)) return true;
    return false;
}

void csv_text(struct csv_writer *csv, struct slice text)
{
    begin_field(csv);
    if (!needs_quotes(text)) {
        buffer_slice(csv->out, text);
        return;
    }
    buffer_byte(csv->out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '"') buffer_byte(csv->out, '"');
        buffer_byte(csv->out, text.data[i]);
    }
    buffer_byte(csv->out, '"');
}

void csv_number(struct csv_writer *csv, double value)
{
    char text[JSON_NUMBER_MAX];
    csv_text(csv, slice_make(text, json_format_number(value, text)));
}

void csv_end_record(struct csv_writer *csv)
{
    buffer_string(csv->out, "\r\n");
    csv->comma = false;
}
