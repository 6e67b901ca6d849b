/* tally: the small client. */
#include <locale.h>
#include <stdio.h>

#include "complain.h"
#include "options.h"

static struct tally *open_daemon(const struct options *options, struct tally_error *error)
{
    if (options->host) return tally_connect_tcp(options->host, options->port, error);
    return tally_connect_unix(options->socket, error);
}

static int run(const struct options *options)
{
    struct tally_error error;
    struct tally *tally = open_daemon(options, &error);
    if (!tally) {
        complain_error(NULL, &error);
        return EXIT_TROUBLE;
    }
    int code = options->verb->run(tally, options);
    tally_close(tally);
    bool written = fflush(stdout) == 0 && !ferror(stdout); /* a write may have failed long before the last */
    if (!written) fputs("tally: standard output cannot be written\n", stderr);
    return written ? code : EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
    static struct options options;
    setlocale(LC_CTYPE, "C.UTF-8"); /* articles are UTF-8 wherever we run */
    switch (options_parse(argc, argv, &options)) {
    case OPTIONS_RUN: return run(&options);
    case OPTIONS_DONE: return 0;
    default: return EXIT_TROUBLE;
    }
}
