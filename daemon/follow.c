/* Comparing what is published with what is held, and opening anew: no database is ever reopened. */
#include "daemon/follow.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

#define RETRY_MS 1000 /* between attempts at a generation that could not be opened */

void follow_close(struct follow *follow)
{
    snapshot_close(follow->snapshot);
    stemmers_free(follow->stemmers);
    *follow = (struct follow){.directory = follow->directory};
}

/* The stamp was read before: should the index be replaced in between, the next comparison tells. */
static int open_latest(struct follow *follow, uint64_t stamp, struct error *error)
{
    struct snapshot *latest = snapshot_follow(follow->snapshot, follow->directory, error);
    if (!latest) return -1;
    follow->stamp = stamp;
    follow->snapshot = latest; /* the old one was closed in its favour */
    stemmers_free(follow->stemmers);
    follow->stemmers = snapshot_stemmers(latest, error);
    follow->behind = false;
    if (follow->stemmers) return 0;
    follow_close(follow);
    return -1;
}

/* The generation held stays in service. Said once of each that cannot be opened. */
static int stay_behind(struct follow *follow, uint64_t stamp, struct error *error)
{
    /* There is or was an index, and a file that belongs to it is not there. */
    if (error->code == ERROR_NOT_FOUND) error->code = ERROR_CORRUPT;
    if (!follow->snapshot) return -1;
    if (!follow->behind || follow->refused != stamp)
        fprintf(stderr, "tallyd: worker %d serves generation %llu of the index, the latest cannot be opened: %s\n",
                (int)getpid(), (unsigned long long)snapshot_generation(follow->snapshot), error->message);
    follow->behind = true;
    follow->refused = stamp;
    follow->retry_ms = clock_monotonic_ms() + RETRY_MS;
    return 0;
}

int follow_update(struct follow *follow, struct error *error)
{
    uint64_t stamp = 0;
    int result = manifest_stamp(follow->directory, &stamp, error);
    if (result < 0 && error->code == ERROR_NOT_FOUND && !follow->snapshot) return 0;
    if (result < 0) return stay_behind(follow, stamp, error);
    if (follow->snapshot && follow->stamp == stamp) {
        follow->behind = false;
        return 0;
    }
    bool refused = follow->behind && follow->refused == stamp;
    if (refused && clock_monotonic_ms() < follow->retry_ms) return 0;
    return open_latest(follow, stamp, error) < 0 ? stay_behind(follow, stamp, error) : 0;
}
