/* measure REPORT COMMAND…: runs a command and writes what it cost to REPORT, as one JSON object.
 *
 * A small process of its own, because a child's peak memory starts with that of the process that began it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int report(const char *path, double wall_s, const struct rusage *usage)
{
    FILE *file = fopen(path, "w");
    if (!file) return perror(path), 1;
    fprintf(file, "{\"wall_s\":%.4f,\"cpu_s\":%.4f,\"peak_bytes\":%lld}\n", wall_s,
            seconds(usage->ru_utime) + seconds(usage->ru_stime), (long long)usage->ru_maxrss * 1024);
    return fclose(file) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc < 3) return fputs("usage: measure REPORT COMMAND...\n", stderr), 2;
    double start = now_s();
    pid_t child = fork();
    if (child < 0) return perror("measure"), 1;
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) return perror("measure"), 1;
    if (report(argv[1], now_s() - start, &usage) != 0) return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
