/* main() of every driver: reads tasks, times answers, prints them. */
#include "common.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"

#define OUTPUT_MAX     ((size_t)256 << 20)
#define TASKS_FILE_MAX ((size_t)16 << 20)
#define MEMORY_MAX     ((size_t)1 << 30)

struct tasks {
    struct bench_task *items;
    size_t count;
};

struct outcome {
    const char *skip;
    double us, cpu_us;
    uint64_t count;
    struct bench_answer answer;
};

void bench_die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void *allocate(struct arena *arena, size_t count, size_t size)
{
    void *memory = arena_array(arena, count, size);
    if (!memory) bench_die("no memory");
    return memory;
}

/* ---- what drivers call */

void bench_words(const struct bench_task *task, const char *between, const char *quote, char out[BENCH_TEXT_MAX])
{
    size_t used = (size_t)snprintf(out, BENCH_TEXT_MAX, "%s", quote);
    for (size_t i = 0; i < task->word_count && used < BENCH_TEXT_MAX; i++)
        used += (size_t)snprintf(out + used, BENCH_TEXT_MAX - used, "%s%s", i ? between : "", task->words[i]);
    if (used < BENCH_TEXT_MAX) used += (size_t)snprintf(out + used, BENCH_TEXT_MAX - used, "%s", quote);
    if (used >= BENCH_TEXT_MAX) bench_die("the words of a task are longer than %d bytes", BENCH_TEXT_MAX);
}

void bench_number(double value, char out[BENCH_NUMBER_MAX])
{
    static_assert(BENCH_NUMBER_MAX > JSON_NUMBER_MAX, "room for the NUL");
    out[json_format_number(value, out)] = '\0';
}

void bench_hit(struct bench_answer *answer, const char *id, size_t length)
{
    if (answer->hit_count == BENCH_TOP) return;
    size_t kept = length < BENCH_ID_MAX ? length : BENCH_ID_MAX - 1;
    memcpy(answer->ids[answer->hit_count], id, kept);
    answer->ids[answer->hit_count++][kept] = '\0';
}

void bench_text(struct bench_answer *answer, const char *text, size_t length)
{
    if (text) answer->text_bytes += length;
}

/* ---- tasks */

static enum bench_join parse_join(const char *word)
{
    if (strcmp(word, "all") == 0) return BENCH_ALL;
    if (strcmp(word, "any") == 0) return BENCH_ANY;
    if (strcmp(word, "phrase") == 0) return BENCH_PHRASE;
    bench_die("expected all, any or phrase, found '%s'", word);
}

static double parse_bound(const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end) bench_die("expected a number as bound, found '%s'", text);
    return value;
}

static void parse_words(struct bench_task *task, char *text)
{
    for (char *word; (word = strsep(&text, " "));) {
        if (!*word) continue;
        if (task->word_count == BENCH_WORDS_MAX) bench_die("a task has more than %d words", BENCH_WORDS_MAX);
        task->words[task->word_count++] = word;
    }
}

/* The task points into `line`. */
static struct bench_task parse_task(char *line)
{
    char *fields[6];
    for (size_t i = 0; i < 6; i++)
        if (!(fields[i] = strsep(&line, "\t"))) bench_die("expected six fields in a task, found %zu", i);
    struct bench_task task = {.kind = fields[0], .join = parse_join(fields[1]), .page = fields[5][0] == '1'};
    parse_words(&task, fields[2]);
    task.ranged = fields[3][0] != '\0';
    if (!task.ranged) return task;
    task.low = parse_bound(fields[3]);
    task.high = parse_bound(fields[4]);
    return task;
}

static char *read_text(struct arena *arena, const char *path)
{
    struct buffer bytes;
    struct error error;
    buffer_init(&bytes, TASKS_FILE_MAX);
    if (file_read(path, &bytes, &error) < 0) bench_die("%s: %s", path, error.message);
    char *text = arena_string(arena, buffer_view(&bytes));
    buffer_free(&bytes);
    if (!text) bench_die("no memory");
    return text;
}

static struct tasks read_tasks(struct arena *arena, const char *path)
{
    char *text = read_text(arena, path);
    struct tasks tasks = {allocate(arena, BENCH_TASKS_MAX, sizeof *tasks.items), 0};
    for (char *line; (line = strsep(&text, "\n"));) {
        if (!*line) continue;
        if (tasks.count == BENCH_TASKS_MAX) bench_die("%s: more than %d tasks", path, BENCH_TASKS_MAX);
        tasks.items[tasks.count++] = parse_task(line);
    }
    return tasks;
}

/* ---- measuring */

static double now_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void warm(void *engine, const struct bench_task *task, struct outcome *out)
{
    out->skip = bench_engine.cannot ? bench_engine.cannot(task) : NULL;
    if (out->skip) return;
    bench_engine.answer(engine, task, &out->answer);
    out->count = bench_engine.count(engine, task);
}

static void measure(void *engine, const struct bench_task *task, struct outcome *out)
{
    if (out->skip) return;
    memset(&out->answer, 0, sizeof out->answer);
    double cpu_start = now_us(CLOCK_PROCESS_CPUTIME_ID), start = now_us(CLOCK_MONOTONIC);
    bench_engine.answer(engine, task, &out->answer);
    out->us = now_us(CLOCK_MONOTONIC) - start;
    out->cpu_us = now_us(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
}

static void print_outcome(struct json_writer *json, size_t task, const struct outcome *outcome)
{
    json_open_object(json);
    json_member_integer(json, "task", (int64_t)task);
    if (outcome->skip) {
        json_member_string(json, "skip", slice_of(outcome->skip));
    } else {
        json_member_number(json, "us", outcome->us);
        if (!bench_engine.served) json_member_number(json, "cpu_us", outcome->cpu_us);
        json_member_integer(json, "count", (int64_t)outcome->count);
        json_member_integer(json, "text_bytes", (int64_t)outcome->answer.text_bytes);
        json_key(json, "top");
        json_open_array(json);
        for (size_t i = 0; i < outcome->answer.hit_count; i++) json_put_string(json, slice_of(outcome->answer.ids[i]));
        json_close_array(json);
    }
    json_close_object(json);
}

static void print_outcomes(const struct outcome *outcomes, size_t count)
{
    struct buffer out;
    buffer_init(&out, OUTPUT_MAX);
    for (size_t i = 0; i < count; i++) {
        struct json_writer json = json_begin(&out);
        print_outcome(&json, i, &outcomes[i]);
        buffer_byte(&out, '\n');
    }
    if (out.failed || fwrite(out.data, 1, out.length, stdout) != out.length) bench_die("the answers cannot be written");
    buffer_free(&out);
}

static void run_queries(const char *directory, const char *path)
{
    struct arena *arena = arena_new(MEMORY_MAX);
    if (!arena) bench_die("no memory");
    struct tasks tasks = read_tasks(arena, path);
    struct outcome *outcomes = allocate(arena, tasks.count, sizeof *outcomes);
    void *engine = bench_engine.open(directory);
    for (size_t i = 0; i < tasks.count; i++) warm(engine, &tasks.items[i], &outcomes[i]);
    for (size_t i = 0; i < tasks.count; i++) measure(engine, &tasks.items[i], &outcomes[i]);
    bench_engine.close(engine);
    print_outcomes(outcomes, tasks.count);
    arena_free(arena);
}

static void print_about(void)
{
    printf("{\"name\":\"%s\",\"version\":\"%s\"}\n", bench_engine.name, bench_engine.version());
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "about") == 0)
        print_about();
    else if (argc == 4 && strcmp(argv[1], "index") == 0)
        bench_engine.index(argv[2], argv[3]);
    else if (argc == 4 && strcmp(argv[1], "query") == 0)
        run_queries(argv[2], argv[3]);
    else
        bench_die("usage: %s about | index INPUT DIR | query DIR TASKS", argv[0]);
    return fflush(stdout) == 0 ? 0 : 1;
}
