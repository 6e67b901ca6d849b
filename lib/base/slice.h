/* A view of bytes that somebody else owns; not ended by NUL. The owner must outlive the view. */
#ifndef TALLY_BASE_SLICE_H
#define TALLY_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *data;
    size_t length;
};

/* For printf: "%.*s", SLICE_ARGS(s). */
#define SLICE_ARGS(s) (int)(s).length, (s).data

static inline struct slice slice_make(const char *data, size_t length)
{
    return (struct slice){data, length};
}

static inline struct slice slice_of(const char *text)
{
    return (struct slice){text ? text : "", text ? strlen(text) : 0};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool slice_is(struct slice a, const char *text)
{
    return slice_equal(a, slice_of(text));
}

/* Byte order, shorter first among equals: the order of terms in an index. */
static inline int slice_compare(struct slice a, struct slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    if (order) return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

static inline bool slice_starts(struct slice a, struct slice prefix)
{
    return a.length >= prefix.length && memcmp(a.data, prefix.data, prefix.length) == 0;
}

static inline bool slice_ends(struct slice a, struct slice suffix)
{
    return a.length >= suffix.length && memcmp(a.data + a.length - suffix.length, suffix.data, suffix.length) == 0;
}

/* A digit of ASCII, to which folding brings those of every script. */
static inline bool slice_has_digit(struct slice a)
{
    for (size_t i = 0; i < a.length; i++)
        if (a.data[i] >= '0' && a.data[i] <= '9') return true;
    return false;
}

/* Is it one of the words of `list`, which single spaces part? */
static inline bool slice_is_listed(struct slice a, const char *list)
{
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, " ");
        if (slice_equal(a, slice_make(at, length))) return true;
        at += length + (at[length] == ' ');
    }
    return false;
}

#endif
