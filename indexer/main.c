/* tally-index: articles in, an index out. */
#include <signal.h>

#include "indexer/commands.h"

static enum exit_code run(const struct options *options)
{
    if (options->lines) return command_figure_lines();
    if (options->figures) return command_figures(options);
    if (options->delete) return command_delete(options);
    if (options->check) return command_check(options);
    return command_index(options);
}

int main(int argc, char **argv)
{
    struct options options;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    switch (options_parse(argc, argv, &options)) {
    case OPTIONS_RUN: return run(&options);
    case OPTIONS_DONE: return EXIT_DONE;
    case OPTIONS_WRONG: break;
    }
    return EXIT_NOT_DONE;
}
