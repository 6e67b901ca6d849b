/* One writer at a time: an advisory lock on a file of the directory, gone with its process. */
#include "index/writer_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

#define LOCK_FILE        "LOCK"
#define LOCK_INTERVAL_NS 5000000L

static int wait_for(int fd, const char *path, int wait_ms, struct error *error)
{
    int64_t deadline_ms = clock_monotonic_ms() + wait_ms;
    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno == EINTR) continue;
        if (errno != EWOULDBLOCK) return fail_errno(error, errno, "%s: cannot be locked", path);
        if (clock_monotonic_ms() >= deadline_ms)
            return fail(error, ERROR_LOCKED, 0, "%s: another writer holds the index", path);
        nanosleep(&(struct timespec){.tv_nsec = LOCK_INTERVAL_NS}, NULL);
    }
    return 0;
}

int writer_lock(const char *directory, int wait_ms, struct error *error)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", directory, LOCK_FILE) >= (int)sizeof path)
        return fail(error, ERROR_LIMIT, 0, "%s: the path is longer than %d bytes", directory, PATH_MAX);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return fail_errno(error, errno, "%s: cannot be opened", path);
    if (wait_for(fd, path, wait_ms, error) == 0) return fd;
    close(fd);
    return -1;
}
