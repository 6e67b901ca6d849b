/* Reading the command line, and what --help says. */
#include "daemon/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/limits.h"

static const char help[] = "usage: tallyd -d DIR [-s SOCKET] [--listen ADDR:PORT] [--workers N]\n"
                           "\n"
                           "Answers searches in the index in DIR, over HTTP on a Unix socket. With --listen\n"
                           "a browser shows a search page at http://ADDR:PORT/.\n"
                           "\n"
                           "  -d, --directory DIR   the index, as tally-index makes it; new commits are\n"
                           "                        served without a restart\n"
                           "  -s, --socket SOCKET   where to listen (default: $TALLY_SOCKET, else\n"
                           "                        $XDG_RUNTIME_DIR/tally.sock, else /run/tally/tally.sock);\n"
                           "                        open to its owner and group\n"
                           "      --listen ADDR:PORT\n"
                           "                        listen on TCP as well, on an address of this machine only:\n"
                           "                        127.0.0.1:8080, [::1]:8080\n"
                           "      --workers N       searches at a time (default 2)\n"
                           "  -h, --help            this text\n"
                           "  -V, --version         the version\n"
                           "\n"
                           "Ends on SIGTERM or SIGINT after the requests under way, on a second signal at once.\n"
                           "\n"
                           "  tallyd -d ~/news &\n"
                           "  tally search 'attempts:50000..70000'\n"
                           "  curl --unix-socket $XDG_RUNTIME_DIR/tally.sock 'http://localhost/search?q=Ceuta'\n";

enum { OPTION_LISTEN = 256, OPTION_WORKERS, OPTION_WORKER };

static const struct option names[] = {
    {"directory", required_argument, NULL, 'd'},
    {"socket", required_argument, NULL, 's'},
    {"listen", required_argument, NULL, OPTION_LISTEN},
    {"workers", required_argument, NULL, OPTION_WORKERS},
    {"worker", no_argument, NULL, OPTION_WORKER},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static enum options_verdict wrong(const char *message)
{
    fprintf(stderr, "tallyd: %s; try 'tallyd --help'\n", message);
    return OPTIONS_WRONG;
}

static enum options_verdict say(const char *text)
{
    fputs(text, stdout);
    return OPTIONS_DONE;
}

static enum options_verdict read_workers(const char *text, size_t *out)
{
    char *end;
    long count = strtol(text, &end, 10);
    if (end == text || *end || count < 1 || count > WORKERS_MAX) return wrong("--workers takes a number from 1 to 64");
    *out = (size_t)count;
    return OPTIONS_RUN;
}

static enum options_verdict read_option(int option, struct options *out)
{
    switch (option) {
    case 'd': out->directory = optarg; return OPTIONS_RUN;
    case 's': out->socket = optarg; return OPTIONS_RUN;
    case OPTION_LISTEN: out->listen = optarg; return OPTIONS_RUN;
    case OPTION_WORKERS: return read_workers(optarg, &out->workers);
    case OPTION_WORKER: out->worker = true; return OPTIONS_RUN;
    case 'h': return say(help);
    case 'V': return say("tallyd " TALLY_VERSION "\n");
    default: fputs("try 'tallyd --help'\n", stderr); return OPTIONS_WRONG; /* getopt_long() has said what is wrong */
    }
}

enum options_verdict options_parse(int argc, char **argv, struct options *out)
{
    *out = (struct options){.workers = WORKERS_DEFAULT};
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "d:s:hV", names, NULL)) != -1;) {
        enum options_verdict verdict = read_option(option, out);
        if (verdict != OPTIONS_RUN) return verdict;
    }
    if (optind < argc) return wrong("expected no arguments besides the options");
    if (!out->directory) return wrong("expected -d DIR, the directory of an index");
    return OPTIONS_RUN;
}
