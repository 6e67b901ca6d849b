/* What tells the language of a text and the style of its numbers, for the station of marks. Inside lib/figures only. */
#ifndef TALLY_FIGURES_EVIDENCE_H
#define TALLY_FIGURES_EVIDENCE_H

#include "figures/scan.h"

struct evidence {
    uint32_t english, romance; /* small words of English, and of French or Spanish */
    uint32_t french, spanish;  /* votes of small words and of letters */
    uint32_t shared;           /* what Romance languages and names share: "de", "en", letters with accents */
    uint32_t points, commas;   /* numbers that part their thousands by that mark */
};

/* Counts what the marked token `at` says. */
void evidence_count(struct evidence *evidence, const struct scan *scan, uint32_t at);

/* Sets the language of the scan and how its numbers are read. */
void evidence_decide(const struct evidence *evidence, struct scan *scan);

#endif
