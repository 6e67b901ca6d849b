/* The one way to say what went wrong: a value the caller owns, without heap.
 *
 * A function that can fail returns 0 or a pointer on success, -1 or NULL on failure, and then the
 * `struct error` it was given says why. The value can be copied, kept, and handed to another thread.
 * Messages are lower case, blame nobody, and say what was expected. */
#ifndef TALLY_BASE_ERROR_H
#define TALLY_BASE_ERROR_H

#include <stddef.h>
#include <stdint.h>

enum error_code {
#define ERROR_CODE(name, word) ERROR_##name,
#include "base/error_codes.def"
#undef ERROR_CODE
};

#define ERROR_MESSAGE_MAX 384
#define ERROR_HINT_MAX    160

struct error {
    enum error_code code;
    uint64_t offset; /* byte in the input (query, file, frame) that is at fault */
    uint32_t length; /* bytes at fault from there; 0 when the place is a point or unknown */
    char message[ERROR_MESSAGE_MAX];
    char hint[ERROR_HINT_MAX]; /* what to do instead; "" when there is nothing useful to say */
};

/* Fills `error` (which may be NULL when nobody asks) and returns -1, so that failing is one line:
 * `return fail(error, ERROR_BAD_INPUT, offset, "expected …, found …");` Over-long text is cut. */
int fail(struct error *error, enum error_code code, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* As fail(), for a failed system call: appends ": " and the words for `errno_value`.
 * ENOSPC, ENOENT and ENOMEM get their own codes; everything else is ERROR_SYSTEM. */
int fail_errno(struct error *error, int errno_value, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Puts "context: " before the message already there; returns -1. */
int fail_within(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Sets the hint of an error already filled; returns -1. */
int fail_hint(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The stable machine word of a code ("bad_query"), as it appears in HTTP answers. */
const char *error_word(enum error_code code);

#endif
