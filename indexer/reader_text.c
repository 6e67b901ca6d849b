/* Plain text: one article a file. Its title is the first line when that is short, no sentence, and a blank line
 * follows. */
#include <string.h>

#include "indexer/format.h"
#include "text/repair.h"

#define TITLE_MAX 250 /* bytes of a first line that can be a headline */

bool sniff_text(struct slice head)
{
    return !text_looks_binary(head);
}

/* The line at the start of `text`, without its end; *rest is what follows it. */
static struct slice first_line(struct slice text, struct slice *rest)
{
    const char *end = memchr(text.data, '\n', text.length);
    size_t length = end ? (size_t)(end - text.data) : text.length;
    size_t used = end ? length + 1 : length;
    *rest = slice_make(text.data + used, text.length - used);
    while (length && strchr(" \t\r", text.data[length - 1])) length--;
    return slice_make(text.data, length);
}

static struct slice skip_blank_lines(struct slice text)
{
    struct slice rest = text;
    while (text.length && first_line(text, &rest).length == 0) text = rest;
    return text;
}

/* Crawled pages often repeat the headline above the text: once is enough. */
static struct slice skip_repeated_title(struct slice body, struct slice title)
{
    struct slice rest, line = first_line(body, &rest);
    return slice_equal(line, title) ? skip_blank_lines(rest) : body;
}

/* A dateline with the first sentence of the text stands where a headline would: it ends as sentences do. */
static bool can_be_title(struct slice line)
{
    return line.length > 0 && line.length <= TITLE_MAX && line.data[line.length - 1] != '.';
}

static void split_title(struct slice text, struct article *article)
{
    struct slice rest, after, start = skip_blank_lines(text);
    struct slice line = first_line(start, &rest);
    bool blank_follows = rest.length && first_line(rest, &after).length == 0;
    if (!can_be_title(line) || !blank_follows) {
        article->body = text;
        return;
    }
    article->title = line;
    article->body = skip_repeated_title(skip_blank_lines(rest), line);
}

int read_text(struct format_input *input, const struct format_sink *sink)
{
    struct error error;
    struct slice text = buffer_view(input->head);
    if (text_looks_binary(text)) {
        fail(&error, ERROR_BAD_INPUT, 0, "expected text, found a binary file");
        sink->problem(sink->context, 0, true, &error);
        return 0;
    }
    int result = stream_read_all(input->stream, input->head, &error);
    if (result < 0) {
        sink->problem(sink->context, 0, true, &error);
        return 0;
    }
    struct article article = {.id = slice_of("")};
    text = buffer_view(input->head);
    if (slice_starts(text, slice_of("\xEF\xBB\xBF"))) text = slice_make(text.data + 3, text.length - 3);
    if (skip_blank_lines(text).length == 0) {
        fail(&error, ERROR_BAD_INPUT, 0, "expected text, found nothing");
        sink->problem(sink->context, 0, true, &error);
        return 0;
    }
    split_title(text, &article);
    result = format_give(input, 0, &article, sink);
    arena_reset(input->arena);
    return result;
}
