/* Binding with care: no stale socket in the way, no live one taken over, no address that the world can reach. */
#include "daemon/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKLOG     512  /* connections that the kernel holds until they are accepted */
#define SOCKET_MASK 0117 /* leaves mode 0660 */

/* libuv keeps a spare descriptor: when there are no more it accepts and closes at once instead of spinning. */
static void on_connection(uv_stream_t *stream, int status)
{
    struct listener *listener = stream->data;
    if (status < 0)
        fprintf(stderr, "tallyd: a connection cannot be accepted: %s\n", uv_strerror(status));
    else
        listener->arrived(listener);
}

static int fail_uv(struct error *error, int result, const char *what)
{
    return fail(error, ERROR_SYSTEM, 0, "%s: %s", what, uv_strerror(result));
}

/* Somebody listens there: also when their backlog is full. */
static bool answers(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return true;
    bool connected = connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 || errno == EAGAIN;
    close(fd);
    return connected;
}

static int clear_path(const struct sockaddr_un *address, struct error *error)
{
    struct stat status;
    const char *path = address->sun_path;
    if (lstat(path, &status) < 0) return 0;
    if (!S_ISSOCK(status.st_mode)) return fail(error, ERROR_SYSTEM, 0, "%s: is there and is no socket", path);
    if (answers(address)) return fail(error, ERROR_LOCKED, 0, "%s: another daemon answers there", path);
    if (unlink(path) < 0) return fail_errno(error, errno, "%s: a stale socket cannot be removed", path);
    return 0;
}

static int bind_path(const struct sockaddr_un *address, struct error *error)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return fail_errno(error, errno, "a socket cannot be made");
    /* By the mask and not by chmod: there is no moment in which others could connect. */
    mode_t mask = umask(SOCKET_MASK);
    int result = bind(fd, (const struct sockaddr *)address, sizeof *address);
    int problem = errno;
    umask(mask);
    if (result == 0) return fd;
    close(fd);
    fail_errno(error, problem, "%s: the socket cannot be made there", address->sun_path);
    if (problem == ENOENT) fail_hint(error, "make the directory, or name another socket with -s");
    return -1;
}

static int start(struct listener *listener, const char *what, struct error *error)
{
    listener->handle.data = listener;
    int result = uv_listen(&listener->stream, BACKLOG, on_connection);
    return result < 0 ? fail_uv(error, result, what) : 0;
}

int listener_open_unix(struct listener *listener, uv_loop_t *loop, const struct sockaddr_un *address,
                       struct error *error)
{
    if (clear_path(address, error) < 0) return -1;
    int fd = bind_path(address, error);
    if (fd < 0) return -1;
    uv_pipe_init(loop, &listener->pipe, 0);
    int result = uv_pipe_open(&listener->pipe, fd);
    if (result < 0) {
        close(fd);
        return fail_uv(error, result, address->sun_path);
    }
    return start(listener, address->sun_path, error);
}

/* Splits "HOST:PORT", "[HOST]:PORT". */
static int split(const char *address, char host[LISTENER_ADDRESS_MAX], int *port)
{
    const char *colon = strrchr(address, ':');
    bool bracketed = address[0] == '[' && colon && colon > address + 1 && colon[-1] == ']';
    if (!colon || colon == address) return -1;
    char *end;
    long number = strtol(colon + 1, &end, 10);
    if (end == colon + 1 || *end || number < 0 || number > 65535) return -1;
    int length = (int)(colon - address) - (bracketed ? 2 : 0);
    if (length >= LISTENER_ADDRESS_MAX) return -1;
    snprintf(host, LISTENER_ADDRESS_MAX, "%.*s", length, address + (bracketed ? 1 : 0));
    if (strcmp(host, "localhost") == 0) strcpy(host, "127.0.0.1");
    *port = (int)number;
    return 0;
}

static bool is_loopback(const struct sockaddr_storage *address)
{
    if (address->ss_family == AF_INET6) return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
    return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
}

static int resolve(const char *text, struct sockaddr_storage *out, struct error *error)
{
    char host[LISTENER_ADDRESS_MAX];
    int port;
    if (split(text, host, &port) < 0 || (uv_ip4_addr(host, port, (struct sockaddr_in *)out) < 0 &&
                                         uv_ip6_addr(host, port, (struct sockaddr_in6 *)out) < 0)) {
        fail(error, ERROR_BAD_REQUEST, 0, "%s: expected ADDRESS:PORT", text);
        return fail_hint(error, "for example 127.0.0.1:8080 or [::1]:8080");
    }
    if (is_loopback(out)) return 0;
    fail(error, ERROR_BAD_REQUEST, 0, "%s: only addresses of this machine are served, as there are no keys yet", text);
    return fail_hint(error, "listen on 127.0.0.1 or [::1] and put a reverse proxy with access control before it");
}

static void describe(const struct listener *listener, char bound[LISTENER_ADDRESS_MAX])
{
    struct sockaddr_storage address = {0};
    int length = sizeof address;
    char host[INET6_ADDRSTRLEN] = "";
    uv_tcp_getsockname(&listener->tcp, (struct sockaddr *)&address, &length);
    bool six = address.ss_family == AF_INET6;
    const struct sockaddr_in *in = (const struct sockaddr_in *)&address;
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&address;
    uv_inet_ntop(address.ss_family, six ? (const void *)&in6->sin6_addr : &in->sin_addr, host, sizeof host);
    snprintf(bound, LISTENER_ADDRESS_MAX, six ? "[%s]:%d" : "%s:%d", host, ntohs(six ? in6->sin6_port : in->sin_port));
}

int listener_open_tcp(struct listener *listener, uv_loop_t *loop, const char *text, char bound[LISTENER_ADDRESS_MAX],
                      struct error *error)
{
    struct sockaddr_storage address = {0};
    if (resolve(text, &address, error) < 0) return -1;
    uv_tcp_init(loop, &listener->tcp);
    int result = uv_tcp_bind(&listener->tcp, (const struct sockaddr *)&address, 0);
    if (result < 0) return fail_uv(error, result, text);
    if (start(listener, text, error) < 0) return -1;
    describe(listener, bound);
    return 0;
}

void listener_close(struct listener *listener)
{
    if (listener->handle.data && !uv_is_closing(&listener->handle)) uv_close(&listener->handle, NULL);
}
