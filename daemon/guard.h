/* Whom the daemon listens to on TCP: programs of this machine, not pages of a browser.
 *
 * A page can make a browser send requests to 127.0.0.1, also under a name of its own (DNS rebinding). Such requests
 * carry a foreign Host or Origin. On the Unix socket no browser can ask, and nothing is checked. */
#ifndef TALLY_DAEMON_GUARD_H
#define TALLY_DAEMON_GUARD_H

#include "wire/http.h"

/* `bound` is the address with its port that is listened on: "127.0.0.2:8080". Sets *status (403, 421) when it refuses.
 */
int guard_check(const struct http_message *message, const char *bound, int *status, struct error *error);

#endif
