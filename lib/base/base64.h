/* Bytes as text that needs no quoting in a URL: base64url without padding (RFC 4648, 5). */
#ifndef TALLY_BASE_BASE64_H
#define TALLY_BASE_BASE64_H

#include "base/arena.h"
#include "base/slice.h"

/* Both live in the arena; `.data` is NULL when memory is out. */
struct slice base64_encode(struct arena *arena, struct slice bytes);
/* `.data` is NULL too when `text` is none: another character, or what no encoder writes. */
struct slice base64_decode(struct arena *arena, struct slice text);

#endif
