/* Snowball behind a direct-mapped cache: a newer word takes the place of an older one with the same hash. */
#include "text/stem.h"

#include <assert.h>
#include <libstemmer.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"
#include "text/fold.h"

#define CACHED_BYTES     30  /* longer words are rare, and stemmed each time */
#define STEM_BYTES_MAX   255 /* what is longer is no word of a language */
#define ENDING_BYTES_MAX 8

struct cache_entry {
    uint8_t word_length, stem_length; /* word_length 0: empty */
    char word[CACHED_BYTES];
    char stem[CACHED_BYTES];
};

struct stem_ending {
    const char *code, *folded, *accented;
};

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: words are their own stems */
    struct cache_entry *cache;
    bool keeps_beginnings;
    const struct stem_ending *endings; /* of its language */
    size_t ending_count;
    char folded[STEM_BYTES_MAX + ENDING_BYTES_MAX]; /* the stem of a word that was given its accents */
};

struct language {
    const char *code;
    bool keeps_beginnings;
};

static const struct language languages[] = {
    {"none", true},
#define STEM_LANGUAGE(code, keeps_beginnings) {code, keeps_beginnings},
#include "text/stem_languages.def"
#undef STEM_LANGUAGE
};

#define LANGUAGES (sizeof languages / sizeof *languages)

static_assert(LANGUAGES <= STEM_LANGUAGES_MAX, "a set of languages is a mask of 32 bits");

static const struct stem_ending endings[] = {
#define STEM_ENDING(code, folded, accented) {code, folded, accented},
#include "text/stem_endings.def"
#undef STEM_ENDING
};

#define ENDINGS (sizeof endings / sizeof *endings)

int stem_language_find(struct slice code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (slice_is(code, languages[i].code)) return (int)i;
    return -1;
}

const char *stem_language_code(int language)
{
    return (size_t)language < LANGUAGES ? languages[language].code : NULL;
}

static void refuse_language(struct slice language, struct error *error)
{
    char list[5 * LANGUAGES + 1] = "";
    for (size_t i = 0; i < LANGUAGES; i++) strcat(strcat(list, " "), languages[i].code);
    int shown = language.length < 32 ? (int)language.length : 32;
    fail(error, ERROR_BAD_INPUT, 0, "expected a language to stem, one of auto%s; found \"%.*s\"", list, shown,
         language.data);
}

static void find_endings(struct stemmer *stemmer, const char *code)
{
    for (size_t i = 0; i < ENDINGS; i++) {
        if (strcmp(endings[i].code, code) != 0) continue;
        if (stemmer->ending_count++ == 0) stemmer->endings = &endings[i];
    }
}

struct stemmer *stemmer_new(struct slice language, struct error *error)
{
    int found = stem_language_find(language);
    if (found < 0) {
        refuse_language(language, error);
        return NULL;
    }
    struct stemmer *stemmer = calloc(1, sizeof *stemmer);
    if (stemmer && found > 0) {
        const char *code = stem_language_code(found);
        stemmer->keeps_beginnings = languages[found].keeps_beginnings;
        find_endings(stemmer, code);
        stemmer->snowball = sb_stemmer_new(code, NULL);
        stemmer->cache = calloc(STEM_CACHE_ENTRIES, sizeof *stemmer->cache);
    }
    if (stemmer && (found == 0 || (stemmer->snowball && stemmer->cache))) return stemmer;
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

static const struct stem_ending *find_ending(const struct stemmer *stemmer, struct slice word)
{
    for (size_t i = 0; i < stemmer->ending_count; i++) {
        struct slice ending = slice_of(stemmer->endings[i].folded);
        if (slice_ends(word, ending)) return &stemmer->endings[i];
    }
    return NULL;
}

static struct slice ask_snowball(struct stemmer *stemmer, struct slice word)
{
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word.data, (int)word.length);
    if (!stem) return word; /* out of memory inside: the word serves */
    return slice_make((const char *)stem, (size_t)sb_stemmer_length(stemmer->snowball));
}

static struct slice stem_afresh(struct stemmer *stemmer, struct slice word)
{
    const struct stem_ending *ending = find_ending(stemmer, word);
    if (!ending) return ask_snowball(stemmer, word);
    char accented[STEM_BYTES_MAX + ENDING_BYTES_MAX];
    size_t kept = word.length - strlen(ending->folded), added = strlen(ending->accented);
    memcpy(accented, word.data, kept);
    memcpy(accented + kept, ending->accented, added);
    struct slice stem = ask_snowball(stemmer, slice_make(accented, kept + added));
    return slice_make(stemmer->folded, text_fold_word(stem, stemmer->folded, sizeof stemmer->folded));
}

struct slice stemmer_stem(struct stemmer *stemmer, struct slice folded_word)
{
    if (!stemmer->snowball || folded_word.length == 0 || folded_word.length > STEM_BYTES_MAX) return folded_word;
    if (slice_has_digit(folded_word)) return folded_word;
    if (folded_word.length > CACHED_BYTES) return stem_afresh(stemmer, folded_word);
    struct cache_entry *entry = &stemmer->cache[hash_bytes(folded_word.data, folded_word.length) % STEM_CACHE_ENTRIES];
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
