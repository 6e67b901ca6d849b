/* Articles as people read them. */
#ifndef TALLY_CLI_PRINT_H
#define TALLY_CLI_PRINT_H

#include "terminal.h"

void print_hit(const struct terminal *terminal, const struct tally_hit *hit);
/* "3 articles in 1.2 ms", "10 of 53 articles in 1.2 ms" */
void print_footer(const struct tally_results *results, size_t shown, const char *thing);
void print_document(const struct terminal *terminal, const struct tally_document *document);

#endif
