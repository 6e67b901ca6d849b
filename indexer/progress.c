/* The progress line: what is being done, how much of all work that is, and how long the rest will take as far as the
 * work done so far can tell. */
#include "indexer/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"

#define FINISHING_SHARE 0.15 /* of the time that a batch takes, about */
#define FEW             0.01 /* so little of the text does not count */
#define COLUMNS_DEFAULT 80
#define LEFT_MAX_S      (1000 * 60 * 60) /* nobody waits longer */

struct progress progress_start(bool visible, uint64_t total_bytes)
{
    int64_t now_ms = clock_monotonic_ms();
    return (struct progress){
        .visible = visible, .started_ms = now_ms, .next_ms = now_ms + PROGRESS_INTERVAL_MS, .total_bytes = total_bytes};
}

/* ---- how long still */

static double share_read(const struct progress *progress)
{
    double share = (double)progress->read_bytes / (double)progress->total_bytes;
    return share < 1 ? share : 1;
}

/* Bytes of text, those of the batch at hand in part. */
static double count_written(const struct progress *progress)
{
    double written = (double)progress->written_bytes, batch = (double)progress->to_write_bytes - written;
    if (!progress->batch_ms || !progress->step_total) return written;
    return written + batch * (1 - FINISHING_SHARE) * progress->step_done / progress->step_total;
}

/* Reading goes on as it went, and as much of the text to come is new as of that which came. False where nothing is
 * known: of input without an end in sight, and of writing before anything was written. */
static bool estimate(const struct progress *progress, int64_t now_ms, double *left_ms)
{
    if (!progress->total_bytes || !progress->read_bytes) return false;
    int64_t writing_ms = progress->writing_ms + (progress->batch_ms ? now_ms - progress->batch_ms : 0);
    double reading_ms = (double)(now_ms - progress->started_ms - writing_ms), share = share_read(progress);
    double written = count_written(progress), to_write = (double)progress->to_write_bytes / share;
    *left_ms = reading_ms * (1 - share) / share;
    if (!progress->writes || (double)progress->to_write_bytes <= FEW * (double)progress->text_bytes) return true;
    if (written <= 0) return false;
    if (to_write > written) *left_ms += (double)writing_ms / written * (to_write - written);
    return true;
}

/* ---- the line */

__attribute__((format(printf, 3, 4))) static size_t append(char *out, size_t used, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(out + used, PROGRESS_TEXT_MAX - used, format, arguments);
    va_end(arguments);
    return used + (size_t)length < PROGRESS_TEXT_MAX ? used + (size_t)length : PROGRESS_TEXT_MAX - 1;
}

static size_t append_step(const struct progress *progress, char *out)
{
    unsigned long long articles = progress->articles;
    if (!progress->batch_ms) return append(out, 0, "%llu articles read", articles);
    switch (progress->step) {
    case WRITER_BUILDING: return append(out, 0, "indexing %u/%u", progress->step_done, progress->step_total);
    case WRITER_FINISHING: return append(out, 0, "writing %u articles", progress->step_total);
    case WRITER_MERGING: break;
    }
    if (progress->step_done) return append(out, 0, "merging %u/%u", progress->step_done, progress->step_total);
    return append(out, 0, "merging %u articles", progress->step_total);
}

size_t progress_text(const struct progress *progress, int64_t now_ms, char out[PROGRESS_TEXT_MAX])
{
    double left_ms, elapsed_ms = (double)(now_ms - progress->started_ms);
    size_t length = append_step(progress, out);
    bool merging = progress->batch_ms && progress->step == WRITER_MERGING;
    bool reading = progress->total_bytes && !progress->batch_ms;
    if (merging) return length;
    if (!estimate(progress, now_ms, &left_ms))
        return reading ? append(out, length, ", %.0f %% of the files", 100 * share_read(progress)) : length;
    double left_s = (left_ms + 999) / 1000;
    int left = left_s < LEFT_MAX_S ? (int)left_s : LEFT_MAX_S;
    length =
        append(out, length, ", %.0f %%, %d:%02d left", 100 * elapsed_ms / (elapsed_ms + left_ms), left / 60, left % 60);
    return progress->merges ? append(out, length, ", then merging") : length;
}

static size_t columns(void)
{
    struct winsize size = {0};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : COLUMNS_DEFAULT;
}

/* The parts of the line that fit; one as wide as the terminal would wrap, and its rest stay. */
static size_t fitting(const char *text, size_t length)
{
    size_t most = columns() - 1;
    if (length <= most) return length;
    const char *comma = memrchr(text, ',', most);
    return comma ? (size_t)(comma - text) : most;
}

static void draw(struct progress *progress, int64_t now_ms)
{
    char text[PROGRESS_TEXT_MAX];
    size_t length = progress_text(progress, now_ms, text);
    fprintf(stderr, "\r%.*s\033[K", (int)fitting(text, length), text);
    progress->next_ms = now_ms + PROGRESS_INTERVAL_MS;
    progress->drawn = true;
}

/* ---- what goes on */

static void end_batch(struct progress *progress, int64_t now_ms)
{
    if (!progress->batch_ms) return;
    progress->writing_ms += now_ms - progress->batch_ms;
    progress->batch_ms = 0;
    progress->written_bytes = progress->to_write_bytes;
}

void progress_article(struct progress *progress, size_t text_bytes)
{
    progress->articles++;
    progress->text_bytes += text_bytes;
}

void progress_to_write(struct progress *progress, size_t text_bytes)
{
    progress->to_write_bytes += text_bytes;
}

void progress_read(struct progress *progress, uint64_t read_bytes)
{
    if (!progress->visible) return;
    int64_t now_ms = clock_monotonic_ms();
    end_batch(progress, now_ms);
    progress->read_bytes = read_bytes;
    if (now_ms >= progress->next_ms) draw(progress, now_ms);
}

void progress_write(struct progress *progress, enum writer_step step, uint32_t done, uint32_t total)
{
    if (!progress->visible) return;
    int64_t now_ms = clock_monotonic_ms();
    bool is_new = !progress->batch_ms || progress->step != step;
    if (!progress->batch_ms) progress->batch_ms = now_ms;
    progress->step = step;
    progress->step_done = done;
    progress->step_total = total;
    bool is_short = now_ms - progress->started_ms < PROGRESS_INTERVAL_MS;
    if (now_ms >= progress->next_ms || (is_new && !is_short)) draw(progress, now_ms);
}

void progress_clear(struct progress *progress)
{
    if (progress->drawn) fputs("\r\033[K", stderr);
    progress->drawn = false;
}
