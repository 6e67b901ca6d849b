/* What the tally drivers share: the index made by tally-index, and an open snapshot. */
#ifndef TALLY_BENCH_STORE_H
#define TALLY_BENCH_STORE_H

#include "base/arena.h"
#include "common.h"
#include "index/snapshot.h"
#include "text/stemmers.h"

struct tally_store {
    struct snapshot *snapshot;
    struct stemmers *stemmers;
    struct arena *arena; /* of one answer: reset before the next */
};

const char *tally_store_version(void);
/* bench_engine.index, .open and .close */
void tally_store_index(const char *input, const char *directory);
void *tally_store_open(const char *directory);
void tally_store_close(void *store);

#endif
