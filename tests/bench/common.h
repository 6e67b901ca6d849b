/* What every bench driver shares: articles in, tasks in, measured answers out.
 *
 * A driver is one file that fills `bench_engine`; main() and the protocol are here:
 *     ENGINE about              {"name","version"}
 *     ENGINE index INPUT DIR    builds an index of INPUT in DIR, an empty folder; done when it is on disk
 *     ENGINE query DIR TASKS    every task twice: unmeasured with an exact count, then measured; one JSON line a task,
 *                               {"task","us","cpu_us","count","top":[ids]} or {"task","skip":"why"}
 * INPUT is JSON lines of strings (id, title, date, url, source, body). figures.tsv beside it, if there, has a line an
 * article: id, then low and high of each figure, separated by tabs. TASKS is a line a task: kind, join, words separated
 * by blanks, low, high (both empty without a range), page (0 or 1), separated by tabs.
 *
 * Drivers are programs: what goes wrong ends them, with a sentence on standard error. */
#ifndef TALLY_BENCH_COMMON_H
#define TALLY_BENCH_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BENCH_TOP        10
#define BENCH_WORDS_MAX  8
#define BENCH_ID_MAX     256
#define BENCH_TASKS_MAX  100000
#define BENCH_LINE_MAX   ((size_t)16 << 20)
#define BENCH_TEXT_MAX   1024 /* bytes of a query in an engine's language */
#define BENCH_NUMBER_MAX 48

/* ---- articles */

struct bench_figure {
    double low, high;
};

/* Strings are UTF-8, never NULL, and live until the next call. */
struct bench_article {
    const char *id, *title, *date, *url, *source, *body;
    const struct bench_figure *figures;
    size_t figure_count;
};

struct bench_input;
struct bench_input *bench_input_open(const char *path);
/* NULL at the end. */
const struct bench_article *bench_input_next(struct bench_input *input);
void bench_input_close(struct bench_input *input);

/* ---- tasks */

enum bench_join { BENCH_ALL, BENCH_ANY, BENCH_PHRASE };

struct bench_task {
    const char *kind;
    enum bench_join join;
    const char *words[BENCH_WORDS_MAX]; /* lower case, letters only */
    size_t word_count;                  /* 0: the range alone */
    bool ranged;
    double low, high; /* an article fits when one of its figures overlaps low..high, both included */
    bool page;        /* stored fields and a snippet of each hit, not only its id */
};

/* The words of a task with `between` between them, in `quote` at both ends. */
void bench_words(const struct bench_task *task, const char *between, const char *quote, char out[BENCH_TEXT_MAX]);

/* Plain decimal, the shortest that reads back as the same number: "1000000", "0.5". */
void bench_number(double value, char out[BENCH_NUMBER_MAX]);

/* ---- answers */

struct bench_answer {
    char ids[BENCH_TOP][BENCH_ID_MAX];
    size_t hit_count;
    size_t text_bytes; /* of stored fields and snippets */
};

/* The next best hit. Ids that are too long are cut. */
void bench_hit(struct bench_answer *answer, const char *id, size_t length);
/* A stored field or a snippet of a page. */
void bench_text(struct bench_answer *answer, const char *text, size_t length);

struct bench_engine {
    const char *name;
    const char *(*version)(void);
    void (*index)(const char *input, const char *directory);
    void *(*open)(const char *directory);
    /* Why the engine has no answer to such a task; NULL when it has one. The field may be NULL. */
    const char *(*cannot)(const struct bench_task *task);
    /* Measured: from the words to the best ten ids. */
    void (*answer)(void *engine, const struct bench_task *task, struct bench_answer *out);
    /* Not measured: how many articles fit. */
    uint64_t (*count)(void *engine, const struct bench_task *task);
    void (*close)(void *engine);
    bool served; /* another process does the work, so the CPU time of this one says nothing */
};

/* The driver defines it. */
extern const struct bench_engine bench_engine;

/* Prints "bench: …" and leaves with 1. */
void bench_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#ifdef __cplusplus
}
#endif

#endif
