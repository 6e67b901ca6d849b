/* The language of a text: as its data name it, or as its words tell.
 *
 * Languages are ISO 639-1 codes in small letters, "" where nothing is known. languages.def lists them. */
#ifndef TALLY_TEXT_LANGUAGE_H
#define TALLY_TEXT_LANGUAGE_H

#include "base/arena.h"
#include "base/slice.h"

#define LANGUAGE_GUESS_BYTES 2048 /* of the texts that are read for a guess */

/* The code that a name stands for: "fr-FR", "fr_CA.UTF-8", "FRA", "French" and "français" are "fr", "und" is "". A code
 * that is not in the table loses its region ("gsw-CH" → gsw); any other name stays as it is. Lives in the arena, in
 * `given`, or for ever; .data NULL when the arena is full. */
struct slice language_code(struct arena *arena, struct slice given);

/* The language whose small words ("the", "les", "und") stand in the texts, read one after the other as one. Empty when
 * there are too few of them, when two languages are about as likely, and for a language without small words in the
 * table, whose texts have hardly any of the others'. */
struct slice language_guess(const struct slice *texts, size_t count);

#endif
