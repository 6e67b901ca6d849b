/* GET /documents/{id}: the article as it was indexed, with all its figures. */
#include "daemon/handlers/handlers.h"

#include "daemon/reply.h"
#include "index/document.h"

static void write_figures(struct json_writer *json, const struct snapshot *snapshot, struct xap_document_id document,
                          const struct article *article)
{
    const struct column *column = snapshot_column(snapshot, document.database);
    uint32_t first = 0, count = 0;
    if (column) column_document_figures(column, document.docid, &first, &count);
    json_key(json, "figures");
    json_open_array(json);
    for (uint32_t i = 0; i < count; i++) {
        struct column_figure figure = column_figure_at(column, first + i);
        reply_figure(json, &figure, document_figure_text(article, &figure));
    }
    json_close_array(json);
}

/* The parts of the body that are not the article: [start, length] each. */
static int write_furniture(struct json_writer *json, struct arena *arena, const struct article *article,
                           struct error *error)
{
    struct zones zones;
    if (document_zones(arena, article->body, article->main_length, &zones, error) < 0) return -1;
    json_key(json, "furniture");
    json_open_array(json);
    for (size_t i = 0; i < zones.count; i++) {
        if (zones.items[i].kind != ZONE_RELATED) continue;
        json_open_array(json);
        json_put_integer(json, zones.items[i].start);
        json_put_integer(json, zones.items[i].length);
        json_close_array(json);
    }
    json_close_array(json);
    return 0;
}

static void write_article(struct json_writer *json, const struct article *article)
{
#define FIELD(name, word, kind, prefix, slot) json_member_string(json, #word, article->word);
#include "index/fields.def"
    json_member_string(json, "body", article->body);
}

int handle_document(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    struct xap_document_id document;
    struct article article;
    if (question->url.parameter_count) return fail(error, ERROR_BAD_REQUEST, 0, "expected no parameters here");
    if (!question->snapshot) return fail(error, ERROR_NOT_FOUND, 0, "there is no article with this id");
    if (snapshot_find(question->snapshot, article_id(arena, question->rest), &document, error) < 0) return -1;
    if (snapshot_article(question->snapshot, arena, document, ARTICLE_WHOLE, &article, error) < 0) return -1;
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    write_article(&json, &article);
    if (write_furniture(&json, arena, &article, error) < 0) return -1;
    write_figures(&json, question->snapshot, document, &article);
    json_close_object(&json);
    return 0;
}
