/* Names of what a figure can be. */
#include "figures/figure.h"

static const char *const signs[] = {
#define FIGURE_QUALIFIER(name, sign) sign,
#include "figures/qualifiers.def"
#undef FIGURE_QUALIFIER
};

const char *figure_qualifier_sign(enum figure_qualifier qualifier)
{
    return qualifier < FIGURE_QUALIFIERS ? signs[qualifier] : "=";
}
