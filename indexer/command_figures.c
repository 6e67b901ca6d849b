/* Printing the figures of articles, or of single lines, without an index. */
#include "indexer/commands.h"

#include <stdio.h>

#include "figures/extract.h"
#include "figures/print.h"
#include "index/document.h"
#include "indexer/feed.h"
#include "indexer/lines.h"
#include "text/language.h"
#include "text/repair.h"
#include "text/tokens.h"

#define LINE_MAX_BYTES ((size_t)16 << 20)
#define OUTPUT_MAX     ((size_t)1 << 30)
#define ARENA_BYTES    ((size_t)2 << 30)

struct printing {
    struct arena *arena;
    struct buffer out;
};

static int open_printing(struct printing *printing)
{
    buffer_init(&printing->out, OUTPUT_MAX);
    printing->arena = arena_new(ARENA_BYTES);
    if (printing->arena) return 0;
    fputs("tally-index: no memory\n", stderr);
    return -1;
}

static void close_printing(struct printing *printing)
{
    arena_free(printing->arena);
    buffer_free(&printing->out);
}

/* Writes the line that stands in the buffer. -1 when standard output is gone. */
static int flush_line(struct printing *printing)
{
    buffer_byte(&printing->out, '\n');
    size_t length = printing->out.length;
    bool written = !printing->out.failed && fwrite(printing->out.data, 1, length, stdout) == length;
    buffer_clear(&printing->out);
    if (written) return 0;
    fputs("tally-index: standard output cannot be written\n", stderr);
    return -1;
}

static void print_figures(struct json_writer *json, const struct figures *figures, struct slice text)
{
    for (size_t i = 0; i < figures->count; i++) figure_print(json, &figures->items[i], text);
}

static int print_article(void *context, struct feed *feed, const struct article *article)
{
    struct printing *printing = context;
    struct reading reading;
    struct article accepted;
    struct error error;
    if (article_accept(printing->arena, article, &accepted, &error) < 0 ||
        document_read(printing->arena, &accepted, &reading, &error) < 0) {
        fail_within(&error, "%.*s", SLICE_ARGS(article->id));
        feed_problem(feed, feed->path, 0, true, &error);
        arena_reset(printing->arena);
        return 0;
    }
    struct json_writer json = json_begin(&printing->out);
    json_open_object(&json);
    json_member_string(&json, "id", accepted.id);
    json_key(&json, "figures");
    json_open_array(&json);
    print_figures(&json, &reading.title_figures, accepted.title);
    print_figures(&json, &reading.body_figures, accepted.body);
    json_close_array(&json);
    json_close_object(&json);
    arena_reset(printing->arena);
    return flush_line(printing);
}

enum exit_code command_figures(const struct options *options)
{
    struct printing printing;
    if (open_printing(&printing) < 0) return EXIT_NOT_DONE;
    struct feed feed = {.article = print_article, .context = &printing};
    int result = feed_run(&feed, options);
    progress_clear(&feed.progress);
    close_printing(&printing);
    if (result < 0 || fflush(stdout) != 0) return EXIT_NOT_DONE;
    return feed.failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* ---- lines */

static int read_text_figures(struct arena *arena, struct slice line, struct figures *figures, struct error *error)
{
    struct text_repair repair;
    struct text_tokens tokens;
    if (text_repair(arena, line, &repair, error) < 0) return -1;
    if (text_tokenize(arena, repair.text, 1, &tokens, error) < 0) return -1;
    struct figures_hint hint = {.language = language_guess(&repair.text, 1)}; /* as of an article that names none */
    return figures_extract(arena, &tokens, hint, figures, error);
}

static int print_line(struct printing *printing, struct slice line, size_t number)
{
    struct figures figures = {0};
    struct error error;
    if (read_text_figures(printing->arena, line, &figures, &error) < 0) {
        fprintf(stderr, "tally-index: standard input:%zu: %s\n", number, error.message);
        arena_reset(printing->arena);
        figures.count = 0; /* the line is answered all the same: line numbers must stay in step */
    }
    struct json_writer json = json_begin(&printing->out);
    json_open_object(&json);
    json_member_string(&json, "text", line);
    json_key(&json, "figures");
    json_open_array(&json);
    for (size_t i = 0; i < figures.count; i++) figure_print_scored(&json, &figures.items[i]);
    json_close_array(&json);
    json_close_object(&json);
    arena_reset(printing->arena);
    return flush_line(printing);
}

static int print_lines(struct printing *printing, struct lines *lines)
{
    struct slice line;
    struct error error = {0};
    for (int more; (more = lines_next(lines, &line, &error)) != 0;) {
        if (more > 0 && print_line(printing, line, lines->number) < 0) return -1;
        if (more > 0) continue;
        fprintf(stderr, "tally-index: standard input:%zu: %s\n", lines->number, error.message);
        if (error.code != ERROR_LIMIT) return -1;
    }
    return 0;
}

enum exit_code command_figure_lines(void)
{
    struct printing printing;
    struct buffer bytes;
    struct error error;
    if (open_printing(&printing) < 0) return EXIT_NOT_DONE;
    struct stream *stream = stream_open(NULL, &error);
    buffer_init(&bytes, LINE_MAX_BYTES);
    struct lines lines = lines_start(stream, &bytes);
    int result = stream ? print_lines(&printing, &lines) : -1;
    if (!stream) fprintf(stderr, "tally-index: standard input: %s\n", error.message);
    stream_close(stream);
    buffer_free(&bytes);
    close_printing(&printing);
    return result == 0 && fflush(stdout) == 0 ? EXIT_DONE : EXIT_NOT_DONE;
}
