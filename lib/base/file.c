/* Reading, replacing and syncing whole files. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP_BYTES     ((size_t)64 * 1024)
#define REMOVE_OPEN_FOLDERS 16

static int read_descriptor(int fd, const char *path, struct buffer *out, struct error *error)
{
    for (;;) {
        size_t room = out->limit - out->length;
        size_t step = room < READ_STEP_BYTES ? room : READ_STEP_BYTES;
        char probe;
        char *target = step ? buffer_reserve(out, step) : &probe;
        if (!target) return fail(error, ERROR_NO_MEMORY, 0, "%s: no memory to read it", path);
        ssize_t got = read(fd, target, step ? step : 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_errno(error, errno, "%s: cannot be read", path);
        if (got == 0) return 0;
        if (!step) return fail(error, ERROR_LIMIT, out->length, "%s: larger than %zu bytes", path, out->limit);
        buffer_advance(out, (size_t)got);
    }
}

int file_read(const char *path, struct buffer *out, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be opened", path);
    int result = read_descriptor(fd, path, out, error);
    close(fd);
    return result;
}

static int write_descriptor(int fd, const char *path, struct slice bytes, struct error *error)
{
    while (bytes.length) {
        ssize_t put = write(fd, bytes.data, bytes.length);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return fail_errno(error, errno, "%s: cannot be written", path);
        bytes.data += put;
        bytes.length -= (size_t)put;
    }
    if (fsync(fd) < 0) return fail_errno(error, errno, "%s: cannot be synced", path);
    return 0;
}

static int create_with_flags(const char *path, int flags, struct slice bytes, struct error *error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be created", path);
    int result = write_descriptor(fd, path, bytes, error);
    if (close(fd) < 0 && result == 0) result = fail_errno(error, errno, "%s: cannot be written", path);
    if (result < 0) unlink(path);
    return result;
}

int file_create(const char *path, struct slice bytes, struct error *error)
{
    return create_with_flags(path, O_EXCL, bytes, error);
}

int file_sync(const char *path, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be opened to sync it", path);
    int result = fsync(fd) < 0 ? fail_errno(error, errno, "%s: cannot be synced", path) : 0;
    close(fd);
    return result;
}

static int sync_parent(const char *path, struct error *error)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return file_sync(".", error);
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return file_sync(parent, error);
}

int file_replace(const char *path, struct slice bytes, struct error *error)
{
    char fresh[PATH_MAX];
    if (snprintf(fresh, sizeof fresh, "%s.new", path) >= (int)sizeof fresh)
        return fail(error, ERROR_LIMIT, 0, "%s: the path is longer than %d bytes", path, PATH_MAX - 5);
    if (create_with_flags(fresh, O_TRUNC, bytes, error) < 0) return -1;
    if (rename(fresh, path) < 0) {
        fail_errno(error, errno, "%s: cannot be renamed to %s", fresh, path);
        unlink(fresh);
        return -1;
    }
    return sync_parent(path, error);
}

/* One that is there already is fine. A new one is only safe with its name in the parent. */
static int make_one(const char *path, struct error *error)
{
    struct stat status;
    if (mkdir(path, 0777) == 0) return sync_parent(path, error);
    if (errno != EEXIST) return fail_errno(error, errno, "%s: cannot be made", path);
    if (stat(path, &status) < 0) return fail_errno(error, errno, "%s: cannot be looked at", path);
    if (!S_ISDIR(status.st_mode)) return fail(error, ERROR_SYSTEM, 0, "%s: is not a directory", path);
    return 0;
}

int file_make_directory(const char *path, struct error *error)
{
    char partial[PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof partial)
        return fail(error, ERROR_LIMIT, 0, "a directory's path must have 1 to %d bytes", PATH_MAX - 1);
    memcpy(partial, path, length + 1);
    while (length > 1 && partial[length - 1] == '/') partial[--length] = '\0';
    for (char *at = partial + 1; *at; at++) {
        if (*at != '/' || at[-1] == '/') continue;
        *at = '\0';
        if (make_one(partial, error) < 0) return -1;
        *at = '/';
    }
    return make_one(partial, error);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status;
    (void)type;
    (void)where;
    return remove(path);
}

int file_remove_tree(const char *path, struct error *error)
{
    if (nftw(path, remove_entry, REMOVE_OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
        return fail_errno(error, errno, "%s: cannot be removed", path);
    return 0;
}
