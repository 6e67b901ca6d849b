/* Start: directory, workers, sockets, one line. End: no more arrivals, what is under way, workers, socket file. */
#include "daemon/front.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/connection.h"
#include "daemon/limits.h"
#include "daemon/listener.h"
#include "daemon/pool.h"
#include "index/manifest.h"
#include "wire/socket_path.h"

#define SPARE_FILES    64 /* beside one a connection: libraries, workers, the loop */
#define LAST_ACCEPT_MS 20 /* to accept those who have connected when the end begins */

struct front {
    uv_loop_t loop;
    uv_signal_t terminate, interrupt;
    uv_timer_t drain;
    struct sockaddr_un address;
    struct listener unix_listener, tcp_listener;
    char bound[LISTENER_ADDRESS_MAX];
    struct pool *pool;
    struct connections connections;
    bool draining, cut;
};

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

static void on_arrival(struct listener *listener)
{
    struct front *front = listener->context;
    connections_accept(&front->connections, &listener->stream, listener->guarded);
}

/* ---- the end */

static void on_emptied(void *context)
{
    struct front *front = context;
    pool_close(front->pool);
    close_handle((uv_handle_t *)&front->drain, NULL);
    close_handle((uv_handle_t *)&front->terminate, NULL);
    close_handle((uv_handle_t *)&front->interrupt, NULL);
}

static void close_listeners(struct front *front)
{
    listener_close(&front->unix_listener);
    listener_close(&front->tcp_listener);
}

static void cut(struct front *front)
{
    close_listeners(front);
    connections_cut(&front->connections);
    pool_kill(front->pool);
}

static void on_drain_timeout(uv_timer_t *timer)
{
    cut(timer->data);
}

static void on_last_accept(uv_timer_t *timer)
{
    struct front *front = timer->data;
    close_listeners(front);
    uv_timer_start(&front->drain, on_drain_timeout, DRAIN_MS_MAX, 0);
    connections_drain(&front->connections);
}

static void on_signal(uv_signal_t *signal, int number)
{
    struct front *front = signal->data;
    (void)number;
    if (front->draining) {
        front->cut = true;
        cut(front);
        return;
    }
    front->draining = front->connections.ending = true;
    unlink(front->address.sun_path);
    uv_timer_start(&front->drain, on_last_accept, LAST_ACCEPT_MS, 0);
}

/* ---- the start */

/* A folder without an index yet is served as an empty one; an index that cannot be read is refused before anybody asks.
 */
static int check_directory(const char *directory, struct error *error)
{
    struct stat status;
    struct manifest manifest;
    if (stat(directory, &status) < 0) return fail_errno(error, errno, "%s: cannot be served", directory);
    if (!S_ISDIR(status.st_mode)) return fail(error, ERROR_SYSTEM, 0, "%s: is not a directory", directory);
    if (manifest_read(directory, &manifest, error) == 0) return 0;
    return error->code == ERROR_NOT_FOUND ? 0 : -1;
}

/* Every connection is a file; the usual soft limit is one short of what CONNECTIONS_MAX needs. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    rlim_t wanted = CONNECTIONS_MAX + SPARE_FILES + WORKERS_MAX;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void watch_signal(struct front *front, uv_signal_t *signal, int number)
{
    uv_signal_init(&front->loop, signal);
    signal->data = front;
    uv_signal_start(signal, on_signal, number);
}

static int open_sockets(struct front *front, const struct options *options, struct error *error)
{
    struct listener listener = {.arrived = on_arrival, .context = front};
    front->unix_listener = front->tcp_listener = listener;
    front->tcp_listener.guarded = true;
    if (socket_path_find(options->socket, &front->address, error) < 0) return -1;
    if (options->listen &&
        listener_open_tcp(&front->tcp_listener, &front->loop, options->listen, front->bound, error) < 0)
        return -1;
    return listener_open_unix(&front->unix_listener, &front->loop, &front->address, error);
}

static int start(struct front *front, const struct options *options, struct error *error)
{
    if (check_directory(options->directory, error) < 0) return -1;
    if (open_sockets(front, options, error) < 0) return -1;
    front->pool = pool_new(&front->loop, options->directory, options->workers, error);
    if (!front->pool) return -1;
    if (connections_init(&front->connections, &front->loop, front->pool, front->bound) < 0)
        return fail(error, ERROR_NO_MEMORY, 0, "no memory to start");
    front->connections.emptied = on_emptied;
    front->connections.context = front;
    uv_timer_init(&front->loop, &front->drain);
    front->drain.data = front;
    watch_signal(front, &front->terminate, SIGTERM);
    watch_signal(front, &front->interrupt, SIGINT);
    return 0;
}

static void announce(const struct front *front, const struct options *options)
{
    fprintf(stderr, "tallyd: serving %s on %s%s%s\n", options->directory, front->address.sun_path,
            front->bound[0] ? " and http://" : "", front->bound);
    uint64_t generation;
    if (manifest_generation(options->directory, &generation, NULL) < 0)
        fprintf(stderr, "tallyd: there is no index in %s yet: every search finds nothing until tally-index makes one\n",
                options->directory);
}

static void finish(struct front *front)
{
    uv_walk(&front->loop, close_handle, NULL);
    uv_run(&front->loop, UV_RUN_DEFAULT);
    uv_loop_close(&front->loop);
    pool_free(front->pool);
    connections_free(&front->connections);
}

int front_run(const struct options *options)
{
    struct front front = {0};
    struct error error = {0};
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN); /* there is nothing to reload: commits are followed as they come */
    raise_file_limit();
    uv_loop_init(&front.loop);
    bool started = start(&front, options, &error) == 0;
    if (started) {
        announce(&front, options);
        uv_run(&front.loop, UV_RUN_DEFAULT);
    } else {
        if (front.unix_listener.handle.data) unlink(front.address.sun_path);
        fprintf(stderr, "tallyd: %s\n", error.message);
        if (error.hint[0]) fprintf(stderr, "tallyd: %s\n", error.hint);
    }
    finish(&front);
    return !started ? 2 : front.cut ? 1 : 0;
}
