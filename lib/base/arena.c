/* Chunks that double, a list of deferred calls, a limit. */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_BLOCK_PER_ALLOCATION 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_BLOCK_PER_ALLOCATION 1
#endif
#endif
#ifndef ARENA_BLOCK_PER_ALLOCATION
#define ARENA_BLOCK_PER_ALLOCATION 0
#endif

#define FIRST_CHUNK_BYTES   ((size_t)16 * 1024)
#define LARGEST_CHUNK_BYTES ((size_t)4 * 1024 * 1024)

struct chunk {
    struct chunk *previous;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *previous;
    void (*close)(void *);
    void *handle;
};

struct arena {
    struct chunk *chunk;
    struct deferred *deferred;
    size_t limit, used;
    bool failed;
};

struct arena *arena_new(size_t limit_bytes)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena) arena->limit = limit_bytes;
    return arena;
}

static void run_deferred(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *deferred = arena->deferred;
        arena->deferred = deferred->previous;
        deferred->close(deferred->handle);
    }
}

static void free_chunks(struct arena *arena, struct chunk *keep)
{
    while (arena->chunk) {
        struct chunk *previous = arena->chunk->previous;
        if (arena->chunk != keep) free(arena->chunk);
        arena->chunk = previous;
    }
    if (!keep) return;
    memset(keep->bytes, 0, keep->used);
    keep->used = 0;
    keep->previous = NULL;
    arena->chunk = keep;
}

void arena_free(struct arena *arena)
{
    if (!arena) return;
    run_deferred(arena);
    free_chunks(arena, NULL);
    free(arena);
}

/* A block larger than the largest chunk got one that it fills. */
static bool is_of_one_block(const struct chunk *chunk)
{
    return ARENA_BLOCK_PER_ALLOCATION || chunk->size > LARGEST_CHUNK_BYTES;
}

void arena_reset(struct arena *arena)
{
    run_deferred(arena);
    struct chunk *first = arena->chunk;
    while (first && first->previous) first = first->previous;
    if (first && is_of_one_block(first)) first = NULL;
    free_chunks(arena, first);
    arena->used = 0;
    arena->failed = false;
}

static struct chunk *add_chunk(struct arena *arena, size_t at_least)
{
    size_t size = arena->chunk ? arena->chunk->size * 2 : FIRST_CHUNK_BYTES;
    if (size > LARGEST_CHUNK_BYTES) size = LARGEST_CHUNK_BYTES;
    if (ARENA_BLOCK_PER_ALLOCATION || size < at_least) size = at_least;
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    if (!chunk) return NULL;
    chunk->size = size;
    chunk->previous = arena->chunk;
    arena->chunk = chunk;
    return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - alignof(max_align_t)) {
        arena->failed = true;
        return NULL;
    }
    /* Under the sanitizer the block keeps its odd size, so that one byte too far is seen. */
    size_t rounded = ARENA_BLOCK_PER_ALLOCATION ? (size ? size : 1)
                                                : (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct chunk *chunk = arena->chunk;
    bool fits = chunk && !ARENA_BLOCK_PER_ALLOCATION && chunk->size - chunk->used >= rounded;
    if (rounded > arena->limit - arena->used || (!fits && !(chunk = add_chunk(arena, rounded)))) {
        arena->failed = true;
        return NULL;
    }
    void *memory = chunk->bytes + chunk->used;
    chunk->used += rounded;
    arena->used += rounded;
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, bytes);
}

/* What has a chunk of its own need not stay until the end. */
static void give_back(struct arena *arena, const void *block)
{
    struct chunk **link = &arena->chunk;
    while (*link && (*link)->bytes != block) link = &(*link)->previous;
    struct chunk *chunk = *link;
    if (!chunk || !is_of_one_block(chunk)) return;
    *link = chunk->previous;
    arena->used -= chunk->used;
    free(chunk);
}

void *arena_grow(struct arena *arena, const void *old, size_t old_size, size_t new_size)
{
    assert(new_size >= old_size);
    void *memory = arena_alloc(arena, new_size);
    if (!memory || !old_size) return memory;
    memcpy(memory, old, old_size);
    give_back(arena, old);
    return memory;
}

struct slice arena_copy(struct arena *arena, struct slice bytes)
{
    char *copy = arena_alloc(arena, bytes.length + 1);
    if (!copy) return (struct slice){NULL, 0};
    if (bytes.length) memcpy(copy, bytes.data, bytes.length);
    return (struct slice){copy, bytes.length};
}

char *arena_string(struct arena *arena, struct slice bytes)
{
    return (char *)arena_copy(arena, bytes).data;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    if (!text) return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

int arena_defer(struct arena *arena, void (*close)(void *handle), void *handle)
{
    struct deferred *deferred = arena_alloc(arena, sizeof *deferred);
    if (!deferred) {
        close(handle);
        return -1;
    }
    *deferred = (struct deferred){arena->deferred, close, handle};
    arena->deferred = deferred;
    return 0;
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

size_t arena_limit(const struct arena *arena)
{
    return arena->limit;
}
