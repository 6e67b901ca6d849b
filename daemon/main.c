/* tallyd: one program, two parts. People start the front; the front starts workers. */
#include "daemon/front.h"
#include "daemon/options.h"
#include "daemon/worker.h"

int main(int argc, char **argv)
{
    struct options options;
    switch (options_parse(argc, argv, &options)) {
    case OPTIONS_RUN: return options.worker ? worker_run(options.directory) : front_run(&options);
    case OPTIONS_DONE: return 0;
    default: return 2;
    }
}
