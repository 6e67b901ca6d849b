/* An article as the readers hand it on and as the index gives it back. */
#ifndef TALLY_INDEX_ARTICLE_H
#define TALLY_INDEX_ARTICLE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "index/packing.h"

#define ARTICLE_BODY_MAX  ((size_t)10 << 20) /* bytes; a longer body is refused */
#define ARTICLE_FIELD_MAX ((size_t)4 << 10)  /* bytes of any other text but the id; longer ones are cut */

/* All UTF-8, clean (text_repair()). Empty slices where nothing is known; `id` is never empty. */
struct article {
#define FIELD(name, word, kind, prefix, slot) struct slice word; /* see its row */
#include "index/fields.def"
    struct slice body;
    size_t main_length; /* bytes of the body that are the article, the rest being furniture that the reader set apart;
                            * 0: not known, text_zones() decides over all of it */
};

/* The id as the index keeps it: itself, or when it is longer than ARTICLE_ID_MAX its beginning, "~" and 16 hex digits
 * of its hash. In the arena when it was shortened. */
struct slice article_id(struct arena *arena, struct slice id);

/* The article as the index keeps it: id shortened, over-long fields cut, its date found, its language by code or
 * guessed. Slices point into `article` or the arena.
 * ERROR_BAD_INPUT: no id, or a NUL in a field; ERROR_LIMIT: a body over ARTICLE_BODY_MAX. */
int article_accept(struct arena *arena, const struct article *article, struct article *out, struct error *error);

/* A copy that lives in the arena. */
int article_copy(struct arena *arena, const struct article *article, struct article *out, struct error *error);

/* A fingerprint of everything in the article: equal articles need no new indexing. 16 bytes. */
#define ARTICLE_HASH_BYTES 16 /* CHECKSUM_PIECES_BYTES */
void article_hash(const struct article *article, char out[ARTICLE_HASH_BYTES]);

/* The stored form: versioned, in the arena. `packing` NULL: the body as it is. */
struct slice article_encode(struct arena *arena, struct packing *packing, const struct article *article);
/* All but the body, which is empty. Slices point into `bytes`. ERROR_CORRUPT. */
int article_decode(struct slice bytes, struct article *out, struct error *error);
/* The body too; in the arena when it was packed. ERROR_CORRUPT, ERROR_NO_MEMORY. */
int article_decode_whole(struct slice bytes, struct arena *arena, struct packing *packing, struct article *out,
                         struct error *error);

#endif
