/* A pool of strings under an open hash table. */
#include "index/intern.h"

#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

#define FIRST_SLOTS 1024u
#define SLOTS_MAX   0x80000000u
#define UPPER_HALF  0xFFFFFFFF00000000u
#define POOL_MAX    ((size_t)UINT32_MAX - 1)

void intern_init(struct intern *intern)
{
    *intern = (struct intern){.slots = NULL};
    buffer_init(&intern->bytes, POOL_MAX);
}

void intern_free(struct intern *intern)
{
    buffer_free(&intern->bytes);
    free(intern->slots);
    intern_init(intern);
}

static uint64_t hash_of(struct slice text)
{
    return XXH3_64bits(text.data, text.length);
}

static uint32_t place_in(uint64_t slot)
{
    return (uint32_t)slot - 1;
}

static uint64_t slot_for(uint64_t hash, uint32_t place)
{
    return (hash & UPPER_HALF) | (place + 1);
}

/* The slot that holds `text`, or the free one where it belongs. */
static uint64_t *find_slot(const struct intern *intern, struct slice text, uint64_t hash)
{
    uint32_t mask = intern->slot_count - 1;
    for (uint32_t at = (uint32_t)hash & mask;; at = (at + 1) & mask) {
        uint64_t *slot = &intern->slots[at];
        if (!*slot) return slot;
        bool alike = ((*slot ^ hash) & UPPER_HALF) == 0;
        if (alike && slice_equal(intern_text(intern, place_in(*slot)), text)) return slot;
    }
}

/* Twice the slots; every string moves to its new one. */
static int grow(struct intern *intern)
{
    uint32_t slot_count = intern->slot_count ? intern->slot_count * 2 : FIRST_SLOTS;
    uint64_t *slots = slot_count <= SLOTS_MAX ? calloc(slot_count, sizeof *slots) : NULL;
    if (!slots) return -1;
    free(intern->slots);
    intern->slots = slots;
    intern->slot_count = slot_count;
    for (uint32_t i = 0, place = 0; i < intern->count; i++, place = intern_next(intern, place)) {
        struct slice text = intern_text(intern, place);
        uint64_t hash = hash_of(text);
        *find_slot(intern, text, hash) = slot_for(hash, place);
    }
    return 0;
}

static int append(struct intern *intern, struct slice text)
{
    if (!buffer_reserve(&intern->bytes, 1 + text.length)) return -1;
    buffer_byte(&intern->bytes, (char)text.length);
    return buffer_slice(&intern->bytes, text);
}

int intern_add(struct intern *intern, struct slice text, uint32_t *place)
{
    assert(text.length <= INTERN_LENGTH_MAX);
    if (intern->count >= intern->slot_count / 2 && grow(intern) < 0) return -1;
    uint64_t hash = hash_of(text);
    uint64_t *slot = find_slot(intern, text, hash);
    if (*slot) {
        *place = place_in(*slot);
        return 0;
    }
    *place = (uint32_t)intern->bytes.length;
    if (append(intern, text) < 0) return -1;
    *slot = slot_for(hash, *place);
    intern->count++;
    return 0;
}
