/* A task in tally's query language, for both tally drivers. */
#ifndef TALLY_BENCH_QUERY_H
#define TALLY_BENCH_QUERY_H

#include <stdio.h>

#include "common.h"

#define TALLY_QUERY_BYTES (BENCH_TEXT_MAX + 2 * BENCH_NUMBER_MAX + 16)

static inline void tally_query_write(const struct bench_task *task, char out[TALLY_QUERY_BYTES])
{
    char words[BENCH_TEXT_MAX], low[BENCH_NUMBER_MAX], high[BENCH_NUMBER_MAX];
    bool phrase = task->join == BENCH_PHRASE;
    bench_words(task, task->join == BENCH_ANY ? " OR " : " ", phrase ? "\"" : "", words);
    if (!task->ranged) {
        snprintf(out, TALLY_QUERY_BYTES, "%s", words);
        return;
    }
    bench_number(task->low, low);
    bench_number(task->high, high);
    snprintf(out, TALLY_QUERY_BYTES, "%s%sfigure:%s..%s", task->word_count ? words : "", task->word_count ? " " : "",
             low, high);
}

#endif
