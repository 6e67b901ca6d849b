/* GET and POST /similar. */
#include "daemon/handlers/handlers.h"

#include "base/clock.h"
#include "daemon/reply.h"
#include "query/similar.h"

int handle_similar(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    struct request request;
    struct search_reply reply = {0};
    struct correction none = {0};
    if (request_read_similar(arena, &question->url, question->body, &request, error) < 0) return -1;
    bool partial;
    if (similar_ask(arena, question->snapshot, question->stemmers, request.id, &request.search, &partial, error) < 0)
        return -1;
    if (search_run(arena, question->snapshot, question->stemmers, &request.search, &reply, error) < 0) return -1;
    reply.partial = reply.partial || partial;
    reply_write(out, &request, &reply, &none, (double)(clock_monotonic_us() - start_us) / 1000.0);
    return 0;
}
