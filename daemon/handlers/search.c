/* GET and POST /search. */
#include "daemon/handlers/handlers.h"

#include "base/clock.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/* A directory without an index holds nothing, but a faulty query is told there too. */
static int search_nothing(struct arena *arena, const struct search_request *search, struct search_reply *out,
                          struct error *error)
{
    struct query *query = arena_alloc(arena, sizeof *query);
    if (!query) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the query");
    if (query_parse(arena, search->query, &search->options, query, error) < 0) return -1;
    *out = (struct search_reply){.total_exact = true, .notes = query->notes, .note_count = query->note_count};
    return 0;
}

int handle_search(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    struct request request;
    struct search_reply reply = {0};
    if (request_read(arena, &question->url, question->body, &request, error) < 0) return -1;
    int result = question->snapshot
                     ? search_run(arena, question->snapshot, question->stemmer, &request.search, &reply, error)
                     : search_nothing(arena, &request.search, &reply, error);
    if (result < 0) return -1;
    reply_write(out, &request, &reply, (double)(clock_monotonic_us() - start_us) / 1000.0);
    return 0;
}
