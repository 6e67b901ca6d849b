/* An article becomes what a segment holds of it: terms, values, stored data, figure rows. */
#include "index/document.h"

#include "index/document_parts.h"
#include "index/schema.h"
#include "index/signature.h"

#define VALUES_MAX (FIELD_NAMES + 3) /* content hash, order, signature */

static void add_value(struct xap_document *terms, struct xap_value *values, uint32_t slot, struct slice bytes)
{
    if (bytes.length && slot != NO_SLOT)
        values[terms->value_count++] = (struct xap_value){slot, bytes.data, bytes.length};
}

static int fill_values(struct arena *arena, const struct article *article, const struct reading *reading,
                       struct xap_document *out, struct error *error)
{
    struct xap_value *values = arena_array(arena, VALUES_MAX, sizeof *values);
    char *hash = arena_alloc(arena, ARTICLE_HASH_BYTES), *order = arena_alloc(arena, ORDER_BYTES), date[9] = "";
    char *signature = arena_alloc(arena, SIGNATURE_BYTES);
    if (!values || !hash || !order || !signature)
        return fail(error, ERROR_NO_MEMORY, 0, "no memory for an article's values");
    article_hash(article, hash);
    if (!schema_date_value(article->date, date)) date[0] = '\0';
    schema_order(date, article->id, order);
    if (date[0]) add_value(out, values, schema_field(FIELD_NAME_DATE)->slot, arena_copy(arena, slice_of(date)));
#define FIELD(name, word, kind, prefix, slot)                                                                          \
    if (FIELD_##kind == FIELD_EXACT) add_value(out, values, slot, article->word);
#include "index/fields.def"
    add_value(out, values, SLOT_CONTENT_HASH, slice_make(hash, ARTICLE_HASH_BYTES));
    add_value(out, values, SLOT_ORDER, slice_make(order, ORDER_BYTES));
    if (signature_make(&reading->body, &reading->zones, signature))
        add_value(out, values, SLOT_SIGNATURE, slice_make(signature, SIGNATURE_BYTES));
    out->values = values;
    return 0;
}

static int fill_data(struct arena *arena, struct packing *packing, const struct article *article,
                     struct xap_document *out, struct error *error)
{
    struct slice data = article_encode(arena, packing, article);
    if (!data.data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for an article's stored form");
    out->data = data.data;
    out->data_length = data.length;
    return 0;
}

int document_build(struct arena *arena, const struct article *article, struct stemmers *stemmers,
                   struct packing *packing, double reference_length, struct document *out, struct error *error)
{
    struct reading reading;
    *out = (struct document){.stem_language = stemmers_language(stemmers, article->language)};
    struct stemmer *stemmer = stemmers_get(stemmers, out->stem_language, error);
    if (!stemmer) return -1;
    if (document_read(arena, article, &reading, error) < 0) return -1;
    if (document_terms(arena, article, &reading, stemmers_stem(stemmers) ? stemmer : NULL, reference_length,
                       &out->terms, error) < 0)
        return -1;
    if (document_rows(arena, &reading, stemmer, out, error) < 0) return -1;
    if (fill_values(arena, article, &reading, &out->terms, error) < 0) return -1;
    return fill_data(arena, packing, article, &out->terms, error);
}
