/* Members of the reply, in the order of docs/http-api.md; both forms have the columns of row_columns.def. */
#include "daemon/figures_reply.h"

#include "daemon/csv.h"
#include "daemon/reply.h"

/* ---- CSV */

#define CSV_NUMBER(csv, value)  csv_number(csv, value)
#define CSV_INTEGER(csv, value) csv_number(csv, (double)(value))
#define CSV_TEXT(csv, value)    csv_text(csv, value)

static void write_header(struct csv_writer *csv)
{
#define ROW_COLUMN(name, kind, value) csv_text(csv, slice_of(name));
#include "daemon/row_columns.def"
#undef ROW_COLUMN
    csv_end_record(csv);
}

static void write_record(struct csv_writer *csv, const struct table_row *row)
{
#define ROW_COLUMN(name, kind, value) CSV_##kind(csv, value);
#include "daemon/row_columns.def"
#undef ROW_COLUMN
    csv_end_record(csv);
}

static void write_csv(struct buffer *out, const struct table_reply *reply)
{
    struct csv_writer csv = csv_begin(out);
    write_header(&csv);
    for (size_t i = 0; i < reply->row_count; i++) write_record(&csv, &reply->rows[i]);
}

/* ---- JSON */

#define JSON_NUMBER(json, name, value)  json_member_number(json, name, value)
#define JSON_INTEGER(json, name, value) json_member_integer(json, name, value)
#define JSON_TEXT(json, name, value)    json_member_string(json, name, value)

static void write_row(struct json_writer *json, const struct table_row *row, bool grouped)
{
    json_open_object(json);
#define ROW_COLUMN(name, kind, value) JSON_##kind(json, name, value);
#include "daemon/row_columns.def"
#undef ROW_COLUMN
    if (grouped) json_member_integer(json, "group", row->group);
    json_close_object(json);
}

static void write_rows(struct json_writer *json, const struct table_reply *reply, bool grouped)
{
    json_key(json, "rows");
    json_open_array(json);
    for (size_t i = 0; i < reply->row_count; i++) write_row(json, &reply->rows[i], grouped);
    json_close_array(json);
}

static void write_value(struct json_writer *json, const struct table_value *value)
{
    json_open_object(json);
    json_member_number(json, "value", value->low);
    json_member_number(json, "low", value->low);
    json_member_number(json, "high", value->high);
    json_member_string(json, "qualifier", slice_of(figure_qualifier_sign(value->qualifier)));
    json_member_integer(json, "count", value->count);
    json_close_object(json);
}

static void write_group(struct json_writer *json, const struct table_group *group)
{
    json_open_object(json);
    json_member_string(json, "label", group->label);
    json_member_string(json, "unit", group->unit);
    json_member_integer(json, "count", group->count);
    json_member_number(json, "min", group->min);
    json_member_number(json, "median", group->median);
    json_member_number(json, "max", group->max);
    json_member_integer(json, "distinct", group->distinct);
    json_key(json, "values");
    json_open_array(json);
    for (size_t i = 0; i < group->value_count; i++) write_value(json, &group->values[i]);
    json_close_array(json);
    json_close_object(json);
}

static void write_groups(struct json_writer *json, const struct table_reply *reply)
{
    json_key(json, "groups");
    json_open_array(json);
    for (size_t i = 0; i < reply->group_count; i++) write_group(json, &reply->groups[i]);
    json_close_array(json);
}

/* The offset of the next page; 0 on the last one. */
static uint64_t next_offset(const struct table_request *table, const struct table_reply *reply)
{
    uint64_t next = (uint64_t)table->offset + reply->row_count;
    return next < reply->total && next + table->limit <= TABLE_ROWS_MAX ? next : 0;
}

static void write_next(struct json_writer *json, const struct table_request *table, const struct table_reply *reply)
{
    uint64_t next = next_offset(table, reply);
    json_key(json, "next");
    if (next)
        json_put_integer(json, (int64_t)next);
    else
        json_put_null(json);
}

static void write_json(struct buffer *out, const struct table_request *table, const struct table_reply *reply,
                       double took_ms)
{
    struct json_writer json = json_begin(out);
    bool grouped = table->by != TABLE_BY_NOTHING;
    json_open_object(&json);
    json_member_string(&json, "query", table->query);
    json_member_integer(&json, "total", (int64_t)reply->total);
    json_member_bool(&json, "total_exact", reply->total_exact);
    json_member_integer(&json, "offset", table->offset);
    json_member_integer(&json, "limit", table->limit);
    write_next(&json, table, reply);
    json_member_number(&json, "took_ms", took_ms);
    json_member_bool(&json, "partial", reply->partial);
    write_rows(&json, reply, grouped);
    if (grouped) write_groups(&json, reply);
    reply_notes(&json, reply->notes, reply->note_count);
    json_close_object(&json);
}

/* One row a line. Groups are for JSON. */
static void write_lines(struct buffer *out, const struct table_request *table, const struct table_reply *reply)
{
    struct reply_lines lines = {.total = reply->total,
                                .total_exact = reply->total_exact,
                                .partial = reply->partial,
                                .next = next_offset(table, reply)};
    reply_begin_lines(out, &lines);
    for (size_t i = 0; i < reply->row_count; i++) {
        struct json_writer json = json_begin(out);
        write_row(&json, &reply->rows[i], table->by != TABLE_BY_NOTHING);
        buffer_byte(out, '\n');
    }
}

void figures_reply_write(struct buffer *out, const struct figures_request *request, const struct table_reply *reply,
                         double took_ms)
{
    if (request->content == CONTENT_CSV)
        write_csv(out, reply);
    else if (request->content == CONTENT_JSONL)
        write_lines(out, &request->table, reply);
    else
        write_json(out, &request->table, reply, took_ms);
}
