/* Filling and naming errors. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The part of `text` that fits `size` without cutting a UTF-8 sequence in two. */
static void trim_to_utf8(char *text, size_t size)
{
    size_t length = strlen(text);
    if (length + 1 < size) return;
    while (length > 0 && ((unsigned char)text[length - 1] & 0xC0) == 0x80) length--;
    if (length > 0 && (unsigned char)text[length - 1] >= 0xC0) length--;
    text[length] = '\0';
}

__attribute__((format(printf, 4, 0))) static void set(struct error *error, enum error_code code, uint64_t offset,
                                                      const char *format, va_list args)
{
    error->code = code;
    error->offset = offset;
    error->length = 0;
    error->hint[0] = '\0';
    vsnprintf(error->message, sizeof error->message, format, args);
    trim_to_utf8(error->message, sizeof error->message);
}

int fail(struct error *error, enum error_code code, uint64_t offset, const char *format, ...)
{
    if (!error) return -1;
    va_list args;
    va_start(args, format);
    set(error, code, offset, format, args);
    va_end(args);
    return -1;
}

static enum error_code code_of_errno(int errno_value)
{
    switch (errno_value) {
    case ENOSPC:
    case EDQUOT: return ERROR_NO_SPACE;
    case ENOENT: return ERROR_NOT_FOUND;
    case ENOMEM: return ERROR_NO_MEMORY;
    default: return ERROR_SYSTEM;
    }
}

int fail_errno(struct error *error, int errno_value, const char *format, ...)
{
    if (!error) return -1;
    va_list args;
    va_start(args, format);
    set(error, code_of_errno(errno_value), 0, format, args);
    va_end(args);
    size_t used = strlen(error->message);
    char words[128];
    /* strerror_r of glibc returns its text, which may or may not stand in the buffer given. */
    snprintf(error->message + used, sizeof error->message - used, ": %s", strerror_r(errno_value, words, sizeof words));
    return -1;
}

int fail_within(struct error *error, const char *format, ...)
{
    if (!error) return -1;
    char inner[ERROR_MESSAGE_MAX];
    memcpy(inner, error->message, sizeof inner);
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    size_t used = strlen(error->message);
    snprintf(error->message + used, sizeof error->message - used, ": %s", inner);
    trim_to_utf8(error->message, sizeof error->message);
    return -1;
}

int fail_hint(struct error *error, const char *format, ...)
{
    if (!error) return -1;
    va_list args;
    va_start(args, format);
    vsnprintf(error->hint, sizeof error->hint, format, args);
    va_end(args);
    trim_to_utf8(error->hint, sizeof error->hint);
    return -1;
}

const char *error_word(enum error_code code)
{
    static const char *const words[] = {
#define ERROR_CODE(name, word) word,
#include "base/error_codes.def"
#undef ERROR_CODE
    };
    return (size_t)code < sizeof words / sizeof *words ? words[code] : "internal";
}
