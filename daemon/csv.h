/* Writing CSV (RFC 4180): fields with commas between them, records ending in CRLF. Failure is the buffer's. */
#ifndef TALLY_DAEMON_CSV_H
#define TALLY_DAEMON_CSV_H

#include "base/buffer.h"

struct csv_writer {
    struct buffer *out;
    bool comma; /* a field stands before in this record */
};

struct csv_writer csv_begin(struct buffer *out);
/* Quoted where its bytes ask for it. */
void csv_text(struct csv_writer *csv, struct slice text);
void csv_number(struct csv_writer *csv, double value);
void csv_end_record(struct csv_writer *csv);

#endif
