/* The station: bytes of a text into tokens, sentences and positions. */
#include "text/tokens.h"

#include "text/scan.h"
#include "text/sentences.h"

int text_tokenize(struct arena *arena, struct slice text, uint32_t first_position, struct text_tokens *out,
                  struct error *error)
{
    *out = (struct text_tokens){.text = text, .next_position = first_position};
    if (text.length > TEXT_BYTES_MAX)
        return fail(error, ERROR_LIMIT, TEXT_BYTES_MAX, "expected a text of at most %zu bytes, found %zu",
                    TEXT_BYTES_MAX, text.length);
    if (text_scan(arena, text, out, error) != 0) return -1;
    return text_sentences(arena, out, first_position, error);
}
