/* Connections that are kept, closed, silent or cut off, and walks over them, against a peer that plays a script. */
#include "../test.h"

#include <string.h>

#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/socket.h"
#include "client/tally.h"

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"status\":\"fine\"}"
#define CLOSE  NULL

/* One step a request: a text is sent, CLOSE ends the connection, "" leaves the client waiting. */
struct peer {
    char folder[64], path[96];
    int listener;
    pthread_t thread;
    const char *const *script;
    size_t length;
};

static bool read_request(int fd)
{
    char bytes[4096];
    return recv(fd, bytes, sizeof bytes, 0) > 0;
}

static void *play(void *context)
{
    struct peer *peer = context;
    int fd = accept(peer->listener, NULL, NULL);
    for (size_t i = 0; i < peer->length; i++) {
        const char *step = peer->script[i];
        if (step == CLOSE) {
            close(fd);
            fd = i + 1 < peer->length ? accept(peer->listener, NULL, NULL) : -1;
            continue;
        }
        if (!read_request(fd)) break;
        if (*step) send(fd, step, strlen(step), MSG_NOSIGNAL);
    }
    /* Whoever waits for more goes first. */
    char byte;
    while (fd >= 0 && recv(fd, &byte, 1, 0) > 0) continue;
    if (fd >= 0) close(fd);
    return NULL;
}

/* A socket in a new folder. */
static struct sockaddr_un listen_in(struct peer *peer, int backlog)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *base = getenv("TMPDIR");
    snprintf(peer->folder, sizeof peer->folder, "%.40s/tally-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(peer->folder));
    snprintf(peer->path, sizeof peer->path, "%s/socket", peer->folder);
    memcpy(address.sun_path, peer->path, strlen(peer->path) + 1);
    peer->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(peer->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(peer->listener, backlog), 0);
    return address;
}

static struct tally *start(struct peer *peer, const char *const *script, size_t length)
{
    struct tally_error error;
    *peer = (struct peer){.script = script, .length = length};
    listen_in(peer, 8);
    assert_int_equal(pthread_create(&peer->thread, NULL, play, peer), 0);
    struct tally *tally = tally_connect_unix(peer->path, &error);
    assert_non_null(tally);
    return tally;
}

static void stop(struct peer *peer, struct tally *tally)
{
    tally_close(tally);
    pthread_join(peer->thread, NULL);
    close(peer->listener);
    unlink(peer->path);
    rmdir(peer->folder);
}

static void *accept_late(void *context)
{
    struct peer *peer = context;
    usleep(20000);
    for (int i = 0; i < 2; i++) close(accept(peer->listener, NULL, NULL));
    return NULL;
}

static void a_full_backlog_is_waited_for(void **state)
{
    (void)state;
    struct peer peer = {0};
    struct tally_error error;
    struct sockaddr_un address = listen_in(&peer, 0);
    int other = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(other, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(pthread_create(&peer.thread, NULL, accept_late, &peer), 0);
    struct tally *tally = tally_connect_unix(peer.path, &error);
    assert_non_null(tally);
    close(other);
    stop(&peer, tally);
}

/* Binds a TCP socket to a free port of 127.0.0.1. */
static int bind_free(struct endpoint_address *out)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    out->length = sizeof address;
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&out->address, &out->length), 0);
    return fd;
}

static void an_address_that_refuses_is_followed_by_the_next(void **state)
{
    (void)state;
    struct endpoint endpoint = {.address_count = 2, .name = "two"};
    struct error error;
    int closed = bind_free(&endpoint.addresses[0]), open = bind_free(&endpoint.addresses[1]);
    assert_int_equal(listen(open, 1), 0);
    int fd = socket_connect(&endpoint, clock_monotonic_ms() + 10000, &error);
    assert_true(fd >= 0);
    close(fd);
    endpoint.address_count = 1;
    assert_int_equal(socket_connect(&endpoint, clock_monotonic_ms() + 10000, &error), -1);
    assert_int_equal(error.code, ERROR_UNAVAILABLE);
    close(open);
    close(closed);
}

#define START(peer, ...)                                                                                               \
    static const char *const script[] = {__VA_ARGS__};                                                                 \
    struct peer peer;                                                                                                  \
    struct tally *tally = start(&peer, script, sizeof script / sizeof *script)

static void assert_fine(struct tally *tally)
{
    struct tally_error error;
    struct tally_results *results = tally_health(tally, &error);
    assert_non_null(results);
    assert_string_equal(tally_json(results), "{\"status\":\"fine\"}");
    tally_results_free(results);
}

static struct tally_error assert_fails(struct tally *tally)
{
    struct tally_error error;
    assert_null(tally_health(tally, &error));
    assert_int_equal(error.status, 0);
    return error;
}

static void a_connection_is_kept_between_calls(void **state)
{
    (void)state;
    START(peer, ANSWER, ANSWER, ANSWER);
    for (int i = 0; i < 3; i++) assert_fine(tally);
    stop(&peer, tally);
}

static void a_kept_connection_that_was_closed_is_opened_again(void **state)
{
    (void)state;
    START(peer, ANSWER, CLOSE, ANSWER);
    assert_fine(tally);
    assert_fine(tally);
    stop(&peer, tally);
}

static void it_is_opened_again_only_once(void **state)
{
    (void)state;
    START(peer, ANSWER, CLOSE, CLOSE);
    assert_fine(tally);
    assert_string_equal(assert_fails(tally).code, "unavailable");
    stop(&peer, tally);
}

static void a_reply_cut_off_is_an_error_and_not_asked_again(void **state)
{
    (void)state;
    START(peer, "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"sta", CLOSE, ANSWER);
    assert_string_equal(assert_fails(tally).code, "unavailable");
    assert_fine(tally);
    stop(&peer, tally);
}

static void a_silent_daemon_is_given_up(void **state)
{
    (void)state;
    START(peer, "");
    tally_set_timeout(tally, 50);
    assert_string_equal(assert_fails(tally).code, "timeout");
    stop(&peer, tally);
}

static void a_provisional_reply_is_passed_over(void **state)
{
    (void)state;
    START(peer, "HTTP/1.1 100 Continue\r\n\r\n" ANSWER);
    assert_fine(tally);
    stop(&peer, tally);
}

static void bytes_behind_a_reply_are_an_error(void **state)
{
    (void)state;
    START(peer, ANSWER "more");
    assert_string_equal(assert_fails(tally).code, "bad_input");
    stop(&peer, tally);
}

static void a_reply_that_ends_its_connection_is_read_and_the_next_call_connects(void **state)
{
    (void)state;
    START(peer, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 17\r\n\r\n{\"status\":\"fine\"}", CLOSE,
          ANSWER);
    assert_fine(tally);
    assert_fine(tally);
    stop(&peer, tally);
}

#define LAST_PAGE                                                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Length: 55\r\n\r\n"                                                                    \
    "{\"partial\":true,\"hits\":[{\"id\":\"a\"}],\"next_cursor\":null}"
#define NO_WAY                                                                                                         \
    "HTTP/1.1 200 OK\r\nContent-Length: 44\r\n\r\n"                                                                    \
    "{\"partial\":true,\"hits\":[],\"next_cursor\":\"c\"}"

/* A walk whose first page is one by cursor, or not. */
static struct tally_walk *begin(struct tally *tally, const char *cursor)
{
    struct tally_error error;
    struct tally_walk *walk = tally_walk(tally, &(struct tally_search){.query = "a", .cursor = cursor}, &error);
    assert_non_null(walk);
    return walk;
}

static void a_walk_ends_well_behind_a_last_page_that_was_late(void **state)
{
    (void)state;
    START(peer, LAST_PAGE);
    struct tally_error error;
    struct tally_walk *walk = begin(tally, "c");
    assert_string_equal(tally_walk_hit(walk, &error)->id, "a");
    for (int i = 0; i < 2; i++) {
        assert_null(tally_walk_hit(walk, &error));
        assert_string_equal(error.code, "");
    }
    tally_walk_free(walk);
    stop(&peer, tally);
}

static void a_walk_without_way_is_given_up_after_five_pages(void **state)
{
    (void)state;
    START(peer, NO_WAY, NO_WAY, NO_WAY, NO_WAY, NO_WAY, LAST_PAGE);
    struct tally_error error;
    struct tally_walk *walk = begin(tally, "c");
    assert_null(tally_walk_page(walk, &error));
    assert_string_equal(error.code, "timeout");
    assert_int_equal(tally_hit_count(tally_walk_page(walk, &error)), 1);
    tally_walk_free(walk);
    stop(&peer, tally);
}

static void a_first_page_of_which_hits_may_be_missing_is_no_end(void **state)
{
    (void)state;
    START(peer, LAST_PAGE);
    struct tally_error error;
    struct tally_walk *walk = begin(tally, NULL);
    for (int i = 0; i < 2; i++) {
        assert_null(tally_walk_page(walk, &error));
        assert_string_equal(error.code, "timeout");
    }
    tally_walk_free(walk);
    stop(&peer, tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_backlog_is_waited_for),
        cmocka_unit_test(an_address_that_refuses_is_followed_by_the_next),
        cmocka_unit_test(a_connection_is_kept_between_calls),
        cmocka_unit_test(a_kept_connection_that_was_closed_is_opened_again),
        cmocka_unit_test(it_is_opened_again_only_once),
        cmocka_unit_test(a_reply_cut_off_is_an_error_and_not_asked_again),
        cmocka_unit_test(a_silent_daemon_is_given_up),
        cmocka_unit_test(a_provisional_reply_is_passed_over),
        cmocka_unit_test(bytes_behind_a_reply_are_an_error),
        cmocka_unit_test(a_reply_that_ends_its_connection_is_read_and_the_next_call_connects),
        cmocka_unit_test(a_walk_ends_well_behind_a_last_page_that_was_late),
        cmocka_unit_test(a_walk_without_way_is_given_up_after_five_pages),
        cmocka_unit_test(a_first_page_of_which_hits_may_be_missing_is_no_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
