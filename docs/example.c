#include <stdio.h>
#include <tally.h>

int main(int argc, char **argv)
{
    struct tally_error error;
    struct tally *tally = tally_connect_unix(NULL, &error);
    struct tally_search search = {.query = argc > 1 ? argv[1] : "", .limit = 100};
    struct tally_results *results = tally ? tally_search(tally, &search, &error) : NULL;
    if (!results) fprintf(stderr, "%s\n", error.message);
    for (size_t i = 0; results && i < tally_hit_count(results); i++) puts(tally_hit(results, i)->id);
    tally_results_free(results);
    tally_close(tally);
    return results ? 0 : 2;
}
