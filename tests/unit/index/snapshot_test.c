/* Snapshots: what they show, what damage they refuse, and what a full check finds. */
#include "support.h"

#include <unistd.h>

#include "index/column_format.h"
#include "index/snapshot.h"

static struct index_writer *open_writer(const char *folder)
{
    struct error error;
    struct index_writer *writer = index_writer_open(folder, slice_of("en"), 0, &error);
    assert_non_null(writer);
    return writer;
}

static void put(struct index_writer *writer, const char *id, const char *body)
{
    struct error error;
    struct article article = make_article(id, "", "2021", body);
    assert_int_not_equal(index_writer_put(writer, &article, &error), PUT_FAILED);
}

/* Three articles in two segments; "b" is dead in the older one and alive in the newer. */
static void make_index(const char *folder)
{
    struct error error;
    struct index_writer *writer = open_writer(folder);
    put(writer, "a", "They saw 11 boats.");
    put(writer, "b", "They saw 22 boats.");
    assert_int_equal(index_writer_commit(writer, &error), 0);
    put(writer, "b", "They saw 33 boats.");
    put(writer, "c", "They saw 44 boats.");
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
}

static void a_snapshot_shows_the_living_articles(void **state)
{
    struct error error;
    struct xap_document_id id;
    struct article article;
    make_index(*state);
    struct arena *arena = arena_new((size_t)1 << 20);
    struct snapshot *snapshot = snapshot_open(*state, &error);
    assert_non_null(snapshot);
    assert_int_equal(snapshot_document_count(snapshot), 3);
    assert_int_equal(snapshot_segment_count(snapshot), 2);
    assert_string_equal(snapshot_settings(snapshot)->stem, "en");
    assert_int_equal(snapshot_find(snapshot, slice_of("b"), &id, &error), 0);
    assert_int_equal(id.database, 0);
    assert_int_equal(snapshot_article(snapshot, arena, id, ARTICLE_WHOLE, &article, &error), 0);
    assert_true(slice_is(article.body, "They saw 33 boats."));
    assert_int_equal(snapshot_find(snapshot, slice_of("d"), &id, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_int_equal(snapshot_alive(snapshot)[1].set_count, 1);
    assert_int_equal(column_figure_count(snapshot_column(snapshot, 1)), 2);
    snapshot_close(snapshot);
    arena_free(arena);
}

static void a_dead_or_impossible_document_is_not_found(void **state)
{
    static const struct xap_document_id nobody[] = {{1, 2}, {0, 0}, {0, 3}, {2, 1}, {99, 99}};
    struct error error;
    struct article article;
    make_index(*state);
    struct arena *arena = arena_new((size_t)1 << 20);
    struct snapshot *snapshot = snapshot_open(*state, &error);
    assert_non_null(snapshot);
    struct xap_document_id dead = nobody[0];
    if (snapshot_alive(snapshot)[1].words[0] & 2) dead.docid = 1; /* whichever of the two "b" was */
    assert_int_equal(snapshot_article(snapshot, arena, dead, ARTICLE_WHOLE, &article, &error), -1);
    for (size_t i = 1; i < sizeof nobody / sizeof nobody[0]; i++) {
        assert_int_equal(snapshot_article(snapshot, arena, nobody[i], ARTICLE_WHOLE, &article, &error), -1);
        assert_int_equal(error.code, ERROR_NOT_FOUND);
    }
    snapshot_close(snapshot);
    arena_free(arena);
}

static void where_no_index_is_there_is_no_snapshot(void **state)
{
    struct error error;
    assert_null(snapshot_open(*state, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void a_new_index_is_empty_but_there(void **state)
{
    struct error error;
    struct xap_document_id id;
    index_writer_close(open_writer(*state));
    struct snapshot *snapshot = snapshot_open(*state, &error);
    assert_non_null(snapshot);
    assert_null(snapshot_reader(snapshot));
    assert_int_equal(snapshot_document_count(snapshot), 0);
    assert_int_equal(snapshot_find(snapshot, slice_of("a"), &id, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    snapshot_close(snapshot);
    assert_int_equal(index_check(*state, &error), 0);
}

static void every_file_of_an_index_is_guarded(void **state)
{
    struct manifest manifest;
    struct error error;
    char path[TEST_PATH_MAX + MANIFEST_NAME_MAX];
    make_index(*state);
    assert_int_equal(index_check(*state, &error), 0);
    assert_int_equal(manifest_read(*state, &manifest, &error), 0);
    for (size_t s = 0; s < manifest.segment_count; s++) {
        const struct manifest_segment *segment = &manifest.segments[s];
        for (size_t f = 0; f < segment->file_count; f++) {
            const struct manifest_file *file = &segment->files[f];
            if (file->size_bytes == 0) continue;
            snprintf(path, sizeof path, "%s/%s/%s", (char *)*state, segment->name, file->name);
            flip_byte(path, (long)file->size_bytes / 2);
            assert_int_equal(index_check(*state, &error), -1);
            assert_int_equal(error.code, ERROR_CORRUPT);
            flip_byte(path, (long)file->size_bytes / 2);
        }
    }
    assert_int_equal(index_check(*state, &error), 0);
}

static void a_cut_or_missing_file_is_refused_at_opening(void **state)
{
    struct manifest manifest;
    struct error error;
    char path[TEST_PATH_MAX + MANIFEST_NAME_MAX];
    make_index(*state);
    assert_int_equal(manifest_read(*state, &manifest, &error), 0);
    snprintf(path, sizeof path, "%s/%s/docdata.glass", (char *)*state, manifest.segments[1].name);
    assert_int_equal(truncate(path, 100), 0);
    assert_null(snapshot_open(*state, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    assert_int_equal(unlink(path), 0);
    assert_null(snapshot_open(*state, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void a_snapshot_that_follows_keeps_the_columns_that_stay(void **state)
{
    struct error error;
    make_index(*state);
    struct snapshot *snapshot = snapshot_follow(NULL, *state, &error);
    assert_non_null(snapshot);
    const struct column *kept[] = {snapshot_column(snapshot, 0), snapshot_column(snapshot, 1)};
    struct index_writer *writer = open_writer(*state);
    put(writer, "c", "They saw 55 boats.");
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
    snapshot = snapshot_follow(snapshot, *state, &error);
    assert_non_null(snapshot);
    assert_int_equal(snapshot_segment_count(snapshot), 3);
    assert_ptr_equal(snapshot_column(snapshot, 1), kept[0]);
    assert_ptr_equal(snapshot_column(snapshot, 2), kept[1]);
    assert_int_equal(column_figure_count(snapshot_column(snapshot, 0)), 1);
    assert_int_equal(snapshot_alive(snapshot)[1].set_count, 1);
    assert_null(snapshot_follow(snapshot, "/nowhere", &error));
    assert_int_equal(column_figure_count(snapshot_column(snapshot, 1)), 2);
    snapshot_close(snapshot);
}

static void a_snapshot_of_articles_has_no_columns(void **state)
{
    struct error error;
    struct xap_document_id id;
    make_index(*state);
    struct snapshot *articles = snapshot_open_articles(*state, &error);
    assert_non_null(articles);
    assert_null(snapshot_column(articles, 0));
    assert_int_equal(snapshot_find(articles, slice_of("b"), &id, &error), 0);
    struct snapshot *snapshot = snapshot_follow(articles, *state, &error);
    assert_int_equal(column_figure_count(snapshot_column(snapshot, 1)), 2);
    snapshot_close(snapshot);
}

static void overwrite(const char *path, long offset, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Says that the last figure of the column belongs to document 1000. */
static void move_last_figure(const char *path)
{
    struct column_header header;
    uint32_t docid = 1000;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(&header, sizeof header, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    uint64_t offset = header.sections[SECTION_docids].offset + (header.figures - 1) * sizeof docid;
    overwrite(path, (long)offset, &docid, sizeof docid);
}

static void figures_of_documents_that_are_not_there_are_refused_at_opening(void **state)
{
    struct manifest manifest;
    struct error error;
    char path[TEST_PATH_MAX + MANIFEST_NAME_MAX], body[8192] = "";
    struct index_writer *writer = open_writer(*state);
    for (int i = 0; i < 200; i++) sprintf(body + strlen(body), "They saw %d boats. ", 100 + i);
    put(writer, "a", body); /* a column of more bytes than are verified at opening */
    assert_int_equal(index_writer_commit(writer, &error), 0);
    index_writer_close(writer);
    assert_int_equal(manifest_read(*state, &manifest, &error), 0);
    snprintf(path, sizeof path, "%s/%s/figures.column", (char *)*state, manifest.segments[0].name);
    move_last_figure(path);
    assert_null(snapshot_open(*state, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    assert_non_null(strstr(error.message, "document 1000"));
}

static void damaged_tombstones_are_refused_at_opening(void **state)
{
    struct manifest manifest;
    struct error error;
    char path[TEST_PATH_MAX + MANIFEST_NAME_MAX];
    make_index(*state);
    assert_int_equal(manifest_read(*state, &manifest, &error), 0);
    snprintf(path, sizeof path, "%s/%s", (char *)*state, manifest.segments[1].tombstones.name);
    flip_byte(path, 24);
    assert_null(snapshot_open(*state, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
}

static void segments_that_changed_places_are_refused(void **state)
{
    struct manifest manifest;
    struct error error;
    make_index(*state);
    assert_int_equal(manifest_read(*state, &manifest, &error), 0);
    char uuid[37];
    memcpy(uuid, manifest.segments[0].uuid, sizeof uuid);
    memcpy(manifest.segments[0].uuid, manifest.segments[1].uuid, sizeof uuid);
    assert_int_equal(manifest_publish(*state, &manifest, &error), 0);
    assert_null(snapshot_open(*state, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_snapshot_shows_the_living_articles, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_dead_or_impossible_document_is_not_found, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(where_no_index_is_there_is_no_snapshot, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_new_index_is_empty_but_there, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(every_file_of_an_index_is_guarded, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_cut_or_missing_file_is_refused_at_opening, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(figures_of_documents_that_are_not_there_are_refused_at_opening, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(damaged_tombstones_are_refused_at_opening, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_snapshot_that_follows_keeps_the_columns_that_stay, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_snapshot_of_articles_has_no_columns, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(segments_that_changed_places_are_refused, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
