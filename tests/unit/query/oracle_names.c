/* What stands behind a name: ranges of figures, fields and dates; and ranges without one. */
#include "../test.h"

#include "oracle_draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figures/number.h"

#define ABOUT 0.1 /* that "~" allows */

/* ---- ranges */

static const struct {
    const char *text;
    double value;
} bounds[] = {{"-12", -12}, {"-5", -5},      {"0", 0},         {"2", 2},        {"five", 5},          {"7.5", 7.5},
              {"12", 12},   {"50", 50},      {"80", 80},       {"100", 100},    {"two hundred", 200}, {"200", 200},
              {"300", 300}, {"3,000", 3000}, {"23000", 23000}, {"50K", 5e4},    {"65000", 65000},     {"65,000", 65000},
              {"70k", 7e4}, {"1M", 1e6},     {"1.5M", 1.5e6},  {"2.5m", 2.5e6}, {"3bn", 3e9}};

#define BOUNDS         (sizeof bounds / sizeof *bounds)
#define FIRST_POSITIVE 2

static bool is_unbroken(size_t bound)
{
    return !strchr(bounds[bound].text, ' ');
}

static size_t draw_bound(bool named, size_t least)
{
    size_t bound;
    do bound = least + chance_below((unsigned)(BOUNDS - least));
    while (!is_unbroken(bound) || (!named && bound < FIRST_POSITIVE));
    return bound;
}

/* "~65000" is within ten percent, and "about 60,000" of an article may be ten percent off itself. */
static struct range range_about(double value)
{
    double size = fabs(value), inner = size * (1 - ABOUT) / (1 + ABOUT), outer = size * (1 + ABOUT) / (1 - ABOUT);
    return (struct range){.low = number_round(value - size * ABOUT),
                          .high = number_round(value + size * ABOUT),
                          .about = true,
                          .about_low = number_round(value < 0 ? -outer : inner),
                          .about_high = number_round(value < 0 ? -inner : outer)};
}

/* A bound on one side. */
static struct range put_half(struct draw *draw, bool named)
{
    static const char *const signs[] = {">", ">=", "<", "<=", "", ""};
    size_t bound = draw_bound(named, 0);
    unsigned form = chance_below(6);
    bool lower = form < 2 || form == 4;
    double value = bounds[bound].value;
    draw_text(draw, "%s%s%s%s", signs[form], form == 5 ? ".." : "", bounds[bound].text, form == 4 ? ".." : "");
    return (struct range){.low = lower ? value : -INFINITY,
                          .high = lower ? INFINITY : value,
                          .low_open = form == 0,
                          .high_open = form == 2};
}

static struct range put_both(struct draw *draw, bool named)
{
    size_t low = draw_bound(named, 0), high = draw_bound(named, low);
    draw_text(draw, "%s..%s", bounds[low].text, bounds[high].text);
    return (struct range){.low = bounds[low].value, .high = bounds[high].value};
}

/* "65000", "=65000", "~65000" and "*" are ranges behind a name only. */
static struct range put_whole(struct draw *draw)
{
    size_t bound = draw_bound(true, 0);
    unsigned form = chance_below(6);
    if (form > 3) return put_both(draw, true);
    static const char *const signs[] = {"", "=", "~"};
    double value = bounds[bound].value;
    draw_text(draw, "%s%s", form == 3 ? "*" : signs[form], form == 3 ? "" : bounds[bound].text);
    if (form == 3) return (struct range){.low = -INFINITY, .high = INFINITY};
    return form == 2 ? range_about(value) : (struct range){.low = value, .high = value};
}

struct range draw_bounds(struct draw *draw)
{
    return chance_below(2) ? put_half(draw, false) : put_both(draw, false);
}

/* The names that figures are bound by. */
static const struct {
    const char *text;
    enum tree_binding binding;
    enum figure_class class;
    const char *nouns[3];
} names[] = {
    {"figure", TREE_BY_ANY, CLASS_COUNT, {NULL}},
    {"count", TREE_BY_CLASS, CLASS_COUNT, {NULL}},
    {"money", TREE_BY_CLASS, CLASS_MONEY, {NULL}},
    {"percent", TREE_BY_CLASS, CLASS_PERCENT, {NULL}},
    {"mass", TREE_BY_CLASS, CLASS_MASS, {NULL}},
    {"Duration", TREE_BY_CLASS, CLASS_DURATION, {NULL}},
    {"temperature", TREE_BY_CLASS, CLASS_TEMPERATURE, {NULL}},
    {"usd", TREE_BY_UNIT, CLASS_MONEY, {NULL}},
    {"eur", TREE_BY_UNIT, CLASS_MONEY, {NULL}},
    {"€", TREE_BY_UNIT, CLASS_MONEY, {NULL}},
    {"kg", TREE_BY_UNIT, CLASS_MASS, {NULL}},
    {"tonnes", TREE_BY_UNIT, CLASS_MASS, {NULL}},
    {"hours", TREE_BY_UNIT, CLASS_DURATION, {NULL}},
    {"minutes", TREE_BY_UNIT, CLASS_DURATION, {NULL}},
    {"km", TREE_BY_UNIT, CLASS_LENGTH, {NULL}},
    {"metres", TREE_BY_UNIT, CLASS_LENGTH, {NULL}},
    {"Celsius", TREE_BY_UNIT, CLASS_TEMPERATURE, {NULL}},
    {"Fahrenheit", TREE_BY_UNIT, CLASS_TEMPERATURE, {NULL}},
    {"attempts", TREE_BY_NOUNS, CLASS_COUNT, {"attempts"}},
    {"Attempt", TREE_BY_NOUNS, CLASS_COUNT, {"attempt"}},
    {"tentatives", TREE_BY_NOUNS, CLASS_COUNT, {"tentatives"}},
    {"intentos", TREE_BY_NOUNS, CLASS_COUNT, {"intentos"}},
    {"networks", TREE_BY_NOUNS, CLASS_COUNT, {"networks"}},
    {"migrants", TREE_BY_NOUNS, CLASS_COUNT, {"migrants"}},
    {"people", TREE_BY_NOUNS, CLASS_COUNT, {"people"}},
    {"personnes", TREE_BY_NOUNS, CLASS_COUNT, {"personnes"}},
    {"hashish", TREE_BY_NOUNS, CLASS_COUNT, {"hashish"}},
    {"Spain", TREE_BY_NOUNS, CLASS_COUNT, {"spain"}},
    {"\"migration attempts\"", TREE_BY_NOUNS, CLASS_COUNT, {"migration", "attempts"}},
    {"\"attempts of irregular migration\"", TREE_BY_NOUNS, CLASS_COUNT, {"attempts", "irregular", "migration"}},
    {"\"criminal networks\"", TREE_BY_NOUNS, CLASS_COUNT, {"criminal", "networks"}}};

static struct tree *draw_named(struct draw *draw, size_t name)
{
    struct tree *tree = tree_new(draw, TREE_RANGE);
    tree->binding = names[name].binding;
    tree->class = names[name].class;
    draw_text(draw, "%s:", names[name].text);
    if (tree->binding == TREE_BY_UNIT) {
        tree->unit = unit_find(slice_of(names[name].text));
        assert_true(tree->unit && tree->unit->class == tree->class);
    }
    for (size_t i = 0; i < 3 && names[name].nouns[i]; i++)
        tree_add(tree, tree_word(draw, TREE_WORD, names[name].nouns[i]));
    return tree;
}

/* Half ranges of one name would become one where they stand side by side: in brackets they stay apart. */
struct operand draw_figure(struct draw *draw)
{
    bool half = chance_below(2);
    if (half) draw_text(draw, "(");
    struct tree *tree = draw_named(draw, chance_below(sizeof names / sizeof *names));
    tree->range = half ? put_half(draw, true) : put_whole(draw);
    if (half) draw_text(draw, ")");
    return (struct operand){.tree = tree, .apart = true};
}

/* "attempts:>=50 attempts:<300" is one range. */
struct operand draw_halves(struct draw *draw)
{
    size_t name = chance_below(sizeof names / sizeof *names), low = draw_bound(true, 0), high = draw_bound(true, low);
    bool low_open = chance_below(2), high_open = chance_below(2);
    if (bounds[high].value <= bounds[low].value) low_open = high_open = false, high = low;
    struct tree *tree = draw_named(draw, name);
    draw_text(draw, ">%s%s %s:<%s%s", low_open ? "" : "=", bounds[low].text, names[name].text, high_open ? "" : "=",
              bounds[high].text);
    tree->range = (struct range){bounds[low].value, bounds[high].value, low_open, high_open, false, 0, 0};
    return (struct operand){.tree = tree, .apart = true};
}

struct operand draw_bare_range(struct draw *draw)
{
    struct tree *tree = tree_new(draw, TREE_RANGE);
    draw_text(draw, "(");
    tree->range = draw_bounds(draw);
    draw_text(draw, ")");
    return (struct operand){.tree = tree};
}

/* ---- fields */

struct operand draw_title_range(struct draw *draw)
{
    draw_text(draw, "(title:");
    struct tree *tree = tree_new(draw, TREE_RANGE);
    tree->title = true;
    tree->range = draw_bounds(draw);
    draw_text(draw, ")");
    return (struct operand){.tree = tree, .apart = true};
}

struct operand draw_exact(struct draw *draw)
{
    static const struct {
        const char *text;
        enum tree_kind kind;
        const char *value;
    } fields[] = {{"source:nytimes.com", TREE_SOURCE, "nytimes.com"},
                  {"source:NYTimes.com", TREE_SOURCE, "nytimes.com"},
                  {"source:\"le monde\"", TREE_SOURCE, "Le Monde"},
                  {"source:\"Monde\"", TREE_SOURCE, "Monde"},
                  {"source:\"Fes Daily\"", TREE_SOURCE, "Fès Daily"},
                  {"language:en", TREE_LANGUAGE, "en"},
                  {"language:fr-FR", TREE_LANGUAGE, "fr"},
                  {"language:French", TREE_LANGUAGE, "fr"},
                  {"language:Spanish", TREE_LANGUAGE, "es"},
                  {"language:ja", TREE_LANGUAGE, "ja"},
                  {"language:de", TREE_LANGUAGE, "de"},
                  {"zone:title", TREE_ZONE, "title"},
                  {"zone:main", TREE_ZONE, "main"},
                  {"zone:related", TREE_ZONE, "related"}};
    size_t row = chance_below(sizeof fields / sizeof *fields);
    struct tree *tree = tree_new(draw, fields[row].kind);
    draw_text(draw, "%s", fields[row].text);
    tree->text = fields[row].value;
    return (struct operand){.tree = tree, .apart = true};
}

/* Of an article that is there or not. */
struct operand draw_one(struct draw *draw)
{
    bool url = chance_below(2);
    unsigned number = chance_below(2 * (unsigned)oracle_article_count(draw->oracle));
    struct tree *tree = tree_new(draw, url ? TREE_URL : TREE_ID);
    tree->text =
        url ? arena_printf(draw->arena, "https://example.org/%u", number) : arena_printf(draw->arena, "a%u", number);
    draw_text(draw, "%s:%s", url ? "url" : "id", tree->text);
    return (struct operand){.tree = tree, .apart = true};
}

struct day {
    char text[40];
    long first, last; /* that it may mean */
};

static struct day draw_day(void)
{
    struct day day;
    long year = 2014 + (long)chance_below(10), month = 1 + (long)chance_below(12), date = 1 + (long)chance_below(28);
    unsigned parts = chance_below(3);
    if (parts == 0) snprintf(day.text, sizeof day.text, "%ld", year);
    if (parts == 1) snprintf(day.text, sizeof day.text, "%ld-%02ld", year, month);
    if (parts == 2) snprintf(day.text, sizeof day.text, "%ld-%02ld-%02ld", year, month, date);
    day.first = year * 10000 + (parts > 0 ? month * 100 : 0) + (parts > 1 ? date : 0);
    day.last = year * 10000 + (parts > 0 ? month * 100 : 9900) + (parts > 1 ? date : 99);
    return day;
}

struct operand draw_dates(struct draw *draw)
{
    struct day day = draw_day(), other = draw_day();
    struct tree *tree = tree_new(draw, TREE_DATES);
    if (other.last < day.first) other = day;
    tree->first_day = day.first;
    tree->last_day = day.last;
    switch (chance_below(9)) {
    case 0: draw_text(draw, "date:%s", day.text); break;
    case 1: draw_text(draw, "date:%s..", day.text), tree->last_day = 99999999; break;
    case 2: draw_text(draw, "date:..%s", day.text), tree->first_day = 0; break;
    case 3: draw_text(draw, "date:>%s", day.text), tree->first_day = day.last + 1, tree->last_day = 99999999; break;
    case 4: draw_text(draw, "date:>=%s", day.text), tree->last_day = 99999999; break;
    case 5: draw_text(draw, "date:<%s", day.text), tree->first_day = 0, tree->last_day = day.first - 1; break;
    case 6: draw_text(draw, "date:<=%s", day.text), tree->first_day = 0; break;
    case 7: draw_text(draw, "date:*"), tree->first_day = 0, tree->last_day = 99999999; break;
    default: draw_text(draw, "date:%s..%s", day.text, other.text), tree->last_day = other.last;
    }
    return (struct operand){.tree = tree, .apart = true};
}
