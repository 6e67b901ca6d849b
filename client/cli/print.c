/* Title, line of facts, snippet, and the figures that made the article match. */
#include "print.h"

#include <inttypes.h>

#include "base/json.h"

#define INDENT           2
#define DAY_SIZE         11 /* "2021-03-05" and its NUL */
#define FIGURE_LINES_MAX ((size_t)64 * 1024)

static void print_title(const struct terminal *terminal, const char *title)
{
    terminal_style(stdout, terminal, STYLE_BOLD);
    terminal_paragraph(stdout, terminal, 0, slice_of(title), NULL, 0);
    terminal_style(stdout, terminal, STYLE_PLAIN);
}

/* The facts there are, with dots between them. */
static void print_facts(const struct terminal *terminal, const char *const *facts, size_t count)
{
    bool first = true, any = false;
    for (size_t i = 0; i < count; i++) any = any || facts[i][0];
    if (!any) return;
    printf("%*s", INDENT, "");
    terminal_style(stdout, terminal, STYLE_DIM);
    for (size_t i = 0; i < count; i++) {
        if (!facts[i][0]) continue;
        if (!first) fputs(" · ", stdout);
        terminal_text(stdout, slice_of(facts[i]));
        first = false;
    }
    terminal_style(stdout, terminal, STYLE_PLAIN);
    putchar('\n');
}

static void write_value(struct buffer *line, const struct tally_figure *figure)
{
    char low[JSON_NUMBER_MAX], high[JSON_NUMBER_MAX];
    json_format_number(figure->low, low);
    json_format_number(figure->high, high);
    buffer_printf(line, " (%s %s", figure->qualifier[0] ? figure->qualifier : "=", low);
    if (figure->interval) buffer_printf(line, "..%s", high);
}

static void write_part(struct buffer *line, const char *before, const char *text, const char *after)
{
    if (text[0]) buffer_printf(line, "%s%s%s", before, text, after);
}

/* Words and meaning: 50,000 attempts (= 50000, counts "illegal immigration attempts") */
static void write_figure(struct buffer *line, const struct tally_figure *figure)
{
    bool count = strcmp(figure->unit, "count") == 0 || !figure->unit[0];
    buffer_string(line, figure->text);
    /* The noun right behind a count reads as in the article; with a unit it is said in the brackets alone. */
    if (count) write_part(line, " ", figure->noun, "");
    write_value(line, figure);
    if (!count) write_part(line, " ", figure->unit, "");
    write_part(line, count ? ", counts \"" : ", of \"", figure->noun, "\"");
    write_part(line, ", per ", figure->per, "");
    write_part(line, ", ", figure->period, "");
    buffer_byte(line, ')');
}

/* An article often says a figure in its headline and again below: the same words are shown once. */
static void print_figures(const struct terminal *terminal, const struct tally_hit *hit)
{
    struct buffer lines, line;
    buffer_init(&lines, FIGURE_LINES_MAX);
    buffer_init(&line, FIGURE_LINES_MAX);
    for (size_t i = 0; i < hit->figure_count; i++) {
        buffer_clear(&line);
        buffer_byte(&line, '\n');
        write_figure(&line, &hit->figures[i]);
        buffer_byte(&line, '\n');
        if (lines.length && memmem(lines.data, lines.length, line.data, line.length)) continue;
        buffer_slice(&lines, buffer_view(&line));
        struct tally_mark mark = {0, strlen(hit->figures[i].text)};
        terminal_paragraph(stdout, terminal, INDENT, slice_make(line.data + 1, line.length - 2), &mark, 1);
    }
    buffer_free(&lines);
    buffer_free(&line);
}

/* The day is enough in a list. */
static const char *day_of(const char *date, char out[DAY_SIZE])
{
    snprintf(out, DAY_SIZE, "%s", date);
    return out;
}

static void print_duplicates(const struct terminal *terminal, uint64_t count)
{
    if (count == 0) return;
    terminal_style(stdout, terminal, STYLE_DIM);
    printf("%*s%" PRIu64 " more of the same\n", INDENT, "", count);
    terminal_style(stdout, terminal, STYLE_PLAIN);
}

void print_hit(const struct terminal *terminal, const struct tally_hit *hit)
{
    char day[DAY_SIZE];
    /* An article without a title is known by its id. */
    const char *const facts[] = {hit->title[0] ? hit->id : "", day_of(hit->date, day), hit->source};
    print_title(terminal, hit->title[0] ? hit->title : hit->id);
    print_facts(terminal, facts, 3);
    if (hit->snippet[0])
        terminal_paragraph(stdout, terminal, INDENT, slice_of(hit->snippet), hit->marks, hit->mark_count);
    print_figures(terminal, hit);
    print_duplicates(terminal, hit->duplicate_count);
    putchar('\n');
}

void print_footer(const struct tally_results *results, size_t shown, const char *thing)
{
    bool exact;
    uint64_t total = tally_total(results, &exact);
    if (shown < total) printf("%zu of %s", shown, exact ? "" : "about ");
    printf("%" PRIu64 " %s%s in %.1f ms%s\n", total, thing, total == 1 ? "" : "s", tally_took_ms(results),
           tally_partial(results) ? ", incomplete: the time was up" : "");
}

/* A line stays a line, wrapped where it is too long. */
static void print_lines(const struct terminal *terminal, const char *text)
{
    for (size_t length; *text; text += length) {
        length = strcspn(text, "\n");
        terminal_paragraph(stdout, terminal, 0, slice_make(text, length), NULL, 0);
        if (text[length]) length++;
    }
}

void print_document(const struct terminal *terminal, const struct tally_document *document)
{
    const char *const facts[] = {document->id, document->date, document->source, document->language};
    print_title(terminal, document->title[0] ? document->title : document->id);
    print_facts(terminal, facts, 4);
    if (document->url[0]) print_facts(terminal, &document->url, 1);
    putchar('\n');
    print_lines(terminal, document->body);
}
