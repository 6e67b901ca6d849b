/* Counts as bars. */
#ifndef TALLY_CLI_BARS_H
#define TALLY_CLI_BARS_H

#include "terminal.h"

/* The name of the facet, a line a value, and an empty line. Blocks with eighths on a terminal that shows UTF-8,
 * otherwise number signs. */
void bars_print(const struct terminal *terminal, const struct tally_facet *facet);

#endif
