/* A worker's view of the index, always the latest that was published. */
#ifndef TALLY_DAEMON_FOLLOW_H
#define TALLY_DAEMON_FOLLOW_H

#include "index/snapshot.h"
#include "text/stem.h"

struct follow {
    const char *directory;
    struct snapshot *snapshot; /* NULL: nothing was published */
    struct stemmer *stemmer;   /* of the snapshot's language; NULL without one */
};

/* Opens a new snapshot when another generation was published. After a failure there is none, and the next call tries
 * again. */
int follow_update(struct follow *follow, struct error *error);
void follow_close(struct follow *follow);

#endif
