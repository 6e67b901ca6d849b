/* Looking up the rows of abbreviations.def. */
#include "text/abbreviations.h"

#include <stddef.h>

static const struct row {
    const char *folded;
    enum abbreviation kind;
} abbreviations[] = {
#define ABBREVIATION(folded, kind) {folded, ABBREVIATION_##kind},
#include "text/abbreviations.def"
};

static const struct row openers[] = {
#define OPENER(folded) {folded, ABBREVIATION_NONE},
#include "text/abbreviations.def"
};

static const struct row *find_row(const struct row *rows, size_t count, struct slice folded)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = slice_compare(folded, slice_of(rows[middle].folded));
        if (order == 0) return &rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

enum abbreviation abbreviation_find(struct slice folded)
{
    const struct row *row = find_row(abbreviations, sizeof abbreviations / sizeof *abbreviations, folded);
    return row ? row->kind : ABBREVIATION_NONE;
}

bool abbreviation_is_opener(struct slice folded)
{
    return find_row(openers, sizeof openers / sizeof *openers, folded) != NULL;
}
