/* Fuzz target: any bytes through repair, zones, tokens and figures, as an article's body goes; and what must always
 * hold. */
#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "figures/extract.h"
#include "figures/number.h"
#include "figures/print.h"
#include "text/repair.h"
#include "text/zones.h"

#define ARENA_BYTES ((size_t)256 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_tokens(const struct text_tokens *tokens)
{
    uint32_t end = 0, position = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        assert(token->start >= end && token->length > 0);
        end = token->start + token->length;
        assert(end <= tokens->text.length);
        assert(token->sentence < tokens->sentence_count);
        assert(token->position >= position && token->folded_length <= TEXT_WORD_MAX);
        position = token->position;
    }
}

static void check_figure(const struct figure *figure, const struct text_tokens *tokens, uint32_t *end)
{
    assert(figure->start >= *end && figure->length > 0);
    *end = figure->start + figure->length;
    assert(*end <= tokens->text.length);
    assert(isfinite(figure->low) && isfinite(figure->high) && figure->low <= figure->high);
    assert(figure->number_count == 1 || figure->number_count == 2);
    for (uint8_t i = 0; i < figure->number_count; i++)
        assert(figure->numbers[i].first_token <= figure->numbers[i].last_token &&
               figure->numbers[i].last_token < tokens->count);
    /* The canonical spelling of every value reads back as that value. */
    char text[NUMBER_CANONICAL_MAX];
    double again;
    assert(number_parse(slice_make(text, number_canonical(figure->low, text)), &again) && again == figure->low);
}

static void check_zones(const struct zones *zones, size_t length)
{
    uint32_t at = 0;
    for (size_t i = 0; i < zones->count; i++) {
        assert(zones->items[i].start == at && zones->items[i].length > 0);
        at += zones->items[i].length;
    }
    assert(at == length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct text_repair repair;
    struct zones zones;
    struct text_tokens tokens;
    struct figures figures;
    struct error error;
    assert(arena && text_repair(arena, slice_make((const char *)bytes, length), &repair, &error) == 0);
    assert(text_zones(arena, repair.text, &zones, &error) == 0);
    check_zones(&zones, repair.text.length);
    assert(text_tokenize(arena, repair.text, 1, &tokens, &error) == 0);
    check_tokens(&tokens);
    bool headline = length > 0 && bytes[0] % 2;
    assert(figures_extract(arena, &tokens, (struct figures_hint){.headline = headline}, &figures, &error) == 0);
    struct buffer out;
    buffer_init(&out, ARENA_BYTES);
    struct json_writer json = json_begin(&out);
    uint32_t end = 0;
    for (size_t i = 0; i < figures.count; i++) {
        check_figure(&figures.items[i], &tokens, &end);
        figure_print(&json, &figures.items[i], tokens.text);
    }
    assert(!out.failed);
    buffer_free(&out);
    arena_free(arena);
    return 0;
}
