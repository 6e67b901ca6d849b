/* What of a page is the article, and what stands around it.
 *
 * Crawled text carries furniture: "Read Also: …" lines, "Related Articles" lists, comment forms, share bars, category
 * footers, sometimes glued to the sentence before without a space ("…in 2016.Read Also: … MigrationMorocco and
 * Spain…"). A furniture line run into the text ends where a capital is glued to a small letter. A list of headlines
 * ends where sentences begin, a comment form takes the rest of the page. The cues are the rows of furniture.def, what
 * share bars are made of those of bars.def. */
#ifndef TALLY_TEXT_ZONES_H
#define TALLY_TEXT_ZONES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

enum zone_kind { ZONE_TITLE, ZONE_MAIN, ZONE_RELATED };
#define ZONE_KINDS 3

/* "title", "main", "related" */
const char *zone_name(enum zone_kind kind);

struct zone {
    uint32_t start, length; /* bytes of the body; white space at the borders may belong to either side */
    enum zone_kind kind;    /* ZONE_MAIN or ZONE_RELATED */
};

struct zones {
    struct zone *items; /* in order, adjacent, covering the whole body; neighbours differ in kind */
    size_t count;
};

int text_zones(struct arena *arena, struct slice body, struct zones *out, struct error *error);

struct text_tokens;

/* As text_tokenize() of a body whose zones are known: no token and no sentence runs from one zone into the next, so
 * that the words at a seam ("MigrationMorocco") are read apart. `zones` may be NULL: one zone. */
int text_tokenize_zones(struct arena *arena, struct slice body, const struct zones *zones, uint32_t first_position,
                        struct text_tokens *out, struct error *error);

#endif
