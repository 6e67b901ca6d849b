/* Escaping and marking. */
#include "daemon/snippet_html.h"

#define ELLIPSIS "…"
#define HTML_MAX ((size_t)64 * 1024) /* of one snippet */

static const char *entity(char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

static void escape(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char *word = entity(text.data[i]);
        if (word)
            buffer_string(out, word);
        else
            buffer_byte(out, text.data[i]);
    }
}

static void append_html(struct buffer *out, const struct snippet *snippet, struct slice before, struct slice after)
{
    size_t at = 0;
    for (size_t i = 0; i < snippet->mark_count; i++) {
        const struct snippet_mark *mark = &snippet->marks[i];
        escape(out, slice_make(snippet->text.data + at, mark->start - at));
        buffer_slice(out, before);
        escape(out, slice_make(snippet->text.data + mark->start, mark->length));
        buffer_slice(out, after);
        at = mark->start + mark->length;
    }
    escape(out, slice_make(snippet->text.data + at, snippet->text.length - at));
}

static void write_text(struct json_writer *json, struct buffer *scratch, const struct snippet *snippet)
{
    buffer_clear(scratch);
    if (snippet->cut_before) buffer_string(scratch, ELLIPSIS);
    buffer_slice(scratch, snippet->text);
    if (snippet->cut_after) buffer_string(scratch, ELLIPSIS);
    json_member_string(json, "snippet_text", buffer_view(scratch));
}

static void write_marks(struct json_writer *json, const struct snippet *snippet)
{
    size_t shift = snippet->cut_before ? strlen(ELLIPSIS) : 0;
    json_key(json, "snippet_marks");
    json_open_array(json);
    for (size_t i = 0; i < snippet->mark_count; i++) {
        json_open_array(json);
        json_put_integer(json, (int64_t)(snippet->marks[i].start + shift));
        json_put_integer(json, snippet->marks[i].length);
        json_close_array(json);
    }
    json_close_array(json);
}

void snippet_html_write(struct json_writer *json, const struct snippet *snippet, struct slice before,
                        struct slice after)
{
    struct buffer scratch;
    buffer_init(&scratch, HTML_MAX);
    if (snippet->cut_before) buffer_string(&scratch, ELLIPSIS);
    append_html(&scratch, snippet, before, after);
    if (snippet->cut_after) buffer_string(&scratch, ELLIPSIS);
    json_member_string(json, "snippet", buffer_view(&scratch));
    write_text(json, &scratch, snippet);
    write_marks(json, snippet);
    buffer_free(&scratch);
}
