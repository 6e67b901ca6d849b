/* What a search found, as JSON. */
#ifndef TALLY_DAEMON_REPLY_H
#define TALLY_DAEMON_REPLY_H

#include "base/buffer.h"
#include "base/json.h"
#include "daemon/request.h"
#include "query/correction.h"

void reply_write(struct buffer *out, const struct request *request, const struct search_reply *reply,
                 const struct correction *correction, double took_ms);
/* The hits alone, one JSON object a line, behind headers with the rest. */
void reply_write_lines(struct buffer *out, const struct request *request, const struct search_reply *reply);
/* What is told of lines in the headers of the answer, each ended by CRLF, and the empty line behind them. */
struct reply_lines {
    uint64_t total;
    bool total_exact, partial;
    struct slice next_cursor; /* empty: none */
    uint64_t next;            /* offset; 0: none */
};
void reply_begin_lines(struct buffer *out, const struct reply_lines *lines);
/* One figure of an article with its words. */
void reply_figure(struct json_writer *json, const struct column_figure *figure, struct slice text);
/* The member "notes". */
void reply_notes(struct json_writer *json, const struct query_note *notes, size_t count);

#endif
