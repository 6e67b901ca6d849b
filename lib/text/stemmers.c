/* A stemmer a language, made when it is needed. */
#include "text/stemmers.h"

#include <stdlib.h>

struct stemmers {
    int language; /* of all articles; -1: each its own */
    uint32_t held;
    struct stemmer *items[STEM_LANGUAGES_MAX];
};

static bool fill(struct stemmers *stemmers, struct slice setting, struct error *error)
{
    stemmers->language = -1;
    if (slice_is(setting, STEMMERS_AUTO)) return true;
    struct stemmer *stemmer = stemmer_new(setting, error);
    if (!stemmer) return false;
    stemmers->language = stem_language_find(setting);
    stemmers->items[stemmers->language] = stemmer;
    stemmers->held = UINT32_C(1) << stemmers->language;
    return true;
}

struct stemmers *stemmers_new(struct slice setting, struct error *error)
{
    struct stemmers *stemmers = calloc(1, sizeof *stemmers);
    if (!stemmers) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory for stemmers");
        return NULL;
    }
    if (fill(stemmers, setting, error)) return stemmers;
    stemmers_free(stemmers);
    return NULL;
}

void stemmers_free(struct stemmers *stemmers)
{
    if (!stemmers) return;
    for (int i = 0; i < STEM_LANGUAGES_MAX; i++) stemmer_free(stemmers->items[i]);
    free(stemmers);
}

bool stemmers_stem(const struct stemmers *stemmers)
{
    return stemmers->language != 0;
}

int stemmers_language(const struct stemmers *stemmers, struct slice article_language)
{
    if (stemmers->language >= 0) return stemmers->language;
    if (article_language.length == 0) return stem_language_find(slice_of(STEMMERS_DEFAULT));
    int found = stem_language_find(article_language);
    return found < 0 ? 0 : found;
}

struct stemmer *stemmers_get(struct stemmers *stemmers, int language, struct error *error)
{
    struct stemmer **item = &stemmers->items[language];
    if (!*item) *item = stemmer_new(slice_of(stem_language_code(language)), error);
    return *item;
}

int stemmers_hold(struct stemmers *stemmers, uint32_t languages, struct error *error)
{
    for (int i = 0; i < STEM_LANGUAGES_MAX; i++) {
        if (!(languages >> i & 1)) continue;
        if (!stemmers_get(stemmers, i, error)) return -1;
    }
    stemmers->held |= languages;
    return 0;
}

uint32_t stemmers_held(const struct stemmers *stemmers)
{
    return stemmers->held;
}

void stemmers_narrow(struct stemmers *stemmers, uint32_t languages)
{
    stemmers->held &= languages;
}

size_t stemmers_list(struct stemmers *stemmers, struct slice folded_word, struct slice stems[STEM_LANGUAGES_MAX])
{
    size_t count = 0;
    for (int i = 0; i < STEM_LANGUAGES_MAX; i++)
        if (stemmers->held >> i & 1) stems[count++] = stemmer_stem(stemmers->items[i], folded_word);
    return count;
}

static bool is_among(const struct slice *stems, size_t count, struct slice stem)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(stems[i], stem)) return true;
    return false;
}

size_t stemmers_ask(struct stemmers *stemmers, struct slice folded_word, struct slice stems[STEM_LANGUAGES_MAX])
{
    size_t count = stemmers_list(stemmers, folded_word, stems), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_among(stems, kept, stems[i])) stems[kept++] = stems[i];
    return kept;
}

bool stemmers_share(struct stemmers *stemmers, struct slice folded_word, struct slice stem)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    return is_among(stems, stemmers_list(stemmers, folded_word, stems), stem);
}
