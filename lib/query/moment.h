/* What a query is told about the collection while it is compiled: how many documents hold its words, which words a
 * beginning stands for, which of many words are the rarest. Every commit changes that, and with it weights and matches.
 *
 * On the first page of a walk the answers are noted; on the following ones they are told again as they were, so that an
 * article that has not changed matches as before and weighs the same. Inside lib/query only. */
#ifndef TALLY_QUERY_MOMENT_H
#define TALLY_QUERY_MOMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "xapian-c.h"

#define MOMENT_NOTES_MAX 8192 /* more than a query of QUERY_BYTES_MAX asks for */

struct moment_note {
    /* Its frequency is looked up at the end, when a next page needs it; .data NULL: `number` is it. */
    struct slice term;
    uint64_t number;
};

struct moment {
    struct arena *arena;
    bool told;          /* a following page */
    uint32_t documents; /* told, or after moment_finish(): in the collection */
    struct moment_note *notes;
    size_t count, capacity;
    size_t next; /* to be told */
    bool failed; /* asked for more than was noted, or no memory */
};

/* The answer as it was; `now` on a first page. */
uint64_t moment_number(struct moment *moment, uint64_t now);
/* True: `frequency` is that of the term as it was. False: a first page, it is as it is. */
bool moment_frequency(struct moment *moment, struct slice term, uint32_t *frequency);
/* All that was noted has been told, no more and no less. */
bool moment_is_complete(const struct moment *moment);
/* Looks up what a first page has left open, in the result of its search. */
int moment_finish(struct moment *moment, const struct xap_reader *reader, const struct xap_result *result,
                  struct error *error);

#endif
