/* uv_spawn of this very program with --worker, a socket pair, and the care for its end. */
#include "daemon/process.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>

#include "base/clock.h"
#include "daemon/limits.h"
#include "daemon/worker.h"

#define READ_BYTES ((size_t)64 * 1024)
#define KEPT_BYTES ((size_t)1 << 20)
#define SELF       "/proc/self/exe" /* the same build as the front, also while a package is being upgraded */

static void on_restart(uv_timer_t *timer)
{
    process_start(timer->data);
}

static uint64_t restart_delay_ms(const struct process *process)
{
    if (process->quick_ends <= 1) return 0;
    uint64_t delay_ms = RESTART_MS_FIRST;
    for (int i = 2; i < process->quick_ends && delay_ms < RESTART_MS_MAX; i++) delay_ms *= 2;
    return delay_ms < RESTART_MS_MAX ? delay_ms : RESTART_MS_MAX;
}

/* Both handles of a run are closed: only now may they be used for the next one. */
static void on_closed(uv_handle_t *handle)
{
    struct process *process = handle->data;
    if (--process->open_handles > 0) return;
    process->state = PROCESS_ABSENT;
    process->writing = false;
    buffer_clear(&process->in);
    buffer_clear(&process->out);
    if (process->closing) return;
    uv_timer_start(&process->restart, on_restart, restart_delay_ms(process), 0);
}

static void close_run(struct process *process)
{
    uv_close((uv_handle_t *)&process->handle, on_closed);
    if (!uv_is_closing((uv_handle_t *)&process->pipe)) uv_close((uv_handle_t *)&process->pipe, on_closed);
}

static void on_exit(uv_process_t *handle, int64_t code, int signal_number)
{
    struct process *process = handle->data;
    char how[64];
    if (signal_number)
        snprintf(how, sizeof how, "was ended by signal %d", signal_number);
    else
        snprintf(how, sizeof how, "ended with code %lld", (long long)code);
    bool quick = clock_monotonic_ms() - process->started_ms < WORKER_SETTLED_MS && !process->answered;
    process->quick_ends = quick ? process->quick_ends + 1 : 0;
    if (!process->closing) fprintf(stderr, "tallyd: worker %d %s\n", handle->pid, how);
    process->state = PROCESS_ENDING;
    if (!process->closing) process->events->ended(process, how);
    close_run(process);
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    struct process *process = handle->data;
    (void)suggested;
    char *room = buffer_reserve(&process->in, READ_BYTES);
    *out = uv_buf_init(room, room ? READ_BYTES : 0);
}

/* The answer is read and the question was written: ready for the next. */
static void settle(struct process *process)
{
    if (process->state != PROCESS_BUSY || process->writing || !process->answered) return;
    process->state = PROCESS_IDLE;
    if (process->in.capacity > KEPT_BYTES) buffer_free(&process->in);
    process->events->idle(process);
}

static void take_answer(struct process *process)
{
    struct frame_head head;
    struct slice body;
    struct error error;
    size_t used;
    int result = frame_read(buffer_view(&process->in), &head, &body, &used, &error);
    if (result == 0) return;
    if (result < 0 || process->state != PROCESS_BUSY || process->answered) {
        process_kill(process);
        return;
    }
    process->answered = true;
    process->events->answered(process, &head, body);
    buffer_consume(&process->in, used);
    settle(process);
}

static void on_bytes(uv_stream_t *stream, ssize_t got, const uv_buf_t *bytes)
{
    struct process *process = stream->data;
    (void)bytes;
    if (got == 0) return;
    if (got < 0) {
        /* Its end of the pair is closed: it exits, or must be made to. */
        process_kill(process);
        return;
    }
    buffer_advance(&process->in, (size_t)got);
    take_answer(process);
}

static int spawn(struct process *process)
{
    char program[] = "tallyd", worker[] = "--worker", option[] = "-d";
    char *arguments[] = {program, worker, option, (char *)(uintptr_t)process->directory, NULL};
    uv_stdio_container_t stdio[WORKER_FD + 1] = {
        {.flags = UV_IGNORE},
        {.flags = UV_IGNORE},
        {.flags = UV_INHERIT_FD, .data.fd = 2},
        {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&process->pipe},
    };
    uv_process_options_t options = {
        .exit_cb = on_exit, .file = SELF, .args = arguments, .stdio = stdio, .stdio_count = WORKER_FD + 1};
    return uv_spawn(process->loop, &process->handle, &options);
}

void process_start(struct process *process)
{
    assert(process->state == PROCESS_ABSENT);
    process->open_handles = 2;
    process->answered = false;
    process->started_ms = clock_monotonic_ms();
    uv_pipe_init(process->loop, &process->pipe, 0);
    process->pipe.data = process->handle.data = process;
    int result = spawn(process);
    if (result < 0) {
        fprintf(stderr, "tallyd: a worker cannot be started: %s\n", uv_strerror(result));
        process->quick_ends++;
        process->state = PROCESS_ENDING;
        close_run(process);
        return;
    }
    process->state = PROCESS_IDLE;
    uv_read_start((uv_stream_t *)&process->pipe, on_room, on_bytes);
    process->events->idle(process);
}

int process_init(struct process *process, uv_loop_t *loop, const char *directory, const struct process_events *events,
                 void *owner)
{
    *process = (struct process){.events = events, .owner = owner, .directory = directory, .loop = loop};
    buffer_init(&process->in, FRAME_BYTES_MAX + sizeof(struct frame_head) + READ_BYTES);
    buffer_init(&process->out, FRAME_BYTES_MAX);
    process->restart.data = process;
    return uv_timer_init(loop, &process->restart);
}

static void on_written(uv_write_t *write, int status)
{
    struct process *process = write->data;
    process->writing = false;
    if (status == UV_ECANCELED) return;
    if (status < 0)
        process_kill(process);
    else
        settle(process);
}

void process_ask(struct process *process, struct buffer *frame, int64_t deadline_ms)
{
    assert(process->state == PROCESS_IDLE && !process->writing);
    struct buffer empty = process->out;
    process->out = *frame;
    buffer_clear(&empty);
    *frame = empty;
    process->state = PROCESS_BUSY;
    process->answered = false;
    process->writing = true;
    process->deadline_ms = deadline_ms;
    process->write.data = process;
    uv_buf_t bytes = uv_buf_init(process->out.data, (unsigned)process->out.length);
    int result = uv_write(&process->write, (uv_stream_t *)&process->pipe, &bytes, 1, on_written);
    if (result == 0) return;
    process->writing = false;
    process_kill(process);
}

void process_kill(struct process *process)
{
    if (process->state != PROCESS_IDLE && process->state != PROCESS_BUSY) return;
    /* An answer may lie in the pipe already. It comes too late: nobody may be sent to a process under SIGKILL. */
    process->state = PROCESS_ENDING;
    uv_read_stop((uv_stream_t *)&process->pipe);
    uv_process_kill(&process->handle, SIGKILL);
}

void process_close(struct process *process)
{
    if (process->closing) return;
    process->closing = true;
    uv_close((uv_handle_t *)&process->restart, NULL);
    bool runs = process->state == PROCESS_IDLE || process->state == PROCESS_BUSY;
    if (runs) uv_close((uv_handle_t *)&process->pipe, on_closed);
}

void process_free(struct process *process)
{
    buffer_free(&process->in);
    buffer_free(&process->out);
}
