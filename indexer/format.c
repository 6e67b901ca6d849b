/* Choosing a format, and what all formats share in completing an article. */
#include "indexer/format.h"

#include <ctype.h>
#include <endian.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "figures/date.h"
#include "index/schema.h"
#include "text/repair.h"

static const struct format FORMATS[] = {
#define FORMAT(name, title, endings) {#name, endings, sniff_##name, read_##name},
#include "indexer/formats.def"
#undef FORMAT
};
#define FORMAT_COUNT (sizeof FORMATS / sizeof *FORMATS)

#define BYTE_ORDER_MARK 0xFEFF

/* Cuts the last ".ending" off *name and returns it, with its dot; empty when there is none. */
static struct slice cut_ending(struct slice *name)
{
    for (size_t at = name->length; at > 1 && name->data[at - 1] != '/'; at--) {
        if (name->data[at - 1] != '.') continue;
        struct slice ending = slice_make(name->data + at - 1, name->length - at + 1);
        name->length = at - 1;
        return ending;
    }
    return slice_make(name->data, 0);
}

/* Large letters are as good as small ones. */
static bool is_listed(struct slice ending, const char *endings)
{
    for (const char *at = endings; *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (ending.length == length && strncasecmp(ending.data, at, length) == 0) return true;
        at += length;
    }
    return false;
}

const struct format *format_by_name(struct slice name)
{
    struct slice ending = cut_ending(&name);
    if (is_listed(ending, FORMAT_COMPRESSIONS)) ending = cut_ending(&name);
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (is_listed(ending, FORMATS[i].endings)) return &FORMATS[i];
    return NULL;
}

const struct format *format_by_content(struct slice head)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (FORMATS[i].sniff(head)) return &FORMATS[i];
    return NULL;
}

/* ---- what the path says */

/* "…2021/03/05…", "…2021-03-05…": ISO form in the arena, empty when the path holds no date. */
static struct slice date_of_path(struct arena *arena, struct slice name)
{
    struct date date;
    if (!date_in_address(name, &date)) return slice_of("");
    return date_print(arena, date);
}

static bool looks_like_host(struct slice part)
{
    size_t last_dot = 0;
    for (size_t i = 0; i < part.length; i++) {
        if (part.data[i] == '.')
            last_dot = i;
        else if (!isalnum((unsigned char)part.data[i]) && part.data[i] != '-')
            return false;
    }
    return last_dot > 0 && part.length - last_dot > 2 && isalpha((unsigned char)part.data[part.length - 1]);
}

/* The host of a URL without "www." */
static struct slice host_of_url(struct slice url)
{
    const char *mark = url.length > 3 ? memmem(url.data, url.length, "://", 3) : NULL;
    if (!mark) return slice_of("");
    struct slice host = slice_make(mark + 3, url.length - (size_t)(mark + 3 - url.data));
    for (size_t i = 0; i < host.length; i++)
        if (strchr("/:?#", host.data[i])) host.length = i;
    if (slice_starts(host, slice_of("www."))) host = slice_make(host.data + 4, host.length - 4);
    return host;
}

/* A folder of the path that looks like a host name: "archive/nytimes.com/2021/…". */
static struct slice source_of_path(struct slice name)
{
    size_t start = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] != '/') continue;
        struct slice part = slice_make(name.data + start, i - start);
        if (looks_like_host(part)) return part;
        start = i + 1;
    }
    return slice_of("");
}

/* ---- completing */

static int clean_field(struct format_input *input, size_t line, const char *what, size_t limit, struct slice *field,
                       const struct format_sink *sink)
{
    struct error error;
    struct text_repair repair;
    if (text_repair(input->arena, *field, &repair, &error) < 0) {
        sink->problem(sink->context, line, true, &error);
        return -1;
    }
    if (repair.invalid_count) {
        fail(&error, ERROR_BAD_INPUT, repair.first_invalid,
             "%s: %zu %s not UTF-8, the first at byte %zu; read as U+FFFD", what, repair.invalid_count,
             repair.invalid_count == 1 ? "place is" : "places are", repair.first_invalid);
        sink->problem(sink->context, line, false, &error);
    }
    *field = repair.text;
    if (field->length > limit) field->length = utf8_floor(*field, limit);
    return 0;
}

static struct slice trim(struct slice text)
{
    while (text.length && isspace((unsigned char)text.data[0])) text = slice_make(text.data + 1, text.length - 1);
    while (text.length && isspace((unsigned char)text.data[text.length - 1])) text.length--;
    return text;
}

/* Bytes that are no UTF-8, and what text_repair() makes spaces of or drops: of two ids they would make one. */
static bool is_odd(uint32_t code_point, size_t size, bool at_start)
{
    bool control = code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
    bool invalid = code_point == UTF8_REPLACEMENT && size == 1;
    return control || invalid || (at_start && code_point == BYTE_ORDER_MARK);
}

/* The name, or what the data call it, as an id: odd characters as %XX, and the line where one file holds many. */
static struct slice make_id(struct arena *arena, struct slice name, size_t line)
{
    struct buffer id;
    buffer_init(&id, 3 * name.length + 32);
    for (size_t at = 0, size; at < name.length; at += size) {
        uint32_t code_point = utf8_decode(name.data + at, name.data + name.length, &size);
        bool odd = is_odd(code_point, size, at == 0);
        if (!odd) buffer_append(&id, name.data + at, size);
        for (size_t i = 0; odd && i < size; i++) buffer_printf(&id, "%%%02X", (unsigned char)name.data[at + i]);
    }
    if (line > 0) buffer_printf(&id, ":%zu", line);
    struct slice kept = arena_copy(arena, buffer_view(&id));
    buffer_free(&id);
    return kept;
}

/* What comes through a pipe has no name: the same content is the same article, and another one is another. */
static struct slice id_of_content(struct arena *arena, const struct article *article)
{
    char hash[ARTICLE_HASH_BYTES];
    uint64_t first;
    article_hash(article, hash);
    memcpy(&first, hash, sizeof first);
    return slice_of(arena_printf(arena, FORMAT_PIPE_ID "%016" PRIx64, be64toh(first)));
}

static void fill_from_name(struct format_input *input, size_t line, struct article *article)
{
    struct slice given = trim(article->id);
    article->id = given.length         ? make_id(input->arena, given, 0)
                  : input->name.length ? make_id(input->arena, input->name, line)
                                       : slice_of("");
    char value[9];
    if (!schema_date_value(article->date, value)) article->date = date_of_path(input->arena, input->name);
    if (!article->source.length) article->source = host_of_url(article->url);
    if (!article->source.length) article->source = source_of_path(input->name);
}

/* What a reader set apart behind the main text is cleaned on its own: repair changes lengths, and the border must stay
 * where it is. */
static int clean_body(struct format_input *input, size_t line, struct article *article, const struct format_sink *sink)
{
    if (article->main_length == 0 || article->main_length >= article->body.length)
        return clean_field(input, line, "body", FORMAT_FILE_MAX, &article->body, sink);
    struct slice main = slice_make(article->body.data, article->main_length);
    struct slice apart = slice_make(main.data + main.length, article->body.length - main.length);
    if (clean_field(input, line, "body", FORMAT_FILE_MAX, &main, sink) < 0) return -1;
    if (clean_field(input, line, "body", FORMAT_FILE_MAX, &apart, sink) < 0) return -1;
    article->main_length = main.length;
    if (apart.data == main.data + main.length) return 0;
    article->body = slice_of(arena_printf(input->arena, "%.*s%.*s", SLICE_ARGS(main), SLICE_ARGS(apart)));
    return 0;
}

static int complete(struct format_input *input, size_t line, struct article *article, const struct format_sink *sink)
{
    struct {
        const char *what;
        size_t limit;
        struct slice *field;
    } const fields[] = {
#define FIELD(name, word, kind, prefix, slot)                                                                          \
    {#word, FIELD_##kind == FIELD_ID ? FORMAT_FILE_MAX : ARTICLE_FIELD_MAX, &article->word},
#include "index/fields.def"
    };
    fill_from_name(input, line, article);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (clean_field(input, line, fields[i].what, fields[i].limit, fields[i].field, sink) < 0) return -1;
    if (clean_body(input, line, article, sink) < 0) return -1;
    article->title = trim(article->title);
    if (!article->id.length) article->id = id_of_content(input->arena, article);
    article->id = article_id(input->arena, article->id);
    struct error error;
    if (!arena_failed(input->arena) && article->id.length) return 0;
    fail(&error, article->id.length ? ERROR_NO_MEMORY : ERROR_BAD_INPUT, 0,
         article->id.length ? "no memory for this article" : "expected an id that is not empty");
    sink->problem(sink->context, line, true, &error);
    return -1;
}

int format_give(struct format_input *input, size_t line, struct article *article, const struct format_sink *sink)
{
    bool id_of_file = trim(article->id).length == 0;
    if (complete(input, line, article, sink) < 0) return 0;
    return sink->article(sink->context, article, id_of_file);
}
