/* GET and POST /search. */
#include "daemon/handlers/handlers.h"

#include "base/clock.h"
#include "daemon/reply.h"
#include "daemon/request.h"
#include "query/correction.h"

/* Only the first page of a search that was finished asks what else may have been meant. What was found is an answer
 * without it too. */
static struct correction correct(struct arena *arena, const struct question *question,
                                 const struct search_request *search, const struct search_reply *reply)
{
    struct correction none = {0}, found;
    struct error error;
    if (search->count_only || search->offset || search->cursor.length || reply->partial) return none;
    if (correction_find(arena, question->snapshot, question->stemmers, search, reply->total, &found, &error) < 0)
        return none;
    return found;
}

int handle_search(struct arena *arena, struct question *question, struct buffer *out, struct error *error)
{
    int64_t start_us = clock_monotonic_us();
    struct request request;
    struct search_reply reply = {0};
    if (request_read(arena, &question->url, question->body, &request, error) < 0) return -1;
    if (search_run(arena, question->snapshot, question->stemmers, &request.search, &reply, error) < 0) return -1;
    if (request.content == CONTENT_JSONL) {
        question->content = CONTENT_JSONL;
        reply_write_lines(out, &request, &reply);
        return 0;
    }
    struct correction correction = correct(arena, question, &request.search, &reply);
    reply_write(out, &request, &reply, &correction, (double)(clock_monotonic_us() - start_us) / 1000.0);
    return 0;
}
