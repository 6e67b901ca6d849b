/* One request and its reply over a connection that is kept. */
#ifndef TALLY_CLIENT_EXCHANGE_H
#define TALLY_CLIENT_EXCHANGE_H

#include "client/socket.h"
#include "wire/http.h"

struct tally {
    struct endpoint endpoint;
    int timeout_ms;
    int fd;                     /* -1: not connected */
    struct http_parser *parser; /* of this connection */
};

/* `request` are the bytes to send; *out is valid until the next exchange. Connects when needed. A kept connection that
 * the daemon has closed meanwhile, before any byte of a reply, is opened again, once. */
int exchange_run(struct tally *tally, struct slice request, struct http_message *out, struct error *error);
int exchange_connect(struct tally *tally, int64_t deadline_ms, struct error *error);
void exchange_close(struct tally *tally);

#endif
