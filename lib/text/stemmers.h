/* The stemmers of an index: one for each language that its articles are stemmed by.
 *
 * With the setting "auto" an article is stemmed by its own language, by STEMMERS_DEFAULT where that is not known, and
 * not at all where Snowball does not know it; with a language, or "none", all articles are. A word of a query is looked
 * for by its stems in all of these languages. Sets of languages are masks: bit n for language n of text/stem.h. All of
 * this belongs to one thread. */
#ifndef TALLY_TEXT_STEMMERS_H
#define TALLY_TEXT_STEMMERS_H

#include <stdint.h>

#include "text/stem.h"

#define STEMMERS_AUTO    "auto"
#define STEMMERS_DEFAULT "en"

struct stemmers;

/* ERROR_BAD_INPUT names the settings there are. Free with stemmers_free(); NULL is fine there. */
struct stemmers *stemmers_new(struct slice setting, struct error *error);
void stemmers_free(struct stemmers *stemmers);
/* False for the setting "none". */
bool stemmers_stem(const struct stemmers *stemmers);

/* The language that an article is stemmed by, given its own (text/language.h). */
int stemmers_language(const struct stemmers *stemmers, struct slice article_language);
/* Its stemmer, made when it is first asked for. NULL: no memory. */
struct stemmer *stemmers_get(struct stemmers *stemmers, int language, struct error *error);

/* Adds languages that the index holds: stemmers_ask() asks in these. There are none at first with "auto", else that of
 * the setting. */
int stemmers_hold(struct stemmers *stemmers, uint32_t languages, struct error *error);
/* The languages held. */
uint32_t stemmers_held(const struct stemmers *stemmers);
/* Keeps those of the languages held that are among these; the others can be added again. */
void stemmers_narrow(struct stemmers *stemmers, uint32_t languages);
/* Has the folded word this stem in one of them? */
bool stemmers_share(struct stemmers *stemmers, struct slice folded_word, struct slice stem);
/* The stems of a folded word in each of them, in one order, always the same; valid until the next call. */
size_t stemmers_list(struct stemmers *stemmers, struct slice folded_word, struct slice stems[STEM_LANGUAGES_MAX]);
/* The distinct stems of a folded word in the languages held; valid until the next call with these stemmers. */
size_t stemmers_ask(struct stemmers *stemmers, struct slice folded_word, struct slice stems[STEM_LANGUAGES_MAX]);

#endif
