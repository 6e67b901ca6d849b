/* Stems of words (Snowball), remembered.
 *
 * The stem of an already folded word. One stemmer belongs to one thread. The cache is bounded (STEM_CACHE_ENTRIES) and
 * only saves time. Words with a digit are never stemmed. */
#ifndef TALLY_TEXT_STEM_H
#define TALLY_TEXT_STEM_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

#define STEM_CACHE_ENTRIES 65536

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
