/* Fuzz target: any bytes as a cursor: one clean error, or what is written again as the same text. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "index/checksum.h"
#include "query/cursor.h"

#define ARENA_BYTES ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void read_text(struct arena *arena, struct slice text)
{
    struct cursor cursor;
    struct error error = {0};
    if (cursor_read(arena, text, &cursor, &error) < 0) {
        assert(error.code == ERROR_BAD_REQUEST && error.message[0]);
        return;
    }
    assert(cursor.moment.count <= MOMENT_NOTES_MAX);
    struct slice again = cursor_write(arena, &cursor);
    assert(!again.data || again.length <= text.length);
}

/* As they are, and with a checksum behind them, so that what it keeps out is met too. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct slice input = slice_make((const char *)bytes, length);
    struct buffer sealed;
    assert(arena);
    buffer_init(&sealed, ARENA_BYTES);
    read_text(arena, input);
    buffer_slice(&sealed, input);
    uint64_t checksum = checksum_bytes(input);
    buffer_append(&sealed, &checksum, sizeof checksum);
    read_text(arena, base64_encode(arena, buffer_view(&sealed)));
    buffer_free(&sealed);
    arena_free(arena);
    return 0;
}
