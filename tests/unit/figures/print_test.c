/* A figure prints as JSON with its words, and in short for the scorers. */
#include "../test.h"

#include <string.h>

#include "figures/extract.h"
#include "figures/print.h"

static void print(const char *text, bool scored, struct buffer *out)
{
    struct arena *arena = arena_new(1 << 20);
    struct text_tokens tokens;
    struct figures figures;
    struct error error;
    assert_int_equal(text_tokenize(arena, slice_of(text), 0, &tokens, &error), 0);
    assert_int_equal(figures_extract(arena, &tokens, (struct figures_hint){0}, &figures, &error), 0);
    assert_int_equal(figures.count, 1);
    struct json_writer json = json_begin(out);
    if (scored)
        figure_print_scored(&json, &figures.items[0]);
    else
        figure_print(&json, &figures.items[0], slice_of(text));
    arena_free(arena);
}

static void expect(const char *text, bool scored, const char *expected)
{
    struct buffer out;
    buffer_init(&out, 1 << 16);
    print(text, scored, &out);
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void a_figure_prints_with_its_words_and_place(void **state)
{
    (void)state;
    expect("Guards stopped about 1,200 swimmers.", false,
           "{\"value\":1200,\"text\":\"1,200\",\"class\":\"count\",\"noun\":\"swimmers\",\"unit\":\"count\","
           "\"unit_text\":\"swimmer\",\"qualifier\":\"~\",\"topic\":[\"guards\",\"stopped\"],\"zone\":\"main\","
           "\"start\":21,\"length\":5}");
}

static void an_interval_prints_both_ends(void **state)
{
    (void)state;
    expect("Fees take 5 to 7 percent.", false,
           "{\"value\":5,\"low\":5,\"high\":7,\"text\":\"5 to 7 percent\",\"class\":\"percent\",\"noun\":\"\","
           "\"unit\":\"percent\",\"unit_text\":\"percentage\",\"qualifier\":\"=\",\"topic\":[\"fees\",\"take\"],"
           "\"zone\":\"main\",\"start\":10,\"length\":14}");
}

static void the_scored_form_leaves_the_verb_out(void **state)
{
    (void)state;
    expect("Guards stopped at least 1,200 swimmers.", true,
           "{\"value\":1200,\"unit\":\"swimmer\",\"change\":\">\",\"concept\":\"guards\"}");
    expect("Fees take 5 to 7 percent.", true,
           "{\"value\":[5,7],\"unit\":\"percentage\",\"change\":\"=\",\"concept\":\"fees\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_prints_with_its_words_and_place),
        cmocka_unit_test(an_interval_prints_both_ends),
        cmocka_unit_test(the_scored_form_leaves_the_verb_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
