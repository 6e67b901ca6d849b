/* The article told from what stands around it, in made-up bodies and in real ones. */
#include "cases.h"

#include "text/tokens.h"
#include "text/zones.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define OPEN        "⟦"
#define CLOSE       "⟧"

static struct arena *arena;
static struct zones zones;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(ARENA_BYTES);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void divide(struct slice body)
{
    struct error error;
    assert_int_equal(text_zones(arena, body, &zones, &error), 0);
    size_t end = 0;
    for (size_t i = 0; i < zones.count; i++) {
        assert_int_equal(zones.items[i].start, end);
        assert_true(zones.items[i].length > 0);
        assert_true(i == 0 || zones.items[i].kind != zones.items[i - 1].kind);
        end += zones.items[i].length;
    }
    assert_int_equal(end, body.length);
}

static void without_marks(struct buffer *out, const char *marked)
{
    while (*marked) {
        bool mark = strncmp(marked, OPEN, strlen(OPEN)) == 0 || strncmp(marked, CLOSE, strlen(CLOSE)) == 0;
        if (mark)
            marked += strlen(OPEN);
        else
            buffer_byte(out, *marked++);
    }
}

static void check_zones(const struct text_case *one)
{
    struct buffer body, found;
    buffer_init(&body, 1 << 16);
    buffer_init(&found, 1 << 16);
    without_marks(&body, one->input);
    divide(buffer_view(&body));
    for (size_t i = 0; i < zones.count; i++) {
        bool related = zones.items[i].kind == ZONE_RELATED;
        if (related) buffer_string(&found, OPEN);
        buffer_slice(&found, slice_make(body.data + zones.items[i].start, zones.items[i].length));
        if (related) buffer_string(&found, CLOSE);
    }
    if (!slice_is(buffer_view(&found), one->input))
        fail_msg("%s:%d: expected \"%s\"\nfound \"%s\"", one->file, one->line, one->input, found.data);
    buffer_free(&body);
    buffer_free(&found);
}

static void furniture_is_told_from_the_article(void **state)
{
    (void)state;
    each_case("zones.txt", check_zones);
}

/* The main text of an article as crawled; skips when the shared articles are not there. */
static struct slice main_text(const char *name)
{
    char path[4096];
    struct buffer page;
    struct error error;
    snprintf(path, sizeof path, "%s/../shared/articles/%s", getenv("TALLY_SOURCE_DIR"), name);
    buffer_init(&page, 1 << 20);
    if (file_read(path, &page, &error) != 0) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    struct slice body = arena_copy(arena, buffer_view(&page));
    buffer_free(&page);
    divide(body);
    struct buffer text;
    buffer_init(&text, 1 << 20);
    for (size_t i = 0; i < zones.count; i++)
        if (zones.items[i].kind == ZONE_MAIN)
            buffer_slice(&text, slice_make(body.data + zones.items[i].start, zones.items[i].length));
    struct slice copy = arena_copy(arena, buffer_view(&text));
    buffer_free(&text);
    return copy;
}

static bool holds(struct slice text, const char *part)
{
    return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

static void a_real_page_with_glued_headlines_keeps_its_article_only(void **state)
{
    (void)state;
    struct slice text = main_text("000_ab316cf951edafa7.txt");
    assert_false(holds(text, "Read Also"));
    assert_false(holds(text, "€60 Million"));
    assert_false(holds(text, "Comment"));
    assert_true(holds(text, "of migration.Morocco and Spain created the"));
    assert_true(holds(text, "issue.On October 4"));
}

static void a_real_page_with_a_share_bar_keeps_its_article_only(void **state)
{
    (void)state;
    struct slice text = main_text("001_f46a66b2189001ad.txt");
    assert_false(holds(text, "CATEGORIES"));
    assert_false(holds(text, "Share This"));
    assert_true(holds(text, "mostly from Sub-Saharan Africa."));
}

static void a_real_page_with_a_list_of_articles_keeps_its_article_only(void **state)
{
    (void)state;
    struct slice text = main_text("004_74f6f31976312f9b.txt");
    assert_false(holds(text, "Related Articles"));
    assert_false(holds(text, "700 Kilos"));
    assert_true(holds(text, "bilateral cooperation on migration."));
}

static void megabytes_of_cues_are_divided(void **state)
{
    (void)state;
    static const char *const units[] = {"\n",
                                        "Read Also: ",
                                        "\nRead Also: ",
                                        "\nRead Also:\n",
                                        "\nShare This\n",
                                        ".Read Also: A",
                                        "\nTags",
                                        " ",
                                        "-",
                                        "A",
                                        "\xFF",
                                        "”",
                                        "\nRead Also: x\nm",
                                        "\nRead Also\nThe ships left in May.\n",
                                        "\n\nRelated Articles\n\nThe ships left in May.\n\nA",
                                        ".Read AlsoStorm leaves",
                                        ".Read AlsoStorm.",
                                        "\n3 Comments\n",
                                        "The ships left.\n\n3 Comments\n\n",
                                        "By Ann | ",
                                        "By Ann 12 ",
                                        "\nShare 12 ",
                                        "|",
                                        "\n12"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t size = strlen(units[i]), length = (size_t)HOSTILE_BYTES / size * size;
        char *body = malloc(length);
        assert_non_null(body);
        for (size_t at = 0; at < length; at += size) memcpy(body + at, units[i], size);
        divide(slice_make(body, length));
        free(body);
        arena_reset(arena);
    }
}

static void words_at_a_seam_are_read_apart_and_sentences_end_there(void **state)
{
    (void)state;
    struct slice body = slice_of("It closed.Read Also: Ten Ships LostMorocco and Spain agreed.");
    struct text_tokens tokens;
    struct error error;
    divide(body);
    assert_int_equal(text_tokenize_zones(arena, body, &zones, 0, &tokens, &error), 0);
    const struct token *lost = NULL, *morocco = NULL;
    for (uint32_t i = 0; i < tokens.count; i++) {
        if (slice_is(token_folded(&tokens.items[i]), "lost")) lost = &tokens.items[i];
        if (slice_is(token_folded(&tokens.items[i]), "morocco")) morocco = &tokens.items[i];
    }
    assert_non_null(lost);
    assert_non_null(morocco);
    assert_int_equal(morocco->sentence, lost->sentence + 1);
    assert_int_equal(morocco->position, lost->position + 1 + TEXT_SENTENCE_GAP);
    assert_int_equal(morocco->flags & (TOKEN_GLUED | TOKEN_SENTENCE_START), TOKEN_SENTENCE_START);
}

static void zones_have_names(void **state)
{
    (void)state;
    assert_string_equal(zone_name(ZONE_TITLE), "title");
    assert_string_equal(zone_name(ZONE_MAIN), "main");
    assert_string_equal(zone_name(ZONE_RELATED), "related");
}

static void a_body_over_the_limit_is_refused(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(text_zones(arena, slice_make("", TEXT_BYTES_MAX + 1), &zones, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(furniture_is_told_from_the_article, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_real_page_with_glued_headlines_keeps_its_article_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_real_page_with_a_share_bar_keeps_its_article_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_real_page_with_a_list_of_articles_keeps_its_article_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(megabytes_of_cues_are_divided, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_at_a_seam_are_read_apart_and_sentences_end_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(zones_have_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_over_the_limit_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("zones", tests, NULL, NULL);
}
