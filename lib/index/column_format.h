/* The layout of a column file.
 *
 *   struct column_header
 *   the arrays of column_sections.def, each at a multiple of 8 bytes, where the header says
 *
 * Little endian, IEEE 754 doubles. Figures are numbered from 0 in docid order (ordinals), facets in byte order of their
 * names. A run is first the points of a facet and then its intervals, each sorted by (low end, ordinal). Intervals are
 * searched by blocks: a block that does not reach up to a range is passed over, so that one very wide interval costs
 * the reading of its own block only. */
#ifndef TALLY_INDEX_COLUMN_FORMAT_H
#define TALLY_INDEX_COLUMN_FORMAT_H

#include <stdint.h>

#define COLUMN_MAGIC     "tallycol"
#define COLUMN_VERSION   1
#define COLUMN_ALIGNMENT 8
#define COLUMN_BLOCK     64 /* intervals */
#define COLUMN_NO_EXTRA  0xFFFFFFFFu
#define COLUMN_ANY       UINT64_MAX

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is mapped as it lies");

enum column_section_name {
#define COLUMN_SECTION(name, type, count) SECTION_##name,
#include "index/column_sections.def"
#undef COLUMN_SECTION
    COLUMN_SECTIONS
};

struct column_section {
    uint64_t offset; /* bytes from the start of the file */
    uint64_t count;  /* elements */
};

struct column_header {
    char magic[8];
    uint32_t version;
    uint32_t figures, facets;
    uint32_t reserved;
    uint64_t file_bytes;
    struct column_section sections[COLUMN_SECTIONS];
};

struct column_kind {
    uint8_t class, qualifier, zone, reserved;
};

/* For an interval, or a figure whose converted value differs from the stated one. */
struct column_extra {
    double high, si_low, si_high;
};

/* What only a hit shows. Texts are offsets into the pool. */
struct column_record {
    uint32_t start, length;
    uint32_t unit, noun, unit_text, per, period;
};

struct column_run {
    uint32_t first;             /* in `ordinals` */
    uint32_t points, intervals; /* how many, in this order */
    uint32_t first_block;       /* in `reaches` */
};

static inline uint32_t column_blocks(uint32_t intervals)
{
    return intervals / COLUMN_BLOCK + (intervals % COLUMN_BLOCK != 0);
}

_Static_assert(sizeof(struct column_header) == 32 + 16 * COLUMN_SECTIONS, "no padding");
_Static_assert(sizeof(struct column_kind) == 4, "no padding");
_Static_assert(sizeof(struct column_record) == 28, "no padding");
_Static_assert(sizeof(struct column_run) == 16, "no padding");

#endif
