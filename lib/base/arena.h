/* Memory with one owner and one end: everything taken for an article or a request is given back together.
 *
 * An arena has a hard limit given at birth; an allocation beyond it returns NULL and the arena remembers that it
 * failed, so a caller may check once at the end of a station. Not for use from two threads at once. Under
 * AddressSanitizer every allocation is a block of its own, so that an overflow cannot hide inside a chunk. */
#ifndef TALLY_BASE_ARENA_H
#define TALLY_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct arena;

/* NULL only when memory is out. */
struct arena *arena_new(size_t limit_bytes);
/* Runs the deferred calls, newest first, and frees everything. NULL is fine. */
void arena_free(struct arena *arena);
/* As arena_free() and arena_new() with the same limit, but keeps the first chunk for reuse. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any type. NULL when the limit is met; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* As arena_alloc() for count × size, with the product checked for overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A longer copy of an array grown by doubling; the old one is gone, and given back when it was large. */
void *arena_grow(struct arena *arena, const void *old, size_t old_size, size_t new_size);
/* Copies ended by NUL (not counted in the length). `.data` is NULL when the limit is met. */
struct slice arena_copy(struct arena *arena, struct slice bytes);
char *arena_string(struct arena *arena, struct slice bytes);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Calls close(handle) at arena_free() or arena_reset(). Returns -1 (and calls it at once) when memory is out. */
int arena_defer(struct arena *arena, void (*close)(void *handle), void *handle);

/* True when an allocation was refused since birth or the last reset. */
bool arena_failed(const struct arena *arena);
size_t arena_used(const struct arena *arena);
size_t arena_limit(const struct arena *arena);

#endif
