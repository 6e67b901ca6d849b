/* Cases kept in files: tests/cases/text/NAME, one a line, "input | expected".
 *
 * Lines that begin with '#' and empty lines are comments. \n, \t, \\ and \xHH stand for bytes; _ alone stands for
 * nothing. */
#ifndef TALLY_TESTS_TEXT_CASES_H
#define TALLY_TESTS_TEXT_CASES_H

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"

#define CASE_BYTES_MAX 4096

#define HOSTILE_BYTES 2000000 /* of texts made to be slow: quadratic time would not come back */

struct text_case {
    char input[CASE_BYTES_MAX], expected[CASE_BYTES_MAX]; /* ended by NUL, escapes resolved */
    size_t input_length;
    const char *file;
    int line;
};

static inline size_t case_unescape(char *out, const char *from, size_t length)
{
    size_t written = 0;
    if (length == 1 && *from == '_') length = 0;
    for (size_t i = 0; i < length; i++) {
        if (from[i] != '\\' || i + 1 == length) {
            out[written++] = from[i];
            continue;
        }
        char escape = from[++i];
        if (escape == 'x') {
            out[written++] = (char)strtoul((char[]){from[i + 1], from[i + 2], '\0'}, NULL, 16);
            i += 2;
            continue;
        }
        out[written++] = escape == 'n' ? '\n' : escape == 't' ? '\t' : escape;
    }
    out[written] = '\0';
    return written;
}

static inline void case_read(struct text_case *one, const char *line, size_t length)
{
    assert_true(length < CASE_BYTES_MAX);
    const char *bar = memmem(line, length, " | ", 3);
    one->input_length = case_unescape(one->input, line, bar ? (size_t)(bar - line) : length);
    one->expected[0] = '\0';
    if (bar) case_unescape(one->expected, bar + 3, length - (size_t)(bar + 3 - line));
}

/* Calls `check` for each case of the file; at least one there must be. */
static inline void each_case(const char *file, void (*check)(const struct text_case *one))
{
    char path[4096];
    struct buffer text;
    struct error error;
    snprintf(path, sizeof path, "%s/tests/cases/text/%s", getenv("TALLY_SOURCE_DIR"), file);
    buffer_init(&text, 1 << 20);
    assert_int_equal(file_read(path, &text, &error), 0);
    struct text_case *one = calloc(1, sizeof *one);
    int checked = 0;
    one->file = file;
    for (const char *at = text.data, *end = text.data + text.length; at < end;) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t length = feed ? (size_t)(feed - at) : (size_t)(end - at);
        one->line++;
        if (length > 0 && *at != '#') {
            case_read(one, at, length);
            check(one);
            checked++;
        }
        at += length + 1;
    }
    assert_true(checked > 0);
    free(one);
    buffer_free(&text);
}

static inline void case_expect(const struct text_case *one, struct slice found)
{
    if (slice_is(found, one->expected)) return;
    fail_msg("%s:%d: \"%s\"\n  expected \"%s\"\n  found    \"%.*s\"", one->file, one->line, one->input, one->expected,
             SLICE_ARGS(found));
}

#endif
