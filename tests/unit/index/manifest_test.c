/* The manifest: what is published reads back, what is damaged is refused. */
#include "support.h"

#include "index/checksum.h"
#include "index/manifest.h"
#include "index/schema.h"
#include "text/stem.h"

static uint32_t mask_of(const char *code)
{
    return UINT32_C(1) << stem_language_find(slice_of(code));
}

static void fill(struct manifest *manifest)
{
    *manifest = (struct manifest){.generation = 7, .next_name = 12, .segment_count = 2};
    strcpy(manifest->settings.stem, "auto");
    manifest->settings.reference_length = 300;
    for (size_t i = 0; i < 2; i++) {
        struct manifest_segment *segment = &manifest->segments[i];
        snprintf(segment->name, sizeof segment->name, "segment-%08zu", 5 - i);
        strcpy(segment->uuid, "00000000-1111-2222-3333-444444444444");
        segment->document_count = 100;
        segment->stem_languages = mask_of("en") | mask_of(i ? "fr" : "none");
        segment->file_count = 1;
        segment->files[0] = (struct manifest_file){"iamglass", 138, UINT64_C(0xFEDCBA9876543210)};
    }
    manifest->segments[1].dead_count = 3;
    manifest->segments[1].tombstones = (struct manifest_file){"dead-00000006", 40, 1};
}

#define TEXT_OF(number) #number
#define NUMBER(macro)   TEXT_OF(macro)
#define SCHEMA_TEXT     NUMBER(SCHEMA_VERSION)
#define MANIFEST_HEAD                                                                                                  \
    "{\"generation\":1,\"schema\":" SCHEMA_TEXT ",\"next_name\":2,"                                                    \
    "\"settings\":{\"stem\":\"en\",\"reference_length\":300},\"segments\":["

/* Writes `json` as a manifest with a good checksum. */
static void write_manifest(const char *folder, const char *json)
{
    char path[TEST_PATH_MAX], text[4096];
    struct error error;
    snprintf(path, sizeof path, "%s/MANIFEST", folder);
    snprintf(text, sizeof text, "tally-manifest 1 %016llx\n%s", (unsigned long long)checksum_bytes(slice_of(json)),
             json);
    assert_int_equal(file_replace(path, slice_of(text), &error), 0);
}

static void what_is_published_reads_back(void **state)
{
    struct manifest out, back;
    struct error error;
    uint64_t generation;
    fill(&out);
    assert_int_equal(manifest_publish(*state, &out, &error), 0);
    assert_int_equal(manifest_read(*state, &back, &error), 0);
    assert_int_equal(back.generation, 7);
    assert_int_equal(back.next_name, 12);
    assert_string_equal(back.settings.stem, "auto");
    assert_true(back.settings.reference_length == 300);
    assert_int_equal(back.segment_count, 2);
    assert_memory_equal(back.segments, out.segments, sizeof out.segments);
    assert_int_equal(manifest_generation(*state, &generation, &error), 0);
    assert_int_equal(generation, 7);
}

static void a_directory_without_a_manifest_holds_no_index(void **state)
{
    struct manifest back;
    struct error error;
    uint64_t generation;
    assert_int_equal(manifest_read(*state, &back, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_int_equal(manifest_generation(*state, &generation, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void one_wrong_byte_anywhere_is_refused(void **state)
{
    struct manifest manifest;
    struct error error;
    struct buffer bytes;
    char path[TEST_PATH_MAX];
    fill(&manifest);
    assert_int_equal(manifest_publish(*state, &manifest, &error), 0);
    snprintf(path, sizeof path, "%s/MANIFEST", (char *)*state);
    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    assert_int_equal(file_read(path, &bytes, &error), 0);
    for (size_t i = 0; i < bytes.length; i++) {
        flip_byte(path, (long)i);
        assert_int_equal(manifest_read(*state, &manifest, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
        flip_byte(path, (long)i);
    }
    assert_int_equal(manifest_read(*state, &manifest, &error), 0);
    for (size_t length = 0; length < bytes.length; length++) {
        assert_int_equal(file_replace(path, slice_make(bytes.data, length), &error), 0);
        assert_int_equal(manifest_read(*state, &manifest, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
    }
    buffer_free(&bytes);
}

static void a_newer_schema_is_refused_as_such(void **state)
{
    struct manifest manifest;
    struct error error;
    char json[128];
    snprintf(json, sizeof json, "{\"generation\":1,\"schema\":%d,\"anything\":\"else\"}", SCHEMA_VERSION + 1);
    write_manifest(*state, json);
    assert_int_equal(manifest_read(*state, &manifest, &error), -1);
    assert_int_equal(error.code, ERROR_VERSION);
    assert_non_null(strstr(error.message, "newer tally"));
}

static void every_older_schema_is_refused_with_what_to_do(void **state)
{
    for (int schema = 0; schema < SCHEMA_VERSION; schema++) {
        struct manifest manifest;
        struct error error;
        char json[128];
        snprintf(json, sizeof json, "{\"generation\":1,\"schema\":%d,\"anything\":\"else\"}", schema);
        write_manifest(*state, json);
        assert_int_equal(manifest_read(*state, &manifest, &error), -1);
        assert_int_equal(error.code, ERROR_VERSION);
        assert_non_null(strstr(error.message, "older tally"));
        assert_non_null(strstr(error.hint, "index the articles again"));
    }
}

static void languages_that_the_program_does_not_know_are_refused(void **state)
{
    static const char *const stems[] = {"null", "[\"xx\"]", "[7]", "\"en\"", "[\"en\",null]"};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        char json[1024];
        struct manifest manifest;
        struct error error;
        snprintf(json, sizeof json,
                 MANIFEST_HEAD "{\"name\":\"s\",\"uuid\":\"\",\"documents\":1,\"dead\":0,\"stems\":%s,\"files\":[]}]}",
                 stems[i]);
        write_manifest(*state, json);
        assert_int_equal(manifest_read(*state, &manifest, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
    }
}

static void names_that_lead_out_of_the_directory_are_refused(void **state)
{
    static const char *const names[] = {"..", "../x", "a/b", "/etc", "", ".hidden"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char json[1024];
        struct manifest manifest;
        struct error error;
        snprintf(json, sizeof json,
                 MANIFEST_HEAD "{\"name\":\"%s\",\"uuid\":\"\",\"documents\":1,\"dead\":0,\"stems\":[],\"files\":[]}]}",
                 names[i]);
        write_manifest(*state, json);
        assert_int_equal(manifest_read(*state, &manifest, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
    }
}

static void more_segments_than_the_maximum_are_refused(void **state)
{
    char json[4096] = MANIFEST_HEAD;
    struct manifest manifest;
    struct error error;
    for (int i = 0; i <= MANIFEST_SEGMENTS_MAX; i++) strcat(json, i ? ",{}" : "{}");
    strcat(json, "]}");
    write_manifest(*state, json);
    assert_int_equal(manifest_read(*state, &manifest, &error), -1);
    assert_int_equal(error.code, ERROR_CORRUPT);
}

static void numbers_out_of_range_are_refused(void **state)
{
    static const char *const segments[] = {
        "{\"name\":\"s\",\"uuid\":\"\",\"documents\":-1,\"dead\":0,\"stems\":[],\"files\":[]}",
        "{\"name\":\"s\",\"uuid\":\"\",\"documents\":4294967296,\"dead\":0,\"stems\":[],\"files\":[]}",
        "{\"name\":\"s\",\"uuid\":\"\",\"documents\":1,\"dead\":2,\"stems\":[],\"files\":[]}",
        "{\"name\":\"s\",\"uuid\":\"\",\"documents\":1,\"dead\":1,\"stems\":[],\"files\":[]}",
        "{\"name\":\"s\",\"uuid\":\"\",\"documents\":1.5,\"dead\":0,\"stems\":[],\"files\":[]}",
        "{\"name\":\"s\",\"uuid\":\"\",\"documents\":1,\"dead\":0,\"stems\":[],\"files\":[{\"name\":\"f\",\"size\":-1,"
        "\"xxh3\":\"0\"}]}",
        "[]",
    };
    for (size_t i = 0; i < sizeof segments / sizeof segments[0]; i++) {
        char json[1024];
        struct manifest manifest;
        struct error error;
        snprintf(json, sizeof json, MANIFEST_HEAD "%s]}", segments[i]);
        write_manifest(*state, json);
        assert_int_equal(manifest_read(*state, &manifest, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
    }
}

static void a_file_that_changed_does_not_verify(void **state)
{
    char path[TEST_PATH_MAX];
    struct error error;
    struct manifest_file file = {.name = "data"};
    snprintf(path, sizeof path, "%s/data", (char *)*state);
    assert_int_equal(file_create(path, slice_of("0123456789"), &error), 0);
    assert_int_equal(manifest_file_measure(*state, &file, &error), 0);
    assert_int_equal(file.size_bytes, 10);
    assert_int_equal(manifest_file_verify(*state, &file, &error), 0);
    flip_byte(path, 9);
    assert_int_equal(manifest_file_verify(*state, &file, &error), -1);
    assert_int_equal(error.code, ERROR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_published_reads_back, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_directory_without_a_manifest_holds_no_index, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(one_wrong_byte_anywhere_is_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_newer_schema_is_refused_as_such, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(every_older_schema_is_refused_with_what_to_do, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(languages_that_the_program_does_not_know_are_refused, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(names_that_lead_out_of_the_directory_are_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(more_segments_than_the_maximum_are_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(numbers_out_of_range_are_refused, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_that_changed_does_not_verify, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
