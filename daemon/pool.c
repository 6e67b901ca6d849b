/* Who is asked next, for how long, and what is said when no answer comes. */
#include "daemon/pool.h"

#include <stdlib.h>
#include <sys/queue.h>

#include "base/clock.h"
#include "base/json.h"
#include "daemon/errors.h"
#include "daemon/limits.h"
#include "daemon/process.h"

#define TICK_MS        50 /* how exactly deadlines are kept */
#define ERROR_JSON_MAX ((size_t)8 * 1024)

struct pool_job {
    TAILQ_ENTRY(pool_job) link;
    struct pool *pool;
    struct process *process; /* NULL: in the queue */
    uint64_t request;
    int64_t submitted_ms;
    struct buffer frame;
    pool_done *done; /* NULL: cancelled */
    void *context;
};

struct pool {
    uv_timer_t tick, exit_timer;
    TAILQ_HEAD(, pool_job) queue;
    size_t queued, workers;
    uint64_t next_request;
    bool ticking, closing;
    struct process processes[WORKERS_MAX];
    struct pool_job *jobs[WORKERS_MAX]; /* under way, by process */
};

static struct pool_job **job_of(struct process *process)
{
    struct pool *pool = process->owner;
    return &pool->jobs[process - pool->processes];
}

static void free_job(struct pool_job *job)
{
    buffer_free(&job->frame);
    free(job);
}

static void finish_job(struct pool_job *job, int status, enum content content, struct slice body)
{
    if (job->done) job->done(job->context, status, content, body);
    free_job(job);
}

static void fail_job(struct pool_job *job, const struct error *error)
{
    struct buffer json;
    buffer_init(&json, ERROR_JSON_MAX);
    errors_write(&json, error);
    finish_job(job, errors_status(error->code), CONTENT_JSON, buffer_view(&json));
    buffer_free(&json);
}

static void unqueue(struct pool *pool, struct pool_job *job)
{
    TAILQ_REMOVE(&pool->queue, job, link);
    pool->queued--;
}

static struct process *find_idle(struct pool *pool)
{
    for (size_t i = 0; i < pool->workers; i++)
        if (pool->processes[i].state == PROCESS_IDLE) return &pool->processes[i];
    return NULL;
}

static void dispatch(struct pool *pool)
{
    struct process *process;
    while (!TAILQ_EMPTY(&pool->queue) && (process = find_idle(pool))) {
        struct pool_job *job = TAILQ_FIRST(&pool->queue);
        unqueue(pool, job);
        job->process = process;
        *job_of(process) = job;
        process_ask(process, &job->frame, clock_monotonic_ms() + QUERY_HARD_MS_MAX);
    }
}

static void on_answer(struct process *process, const struct frame_head *head, struct slice body)
{
    struct pool_job *job = *job_of(process);
    *job_of(process) = NULL;
    if (!job) return;
    if (head->request == job->request) {
        finish_job(job, (int)head->kind, head->content < CONTENTS ? (enum content)head->content : CONTENT_JSON, body);
        return;
    }
    struct error error;
    fail(&error, ERROR_INTERNAL, 0, "a search worker answered another request");
    fail_job(job, &error);
    process_kill(process);
}

static void on_idle(struct process *process)
{
    dispatch(process->owner);
}

static void on_end(struct process *process, const char *how)
{
    struct pool_job *job = *job_of(process);
    struct error error;
    *job_of(process) = NULL;
    if (!job) return;
    fail(&error, ERROR_INTERNAL, 0, "the search worker %s while it worked on this request", how);
    fail_hint(&error, "other requests are not affected; if this one fails again, please report its query");
    fail_job(job, &error);
}

static const struct process_events events = {.answered = on_answer, .idle = on_idle, .ended = on_end};

static void kill_late(struct pool *pool, int64_t now_ms)
{
    for (size_t i = 0; i < pool->workers; i++) {
        struct process *process = &pool->processes[i];
        if (process->state != PROCESS_BUSY || process->deadline_ms > now_ms) continue;
        struct pool_job *job = pool->jobs[i];
        struct error error;
        process_kill(process);
        pool->jobs[i] = NULL;
        if (!job) continue;
        fail(&error, ERROR_TIMEOUT, 0, "the query took more than %d ms", QUERY_HARD_MS_MAX);
        fail_hint(&error, "use fewer or rarer words, or fewer wildcards");
        fail_job(job, &error);
    }
}

static void fail_waiting(struct pool *pool, int64_t now_ms)
{
    struct pool_job *job;
    while ((job = TAILQ_FIRST(&pool->queue)) && job->submitted_ms + QUEUE_WAIT_MS_MAX <= now_ms) {
        struct error error;
        unqueue(pool, job);
        fail(&error, ERROR_BUSY, 0, "no search worker was free for %d ms", QUEUE_WAIT_MS_MAX);
        fail_job(job, &error);
    }
}

static bool works(const struct pool *pool)
{
    if (!TAILQ_EMPTY(&pool->queue)) return true;
    for (size_t i = 0; i < pool->workers; i++)
        if (pool->processes[i].state == PROCESS_BUSY) return true;
    return false;
}

/* The tick rests while nothing is under way, so that an idle daemon never wakes up. */
static void on_tick(uv_timer_t *timer)
{
    struct pool *pool = timer->data;
    int64_t now_ms = clock_monotonic_ms();
    kill_late(pool, now_ms);
    fail_waiting(pool, now_ms);
    if (works(pool)) return;
    uv_timer_stop(timer);
    pool->ticking = false;
}

struct pool *pool_new(uv_loop_t *loop, const char *directory, size_t workers, struct error *error)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory for the workers");
        return NULL;
    }
    TAILQ_INIT(&pool->queue);
    uv_timer_init(loop, &pool->tick);
    uv_timer_init(loop, &pool->exit_timer);
    pool->tick.data = pool->exit_timer.data = pool;
    pool->workers = workers;
    for (size_t i = 0; i < workers; i++) process_init(&pool->processes[i], loop, directory, &events, pool);
    for (size_t i = 0; i < workers; i++) process_start(&pool->processes[i]);
    return pool;
}

static int write_frame(struct pool_job *job, enum route route, const struct ask *ask)
{
    struct buffer body;
    buffer_init(&body, FRAME_BYTES_MAX);
    ask_write(&body, ask);
    struct frame_head head = {.request = job->request, .kind = route};
    frame_write(&job->frame, &head, buffer_view(&body));
    int result = body.failed || job->frame.failed ? -1 : 0;
    buffer_free(&body);
    return result;
}

static struct pool_job *new_job(struct pool *pool, enum route route, const struct ask *ask)
{
    struct pool_job *job = calloc(1, sizeof *job);
    if (!job) return NULL;
    job->pool = pool;
    job->request = ++pool->next_request;
    job->submitted_ms = clock_monotonic_ms();
    buffer_init(&job->frame, FRAME_BYTES_MAX);
    if (write_frame(job, route, ask) == 0) return job;
    free_job(job);
    return NULL;
}

struct pool_job *pool_submit(struct pool *pool, enum route route, const struct ask *ask, pool_done *done, void *context,
                             struct error *error)
{
    if (pool->queued == QUEUE_MAX) {
        fail(error, ERROR_BUSY, 0, "%d requests are waiting already", QUEUE_MAX);
        return NULL;
    }
    struct pool_job *job = new_job(pool, route, ask);
    if (!job) {
        fail(error, ERROR_NO_MEMORY, 0, "no memory for the request");
        return NULL;
    }
    job->done = done;
    job->context = context;
    TAILQ_INSERT_TAIL(&pool->queue, job, link);
    pool->queued++;
    if (!pool->ticking) uv_timer_start(&pool->tick, on_tick, TICK_MS, TICK_MS);
    pool->ticking = true;
    dispatch(pool);
    return job;
}

void pool_cancel(struct pool_job *job)
{
    job->done = NULL;
    if (job->process) return;
    unqueue(job->pool, job);
    free_job(job);
}

bool pool_health(const struct pool *pool, struct buffer *out)
{
    size_t running = 0, busy = 0;
    for (size_t i = 0; i < pool->workers; i++) {
        enum process_state state = pool->processes[i].state;
        running += state == PROCESS_IDLE || state == PROCESS_BUSY;
        busy += state == PROCESS_BUSY;
    }
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "status", slice_of(running ? "ok" : "unavailable"));
    json_member_integer(&json, "workers", (int64_t)running);
    json_member_integer(&json, "busy", (int64_t)busy);
    json_member_integer(&json, "queued", (int64_t)pool->queued);
    json_close_object(&json);
    return running > 0;
}

static void on_exit_timer(uv_timer_t *timer)
{
    pool_kill(timer->data);
}

void pool_close(struct pool *pool)
{
    if (pool->closing) return;
    pool->closing = true;
    for (size_t i = 0; i < pool->workers; i++) process_close(&pool->processes[i]);
    uv_close((uv_handle_t *)&pool->tick, NULL);
    /* Without a reference the timer does not keep the loop alive when all have gone by themselves. */
    uv_timer_start(&pool->exit_timer, on_exit_timer, WORKER_EXIT_MS_MAX, 0);
    uv_unref((uv_handle_t *)&pool->exit_timer);
}

void pool_kill(struct pool *pool)
{
    for (size_t i = 0; i < pool->workers; i++) process_kill(&pool->processes[i]);
}

void pool_free(struct pool *pool)
{
    if (!pool) return;
    struct pool_job *job;
    while ((job = TAILQ_FIRST(&pool->queue))) {
        unqueue(pool, job);
        free_job(job);
    }
    for (size_t i = 0; i < pool->workers; i++) {
        if (pool->jobs[i]) free_job(pool->jobs[i]);
        process_free(&pool->processes[i]);
    }
    free(pool);
}
