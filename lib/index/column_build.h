/* A column being collected: what column_build.c gathers and column_write.c orders and writes. */
#ifndef TALLY_INDEX_COLUMN_BUILD_H
#define TALLY_INDEX_COLUMN_BUILD_H

#include "index/column.h"
#include "index/column_format.h"
#include "index/intern.h"

struct column_builder {
    struct intern facets, texts;
    /* arrays of the file, by ordinal; facet_ids hold places in `facets`, not yet the numbers of the file */
    struct buffer lows, docids, kinds, extra_of, extras, records, facet_starts, facet_ids;
    uint32_t figures, last_docid;
    bool failed;  /* memory ran out in the middle of a figure */
    bool written; /* ordering renames the facets: once only */
};

#endif
