/* Members of the reply, in the order of docs/http-api.md. */
#include "daemon/reply.h"

#include "daemon/snippet_html.h"
#include "figures/figure.h"

static const char *field_name(enum zone_kind zone)
{
    return zone == ZONE_TITLE ? "title" : "body";
}

void reply_figure(struct json_writer *json, const struct column_figure *figure, struct slice text)
{
    json_open_object(json);
    json_member_number(json, "value", figure->low);
    json_member_number(json, "low", figure->low);
    json_member_number(json, "high", figure->high);
    json_member_string(json, "text", text);
    json_member_string(json, "noun", figure->noun);
    json_member_string(json, "unit", figure->unit);
    json_member_string(json, "unit_text", figure->unit_text);
    json_member_string(json, "qualifier", slice_of(figure_qualifier_sign(figure->qualifier)));
    json_member_string(json, "per", figure->per);
    json_member_string(json, "period", figure->period);
    json_member_string(json, "field", slice_of(field_name(figure->zone)));
    json_member_integer(json, "start", figure->start);
    json_member_integer(json, "length", figure->length);
    json_close_object(json);
}

static void write_figures(struct json_writer *json, const struct search_hit *hit)
{
    json_key(json, "figures");
    json_open_array(json);
    for (size_t i = 0; i < hit->figure_count; i++) reply_figure(json, &hit->figures[i].figure, hit->figures[i].text);
    json_close_array(json);
}

static void write_matches(struct json_writer *json, const struct search_hit *hit)
{
    json_key(json, "matches");
    json_open_array(json);
    for (size_t i = 0; i < hit->match_count; i++) {
        json_open_object(json);
        json_member_string(json, "field", slice_of(field_name(hit->matches[i].zone)));
        json_member_integer(json, "start", hit->matches[i].start);
        json_member_integer(json, "length", hit->matches[i].length);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_field(struct json_writer *json, enum hit_field field, const struct request *request,
                        const struct search_hit *hit)
{
    switch (field) {
    case HIT_FIELD_ID: json_member_string(json, "id", hit->article.id); break;
    case HIT_FIELD_TITLE: json_member_string(json, "title", hit->article.title); break;
    case HIT_FIELD_URL: json_member_string(json, "url", hit->article.url); break;
    case HIT_FIELD_DATE: json_member_string(json, "date", hit->article.date); break;
    case HIT_FIELD_SOURCE: json_member_string(json, "source", hit->article.source); break;
    case HIT_FIELD_SCORE: json_member_number(json, "score", hit->score); break;
    case HIT_FIELD_SNIPPET: snippet_html_write(json, &hit->snippet, request->before, request->after); break;
    case HIT_FIELD_MATCHES: write_matches(json, hit); break;
    case HIT_FIELD_FIGURES: write_figures(json, hit); break;
    case HIT_FIELD_DUPLICATES:      /* write_duplicates() */
    case HIT_FIELD_DUPLICATE_COUNT: /* the same */
    case HIT_FIELDS: break;
    }
}

static void write_duplicates(struct json_writer *json, const struct search_hit *hit)
{
    json_key(json, "duplicates");
    json_open_array(json);
    for (uint32_t i = 0; i < hit->duplicate_count && i < SEARCH_DUPLICATES_MAX; i++)
        json_put_string(json, hit->duplicates[i]);
    json_close_array(json);
    json_member_integer(json, "duplicate_count", hit->duplicate_count);
}

static void write_hit(struct json_writer *json, const struct request *request, const struct search_hit *hit)
{
    json_open_object(json);
    for (enum hit_field field = 0; field < HIT_FIELDS; field++)
        if (request->fields & 1u << field) write_field(json, field, request, hit);
    if (request->search.collapse) write_duplicates(json, hit);
    json_close_object(json);
}

static void write_hits(struct json_writer *json, const struct request *request, const struct search_reply *reply)
{
    json_key(json, "hits");
    json_open_array(json);
    for (size_t i = 0; i < reply->hit_count; i++) write_hit(json, request, &reply->hits[i]);
    json_close_array(json);
}

void reply_notes(struct json_writer *json, const struct query_note *notes, size_t count)
{
    json_key(json, "notes");
    json_open_array(json);
    for (size_t i = 0; i < count; i++) {
        json_open_object(json);
        json_member_string(json, "message", slice_of(notes[i].message));
        json_member_integer(json, "position", notes[i].position);
        json_member_integer(json, "length", notes[i].length);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_facet(struct json_writer *json, const struct facet *facet)
{
    json_open_array(json);
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct facet_value *value = &facet->values[i];
        json_open_object(json);
        if (facet->buckets) {
            json_member_number(json, "low", value->low);
            json_member_number(json, "high", value->high);
        } else {
            json_member_string(json, "value", value->value);
        }
        json_member_integer(json, "count", value->count);
        json_close_object(json);
    }
    json_close_array(json);
}

static bool is_repeated(const struct search_reply *reply, size_t facet)
{
    for (size_t i = 0; i < facet; i++)
        if (slice_equal(reply->facets[i].name, reply->facets[facet].name)) return true;
    return false;
}

static void write_facets(struct json_writer *json, const struct search_request *search,
                         const struct search_reply *reply)
{
    json_key(json, "facets");
    json_open_object(json);
    for (size_t i = 0; i < search->facet_count; i++) {
        if (is_repeated(reply, i)) continue;
        json_key(json, reply->facets[i].name.data);
        write_facet(json, &reply->facets[i]);
    }
    json_close_object(json);
    if (search->facet_count) json_member_bool(json, "facets_exact", reply->facets_exact);
}

static void write_cursor(struct json_writer *json, const struct search_reply *reply)
{
    json_key(json, "next_cursor");
    if (reply->next_cursor.length)
        json_put_string(json, reply->next_cursor);
    else
        json_put_null(json);
}

static bool has_next(const struct search_request *search, const struct search_reply *reply)
{
    if (reply->hit_count == 0 || search->cursor.length) return false;
    if (search->collapse) return reply->more || reply->partial;
    if (reply->hit_count < search->limit && !reply->partial) return false;
    return (uint64_t)search->offset + reply->hit_count < reply->total || !reply->total_exact;
}

/* The offset of the next page; 0 on the last one, and on pages by cursor. When the time was up, there may be more. */
static uint64_t next_offset(const struct search_request *search, const struct search_reply *reply)
{
    uint64_t next = (uint64_t)search->offset + reply->hit_count;
    uint64_t most = search->collapse ? SEARCH_COLLAPSED_MAX : SEARCH_WINDOW_MAX;
    return has_next(search, reply) && next + search->limit <= most ? next : 0;
}

static void write_next(struct json_writer *json, const struct search_request *search, const struct search_reply *reply)
{
    uint64_t next = next_offset(search, reply);
    json_key(json, "next");
    if (next)
        json_put_integer(json, (int64_t)next);
    else
        json_put_null(json);
}

static void write_change(struct json_writer *json, const struct correction_change *change)
{
    json_open_object(json);
    json_member_integer(json, "position", change->position);
    json_member_integer(json, "length", change->length);
    json_member_string(json, "word", change->word);
    json_close_object(json);
}

static void write_correction(struct json_writer *json, const struct correction *correction)
{
    json_key(json, "did_you_mean");
    if (correction->text.length == 0) {
        json_put_null(json);
        return;
    }
    json_open_object(json);
    json_member_string(json, "query", correction->text);
    json_key(json, "changes");
    json_open_array(json);
    for (size_t i = 0; i < correction->change_count; i++) write_change(json, &correction->changes[i]);
    json_close_array(json);
    json_close_object(json);
}

void reply_write(struct buffer *out, const struct request *request, const struct search_reply *reply,
                 const struct correction *correction, double took_ms)
{
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "query", request->search.query);
    json_member_integer(&json, "total", (int64_t)reply->total);
    json_member_bool(&json, "total_exact", reply->total_exact);
    json_member_integer(&json, "offset", request->search.offset);
    json_member_integer(&json, "limit", request->search.limit);
    write_next(&json, &request->search, reply);
    write_cursor(&json, reply);
    json_member_number(&json, "took_ms", took_ms);
    json_member_bool(&json, "partial", reply->partial);
    write_hits(&json, request, reply);
    write_facets(&json, &request->search, reply);
    reply_notes(&json, reply->notes, reply->note_count);
    write_correction(&json, correction);
    if (request->search.explain) json_member_string(&json, "explanation", reply->explanation);
    json_close_object(&json);
}

void reply_begin_lines(struct buffer *out, const struct reply_lines *lines)
{
    buffer_printf(out, "Tally-Total: %llu\r\nTally-Total-Exact: %s\r\nTally-Partial: %s\r\n",
                  (unsigned long long)lines->total, lines->total_exact ? "true" : "false",
                  lines->partial ? "true" : "false");
    if (lines->next) buffer_printf(out, "Tally-Next: %llu\r\n", (unsigned long long)lines->next);
    if (lines->next_cursor.length) buffer_printf(out, "Tally-Next-Cursor: %.*s\r\n", SLICE_ARGS(lines->next_cursor));
    buffer_string(out, "\r\n");
}

void reply_write_lines(struct buffer *out, const struct request *request, const struct search_reply *reply)
{
    struct reply_lines lines = {.total = reply->total,
                                .total_exact = reply->total_exact,
                                .partial = reply->partial,
                                .next_cursor = reply->next_cursor,
                                .next = next_offset(&request->search, reply)};
    reply_begin_lines(out, &lines);
    for (size_t i = 0; i < reply->hit_count; i++) {
        struct json_writer json = json_begin(out);
        write_hit(&json, request, &reply->hits[i]);
        buffer_byte(out, '\n');
    }
}
