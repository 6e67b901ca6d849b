/* A blocking socket with a deadline. */
#ifndef TALLY_CLIENT_SOCKET_H
#define TALLY_CLIENT_SOCKET_H

#include <sys/socket.h>

#include "base/buffer.h"
#include "base/error.h"

#define ENDPOINT_ADDRESSES_MAX 8 /* of one host name; further ones are not tried */

struct endpoint_address {
    struct sockaddr_storage address;
    socklen_t length;
};

struct endpoint {
    struct endpoint_address addresses[ENDPOINT_ADDRESSES_MAX];
    size_t address_count;
    char name[128]; /* for messages: the path, or "host:port" */
};

int endpoint_unix(const char *path, struct endpoint *out, struct error *error);
int endpoint_tcp(const char *host, uint16_t port, struct endpoint *out, struct error *error);

/* Deadlines are of clock_monotonic_ms(). A socket connected to the first address that answers, or -1 and what was wrong
 * with the last one. */
int socket_connect(const struct endpoint *endpoint, int64_t deadline_ms, struct error *error);
/* All of it. Never raises SIGPIPE. */
int socket_send(int fd, struct slice bytes, int64_t deadline_ms, struct error *error);
/* At least one byte into room[size]: how many; 0 when the peer has closed; -1. */
ssize_t socket_receive(int fd, char *room, size_t size, int64_t deadline_ms, struct error *error);

#endif
