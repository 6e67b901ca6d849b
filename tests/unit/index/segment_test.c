/* Segments: written once, described for the manifest, merged with their columns and tombstones. */
#include "support.h"

#include "index/column.h"
#include "index/segment.h"
#include "index/snapshot.h"

static void add_article(struct segment_writer *writer, const char *id, const char *body)
{
    struct error error;
    struct document document;
    struct arena *arena = arena_new((size_t)64 << 20);
    struct stemmers *stemmers = stemmers_new(slice_of("en"), &error);
    struct article article = make_article(id, "", "", body);
    assert_int_equal(document_build(arena, &article, stemmers, NULL, REFERENCE_LENGTH, &document, &error), 0);
    assert_int_equal(segment_writer_add(writer, &document, &error), 0);
    stemmers_free(stemmers);
    arena_free(arena);
}

/* A segment of two articles, of which the first and second count `first` and `second` boats. */
static struct manifest_segment write_segment(const char *folder, const char *name, int first, int second)
{
    struct manifest_segment segment;
    struct error error;
    char id[80], body[80];
    struct segment_writer *writer = segment_writer_new(folder, name, &error);
    assert_non_null(writer);
    snprintf(id, sizeof id, "%s/1", name);
    snprintf(body, sizeof body, "They saw %d boats.", first);
    add_article(writer, id, body);
    snprintf(id, sizeof id, "%s/2", name);
    snprintf(body, sizeof body, "They saw %d boats.", second);
    add_article(writer, id, body);
    assert_int_equal(segment_writer_finish(writer, &segment, &error), 0);
    segment_writer_free(writer);
    return segment;
}

static void a_finished_segment_is_described_by_its_files(void **state)
{
    struct manifest_segment segment = write_segment(*state, "segment-1", 11, 22);
    char path[TEST_PATH_MAX];
    struct error error;
    assert_int_equal(segment.document_count, 2);
    assert_int_equal(strlen(segment.uuid), 36);
    assert_true(segment.file_count >= 5);
    snprintf(path, sizeof path, "%s/segment-1", (char *)*state);
    for (size_t i = 0; i < segment.file_count; i++)
        assert_int_equal(manifest_file_verify(path, &segment.files[i], &error), 0);
}

static void a_segment_that_was_not_finished_leaves_nothing(void **state)
{
    struct error error;
    struct segment_writer *writer = segment_writer_new(*state, "segment-1", &error);
    assert_non_null(writer);
    add_article(writer, "a", "Some 300 people.");
    segment_writer_free(writer);
    assert_int_equal(count_entries(*state, "segment-"), 0);
}

static void a_segment_does_not_overwrite_another(void **state)
{
    struct error error;
    write_segment(*state, "segment-1", 11, 22);
    assert_null(segment_writer_new(*state, "segment-1", &error));
    assert_int_equal(count_entries(*state, "segment-1"), 1);
}

static void merged_columns_and_tombstones_follow_the_shifted_docids(void **state)
{
    struct manifest_segment a = write_segment(*state, "segment-1", 11, 22),
                            b = write_segment(*state, "segment-2", 33, 44);
    struct arena *arena = arena_new((size_t)1 << 20);
    uint64_t dead_of_b = 1, *dead;
    struct segment_source sources[] = {{&a, NULL}, {&b, &dead_of_b}};
    struct manifest_segment merged;
    struct error error;
    char path[TEST_PATH_MAX];
    assert_int_equal(segment_merge(arena, *state, sources, 2, "segment-3", &merged, &dead, &error), 0);
    assert_int_equal(merged.document_count, 4);
    assert_int_equal(merged.dead_count, 1);
    assert_int_equal(dead[0], 4);
    snprintf(path, sizeof path, "%s/segment-3/%s", (char *)*state, SEGMENT_COLUMN_FILE);
    struct column *column = column_open(path, &error);
    assert_non_null(column);
    assert_int_equal(column_figure_count(column), 3); /* 33 stood in the dead article */
    assert_true(column_figure_at(column, 0).low == 11 && column_figure_at(column, 0).docid == 1);
    assert_true(column_figure_at(column, 1).low == 22 && column_figure_at(column, 1).docid == 2);
    assert_true(column_figure_at(column, 2).low == 44 && column_figure_at(column, 2).docid == 4);
    uint32_t facet;
    assert_true(column_facet_find(column, slice_of("nboat"), &facet));
    assert_int_equal(column_facet_size(column, facet), 3);
    column_close(column);
    arena_free(arena);
}

static void tombstones_read_back(void **state)
{
    enum { DOCUMENTS = 70 };
    struct arena *arena = arena_new((size_t)1 << 20);
    struct manifest_segment segment = {.document_count = DOCUMENTS, .dead_count = 2};
    uint64_t dead[2] = {1, 1u << 5}, *back;
    struct error error;
    assert_int_equal(tombstones_write(*state, "dead-1", dead, DOCUMENTS, &segment.tombstones, &error), 0);
    assert_int_equal(manifest_file_verify(*state, &segment.tombstones, &error), 0);
    assert_int_equal(tombstones_read(arena, *state, &segment, &back, &error), 0);
    assert_memory_equal(back, dead, sizeof dead);
    arena_free(arena);
}

static void damaged_tombstones_are_refused(void **state)
{
    struct arena *arena = arena_new((size_t)1 << 20);
    struct manifest_segment segment = {.document_count = 70, .dead_count = 1};
    uint64_t dead[2] = {1, 0}, *back;
    struct error error;
    char path[TEST_PATH_MAX];
    assert_int_equal(tombstones_write(*state, "dead-1", dead, 70, &segment.tombstones, &error), 0);
    snprintf(path, sizeof path, "%s/dead-1", (char *)*state);
    for (long i = 0; i < (long)segment.tombstones.size_bytes; i++) {
        flip_byte(path, i);
        assert_int_equal(tombstones_read(arena, *state, &segment, &back, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
        flip_byte(path, i);
    }
    segment.document_count = 200;
    assert_int_equal(tombstones_read(arena, *state, &segment, &back, &error), -1);
    assert_int_equal(error.code, ERROR_CORRUPT);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_finished_segment_is_described_by_its_files, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_segment_that_was_not_finished_leaves_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_segment_does_not_overwrite_another, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(merged_columns_and_tombstones_follow_the_shifted_docids, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(tombstones_read_back, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(damaged_tombstones_are_refused, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
