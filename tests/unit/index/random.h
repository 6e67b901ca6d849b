/* Numbers that look random and are the same in every run (splitmix64: Steele, Lea, Flood, OOPSLA 2014). */
#ifndef TALLY_TESTS_INDEX_RANDOM_H
#define TALLY_TESTS_INDEX_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t next(struct random *random)
{
    random->state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = (random->state ^ random->state >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

/* 0 .. end - 1 */
static inline uint64_t below(struct random *random, uint64_t end)
{
    return next(random) % end;
}

#endif
