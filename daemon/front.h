/* The process that clients talk to: sockets, signals, and the order of starting and ending. It never calls libxapian.
 */
#ifndef TALLY_DAEMON_FRONT_H
#define TALLY_DAEMON_FRONT_H

#include "daemon/options.h"

/* Serves until a signal; returns the exit code: 0 after all was answered, 1 when a second signal cut that short, 2 when
 * it could not start. */
int front_run(const struct options *options);

#endif
