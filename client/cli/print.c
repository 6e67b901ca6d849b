/* Title, line of facts, snippet, and the figures that made the article match. */
#include "print.h"

#include <inttypes.h>

#include "base/json.h"

#define INDENT 2

static void print_title(const struct terminal *terminal, const char *title)
{
    terminal_style(stdout, terminal, STYLE_BOLD);
    terminal_text(stdout, slice_of(title[0] ? title : "(no title)"));
    terminal_style(stdout, terminal, STYLE_PLAIN);
    putchar('\n');
}

/* The facts there are, with dots between them. */
static void print_facts(const struct terminal *terminal, const char *const *facts, size_t count)
{
    bool first = true;
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

static void print_value(const struct tally_figure *figure)
{
    char low[JSON_NUMBER_MAX], high[JSON_NUMBER_MAX];
    json_format_number(figure->low, low);
    json_format_number(figure->high, high);
    printf("%s %s", figure->qualifier[0] ? figure->qualifier : "=", low);
    if (figure->interval) printf("..%s", high);
}

static void print_part(const char *before, const char *text, const char *after)
{
    if (!text[0]) return;
    fputs(before, stdout);
    terminal_text(stdout, slice_of(text));
    fputs(after, stdout);
}

/* Words and meaning: 50,000 attempts  (= 50000, counts "illegal immigration attempts") */
static void print_figure(const struct terminal *terminal, const struct tally_figure *figure)
{
    bool count = strcmp(figure->unit, "count") == 0 || !figure->unit[0];
    printf("%*s", INDENT, "");
    terminal_style(stdout, terminal, STYLE_MARK);
    terminal_text(stdout, slice_of(figure->text));
    terminal_style(stdout, terminal, STYLE_PLAIN);
    /* The noun right behind a count reads as in the article; with a unit it is said in the brackets alone. */
    if (count) print_part(" ", figure->noun, "");
    fputs("  (", stdout);
    print_value(figure);
    if (!count) print_part(" ", figure->unit, "");
    print_part(count ? ", counts \"" : ", of \"", figure->noun, "\"");
    print_part(", per ", figure->per, "");
    print_part(", ", figure->period, "");
    fputs(")\n", stdout);
}

void print_hit(const struct terminal *terminal, const struct tally_hit *hit)
{
    const char *const facts[] = {hit->id, hit->date, hit->source};
    print_title(terminal, hit->title);
    print_facts(terminal, facts, 3);
    if (hit->snippet[0])
        terminal_paragraph(stdout, terminal, INDENT, slice_of(hit->snippet), hit->marks, hit->mark_count);
    for (size_t i = 0; i < hit->figure_count; i++) print_figure(terminal, &hit->figures[i]);
    putchar('\n');
}

void print_footer(const struct tally_results *results)
{
    bool exact;
    uint64_t total = tally_total(results, &exact);
    size_t shown = tally_hit_count(results);
    if (shown < total) printf("%zu of %s", shown, exact ? "" : "about ");
    printf("%" PRIu64 " article%s in %.1f ms%s\n", total, total == 1 ? "" : "s", tally_took_ms(results),
           tally_partial(results) ? ", incomplete: the time was up" : "");
}

void print_document(const struct terminal *terminal, const struct tally_document *document)
{
    const char *const facts[] = {document->id, document->date, document->source, document->language};
    print_title(terminal, document->title);
    print_facts(terminal, facts, 4);
    if (document->url[0]) print_facts(terminal, &document->url, 1);
    putchar('\n');
    terminal_lines(stdout, slice_of(document->body));
    putchar('\n');
}
