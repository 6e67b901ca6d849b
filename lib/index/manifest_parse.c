/* Reading a manifest's JSON: every member is checked, nothing is trusted. */
#include "index/manifest_parse.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include <jansson.h>

#include "text/stem.h"

static int corrupt(struct error *error, const char *what)
{
    return fail(error, ERROR_CORRUPT, 0, "manifest: expected %s", what);
}

static int take_integer(const json_t *object, const char *key, uint64_t most, uint64_t *out, struct error *error)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0 || (uint64_t)json_integer_value(value) > most)
        return corrupt(error, key);
    *out = (uint64_t)json_integer_value(value);
    return 0;
}

static int take_count(const json_t *object, const char *key, uint32_t *out, struct error *error)
{
    uint64_t value = 0;
    if (take_integer(object, key, UINT32_MAX, &value, error) < 0) return -1;
    *out = (uint32_t)value;
    return 0;
}

static int take_string(const json_t *object, const char *key, char *out, size_t capacity, struct error *error)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value) || json_string_length(value) >= capacity) return corrupt(error, key);
    memcpy(out, json_string_value(value), json_string_length(value) + 1);
    return 0;
}

/* A name stands for a file of the directory: it must not lead out of it. */
static int take_name(const json_t *object, char out[MANIFEST_NAME_MAX], struct error *error)
{
    if (take_string(object, "name", out, MANIFEST_NAME_MAX, error) < 0) return -1;
    if (!out[0] || out[0] == '.' || strchr(out, '/')) return corrupt(error, "a plain file name");
    return 0;
}

static int take_checksum(const json_t *object, uint64_t *out, struct error *error)
{
    char text[17], *end;
    if (take_string(object, "xxh3", text, sizeof text, error) < 0) return -1;
    *out = strtoull(text, &end, 16);
    return end == text + 16 ? 0 : corrupt(error, "a checksum of 16 hex digits");
}

static int take_file(const json_t *object, struct manifest_file *out, struct error *error)
{
    if (!json_is_object(object)) return corrupt(error, "a file");
    if (take_name(object, out->name, error) < 0) return -1;
    if (take_integer(object, "size", INT64_MAX, &out->size_bytes, error) < 0) return -1;
    return take_checksum(object, &out->checksum, error);
}

static int take_files(const json_t *list, struct manifest_segment *out, struct error *error)
{
    if (!json_is_array(list) || json_array_size(list) > MANIFEST_FILES_MAX) return corrupt(error, "files");
    for (out->file_count = 0; out->file_count < json_array_size(list); out->file_count++) {
        if (take_file(json_array_get(list, out->file_count), &out->files[out->file_count], error) < 0) return -1;
    }
    return 0;
}

static int take_stems(const json_t *list, uint32_t *out, struct error *error)
{
    if (!json_is_array(list)) return corrupt(error, "stems");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *code = json_string_value(json_array_get(list, i));
        int language = stem_language_find(slice_of(code));
        if (language < 0) return corrupt(error, "languages of stems that this program knows");
        *out |= UINT32_C(1) << language;
    }
    return 0;
}

static int take_segment(const json_t *object, struct manifest_segment *out, struct error *error)
{
    if (!json_is_object(object)) return corrupt(error, "a segment");
    if (take_name(object, out->name, error) < 0) return -1;
    if (take_string(object, "uuid", out->uuid, sizeof out->uuid, error) < 0) return -1;
    if (take_count(object, "documents", &out->document_count, error) < 0) return -1;
    if (take_count(object, "dead", &out->dead_count, error) < 0) return -1;
    if (out->dead_count > out->document_count) return corrupt(error, "fewer dead documents than documents");
    if (take_stems(json_object_get(object, "stems"), &out->stem_languages, error) < 0) return -1;
    const json_t *tombstones = json_object_get(object, "tombstones");
    if (tombstones && take_file(tombstones, &out->tombstones, error) < 0) return -1;
    if (!tombstones != !out->dead_count) return corrupt(error, "tombstones where documents are dead");
    return take_files(json_object_get(object, "files"), out, error);
}

static int take_settings(const json_t *object, struct settings *out, struct error *error)
{
    if (!json_is_object(object)) return corrupt(error, "settings");
    if (take_string(object, "stem", out->stem, sizeof out->stem, error) < 0) return -1;
    const json_t *length = json_object_get(object, "reference_length");
    out->reference_length = json_number_value(length);
    if (!json_is_number(length) || !(out->reference_length > 0)) return corrupt(error, "a positive reference_length");
    return 0;
}

/* Another schema has other terms, values or impacts: neither cursors nor weights would be right. */
static int check_schema(uint64_t schema, uint64_t expected, struct error *error)
{
    if (schema == expected) return 0;
    if (schema > expected)
        return fail(error, ERROR_VERSION, 0, "written by a newer tally: its schema is %llu, this program reads %llu",
                    (unsigned long long)schema, (unsigned long long)expected);
    fail(error, ERROR_VERSION, 0, "written by an older tally: its schema is %llu, this program reads %llu",
         (unsigned long long)schema, (unsigned long long)expected);
    return fail_hint(error, "index the articles again, into another directory");
}

static int take_manifest(const json_t *root, uint64_t expected_schema, struct manifest *out, struct error *error)
{
    uint64_t schema = 0;
    if (!json_is_object(root)) return corrupt(error, "an object");
    if (take_integer(root, "schema", INT64_MAX, &schema, error) < 0) return -1;
    if (check_schema(schema, expected_schema, error) < 0) return -1;
    if (take_integer(root, "generation", INT64_MAX, &out->generation, error) < 0) return -1;
    if (take_integer(root, "next_name", INT64_MAX, &out->next_name, error) < 0) return -1;
    if (take_settings(json_object_get(root, "settings"), &out->settings, error) < 0) return -1;
    const json_t *list = json_object_get(root, "segments");
    if (!json_is_array(list) || json_array_size(list) > MANIFEST_SEGMENTS_MAX) return corrupt(error, "segments");
    for (; out->segment_count < json_array_size(list); out->segment_count++) {
        if (take_segment(json_array_get(list, out->segment_count), &out->segments[out->segment_count], error) < 0)
            return -1;
    }
    return 0;
}

int manifest_parse(struct slice json, uint64_t schema, struct manifest *out, struct error *error)
{
    *out = (struct manifest){0};
    json_error_t fault;
    json_t *root = json_loadb(json.data, json.length, JSON_REJECT_DUPLICATES, &fault);
    if (!root) return fail(error, ERROR_CORRUPT, (uint64_t)fault.position, "manifest: %s", fault.text);
    int result = take_manifest(root, schema, out, error);
    json_decref(root);
    return result;
}
