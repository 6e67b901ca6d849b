/* Runs of words into buckets, and buckets compared. */
#include "index/signature.h"

#include <string.h>
#include <xxhash.h>

#define BUCKETS     64
#define BUCKET_BITS 6 /* of a hash, at its top */
#define KEPT_BITS   4
#define CHANCE      (1.0 / (1 << KEPT_BITS)) /* of agreeing without a run in common */
#define EMPTY       UINT64_MAX

_Static_assert(BUCKETS *KEPT_BITS == SIGNATURE_BYTES * 8, "all that is kept is stored");

struct buckets {
    uint64_t least[BUCKETS];
    uint64_t run[SIGNATURE_SHINGLE]; /* hashes of the last words */
    size_t words;
};

static void add_word(struct buckets *buckets, struct slice word)
{
    memmove(buckets->run, buckets->run + 1, sizeof buckets->run - sizeof *buckets->run);
    buckets->run[SIGNATURE_SHINGLE - 1] = XXH3_64bits(word.data, word.length);
    if (++buckets->words < SIGNATURE_SHINGLE) return;
    uint64_t hash = XXH3_64bits(buckets->run, sizeof buckets->run);
    uint64_t *least = &buckets->least[hash >> (64 - BUCKET_BITS)];
    if (hash < *least) *least = hash;
}

/* The first of a fixed random walk that is not empty; two texts with the same buckets borrow the same. */
static uint64_t borrow(const struct buckets *buckets, uint64_t empty)
{
    for (uint64_t step = 1;; step++) {
        uint64_t place[] = {empty, step};
        uint64_t least = buckets->least[XXH3_64bits(place, sizeof place) >> (64 - BUCKET_BITS)];
        if (least != EMPTY) return least;
    }
}

static void store(const struct buckets *buckets, char out[SIGNATURE_BYTES])
{
    memset(out, 0, SIGNATURE_BYTES);
    for (size_t i = 0; i < BUCKETS; i++) {
        uint64_t least = buckets->least[i] != EMPTY ? buckets->least[i] : borrow(buckets, i);
        unsigned kept = least & ((1u << KEPT_BITS) - 1);
        out[i / 2] = (char)((unsigned char)out[i / 2] | kept << (i % 2 ? KEPT_BITS : 0));
    }
}

bool signature_make(const struct text_tokens *body, const struct zones *zones, char out[SIGNATURE_BYTES])
{
    struct buckets buckets = {.words = 0};
    size_t zone = 0;
    memset(buckets.least, 0xff, sizeof buckets.least);
    for (uint32_t i = 0; i < body->count; i++) {
        const struct token *token = &body->items[i];
        while (zone + 1 < zones->count && token->start >= zones->items[zone + 1].start) zone++;
        bool furniture = zone < zones->count && zones->items[zone].kind == ZONE_RELATED;
        if (token->kind != TOKEN_SYMBOL && !furniture) add_word(&buckets, token_folded(token));
    }
    if (buckets.words < SIGNATURE_WORDS_MIN) return false;
    store(&buckets, out);
    return true;
}

double signature_likeness(const char *a, const char *b)
{
    unsigned agreeing = 0;
    for (size_t i = 0; i < SIGNATURE_BYTES; i++) {
        unsigned differing = (unsigned char)a[i] ^ (unsigned char)b[i];
        agreeing += (differing & 0x0f) == 0;
        agreeing += (differing & 0xf0) == 0;
    }
    double likeness = ((double)agreeing / BUCKETS - CHANCE) / (1 - CHANCE);
    return likeness > 0 ? likeness : 0;
}
