/* Reads a frame, asks the handler, writes a frame. Whatever goes wrong in here costs the front one answer. */
#include "daemon/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon/ask.h"
#include "daemon/errors.h"
#include "daemon/follow.h"
#include "daemon/handlers/handlers.h"
#include "daemon/routes.h"
#include "query/search.h"
#include "wire/frame.h"

#define READ_BYTES       ((size_t)64 * 1024)
#define KEPT_BYTES       ((size_t)1 << 20) /* a larger buffer is given back after its request */
#define FRAME_HEAD_BYTES sizeof(struct frame_head)

struct worker {
    struct follow follow;
    struct arena *arena;
    struct buffer in, body, out;
};

static handler *const handlers[ROUTES] = {
#define ROUTE(name, methods, path, proposed) [ROUTE_##name] = handle_##name,
#include "daemon/routes.def"
};

/* Signals to the process group are the front's affair: a worker ends with its socket, or with its parent. */
static void settle_process(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static int fail_length(unsigned route, struct error *error)
{
    const char *what = route == ROUTE_document ? "the article and its figures are" : "the reply is";
    fail(error, ERROR_LIMIT, 0, "%s longer than %zu bytes", what, HTTP_REPLY_MAX);
    if (route == ROUTE_search || route == ROUTE_similar)
        fail_hint(error, "ask for fewer hits, or for fewer of their members with \"fields\"");
    if (route == ROUTE_figures) fail_hint(error, "ask for fewer rows");
    return -1;
}

static int answer(struct worker *worker, unsigned route, struct slice bytes, uint32_t *content, struct error *error)
{
    struct ask ask;
    handler *handle = route < ROUTES ? handlers[route] : NULL;
    struct question *question = arena_alloc(worker->arena, sizeof *question);
    if (!handle) return fail(error, ERROR_INTERNAL, 0, "expected a route that workers answer");
    if (!question) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the request");
    if (ask_read(bytes, &ask, error) < 0) return -1;
    if (url_parse(worker->arena, ask.target, &question->url, error) < 0) return -1;
    if (follow_update(&worker->follow, error) < 0) return -1;
    question->rest = routes_rest(question->url.path, (enum route)route);
    question->body = ask.body;
    question->snapshot = worker->follow.snapshot;
    question->stemmers = worker->follow.stemmers;
    question->behind = worker->follow.behind;
    if (handle(worker->arena, question, &worker->body, error) < 0) return -1;
    *content = question->content;
    return worker->body.failed ? fail_length(route, error) : 0;
}

static void serve(struct worker *worker, const struct frame_head *head, struct slice bytes)
{
    struct error error = {0};
    int status = 200;
    uint32_t content = CONTENT_JSON;
    buffer_clear(&worker->body);
    if (answer(worker, head->kind, bytes, &content, &error) < 0) {
        status = errors_status(error.code);
        buffer_clear(&worker->body);
        errors_write(&worker->body, &error);
    }
    struct frame_head reply = {.request = head->request, .kind = (uint32_t)status, .content = content};
    frame_write(&worker->out, &reply, buffer_view(&worker->body));
    arena_reset(worker->arena);
    if (worker->body.capacity > KEPT_BYTES) buffer_free(&worker->body);
}

static int write_all(struct buffer *out)
{
    for (size_t sent = 0; sent < out->length;) {
        ssize_t put = write(WORKER_FD, out->data + sent, out->length - sent);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return -1;
        sent += (size_t)put;
    }
    buffer_clear(out);
    if (out->capacity > KEPT_BYTES) buffer_free(out);
    return 0;
}

/* Serves the frames there are: 0, or -1 when the front is gone or talks nonsense. */
static int serve_frames(struct worker *worker)
{
    for (;;) {
        struct frame_head head;
        struct slice bytes;
        size_t used;
        struct error error;
        int result = frame_read(buffer_view(&worker->in), &head, &bytes, &used, &error);
        if (result < 0) fprintf(stderr, "tallyd worker: %s\n", error.message);
        if (result <= 0) return result;
        serve(worker, &head, bytes);
        if (worker->out.failed || write_all(&worker->out) < 0) return -1;
        buffer_consume(&worker->in, used);
    }
}

static int loop(struct worker *worker)
{
    for (;;) {
        char *room = buffer_reserve(&worker->in, READ_BYTES);
        if (!room) return 1;
        ssize_t got = read(WORKER_FD, room, READ_BYTES);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got < 0;
        buffer_advance(&worker->in, (size_t)got);
        if (serve_frames(worker) < 0) return 1;
    }
}

int worker_run(const char *directory)
{
    struct worker worker = {.follow.directory = directory, .arena = arena_new(SEARCH_ARENA_BYTES)};
    if (!worker.arena) return 1;
    settle_process();
    buffer_init(&worker.in, FRAME_BYTES_MAX + FRAME_HEAD_BYTES + READ_BYTES);
    buffer_init(&worker.body, FRAME_BYTES_MAX);
    buffer_init(&worker.out, FRAME_BYTES_MAX + FRAME_HEAD_BYTES);
    /* Opened before the first question, so that it does not wait; a failure is told to whoever asks. */
    struct error error;
    follow_update(&worker.follow, &error);
    int result = loop(&worker);
    follow_close(&worker.follow);
    buffer_free(&worker.in);
    buffer_free(&worker.body);
    buffer_free(&worker.out);
    arena_free(worker.arena);
    return result;
}
