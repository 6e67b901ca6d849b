/* The command line of tallyd. */
#ifndef TALLY_DAEMON_OPTIONS_H
#define TALLY_DAEMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum options_verdict { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

struct options {
    const char *directory; /* -d */
    const char *socket;    /* -s, or NULL */
    const char *listen;    /* --listen, or NULL */
    size_t workers;
    bool worker; /* --worker: not for people; the front starts itself so */
};

/* OPTIONS_DONE after --help and --version, OPTIONS_WRONG after a line on standard error. */
enum options_verdict options_parse(int argc, char **argv, struct options *out);

#endif
