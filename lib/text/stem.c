/* Snowball behind a direct-mapped cache: a newer word takes the place of an older one with the same hash. */
#include "text/stem.h"

#include <libstemmer.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/characters.h"

#define CACHED_BYTES   30  /* longer words are rare, and stemmed each time */
#define STEM_BYTES_MAX 255 /* what is longer is no word of a language */

struct cache_entry {
    uint8_t word_length, stem_length; /* word_length 0: empty */
    char word[CACHED_BYTES];
    char stem[CACHED_BYTES];
};

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: words are their own stems */
    struct cache_entry *cache;
    bool keeps_beginnings;
};

struct language {
    const char *code;
    bool keeps_beginnings;
};

static const struct language languages[] = {
#define STEM_LANGUAGE(code, keeps_beginnings) {code, keeps_beginnings},
#include "text/stem_languages.def"
#undef STEM_LANGUAGE
};

#define LANGUAGES (sizeof languages / sizeof *languages)

static const struct language *find_language(struct slice language)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (slice_is(language, languages[i].code)) return &languages[i];
    return NULL;
}

static void refuse_language(struct slice language, struct error *error)
{
    char list[4 * LANGUAGES + 1];
    size_t length = 0;
    for (size_t i = 0; i < LANGUAGES; i++) {
        list[length++] = ' ';
        memcpy(list + length, languages[i].code, 2);
        length += 2;
    }
    list[length] = '\0';
    int shown = language.length < 32 ? (int)language.length : 32;
    fail(error, ERROR_BAD_INPUT, 0, "expected a language to stem, one of none%s; found \"%.*s\"", list, shown,
         language.data);
}

struct stemmer *stemmer_new(struct slice language, struct error *error)
{
    bool none = slice_is(language, "none");
    const struct language *found = none ? NULL : find_language(language);
    if (!none && !found) {
        refuse_language(language, error);
        return NULL;
    }
    struct stemmer *stemmer = calloc(1, sizeof *stemmer);
    if (stemmer && found) {
        stemmer->keeps_beginnings = found->keeps_beginnings;
        stemmer->snowball = sb_stemmer_new(found->code, NULL);
        stemmer->cache = calloc(STEM_CACHE_ENTRIES, sizeof *stemmer->cache);
    }
    if (stemmer && (none || (stemmer->snowball && stemmer->cache))) return stemmer;
    stemmer_free(stemmer);
    fail(error, ERROR_NO_MEMORY, 0, "no memory for a stemmer");
    return NULL;
}

void stemmer_free(struct stemmer *stemmer)
{
    if (!stemmer) return;
    if (stemmer->snowball) sb_stemmer_delete(stemmer->snowball);
    free(stemmer->cache);
    free(stemmer);
}

bool stemmer_stems(const struct stemmer *stemmer)
{
    return stemmer->snowball != NULL;
}

bool stemmer_may_share(const struct stemmer *stemmer, struct slice stem, struct slice folded_word)
{
    if (!stemmer->keeps_beginnings || stem.length == 0 || folded_word.length == 0) return true;
    return stem.data[0] == folded_word.data[0];
}

/* FNV-1a; the digits are found on the way. */
static uint32_t hash_word(struct slice word, bool *has_digit)
{
    uint32_t hash = 2166136261u;
    *has_digit = false;
    for (size_t i = 0; i < word.length; i++) {
        unsigned char byte = (unsigned char)word.data[i];
        hash = (hash ^ byte) * 16777619u;
        if (byte >= '0' && byte <= '9') *has_digit = true;
    }
    return hash ^ hash >> 16;
}

static struct slice stem_afresh(struct stemmer *stemmer, struct slice word)
{
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word.data, (int)word.length);
    if (!stem) return word; /* out of memory inside: the word serves */
    return slice_make((const char *)stem, (size_t)sb_stemmer_length(stemmer->snowball));
}

struct slice stemmer_stem(struct stemmer *stemmer, struct slice folded_word)
{
    bool has_digit;
    if (!stemmer->snowball || folded_word.length == 0 || folded_word.length > STEM_BYTES_MAX) return folded_word;
    uint32_t hash = hash_word(folded_word, &has_digit);
    if (has_digit) return folded_word;
    if (folded_word.length > CACHED_BYTES) return stem_afresh(stemmer, folded_word);
    struct cache_entry *entry = &stemmer->cache[hash % STEM_CACHE_ENTRIES];
    if (slice_equal(slice_make(entry->word, entry->word_length), folded_word))
        return slice_make(entry->stem, entry->stem_length);
    struct slice stem = stem_afresh(stemmer, folded_word);
    if (stem.length == 0 || stem.length > CACHED_BYTES) return stem.length ? stem : folded_word;
    memcpy(entry->word, folded_word.data, folded_word.length);
    memcpy(entry->stem, stem.data, stem.length);
    entry->word_length = (uint8_t)folded_word.length;
    entry->stem_length = (uint8_t)stem.length;
    return stem;
}
