/* Files of several paths that have one name below them: their articles would have one id. */
#ifndef TALLY_INDEXER_TWINS_H
#define TALLY_INDEXER_TWINS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "indexer/walk.h"

struct twins;

/* `paths` are those of the command line and must live on. What it takes depends on their number alone: the files are
 * looked for where they are. NULL: no memory. */
struct twins *twins_new(char *const *paths, size_t count);
void twins_free(struct twins *twins);

/* Tells whether paths[at] is a folder, or the file itself. */
void twins_note(struct twins *twins, size_t at, bool is_folder);
/* Another file than `file`, which is one of paths[at], with its name, under an earlier path: fills `out`. */
bool twins_find(const struct twins *twins, size_t at, const struct walk_file *file, char out[PATH_MAX]);

#endif
