/* GET /stats: numbers about the index. */
#include "daemon/handlers/handlers.h"

#include "base/json.h"

static uint64_t segment_size(const struct manifest_segment *segment)
{
    uint64_t size_bytes = segment->tombstones.size_bytes;
    for (size_t i = 0; i < segment->file_count; i++) size_bytes += segment->files[i].size_bytes;
    return size_bytes;
}

static void write_languages(struct json_writer *json, uint32_t languages)
{
    json_key(json, "stem_languages");
    json_open_array(json);
    for (int i = 0; stem_language_code(i); i++)
        if (languages >> i & 1) json_put_string(json, slice_of(stem_language_code(i)));
    json_close_array(json);
}

static void write_snapshot(struct json_writer *json, const struct snapshot *snapshot)
{
    uint64_t figures = 0, size_bytes = 0;
    size_t segments = snapshot ? snapshot_segment_count(snapshot) : 0;
    for (size_t i = 0; i < segments; i++) {
        const struct column *column = snapshot_column(snapshot, i);
        if (column) figures += column_figure_count(column);
        size_bytes += segment_size(snapshot_segment(snapshot, i));
    }
    json_member_integer(json, "documents", snapshot ? snapshot_document_count(snapshot) : 0);
    json_member_integer(json, "figures", (int64_t)figures);
    json_member_integer(json, "segments", (int64_t)segments);
    json_member_integer(json, "size_bytes", (int64_t)size_bytes);
    json_member_integer(json, "generation", snapshot ? (int64_t)snapshot_generation(snapshot) : 0);
    json_member_string(json, "stem", slice_of(snapshot ? snapshot_settings(snapshot)->stem : ""));
    write_languages(json, snapshot ? snapshot_stem_languages(snapshot) : 0);
}

int handle_stats(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    (void)arena;
    if (question->url.parameter_count) return fail(error, ERROR_BAD_REQUEST, 0, "expected no parameters here");
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "version", slice_of(TALLY_VERSION));
    write_snapshot(&json, question->snapshot);
    json_member_bool(&json, "behind", question->behind);
    json_close_object(&json);
    return 0;
}
