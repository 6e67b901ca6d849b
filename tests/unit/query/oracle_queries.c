/* Queries of every operator of docs/query-language.md, each as a tree and as the text that means it.
 *
 * Phrases and NEAR are made of words that follow each other in an article, or they would find nothing. */
#include "../test.h"

#include "oracle.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figures/number.h"

#define DEPTH_MAX    3
#define LEAVES_MAX   40
#define PREFIXES_MAX 4
#define ABOUT        0.1

struct draw {
    struct arena *arena;
    const struct oracle *oracle;
    enum query_match match;
    char *text;
    size_t length;
    unsigned leaves, prefixes;
    bool title; /* inside title:( … ) */
};

/* What joins with others: one operand of a group. */
struct operand {
    struct tree *tree;
    bool plain;  /* words without a sign, perhaps in brackets */
    bool quoted; /* a phrase */
    bool apart;  /* ends with a number, or is named: a number or range that follows must not be taken for part of it */
};

/* ---- parts */

static void put(struct draw *draw, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct draw *draw, const char *format, ...)
{
    va_list arguments;
    size_t left = QUERY_BYTES_MAX + 1 - draw->length;
    va_start(arguments, format);
    int written = vsnprintf(draw->text + draw->length, left, format, arguments);
    va_end(arguments);
    assert_true(written >= 0 && (size_t)written < left);
    draw->length += (size_t)written;
}

static struct tree *new_tree(struct draw *draw, enum tree_kind kind)
{
    struct tree *tree = arena_alloc(draw->arena, sizeof *tree);
    assert_non_null(tree);
    *tree = (struct tree){.kind = kind, .title = draw->title, .least = 1};
    return tree;
}

static void add(struct tree *tree, struct tree *child)
{
    assert_true(tree->child_count < TREE_CHILDREN_MAX);
    tree->children[tree->child_count++] = child;
}

static struct tree *new_word(struct draw *draw, enum tree_kind kind, const char *folded)
{
    struct tree *tree = new_tree(draw, kind);
    tree->text = arena_string(draw->arena, slice_of(folded));
    return tree;
}

static struct tree *new_number(struct draw *draw, double value)
{
    struct tree *tree = new_tree(draw, TREE_NUMBER);
    tree->value = value;
    return tree;
}

/* A number word is also the word: "one of the two". */
static struct tree *new_number_word(struct draw *draw, const char *word, double value)
{
    struct tree *either = new_tree(draw, TREE_ANY);
    add(either, new_word(draw, TREE_WORD, word));
    add(either, new_number(draw, value));
    return either;
}

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
    put(draw, "%s%s%s%s", signs[form], form == 5 ? ".." : "", bounds[bound].text, form == 4 ? ".." : "");
    return (struct range){.low = lower ? value : -INFINITY,
                          .high = lower ? INFINITY : value,
                          .low_open = form == 0,
                          .high_open = form == 2};
}

static struct range put_both(struct draw *draw, bool named)
{
    size_t low = draw_bound(named, 0), high = draw_bound(named, low);
    put(draw, "%s..%s", bounds[low].text, bounds[high].text);
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
    put(draw, "%s%s", form == 3 ? "*" : signs[form], form == 3 ? "" : bounds[bound].text);
    if (form == 3) return (struct range){.low = -INFINITY, .high = INFINITY};
    return form == 2 ? range_about(value) : (struct range){.low = value, .high = value};
}

static struct range put_bare(struct draw *draw)
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
    struct tree *tree = new_tree(draw, TREE_RANGE);
    tree->binding = names[name].binding;
    tree->class = names[name].class;
    put(draw, "%s:", names[name].text);
    if (tree->binding == TREE_BY_UNIT) {
        tree->unit = unit_find(slice_of(names[name].text));
        assert_true(tree->unit && tree->unit->class == tree->class);
    }
    for (size_t i = 0; i < 3 && names[name].nouns[i]; i++) add(tree, new_word(draw, TREE_WORD, names[name].nouns[i]));
    return tree;
}

/* Half ranges of one name would become one where they stand side by side: in brackets they stay apart. */
static struct operand draw_figure(struct draw *draw)
{
    bool half = chance_below(2);
    if (half) put(draw, "(");
    struct tree *tree = draw_named(draw, chance_below(sizeof names / sizeof *names));
    tree->range = half ? put_half(draw, true) : put_whole(draw);
    if (half) put(draw, ")");
    return (struct operand){.tree = tree, .apart = true};
}

/* "attempts:>=50 attempts:<300" is one range. */
static struct operand draw_halves(struct draw *draw)
{
    size_t name = chance_below(sizeof names / sizeof *names), low = draw_bound(true, 0), high = draw_bound(true, low);
    bool low_open = chance_below(2), high_open = chance_below(2);
    if (bounds[high].value <= bounds[low].value) low_open = high_open = false, high = low;
    struct tree *tree = draw_named(draw, name);
    put(draw, ">%s%s %s:<%s%s", low_open ? "" : "=", bounds[low].text, names[name].text, high_open ? "" : "=",
        bounds[high].text);
    tree->range = (struct range){bounds[low].value, bounds[high].value, low_open, high_open, false, 0, 0};
    return (struct operand){.tree = tree, .apart = true};
}

static struct operand draw_bare_range(struct draw *draw)
{
    struct tree *tree = new_tree(draw, TREE_RANGE);
    put(draw, "(");
    tree->range = put_bare(draw);
    put(draw, ")");
    return (struct operand){.tree = tree};
}

/* ---- words */

static const struct {
    const char *text, *folded;
} words[] = {{"attempts", "attempts"},
             {"Attempt", "attempt"},
             {"Ceuta", "ceuta"},
             {"MELILLA", "melilla"},
             {"network", "network"},
             {"migración", "migracion"},
             {"migracion", "migracion"},
             {"frontière", "frontiere"},
             {"organizacion", "organizacion"},
             {"organisations", "organisations"},
             {"stop", "stop"},
             {"Fes", "fes"},
             {"Fès", "fes"},
             {"migrante", "migrante"},
             {"the", "the"},
             {"of", "of"},
             {"F16", "f16"},
             {"12th", "12th"},
             {"007", "007"},
             {"nowhere", "nowhere"},
             {"irrégulière", "irreguliere"},
             {"Morocco's", "morocco"},
             {"tentative", "tentative"},
             {"borders", "borders"}};

static const struct {
    const char *text;
    double value;
    const char *word; /* when it is one word */
} numbers[] = {{"65000", 65000, NULL},
               {"65,000", 65000, NULL},
               {"65K", 65000, NULL},
               {"200", 200, NULL},
               {"1.5M", 1.5e6, NULL},
               {"7.5", 7.5, NULL},
               {"5", 5, NULL},
               {"two", 2, "two"},
               {"five", 5, "five"},
               {"65 thousand", 65000, NULL},
               {"sixty-five thousand", 65000, NULL},
               {"two hundred", 200, NULL},
               {"2.5 million", 2.5e6, NULL}};
#define NUMBERS_OF_ONE_CHUNK 9

static const char *const compounds[][2] = {{"pro", "active"}, {"coast", "guard"}, {"anti", "migration"}};

static struct operand draw_word(struct draw *draw)
{
    size_t row = chance_below(sizeof words / sizeof *words);
    put(draw, "%s", words[row].text);
    return (struct operand){.tree = new_word(draw, TREE_WORD, words[row].folded), .plain = true};
}

static struct operand draw_number(struct draw *draw, size_t rows)
{
    size_t row = chance_below((unsigned)rows);
    put(draw, "%s", numbers[row].text);
    struct tree *tree = numbers[row].word ? new_number_word(draw, numbers[row].word, numbers[row].value)
                                          : new_number(draw, numbers[row].value);
    return (struct operand){.tree = tree, .plain = true, .apart = true};
}

static struct operand draw_compound(struct draw *draw)
{
    const char *const *parts = PICK(compounds);
    struct tree *phrase = new_tree(draw, TREE_PHRASE);
    put(draw, "%s-%s", parts[0], parts[1]);
    add(phrase, new_word(draw, TREE_WORD, parts[0]));
    add(phrase, new_word(draw, TREE_WORD, parts[1]));
    return (struct operand){.tree = phrase, .plain = true};
}

/* ---- words of an article */

struct sample {
    const struct oracle_places *words, *numbers;
    size_t at;
};

static bool sample_begin(struct draw *draw, struct sample *out)
{
    size_t article = chance_below((unsigned)oracle_article_count(draw->oracle));
    *out = (struct sample){oracle_words(draw->oracle, article), oracle_numbers(draw->oracle, article), 0};
    if (out->words->count == 0) return false;
    out->at = chance_below((unsigned)out->words->count);
    return true;
}

static const struct oracle_place *number_here(const struct sample *sample)
{
    const struct oracle_place *longest = NULL;
    for (size_t i = 0; i < sample->numbers->count; i++) {
        const struct oracle_place *number = &sample->numbers->items[i];
        bool begins = number->first == sample->words->items[sample->at].first;
        if (begins && (!longest || number->last > longest->last)) longest = number;
    }
    return longest;
}

static const char *word_here(const struct draw *draw, const struct sample *sample)
{
    return oracle_word(draw->oracle, sample->words->items[sample->at].word);
}

/* Behind what begins here; false at the end of the article. */
static bool sample_step(struct sample *sample)
{
    const struct oracle_place *number = number_here(sample);
    uint32_t last = number ? number->last : sample->words->items[sample->at].last;
    while (sample->at < sample->words->count && sample->words->items[sample->at].first <= last) sample->at++;
    return sample->at < sample->words->count;
}

static bool is_numeric(const char *word)
{
    double value;
    return strpbrk(word, "0123456789") || number_parse(slice_of(word), &value);
}

static void mutate(char *word)
{
    size_t length = strlen(word), at = 1 + chance_below((unsigned)length - 1);
    switch (chance_below(3)) {
    case 0: memmove(word + at, word + at + 1, length - at); return;
    case 1: word[at] = (char)('a' + chance_below(26)); return;
    default: break;
    }
    if (at + 1 >= length) return;
    char letter = word[at];
    word[at] = word[at + 1];
    word[at + 1] = letter;
}

static bool may_expand(struct draw *draw, const char *word, size_t least)
{
    if (draw->prefixes == PREFIXES_MAX || strlen(word) < least || is_numeric(word)) return false;
    draw->prefixes++;
    return true;
}

/* "zero*" would be a number. */
static struct tree *put_beginning(struct draw *draw, const char *word)
{
    size_t length = 2 + chance_below((unsigned)strlen(word) - 1);
    char *beginning = arena_string(draw->arena, slice_make(word, length));
    if (is_numeric(beginning)) beginning = arena_string(draw->arena, slice_of(word));
    put(draw, "%s*", beginning);
    return new_word(draw, TREE_BEGINNING, beginning);
}

static struct tree *put_loose(struct draw *draw, const char *word)
{
    char wrong[TEXT_WORD_MAX];
    unsigned edits = 1 + chance_below(2);
    snprintf(wrong, sizeof wrong, "%s", word);
    for (unsigned i = chance_below(edits + 2); i > 0 && strlen(wrong) > 2; i--) mutate(wrong);
    if (is_numeric(wrong)) snprintf(wrong, sizeof wrong, "%s", word);
    put(draw, "%s~%s", wrong, edits == 2 ? "2" : chance_below(2) ? "1" : "");
    struct tree *tree = new_word(draw, TREE_LOOSE, wrong);
    tree->window = edits;
    return tree;
}

static struct operand draw_expansion(struct draw *draw)
{
    struct sample sample;
    if (!sample_begin(draw, &sample) || !may_expand(draw, word_here(draw, &sample), 3)) return draw_word(draw);
    const char *word = word_here(draw, &sample);
    struct tree *tree = chance_below(2) ? put_beginning(draw, word) : put_loose(draw, word);
    return (struct operand){.tree = tree, .plain = true};
}

/* ---- elements of phrases and NEAR */

/* "(networks OR gang)": the word among others. */
static struct tree *put_choice(struct draw *draw, const char *word)
{
    struct tree *choice = new_tree(draw, TREE_ANY);
    unsigned others = 1 + chance_below(2), place = chance_below(others + 1);
    put(draw, "(");
    for (unsigned i = 0; i <= others; i++) {
        size_t row = chance_below(sizeof words / sizeof *words);
        put(draw, "%s%s", i ? " OR " : "", i == place ? word : words[row].text);
        add(choice, new_word(draw, TREE_WORD, i == place ? word : words[row].folded));
    }
    put(draw, ")");
    return choice;
}

static struct tree *put_figure_here(struct draw *draw)
{
    struct tree *tree = new_tree(draw, TREE_RANGE);
    tree->range = put_bare(draw);
    return tree;
}

static struct tree *put_number_here(struct draw *draw, double value)
{
    char spelling[NUMBER_CANONICAL_MAX];
    size_t length = number_canonical(value, spelling);
    put(draw, "%.*s", (int)length, spelling);
    return new_number(draw, value);
}

/* What begins at the sample, or something that stands for it. `*number` told whether the element before was a number,
 * which would go on into this one, and tells the same of this one. */
static struct tree *put_element(struct draw *draw, const struct sample *sample, bool near, bool *number)
{
    const struct oracle_place *figure = number_here(sample);
    const char *word = word_here(draw, sample);
    bool numeric = figure || is_numeric(word), was_number = *number;
    *number = numeric && !was_number;
    if (numeric && was_number) word = "the";
    if (*number && figure) return chance_below(2) ? put_figure_here(draw) : put_number_here(draw, figure->value);
    if (*number && !isdigit((unsigned char)word[0])) return put_figure_here(draw);
    unsigned form = chance_below(8);
    if (form == 0 && may_expand(draw, word, 3)) return put_beginning(draw, word);
    if (form == 1 && near && may_expand(draw, word, 3)) return put_loose(draw, word);
    if (form == 2 && !numeric) return put_choice(draw, word);
    put(draw, "%s", word);
    return new_word(draw, TREE_WORD, word);
}

static struct operand draw_phrase(struct draw *draw)
{
    struct sample sample;
    struct tree *phrase = new_tree(draw, TREE_PHRASE);
    unsigned slop = chance_below(3) ? 0 : 1 + chance_below(6), count = 1 + chance_below(5);
    bool number = false;
    if (!sample_begin(draw, &sample)) return draw_word(draw);
    put(draw, "\"");
    for (unsigned i = 0; i < count; i++) {
        if (i) put(draw, " ");
        add(phrase, put_element(draw, &sample, false, &number));
        bool more = sample_step(&sample);
        for (unsigned skipped = chance_below(slop ? 3 : 1); more && skipped > 0; skipped--) more = sample_step(&sample);
        if (!more) break;
    }
    put(draw, "\"");
    if (slop) put(draw, "~%u", slop);
    phrase->window = phrase->child_count > 1 ? slop : 0;
    return (struct operand){.tree = phrase, .quoted = true};
}

/* The letters that words of an element begin with, as bits; those of spelled numbers for a number. */
static uint32_t beginnings(const struct tree *element)
{
    static const char *const spelled = "acdfhmst";
    uint32_t letters = 0;
    if (element->kind == TREE_NUMBER || element->kind == TREE_RANGE)
        for (const char *at = spelled; *at; at++) letters |= 1u << (*at - 'a');
    if (element->text && isalpha((unsigned char)element->text[0])) letters |= 1u << (element->text[0] - 'a');
    for (unsigned i = 0; i < element->child_count; i++) letters |= beginnings(element->children[i]);
    return letters;
}

/* Elements of NEAR that one word may answer are a matter of their own: libxapian does not look for every way to give each
 * of them another word. */
static bool is_clear(const struct tree *near)
{
    uint32_t taken = 0;
    for (unsigned i = 0; i < near->child_count; i++) {
        uint32_t letters = beginnings(near->children[i]);
        if (taken & letters) return false;
        taken |= letters;
    }
    return true;
}

static void put_near(struct draw *draw, struct sample *sample, struct tree *near)
{
    bool number = false, had_number = false;
    near->window = 1 + chance_below(12);
    for (unsigned left = 2 + chance_below(2); left > 0; left--) {
        if (near->child_count && near->window == 10) put(draw, " NEAR ");
        if (near->child_count && near->window != 10) put(draw, " NEAR/%u ", near->window);
        number = had_number;
        add(near, put_element(draw, sample, true, &number));
        had_number = had_number || number;
        sample->at = sample->at > 8 ? sample->at - chance_below(8) : sample->at;
        for (unsigned steps = 1 + chance_below(8); steps > 0; steps--)
            if (!sample_step(sample)) sample->at = 0;
    }
}

static struct operand draw_near(struct draw *draw)
{
    struct sample sample;
    struct draw before = *draw;
    struct tree *near = new_tree(draw, TREE_NEAR);
    if (!sample_begin(draw, &sample)) return draw_word(draw);
    put_near(draw, &sample, near);
    if (is_clear(near)) return (struct operand){.tree = near, .apart = true};
    *draw = before;
    draw->text[draw->length] = 0;
    return draw_word(draw);
}

/* ---- fields */

static struct operand draw_exact(struct draw *draw)
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
    struct tree *tree = new_tree(draw, fields[row].kind);
    put(draw, "%s", fields[row].text);
    tree->text = fields[row].value;
    return (struct operand){.tree = tree, .apart = true};
}

/* Of an article that is there or not. */
static struct operand draw_one(struct draw *draw)
{
    bool url = chance_below(2);
    unsigned number = chance_below(2 * (unsigned)oracle_article_count(draw->oracle));
    struct tree *tree = new_tree(draw, url ? TREE_URL : TREE_ID);
    tree->text =
        url ? arena_printf(draw->arena, "https://example.org/%u", number) : arena_printf(draw->arena, "a%u", number);
    put(draw, "%s:%s", url ? "url" : "id", tree->text);
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

static struct operand draw_dates(struct draw *draw)
{
    struct day day = draw_day(), other = draw_day();
    struct tree *tree = new_tree(draw, TREE_DATES);
    if (other.last < day.first) other = day;
    tree->first_day = day.first;
    tree->last_day = day.last;
    switch (chance_below(9)) {
    case 0: put(draw, "date:%s", day.text); break;
    case 1: put(draw, "date:%s..", day.text), tree->last_day = 99999999; break;
    case 2: put(draw, "date:..%s", day.text), tree->first_day = 0; break;
    case 3: put(draw, "date:>%s", day.text), tree->first_day = day.last + 1, tree->last_day = 99999999; break;
    case 4: put(draw, "date:>=%s", day.text), tree->last_day = 99999999; break;
    case 5: put(draw, "date:<%s", day.text), tree->first_day = 0, tree->last_day = day.first - 1; break;
    case 6: put(draw, "date:<=%s", day.text), tree->first_day = 0; break;
    case 7: put(draw, "date:*"), tree->first_day = 0, tree->last_day = 99999999; break;
    default: put(draw, "date:%s..%s", day.text, other.text), tree->last_day = other.last;
    }
    return (struct operand){.tree = tree, .apart = true};
}

/* ---- groups */

static struct operand draw_any(struct draw *draw, unsigned depth);

static struct operand draw_title_range(struct draw *draw)
{
    put(draw, "(title:");
    struct tree *tree = new_tree(draw, TREE_RANGE);
    tree->title = true;
    tree->range = put_bare(draw);
    put(draw, ")");
    return (struct operand){.tree = tree, .apart = true};
}

static struct tree *draw_title_value(struct draw *draw, unsigned depth)
{
    switch (chance_below(depth > 0 ? 6 : 4)) {
    case 0: return draw_expansion(draw).tree;
    case 1: return draw_number(draw, NUMBERS_OF_ONE_CHUNK).tree;
    case 2: return draw_word(draw).tree;
    case 3: return draw_phrase(draw).tree;
    default: break;
    }
    put(draw, "(");
    struct tree *group = draw_any(draw, depth - 1).tree;
    put(draw, ")");
    return group;
}

static struct operand draw_title(struct draw *draw, unsigned depth)
{
    if (chance_below(8) == 0) return draw_title_range(draw);
    put(draw, "title:");
    draw->title = true;
    struct tree *tree = draw_title_value(draw, depth);
    draw->title = false;
    return (struct operand){.tree = tree, .apart = true};
}

static struct operand draw_leaf(struct draw *draw, unsigned depth)
{
    draw->leaves++;
    switch (chance_below(draw->title ? 12 : 16)) {
    case 0: return draw_number(draw, sizeof numbers / sizeof *numbers);
    case 1: return draw_compound(draw);
    case 2: return draw_expansion(draw);
    case 3:
    case 4: return draw_phrase(draw);
    case 5:
    case 6: return draw_near(draw);
    case 7: return draw_bare_range(draw);
    case 8:
    case 9: return draw_figure(draw);
    case 12: return draw_title(draw, depth);
    case 13: return draw_exact(draw);
    case 14: return draw_dates(draw);
    case 15: return draw_one(draw);
    default: return draw_word(draw);
    }
}

/* Brackets around nothing but words: marks of a text. */
static struct operand draw_enclosed_words(struct draw *draw)
{
    struct tree *all = new_tree(draw, TREE_ALL);
    put(draw, "(");
    for (unsigned i = 1 + chance_below(3); i > 0; i--) {
        add(all, draw_word(draw).tree);
        put(draw, i > 1 ? " " : ")");
    }
    return (struct operand){.tree = all, .plain = true};
}

static struct operand draw_operand(struct draw *draw, unsigned depth)
{
    bool negated = chance_below(6) == 0;
    if (negated) put(draw, chance_below(2) ? "-" : "NOT ");
    struct operand operand;
    if (!negated && chance_below(10) == 0) return chance_below(2) ? draw_halves(draw) : draw_enclosed_words(draw);
    if (depth > 0 && draw->leaves < LEAVES_MAX && chance_below(3) == 0) {
        put(draw, "((");
        operand = (struct operand){.tree = draw_any(draw, depth - 1).tree};
        put(draw, "))");
    } else {
        operand = draw_leaf(draw, depth);
    }
    if (!negated) return operand;
    struct tree *without = new_tree(draw, TREE_NOT);
    add(without, operand.tree);
    return (struct operand){.tree = without, .apart = operand.apart};
}

/* ---- match=any and match=most */

static bool has_range(const struct tree *tree)
{
    for (unsigned i = 0; i < tree->child_count; i++)
        if (has_range(tree->children[i])) return true;
    return tree->kind == TREE_RANGE;
}

static bool is_same(const struct tree *a, const struct tree *b)
{
    if (a->kind != b->kind || a->title != b->title) return false;
    if (a->kind == TREE_NUMBER) return a->value == b->value;
    return a->kind == TREE_WORD && strcmp(a->text, b->text) == 0;
}

static void add_once(struct tree *tree, struct tree *child)
{
    for (unsigned i = 0; i < tree->child_count; i++)
        if (is_same(tree->children[i], child)) return;
    add(tree, child);
}

/* The words of brackets count one by one; with match=any those of a compound too. */
static void loosen(enum query_match match, struct tree *part, struct tree *loose, struct tree *strict)
{
    if (part->kind == TREE_PHRASE && match == MATCH_MOST) {
        add(strict, part);
        return;
    }
    if (part->kind != TREE_ALL && part->kind != TREE_PHRASE) {
        add_once(loose, part);
        return;
    }
    for (unsigned i = 0; i < part->child_count; i++) loosen(match, part->children[i], loose, strict);
}

static struct tree *join(struct draw *draw, const struct operand *operands, unsigned count, bool top)
{
    struct tree *all = new_tree(draw, TREE_ALL), *loose = new_tree(draw, TREE_ANY);
    for (unsigned i = 0; i < count; i++) {
        struct tree *tree = operands[i].tree;
        bool any = top && draw->match == MATCH_ANY, most = top && draw->match == MATCH_MOST;
        if ((any || most) && operands[i].plain)
            loosen(draw->match, tree, loose, all);
        else if (any && operands[i].quoted && !has_range(tree))
            add(loose, tree);
        else
            add(all, tree);
    }
    if (draw->match == MATCH_MOST) loose->least = loose->child_count / 2 + 1;
    if (loose->child_count) add(all, loose);
    return all;
}

/* ---- the whole query */

/* Numbers that follow each other might be one. */
static struct tree *draw_all(struct draw *draw, unsigned depth, bool top)
{
    struct operand operands[4];
    unsigned count = 1 + chance_below(top ? 4 : 3);
    for (unsigned i = 0; i < count; i++) {
        operands[i] = draw_operand(draw, depth);
        bool apart = operands[i].apart || chance_below(4) == 0;
        if (i + 1 < count) put(draw, apart ? " AND " : " ");
    }
    return join(draw, operands, count, top);
}

static struct tree *draw_alternatives(struct draw *draw, unsigned depth, bool top)
{
    struct tree *any = new_tree(draw, TREE_ANY);
    for (unsigned i = chance_below(3) ? 1 : 2; i > 0; i--) {
        add(any, draw_all(draw, depth, top));
        if (i > 1) put(draw, " OR ");
    }
    return any;
}

static struct operand draw_any(struct draw *draw, unsigned depth)
{
    return (struct operand){.tree = draw_alternatives(draw, depth, false)};
}

void query_draw(struct arena *arena, const struct oracle *oracle, enum query_match match, struct drawn_query *out)
{
    struct draw draw = {.arena = arena, .oracle = oracle, .match = match, .text = out->text};
    out->text[0] = 0;
    out->root = draw_alternatives(&draw, chance_below(DEPTH_MAX), true);
}
