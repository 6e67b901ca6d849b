/* Figures as JSON. */
#include "figures/print.h"

static void member_words(struct json_writer *json, const char *key, const struct slice *words, uint8_t count)
{
    if (!count) return;
    json_key(json, key);
    json_open_array(json);
    for (uint8_t i = 0; i < count; i++) json_put_string(json, words[i]);
    json_close_array(json);
}

static void optional_string(struct json_writer *json, const char *key, struct slice text)
{
    if (text.length) json_member_string(json, key, text);
}

void figure_print(struct json_writer *json, const struct figure *figure, struct slice text)
{
    json_open_object(json);
    json_member_number(json, "value", figure->low);
    if (figure->low != figure->high) {
        json_member_number(json, "low", figure->low);
        json_member_number(json, "high", figure->high);
    }
    json_member_string(json, "text", slice_make(text.data + figure->start, figure->length));
    json_member_string(json, "class", slice_of(figure_class_name(figure_class_of(figure))));
    json_member_string(json, "noun", figure->noun);
    json_member_string(json, "unit", slice_of(figure_unit_code(figure)));
    optional_string(json, "unit_text", figure->unit_text);
    json_member_string(json, "qualifier", slice_of(figure_qualifier_sign(figure->qualifier)));
    optional_string(json, "per", figure->per);
    optional_string(json, "period", figure->period);
    member_words(json, "topic", figure->topic_words, figure->topic_word_count);
    json_member_string(json, "zone", slice_of(zone_name(figure->zone)));
    json_member_integer(json, "start", figure->start);
    json_member_integer(json, "length", figure->length);
    json_close_object(json);
}

/* The labels of the benchmarks: a bound says only on which side; trends are those of verbs, and a level reached is
 * exact. */
static const char *scored_change(const struct figure *figure)
{
    enum figure_qualifier qualifier = figure->qualifier;
    if (figure->trend_end || figure->trend_noun) return "=";
    if (qualifier == QUALIFIER_AT_MOST) return "<";
    if (qualifier == QUALIFIER_AT_LEAST) return ">";
    return figure_qualifier_sign(qualifier);
}

static void member_concept(struct json_writer *json, const struct figure *figure)
{
    char text[1024];
    size_t length = 0;
    for (uint8_t i = 0; i < figure->topic_word_count; i++) {
        struct slice word = figure->topic_words[i];
        bool verb = figure->topic_verbs >> i & 1; /* a topic to a searcher, but no concept */
        if (verb || length + word.length + 1 > sizeof text) continue;
        if (length) text[length++] = ' ';
        memcpy(text + length, word.data, word.length);
        length += word.length;
    }
    json_member_string(json, "concept", slice_make(text, length));
}

void figure_print_scored(struct json_writer *json, const struct figure *figure)
{
    json_open_object(json);
    json_key(json, "value");
    if (figure->low != figure->high) {
        json_open_array(json);
        json_put_number(json, figure->low);
        json_put_number(json, figure->high);
        json_close_array(json);
    } else
        json_put_number(json, figure->low);
    json_member_string(json, "unit", figure->unit_text);
    json_member_string(json, "change", slice_of(scored_change(figure)));
    member_concept(json, figure);
    json_close_object(json);
}
