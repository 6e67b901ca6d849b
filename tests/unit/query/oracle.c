/* The brute force: articles read into words, numbers and figures at positions, and searched from end to end. */
#include "../test.h"

#include "oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figures/number.h"
#include "index/document.h"
#include "text/fold.h"

#define WORDS_MAX    2048 /* different ones in all articles */
#define ARTICLES_MAX 8192
#define ELEMENTS_MAX 32  /* of a phrase or NEAR */
#define PLACES_MAX   512 /* of one of them in an article */

struct read_article {
    struct article article; /* as the index keeps it */
    struct reading reading;
    int language; /* that it is stemmed by */
    long day;     /* YYYYMMDD; 0: not known */
    struct oracle_places words, numbers;
    bool zones[ZONE_KINDS]; /* that have words */
};

struct oracle {
    struct arena *arena;
    struct stemmers *stemmers;
    const char *words[WORDS_MAX];
    size_t word_count;
    struct slice *stems[STEM_LANGUAGES_MAX]; /* by word, once a language has been asked for */
    struct read_article *articles;
    size_t article_count;
};

struct oracle *oracle_new(struct arena *arena, struct stemmers *stemmers)
{
    struct oracle *oracle = arena_alloc(arena, sizeof *oracle);
    *oracle = (struct oracle){.arena = arena, .stemmers = stemmers};
    oracle->articles = arena_array(arena, ARTICLES_MAX, sizeof *oracle->articles);
    return oracle;
}

size_t oracle_article_count(const struct oracle *oracle)
{
    return oracle->article_count;
}

const struct oracle_places *oracle_words(const struct oracle *oracle, size_t article)
{
    return &oracle->articles[article].words;
}

const struct oracle_places *oracle_numbers(const struct oracle *oracle, size_t article)
{
    return &oracle->articles[article].numbers;
}

const char *oracle_word(const struct oracle *oracle, size_t word)
{
    return oracle->words[word];
}

/* ---- reading */

static size_t find_word(const struct oracle *oracle, struct slice folded)
{
    size_t word = 0;
    while (word < oracle->word_count && !slice_is(folded, oracle->words[word])) word++;
    return word;
}

static size_t note_word(struct oracle *oracle, struct slice folded)
{
    size_t word = find_word(oracle, folded);
    if (word < oracle->word_count) return word;
    assert_true(oracle->word_count < WORDS_MAX);
    oracle->words[oracle->word_count++] = arena_string(oracle->arena, folded);
    return word;
}

static void add_number(struct read_article *article, const struct text_tokens *tokens, bool title, double value,
                       uint32_t first, uint32_t last)
{
    article->numbers.items[article->numbers.count++] = (struct oracle_place){
        .first = tokens->items[first].position, .last = tokens->items[last].position, .title = title, .value = value};
}

/* A number in digits counts as it is read with what follows it ("65 thousand"), and its first token alone. */
static uint32_t add_digits(struct read_article *article, const struct text_tokens *tokens, bool title, uint32_t at,
                           uint32_t behind)
{
    struct number number;
    struct text_tokens alone = *tokens;
    alone.count = at + 1;
    if (!number_is_name(&tokens->items[at]) && number_read(&alone, at, &number) && !number.suffix_is_unit)
        add_number(article, tokens, title, number.value, at, at);
    if (at < behind || !number_read(tokens, at, &number) || number.last == at) return behind;
    add_number(article, tokens, title, number.value, at, number.last);
    return number.last + 1;
}

static void read_tokens(struct oracle *oracle, struct read_article *article, const struct text_tokens *tokens,
                        bool title)
{
    uint32_t behind = 0;
    for (uint32_t at = 0; at < tokens->count; at++) {
        const struct token *token = &tokens->items[at];
        if (token->kind == TOKEN_SYMBOL) continue;
        article->words.items[article->words.count++] =
            (struct oracle_place){token->position, token->position, title, note_word(oracle, token_folded(token)), 0};
        if (token->kind == TOKEN_NUMBER) behind = add_digits(article, tokens, title, at, behind);
    }
}

static void find_ends(const struct text_tokens *tokens, const struct figure_number *number, uint32_t ends[2])
{
    ends[0] = number->first_token;
    ends[1] = number->last_token;
    while (ends[0] < ends[1] && tokens->items[ends[0]].kind == TOKEN_SYMBOL) ends[0]++;
    while (ends[1] > ends[0] && tokens->items[ends[1]].kind == TOKEN_SYMBOL) ends[1]--;
}

/* Numbers in words are numbers where they are figures: not in "one of the two". */
static void read_figures(struct oracle *oracle, struct read_article *article, const struct text_tokens *tokens,
                         const struct figures *figures, bool title)
{
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        for (size_t k = 0; k < figure->noun_word_count; k++) note_word(oracle, figure->noun_words[k]);
        for (size_t k = 0; k < figure->topic_word_count; k++) note_word(oracle, figure->topic_words[k]);
        for (size_t k = 0; k < figure->number_count; k++) {
            uint32_t ends[2];
            find_ends(tokens, &figure->numbers[k], ends);
            add_number(article, tokens, title, fabs(figure->numbers[k].value), ends[0], ends[1]);
        }
    }
}

static void read_zones(struct read_article *article)
{
    const struct reading *reading = &article->reading;
    article->zones[ZONE_TITLE] = reading->title.count > 0;
    for (uint32_t at = 0, zone = 0; at < reading->body.count; at++) {
        const struct token *token = &reading->body.items[at];
        while (zone + 1 < reading->zones.count && token->start >= reading->zones.items[zone + 1].start) zone++;
        if (token->kind != TOKEN_SYMBOL) article->zones[reading->zones.items[zone].kind] = true;
    }
}

static void make_places(struct arena *arena, struct read_article *article)
{
    const struct reading *reading = &article->reading;
    size_t tokens = (size_t)reading->title.count + reading->body.count;
    size_t figures = reading->title_figures.count + reading->body_figures.count;
    article->words.items = arena_array(arena, tokens, sizeof *article->words.items);
    article->numbers.items = arena_array(arena, 2 * (tokens + figures), sizeof *article->numbers.items);
}

void oracle_read(struct oracle *oracle, const struct article *given)
{
    struct error error;
    char day[9];
    assert_true(oracle->article_count < ARTICLES_MAX);
    struct read_article *article = &oracle->articles[oracle->article_count++];
    struct reading *reading = &article->reading;
    assert_int_equal(article_accept(oracle->arena, given, &article->article, &error), 0);
    assert_int_equal(document_read(oracle->arena, &article->article, reading, &error), 0);
    article->language = stemmers_language(oracle->stemmers, article->article.language);
    article->day = schema_date_value(article->article.date, day) ? strtol(day, NULL, 10) : 0;
    make_places(oracle->arena, article);
    read_tokens(oracle, article, &reading->title, true);
    read_tokens(oracle, article, &reading->body, false);
    read_figures(oracle, article, &reading->title, &reading->title_figures, true);
    read_figures(oracle, article, &reading->body, &reading->body_figures, false);
    read_zones(article);
}

/* ---- which words of the articles a word of the query stands for */

static bool has_digit(const char *word)
{
    return strpbrk(word, "0123456789") != NULL;
}

static const struct slice *stems_in(struct oracle *oracle, int language)
{
    struct error error;
    if (oracle->stems[language]) return oracle->stems[language];
    struct stemmer *stemmer = stemmers_get(oracle->stemmers, language, &error);
    oracle->stems[language] = arena_array(oracle->arena, WORDS_MAX, sizeof(struct slice));
    for (size_t i = 0; i < oracle->word_count; i++)
        oracle->stems[language][i] = arena_copy(oracle->arena, stemmer_stem(stemmer, slice_of(oracle->words[i])));
    return oracle->stems[language];
}

/* In an article of any language: a word that has there one of the stems that `word` has in some language. */
static void answer_stems(struct oracle *oracle, struct arena *arena, struct tree *word)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    size_t count = stemmers_ask(oracle->stemmers, slice_of(word->text), stems);
    for (size_t k = 0; k < count; k++) stems[k] = arena_copy(arena, stems[k]);
    for (int language = 0; language < STEM_LANGUAGES_MAX; language++) {
        if (!(stemmers_held(oracle->stemmers) >> language & 1)) continue;
        const struct slice *known = stems_in(oracle, language);
        unsigned char *answers = word->answers + (size_t)language * WORDS_MAX;
        for (size_t i = 0; i < oracle->word_count; i++)
            for (size_t k = 0; k < count; k++) answers[i] |= slice_equal(known[i], stems[k]);
    }
}

/* Insertions, deletions, replacements and swaps of neighbours that make one word of the other, by trying all of them.
 * The words of the test are ASCII when folded. */
static unsigned edits_between(const char *a, const char *b, unsigned most)
{
    while (*a && *a == *b) a++, b++;
    if (!*a && !*b) return 0;
    if (most == 0) return 1;
    unsigned least = most + 1, edits;
    if (*a && (edits = 1 + edits_between(a + 1, b, most - 1)) < least) least = edits;
    if (*b && (edits = 1 + edits_between(a, b + 1, most - 1)) < least) least = edits;
    if (*a && *b && (edits = 1 + edits_between(a + 1, b + 1, most - 1)) < least) least = edits;
    bool swapped = *a && *b && a[0] == b[1] && a[1] == b[0] && a[1];
    if (swapped && (edits = 1 + edits_between(a + 2, b + 2, most - 1)) < least) least = edits;
    return least;
}

static bool is_meant(const struct tree *tree, const char *word)
{
    if (tree->kind == TREE_BEGINNING) return strncmp(word, tree->text, strlen(tree->text)) == 0;
    if (tree->text[0] != word[0] || has_digit(word)) return false;
    return edits_between(tree->text, word, tree->window) <= tree->window;
}

void oracle_ask(struct oracle *oracle, struct arena *arena, struct tree *tree)
{
    for (unsigned i = 0; i < tree->child_count; i++) oracle_ask(oracle, arena, tree->children[i]);
    bool open = tree->kind == TREE_BEGINNING || tree->kind == TREE_LOOSE;
    if (open || tree->kind == TREE_WORD)
        tree->answers = arena_array(arena, (size_t)STEM_LANGUAGES_MAX * WORDS_MAX, sizeof *tree->answers);
    for (size_t i = 0; open && i < oracle->word_count; i++) tree->answers[i] = is_meant(tree, oracle->words[i]);
    if (tree->kind != TREE_WORD) return;
    tree->word = find_word(oracle, slice_of(tree->text));
    if (!has_digit(tree->text)) answer_stems(oracle, arena, tree);
}

/* ---- words */

static bool in_forms(const struct read_article *article, const struct tree *tree, size_t word)
{
    if (tree->kind != TREE_WORD) return tree->answers[word];
    return tree->word == word || tree->answers[(size_t)article->language * WORDS_MAX + word];
}

static bool holds_word(const struct read_article *article, const struct tree *tree)
{
    for (size_t i = 0; i < article->words.count; i++) {
        const struct oracle_place *place = &article->words.items[i];
        if (in_forms(article, tree, place->word) && (place->title || !tree->title)) return true;
    }
    return false;
}

static bool holds_number(const struct read_article *article, const struct tree *tree)
{
    for (size_t i = 0; i < article->numbers.count; i++) {
        const struct oracle_place *place = &article->numbers.items[i];
        if (place->value == tree->value && (place->title || !tree->title)) return true;
    }
    return false;
}

/* ---- ranges */

static bool has_noun(const struct oracle *oracle, const struct read_article *article, const struct tree *noun,
                     const struct figure *figure)
{
    for (size_t i = 0; i < figure->noun_word_count; i++)
        if (in_forms(article, noun, find_word(oracle, figure->noun_words[i]))) return true;
    for (size_t i = 0; i < figure->topic_word_count; i++)
        if (in_forms(article, noun, find_word(oracle, figure->topic_words[i]))) return true;
    return false;
}

static double converted(double bound, const struct unit *unit)
{
    return isfinite(bound) ? number_round(bound * unit->factor + unit->offset) : bound;
}

static bool in_unit(const struct tree *tree, const struct figure *figure)
{
    struct range range = tree->range;
    const struct unit *asked = tree->unit, *unit = figure->unit;
    if (!unit || unit->class != asked->class) return false;
    if (!asked->dimension) return unit == asked && range_holds(range, figure->low, figure->high, figure->qualifier);
    if (!unit->dimension || strcmp(unit->dimension, asked->dimension) != 0) return false;
    range.low = converted(range.low, asked);
    range.high = converted(range.high, asked);
    range.about_low = converted(range.about_low, asked);
    range.about_high = converted(range.about_high, asked);
    return range_holds(range, figure->si_low, figure->si_high, figure->qualifier);
}

static bool is_bound(const struct oracle *oracle, const struct read_article *article, const struct tree *tree,
                     const struct figure *figure)
{
    if (figure->zone == ZONE_RELATED || (tree->title && figure->zone != ZONE_TITLE)) return false;
    if (tree->binding == TREE_BY_UNIT) return in_unit(tree, figure);
    if (!range_holds(tree->range, figure->low, figure->high, figure->qualifier)) return false;
    if (tree->binding == TREE_BY_CLASS) return figure_class_of(figure) == tree->class;
    for (unsigned i = 0; i < tree->child_count; i++)
        if (!has_noun(oracle, article, tree->children[i], figure)) return false;
    return true;
}

static bool holds_range(const struct oracle *oracle, const struct read_article *article, const struct tree *tree)
{
    const struct figures *texts[] = {&article->reading.title_figures, &article->reading.body_figures};
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < texts[t]->count; i++)
            if (is_bound(oracle, article, tree, &texts[t]->items[i])) return true;
    return false;
}

/* ---- phrases and NEAR: all places of each element, and all ways to take one of each */

struct element {
    struct oracle_place places[PLACES_MAX];
    size_t count;
};

/* The words behind the first one of a number are words of the text too: "65000 thou*" finds "65 thousand". */
static void add_place(struct element *element, struct oracle_place place)
{
    assert_true(element->count + 2 <= PLACES_MAX);
    element->places[element->count++] = place;
    if (place.last == place.first) return;
    place.last = place.first;
    element->places[element->count++] = place;
}

static void list_figures(const struct tree *tree, const struct text_tokens *tokens, const struct figures *figures,
                         bool title, struct element *out)
{
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        if (figure->zone == ZONE_RELATED) continue;
        if (!range_holds(tree->range, figure->low, figure->high, figure->qualifier)) continue;
        for (size_t k = 0; k < figure->number_count; k++) {
            uint32_t ends[2];
            find_ends(tokens, &figure->numbers[k], ends);
            add_place(out, (struct oracle_place){.first = tokens->items[ends[0]].position,
                                                 .last = tokens->items[ends[1]].position,
                                                 .title = title});
        }
    }
}

static void list_places(const struct read_article *article, const struct tree *tree, struct element *out)
{
    const struct reading *reading = &article->reading;
    bool word = tree->kind == TREE_WORD, open = tree->kind == TREE_BEGINNING || tree->kind == TREE_LOOSE;
    for (unsigned i = 0; tree->kind == TREE_ANY && i < tree->child_count; i++)
        list_places(article, tree->children[i], out);
    for (size_t i = 0; (word || open) && i < article->words.count; i++) {
        const struct oracle_place *place = &article->words.items[i];
        if (word ? place->word == tree->word : tree->answers[place->word]) add_place(out, *place);
    }
    for (size_t i = 0; tree->kind == TREE_NUMBER && i < article->numbers.count; i++)
        if (article->numbers.items[i].value == tree->value) add_place(out, article->numbers.items[i]);
    if (tree->kind != TREE_RANGE) return;
    list_figures(tree, &reading->title, &reading->title_figures, true, out);
    list_figures(tree, &reading->body, &reading->body_figures, false, out);
}

static void keep_title(struct element *element)
{
    size_t kept = 0;
    for (size_t i = 0; i < element->count; i++)
        if (element->places[i].title) element->places[kept++] = element->places[i];
    element->count = kept;
}

/* In this order, with at most `slop` words between them altogether. */
static bool follows(const struct element *elements, unsigned count, uint32_t behind, uint32_t slop)
{
    if (count == 0) return true;
    for (size_t i = 0; i < elements->count; i++) {
        const struct oracle_place *place = &elements->places[i];
        if (place->first <= behind || place->first - behind - 1 > slop) continue;
        if (follows(elements + 1, count - 1, place->last, slop - (place->first - behind - 1))) return true;
    }
    return false;
}

static bool is_phrase(const struct element *elements, const struct tree *tree)
{
    for (size_t i = 0; i < elements->count; i++)
        if (follows(elements + 1, tree->child_count - 1, elements->places[i].last, tree->window)) return true;
    return false;
}

/* Each element at a position of its own, from `low` to `high` and no further apart than the distance. */
struct nearness {
    const struct element *elements;
    unsigned count, distance;
    uint32_t taken[ELEMENTS_MAX];
};

static bool gathers(struct nearness *near, unsigned at, uint32_t low, uint32_t high);

static bool takes(struct nearness *near, unsigned at, uint32_t position, uint32_t low, uint32_t high)
{
    for (unsigned i = 0; i < at; i++)
        if (near->taken[i] == position) return false;
    near->taken[at] = position;
    if (at == 0 || position < low) low = position;
    if (at == 0 || position > high) high = position;
    return high - low <= near->distance && gathers(near, at + 1, low, high);
}

/* A number of several words is as near as its nearest end. */
static bool gathers(struct nearness *near, unsigned at, uint32_t low, uint32_t high)
{
    if (at == near->count) return true;
    for (size_t i = 0; i < near->elements[at].count; i++) {
        const struct oracle_place *place = &near->elements[at].places[i];
        if (takes(near, at, place->first, low, high)) return true;
        if (place->last != place->first && takes(near, at, place->last, low, high)) return true;
    }
    return false;
}

static bool holds_places(const struct read_article *article, const struct tree *tree)
{
    struct element elements[ELEMENTS_MAX];
    elements[0].count = 0;
    for (unsigned i = 0; i < tree->child_count; i++) {
        elements[i].count = 0;
        list_places(article, tree->children[i], &elements[i]);
        if (tree->title) keep_title(&elements[i]);
        if (elements[i].count == 0) return false;
    }
    if (tree->kind == TREE_PHRASE) return is_phrase(elements, tree);
    struct nearness near = {.elements = elements, .count = tree->child_count, .distance = tree->window};
    if (near.distance < near.count - 1) near.distance = near.count - 1;
    return gathers(&near, 0, 0, 0);
}

/* ---- all of it */

static bool holds_zone(const struct read_article *article, const char *name)
{
    for (int zone = 0; zone < ZONE_KINDS; zone++)
        if (strcmp(zone_name((enum zone_kind)zone), name) == 0) return article->zones[zone];
    return false;
}

static bool holds_some(const struct oracle *oracle, size_t article, const struct tree *tree)
{
    unsigned least = tree->kind == TREE_ALL ? tree->child_count : tree->least, count = 0;
    for (unsigned i = 0; i < tree->child_count && count < least; i++)
        count += oracle_holds(oracle, article, tree->children[i]);
    return count >= least;
}

bool oracle_holds(const struct oracle *oracle, size_t number, const struct tree *tree)
{
    const struct read_article *article = &oracle->articles[number];
    switch (tree->kind) {
    case TREE_ALL:
    case TREE_ANY: return holds_some(oracle, number, tree);
    case TREE_NOT: return !oracle_holds(oracle, number, tree->children[0]);
    case TREE_WORD:
    case TREE_BEGINNING:
    case TREE_LOOSE: return holds_word(article, tree);
    case TREE_NUMBER: return holds_number(article, tree);
    case TREE_PHRASE:
    case TREE_NEAR: return holds_places(article, tree);
    case TREE_RANGE: return holds_range(oracle, article, tree);
    case TREE_SOURCE: return slice_is(article->article.source, tree->text);
    case TREE_LANGUAGE: return slice_is(article->article.language, tree->text);
    case TREE_ZONE: return holds_zone(article, tree->text);
    case TREE_URL: return slice_is(article->article.url, tree->text);
    case TREE_ID: return slice_is(article->article.id, tree->text);
    case TREE_DATES: break;
    }
    return article->day && article->day >= tree->first_day && article->day <= tree->last_day;
}
