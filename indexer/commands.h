/* What tally-index can be asked to do; each returns the exit code. */
#ifndef TALLY_INDEXER_COMMANDS_H
#define TALLY_INDEXER_COMMANDS_H

#include "indexer/options.h"

enum exit_code { EXIT_DONE = 0, EXIT_SOME_FAILED = 1, EXIT_NOT_DONE = 2 };

enum exit_code command_index(const struct options *options);
enum exit_code command_delete(const struct options *options);
enum exit_code command_check(const struct options *options);
enum exit_code command_figures(const struct options *options);
enum exit_code command_figure_lines(void);

#endif
