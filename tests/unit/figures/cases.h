/* Cases kept in files: tests/cases/figures/NAME, one a line, "input → expected". '#' begins a comment line. */
#ifndef TALLY_TESTS_FIGURES_CASES_H
#define TALLY_TESTS_FIGURES_CASES_H

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"

#define CASE_ARROW " → "

struct figure_case {
    struct slice input, expected;
    const char *file;
    int line;
};

/* Calls `check` for each case of the file; at least one there must be. */
static inline void each_case(const char *file, void (*check)(const struct figure_case *one))
{
    char path[4096];
    struct buffer text;
    struct error error;
    snprintf(path, sizeof path, "%s/tests/cases/figures/%s", getenv("TALLY_SOURCE_DIR"), file);
    buffer_init(&text, 1 << 20);
    assert_int_equal(file_read(path, &text, &error), 0);
    struct figure_case one = {.file = file};
    int checked = 0;
    for (const char *at = text.data, *end = text.data + text.length; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t length = feed ? (size_t)(feed - at) : (size_t)(end - at);
        one.line++;
        const char *arrow = memmem(at, length, CASE_ARROW, strlen(CASE_ARROW));
        if (*at != '#' && arrow) {
            const char *expected = arrow + strlen(CASE_ARROW);
            one.input = slice_make(at, (size_t)(arrow - at));
            one.expected = slice_make(expected, length - (size_t)(expected - at));
            check(&one);
            checked++;
        }
        at += length + 1;
    }
    assert_true(checked > 0);
    buffer_free(&text);
}

/* Prints what differs and counts it, so that one run shows every case that fails. */
static inline int case_differs(const struct figure_case *one, struct slice found)
{
    if (slice_equal(found, one->expected)) return 0;
    print_error("%s:%d: %.*s\n  expected %.*s\n  found    %.*s\n", one->file, one->line, SLICE_ARGS(one->input),
                SLICE_ARGS(one->expected), SLICE_ARGS(found));
    return 1;
}

#endif
