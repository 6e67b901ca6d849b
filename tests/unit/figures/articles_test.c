/* The figures of three real articles, where they are at hand: what a reader would look for is found and bound. */
#include "cases.h"

#include "figures/extract.h"

#define ARENA_BYTES (1 << 24)

struct article {
    struct arena *arena;
    struct buffer text;
    struct figures figures;
};

static bool open_article(struct article *article, const char *name)
{
    char path[4096];
    struct text_tokens tokens;
    struct error error;
    snprintf(path, sizeof path, "%s/../shared/articles/%s", getenv("TALLY_SOURCE_DIR"), name);
    buffer_init(&article->text, 1 << 20);
    article->arena = arena_new(ARENA_BYTES);
    if (file_read(path, &article->text, &error)) {
        print_message("skipped: no %s\n", path);
        return false;
    }
    assert_int_equal(text_tokenize(article->arena, buffer_view(&article->text), 0, &tokens, &error), 0);
    assert_int_equal(figures_extract(article->arena, &tokens, (struct figures_hint){0}, &article->figures, &error), 0);
    return true;
}

static void close_article(struct article *article)
{
    buffer_free(&article->text);
    arena_free(article->arena);
}

static bool holds(const struct slice *words, uint8_t count, const char *word)
{
    for (uint8_t i = 0; i < count; i++)
        if (slice_is(words[i], word)) return true;
    return false;
}

/* The first figure of that value that counts `noun` (any noun when NULL). */
static const struct figure *find(const struct article *article, double value, const char *noun)
{
    for (size_t i = 0; i < article->figures.count; i++) {
        const struct figure *figure = &article->figures.items[i];
        if (figure->low == value && (!noun || holds(figure->noun_words, figure->noun_word_count, noun))) return figure;
    }
    return NULL;
}

static void expect(const struct article *article, double value, const char *noun, enum figure_qualifier qualifier)
{
    const struct figure *figure = find(article, value, noun);
    if (!figure) fail_msg("no figure %g counts %s", value, noun);
    assert_int_equal(figure->qualifier, qualifier);
}

static void attempts_are_bound_in_the_first_article(void **state)
{
    (void)state;
    struct article article = {0};
    if (open_article(&article, "000_ab316cf951edafa7.txt")) {
        expect(&article, 65000, "attempts", QUALIFIER_ABOUT);
        assert_non_null(find(&article, 60e6, NULL));
        for (double year = 2003; year <= 2016; year++) assert_null(find(&article, year, NULL));
        assert_null(find(&article, 4, NULL));
    }
    close_article(&article);
}

static void networks_and_attempts_are_kept_apart_in_the_second(void **state)
{
    (void)state;
    struct article article = {0};
    if (open_article(&article, "001_f46a66b2189001ad.txt")) {
        expect(&article, 80, "networks", QUALIFIER_EXACT);
        expect(&article, 3000, "cells", QUALIFIER_EXACT);
        expect(&article, 23000, "migrants", QUALIFIER_OVER);
        const struct figure *attempts = NULL;
        for (size_t i = 0; i < article.figures.count; i++) {
            attempts = &article.figures.items[i];
            if (attempts->low != 50000) continue;
            assert_true(holds(attempts->noun_words, attempts->noun_word_count, "attempts"));
            assert_false(holds(attempts->noun_words, attempts->noun_word_count, "networks"));
            assert_false(holds(attempts->topic_words, attempts->topic_word_count, "networks"));
        }
        const struct figure *money = find(&article, 175e6, NULL);
        assert_non_null(money);
        assert_string_equal(money->unit->code, "USD");
        assert_int_equal(money->qualifier, QUALIFIER_AT_MOST);
        assert_null(find(&article, 2017, NULL));
        assert_null(find(&article, 35, NULL));
    }
    close_article(&article);
}

static void nouns_are_inherited_in_the_third(void **state)
{
    (void)state;
    struct article article = {0};
    if (open_article(&article, "004_74f6f31976312f9b.txt")) {
        expect(&article, 63121, "attempted", QUALIFIER_EXACT);
        expect(&article, 14746, "attempted", QUALIFIER_EXACT);
        expect(&article, 256, "networks", QUALIFIER_ABOUT);
        expect(&article, 52, "networks", QUALIFIER_EXACT);
        expect(&article, 14236, "people", QUALIFIER_EXACT);
        expect(&article, 100, "people", QUALIFIER_ABOUT);
        const struct figure *hundred = find(&article, 100, "people");
        assert_true(holds(hundred->topic_words, hundred->topic_word_count, "rescued"));
        assert_null(find(&article, 2022, NULL));
        assert_null(find(&article, 2025, NULL));
        assert_null(find(&article, 20, NULL));
        assert_null(find(&article, 17, NULL));
    }
    close_article(&article);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attempts_are_bound_in_the_first_article),
        cmocka_unit_test(networks_and_attempts_are_kept_apart_in_the_second),
        cmocka_unit_test(nouns_are_inherited_in_the_third),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
