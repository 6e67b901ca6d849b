/* Stems are Snowball's, with the cache and without, and numbers have none. */
#include "cases.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "text/fold.h"
#include "text/stem.h"

static struct stemmer *stemmer_of(const char *language)
{
    struct error error;
    struct stemmer *stemmer = stemmer_new(slice_of(language), &error);
    assert_non_null(stemmer);
    return stemmer;
}

static void assert_stem(struct stemmer *stemmer, const char *word, const char *expected)
{
    struct slice stem = stemmer_stem(stemmer, slice_of(word));
    if (!slice_is(stem, expected)) fail_msg("%s: expected %s, found %.*s", word, expected, SLICE_ARGS(stem));
}

static void forms_of_a_word_share_their_stem(void **state)
{
    (void)state;
    struct stemmer *english = stemmer_of("en"), *french = stemmer_of("fr"), *spanish = stemmer_of("es");
    for (int round = 0; round < 2; round++) { /* the second comes from the cache */
        assert_stem(english, "migrations", "migrat");
        assert_stem(english, "migration", "migrat");
        assert_stem(english, "attempted", "attempt");
        assert_stem(french, "migrations", "migrat");
        assert_stem(spanish, "migraciones", "migracion");
    }
    stemmer_free(english);
    stemmer_free(french);
    stemmer_free(spanish);
}

/* Each line: a language and words that find each other, with their accents and without. */
static void forms_find_each_other_whatever_their_accents(void **state)
{
    static const char *const families[][2] = {
        {"es", "migración migracion migraciones MIGRACIÓN"},
        {"es", "organización organizacion organizaciones organizar"},
        {"es", "institución institucion instituciones"},
        {"es", "tecnología tecnologia tecnologías tecnológico"},
        {"es", "francés frances franceses"},
        {"es", "café cafe cafés"},
        {"es", "camión camiones camion"},
        {"es", "detenido detenidos detenida"},
        {"es", "intento intentos"},
        {"fr", "réfugié refugie réfugiés réfugiée réfugiées REFUGIES"},
        {"fr", "blessé blesse blessés blessée blessées"},
        {"fr", "arrivée arrivées arrivee"},
        {"fr", "première premier premières premiere"},
        {"fr", "café cafe cafés"},
        {"fr", "tentative tentatives"},
        {"pt", "informação informacao informações informacoes"},
        {"ca", "aplicació aplicacio aplicacions"},
    };
    struct arena *arena = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        struct stemmer *stemmer = stemmer_of(families[i][0]);
        char first[64] = "";
        for (const char *at = families[i][1]; *at;) {
            size_t length = strcspn(at, " ");
            struct slice stem = stemmer_stem(stemmer, text_fold(arena, slice_make(at, length)));
            if (!*first) snprintf(first, sizeof first, "%.*s", SLICE_ARGS(stem));
            if (!slice_is(stem, first)) fail_msg("%s: %.*s: %.*s", first, (int)length, at, SLICE_ARGS(stem));
            assert_true(slice_equal(text_fold(arena, stem), stem));
            at += length + (at[length] == ' ');
        }
        stemmer_free(stemmer);
    }
    arena_free(arena);
}

static void words_with_a_digit_are_never_stemmed(void **state)
{
    (void)state;
    struct stemmer *stemmer = stemmer_of("en");
    assert_stem(stemmer, "1990s", "1990s");
    assert_stem(stemmer, "b2bs", "b2bs");
    assert_stem(stemmer, "", "");
    stemmer_free(stemmer);
}

static void none_leaves_words_as_they_are(void **state)
{
    (void)state;
    struct stemmer *none = stemmer_of("none"), *english = stemmer_of("en");
    assert_false(stemmer_stems(none));
    assert_true(stemmer_stems(english));
    assert_stem(none, "networks", "networks");
    stemmer_free(none);
    stemmer_free(english);
    stemmer_free(NULL);
}

static void every_language_of_the_table_has_a_stemmer(void **state)
{
    (void)state;
    static const char *const languages[] = {
#define STEM_LANGUAGE(code, keeps_beginnings) code,
#include "text/stem_languages.def"
#undef STEM_LANGUAGE
    };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) stemmer_free(stemmer_of(languages[i]));
}

static void an_unknown_language_is_refused_with_the_known_ones(void **state)
{
    (void)state;
    static const char *const unknown[] = {"xx", "", "english", "EN", "porter"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct error error;
        assert_null(stemmer_new(slice_of(unknown[i]), &error));
        assert_int_equal(error.code, ERROR_BAD_INPUT);
        assert_non_null(strstr(error.message, " en "));
        assert_non_null(strstr(error.message, "none"));
    }
}

static void the_cache_never_gives_the_stem_of_another_word(void **state)
{
    (void)state;
    struct stemmer *cached = stemmer_of("en"), *fresh = stemmer_of("en");
    char word[64];
    for (unsigned i = 0; i < 3 * STEM_CACHE_ENTRIES; i++) {
        int length = 0;
        for (unsigned rest = i * 2654435761u; rest; rest /= 26) word[length++] = (char)('a' + rest % 26);
        memcpy(word + length, "ing", 3);
        struct slice stem = stemmer_stem(cached, slice_make(word, (size_t)length + 3));
        if (i % 64) continue;
        struct stemmer *other = i % 4096 ? fresh : stemmer_of("en");
        assert_true(slice_equal(stem, stemmer_stem(other, slice_make(word, (size_t)length + 3))));
        if (other != fresh) stemmer_free(other);
    }
    stemmer_free(cached);
    stemmer_free(fresh);
}

static void a_word_longer_than_the_cache_keeps_is_stemmed_all_the_same(void **state)
{
    (void)state;
    struct stemmer *stemmer = stemmer_of("en");
    assert_stem(stemmer, "donaudampfschifffahrtsgesellschaftskapitaens", "donaudampfschifffahrtsgesellschaftskapitaen");
    stemmer_free(stemmer);
}

/* A word of 2 to 10 letters of the script that begins at code point `first`; Latin when 0. */
static struct slice random_word(unsigned *seed, uint32_t first, char out[40])
{
    size_t length = 0;
    for (int letters = 2 + rand_r(seed) % 9; letters; letters--) {
        uint32_t letter = (first ? first : 'a') + (uint32_t)rand_r(seed) % (first ? 24 : 26);
        length += utf8_encode(letter, out + length);
    }
    return slice_make(out, length);
}

static void a_word_never_has_a_stem_that_it_may_not_share(void **state)
{
    static const char *const codes[] = {
#define STEM_LANGUAGE(code, keeps_beginnings) code,
#include "text/stem_languages.def"
#undef STEM_LANGUAGE
    };
    static const uint32_t scripts[] = {0, 0x430, 0x3B1, 0x561, 0x915, 0x5D0, 0x628}; /* Latin, Cyrillic, Greek … */
    unsigned seed = 7;
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct stemmer *stemmer = stemmer_of(codes[i]);
        for (int k = 0; k < 7000; k++) {
            char word[40];
            struct slice text = random_word(&seed, scripts[k % 7], word);
            struct slice stem = stemmer_stem(stemmer, text);
            if (!stemmer_may_share(stemmer, stem, text)) fail_msg("%s: %.*s", codes[i], SLICE_ARGS(text));
        }
        stemmer_free(stemmer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_a_word_share_their_stem),
        cmocka_unit_test(forms_find_each_other_whatever_their_accents),
        cmocka_unit_test(words_with_a_digit_are_never_stemmed),
        cmocka_unit_test(none_leaves_words_as_they_are),
        cmocka_unit_test(every_language_of_the_table_has_a_stemmer),
        cmocka_unit_test(an_unknown_language_is_refused_with_the_known_ones),
        cmocka_unit_test(the_cache_never_gives_the_stem_of_another_word),
        cmocka_unit_test(a_word_longer_than_the_cache_keeps_is_stemmed_all_the_same),
        cmocka_unit_test(a_word_never_has_a_stem_that_it_may_not_share),
    };
    return cmocka_run_group_tests_name("stem", tests, NULL, NULL);
}
