/* Paths of the command line become files, in the order of their names. */
#ifndef TALLY_INDEXER_WALK_H
#define TALLY_INDEXER_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct walk_file {
    const char *path; /* to open */
    const char *name; /* below the folder given; of a single file its own name; "" of a pipe */
    uint64_t size_bytes;
    bool named; /* given on the command line itself, not found in a folder */
};

/* `problem` is for folders that cannot be read: the walk goes on. Returning -1 from `visit` ends it. */
typedef int walk_visit(void *context, const struct walk_file *file);
typedef void walk_problem(void *context, const char *path, const struct error *error);

/* Symbolic links are followed on the command line, not inside folders. Regular files are visited, and pipes that are
 * named on the command line ("<(zcat a.gz)" in a shell). Returns -1 when
 * a visit did, else 0, also when `path` is not there (`problem` was called). */
int walk(const char *path, walk_visit *visit, walk_problem *problem, void *context);

#endif
