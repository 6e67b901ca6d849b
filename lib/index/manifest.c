/* The manifest on disk: read with its checksum, published by rename. */
#include "index/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "index/checksum.h"
#include "index/manifest_parse.h"
#include "index/schema.h"
#include "text/stem.h"

#define HEAD_WORD      "tally-manifest 1 "
#define HEAD_BYTES     (sizeof HEAD_WORD - 1 + 16 + 1) /* word, checksum, line end */
#define GENERATION_KEY "{\"generation\":"
#define PROBE_BYTES    96 /* enough for the head and the generation, which comes first */

static int manifest_path(const char *directory, char out[PATH_MAX], struct error *error)
{
    if (snprintf(out, PATH_MAX, "%s/%s", directory, MANIFEST_FILE) >= PATH_MAX)
        return fail(error, ERROR_LIMIT, 0, "%s: the path is longer than %d bytes", directory, PATH_MAX);
    return 0;
}

static int check_head(struct slice bytes, uint64_t *checksum, struct error *error)
{
    char digits[17] = "", *end = digits;
    if (bytes.length > HEAD_BYTES && slice_starts(bytes, slice_of(HEAD_WORD)) && bytes.data[HEAD_BYTES - 1] == '\n') {
        memcpy(digits, bytes.data + sizeof HEAD_WORD - 1, 16);
        *checksum = strtoull(digits, &end, 16);
    }
    if (end != digits + 16) return fail(error, ERROR_CORRUPT, 0, "expected \"%s\" and a checksum", HEAD_WORD);
    return 0;
}

static int parse_bytes(struct slice bytes, struct manifest *out, struct error *error)
{
    uint64_t checksum = 0;
    if (check_head(bytes, &checksum, error) < 0) return -1;
    struct slice json = slice_make(bytes.data + HEAD_BYTES, bytes.length - HEAD_BYTES);
    if (checksum_bytes(json) != checksum)
        return fail(error, ERROR_CORRUPT, 0, "the manifest's checksum does not agree with its content");
    return manifest_parse(json, SCHEMA_VERSION, out, error);
}

int manifest_read(const char *directory, struct manifest *out, struct error *error)
{
    char path[PATH_MAX];
    if (manifest_path(directory, path, error) < 0) return -1;
    struct buffer bytes;
    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    int result = file_read(path, &bytes, error);
    if (result == 0 && parse_bytes(buffer_view(&bytes), out, error) < 0) result = fail_within(error, "%s", path);
    buffer_free(&bytes);
    return result;
}

static ssize_t read_probe(const char *path, char out[PROBE_BYTES], struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be opened", path);
    ssize_t got = pread(fd, out, PROBE_BYTES - 1, 0);
    if (got < 0) fail_errno(error, errno, "%s: cannot be read", path);
    close(fd);
    return got;
}

static int read_head(const char *directory, uint64_t *checksum, uint64_t *generation, struct error *error)
{
    char path[PATH_MAX], probe[PROBE_BYTES];
    if (manifest_path(directory, path, error) < 0) return -1;
    ssize_t got = read_probe(path, probe, error);
    if (got < 0) return -1;
    probe[got] = '\0';
    if (check_head(slice_make(probe, (size_t)got), checksum, error) < 0) return fail_within(error, "%s", path);
    const char *key = probe + HEAD_BYTES;
    if (strncmp(key, GENERATION_KEY, sizeof GENERATION_KEY - 1) != 0)
        return fail(error, ERROR_CORRUPT, HEAD_BYTES, "%s: expected the generation first", path);
    *generation = strtoull(key + sizeof GENERATION_KEY - 1, NULL, 10);
    return 0;
}

int manifest_generation(const char *directory, uint64_t *generation, struct error *error)
{
    uint64_t checksum = 0;
    return read_head(directory, &checksum, generation, error);
}

int manifest_stamp(const char *directory, uint64_t *stamp, struct error *error)
{
    uint64_t generation;
    return read_head(directory, stamp, &generation, error);
}

static void write_file(struct json_writer *json, const struct manifest_file *file)
{
    char checksum[17];
    snprintf(checksum, sizeof checksum, "%016" PRIx64, file->checksum);
    json_open_object(json);
    json_member_string(json, "name", slice_of(file->name));
    json_member_integer(json, "size", (int64_t)file->size_bytes);
    json_member_string(json, "xxh3", slice_of(checksum));
    json_close_object(json);
}

static void write_stems(struct json_writer *json, uint32_t languages)
{
    json_key(json, "stems");
    json_open_array(json);
    for (int i = 0; stem_language_code(i); i++)
        if (languages >> i & 1) json_put_string(json, slice_of(stem_language_code(i)));
    json_close_array(json);
}

static void write_segment(struct json_writer *json, const struct manifest_segment *segment)
{
    json_open_object(json);
    json_member_string(json, "name", slice_of(segment->name));
    json_member_string(json, "uuid", slice_of(segment->uuid));
    json_member_integer(json, "documents", segment->document_count);
    json_member_integer(json, "dead", segment->dead_count);
    write_stems(json, segment->stem_languages);
    if (segment->dead_count) {
        json_key(json, "tombstones");
        write_file(json, &segment->tombstones);
    }
    json_key(json, "files");
    json_open_array(json);
    for (size_t i = 0; i < segment->file_count; i++) write_file(json, &segment->files[i]);
    json_close_array(json);
    json_close_object(json);
}

static void write_manifest(struct json_writer *json, const struct manifest *manifest)
{
    json_open_object(json);
    json_member_integer(json, "generation", (int64_t)manifest->generation);
    json_member_integer(json, "schema", SCHEMA_VERSION);
    json_member_integer(json, "next_name", (int64_t)manifest->next_name);
    json_key(json, "settings");
    json_open_object(json);
    json_member_string(json, "stem", slice_of(manifest->settings.stem));
    json_member_number(json, "reference_length", manifest->settings.reference_length);
    json_close_object(json);
    json_key(json, "segments");
    json_open_array(json);
    for (size_t i = 0; i < manifest->segment_count; i++) write_segment(json, &manifest->segments[i]);
    json_close_array(json);
    json_close_object(json);
}

static int replace_manifest(const char *path, const struct manifest *manifest, struct buffer *json, struct buffer *file,
                            struct error *error)
{
    struct json_writer writer = json_begin(json);
    write_manifest(&writer, manifest);
    buffer_byte(json, '\n');
    buffer_printf(file, HEAD_WORD "%016" PRIx64 "\n", checksum_bytes(buffer_view(json)));
    buffer_slice(file, buffer_view(json));
    if (json->failed || file->failed)
        return fail(error, ERROR_LIMIT, 0, "%s: larger than %zu bytes, or no memory", path, MANIFEST_BYTES_MAX);
    return file_replace(path, buffer_view(file), error);
}

int manifest_publish(const char *directory, const struct manifest *manifest, struct error *error)
{
    char path[PATH_MAX];
    if (manifest_path(directory, path, error) < 0) return -1;
    struct buffer json, file;
    buffer_init(&json, MANIFEST_BYTES_MAX);
    buffer_init(&file, MANIFEST_BYTES_MAX);
    int result = replace_manifest(path, manifest, &json, &file, error);
    buffer_free(&json);
    buffer_free(&file);
    return result;
}

static int measure(const char *directory, const struct manifest_file *file, uint64_t *size_bytes, uint64_t *checksum,
                   struct error *error)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", directory, file->name) >= (int)sizeof path)
        return fail(error, ERROR_LIMIT, 0, "%s: the path is longer than %d bytes", directory, PATH_MAX);
    return checksum_file(path, size_bytes, checksum, error);
}

int manifest_file_measure(const char *directory, struct manifest_file *file, struct error *error)
{
    return measure(directory, file, &file->size_bytes, &file->checksum, error);
}

int manifest_file_verify(const char *directory, const struct manifest_file *file, struct error *error)
{
    uint64_t size_bytes, checksum;
    if (measure(directory, file, &size_bytes, &checksum, error) < 0) return -1;
    if (size_bytes != file->size_bytes)
        return fail(error, ERROR_CORRUPT, 0, "%s/%s: expected %" PRIu64 " bytes, found %" PRIu64, directory, file->name,
                    file->size_bytes, size_bytes);
    if (checksum != file->checksum)
        return fail(error, ERROR_CORRUPT, 0, "%s/%s: the checksum does not agree with its content", directory,
                    file->name);
    return 0;
}
