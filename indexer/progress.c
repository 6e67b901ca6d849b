/* The progress line. */
#include "indexer/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

struct progress progress_start(bool quiet, uint64_t total_bytes)
{
    int64_t now_ms = clock_monotonic_ms();
    return (struct progress){.visible = !quiet && isatty(STDERR_FILENO),
                             .started_ms = now_ms,
                             .next_ms = now_ms + PROGRESS_INTERVAL_MS,
                             .total_bytes = total_bytes};
}

static void print_time_left(double done, double elapsed_seconds)
{
    if (done <= 0 || done > 1) return;
    int left = (int)(elapsed_seconds * (1 - done) / done + 0.5);
    fprintf(stderr, "  %3.0f %%, %d:%02d left", 100 * done, left / 60, left % 60);
}

void progress_update(struct progress *progress, uint64_t articles, uint64_t done_bytes, uint64_t text_bytes)
{
    if (!progress->visible) return;
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms < progress->next_ms) return;
    progress->next_ms = now_ms + PROGRESS_INTERVAL_MS;
    double seconds = (double)(now_ms - progress->started_ms) / 1000;
    fprintf(stderr, "\r%llu articles  %.1f MB/s", (unsigned long long)articles, (double)text_bytes / 1e6 / seconds);
    if (progress->total_bytes) print_time_left((double)done_bytes / (double)progress->total_bytes, seconds);
    fputs("\033[K", stderr);
    progress->drawn = true;
}

void progress_clear(struct progress *progress)
{
    if (progress->drawn) fputs("\r\033[K", stderr);
    progress->drawn = false;
}
