#include <stdio.h>
#include <tally.h>

int main(int argc, char **argv)
{
    struct tally_error error;
    struct tally *tally = tally_connect_unix(NULL, &error);
    struct tally_search search = {.query = argc > 1 ? argv[1] : "", .sort = "date"};
    struct tally_walk *walk = tally ? tally_walk(tally, &search, &error) : NULL;
    const struct tally_hit *hit;
    while (walk && (hit = tally_walk_hit(walk, &error))) puts(hit->id);
    if (error.code[0]) fprintf(stderr, "%s\n", error.message);
    tally_walk_free(walk);
    tally_close(tally);
    return error.code[0] ? 2 : 0;
}
