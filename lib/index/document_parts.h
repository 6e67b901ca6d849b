/* What document_build() puts together: the terms of a reading, and its rows of the figure column. */
#ifndef TALLY_INDEX_DOCUMENT_PARTS_H
#define TALLY_INDEX_DOCUMENT_PARTS_H

#include "index/document.h"

/* Fills out->postings: words, stems, numbers, exact fields and numeral terms. `stemmer` NULL: no stems. */
int document_terms(struct arena *arena, const struct article *article, const struct reading *reading,
                   struct stemmer *stemmer, double reference_length, struct xap_document *out, struct error *error);

/* Fills out->rows: the figures of the title and the main text. */
int document_rows(struct arena *arena, const struct reading *reading, struct stemmer *stemmer, struct document *out,
                  struct error *error);

#endif
