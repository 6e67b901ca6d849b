/* JSON into plain structs. Strings stay where jansson has them; arrays live in an arena. */
#include "client/results.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

#define RESULTS_ARENA_BYTES ((size_t)256 << 20)

struct tally_results {
    json_t *root;
    char *json;
    struct arena *arena;
    struct tally_hit *hits;
    size_t hit_count;
    struct tally_facet *facets;
    size_t facet_count;
    struct tally_row *rows;
    size_t row_count;
    struct tally_group *groups;
    size_t group_count;
    struct tally_suggestion *suggestions;
    size_t suggestion_count;
    struct tally_note *notes;
    size_t note_count;
    struct tally_document document;
};

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static double number_of(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

static long integer_of(const json_t *object, const char *name)
{
    return (long)json_integer_value(json_object_get(object, name));
}

static size_t size_of(const json_t *object, const char *name)
{
    long value = integer_of(object, name);
    return value > 0 ? (size_t)value : 0;
}

/* Marks that lie within the snippet; a program that paints them must not run over its end. */
static void read_marks(struct arena *arena, const json_t *list, struct tally_hit *hit)
{
    size_t count = json_array_size(list), length = strlen(hit->snippet);
    struct tally_mark *marks = arena_array(arena, count, sizeof *marks);
    if (!marks) return;
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(list, i);
        json_int_t start = json_integer_value(json_array_get(pair, 0));
        json_int_t size = json_integer_value(json_array_get(pair, 1));
        bool inside = start >= 0 && size > 0 && (size_t)start <= length && (size_t)size <= length - (size_t)start;
        if (inside) marks[hit->mark_count++] = (struct tally_mark){(size_t)start, (size_t)size};
    }
    hit->marks = marks;
}

static struct tally_figure read_figure(const json_t *object)
{
    struct tally_figure figure = {
        .value = number_of(object, "value"),
        .low = number_of(object, "low"),
        .high = number_of(object, "high"),
        .text = text_of(object, "text"),
        .noun = text_of(object, "noun"),
        .unit = text_of(object, "unit"),
        .unit_text = text_of(object, "unit_text"),
        .qualifier = text_of(object, "qualifier"),
        .per = text_of(object, "per"),
        .period = text_of(object, "period"),
        .start = size_of(object, "start"),
        .length = size_of(object, "length"),
    };
    figure.interval = figure.low < figure.high;
    return figure;
}

static void read_figures(struct arena *arena, const json_t *list, struct tally_hit *hit)
{
    size_t count = json_array_size(list);
    struct tally_figure *figures = arena_array(arena, count, sizeof *figures);
    if (!figures) return;
    for (size_t i = 0; i < count; i++) figures[i] = read_figure(json_array_get(list, i));
    hit->figures = figures;
    hit->figure_count = count;
}

static void read_hit(struct arena *arena, const json_t *object, struct tally_hit *hit)
{
    hit->id = text_of(object, "id");
    hit->title = text_of(object, "title");
    hit->url = text_of(object, "url");
    hit->date = text_of(object, "date");
    hit->source = text_of(object, "source");
    hit->score = number_of(object, "score");
    hit->snippet = text_of(object, "snippet_text");
    hit->duplicate_count = size_of(object, "duplicate_count");
    read_marks(arena, json_object_get(object, "snippet_marks"), hit);
    read_figures(arena, json_object_get(object, "figures"), hit);
}

static void read_hits(struct tally_results *results)
{
    const json_t *list = json_object_get(results->root, "hits");
    size_t count = json_array_size(list);
    results->hits = arena_array(results->arena, count, sizeof *results->hits);
    if (!results->hits) return;
    for (size_t i = 0; i < count; i++) read_hit(results->arena, json_array_get(list, i), &results->hits[i]);
    results->hit_count = count;
}

static void read_facet(struct arena *arena, const json_t *list, struct tally_facet *facet)
{
    size_t count = json_array_size(list);
    struct tally_facet_value *values = arena_array(arena, count, sizeof *values);
    if (!values) return;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, i);
        values[i] = (struct tally_facet_value){text_of(value, "value"), number_of(value, "low"),
                                               number_of(value, "high"), size_of(value, "count")};
    }
    facet->values = values;
    facet->value_count = count;
}

static void read_facets(struct tally_results *results)
{
    const char *name;
    json_t *list, *object = json_object_get(results->root, "facets");
    results->facets = arena_array(results->arena, json_object_size(object), sizeof *results->facets);
    if (!results->facets) return;
    json_object_foreach(object, name, list)
    {
        struct tally_facet *facet = &results->facets[results->facet_count++];
        *facet = (struct tally_facet){.name = name, .histogram = strncmp(name, "histogram:", 10) == 0};
        read_facet(results->arena, list, facet);
    }
}

static struct tally_row read_row(const json_t *object)
{
    return (struct tally_row){
        .figure = read_figure(object),
        .in_title = strcmp(text_of(object, "field"), "title") == 0,
        .id = text_of(object, "id"),
        .title = text_of(object, "title"),
        .date = text_of(object, "date"),
        .source = text_of(object, "source"),
        .quote = text_of(object, "quote"),
        .group = size_of(object, "group"),
    };
}

static void read_rows(struct tally_results *results)
{
    const json_t *list = json_object_get(results->root, "rows");
    size_t count = json_array_size(list);
    results->rows = arena_array(results->arena, count, sizeof *results->rows);
    if (!results->rows) return;
    for (size_t i = 0; i < count; i++) results->rows[i] = read_row(json_array_get(list, i));
    results->row_count = count;
}

static void read_values(struct arena *arena, const json_t *list, struct tally_group *group)
{
    size_t count = json_array_size(list);
    struct tally_value *values = arena_array(arena, count, sizeof *values);
    if (!values) return;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, i);
        values[i] = (struct tally_value){number_of(value, "value"), number_of(value, "low"), number_of(value, "high"),
                                         text_of(value, "qualifier"), size_of(value, "count")};
    }
    group->values = values;
    group->value_count = count;
}

static void read_groups(struct tally_results *results)
{
    const json_t *list = json_object_get(results->root, "groups");
    size_t count = json_array_size(list);
    results->groups = arena_array(results->arena, count, sizeof *results->groups);
    if (!results->groups) return;
    for (size_t i = 0; i < count; i++) {
        const json_t *object = json_array_get(list, i);
        struct tally_group *group = &results->groups[i];
        *group = (struct tally_group){.label = text_of(object, "label"),
                                      .unit = text_of(object, "unit"),
                                      .count = size_of(object, "count"),
                                      .min = number_of(object, "min"),
                                      .median = number_of(object, "median"),
                                      .max = number_of(object, "max"),
                                      .distinct = size_of(object, "distinct")};
        read_values(results->arena, json_object_get(object, "values"), group);
    }
    results->group_count = count;
}

static int64_t count_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_integer(value) ? (int64_t)json_integer_value(value) : -1;
}

static void read_suggestions(struct tally_results *results)
{
    const json_t *list = json_object_get(results->root, "suggestions");
    size_t count = json_array_size(list);
    results->suggestions = arena_array(results->arena, count, sizeof *results->suggestions);
    if (!results->suggestions) return;
    for (size_t i = 0; i < count; i++) {
        const json_t *object = json_array_get(list, i);
        results->suggestions[i] = (struct tally_suggestion){.text = text_of(object, "text"),
                                                            .start = size_of(object, "start"),
                                                            .length = size_of(object, "length"),
                                                            .kind = text_of(object, "kind"),
                                                            .documents = count_of(object, "documents"),
                                                            .figures = count_of(object, "figures")};
    }
    results->suggestion_count = count;
}

static void read_notes(struct tally_results *results)
{
    const json_t *list = json_object_get(results->root, "notes");
    size_t count = json_array_size(list);
    results->notes = arena_array(results->arena, count, sizeof *results->notes);
    if (!results->notes) return;
    for (size_t i = 0; i < count; i++) {
        const json_t *note = json_array_get(list, i);
        results->notes[i] =
            (struct tally_note){text_of(note, "message"), integer_of(note, "position"), integer_of(note, "length")};
    }
    results->note_count = count;
}

static void read_document(struct tally_results *results)
{
    const json_t *root = results->root;
    results->document = (struct tally_document){
        .id = text_of(root, "id"),
        .title = text_of(root, "title"),
        .url = text_of(root, "url"),
        .date = text_of(root, "date"),
        .source = text_of(root, "source"),
        .language = text_of(root, "language"),
        .body = text_of(root, "body"),
    };
}

static int read_all(struct tally_results *results, struct error *error)
{
    results->root = json_loads(results->json, 0, NULL);
    if (!json_is_object(results->root)) return fail(error, ERROR_BAD_INPUT, 0, "the reply is no JSON object");
    read_hits(results);
    read_facets(results);
    read_rows(results);
    read_groups(results);
    read_suggestions(results);
    read_notes(results);
    read_document(results);
    return arena_failed(results->arena) ? fail(error, ERROR_NO_MEMORY, 0, "no memory for the reply") : 0;
}

struct tally_results *results_read_text(struct slice body, struct error *error)
{
    struct tally_results *results = calloc(1, sizeof *results);
    if (results) {
        results->arena = arena_new(RESULTS_ARENA_BYTES);
        results->json = strndup(body.data, body.length);
    }
    if (results && results->arena && results->json) return results;
    tally_results_free(results);
    fail(error, ERROR_NO_MEMORY, 0, "no memory for the reply");
    return NULL;
}

static json_t *read_number(struct slice text)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%.*s", SLICE_ARGS(text));
    return json_integer(strtoll(digits, NULL, 10));
}

static json_t *read_headers(const struct http_message *reply)
{
    struct slice total = http_header(reply, "tally-total"), exact = http_header(reply, "tally-total-exact");
    struct slice partial = http_header(reply, "tally-partial"), cursor = http_header(reply, "tally-next-cursor");
    json_t *root = json_object();
    json_object_set_new(root, "total", read_number(total));
    json_object_set_new(root, "total_exact", json_boolean(slice_is(exact, "true")));
    json_object_set_new(root, "partial", json_boolean(slice_is(partial, "true")));
    if (cursor.data) json_object_set_new(root, "next_cursor", json_stringn(cursor.data, cursor.length));
    return root;
}

struct tally_results *results_read_lines(const struct http_message *reply, struct error *error)
{
    struct tally_results *results = results_read_text(reply->body, error);
    if (results) results->root = read_headers(reply);
    return results;
}

struct tally_results *results_read(struct slice body, struct error *error)
{
    struct tally_results *results = results_read_text(body, error);
    if (!results || read_all(results, error) == 0) return results;
    tally_results_free(results);
    return NULL;
}

void results_read_error(struct slice body, int status, struct tally_error *out)
{
    json_t *root = json_loadb(body.data, body.length, 0, NULL);
    const json_t *position = json_object_get(root, "position");
    *out = (struct tally_error){.status = status, .position = -1};
    snprintf(out->code, sizeof out->code, "%s", text_of(root, "code"));
    snprintf(out->message, sizeof out->message, "%s", text_of(root, "message"));
    snprintf(out->hint, sizeof out->hint, "%s", text_of(root, "hint"));
    if (!out->message[0]) snprintf(out->message, sizeof out->message, "the daemon answered with status %d", status);
    if (json_is_integer(position)) {
        out->position = (long)json_integer_value(position);
        out->length = integer_of(root, "length");
    }
    json_decref(root);
}

void results_fail(const struct error *error, struct tally_error *out)
{
    *out = (struct tally_error){.position = -1};
    snprintf(out->code, sizeof out->code, "%s", error_word(error->code));
    snprintf(out->message, sizeof out->message, "%s", error->message);
    snprintf(out->hint, sizeof out->hint, "%s", error->hint);
}

void tally_results_free(struct tally_results *results)
{
    if (!results) return;
    json_decref(results->root);
    arena_free(results->arena);
    free(results->json);
    free(results);
}

uint64_t tally_total(const struct tally_results *results, bool *exact)
{
    if (exact) *exact = json_is_true(json_object_get(results->root, "total_exact"));
    return size_of(results->root, "total");
}

bool tally_partial(const struct tally_results *results)
{
    return json_is_true(json_object_get(results->root, "partial"));
}

const char *tally_next_cursor(const struct tally_results *results)
{
    return text_of(results->root, "next_cursor");
}

double tally_took_ms(const struct tally_results *results)
{
    return number_of(results->root, "took_ms");
}

size_t tally_hit_count(const struct tally_results *results)
{
    return results->hit_count;
}

const struct tally_hit *tally_hit(const struct tally_results *results, size_t index)
{
    return index < results->hit_count ? &results->hits[index] : NULL;
}

size_t tally_facet_count(const struct tally_results *results)
{
    return results->facet_count;
}

const struct tally_facet *tally_facet(const struct tally_results *results, size_t index)
{
    return index < results->facet_count ? &results->facets[index] : NULL;
}

size_t tally_row_count(const struct tally_results *results)
{
    return results->row_count;
}

const struct tally_row *tally_row(const struct tally_results *results, size_t index)
{
    return index < results->row_count ? &results->rows[index] : NULL;
}

size_t tally_group_count(const struct tally_results *results)
{
    return results->group_count;
}

const struct tally_group *tally_group(const struct tally_results *results, size_t index)
{
    return index < results->group_count ? &results->groups[index] : NULL;
}

size_t tally_suggestion_count(const struct tally_results *results)
{
    return results->suggestion_count;
}

const struct tally_suggestion *tally_suggestion(const struct tally_results *results, size_t index)
{
    return index < results->suggestion_count ? &results->suggestions[index] : NULL;
}

size_t tally_note_count(const struct tally_results *results)
{
    return results->note_count;
}

const struct tally_note *tally_note(const struct tally_results *results, size_t index)
{
    return index < results->note_count ? &results->notes[index] : NULL;
}

const char *tally_did_you_mean(const struct tally_results *results)
{
    return text_of(json_object_get(results->root, "did_you_mean"), "query");
}

const char *tally_explanation(const struct tally_results *results)
{
    return text_of(results->root, "explanation");
}

const char *tally_json(const struct tally_results *results)
{
    return results->json;
}

const struct tally_document *tally_document_fields(const struct tally_results *document)
{
    return &document->document;
}
