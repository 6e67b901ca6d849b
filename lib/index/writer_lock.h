/* The lock that keeps an index to one writer. */
#ifndef TALLY_INDEX_WRITER_LOCK_H
#define TALLY_INDEX_WRITER_LOCK_H

#include "base/error.h"

/* A descriptor that holds the lock until it is closed; -1: ERROR_LOCKED after wait_ms, or ERROR_SYSTEM. */
int writer_lock(const char *directory, int wait_ms, struct error *error);

#endif
