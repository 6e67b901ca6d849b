/* The index writer: what becomes visible when, what is replaced, merged and removed, and what failures leave behind. */
#include "support.h"

#include <errno.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "index/schema.h"
#include "index/snapshot.h"
#include "index/writer_parts.h"

static struct index_writer *open_writer(const char *folder)
{
    struct error error;
    struct index_writer *writer = index_writer_open(folder, slice_of("en"), 0, &error);
    if (!writer) fail_msg("%s", error.message);
    return writer;
}

static enum put_outcome put(struct index_writer *writer, const char *id, const char *date, const char *body)
{
    struct error error;
    struct article article = make_article(id, "", date, body);
    return index_writer_put(writer, &article, &error);
}

static void commit(struct index_writer *writer)
{
    struct error error;
    if (index_writer_commit(writer, &error) < 0) fail_msg("%s", error.message);
}

static bool remove_article(struct index_writer *writer, const char *id)
{
    struct error error;
    bool existed;
    assert_int_equal(index_writer_delete(writer, slice_of(id), &existed, &error), 0);
    return existed;
}

static struct snapshot *look(const char *folder)
{
    struct error error;
    struct snapshot *snapshot = snapshot_open(folder, &error);
    assert_non_null(snapshot);
    return snapshot;
}

static uint32_t count_articles(const char *folder)
{
    struct snapshot *snapshot = look(folder);
    uint32_t count = snapshot_document_count(snapshot);
    snapshot_close(snapshot);
    return count;
}

/* True when the index shows `body` under `id`; with NULL, when it shows no such article. */
static bool shows(const struct snapshot *snapshot, const char *id, const char *body)
{
    struct error error;
    struct xap_document_id document;
    struct article article;
    if (snapshot_find(snapshot, slice_of(id), &document, &error) < 0) return body == NULL;
    struct arena *arena = arena_new((size_t)1 << 20);
    assert_int_equal(snapshot_article(snapshot, arena, document, ARTICLE_WHOLE, &article, &error), 0);
    bool same = body && slice_is(article.body, body);
    arena_free(arena);
    return same;
}

static bool index_shows(const char *folder, const char *id, const char *body)
{
    struct snapshot *snapshot = look(folder);
    bool same = shows(snapshot, id, body);
    snapshot_close(snapshot);
    return same;
}

/* ---- visibility and replacement */

static void nothing_is_visible_before_the_commit(void **state)
{
    struct index_writer *writer = open_writer(*state);
    assert_int_equal(put(writer, "a", "", "One."), PUT_ADDED);
    assert_int_equal(count_articles(*state), 0);
    commit(writer);
    assert_int_equal(count_articles(*state), 1);
    assert_int_equal(put(writer, "b", "", "Two."), PUT_ADDED);
    index_writer_close(writer);
    assert_int_equal(count_articles(*state), 1);
}

static void an_unchanged_article_is_told_and_costs_no_generation(void **state)
{
    struct index_writer *writer = open_writer(*state);
    put(writer, "a", "", "One.");
    assert_int_equal(put(writer, "a", "", "One."), PUT_UNCHANGED);
    commit(writer);
    uint64_t generation = index_writer_generation(writer);
    assert_int_equal(put(writer, "a", "", "One."), PUT_UNCHANGED);
    commit(writer);
    assert_int_equal(index_writer_generation(writer), generation);
    index_writer_close(writer);
}

static void the_last_of_several_with_one_id_wins(void **state)
{
    struct index_writer *writer = open_writer(*state);
    assert_int_equal(put(writer, "a", "", "One."), PUT_ADDED);
    assert_int_equal(put(writer, "a", "", "Two."), PUT_UPDATED);
    commit(writer);
    assert_true(index_shows(*state, "a", "Two."));
    assert_int_equal(put(writer, "a", "", "Three."), PUT_UPDATED);
    assert_int_equal(put(writer, "a", "", "Two."), PUT_UPDATED);
    commit(writer);
    assert_true(index_shows(*state, "a", "Two."));
    assert_int_equal(count_articles(*state), 1);
    index_writer_close(writer);
}

static void deleted_articles_are_gone_and_can_come_back(void **state)
{
    struct index_writer *writer = open_writer(*state);
    put(writer, "a", "", "One.");
    put(writer, "b", "", "Two.");
    commit(writer);
    assert_true(remove_article(writer, "a"));
    assert_false(remove_article(writer, "a"));
    assert_false(remove_article(writer, "c"));
    commit(writer);
    assert_true(index_shows(*state, "a", NULL));
    assert_int_equal(put(writer, "a", "", "One."), PUT_ADDED);
    commit(writer);
    assert_true(index_shows(*state, "a", "One."));
    index_writer_close(writer);
}

static void an_article_put_and_deleted_again_is_never_seen(void **state)
{
    struct index_writer *writer = open_writer(*state);
    put(writer, "a", "", "One.");
    assert_true(remove_article(writer, "a"));
    assert_false(remove_article(writer, "a"));
    commit(writer);
    assert_int_equal(count_articles(*state), 0);
    put(writer, "b", "", "Two.");
    commit(writer);
    put(writer, "b", "", "Two again.");
    assert_true(remove_article(writer, "b"));
    commit(writer);
    assert_int_equal(count_articles(*state), 0);
    index_writer_close(writer);
}

static void a_segment_of_the_dead_is_dropped(void **state)
{
    struct index_writer *writer = open_writer(*state);
    put(writer, "a", "", "One.");
    commit(writer);
    put(writer, "b", "", "Two.");
    commit(writer);
    remove_article(writer, "a");
    commit(writer);
    struct snapshot *snapshot = look(*state);
    assert_int_equal(snapshot_segment_count(snapshot), 1);
    assert_true(shows(snapshot, "b", "Two."));
    snapshot_close(snapshot);
    index_writer_close(writer);
}

static void articles_are_numbered_newest_first(void **state)
{
    struct error error;
    struct xap_document_id id;
    struct index_writer *writer = open_writer(*state);
    put(writer, "old", "2019-01-01", "One.");
    put(writer, "undated", "", "Two.");
    put(writer, "new", "2022-07", "Three.");
    put(writer, "middle", "2020", "Four.");
    commit(writer);
    static const char *const order[] = {"new", "middle", "old", "undated"};
    struct snapshot *snapshot = look(*state);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(snapshot_find(snapshot, slice_of(order[i]), &id, &error), 0);
        assert_int_equal(id.docid, i + 1);
    }
    snapshot_close(snapshot);
    index_writer_close(writer);
}

static void a_refused_article_does_not_stop_the_others(void **state)
{
    struct error error;
    struct index_writer *writer = open_writer(*state);
    assert_int_equal(put(writer, "", "", "No id."), PUT_FAILED);
    struct article large = make_article("large", "", "", "");
    char *body = calloc(1, ARTICLE_BODY_MAX + 1);
    memset(body, 'x', ARTICLE_BODY_MAX + 1);
    large.body = slice_make(body, ARTICLE_BODY_MAX + 1);
    assert_int_equal(index_writer_put(writer, &large, &error), PUT_FAILED);
    assert_int_equal(error.code, ERROR_LIMIT);
    free(body);
    assert_int_equal(put(writer, "a", "", "One."), PUT_ADDED);
    commit(writer);
    assert_int_equal(count_articles(*state), 1);
    index_writer_close(writer);
}

static void a_word_of_nothing_to_see_is_no_word(void **state)
{
    struct index_writer *writer = open_writer(*state);
    assert_int_equal(put(writer, "a", "", "One \xE3\x85\xA4 two \xE1\x85\x9F\xE1\x85\xA0 \xEF\xBE\xA0."), PUT_ADDED);
    assert_int_equal(put(writer, "b", "", "\xE3\x85\xA4"), PUT_ADDED);
    commit(writer);
    assert_int_equal(count_articles(*state), 2);
    index_writer_close(writer);
}

struct refusal {
    int count;
    enum put_outcome told;
    struct error error;
};

static void note_refusal(void *context, enum put_outcome told, const struct error *error)
{
    struct refusal *refusal = context;
    *refusal = (struct refusal){refusal->count + 1, told, *error};
}

/* Puts an article that no segment can hold behind the back of the checks: a source beyond the limit of values. */
static void put_unwritable(struct index_writer *writer, const char *id, char *source)
{
    struct error error;
    struct xap_document_id old;
    struct article article = make_article(id, "", "", "Never seen.");
    memset(source, 's', XAP_VALUE_MAX + 1);
    article.source = slice_make(source, XAP_VALUE_MAX + 1);
    if (index_find(snapshot_reader(writer->snapshot), writer->alive, article.id, &old, &error) == 0)
        writer_kill(writer, old);
    assert_int_equal(batch_put(&writer->batch, &article, "0123456789abcdef", &error), 0);
}

static void an_article_that_cannot_be_written_is_told_and_the_batch_goes_on(void **state)
{
    struct refusal refusal = {0};
    char *source = malloc(XAP_VALUE_MAX + 1);
    struct index_writer *writer = open_writer(*state);
    index_writer_on_refused(writer, note_refusal, &refusal);
    put(writer, "a", "", "One.");
    put_unwritable(writer, "b", source);
    put(writer, "c", "", "Three.");
    commit(writer);
    assert_int_equal(refusal.count, 1);
    assert_int_equal(refusal.told, PUT_ADDED);
    assert_non_null(strstr(refusal.error.message, "\"b\""));
    assert_int_equal(count_articles(*state), 2);
    put_unwritable(writer, "a", source);
    commit(writer);
    assert_int_equal(refusal.count, 2);
    assert_int_equal(refusal.told, PUT_UPDATED);
    assert_true(index_shows(*state, "a", "One."));
    assert_int_equal(put(writer, "d", "", "Four."), PUT_ADDED);
    commit(writer);
    assert_int_equal(count_articles(*state), 3);
    assert_false(index_writer_failed(writer));
    index_writer_close(writer);
    free(source);
}

static void a_long_id_is_replaced_and_deleted_like_any_other(void **state)
{
    char id[600];
    memset(id, 'i', sizeof id - 1);
    id[sizeof id - 1] = '\0';
    struct index_writer *writer = open_writer(*state);
    assert_int_equal(put(writer, id, "", "One."), PUT_ADDED);
    commit(writer);
    assert_int_equal(put(writer, id, "", "Two."), PUT_UPDATED);
    commit(writer);
    assert_true(remove_article(writer, id));
    commit(writer);
    assert_int_equal(count_articles(*state), 0);
    index_writer_close(writer);
}

/* ---- one writer, one stemmer */

static void a_second_writer_is_refused_until_the_first_has_closed(void **state)
{
    struct error error;
    struct index_writer *writer = open_writer(*state);
    assert_null(index_writer_open(*state, slice_of("en"), 0, &error));
    assert_int_equal(error.code, ERROR_LOCKED);
    assert_null(index_writer_open(*state, slice_of("en"), 20, &error));
    index_writer_close(writer);
    index_writer_close(open_writer(*state));
}

static void another_stemmer_than_the_indexs_is_refused(void **state)
{
    struct error error;
    index_writer_close(open_writer(*state));
    assert_null(index_writer_open(*state, slice_of("fr"), 0, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_non_null(strstr(error.message, "en"));
    assert_non_null(strstr(error.message, "fr"));
    struct index_writer *writer = index_writer_open(*state, slice_of(""), 0, &error);
    assert_non_null(writer);
    index_writer_close(writer);
}

static void an_unknown_stemmer_makes_no_index(void **state)
{
    struct error error;
    assert_null(index_writer_open(*state, slice_of("xx"), 0, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_int_equal(count_entries(*state, MANIFEST_FILE), 0);
}

/* ---- merging */

/* Puts the articles first..last, each "They saw N boats.", one commit each. */
static void commit_each(struct index_writer *writer, int first, int last)
{
    for (int i = first; i <= last; i++) {
        char id[20], body[60];
        snprintf(id, sizeof id, "%d", i);
        snprintf(body, sizeof body, "They saw %d boats.", i);
        assert_int_equal(put(writer, id, "", body), PUT_ADDED);
        commit(writer);
    }
}

static void check_each(const char *folder, int first, int last)
{
    struct snapshot *snapshot = look(folder);
    for (int i = first; i <= last; i++) {
        char id[20], body[60];
        snprintf(id, sizeof id, "%d", i);
        snprintf(body, sizeof body, "They saw %d boats.", i);
        assert_true(shows(snapshot, id, body));
    }
    snapshot_close(snapshot);
}

static void many_small_commits_leave_few_segments(void **state)
{
    enum { COMMITS = 60 };
    struct error error;
    struct index_writer *writer = open_writer(*state);
    for (int i = 1; i <= COMMITS; i++) {
        commit_each(writer, i, i);
        assert_true(count_entries(*state, "segment-") <= 2 * WRITER_SEGMENTS_GOAL + 2);
        struct snapshot *snapshot = look(*state);
        assert_true(snapshot_segment_count(snapshot) <= WRITER_SEGMENTS_GOAL);
        assert_int_equal(snapshot_document_count(snapshot), i);
        snapshot_close(snapshot);
    }
    check_each(*state, 1, COMMITS);
    assert_int_equal(index_check(*state, &error), 0);
    index_writer_close(writer);
}

static void a_full_merge_leaves_one_segment_without_the_dead(void **state)
{
    struct error error;
    struct index_writer *writer = open_writer(*state);
    commit_each(writer, 1, 6);
    remove_article(writer, "3");
    put(writer, "4", "2020", "Changed 4.");
    assert_int_equal(index_writer_merge(writer, &error), 0);
    struct snapshot *snapshot = look(*state);
    assert_int_equal(snapshot_segment_count(snapshot), 1);
    assert_int_equal(snapshot_segment(snapshot, 0)->document_count, 5);
    assert_int_equal(snapshot_segment(snapshot, 0)->dead_count, 0);
    assert_true(shows(snapshot, "3", NULL) && shows(snapshot, "4", "Changed 4."));
    struct xap_document_id id;
    assert_int_equal(snapshot_find(snapshot, slice_of("4"), &id, &error), 0);
    assert_int_equal(id.docid, 1); /* the only one with a date */
    snapshot_close(snapshot);
    uint64_t generation = index_writer_generation(writer);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    assert_int_equal(index_writer_generation(writer), generation);
    assert_int_equal(index_check(*state, &error), 0);
    index_writer_close(writer);
}

/* What a version with other limits would do to it. */
static void take_memory_from(struct index_writer *writer, size_t left_bytes)
{
    arena_free(writer->document_arena);
    writer->document_arena = arena_new(left_bytes);
}

static void an_article_that_cannot_be_written_anew_stops_no_merge(void **state)
{
    struct error error, why;
    struct index_writer *writer = open_writer(*state);
    put(writer, "a", "2020", "First.");
    put(writer, "3", "2021", "Third.");
    commit(writer);
    commit_each(writer, 4, 7);
    remove_article(writer, "3");
    assert_int_equal(index_writer_commit(writer, &error), 0);
    take_memory_from(writer, 1000);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    assert_false(index_writer_failed(writer));
    assert_true(index_writer_merge_failed(writer, &why));
    assert_non_null(strstr(why.message, "cannot be written anew: article \""));
    struct snapshot *snapshot = look(*state);
    assert_int_equal(snapshot_segment_count(snapshot), 1);
    assert_int_equal(snapshot_segment(snapshot, 0)->dead_count, 1);
    assert_true(shows(snapshot, "3", NULL));
    snapshot_close(snapshot);
    assert_int_equal(count_articles(*state), 5);
    assert_int_equal(index_check(*state, &error), 0);
    index_writer_close(writer);
    writer = open_writer(*state); /* with its memory again */
    assert_int_equal(index_writer_merge(writer, &error), 0);
    assert_false(index_writer_merge_failed(writer, &why));
    snapshot = look(*state);
    assert_int_equal(snapshot_segment(snapshot, 0)->dead_count, 0);
    snapshot_close(snapshot);
    assert_int_equal(count_articles(*state), 5);
    index_writer_close(writer);
}

static void merging_an_empty_index_is_fine(void **state)
{
    struct error error;
    struct index_writer *writer = open_writer(*state);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    index_writer_close(writer);
}

static void replaced_articles_stay_replaced_through_merges(void **state)
{
    enum { ROUNDS = 40, ARTICLES = 5 };
    struct index_writer *writer = open_writer(*state);
    char id[20], body[60];
    for (int round = 1; round <= ROUNDS; round++) {
        snprintf(id, sizeof id, "%d", round % ARTICLES);
        snprintf(body, sizeof body, "They saw %d boats.", round);
        put(writer, id, "", body);
        commit(writer);
        assert_int_equal(count_articles(*state), round < ARTICLES ? round : ARTICLES);
    }
    struct snapshot *snapshot = look(*state);
    for (int round = ROUNDS - ARTICLES + 1; round <= ROUNDS; round++) {
        snprintf(id, sizeof id, "%d", round % ARTICLES);
        snprintf(body, sizeof body, "They saw %d boats.", round);
        assert_true(shows(snapshot, id, body));
    }
    snapshot_close(snapshot);
    index_writer_close(writer);
}

static void an_open_snapshot_outlives_the_merges_after_it(void **state)
{
    struct error error;
    struct index_writer *writer = open_writer(*state);
    commit_each(writer, 1, 5);
    struct snapshot *snapshot = look(*state);
    commit_each(writer, 6, 25);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    assert_int_equal(snapshot_document_count(snapshot), 5);
    assert_true(shows(snapshot, "1", "They saw 1 boats."));
    assert_true(shows(snapshot, "6", NULL));
    snapshot_close(snapshot);
    index_writer_close(writer);
}

/* ---- what is left behind */

static void strays_are_removed_and_strangers_are_not(void **state)
{
    char path[TEST_PATH_MAX];
    struct error error;
    struct index_writer *writer = open_writer(*state);
    commit_each(writer, 1, 2);
    index_writer_close(writer);
    snprintf(path, sizeof path, "%s/segment-99999999", (char *)*state);
    assert_int_equal(file_make_directory(path, &error), 0);
    snprintf(path, sizeof path, "%s/dead-99999999", (char *)*state);
    assert_int_equal(file_create(path, slice_of("x"), &error), 0);
    snprintf(path, sizeof path, "%s/notes.txt", (char *)*state);
    assert_int_equal(file_create(path, slice_of("mine"), &error), 0);
    index_writer_close(open_writer(*state));
    assert_int_equal(count_entries(*state, "segment-"), 2);
    assert_int_equal(count_entries(*state, "dead-"), 0);
    assert_int_equal(count_entries(*state, "notes.txt"), 1);
    check_each(*state, 1, 2);
}

static void names_like_ours_are_not_ours(void **state)
{
    static const char *const strangers[] = {"dead-poets",        "segment-plans",     "segment-1",
                                            "dead-00000001.txt", "segment-00000001x", "segment-00000001.old",
                                            "MANIFEST.newer"};
    char path[TEST_PATH_MAX];
    struct error error;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        snprintf(path, sizeof path, "%s/%s", (char *)*state, strangers[i]);
        assert_int_equal(file_make_directory(path, &error), 0);
    }
    struct index_writer *writer = open_writer(*state);
    commit_each(writer, 1, 2);
    index_writer_close(writer);
    snprintf(path, sizeof path, "%s/segment-99999999", (char *)*state);
    assert_int_equal(file_make_directory(path, &error), 0);
    index_writer_close(open_writer(*state));
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        assert_true(count_entries(*state, strangers[i]) > 0);
    assert_int_equal(count_entries(*state, "segment-99999999"), 0);
}

static void a_lost_manifest_costs_no_segment(void **state)
{
    char path[TEST_PATH_MAX], aside[TEST_PATH_MAX];
    struct error error;
    struct index_writer *writer = open_writer(*state);
    commit_each(writer, 1, 2);
    index_writer_close(writer);
    snprintf(path, sizeof path, "%s/" MANIFEST_FILE, (char *)*state);
    snprintf(aside, sizeof aside, "%s/aside", (char *)*state);
    assert_int_equal(rename(path, aside), 0);
    assert_null(index_writer_open(*state, slice_of("en"), 0, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    assert_non_null(strstr(error.hint, "restore"));
    assert_int_equal(count_entries(*state, "segment-"), 2);
    assert_int_equal(rename(aside, path), 0);
    check_each(*state, 1, 2);
}

/* A segment of one article, which no manifest names yet. */
static void write_segment(struct index_writer *writer, int number, struct manifest_segment *out)
{
    struct error error;
    char name[MANIFEST_NAME_MAX], id[20];
    snprintf(name, sizeof name, "segment-%08d", number);
    snprintf(id, sizeof id, "%d", number);
    struct article article = make_article(id, "", "", "They saw boats.");
    struct segment_writer *segment = segment_writer_new(writer->directory, name, &error);
    assert_non_null(segment);
    assert_int_equal(writer_add_document(writer, segment, &article, &error), 0);
    assert_int_equal(segment_writer_finish(segment, out, &error), 0);
    segment_writer_free(segment);
}

static void one_segment_too_many_is_refused(void **state)
{
    static struct manifest manifest;
    struct error error;
    struct index_writer *writer = open_writer(*state);
    manifest = writer->manifest;
    manifest.generation++;
    for (int i = 0; i < MANIFEST_SEGMENTS_MAX; i++) write_segment(writer, i, &manifest.segments[i]);
    manifest.segment_count = manifest.next_name = MANIFEST_SEGMENTS_MAX;
    assert_int_equal(manifest_publish(*state, &manifest, &error), 0);
    index_writer_close(writer);
    writer = open_writer(*state);
    assert_int_equal(put(writer, "new", "", "One more."), PUT_ADDED);
    assert_int_equal(index_writer_commit(writer, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    assert_non_null(strstr(error.hint, "--merge"));
    assert_true(index_writer_failed(writer));
    index_writer_close(writer);
    writer = open_writer(*state);
    assert_int_equal(index_writer_merge(writer, &error), 0);
    assert_int_equal(put(writer, "new", "", "One more."), PUT_ADDED);
    commit(writer);
    index_writer_close(writer);
    assert_int_equal(count_articles(*state), MANIFEST_SEGMENTS_MAX + 1);
}

/* Commits the articles 1, 2, 3 … and tells each one that is durable through the pipe, until killed. */
static void commit_until_killed(const char *folder, int first, int pipe_fd)
{
    struct index_writer *writer = index_writer_open(folder, slice_of("en"), 1000, NULL);
    for (int i = first; writer; i++) {
        char id[20], body[60];
        snprintf(id, sizeof id, "%d", i);
        snprintf(body, sizeof body, "They saw %d boats.", i);
        struct article article = make_article(id, "", "", body);
        if (index_writer_put(writer, &article, NULL) == PUT_FAILED || index_writer_commit(writer, NULL) < 0) break;
        if (write(pipe_fd, &i, sizeof i) != sizeof i) break;
    }
    _exit(1);
}

/* Kills a writing child after `delay_us`; the last article it called durable, or `before` when it came to none. */
static int kill_a_writer(const char *folder, int before, unsigned delay_us)
{
    int fds[2], last = before, next;
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(fds[0]);
        commit_until_killed(folder, before + 1, fds[1]);
    }
    close(fds[1]);
    nanosleep(&(struct timespec){.tv_nsec = (long)delay_us * 1000}, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    while (read(fds[0], &next, sizeof next) == sizeof next) last = next;
    close(fds[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return last;
}

static void a_killed_writer_loses_nothing_that_it_called_durable(void **state)
{
    enum { KILLS = 30, DELAY_MAX_US = 150000 };
    struct error error;
    unsigned random = 12345;
    int durable = 0;
    index_writer_close(open_writer(*state));
    for (int i = 0; i < KILLS; i++) {
        random = random * 1103515245u + 12345u;
        durable = kill_a_writer(*state, durable, (random >> 8) % DELAY_MAX_US);
        int shown = (int)count_articles(*state);
        assert_in_range(shown, durable, durable + 1); /* one may be published and not yet told */
        check_each(*state, 1, shown);
        durable = shown;
    }
    assert_int_equal(index_check(*state, &error), 0);
    struct index_writer *writer = open_writer(*state);
    commit_each(writer, durable + 1, durable + 1);
    index_writer_close(writer);
    check_each(*state, 1, durable + 1);
}

static void readers_find_a_whole_index_while_a_writer_commits(void **state)
{
    enum { OPENINGS = 150 };
    struct error error;
    int fds[2];
    index_writer_close(open_writer(*state));
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) commit_until_killed(*state, 1, fds[1]);
    uint32_t before = 0;
    for (int i = 0; i < OPENINGS; i++) {
        uint32_t shown = count_articles(*state);
        assert_true(shown >= before);
        before = shown;
    }
    int checked = index_check(*state, &error);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(fds[0]);
    close(fds[1]);
    assert_int_equal(checked, 0);
}

/* ---- a full disk */

static int mount_small_disk(void **state)
{
    if (make_folder(state) < 0) return -1;
    if (mount("tmpfs", *state, "tmpfs", 0, "size=4m") == 0) return 0;
    remove_folder(state);
    *state = NULL;
    return 0;
}

static int unmount_small_disk(void **state)
{
    if (!*state) return 0;
    int result = umount2(*state, MNT_DETACH);
    return remove_folder(state) < 0 ? -1 : result;
}

static enum put_outcome put_paragraphs(struct index_writer *writer, int number)
{
    struct buffer body;
    buffer_init(&body, (size_t)1 << 20);
    for (int i = 0; i < 2000; i++) buffer_printf(&body, "They saw w%dx%d boats. ", number, i);
    char id[20];
    snprintf(id, sizeof id, "%d", number);
    enum put_outcome outcome = put(writer, id, "", body.data);
    buffer_free(&body);
    return outcome;
}

static void a_full_disk_stops_the_writer_and_harms_nothing(void **state)
{
    enum { BALLAST_BYTES = 500000 };
    struct error error = {0};
    if (!*state) {
        print_message("skipped: a small disk cannot be mounted here\n");
        return;
    }
    char ballast[TEST_PATH_MAX];
    snprintf(ballast, sizeof ballast, "%s/ballast", (char *)*state);
    char *zeros = calloc(1, BALLAST_BYTES);
    assert_int_equal(file_create(ballast, slice_make(zeros, BALLAST_BYTES), &error), 0);
    free(zeros);
    struct index_writer *writer = open_writer(*state);
    int committed = 0;
    while (put_paragraphs(writer, committed) != PUT_FAILED && index_writer_commit(writer, &error) == 0) committed++;
    assert_true(committed > 0);
    struct article more = make_article("more", "", "", "One.");
    assert_int_equal(index_writer_put(writer, &more, &error), PUT_FAILED);
    assert_int_equal(error.code, ERROR_NO_SPACE);
    assert_int_equal(index_writer_commit(writer, &error), -1);
    assert_int_equal(error.code, ERROR_NO_SPACE);
    index_writer_close(writer);
    assert_int_equal(count_articles(*state), committed);
    assert_int_equal(index_check(*state, &error), 0);
    assert_int_equal(unlink(ballast), 0); /* room again */
    writer = open_writer(*state);
    assert_true(remove_article(writer, "0"));
    commit(writer);
    index_writer_close(writer);
    assert_int_equal(count_articles(*state), committed - 1);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(nothing_is_visible_before_the_commit),
        WITH_FOLDER(an_unchanged_article_is_told_and_costs_no_generation),
        WITH_FOLDER(the_last_of_several_with_one_id_wins),
        WITH_FOLDER(deleted_articles_are_gone_and_can_come_back),
        WITH_FOLDER(an_article_put_and_deleted_again_is_never_seen),
        WITH_FOLDER(a_segment_of_the_dead_is_dropped),
        WITH_FOLDER(articles_are_numbered_newest_first),
        WITH_FOLDER(a_refused_article_does_not_stop_the_others),
        WITH_FOLDER(a_word_of_nothing_to_see_is_no_word),
        WITH_FOLDER(an_article_that_cannot_be_written_is_told_and_the_batch_goes_on),
        WITH_FOLDER(a_long_id_is_replaced_and_deleted_like_any_other),
        WITH_FOLDER(a_second_writer_is_refused_until_the_first_has_closed),
        WITH_FOLDER(another_stemmer_than_the_indexs_is_refused),
        WITH_FOLDER(an_unknown_stemmer_makes_no_index),
        WITH_FOLDER(many_small_commits_leave_few_segments),
        WITH_FOLDER(a_full_merge_leaves_one_segment_without_the_dead),
        WITH_FOLDER(an_article_that_cannot_be_written_anew_stops_no_merge),
        WITH_FOLDER(merging_an_empty_index_is_fine),
        WITH_FOLDER(replaced_articles_stay_replaced_through_merges),
        WITH_FOLDER(an_open_snapshot_outlives_the_merges_after_it),
        WITH_FOLDER(strays_are_removed_and_strangers_are_not),
        WITH_FOLDER(names_like_ours_are_not_ours),
        WITH_FOLDER(a_lost_manifest_costs_no_segment),
        WITH_FOLDER(one_segment_too_many_is_refused),
        WITH_FOLDER(a_killed_writer_loses_nothing_that_it_called_durable),
        WITH_FOLDER(readers_find_a_whole_index_while_a_writer_commits),
        cmocka_unit_test_setup_teardown(a_full_disk_stops_the_writer_and_harms_nothing, mount_small_disk,
                                        unmount_small_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
