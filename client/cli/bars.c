/* One bar a value, the longest as wide as the line allows. */
#include "bars.h"

#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/json.h"

#define LABEL_MAX  96 /* bytes of a label that is put together here */
#define LABEL_WIDE 32 /* columns */
#define BAR_WIDE   60 /* columns of the longest bar */
#define BAR_NARROW 10
#define COUNT_WIDE 10 /* columns of a count and the gaps beside it */
#define EIGHTHS    8

static bool shows_blocks(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *locale = getenv(names[i]);
        if (!locale || !*locale) continue;
        return isatty(STDOUT_FILENO) && (strcasestr(locale, "utf-8") || strcasestr(locale, "utf8"));
    }
    return false;
}

static struct slice label_of(const struct tally_facet *facet, const struct tally_facet_value *value,
                             char out[LABEL_MAX])
{
    char low[JSON_NUMBER_MAX], high[JSON_NUMBER_MAX];
    if (!facet->histogram) return slice_of(value->value);
    json_format_number(value->low, low);
    json_format_number(value->high, high);
    int length = snprintf(out, LABEL_MAX, "%s..%s", low, high);
    return slice_make(out, (size_t)length);
}

struct layout {
    size_t label, bar; /* columns */
    uint64_t highest;
    bool blocks;
};

static struct layout measure(const struct terminal *terminal, const struct tally_facet *facet)
{
    struct layout layout = {.bar = BAR_WIDE, .highest = 1, .blocks = shows_blocks()};
    for (size_t i = 0; i < facet->value_count; i++) {
        char text[LABEL_MAX];
        size_t columns = terminal_columns(label_of(facet, &facet->values[i], text));
        if (columns > layout.label) layout.label = columns;
        if (facet->values[i].count > layout.highest) layout.highest = facet->values[i].count;
    }
    if (layout.label > LABEL_WIDE) layout.label = LABEL_WIDE;
    size_t taken = layout.label + COUNT_WIDE;
    if (terminal->width && terminal->width < taken + BAR_WIDE)
        layout.bar = terminal->width > taken + BAR_NARROW ? terminal->width - taken : BAR_NARROW;
    return layout;
}

/* What is not nothing has a mark. */
static void print_bar(const struct layout *layout, uint64_t count)
{
    static const char *const eighths[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    double length = (double)count / (double)layout->highest * (double)layout->bar;
    unsigned units = (unsigned)(length * EIGHTHS + 0.5), whole = units / EIGHTHS;
    if (!layout->blocks) whole = (unsigned)(length + 0.5);
    for (unsigned i = 0; i < whole; i++) fputs(layout->blocks ? "█" : "#", stdout);
    if (layout->blocks) fputs(eighths[units % EIGHTHS], stdout);
    bool nothing = layout->blocks ? units == 0 : whole == 0;
    if (nothing && count) fputs(layout->blocks ? eighths[1] : "#", stdout);
}

void bars_print(const struct terminal *terminal, const struct tally_facet *facet)
{
    struct layout layout = measure(terminal, facet);
    terminal_style(stdout, terminal, STYLE_BOLD);
    terminal_text(stdout, slice_of(facet->name));
    terminal_style(stdout, terminal, STYLE_PLAIN);
    putchar('\n');
    for (size_t i = 0; i < facet->value_count; i++) {
        char text[LABEL_MAX];
        terminal_cell(stdout, label_of(facet, &facet->values[i], text), layout.label,
                      facet->histogram ? ALIGN_RIGHT : ALIGN_LEFT);
        printf(" %7" PRIu64 "%s", facet->values[i].count, facet->values[i].count ? " " : "");
        print_bar(&layout, facet->values[i].count);
        putchar('\n');
    }
    putchar('\n');
}
