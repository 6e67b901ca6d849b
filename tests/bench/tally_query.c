/* Tasks as queries of tally: ceuta melilla, a OR b, "a b", word figure:50..100. */
#include "tally_query.h"

#include <stdio.h>
#include <unistd.h>

void tally_query_write(const struct bench_task *task, char out[TALLY_QUERY_BYTES])
{
    static const char *const BETWEEN[] = {[BENCH_ALL] = " ", [BENCH_ANY] = " OR ", [BENCH_PHRASE] = " "};
    char words[BENCH_TEXT_MAX] = "", low[BENCH_NUMBER_MAX], high[BENCH_NUMBER_MAX];
    if (task->word_count) bench_words(task, BETWEEN[task->join], task->join == BENCH_PHRASE ? "\"" : "", words);
    if (!task->ranged) {
        snprintf(out, TALLY_QUERY_BYTES, "%s", words);
        return;
    }
    bench_number(task->low, low);
    bench_number(task->high, high);
    snprintf(out, TALLY_QUERY_BYTES, "%s figure:%s..%s", words, low, high);
}

void tally_program_path(const char *name, char out[TALLY_PATH_BYTES])
{
    ssize_t length = readlink("/proc/self/exe", out, TALLY_PATH_BYTES - 1);
    while (length > 0 && out[length - 1] != '/') length--;
    if (length <= 0) bench_die("the folder of this program is not known");
    if (snprintf(out + length, (size_t)(TALLY_PATH_BYTES - length), "%s", name) >= TALLY_PATH_BYTES - length)
        bench_die("the path of %s is too long", name);
}
