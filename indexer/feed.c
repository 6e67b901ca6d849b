/* Walk, open, tell the format, read. */
#include "indexer/feed.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/format.h"
#include "indexer/walk.h"

/* Names come from the file system: what a terminal would obey is shown as '?'. */
static void print_path(const char *path)
{
    for (; *path; path++) fputc((unsigned char)*path < 0x20 || *path == 0x7F ? '?' : *path, stderr);
}

void feed_problem(struct feed *feed, const char *path, size_t line, bool skipped, const struct error *error)
{
    progress_clear(&feed->progress);
    fputs("tally-index: ", stderr);
    print_path(path);
    fputc(':', stderr);
    if (line) fprintf(stderr, "%zu:", line);
    fprintf(stderr, " %s\n", error->message);
    if (error->hint[0]) fprintf(stderr, "tally-index: %s\n", error->hint);
    if (skipped) feed->failed++;
}

static void on_problem(void *context, size_t line, bool skipped, const struct error *error)
{
    struct feed *feed = context;
    feed_problem(feed, feed->path, line, skipped, error);
}

static int on_article(void *context, const struct article *article, bool id_of_file)
{
    struct feed *feed = context;
    feed->id_of_file = id_of_file;
    progress_article(&feed->progress, article->title.length + article->body.length);
    progress_read(&feed->progress, feed->finished_bytes + stream_consumed(feed->stream));
    return feed->article(feed->context, feed, article);
}

/* The name decides where it can; what was named on the command line, and standard input, is told by content. */
static const struct format *choose_format(const struct walk_file *file, struct slice head)
{
    const struct format *by_name = format_by_name(slice_of(file->name));
    return by_name ? by_name : format_by_content(head);
}

static int read_stream(struct feed *feed, const struct walk_file *file, struct buffer *head, struct arena *arena)
{
    struct error error;
    int first = 1;
    while (first > 0 && head->length < FORMAT_SNIFF_BYTES) first = stream_read(feed->stream, head, &error);
    const struct format *format = choose_format(file, buffer_view(head));
    if (!format) {
        fail(&error, ERROR_BAD_INPUT, 0, "expected text, HTML or JSON lines, found a binary file");
        on_problem(feed, 0, true, &error);
        return 0;
    }
    if (first < 0 && head->length == 0) {
        on_problem(feed, 0, true, &error);
        return 0;
    }
    struct format_input input = {feed->stream, head, slice_of(file->name), arena};
    struct format_sink sink = {feed, on_article, on_problem};
    return format->read(&input, &sink);
}

static int read_file(void *context, const struct walk_file *file)
{
    struct feed *feed = context;
    struct error error;
    if (!file->named && !format_by_name(slice_of(file->name))) return 0;
    feed->path = file->path ? file->path : "standard input";
    feed->file = file;
    if (feed->twins) twins_note(feed->twins, feed->path_number, !file->named);
    feed->stream = stream_open(file->path, &error);
    if (!feed->stream) {
        on_problem(feed, 0, true, &error);
        return 0;
    }
    struct buffer head;
    buffer_init(&head, FORMAT_FILE_MAX + 1);
    struct arena *arena = arena_new(FORMAT_ARTICLE_ARENA);
    int result = arena ? read_stream(feed, file, &head, arena) : fail(&error, ERROR_NO_MEMORY, 0, "no memory");
    arena_free(arena);
    buffer_free(&head);
    stream_close(feed->stream);
    feed->finished_bytes += file->size_bytes;
    return result;
}

static void walk_trouble(void *context, const char *path, const struct error *error)
{
    feed_problem(context, path, 0, true, error);
}

struct total {
    uint64_t bytes;
    bool unknown; /* a pipe is among them */
};

static int add_size(void *context, const struct walk_file *file)
{
    struct total *total = context;
    if (!*file->name) total->unknown = true;
    if (file->named || format_by_name(slice_of(file->name))) total->bytes += file->size_bytes;
    return 0;
}

static void ignore_trouble(void *context, const char *path, const struct error *error)
{
    (void)context;
    (void)path;
    (void)error;
}

static bool is_standard_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* The bytes to come, for the time left; 0 when nobody knows. */
static uint64_t total_size(const struct options *options)
{
    struct total total = {0};
    for (size_t i = 0; i < options->path_count && !total.unknown; i++) {
        total.unknown = is_standard_input(options->paths[i]);
        if (!total.unknown) walk(options->paths[i], add_size, ignore_trouble, &total);
    }
    return total.unknown ? 0 : total.bytes;
}

bool feed_twin(const struct feed *feed, char out[PATH_MAX])
{
    return feed->id_of_file && feed->twins && twins_find(feed->twins, feed->path_number, feed->file, out);
}

static int read_path(struct feed *feed, const char *path)
{
    const struct walk_file standard_input = {NULL, "", 0, true};
    return is_standard_input(path) ? read_file(feed, &standard_input) : walk(path, read_file, walk_trouble, feed);
}

/* Figures that are printed on the terminal are progress enough. */
static struct progress start_progress(const struct options *options)
{
    bool visible = !options->quiet && isatty(STDERR_FILENO) && !(options->figures && isatty(STDOUT_FILENO));
    struct progress progress = progress_start(visible, visible ? total_size(options) : 0);
    progress.writes = !options->figures;
    progress.merges = options->merge;
    return progress;
}

int feed_run(struct feed *feed, const struct options *options)
{
    int result = 0;
    feed->progress = start_progress(options);
    if (options->path_count > 1) feed->twins = twins_new(options->paths, options->path_count);
    for (size_t i = 0; i < options->path_count && result == 0; i++) {
        feed->path_number = i;
        result = read_path(feed, options->paths[i]);
    }
    progress_read(&feed->progress, feed->finished_bytes);
    twins_free(feed->twins);
    return result;
}
