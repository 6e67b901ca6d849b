/* What the daemon answered, read into the structs of tally.h. */
#ifndef TALLY_CLIENT_RESULTS_H
#define TALLY_CLIENT_RESULTS_H

#include "base/error.h"
#include "base/slice.h"
#include "client/tally.h"
#include "wire/http.h"

/* NULL and `error` when the body is no JSON object or memory is out. */
struct tally_results *results_read(struct slice body, struct error *error);
/* The same for JSON lines: they stay text, and what the headers tell is told as of other replies. */
struct tally_results *results_read_lines(const struct http_message *reply, struct error *error);
/* The same for a reply that is no JSON: there is only the text. */
struct tally_results *results_read_text(struct slice body, struct error *error);
/* Fills `out` from the body of a refusal. */
void results_read_error(struct slice body, int status, struct tally_error *out);
/* Fills `out` from a failure on this side. */
void results_fail(const struct error *error, struct tally_error *out);

#endif
