/* Figures as a table. */
#ifndef TALLY_CLI_TABLE_H
#define TALLY_CLI_TABLE_H

#include "terminal.h"

/* The rows of a page; with groups, what each of them says before its rows. */
void table_print(const struct terminal *terminal, const struct tally_results *results, bool grouped);

#endif
