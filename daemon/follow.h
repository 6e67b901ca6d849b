/* A worker's view of the index, always the latest that was published. */
#ifndef TALLY_DAEMON_FOLLOW_H
#define TALLY_DAEMON_FOLLOW_H

#include "index/snapshot.h"
#include "text/stemmers.h"

struct follow {
    const char *directory;
    struct snapshot *snapshot; /* NULL: nothing was published */
    struct stemmers *stemmers; /* the snapshot's; NULL without one */
    uint64_t stamp;            /* of the snapshot: see manifest_stamp() */
    bool behind;               /* what is published now cannot be opened, or is gone */
    uint64_t refused;          /* its stamp; 0 when even that cannot be read */
    int64_t retry_ms;          /* when it is tried again */
};

/* Opens a new snapshot when another state was published, also when another index took the directory's place. When that
 * fails, or the index is gone, the one held stays, `behind`; the failure is the caller's only when there is none. Later
 * calls try again. */
int follow_update(struct follow *follow, struct error *error);
void follow_close(struct follow *follow);

#endif
