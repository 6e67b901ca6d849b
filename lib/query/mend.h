/* Pieces of any text become pieces of a sound query. Inside lib/query only. */
#ifndef TALLY_QUERY_MEND_H
#define TALLY_QUERY_MEND_H

#include "query/lex.h"

/* Brackets get partners or go; operators that have nothing to join become words. Each change leaves a note. */
int pieces_mend(struct arena *arena, struct pieces *pieces, struct query *query, bool strict, struct error *error);

#endif
