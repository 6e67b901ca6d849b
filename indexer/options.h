/* The command line of tally-index. */
#ifndef TALLY_INDEXER_OPTIONS_H
#define TALLY_INDEXER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define OPTIONS_WAIT_MS_DEFAULT 10000

enum options_verdict { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

struct options {
    const char *directory; /* -d */
    const char *stem;      /* "" when not given */
    int wait_ms;
    bool figures, lines, merge, check, delete, quiet;
    char *const *paths; /* the rest of argv */
    size_t path_count;
};

/* OPTIONS_DONE after --help and --version, OPTIONS_WRONG after one line on standard error. */
enum options_verdict options_parse(int argc, char **argv, struct options *out);

#endif
