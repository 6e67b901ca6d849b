/* The station: bytes of a text into tokens, sentences and positions. */
#include "text/tokens.h"

#include "text/scan.h"
#include "text/sentences.h"
#include "text/zones.h"

int text_tokenize_zones(struct arena *arena, struct slice body, const struct zones *zones, uint32_t first_position,
                        struct text_tokens *out, struct error *error)
{
    *out = (struct text_tokens){.text = body, .next_position = first_position};
    if (body.length > TEXT_BYTES_MAX)
        return fail(error, ERROR_LIMIT, TEXT_BYTES_MAX, "expected a text of at most %zu bytes, found %zu",
                    TEXT_BYTES_MAX, body.length);
    if (text_scan(arena, body, zones, out, error) != 0) return -1;
    return text_sentences(arena, out, zones, first_position, error);
}

int text_tokenize(struct arena *arena, struct slice text, uint32_t first_position, struct text_tokens *out,
                  struct error *error)
{
    return text_tokenize_zones(arena, text, NULL, first_position, out, error);
}
