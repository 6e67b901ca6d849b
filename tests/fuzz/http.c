/* HTTP framing under arbitrary bytes: a message is the same however its bytes are cut, and its target decodes or is
 * refused. The first byte says how the input is cut. */
#include <assert.h>
#include <stdint.h>

#include "wire/http.h"
#include "wire/url.h"

#define MESSAGES_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_target(const struct http_message *message)
{
    struct arena *arena = arena_new((size_t)1 << 20);
    struct url url;
    struct error error;
    if (url_parse(arena, message->target, &url, &error) == 0) {
        assert(url.parameter_count <= URL_PARAMETERS_MAX);
        assert(!memchr(url.path.data, 0, url.path.length));
    }
    arena_free(arena);
}

/* Messages read, and in *fingerprint a sum over what they said. */
static int run(enum http_side side, const char *bytes, size_t length, size_t step, uint64_t *fingerprint)
{
    struct http_parser *parser = http_parser_new(side, 4096);
    int messages = 0;
    *fingerprint = 0;
    for (size_t at = 0; at < length && messages < MESSAGES_MAX;) {
        struct http_message message;
        struct error error;
        size_t used;
        int status = 0;
        size_t piece = length - at < step ? length - at : step;
        int result = http_parser_feed(parser, bytes + at, piece, &used, &message, &status, &error);
        assert(used <= piece);
        if (result < 0) {
            assert(status >= 400 && status < 600);
            break;
        }
        at += used;
        if (result == 0) continue;
        messages++;
        *fingerprint = *fingerprint * 31 + message.body.length * 7 + message.target.length * 3 + message.header_count;
        if (side == HTTP_REQUESTS) read_target(&message);
    }
    http_parser_free(parser);
    return messages;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    const char *bytes = (const char *)data + 1;
    enum http_side side = data[0] & 1 ? HTTP_REPLIES : HTTP_REQUESTS;
    uint64_t whole, cut;
    int messages = run(side, bytes, size - 1, size, &whole);
    assert(messages == run(side, bytes, size - 1, (size_t)(data[0] >> 1) + 1, &cut));
    assert(whole == cut);
    return 0;
}
