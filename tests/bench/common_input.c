/* Reading the prepared articles and their figures, line by line beside each other. */
#include "common.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIGURES_FILE "figures.tsv"

struct bench_input {
    FILE *articles, *figures; /* figures: NULL when there are none */
    char *line, *figure_line;
    size_t capacity, figure_capacity;
    json_t *object;
    struct bench_figure *list;
    size_t list_capacity;
    struct bench_article article;
};

static FILE *open_figures(const char *articles_path)
{
    char path[4096];
    const char *slash = strrchr(articles_path, '/');
    int folder = slash ? (int)(slash - articles_path) + 1 : 0;
    snprintf(path, sizeof path, "%.*s" FIGURES_FILE, folder, articles_path);
    return fopen(path, "r");
}

struct bench_input *bench_input_open(const char *path)
{
    struct bench_input *input = calloc(1, sizeof *input);
    if (!input) bench_die("no memory");
    input->articles = fopen(path, "r");
    if (!input->articles) bench_die("%s: cannot be opened", path);
    input->figures = open_figures(path);
    return input;
}

void bench_input_close(struct bench_input *input)
{
    if (input->figures) fclose(input->figures);
    fclose(input->articles);
    json_decref(input->object);
    free(input->line);
    free(input->figure_line);
    free(input->list);
    free(input);
}

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static void add_figure(struct bench_input *input, size_t count, double low, double high)
{
    if (count == input->list_capacity) {
        input->list_capacity = input->list_capacity ? input->list_capacity * 2 : 64;
        input->list = realloc(input->list, input->list_capacity * sizeof *input->list);
        if (!input->list) bench_die("no memory");
    }
    input->list[count] = (struct bench_figure){low, high};
}

/* The line's figures into the list; returns how many. */
static size_t read_figures(struct bench_input *input)
{
    if (!input->figures) return 0;
    if (getline(&input->figure_line, &input->figure_capacity, input->figures) < 0)
        bench_die(FIGURES_FILE " ends before the articles do");
    char *at = strpbrk(input->figure_line, "\t\n");
    if (!at || strncmp(input->figure_line, input->article.id, (size_t)(at - input->figure_line)) != 0)
        bench_die(FIGURES_FILE " has another article where %s stands", input->article.id);
    size_t count = 0;
    while (*at == '\t') {
        double low = strtod(at + 1, &at);
        if (*at != '\t') bench_die(FIGURES_FILE ": expected low and high of each figure");
        double high = strtod(at + 1, &at);
        add_figure(input, count++, low, high);
    }
    return count;
}

const struct bench_article *bench_input_next(struct bench_input *input)
{
    ssize_t length = getline(&input->line, &input->capacity, input->articles);
    if (length < 0) return NULL;
    json_error_t error;
    json_decref(input->object);
    input->object = json_loadb(input->line, (size_t)length, JSON_ALLOW_NUL, &error);
    if (!input->object) bench_die("an article is not JSON: %s", error.text);
    struct bench_article *article = &input->article;
    article->id = member(input->object, "id");
    article->title = member(input->object, "title");
    article->date = member(input->object, "date");
    article->url = member(input->object, "url");
    article->source = member(input->object, "source");
    article->body = member(input->object, "body");
    article->figure_count = read_figures(input);
    article->figures = input->list;
    return article;
}
