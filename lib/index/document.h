/* Station: an article becomes postings, values, stored data and column rows. */
#ifndef TALLY_INDEX_DOCUMENT_H
#define TALLY_INDEX_DOCUMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "figures/extract.h"
#include "index/article.h"
#include "index/column.h"
#include "text/stemmers.h"
#include "text/tokens.h"
#include "text/zones.h"
#include "xapian-c.h"

/* What the words of an article weigh before length normalisation: an occurrence in the title counts as TITLE_WEIGHT
 * occurrences, one in page furniture as RELATED_WEIGHT. */
#define TITLE_WEIGHT   3.0
#define RELATED_WEIGHT 0.2

/* An impact is BM25's part of the term frequency, its length normalisation included, as an integer:
 *
 *     wdf = round(IMPACT_MAX · tf / (tf + k1 · (1 - b + b · dl / reference))), at least 1
 *
 * with tf and dl counted by weight as above. b is low because the articles of a news archive differ in length for
 * reasons that say nothing about their subject (flashes of one line), and k1 is high because words that an article
 * repeats are what it is about. tests/tools/relevance.py measures what they bring. */
#define IMPACT_MAX 125
#define IMPACT_K1  2.5
#define IMPACT_B   0.3

/* An article read: the walk from text to figures, shared by the index and by --figures. */
struct reading {
    struct text_tokens title, body;             /* body positions start FIELD_GAP after the title's */
    struct zones zones;                         /* of the body */
    struct figures title_figures, body_figures; /* with their zones set */
};
int document_read(struct arena *arena, const struct article *article, struct reading *out, struct error *error);

/* The zones of a body whose main text is its first `main_length` bytes (0: all of it); what a reader set apart behind
 * them is furniture. */
int document_zones(struct arena *arena, struct slice body, size_t main_length, struct zones *out, struct error *error);

/* The words of a figure of this article; empty when a damaged index names bytes that are not there. */
struct slice document_figure_text(const struct article *article, const struct column_figure *figure);

struct document_row {
    struct column_figure figure; /* docid not set yet */
    struct slice *facets;
    size_t facet_count;
};

struct document {
    struct xap_document terms; /* postings in byte order, values, stored data */
    struct document_row *rows; /* figures of title and main text; those of furniture are not the article's */
    size_t row_count;
    int stem_language; /* of its stems and of the nouns of its figures */
};

/* `stemmers` are the index's; `packing` is of its stored articles (NULL: they are not packed). `reference_length` is
 * the one of the impact formula, in words. */
int document_build(struct arena *arena, const struct article *article, struct stemmers *stemmers,
                   struct packing *packing, double reference_length, struct document *out, struct error *error);

#endif
