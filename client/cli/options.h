/* The command line of tally. */
#ifndef TALLY_CLI_OPTIONS_H
#define TALLY_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "tally.h"

#define QUERY_TEXT_MAX 16384 /* bytes of the arguments joined; the daemon's own limit is lower */

#define FACETS_TEXT_MAX 2048

enum exit_code { EXIT_FOUND = 0, EXIT_NONE = 1, EXIT_TROUBLE = 2 };

struct options {
    const struct verb *verb;
    uint32_t given; /* a bit an option, in the order of options.def */
    const char *socket, *host;
    uint16_t port;
    bool json, jsonl, ids, csv, all;
    const char *noun, *by;
    char facets[FACETS_TEXT_MAX]; /* joined with commas; search.facets points to it */
    struct tally_search search;   /* query points to `text` */
    char text[QUERY_TEXT_MAX];    /* the arguments of the verb */
};

struct verb {
    const char *name, *arguments, *summary, *help;
    int (*run)(struct tally *tally, const struct options *options);
};

enum options_verdict { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

/* OPTIONS_DONE after help or version, OPTIONS_WRONG after a line on standard error. */
enum options_verdict options_parse(int argc, char **argv, struct options *out);

#define VERB(name, arguments, summary, help) int verb_##name(struct tally *tally, const struct options *options);
#include "verbs.def"
#undef VERB

#endif
