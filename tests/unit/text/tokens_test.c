/* Words, numbers, symbols, sentences and positions; and that no text, however strange, costs more than its length. */
#include "cases.h"

#include "text/tokens.h"

#define ARENA_BYTES ((size_t)1 << 30)

static struct arena *arena;
static struct text_tokens tokens;

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

static void tokenize(struct slice text)
{
    struct error error;
    assert_int_equal(text_tokenize(arena, text, 0, &tokens, &error), 0);
}

static void tokenize_text(const char *text)
{
    tokenize(slice_of(text));
}

static struct token *word(const char *folded)
{
    for (uint32_t i = 0; i < tokens.count; i++)
        if (tokens.items[i].kind != TOKEN_SYMBOL && slice_is(token_folded(&tokens.items[i]), folded))
            return &tokens.items[i];
    fail_msg("no token \"%s\"", folded);
    return NULL;
}

static struct slice spelling(const struct token *token)
{
    return slice_make(tokens.text.data + token->start, token->length);
}

/* What must hold of any text. */
static void check_order(void)
{
    uint32_t end = 0, position = 0, token_count = 0;
    bool ordered = true;
    for (uint32_t i = 0; i < tokens.count; i++) {
        const struct token *token = &tokens.items[i];
        ordered &= token->start >= end && token->length > 0;
        ordered &= token->position >= position && token->sentence < tokens.sentence_count;
        ordered &= token->folded_length <= TEXT_WORD_MAX && token->digits <= token->folded_length;
        end = token->start + token->length;
        position = token->position + (token->kind != TOKEN_SYMBOL);
    }
    for (uint32_t i = 0; i < tokens.sentence_count; i++) {
        ordered &= tokens.sentences[i].first_token == token_count && tokens.sentences[i].token_count > 0;
        token_count += tokens.sentences[i].token_count;
    }
    assert_true(ordered && end <= tokens.text.length && token_count == tokens.count);
    assert_int_equal(tokens.next_position, position);
}

static void check_words(const struct text_case *one)
{
    struct buffer found;
    buffer_init(&found, 1 << 16);
    tokenize(slice_make(one->input, one->input_length));
    check_order();
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < tokens.count; i++) {
        const struct token *token = &tokens.items[i];
        if (token->kind == TOKEN_SYMBOL) continue;
        if (found.length) buffer_byte(&found, ' ');
        if (token->sentence != sentence) buffer_string(&found, "¦ ");
        sentence = token->sentence;
        buffer_slice(&found, token_folded(token));
    }
    case_expect(one, buffer_view(&found));
    buffer_free(&found);
}

static void words_are_as_a_news_reader_expects(void **state)
{
    (void)state;
    each_case("words.txt", check_words);
}

static void without_marks(struct buffer *out, const char *marked)
{
    for (const char *mark; (mark = strstr(marked, "¦")); marked = mark + strlen("¦"))
        buffer_slice(out, slice_make(marked, (size_t)(mark - marked)));
    buffer_string(out, marked);
}

static void check_sentences(const struct text_case *one)
{
    struct buffer text, found;
    buffer_init(&text, 1 << 16);
    buffer_init(&found, 1 << 16);
    without_marks(&text, one->input);
    tokenize(buffer_view(&text));
    check_order();
    size_t written = 0;
    for (uint32_t i = 1; i < tokens.sentence_count; i++) {
        size_t start = tokens.sentences[i].start;
        buffer_slice(&found, slice_make(text.data + written, start - written));
        buffer_string(&found, "¦");
        written = start;
    }
    buffer_slice(&found, slice_make(text.data + written, text.length - written));
    if (!slice_is(buffer_view(&found), one->input))
        fail_msg("%s:%d: expected \"%s\"\nfound \"%s\"", one->file, one->line, one->input, found.data);
    buffer_free(&text);
    buffer_free(&found);
}

static void sentences_end_where_readers_pause(void **state)
{
    (void)state;
    each_case("sentences.txt", check_sentences);
}

static void a_word_spans_its_possessive_and_an_abbreviation_its_dots(void **state)
{
    (void)state;
    tokenize_text("Morocco’s share of the U.S. trade");
    assert_true(slice_is(spelling(word("morocco")), "Morocco’s"));
    assert_true(slice_is(spelling(word("us")), "U.S."));
    assert_true(word("us")->flags & TOKEN_ABBREVIATION);
}

static void flags_tell_capitals_glue_and_lines(void **state)
{
    (void)state;
    tokenize_text("Rabat and NATO (EU)\nÉcole F");
    assert_int_equal(word("rabat")->flags, TOKEN_CAPITAL | TOKEN_LINE_START | TOKEN_SENTENCE_START);
    assert_int_equal(word("and")->flags, 0);
    assert_int_equal(word("nato")->flags, TOKEN_CAPITAL | TOKEN_ALL_CAPITALS);
    assert_int_equal(word("eu")->flags, TOKEN_CAPITAL | TOKEN_ALL_CAPITALS | TOKEN_GLUED);
    assert_true(word("ecole")->flags & TOKEN_LINE_START);
    assert_int_equal(word("ecole")->flags & (TOKEN_CAPITAL | TOKEN_ALL_CAPITALS), TOKEN_CAPITAL);
    assert_int_equal(word("f")->flags, TOKEN_CAPITAL);
}

static void a_number_counts_its_digits_before_the_letters(void **state)
{
    (void)state;
    tokenize_text("65K 65,000 1990s ١٢km");
    assert_int_equal(word("65k")->digits, 2);
    assert_int_equal(word("65,000")->digits, 6);
    assert_int_equal(word("1990s")->digits, 4);
    assert_int_equal(word("12km")->digits, 2);
    assert_int_equal(word("65k")->kind, TOKEN_NUMBER);
}

static void symbols_have_their_code_point_and_no_position(void **state)
{
    (void)state;
    tokenize_text("paid €60 – or $5%");
    static const uint32_t expected[] = {0x20AC, 0x2013, '$', '%'};
    uint32_t seen = 0;
    for (uint32_t i = 0; i < tokens.count; i++)
        if (tokens.items[i].kind == TOKEN_SYMBOL) assert_int_equal(tokens.items[i].code_point, expected[seen++]);
    assert_int_equal(seen, 4);
    assert_true(token_is_symbol(&tokens.items[1], 0x20AC));
    assert_int_equal(tokens.items[1].position, word("60")->position);
    assert_int_equal(tokens.next_position, 4);
}

static void sentences_are_a_gap_apart_and_positions_begin_where_told(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(text_tokenize(arena, slice_of("One two. Three."), 100, &tokens, &error), 0);
    assert_int_equal(word("one")->position, 100);
    assert_int_equal(word("two")->position, 101);
    assert_int_equal(word("three")->position, 102 + TEXT_SENTENCE_GAP);
    assert_int_equal(tokens.next_position, 103 + TEXT_SENTENCE_GAP);
}

static void sentences_of_symbols_leave_no_gap(void **state)
{
    (void)state;
    tokenize_text("One\n\n-\n\n-\n\n-\n\ntwo");
    assert_int_equal(word("two")->position, 1 + TEXT_SENTENCE_GAP);
}

static void an_empty_text_has_no_tokens(void **state)
{
    (void)state;
    tokenize_text("");
    assert_int_equal(tokens.count, 0);
    assert_int_equal(tokens.sentence_count, 0);
    tokenize_text(" \n\t \n");
    assert_int_equal(tokens.count, 0);
    assert_int_equal(tokens.next_position, 0);
}

/* `unit` over and over. */
static void tokenize_many(const char *unit)
{
    size_t size = strlen(unit), length = (size_t)HOSTILE_BYTES / size * size;
    char *text = malloc(length);
    assert_non_null(text);
    for (size_t at = 0; at < length; at += size) memcpy(text + at, unit, size);
    struct error error;
    int status = text_tokenize(arena, slice_make(text, length), 0, &tokens, &error);
    if (status == 0)
        check_order();
    else
        assert_true(error.code == ERROR_NO_MEMORY || error.code == ERROR_LIMIT);
    free(text);
    arena_reset(arena);
}

/* Quadratic time would not come back from these. */
static void megabytes_of_anything_are_read(void **state)
{
    (void)state;
    static const char *const units[] = {"a",
                                        "A",
                                        "7",
                                        "7,",
                                        "7.",
                                        "\n",
                                        " ",
                                        "\xCC\x81",
                                        "\xFF",
                                        "é",
                                        "'",
                                        "a'",
                                        "l'a",
                                        "a.",
                                        "A.",
                                        "A.B",
                                        "a.b.c ",
                                        ".",
                                        ". A",
                                        "東",
                                        "\"",
                                        "’s",
                                        "a\xCC\x81",
                                        "1’",
                                        "\n ",
                                        "x\n",
                                        "x\n\n",
                                        "\xC2\xAD",
                                        "\xE2\x80\x8B",
                                        "Mr. A. ",
                                        "\xF0\x9F\x98\x80"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) tokenize_many(units[i]);
}

static void a_folded_form_is_cut_on_a_character(void **state)
{
    (void)state;
    char text[3000];
    for (size_t at = 0; at < sizeof text; at += 3) memcpy(text + at, "ह", 3);
    tokenize(slice_make(text, sizeof text));
    assert_int_equal(tokens.count, 1);
    assert_int_equal(tokens.items[0].length, sizeof text);
    assert_int_equal(tokens.items[0].folded_length, TEXT_WORD_MAX / 3 * 3);
    memset(text, 'X', sizeof text);
    tokenize(slice_make(text, sizeof text));
    assert_int_equal(tokens.items[0].folded_length, TEXT_WORD_MAX);
    assert_int_equal(tokens.items[0].folded[TEXT_WORD_MAX - 1], 'x');
    memset(text, '7', sizeof text);
    text[sizeof text - 1] = 'k';
    tokenize(slice_make(text, sizeof text));
    assert_int_equal(tokens.items[0].digits, TEXT_WORD_MAX);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    (void)state;
    struct error error;
    struct slice text = slice_make("", TEXT_BYTES_MAX + 1); /* refused before a byte is read */
    assert_int_equal(text_tokenize(arena, text, 0, &tokens, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
}

static void a_full_arena_is_an_error_and_no_crash(void **state)
{
    (void)state;
    const char *text = "Über 65K Ships. Left the U.S. in ’98\n\nfor Fès 12 ١٢ times";
    for (size_t limit = 0; limit < 3000; limit += 16) {
        struct arena *small = arena_new(limit);
        struct error error = {0};
        int status = text_tokenize(small, slice_of(text), 0, &tokens, &error);
        assert_true(status == 0 || error.code == ERROR_NO_MEMORY);
        arena_free(small);
    }
}

static void every_cut_of_a_text_is_read_within_its_bounds(void **state)
{
    (void)state;
    const char *text = "L’été’s U.S.’s 65’000K “Fès” a.b.c\n  é\xCC\x81 ١٬٢ 東\xF0\x9F\x98\x80";
    size_t length = strlen(text);
    for (size_t from = 0; from < length; from++) {
        for (size_t to = from; to <= length; to++) {
            struct slice copy = arena_copy(arena, slice_make(text + from, to - from));
            tokenize(copy);
            check_order();
        }
        arena_reset(arena);
    }
}

/* Pieces that meet each other's rules, in every order. */
static void random_mixtures_are_read_in_order(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",        "B", "the",  "Mr", "U", ".", ".", "!",  "'",    "’",
                                         "”",        "“", "s",    "7",  ",", " ", " ", "\n", "\n  ", "é",
                                         "\xCC\x81", "l", "\xFF", "東", "٧", "٬", "-", "\0", "$",    "İ"};
    char text[256];
    uint32_t seed = 99;
    for (int round = 0; round < 50000; round++) {
        size_t length = 0;
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525 + 1013904223;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            size_t size = *piece ? strlen(piece) : 1;
            memcpy(text + length, piece, size);
            length += size;
        }
        tokenize(arena_copy(arena, slice_make(text, length)));
        check_order();
        arena_reset(arena);
    }
}

static void a_text_of_more_tokens_than_any_article_is_refused_with_its_place(void **state)
{
    (void)state;
    char *text = malloc(TEXT_TOKENS_MAX + 1);
    for (size_t i = 0; i <= TEXT_TOKENS_MAX; i++) text[i] = "1-"[i % 2];
    tokenize(slice_make(text, TEXT_TOKENS_MAX));
    assert_int_equal(tokens.count, TEXT_TOKENS_MAX);
    struct error error;
    assert_int_equal(text_tokenize(arena, slice_make(text, TEXT_TOKENS_MAX + 1), 1, &tokens, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    assert_int_equal(error.offset, TEXT_TOKENS_MAX);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_as_a_news_reader_expects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_end_where_readers_pause, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_spans_its_possessive_and_an_abbreviation_its_dots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(flags_tell_capitals_glue_and_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_number_counts_its_digits_before_the_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(symbols_have_their_code_point_and_no_position, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_are_a_gap_apart_and_positions_begin_where_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_of_symbols_leave_no_gap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_text_has_no_tokens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(megabytes_of_anything_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folded_form_is_cut_on_a_character, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_over_the_limit_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_full_arena_is_an_error_and_no_crash, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_cut_of_a_text_is_read_within_its_bounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_mixtures_are_read_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_of_more_tokens_than_any_article_is_refused_with_its_place, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
