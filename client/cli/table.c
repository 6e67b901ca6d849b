/* Columns as wide as what is in them, up to a maximum; the quote takes the rest of the line. */
#include "table.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"

#define CELL_MAX  160 /* bytes of a cell that is put together here */
#define DAY_BYTES 10  /* of a date: the day is enough in a list */
#define GAP       2   /* columns between two cells */
#define QUOTE_MIN 30  /* columns of a quote; where there is less room it has a line of its own */

enum column { COLUMN_VALUE, COLUMN_NOUN, COLUMN_PERIOD, COLUMN_DATE, COLUMN_ARTICLE, COLUMNS };

/* Columns of a terminal; elsewhere nothing is cut. */
static const size_t widest[COLUMNS] = {
    [COLUMN_VALUE] = 28, [COLUMN_NOUN] = 24, [COLUMN_PERIOD] = 18, [COLUMN_DATE] = 10, [COLUMN_ARTICLE] = 24};

/* ---- cells */

static struct slice number_text(double low, double high, const char *qualifier, char out[CELL_MAX])
{
    char first[JSON_NUMBER_MAX], last[JSON_NUMBER_MAX];
    bool plain = qualifier[0] == '\0' || strcmp(qualifier, "=") == 0;
    bool word = qualifier[0] >= 'a' && qualifier[0] <= 'z';
    json_format_number(low, first);
    json_format_number(high, last);
    int length = snprintf(out, CELL_MAX, "%s%s%s%s%s", plain ? "" : qualifier, word ? " " : "", first,
                          low < high ? ".." : "", low < high ? last : "");
    return slice_make(out, (size_t)length);
}

static const char *shown_unit(const char *unit)
{
    return strcmp(unit, "count") == 0 ? "" : unit;
}

/* "~65000", "> 2500 kg", "32000..65000" */
static struct slice value_text(const struct tally_figure *figure, char out[CELL_MAX])
{
    struct slice number = number_text(figure->low, figure->high, figure->qualifier, out);
    const char *unit = shown_unit(figure->unit);
    if (!unit[0]) return number;
    int length = snprintf(out + number.length, CELL_MAX - number.length, " %.32s", unit);
    return slice_make(out, number.length + (size_t)length);
}

/* "2017", "a year", "2017, a year" */
static struct slice period_text(const struct tally_figure *figure, char out[CELL_MAX])
{
    bool both = figure->period[0] && figure->per[0];
    int length = snprintf(out, CELL_MAX, "%.75s%s%.75s", figure->period, both ? ", " : "", figure->per);
    return slice_make(out, (size_t)length);
}

static struct slice cell_text(const struct tally_row *row, enum column column, char out[CELL_MAX])
{
    switch (column) {
    case COLUMN_VALUE: return value_text(&row->figure, out);
    case COLUMN_NOUN: return slice_of(row->figure.noun);
    case COLUMN_PERIOD: return period_text(&row->figure, out);
    case COLUMN_DATE: return slice_make(row->date, strnlen(row->date, DAY_BYTES));
    case COLUMN_ARTICLE: return slice_of(row->id);
    case COLUMNS: break;
    }
    return slice_of("");
}

/* ---- widths */

struct layout {
    size_t columns[COLUMNS]; /* 0: nothing in any row, the column is left out */
    size_t quote;            /* 0: as long as it is */
    bool quote_below;
};

static struct layout measure(const struct terminal *terminal, const struct tally_results *results)
{
    struct layout layout = {0};
    size_t used = 0;
    for (size_t i = 0; i < tally_row_count(results); i++) {
        for (enum column column = 0; column < COLUMNS; column++) {
            char text[CELL_MAX];
            size_t columns = terminal_columns(cell_text(tally_row(results, i), column, text));
            if (terminal->width && columns > widest[column]) columns = widest[column];
            if (columns > layout.columns[column]) layout.columns[column] = columns;
        }
    }
    for (enum column column = 0; column < COLUMNS; column++)
        used += layout.columns[column] ? layout.columns[column] + GAP : 0;
    if (!terminal->width) return layout;
    layout.quote_below = used + QUOTE_MIN > terminal->width;
    layout.quote = terminal->width - (layout.quote_below ? layout.columns[COLUMN_VALUE] + GAP : used);
    return layout;
}

/* ---- lines */

static void print_quote(const struct layout *layout, struct slice quote)
{
    bool fits = !layout->quote || terminal_columns(quote) <= layout->quote;
    if (layout->quote_below) printf("\n%*s", (int)layout->columns[COLUMN_VALUE] + GAP, "");
    terminal_cell(stdout, quote, fits ? 0 : layout->quote, ALIGN_LEFT);
}

static void print_row(const struct terminal *terminal, const struct layout *layout, const struct tally_row *row)
{
    for (enum column column = 0; column < COLUMNS; column++) {
        char text[CELL_MAX];
        if (layout->columns[column] == 0) continue;
        bool value = column == COLUMN_VALUE;
        if (value) terminal_style(stdout, terminal, STYLE_BOLD);
        terminal_cell(stdout, cell_text(row, column, text), layout->columns[column], value ? ALIGN_RIGHT : ALIGN_LEFT);
        if (value) terminal_style(stdout, terminal, STYLE_PLAIN);
        printf("%*s", GAP, "");
    }
    print_quote(layout, slice_of(row->quote));
    putchar('\n');
}

static void print_number(double value)
{
    char text[JSON_NUMBER_MAX];
    json_format_number(value, text);
    fputs(text, stdout);
}

/* "2017: 3 figures, 50000 to 65000, median 50000" */
static void print_summary(const struct terminal *terminal, const struct tally_group *group)
{
    const char *unit = shown_unit(group->unit);
    terminal_style(stdout, terminal, STYLE_BOLD);
    terminal_text(stdout, slice_of(group->label[0] ? group->label : "(not said)"));
    terminal_style(stdout, terminal, STYLE_PLAIN);
    printf(": %" PRIu64 " figure%s, ", group->count, group->count == 1 ? "" : "s");
    print_number(group->min);
    if (group->min < group->max) {
        fputs(" to ", stdout);
        print_number(group->max);
    }
    if (unit[0]) putchar(' ');
    terminal_text(stdout, slice_of(unit));
    if (group->min < group->max) {
        fputs(", median ", stdout);
        print_number(group->median);
    }
    putchar('\n');
}

/* "values: 50000 (2), ~65000, 63121" */
static void print_values(const struct tally_group *group)
{
    if (group->value_count < 2) return;
    fputs("values: ", stdout);
    for (size_t i = 0; i < group->value_count; i++) {
        const struct tally_value *value = &group->values[i];
        char text[CELL_MAX];
        if (i) fputs(", ", stdout);
        terminal_text(stdout, number_text(value->low, value->high, value->qualifier, text));
        if (value->count > 1) printf(" (%" PRIu64 ")", value->count);
    }
    if (group->distinct > group->value_count) printf(", and %" PRIu64 " more", group->distinct - group->value_count);
    putchar('\n');
}

static void print_group(const struct terminal *terminal, const struct tally_group *group)
{
    if (!group) return;
    print_summary(terminal, group);
    print_values(group);
}

void table_print(const struct terminal *terminal, const struct tally_results *results, bool grouped)
{
    struct layout layout = measure(terminal, results);
    for (size_t i = 0; i < tally_row_count(results); i++) {
        const struct tally_row *row = tally_row(results, i);
        bool first = grouped && (i == 0 || tally_row(results, i - 1)->group != row->group);
        if (first && i) putchar('\n');
        if (first) print_group(terminal, tally_group(results, row->group));
        print_row(terminal, &layout, row);
    }
    if (tally_row_count(results)) putchar('\n');
}
