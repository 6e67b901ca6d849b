/* Words, numbers, beginnings and loose words, phrases and NEAR.
 *
 * Phrases and NEAR are made of words that follow each other in an article, or they would find nothing. */
#include "../test.h"

#include "oracle_draw.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "figures/number.h"

#define PREFIXES_MAX 4 /* that a query may have */

/* ---- words */

static struct tree *new_number(struct draw *draw, double value)
{
    struct tree *tree = tree_new(draw, TREE_NUMBER);
    tree->value = value;
    return tree;
}

/* A number word is also the word: "one of the two". */
static struct tree *new_number_word(struct draw *draw, const char *word, double value)
{
    struct tree *either = tree_new(draw, TREE_ANY);
    tree_add(either, tree_word(draw, TREE_WORD, word));
    tree_add(either, new_number(draw, value));
    return either;
}

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
#define NUMBERS_OF_ONE_WORD 9

static const char *const compounds[][2] = {{"pro", "active"}, {"coast", "guard"}, {"anti", "migration"}};

struct operand draw_word(struct draw *draw)
{
    size_t row = chance_below(sizeof words / sizeof *words);
    draw_text(draw, "%s", words[row].text);
    return (struct operand){.tree = tree_word(draw, TREE_WORD, words[row].folded), .plain = true};
}

struct operand draw_number(struct draw *draw, bool one_word)
{
    size_t rows = one_word ? NUMBERS_OF_ONE_WORD : sizeof numbers / sizeof *numbers;
    size_t row = chance_below((unsigned)rows);
    draw_text(draw, "%s", numbers[row].text);
    struct tree *tree = numbers[row].word ? new_number_word(draw, numbers[row].word, numbers[row].value)
                                          : new_number(draw, numbers[row].value);
    return (struct operand){.tree = tree, .plain = true, .apart = true};
}

struct operand draw_compound(struct draw *draw)
{
    const char *const *parts = PICK(compounds);
    struct tree *phrase = tree_new(draw, TREE_PHRASE);
    draw_text(draw, "%s-%s", parts[0], parts[1]);
    tree_add(phrase, tree_word(draw, TREE_WORD, parts[0]));
    tree_add(phrase, tree_word(draw, TREE_WORD, parts[1]));
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
    draw_text(draw, "%s*", beginning);
    return tree_word(draw, TREE_BEGINNING, beginning);
}

static struct tree *put_loose(struct draw *draw, const char *word)
{
    char wrong[TEXT_WORD_MAX];
    unsigned edits = 1 + chance_below(2);
    snprintf(wrong, sizeof wrong, "%s", word);
    for (unsigned i = chance_below(edits + 2); i > 0 && strlen(wrong) > 2; i--) mutate(wrong);
    if (is_numeric(wrong)) snprintf(wrong, sizeof wrong, "%s", word);
    draw_text(draw, "%s~%s", wrong, edits == 2 ? "2" : chance_below(2) ? "1" : "");
    struct tree *tree = tree_word(draw, TREE_LOOSE, wrong);
    tree->window = edits;
    return tree;
}

struct operand draw_expansion(struct draw *draw)
{
    struct sample sample;
    if (!sample_begin(draw, &sample) || !may_expand(draw, word_here(draw, &sample), 3)) return draw_word(draw);
    const char *word = word_here(draw, &sample);
    struct tree *tree = chance_below(2) ? put_beginning(draw, word) : put_loose(draw, word);
    return (struct operand){.tree = tree, .plain = true};
}

/* ---- elements of phrases and NEAR */

static struct tree *put_figure_here(struct draw *draw)
{
    struct tree *tree = tree_new(draw, TREE_RANGE);
    tree->range = draw_bounds(draw);
    return tree;
}

/* "(networks OR gang)": the word among others; of NEAR perhaps a range too. */
static struct tree *put_choice(struct draw *draw, const char *word, bool near)
{
    struct tree *choice = tree_new(draw, TREE_ANY);
    unsigned others = 1 + chance_below(2), place = chance_below(others + 1);
    draw_text(draw, "(");
    for (unsigned i = 0; i <= others; i++) {
        size_t row = chance_below(sizeof words / sizeof *words);
        if (i) draw_text(draw, " OR ");
        if (i != place && near && chance_below(2)) {
            tree_add(choice, put_figure_here(draw));
            continue;
        }
        draw_text(draw, "%s", i == place ? word : words[row].text);
        tree_add(choice, tree_word(draw, TREE_WORD, i == place ? word : words[row].folded));
    }
    draw_text(draw, ")");
    return choice;
}

static struct tree *put_number_here(struct draw *draw, double value)
{
    char spelling[NUMBER_CANONICAL_MAX];
    size_t length = number_canonical(value, spelling);
    draw_text(draw, "%.*s", (int)length, spelling);
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
    if (form == 2 && !numeric) return put_choice(draw, word, near);
    draw_text(draw, "%s", word);
    return tree_word(draw, TREE_WORD, word);
}

struct operand draw_phrase(struct draw *draw)
{
    struct sample sample;
    struct tree *phrase = tree_new(draw, TREE_PHRASE);
    unsigned slop = chance_below(3) ? 0 : 1 + chance_below(6), count = 1 + chance_below(5);
    bool number = false;
    if (!sample_begin(draw, &sample)) return draw_word(draw);
    draw_text(draw, "\"");
    for (unsigned i = 0; i < count; i++) {
        if (i) draw_text(draw, " ");
        tree_add(phrase, put_element(draw, &sample, false, &number));
        bool more = sample_step(&sample);
        for (unsigned skipped = chance_below(slop ? 3 : 1); more && skipped > 0; skipped--) more = sample_step(&sample);
        if (!more) break;
    }
    draw_text(draw, "\"");
    if (slop) draw_text(draw, "~%u", slop);
    phrase->window = phrase->child_count > 1 ? slop : 0;
    return (struct operand){.tree = phrase, .quoted = true};
}

static void put_near(struct draw *draw, struct sample *sample, struct tree *near)
{
    bool number = false, had_number = false;
    near->window = 1 + chance_below(12);
    for (unsigned left = 2 + chance_below(2); left > 0; left--) {
        if (near->child_count && near->window == 10) draw_text(draw, " NEAR ");
        if (near->child_count && near->window != 10) draw_text(draw, " NEAR/%u ", near->window);
        number = had_number;
        tree_add(near, put_element(draw, sample, true, &number));
        had_number = had_number || number;
        sample->at = sample->at > 8 ? sample->at - chance_below(8) : sample->at;
        for (unsigned steps = 1 + chance_below(8); steps > 0; steps--)
            if (!sample_step(sample)) sample->at = 0;
    }
}

struct operand draw_near(struct draw *draw)
{
    struct sample sample;
    if (!sample_begin(draw, &sample)) return draw_word(draw);
    struct tree *near = tree_new(draw, TREE_NEAR);
    put_near(draw, &sample, near);
    return (struct operand){.tree = near, .apart = true};
}
