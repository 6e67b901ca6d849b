/* Articles at rest: ids, fingerprints, the stored form. */
#include "support.h"

#include "index/article.h"
#include "index/schema.h"

static const struct article full = {.id = {"a/1", 3},
                                    .title = {"Title", 5},
                                    .date = {"2021-03-05", 10},
                                    .source = {"example.com", 11},
                                    .url = {"https://example.com/1", 21},
                                    .language = {"en", 2},
                                    .body = {"The body.", 9},
                                    .main_length = 4};

static int make_arena(void **state)
{
    *state = arena_new((size_t)32 << 20);
    return *state ? 0 : -1;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static void a_stored_article_reads_back_as_it_was(void **state)
{
    struct article back;
    struct error error;
    assert_int_equal(article_decode_whole(article_encode(*state, NULL, &full), *state, NULL, &back, &error), 0);
    assert_true(slice_equal(back.id, full.id));
    assert_true(slice_equal(back.title, full.title));
    assert_true(slice_equal(back.date, full.date));
    assert_true(slice_equal(back.source, full.source));
    assert_true(slice_equal(back.url, full.url));
    assert_true(slice_equal(back.language, full.language));
    assert_true(slice_equal(back.body, full.body));
    assert_int_equal(back.main_length, full.main_length);
}

static struct article with_long_body(struct arena *arena)
{
    struct article article = full;
    char *bytes = arena_alloc(arena, 100000);
    for (size_t i = 0; i < 100000; i++) bytes[i] = "tall ships and tall tales "[i % 26];
    article.body = slice_make(bytes, 100000);
    return article;
}

static void a_packed_body_is_shorter_and_reads_back_as_it_was(void **state)
{
    struct article back, article = with_long_body(*state);
    struct error error;
    struct packing *packing = packing_new();
    struct slice stored = article_encode(*state, packing, &article);
    assert_true(stored.length < article.body.length / 10);
    assert_int_equal(article_decode_whole(stored, *state, packing, &back, &error), 0);
    assert_true(slice_equal(back.body, article.body));
    assert_int_equal(article_decode(stored, &back, &error), 0);
    assert_true(slice_equal(back.title, article.title));
    assert_int_equal(back.body.length, 0);
    packing_free(packing);
}

static void a_body_that_packing_would_lengthen_stays_as_it_is(void **state)
{
    struct article back, article = with_long_body(*state);
    struct error error;
    char *bytes = (char *)article.body.data;
    uint64_t random = 1;
    for (size_t i = 0; i < article.body.length; i++)
        bytes[i] = (char)((random = random * 6364136223846793005u + 1442695040888963407u) >> 56);
    struct packing *packing = packing_new();
    struct slice stored = article_encode(*state, packing, &article);
    assert_true(stored.length > article.body.length);
    assert_int_equal(article_decode_whole(stored, *state, packing, &back, &error), 0);
    assert_true(slice_equal(back.body, article.body));
    packing_free(packing);
}

/* Flips each byte in turn: an answer or ERROR_CORRUPT, and never more memory than a body may have. */
static void a_damaged_packed_body_is_corrupt_or_another_text(void **state)
{
    struct article back, article = with_long_body(*state);
    struct error error;
    struct packing *packing = packing_new();
    struct slice stored = article_encode(*state, packing, &article);
    struct arena *arena = arena_new((size_t)32 << 20);
    unsigned corrupt = 0;
    for (size_t i = 0; i < stored.length; i++) {
        char *damaged = malloc(stored.length);
        memcpy(damaged, stored.data, stored.length);
        damaged[i] = (char)~damaged[i];
        arena_reset(arena);
        int result = article_decode_whole(slice_make(damaged, stored.length), arena, packing, &back, &error);
        if (result < 0) assert_int_equal(error.code, ERROR_CORRUPT);
        corrupt += result < 0;
        free(damaged);
    }
    assert_true(corrupt > stored.length / 4);
    arena_free(arena);
    packing_free(packing);
}

static void a_stored_article_cut_anywhere_is_corrupt(void **state)
{
    struct slice stored = article_encode(*state, NULL, &full);
    for (size_t length = 0; length < stored.length; length++) {
        struct article back;
        struct error error;
        char *cut = malloc(length ? length : 1); /* a block of its own: reading on would be seen */
        memcpy(cut, stored.data, length);
        assert_int_equal(article_decode(slice_make(cut, length), &back, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
        free(cut);
    }
}

static void stored_lengths_beyond_the_bytes_are_corrupt(void **state)
{
    static const char huge[] = {2,          (char)0xFF, (char)0xFF, (char)0xFF, (char)0xFF, (char)0xFF,
                                (char)0xFF, (char)0xFF, (char)0xFF, (char)0xFF, 1,          'x'};
    struct article back;
    struct error error;
    (void)state;
    assert_int_equal(article_decode(slice_make(huge, sizeof huge), &back, &error), -1);
    assert_int_equal(error.code, ERROR_CORRUPT);
}

static void text_that_moves_to_another_field_changes_the_fingerprint(void **state)
{
    char first[ARTICLE_HASH_BYTES], second[ARTICLE_HASH_BYTES];
    struct article moved = full;
    (void)state;
    moved.title = slice_of("Titl");
    moved.date = slice_of("e2021-03-05");
    article_hash(&full, first);
    article_hash(&moved, second);
    assert_memory_not_equal(first, second, sizeof first);
    moved = full;
    article_hash(&moved, second);
    assert_memory_equal(first, second, sizeof first);
}

static void a_long_id_is_shortened_on_a_character_and_stays_its_own(void **state)
{
    char one[403], other[403];
    for (size_t i = 0; i < 400; i += 2) memcpy(one + i, "é", 2);
    memcpy(other, one, 400);
    memcpy(one + 400, "1", 2);
    memcpy(other + 400, "2", 2);
    struct slice a = article_id(*state, slice_of(one)), b = article_id(*state, slice_of(other));
    assert_true(a.length <= ARTICLE_ID_MAX && a.length > ARTICLE_ID_MAX - 4);
    assert_false(slice_equal(a, b));
    assert_int_equal(a.data[a.length - 17], '~');
    assert_int_equal((unsigned char)a.data[a.length - 18], 0xA9); /* the end of an é */
    assert_true(slice_equal(article_id(*state, a), a));
}

static void an_article_without_an_id_or_with_a_nul_is_refused(void **state)
{
    struct article accepted, article = full;
    struct error error;
    article.id = slice_of("");
    assert_int_equal(article_accept(*state, &article, &accepted, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    article = full;
    article.url = slice_make("a\0b", 3);
    assert_int_equal(article_accept(*state, &article, &accepted, &error), -1);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_int_equal(error.offset, 1);
}

static void the_language_is_the_one_given_else_a_guess(void **state)
{
    static const struct {
        const char *given, *expected;
        size_t main_length;
    } cases[] = {{"French", "fr", 0}, {"en-GB", "en", 0}, {"", "es", 0}, {"und", "es", 0}, {"", "", 10}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article accepted, article = full;
        struct error error;
        article.language = slice_of(cases[i].given);
        article.body = slice_of("Los barcos que estaban en el puerto no han salido por el viento.");
        article.main_length = cases[i].main_length;
        assert_int_equal(article_accept(*state, &article, &accepted, &error), 0);
        assert_true(slice_is(accepted.language, cases[i].expected));
    }
}

static void a_body_of_the_maximum_is_accepted_and_one_byte_more_is_not(void **state)
{
    struct article accepted, article = full;
    struct error error;
    char *body = malloc(ARTICLE_BODY_MAX + 1);
    memset(body, 'x', ARTICLE_BODY_MAX + 1);
    article.body = slice_make(body, ARTICLE_BODY_MAX);
    assert_int_equal(article_accept(*state, &article, &accepted, &error), 0);
    article.body.length++;
    assert_int_equal(article_accept(*state, &article, &accepted, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    free(body);
}

static void an_overlong_title_is_cut_on_a_character(void **state)
{
    struct article accepted, article = full;
    struct error error;
    size_t length = ARTICLE_FIELD_MAX + 100;
    char *title = malloc(length);
    title[0] = 'x';
    for (size_t i = 1; i + 1 < length; i += 2) memcpy(title + i, "é", 2);
    article.title = slice_make(title, length - 1);
    assert_int_equal(article_accept(*state, &article, &accepted, &error), 0);
    assert_int_equal(accepted.title.length, ARTICLE_FIELD_MAX - 1);
    free(title);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_stored_article_reads_back_as_it_was, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(a_packed_body_is_shorter_and_reads_back_as_it_was, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(a_body_that_packing_would_lengthen_stays_as_it_is, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(a_damaged_packed_body_is_corrupt_or_another_text, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(a_stored_article_cut_anywhere_is_corrupt, make_arena, free_arena),
        cmocka_unit_test(stored_lengths_beyond_the_bytes_are_corrupt),
        cmocka_unit_test(text_that_moves_to_another_field_changes_the_fingerprint),
        cmocka_unit_test_setup_teardown(a_long_id_is_shortened_on_a_character_and_stays_its_own, make_arena,
                                        free_arena),
        cmocka_unit_test_setup_teardown(an_article_without_an_id_or_with_a_nul_is_refused, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(the_language_is_the_one_given_else_a_guess, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(a_body_of_the_maximum_is_accepted_and_one_byte_more_is_not, make_arena,
                                        free_arena),
        cmocka_unit_test_setup_teardown(an_overlong_title_is_cut_on_a_character, make_arena, free_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
