/* Every wait is a poll() with what is left of the deadline. */
#include "client/socket.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "wire/socket_path.h"

#define BACKLOG_RETRY_MS 5

int endpoint_unix(const char *path, struct endpoint *out, struct error *error)
{
    struct sockaddr_un address;
    if (socket_path_find(path, &address, error) < 0) return -1;
    *out = (struct endpoint){.address_count = 1, .addresses[0].length = sizeof address};
    memcpy(&out->addresses[0].address, &address, sizeof address);
    snprintf(out->name, sizeof out->name, "%s", address.sun_path);
    return 0;
}

int endpoint_tcp(const char *host, uint16_t port, struct endpoint *out, struct error *error)
{
    char service[8];
    struct addrinfo *found = NULL, wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    snprintf(service, sizeof service, "%u", port);
    int result = getaddrinfo(host, service, &wanted, &found);
    if (result != 0) return fail(error, ERROR_UNAVAILABLE, 0, "%s: %s", host, gai_strerror(result));
    *out = (struct endpoint){0};
    for (const struct addrinfo *at = found; at && out->address_count < ENDPOINT_ADDRESSES_MAX; at = at->ai_next) {
        struct endpoint_address *address = &out->addresses[out->address_count++];
        address->length = at->ai_addrlen;
        memcpy(&address->address, at->ai_addr, at->ai_addrlen);
    }
    snprintf(out->name, sizeof out->name, "%.100s:%u", host, port);
    freeaddrinfo(found);
    return 0;
}

static int wait_for(int fd, short events, int64_t deadline_ms, struct error *error)
{
    for (;;) {
        int64_t left_ms = deadline_ms - clock_monotonic_ms();
        if (left_ms <= 0) return fail(error, ERROR_TIMEOUT, 0, "the daemon did not answer in time");
        struct pollfd poll_fd = {.fd = fd, .events = events};
        int ready = poll(&poll_fd, 1, left_ms > INT_MAX ? INT_MAX : (int)left_ms);
        if (ready > 0) return 0;
        if (ready < 0 && errno != EINTR) return fail_errno(error, errno, "waiting for the daemon failed");
    }
}

static int fail_connect(const struct endpoint *endpoint, int problem, struct error *error)
{
    fail_errno(error, problem, "%s: no daemon answers", endpoint->name);
    error->code = ERROR_UNAVAILABLE;
    return fail_hint(error, "start one with tallyd -d DIR, or name its socket with -s or TALLY_SOCKET");
}

static int finish_connect(int fd, const struct endpoint *endpoint, int64_t deadline_ms, struct error *error)
{
    int problem = 0;
    socklen_t size = sizeof problem;
    if (wait_for(fd, POLLOUT, deadline_ms, error) < 0) return -1;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size);
    return problem ? fail_connect(endpoint, problem, error) : 0;
}

/* A Unix socket whose backlog is full says EAGAIN and cannot be polled for room: it is asked again. */
static int begin_connect(int fd, const struct endpoint_address *address, int64_t deadline_ms)
{
    for (;;) {
        int result = connect(fd, (const struct sockaddr *)&address->address, address->length);
        if (result == 0 || errno != EAGAIN || clock_monotonic_ms() >= deadline_ms) return result;
        poll(NULL, 0, BACKLOG_RETRY_MS);
    }
}

static int connect_address(const struct endpoint *endpoint, const struct endpoint_address *address, int64_t deadline_ms,
                           struct error *error)
{
    int family = address->address.ss_family, on = 1;
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return fail_errno(error, errno, "a socket cannot be made");
    if (family != AF_UNIX) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int result = begin_connect(fd, address, deadline_ms);
    if (result < 0) {
        result = errno == EINPROGRESS ? finish_connect(fd, endpoint, deadline_ms, error)
                                      : fail_connect(endpoint, errno, error);
    }
    if (result == 0) return fd;
    close(fd);
    return -1;
}

int socket_connect(const struct endpoint *endpoint, int64_t deadline_ms, struct error *error)
{
    for (size_t i = 0; i < endpoint->address_count; i++) {
        /* An address that stays silent leaves the others their share of the time. */
        int64_t left_ms = deadline_ms - clock_monotonic_ms();
        int64_t share_ms = left_ms / (int64_t)(endpoint->address_count - i);
        int fd = connect_address(endpoint, &endpoint->addresses[i], deadline_ms - left_ms + share_ms, error);
        if (fd >= 0) return fd;
    }
    return -1;
}

int socket_send(int fd, struct slice bytes, int64_t deadline_ms, struct error *error)
{
    while (bytes.length) {
        ssize_t put = send(fd, bytes.data, bytes.length, MSG_NOSIGNAL);
        if (put >= 0) {
            bytes = slice_make(bytes.data + put, bytes.length - (size_t)put);
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return fail(error, ERROR_UNAVAILABLE, 0, "the daemon closed the connection");
        if (wait_for(fd, POLLOUT, deadline_ms, error) < 0) return -1;
    }
    return 0;
}

ssize_t socket_receive(int fd, char *room, size_t size, int64_t deadline_ms, struct error *error)
{
    for (;;) {
        ssize_t got = recv(fd, room, size, 0);
        if (got >= 0) return got;
        if (errno == EINTR) continue;
        /* A reset is the peer's end like any other. */
        if (errno == ECONNRESET) return 0;
        if (errno != EAGAIN) return fail_errno(error, errno, "reading from the daemon failed");
        if (wait_for(fd, POLLIN, deadline_ms, error) < 0) return -1;
    }
}
