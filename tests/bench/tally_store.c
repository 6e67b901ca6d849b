/* Making tally's index with its own program, and opening it in process. */
#include "tally_store.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/version.h"
#include "query/search.h"
#include "tally_query.h"

const char *tally_store_version(void)
{
    return TALLY_VERSION;
}

void tally_store_index(const char *input, const char *directory)
{
    char program[TALLY_PATH_BYTES];
    tally_program_path("tally-index", program);
    execl(program, program, "--quiet", "--stem", "en", "-d", directory, input, (char *)NULL);
    bench_die("%s cannot be run", program);
}

void *tally_store_open(const char *directory)
{
    struct error error;
    struct tally_store *store = calloc(1, sizeof *store);
    if (!store) bench_die("no memory");
    store->snapshot = snapshot_open(directory, &error);
    if (!store->snapshot) bench_die("tally: %s", error.message);
    store->stemmers = snapshot_stemmers(store->snapshot, &error);
    if (!store->stemmers) bench_die("tally: %s", error.message);
    store->arena = arena_new(SEARCH_ARENA_BYTES);
    if (!store->arena) bench_die("no memory");
    return store;
}

void tally_store_close(void *engine)
{
    struct tally_store *store = engine;
    arena_free(store->arena);
    stemmers_free(store->stemmers);
    snapshot_close(store->snapshot);
    free(store);
}
