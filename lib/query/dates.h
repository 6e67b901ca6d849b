/* date:2021-01..2022-03, date:>2021, date:2022-05. Inside lib/query only. */
#ifndef TALLY_QUERY_DATES_H
#define TALLY_QUERY_DATES_H

#include "query/parser.h"

int dates_read(struct parser *parser, const struct piece *piece, struct query_node **out);

#endif
