/* GET and POST /figures. */
#include "daemon/handlers/handlers.h"

#include "base/clock.h"
#include "daemon/figures_reply.h"

int handle_figures(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    struct figures_request request;
    struct table_reply *reply = arena_alloc(arena, sizeof *reply);
    if (!reply) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the reply");
    if (figures_request_read(arena, &question->url, question->body, &request, error) < 0) return -1;
    if (table_run(arena, question->snapshot, question->stemmers, &request.table, reply, error) < 0) return -1;
    question->content = request.content;
    figures_reply_write(out, &request, reply, (double)(clock_monotonic_us() - start_us) / 1000.0);
    return 0;
}
