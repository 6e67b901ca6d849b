/* Units where they lean on a number: currencies before it, letters glued behind it. Inside lib/figures only. */
#ifndef TALLY_FIGURES_UNIT_PREFIX_H
#define TALLY_FIGURES_UNIT_PREFIX_H

#include "figures/unit.h"

/* The longest currency sign or code that ends at token `last` ("$", "US $", "EUR"); *first is its first token. */
const struct unit *unit_read_prefix(const struct text_tokens *tokens, uint32_t last, uint32_t *first);

/* The unit of letters glued to digits ("kg" of "35kg"), as written. */
const struct unit *unit_find_glued(struct slice letters);

#endif
