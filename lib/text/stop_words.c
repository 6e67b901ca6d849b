/* Looking up the rows of stop_words.def. */
#include "text/stop_words.h"

#include <stddef.h>

static const char *const stop_words[] = {
#define STOP_WORD(folded) folded,
#include "text/stop_words.def"
};

bool stop_word_is(struct slice folded)
{
    size_t low = 0, high = sizeof stop_words / sizeof *stop_words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = slice_compare(folded, slice_of(stop_words[middle]));
        if (order == 0) return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
