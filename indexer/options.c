/* Reading the command line of tally-index. */
#include "indexer/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "indexer/format.h"

static const char HELP[] =
    "usage: tally-index -d DIR PATH...        build or update an index\n"
    "       tally-index -d DIR --delete ID... take articles out of it\n"
    "       tally-index -d DIR --merge        make one clean segment of it\n"
    "       tally-index -d DIR --check        verify every file of it\n"
    "       tally-index --figures PATH...     print the figures found, no index\n"
    "       tally-index --figures --lines     the same for standard input, one text a line\n"
    "\n"
    "PATH is a file, a folder (read with all its subfolders), a pipe, or - for standard input. Formats and their endings:\n"
#define FORMAT(name, title, endings) "  " title ": " endings "\n"
#include "indexer/formats.def"
#undef FORMAT
    "each also compressed: " FORMAT_COMPRESSIONS ". In folders, files with other endings are passed over.\n"
    "Members of JSON lines:"
#define FIELD(name, word, kind, prefix, slot) " " #word ","
#include "index/fields.def"
    " body.\n"
    "\n"
    "  -d, --directory DIR   the index; made when it is not there\n"
    "      --stem LANGUAGE   stemming of a new index: auto (default, by each article's language), none, en, fr ...\n"
    "      --wait SECONDS    how long to wait for another writer (default 10)\n"
    "      --merge           after the paths, merge into one segment without deleted articles\n"
    "      --delete          the arguments are ids of articles to delete\n"
    "      --check           verify checksums and structure, change nothing\n"
    "      --figures         print one JSON object an article: {\"id\",\"figures\":[...]}\n"
    "      --lines           with --figures: standard input, one text a line\n"
    "  -q, --quiet           no progress, no summary\n"
    "  -h, --help            this text\n"
    "  -V, --version         the version\n"
    "\n"
    "An article that is already there unchanged is skipped; one that changed is replaced, known by its id: the id in\n"
    "the data, else the path below the folder given, else (standard input, a pipe) a hash of the article. Two files\n"
    "of one run that would have one id are an error: give the folder that holds both. Bad input is reported with its\n"
    "place, counted, and skipped.\n"
    "\n"
    "Exit code: 0 all is indexed; 1 some input could not be read; 2 nothing could be done (usage, index, disk, or\n"
    "another writer held the index for longer than --wait).\n";

enum long_only {
    OPTION_STEM = 256,
    OPTION_WAIT,
    OPTION_MERGE,
    OPTION_CHECK,
    OPTION_DELETE,
    OPTION_FIGURES,
    OPTION_LINES
};

static const struct option LONG_OPTIONS[] = {{"directory", required_argument, NULL, 'd'},
                                             {"stem", required_argument, NULL, OPTION_STEM},
                                             {"wait", required_argument, NULL, OPTION_WAIT},
                                             {"merge", no_argument, NULL, OPTION_MERGE},
                                             {"check", no_argument, NULL, OPTION_CHECK},
                                             {"delete", no_argument, NULL, OPTION_DELETE},
                                             {"figures", no_argument, NULL, OPTION_FIGURES},
                                             {"lines", no_argument, NULL, OPTION_LINES},
                                             {"quiet", no_argument, NULL, 'q'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"version", no_argument, NULL, 'V'},
                                             {NULL, 0, NULL, 0}};

static enum options_verdict wrong(const char *message)
{
    fprintf(stderr, "tally-index: %s; try 'tally-index --help'\n", message);
    return OPTIONS_WRONG;
}

static int parse_wait(const char *text, int *wait_ms)
{
    char *end;
    errno = 0;
    double seconds = strtod(text, &end);
    if (errno || end == text || *end || !(seconds >= 0 && seconds <= INT_MAX / 1000)) return -1;
    *wait_ms = (int)(seconds * 1000);
    return 0;
}

static enum options_verdict check_combination(const struct options *options)
{
    bool reads = options->path_count > 0;
    if (options->lines && !options->figures) return wrong("--lines goes with --figures");
    if (options->lines && reads) return wrong("--lines reads standard input and takes no PATH");
    if (options->figures && (options->merge || options->check || options->delete))
        return wrong("--figures works without an index");
    if (options->figures) return reads || options->lines ? OPTIONS_RUN : wrong("expected a PATH");
    if (!options->directory) return wrong("expected -d DIR, the index");
    if (options->delete &&(options->check || !reads)) return wrong("--delete takes the ids of articles");
    if (options->check && (reads || options->merge)) return wrong("--check changes nothing and takes no PATH");
    return reads || options->merge || options->check ? OPTIONS_RUN : wrong("expected a PATH");
}

enum options_verdict options_parse(int argc, char **argv, struct options *out)
{
    *out = (struct options){.stem = "", .wait_ms = OPTIONS_WAIT_MS_DEFAULT};
    int option;
    while ((option = getopt_long(argc, argv, "d:qhV", LONG_OPTIONS, NULL)) != -1) {
        switch (option) {
        case 'd': out->directory = optarg; break;
        case OPTION_STEM:
            if (!*optarg) return wrong("--stem takes auto, none or a language: en, fr ...");
            out->stem = optarg;
            break;
        case OPTION_WAIT:
            if (parse_wait(optarg, &out->wait_ms) < 0) return wrong("--wait takes a number of seconds");
            break;
        case OPTION_MERGE: out->merge = true; break;
        case OPTION_CHECK: out->check = true; break;
        case OPTION_DELETE: out->delete = true; break;
        case OPTION_FIGURES: out->figures = true; break;
        case OPTION_LINES: out->lines = true; break;
        case 'q': out->quiet = true; break;
        case 'h': return fputs(HELP, stdout), OPTIONS_DONE;
        case 'V': return puts("tally-index " TALLY_VERSION), OPTIONS_DONE;
        default: return OPTIONS_WRONG;
        }
    }
    out->paths = argv + optind;
    out->path_count = (size_t)(argc - optind);
    return check_combination(out);
}
