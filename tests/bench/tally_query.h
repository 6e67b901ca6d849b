/* A task in tally's query language, and the programs of tally beside this one. */
#ifndef TALLY_BENCH_QUERY_H
#define TALLY_BENCH_QUERY_H

#include "common.h"

#define TALLY_QUERY_BYTES (BENCH_TEXT_MAX + 2 * BENCH_NUMBER_MAX + 16)
#define TALLY_PATH_BYTES  4096

void tally_query_write(const struct bench_task *task, char out[TALLY_QUERY_BYTES]);

/* The path of a program in the folder of the one that runs. */
void tally_program_path(const char *name, char out[TALLY_PATH_BYTES]);

#endif
