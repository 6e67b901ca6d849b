/* tally-index: articles in, an index out. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "indexer/commands.h"

static enum exit_code run(const struct options *options)
{
    if (options->lines) return command_figure_lines();
    if (options->figures) return command_figures(options);
    if (options->delete) return command_delete(options);
    if (options->check) return command_check(options);
    return command_index(options);
}

/* A closed standard descriptor would be given to the next file opened, and messages would be written into the index. */
static bool keep_standard_descriptors(void)
{
    int fd;
    do fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2);
    if (fd > 2) close(fd);
    return fd >= 0;
}

int main(int argc, char **argv)
{
    struct options options;
    if (!keep_standard_descriptors()) return EXIT_NOT_DONE;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    switch (options_parse(argc, argv, &options)) {
    case OPTIONS_RUN: return run(&options);
    case OPTIONS_DONE: return EXIT_DONE;
    case OPTIONS_WRONG: break;
    }
    return EXIT_NOT_DONE;
}
