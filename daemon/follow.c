/* Comparing generations and opening anew: no database is ever reopened. */
#include "daemon/follow.h"

void follow_close(struct follow *follow)
{
    snapshot_close(follow->snapshot);
    stemmer_free(follow->stemmer);
    follow->snapshot = NULL;
    follow->stemmer = NULL;
}

static int open_latest(struct follow *follow, struct error *error)
{
    struct snapshot *latest = snapshot_follow(follow->snapshot, follow->directory, error);
    if (latest) follow->snapshot = NULL; /* closed in its favour */
    follow_close(follow);
    follow->snapshot = latest;
    if (!latest) return -1;
    follow->stemmer = stemmer_new(slice_of(snapshot_settings(follow->snapshot)->stem), error);
    if (follow->stemmer) return 0;
    follow_close(follow);
    return -1;
}

int follow_update(struct follow *follow, struct error *error)
{
    uint64_t generation;
    int result = manifest_generation(follow->directory, &generation, error);
    if (result < 0 && error->code == ERROR_NOT_FOUND) {
        follow_close(follow);
        return 0;
    }
    if (result < 0) return -1;
    if (follow->snapshot && snapshot_generation(follow->snapshot) == generation) return 0;
    return open_latest(follow, error);
}
