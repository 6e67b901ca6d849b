/* One worker process: started, asked, ended, started again. */
#ifndef TALLY_DAEMON_PROCESS_H
#define TALLY_DAEMON_PROCESS_H

#include <uv.h>

#include "base/buffer.h"
#include "wire/frame.h"

/* ABSENT: nothing runs. IDLE: may be asked. BUSY: has been asked. ENDING: was killed or has ended; what it
 * still says is not read. */
enum process_state { PROCESS_ABSENT, PROCESS_IDLE, PROCESS_BUSY, PROCESS_ENDING };

struct process;

/* What the owner wants to hear of. */
struct process_events {
    void (*answered)(struct process *process, const struct frame_head *head, struct slice body);
    void (*idle)(struct process *process);                   /* started, or done with its answer */
    void (*ended)(struct process *process, const char *how); /* while BUSY, its answer will not come any more */
};

struct process {
    const struct process_events *events;
    void *owner;
    const char *directory;
    enum process_state state;
    uv_loop_t *loop;
    uv_process_t handle;
    uv_pipe_t pipe;
    uv_timer_t restart;
    uv_write_t write;
    struct buffer in, out;
    int64_t started_ms, deadline_ms;
    int quick_ends;   /* in a row: it ended before it had settled */
    int open_handles; /* of this run */
    bool writing, answered, closing;
};

int process_init(struct process *process, uv_loop_t *loop, const char *directory, const struct process_events *events,
                 void *owner);
/* Starts it; a failed start is tried again, ever more slowly. */
void process_start(struct process *process);
/* Only when IDLE. Takes the bytes out of `frame`. */
void process_ask(struct process *process, struct buffer *frame, int64_t deadline_ms);
/* SIGKILL: it is ENDING from now on, and `ended` follows. */
void process_kill(struct process *process);
/* No restart any more; ends when it has seen the end of its input. */
void process_close(struct process *process);
void process_free(struct process *process);

#endif
