/* Building and updating an index, and checking one. */
#include "indexer/commands.h"

#include <stdio.h>

#include "index/snapshot.h"
#include "index/writer.h"
#include "indexer/feed.h"

struct indexing {
    struct index_writer *writer;
    struct feed *feed;
    const char *directory;
    uint64_t counts[3]; /* by enum put_outcome, failures apart */
    struct error error; /* why it ended early */
};

static enum exit_code give_up(const struct error *error)
{
    fprintf(stderr, "tally-index: %s\n", error->message);
    if (error->hint[0]) fprintf(stderr, "tally-index: %s\n", error->hint);
    return EXIT_NOT_DONE;
}

/* What is indexed is indexed; the next run tries again. */
static void tell_merge(const struct index_writer *writer, const char *directory)
{
    struct error why;
    if (index_writer_merge_failed(writer, &why)) fprintf(stderr, "tally-index: %s: %s\n", directory, why.message);
}

/* Two files of one run that would be one article are no update of it: the first one stays. */
static bool is_clash(struct indexing *indexing, struct feed *feed, const struct article *article)
{
    struct error error;
    char twin[PATH_MAX];
    if (!feed->twins || !feed->id_of_file || feed->path_number == 0) return false;
    if (index_writer_foresee(indexing->writer, article, &error) != PUT_UPDATED || !feed_twin(feed, twin)) return false;
    fail(&error, ERROR_BAD_INPUT, 0, "has the id \"%.*s\" like %s, which stays", SLICE_ARGS(article->id), twin);
    fail_hint(&error, "give the folder that holds both, or one of them alone to replace the other");
    feed_problem(feed, feed->path, 0, true, &error);
    return true;
}

static int put(void *context, struct feed *feed, const struct article *article)
{
    struct indexing *indexing = context;
    if (is_clash(indexing, feed, article)) return 0;
    enum put_outcome outcome = index_writer_put(indexing->writer, article, &indexing->error);
    if (outcome != PUT_FAILED) {
        indexing->counts[outcome]++;
        size_t text_bytes = article->title.length + article->body.length;
        if (outcome != PUT_UNCHANGED) progress_to_write(&feed->progress, text_bytes);
        return 0;
    }
    if (index_writer_failed(indexing->writer)) return -1;
    fail_within(&indexing->error, "%.*s", SLICE_ARGS(article->id));
    feed_problem(feed, feed->path, 0, true, &indexing->error);
    return 0;
}

/* Counted when it was put; now it has failed after all. */
static void take_back(void *context, enum put_outcome told, const struct error *error)
{
    struct indexing *indexing = context;
    if (indexing->counts[told]) indexing->counts[told]--;
    feed_problem(indexing->feed, indexing->directory, 0, true, error);
}

static void show_step(void *context, enum writer_step step, uint32_t done, uint32_t total)
{
    struct indexing *indexing = context;
    progress_write(&indexing->feed->progress, step, done, total);
}

static int finish(struct indexing *indexing, const struct options *options)
{
    return options->merge ? index_writer_merge(indexing->writer, &indexing->error)
                          : index_writer_commit(indexing->writer, &indexing->error);
}

/* Only articles make an index; merging and deleting want one that is there. */
static bool is_index(const struct options *options, struct error *error)
{
    uint64_t generation;
    return manifest_generation(options->directory, &generation, error) == 0;
}

enum exit_code command_index(const struct options *options)
{
    struct indexing indexing = {.directory = options->directory};
    struct feed feed = {.article = put, .context = &indexing};
    indexing.feed = &feed;
    if (options->path_count == 0 && !is_index(options, &indexing.error)) return give_up(&indexing.error);
    indexing.writer = index_writer_open(options->directory, slice_of(options->stem), options->wait_ms, &indexing.error);
    if (!indexing.writer) return give_up(&indexing.error);
    index_writer_on_refused(indexing.writer, take_back, &indexing);
    index_writer_on_step(indexing.writer, show_step, &indexing);
    int result = feed_run(&feed, options);
    if (result == 0) result = finish(&indexing, options);
    progress_clear(&feed.progress);
    if (result == 0) tell_merge(indexing.writer, options->directory);
    index_writer_close(indexing.writer);
    if (result < 0) return give_up(&indexing.error);
    if (!options->quiet)
        printf("%llu added, %llu updated, %llu unchanged, %llu failed\n",
               (unsigned long long)indexing.counts[PUT_ADDED], (unsigned long long)indexing.counts[PUT_UPDATED],
               (unsigned long long)indexing.counts[PUT_UNCHANGED], (unsigned long long)feed.failed);
    return feed.failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int delete_articles(struct index_writer *writer, const struct options *options, size_t counts[2],
                           struct error *error)
{
    for (size_t i = 0; i < options->path_count; i++) {
        bool existed;
        if (index_writer_delete(writer, slice_of(options->paths[i]), &existed, error) < 0) return -1;
        if (!existed) fprintf(stderr, "tally-index: no article has the id %s\n", options->paths[i]);
        counts[existed]++;
    }
    return options->merge ? index_writer_merge(writer, error) : index_writer_commit(writer, error);
}

enum exit_code command_delete(const struct options *options)
{
    struct error error;
    size_t counts[2] = {0}; /* not there, deleted */
    if (!is_index(options, &error)) return give_up(&error);
    struct index_writer *writer =
        index_writer_open(options->directory, slice_of(options->stem), options->wait_ms, &error);
    if (!writer) return give_up(&error);
    int result = delete_articles(writer, options, counts, &error);
    if (result == 0) tell_merge(writer, options->directory);
    index_writer_close(writer);
    if (result < 0) return give_up(&error);
    if (!options->quiet) printf("%zu deleted, %zu not found\n", counts[true], counts[false]);
    return counts[false] ? EXIT_SOME_FAILED : EXIT_DONE;
}

enum exit_code command_check(const struct options *options)
{
    struct error error;
    if (index_check(options->directory, &error) < 0) return give_up(&error);
    if (!options->quiet) printf("%s: every file is sound\n", options->directory);
    return EXIT_DONE;
}
