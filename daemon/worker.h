/* The process that touches the index: a plain loop over one socket pair, one request at a time. */
#ifndef TALLY_DAEMON_WORKER_H
#define TALLY_DAEMON_WORKER_H

#define WORKER_FD 3 /* its end of the socket pair */

/* Returns the exit code, when the front has closed its end. */
int worker_run(const char *directory);

#endif
