/* GET and POST /search. */
#include "daemon/handlers/handlers.h"

#include "base/clock.h"
#include "daemon/reply.h"
#include "daemon/request.h"

int handle_search(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    struct request request;
    struct search_reply reply = {0};
    if (request_read(arena, &question->url, question->body, &request, error) < 0) return -1;
    if (search_run(arena, question->snapshot, question->stemmer, &request.search, &reply, error) < 0) return -1;
    reply_write(out, &request, &reply, (double)(clock_monotonic_us() - start_us) / 1000.0);
    return 0;
}
