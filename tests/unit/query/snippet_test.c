/* Snippets: the right window, the right marks. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "query/snippet.h"

#define ARENA_BYTES ((size_t)1 << 20)

/* Spans where the pieces of text stand, one after the other. */
static size_t spans_of(const char *body, const char *const *pieces, const double *weights, size_t count,
                       struct snippet_span *spans)
{
    const char *from = body;
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(from, pieces[i]);
        assert_non_null(at);
        spans[i] = (struct snippet_span){(uint32_t)(at - body), (uint32_t)strlen(pieces[i]), weights[i]};
        from = at + 1;
    }
    return count;
}

/* The snippet with its marks as [..] and its cuts as "…". */
static void render(struct slice body, const struct zones *zones, const struct snippet_span *spans, size_t count,
                   char *out, size_t size)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct snippet snippet = snippet_make(arena, body, zones, spans, count);
    size_t length = (size_t)snprintf(out, size, "%s", snippet.cut_before ? "…" : ""), at = 0;
    assert_non_null(snippet.text.data);
    for (size_t i = 0; i < snippet.mark_count; i++) {
        struct snippet_mark mark = snippet.marks[i];
        assert_true(mark.start >= at && mark.start + mark.length <= snippet.text.length);
        length += (size_t)snprintf(out + length, size - length, "%.*s[%.*s]", (int)(mark.start - at),
                                   snippet.text.data + at, (int)mark.length, snippet.text.data + mark.start);
        at = mark.start + mark.length;
    }
    snprintf(out + length, size - length, "%.*s%s", (int)(snippet.text.length - at), snippet.text.data + at,
             snippet.cut_after ? "…" : "");
    arena_free(arena);
}

static void expect(const char *body, const struct snippet_span *spans, size_t count, const char *expected)
{
    char actual[2048];
    render(slice_of(body), NULL, spans, count, actual, sizeof actual);
    assert_string_equal(actual, expected);
}

static void a_snippet_stays_in_its_zone(void **state)
{
    (void)state;
    static const char body[] = "Guards stopped two boats. Read Also: Two Boats Found in Ceuta";
    struct zone items[] = {{0, 26, ZONE_MAIN}, {26, sizeof body - 1 - 26, ZONE_RELATED}};
    const struct zones zones = {items, 2};
    const struct snippet_span in_main = {15, 9, 4}, in_related = {37, 9, 4};
    const struct snippet_span both[] = {in_main, in_related};
    char actual[256];
    render(slice_of(body), &zones, &in_main, 1, actual, sizeof actual);
    assert_string_equal(actual, "Guards stopped [two boats].…");
    render(slice_of(body), &zones, &in_related, 1, actual, sizeof actual);
    assert_string_equal(actual, "…Read Also: [Two Boats] Found in Ceuta");
    render(slice_of(body), &zones, both, 2, actual, sizeof actual);
    assert_string_equal(actual, "Guards stopped [two boats].…");
    render(slice_of(body), &zones, NULL, 0, actual, sizeof actual);
    assert_string_equal(actual, "Guards stopped two boats.…");
}

static void a_short_body_is_shown_whole(void **state)
{
    (void)state;
    expect("Two networks.", NULL, 0, "Two networks.");
    expect("", NULL, 0, "");
}

static void marks_follow_the_text_when_white_space_shrinks(void **state)
{
    (void)state;
    const char *body = "  The  border\n\n fence of   Ceuta ";
    struct snippet_span spans[2];
    spans_of(body, (const char *const[]){"border\n\n fence", "Ceuta"}, (double[]){4, 1}, 2, spans);
    expect(body, spans, 2, "The [border fence] of [Ceuta]");
}

#define FILLER                                                                                                         \
    "Nothing of interest stands in this sentence, which only goes on for a while. And neither does anything in this "  \
    "one, however long it may seem to whoever has to read it in full. "

static void without_spans_the_beginning_is_shown_and_cut_at_a_word(void **state)
{
    (void)state;
    char actual[2048];
    render(slice_of(FILLER FILLER FILLER), NULL, NULL, 0, actual, sizeof actual);
    assert_true(strncmp(actual, "Nothing of", 10) == 0);
    assert_non_null(strstr(actual, "…"));
    assert_true(strlen(actual) <= SNIPPET_BYTES + strlen("…"));
}

static void a_phrase_outweighs_single_words_that_stand_before(void **state)
{
    (void)state;
    const char *body = "The border is long. " FILLER FILLER "The border fence was climbed. " FILLER;
    struct snippet_span spans[2];
    char actual[2048];
    spans_of(body, (const char *const[]){"border", "border fence"}, (double[]){1, 4}, 2, spans);
    render(slice_of(body), NULL, spans, 2, actual, sizeof actual);
    assert_true(strncmp(actual, "…The [border fence] was climbed.", strlen("…The [border fence] was climbed.")) == 0);
}

static void two_different_words_outweigh_one_word_three_times(void **state)
{
    (void)state;
    const char *body = "Ceuta, Ceuta, Ceuta. " FILLER FILLER "Ceuta and migration. " FILLER;
    struct snippet_span spans[5];
    char actual[2048];
    spans_of(body, (const char *const[]){"Ceuta", "Ceuta", "Ceuta", "Ceuta", "migration"}, (double[]){1, 1, 1, 1, 1}, 5,
             spans);
    render(slice_of(body), NULL, spans, 5, actual, sizeof actual);
    assert_non_null(strstr(actual, "[Ceuta] and [migration]"));
}

static void a_text_without_spaces_is_cut_between_characters(void **state)
{
    (void)state;
    char body[3 * 400 + 1], actual[2048];
    for (size_t i = 0; i < 400; i++) memcpy(body + 3 * i, "摩", 3);
    body[1200] = 0;
    struct snippet_span span = {600, 3, 1};
    render(slice_of(body), NULL, &span, 1, actual, sizeof actual);
    assert_true(strncmp(actual, "…[摩]摩", strlen("…[摩]摩")) == 0);
    assert_int_equal((strlen(actual) - 2 - 2 * strlen("…")) % 3, 0);
}

static void any_spans_of_any_body_give_marks_in_order(void **state)
{
    (void)state;
    unsigned seed = 3;
    for (int round = 0; round < 3000; round++) {
        char body[1500], actual[4096];
        struct snippet_span spans[40];
        size_t count = 0, length = (size_t)rand_r(&seed) % sizeof body;
        for (size_t i = 0; i < length; i++) body[i] = "ab  .\n\t\xC3\xA9"[rand_r(&seed) % 9];
        for (uint32_t at = 0; count < 40;) {
            uint32_t start = at + (uint32_t)rand_r(&seed) % 60, size = 1 + (uint32_t)rand_r(&seed) % 20;
            if (start + size > length) break;
            spans[count++] = (struct snippet_span){start, size, 1 + rand_r(&seed) % 4};
            at = start + size;
        }
        render(slice_make(body, length), NULL, spans, count, actual, sizeof actual);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_snippet_stays_in_its_zone),
        cmocka_unit_test(a_short_body_is_shown_whole),
        cmocka_unit_test(marks_follow_the_text_when_white_space_shrinks),
        cmocka_unit_test(without_spans_the_beginning_is_shown_and_cut_at_a_word),
        cmocka_unit_test(a_phrase_outweighs_single_words_that_stand_before),
        cmocka_unit_test(two_different_words_outweigh_one_word_three_times),
        cmocka_unit_test(a_text_without_spaces_is_cut_between_characters),
        cmocka_unit_test(any_spans_of_any_body_give_marks_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
