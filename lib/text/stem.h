/* Stems of words (Snowball), remembered.
 *
 * The stem of an already folded word, so that accents never decide: "migracion" and "migración", in an article or in a
 * query, are one word with one stem. Yet Snowball looks at accents. Where an ending tells them (stem_endings.def), it
 * is given them back before Snowball sees the word, and the stem is folded again. Of all pairs of words that Snowball
 * gives one stem, folded words keep 92 % in Spanish and 84 % in French, with the endings 98 %; most of the others are
 * forms of one verb ("debe", "debería"). Indexing the stems of the accented word and of the folded one keeps all, at 3
 * to 5 % more terms, but then a query without accents misses "organizaciones" for "organizacion".
 *
 * One stemmer belongs to one thread. The cache is bounded (STEM_CACHE_ENTRIES) and only saves time. Words with a digit
 * are never stemmed. */
#ifndef TALLY_TEXT_STEM_H
#define TALLY_TEXT_STEM_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

#define STEM_CACHE_ENTRIES 65536
#define STEM_LANGUAGES_MAX 32 /* and "none" is one of them: bits of a mask */

/* Languages by number, from 0 for "none": the one with this ISO 639-1 code, or -1. */
int stem_language_find(struct slice code);
/* NULL behind the last. */
const char *stem_language_code(int language);

struct stemmer;

/* `language` is an ISO 639-1 code that Snowball knows ("en", "fr", "es" …) or "none", whose stems are the words
 * themselves. ERROR_BAD_INPUT names the languages there are. Free with stemmer_free(). */
struct stemmer *stemmer_new(struct slice language, struct error *error);
void stemmer_free(struct stemmer *stemmer);
/* False for "none". */
bool stemmer_stems(const struct stemmer *stemmer);
/* False when the word cannot have this stem, which a look at their beginnings tells sooner than stemming it. */
bool stemmer_may_share(const struct stemmer *stemmer, struct slice stem, struct slice folded_word);
/* Valid until the next call with this stemmer. */
struct slice stemmer_stem(struct stemmer *stemmer, struct slice folded_word);

#endif
