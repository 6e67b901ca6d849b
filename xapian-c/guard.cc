/* The border between C++ and C: exceptions become codes with words. */
#include "internal.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

namespace
{

struct Row {
    const char *type;
    enum xap_code code;
};

/* libxapian's exceptions by name; what is not here is an I/O error when it has an errno, otherwise internal. */
constexpr Row exception_codes[] = {
    {"DatabaseNotFoundError", XAP_NOT_FOUND},
    {"DocNotFoundError", XAP_NOT_FOUND},
    {"DatabaseCorruptError", XAP_CORRUPT},
    {"SerialisationError", XAP_CORRUPT},
    {"DatabaseVersionError", XAP_VERSION},
    {"DatabaseLockError", XAP_LOCKED},
    {"InvalidArgumentError", XAP_INVALID},
    {"InvalidOperationError", XAP_INVALID},
    {"RangeError", XAP_LIMIT},
    {"DatabaseError", XAP_IO},
    {"DatabaseModifiedError", XAP_IO},
    {"DatabaseCreateError", XAP_IO},
    {"DatabaseClosedError", XAP_IO},
    {"DatabaseOpeningError", XAP_CORRUPT},
};

bool words_are(const char *words, int errno_value)
{
    return words && strcmp(words, strerror(errno_value)) == 0;
}

/* A table that is shorter than its blocks say, or missing; where the whole database is, it is DatabaseNotFoundError.
 * libxapian has the same types for a disk that cannot be read. */
bool lacks_table(const Xapian::Error &exception)
{
    const char *words = exception.get_error_string();
    if (!words) return exception.get_msg().compare(0, 11, "EOF reading") == 0;
    return words_are(words, ENOENT) && strcmp(exception.get_type(), "DatabaseOpeningError") == 0;
}

/* libxapian keeps errno as its words only. */
enum xap_code code_of(const Xapian::Error &exception)
{
    const char *words = exception.get_error_string();
    if (words_are(words, ENOSPC) || words_are(words, EDQUOT)) return XAP_NO_SPACE;
    if (words_are(words, ENOMEM)) return XAP_NO_MEMORY;
    if (lacks_table(exception)) return XAP_CORRUPT;
    if (words_are(words, ENOENT)) return XAP_NOT_FOUND;
    for (const Row &row : exception_codes) {
        if (strcmp(row.type, exception.get_type()) != 0) continue;
        return words && row.code == XAP_CORRUPT ? XAP_IO : row.code;
    }
    return words ? XAP_IO : XAP_INTERNAL;
}

enum xap_code code_of_errno(int errno_value)
{
    switch (errno_value) {
    case ENOSPC:
    case EDQUOT: return XAP_NO_SPACE;
    case ENOENT: return XAP_NOT_FOUND;
    case EEXIST: return XAP_EXISTS;
    case ENOMEM: return XAP_NO_MEMORY;
    default: return XAP_IO;
    }
}

__attribute__((format(printf, 3, 0))) void set_message(struct xap_error *error, enum xap_code code, const char *format,
                                                       va_list args)
{
    error->code = code;
    vsnprintf(error->message, sizeof error->message, format, args);
}

void describe_xapian(struct xap_error *error, const Xapian::Error &exception)
{
    const char *words = exception.get_error_string();
    xap::fail(error, code_of(exception), "%s: %s%s%s", exception.get_type(), exception.get_msg().c_str(),
              words ? ": " : "", words ? words : "");
}

} // namespace

namespace xap
{

int fail(struct xap_error *error, enum xap_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_message(error, code, format, args);
    va_end(args);
    return -1;
}

int fail_errno(struct xap_error *error, int errno_value, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set_message(error, code_of_errno(errno_value), format, args);
    va_end(args);
    const size_t used = strlen(error->message);
    char words[128];
    /* strerror_r of glibc returns its text, which may or may not stand in the buffer given. */
    snprintf(error->message + used, sizeof error->message - used, ": %s", strerror_r(errno_value, words, sizeof words));
    return -1;
}

void describe_exception(struct xap_error *error) noexcept
{
    /* The inner try is for bad_alloc while words are put together. Damaged files and exhausted memory throw types that
     * are not Xapian::Error, so the last two are no formality. */
    try {
        try {
            throw;
        } catch (const Xapian::Error &exception) {
            describe_xapian(error, exception);
        } catch (const std::bad_alloc &) {
            fail(error, XAP_NO_MEMORY, "out of memory");
        } catch (const std::exception &exception) {
            fail(error, XAP_INTERNAL, "unexpected exception: %s", exception.what());
        } catch (...) {
            fail(error, XAP_INTERNAL, "unexpected exception of an unknown type");
        }
    } catch (...) {
        fail(error, XAP_NO_MEMORY, "out of memory while describing an error");
    }
}

int check_term(const char *term, size_t length, struct xap_error *error)
{
    if (!term || length == 0) return fail(error, XAP_INVALID, "expected a term of at least 1 byte");
    size_t stored = length;
    for (size_t i = 0; i < length && stored <= XAP_TERM_MAX; i++) stored += term[i] == '\0';
    if (stored <= XAP_TERM_MAX) return 0;
    return fail(error, XAP_LIMIT, "expected a term of at most %d bytes, a NUL counting twice; found %zu bytes",
                XAP_TERM_MAX, length);
}

int copy_out(const std::string &bytes, struct xap_bytes *out, struct xap_error *error)
{
    char *data = static_cast<char *>(malloc(bytes.size() + 1));
    if (!data) return fail(error, XAP_NO_MEMORY, "out of memory");
    memcpy(data, bytes.data(), bytes.size());
    data[bytes.size()] = '\0';
    *out = {data, bytes.size()};
    return 0;
}

} // namespace xap

const char *xap_code_word(enum xap_code code)
{
    static const char *const words[] = {"ok",      "invalid",  "limit", "not_found", "exists",   "locked",  "corrupt",
                                        "version", "no_space", "io",    "no_memory", "poisoned", "internal"};
    static_assert(sizeof words / sizeof *words == XAP_INTERNAL + 1, "a word for every code");
    const size_t index = static_cast<size_t>(code);
    return index < sizeof words / sizeof *words ? words[index] : "internal";
}

const char *xap_version(void)
{
    return Xapian::version_string();
}

void xap_bytes_free(struct xap_bytes *bytes)
{
    if (!bytes) return;
    free(bytes->data);
    *bytes = {nullptr, 0};
}

void xap_stop_now(struct xap_stop *stop)
{
    __atomic_store_n(&stop->cancelled, 1, __ATOMIC_RELAXED);
}
