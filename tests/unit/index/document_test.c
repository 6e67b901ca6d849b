/* What an article becomes: its terms, their positions and impacts, values, and rows of the figure column. */
#include "support.h"

#include <math.h>

#include "index/schema.h"

#define REFERENCE 300.0

struct built {
    struct arena *arena;
    struct stemmers *stemmers;
    struct document document;
};

static struct built build_with(const char *stem, struct article article)
{
    struct error error;
    struct built built = {.arena = arena_new((size_t)1 << 30), .stemmers = stemmers_new(slice_of(stem), &error)};
    assert_non_null(built.arena);
    assert_non_null(built.stemmers);
    assert_int_equal(document_build(built.arena, &article, built.stemmers, NULL, REFERENCE, &built.document, &error), 0);
    return built;
}

static struct built build(const char *title, const char *body)
{
    return build_with("en", make_article("id", title, "2021-03-05", body));
}

static void release(struct built *built)
{
    stemmers_free(built->stemmers);
    arena_free(built->arena);
}

static bool has(const struct built *built, const char *term)
{
    return find_posting(&built->document.terms, term) != NULL;
}

static uint32_t position(const struct built *built, const char *term, size_t which)
{
    const struct xap_posting *posting = find_posting(&built->document.terms, term);
    assert_non_null(posting);
    assert_true(which < posting->position_count);
    return posting->positions[which];
}

/* True when `term` stands at the given position. */
static bool stands_at(const struct built *built, const char *term, uint32_t at)
{
    const struct xap_posting *posting = find_posting(&built->document.terms, term);
    for (size_t i = 0; posting && i < posting->position_count; i++) {
        if (posting->positions[i] == at) return true;
    }
    return false;
}

static bool row_has(const struct document_row *row, const char *facet)
{
    for (size_t i = 0; i < row->facet_count; i++) {
        if (slice_is(row->facets[i], facet)) return true;
    }
    return false;
}

static void a_grouped_number_is_found_by_its_plain_digits(void **state)
{
    (void)state;
    struct built built = build("", "Police counted 65,000 attempts.");
    assert_true(has(&built, "65000"));
    assert_false(has(&built, "65,000"));
    assert_int_equal(position(&built, "65000", 0), position(&built, "counted", 0) + 1);
    assert_int_equal(position(&built, "attempts", 0), position(&built, "65000", 0) + 1);
    release(&built);
}

static void sixty_five_k_is_found_both_ways_at_one_position(void **state)
{
    (void)state;
    struct built built = build("", "Police counted 65K attempts.");
    assert_int_equal(position(&built, "65k", 0), position(&built, "65000", 0));
    release(&built);
}

static void a_number_of_several_tokens_keeps_them_and_is_whole_at_both_ends(void **state)
{
    (void)state;
    struct built built = build("", "Police counted 65 thousand attempts and 12 345 arrests.");
    uint32_t first = position(&built, "65", 0), last = position(&built, "thousand", 0);
    assert_int_equal(last, first + 1);
    assert_true(stands_at(&built, "65000", first) && stands_at(&built, "M65000", last));
    assert_false(stands_at(&built, "65000", last) || stands_at(&built, "M65000", first));
    assert_true(stands_at(&built, "M+2", first));
    assert_false(stands_at(&built, "M+2", last));
    first = position(&built, "12", 0);
    assert_true(stands_at(&built, "345", first + 1));
    assert_true(stands_at(&built, "12345", first) && stands_at(&built, "M12345", first + 1));
    release(&built);
}

static void a_spelled_out_figure_is_found_by_its_digits(void **state)
{
    (void)state;
    struct built built = build("", "The navy rescued sixty-five thousand migrants.");
    assert_true(stands_at(&built, "65000", position(&built, "sixty", 0)));
    assert_true(stands_at(&built, "M65000", position(&built, "thousand", 0)));
    assert_true(stands_at(&built, "M+3", position(&built, "five", 0)));
    release(&built);
}

static void spellings_that_are_names_stay_as_written(void **state)
{
    (void)state;
    struct built built =
        build("", "Agent 007 ran version 3.2.1 on the 12th of May 2016 over 5g with 12345678901234567890.");
    assert_true(has(&built, "007"));
    assert_false(has(&built, "7"));
    assert_true(has(&built, "3.2.1"));
    assert_true(has(&built, "12th"));
    assert_true(has(&built, "2016"));
    assert_true(has(&built, "5g"));
    assert_true(has(&built, "12345678901234567890"));
    release(&built);
}

static void a_figure_carries_numeral_terms_where_its_number_stands(void **state)
{
    (void)state;
    struct built built = build("", "Police counted 65,000 attempts.");
    uint32_t at = position(&built, "65000", 0);
    size_t numerals = 0;
    for (size_t i = 0; i < built.document.terms.posting_count; i++) {
        const struct xap_posting *posting = &built.document.terms.postings[i];
        if (posting->term[0] != 'N') continue;
        numerals++;
        assert_int_equal(posting->wdf, 0);
        assert_int_equal(posting->position_count, 1);
        assert_int_equal(posting->positions[0], at);
    }
    assert_true(numerals >= 3);
    release(&built);
}

static void stems_have_no_positions_and_numbers_have_no_stems(void **state)
{
    (void)state;
    struct built built = build("", "Attempts were attempted 65 times.");
    const struct xap_posting *stem = find_posting(&built.document.terms, "Zattempt");
    assert_non_null(stem);
    assert_int_equal(stem->position_count, 0);
    assert_true(stem->wdf > find_posting(&built.document.terms, "attempts")->wdf);
    assert_false(has(&built, "Z65"));
    release(&built);
}

static void stop_words_that_follow_each_other_are_a_pair(void **state)
{
    (void)state;
    struct built built = build("The", "Of the 300 in the sea, it was the navy");
    assert_true(has(&built, "Pof the") && has(&built, "Pin the") && has(&built, "Pit was") && has(&built, "Pwas the"));
    assert_false(has(&built, "Pthe in") || has(&built, "Pthe of") || has(&built, "ZPof the"));
    const struct xap_posting *pair = find_posting(&built.document.terms, "Pof the");
    assert_true(pair->position_count == 0 && pair->wdf == 0);
    release(&built);
}

static void words_of_two_sentences_are_no_pair(void **state)
{
    (void)state;
    struct built built = build("", "That is what it was for. The navy came.");
    assert_true(has(&built, "Pwas for"));
    assert_false(has(&built, "Pfor the"));
    release(&built);
}

static void an_index_without_a_stemmer_has_no_stems(void **state)
{
    (void)state;
    struct built built = build_with("none", make_article("id", "Networks", "", "Attempts were attempted."));
    for (size_t i = 0; i < built.document.terms.posting_count; i++)
        assert_int_not_equal(built.document.terms.postings[i].term[0], 'Z');
    assert_true(has(&built, "Snetworks"));
    release(&built);
}

static void title_words_are_found_in_the_title_and_far_from_the_body(void **state)
{
    (void)state;
    struct built built = build("Morocco Dismantles 80 Networks", "Morocco acted.");
    assert_true(has(&built, "Snetworks") && has(&built, "ZSnetwork") && has(&built, "S80"));
    assert_false(has(&built, "Sacted"));
    assert_int_equal(position(&built, "morocco", 0), 1);
    assert_true(position(&built, "morocco", 1) > position(&built, "networks", 0) + FIELD_GAP - 1);
    assert_int_equal(position(&built, "Smorocco", 0), 1);
    release(&built);
}

static void a_title_figure_is_a_row_of_the_title(void **state)
{
    (void)state;
    struct built built = build("Morocco Dismantles 80 Human Trafficking Networks", "The police acted.");
    assert_int_equal(built.document.row_count, 1);
    const struct document_row *row = &built.document.rows[0];
    assert_int_equal(row->figure.zone, ZONE_TITLE);
    assert_true(row->figure.low == 80 && row->figure.high == 80);
    assert_int_equal(row->figure.start, 19);
    assert_true(row_has(row, "*") && row_has(row, "ccount") && row_has(row, "ucount") && row_has(row, "nnetwork"));
    release(&built);
}

static void a_physical_unit_is_found_by_its_dimension_too(void **state)
{
    (void)state;
    struct built built = build("", "The police seized 3 tonnes of cannabis.");
    assert_int_equal(built.document.row_count, 1);
    const struct document_row *row = &built.document.rows[0];
    assert_true(row->figure.si_low == 3000);
    assert_true(row_has(row, "dkg") && row_has(row, "cmass"));
    release(&built);
}

static void figures_of_furniture_are_searchable_but_not_the_articles(void **state)
{
    (void)state;
    struct built built = build("", "The navy rescued 300 migrants.\n\nRead Also: Spain arrests 4,321 smugglers\n");
    assert_int_equal(built.document.row_count, 1);
    assert_true(built.document.rows[0].figure.low == 300);
    assert_true(has(&built, "4321") && has(&built, "XZrelated") && has(&built, "XZmain"));
    assert_false(has(&built, "N+4034"));
    assert_true(find_posting(&built.document.terms, "smugglers")->wdf <
                find_posting(&built.document.terms, "navy")->wdf);
    release(&built);
}

static void what_a_reader_set_apart_is_furniture(void **state)
{
    static const char main_text[] = "The navy rescued 300 migrants.";
    (void)state;
    struct article article = make_article("id", "", "", "The navy rescued 300 migrants. Trending: 77 ways to rest.");
    article.main_length = sizeof main_text - 1;
    struct built built = build_with("en", article);
    assert_int_equal(built.document.row_count, 1);
    assert_true(built.document.rows[0].figure.low == 300);
    assert_true(has(&built, "77") && has(&built, "XZrelated"));
    release(&built);
    article.main_length = 0;
    built = build_with("en", article);
    assert_int_equal(built.document.row_count, 2);
    release(&built);
}

static void words_that_touch_at_a_seam_are_read_apart(void **state)
{
    (void)state;
    struct article article = make_article("id", "", "", "They crossed in 2016.Trending migrationSpain");
    article.main_length = strlen("They crossed in 2016.Trending migration");
    struct built built = build_with("none", article);
    assert_true(has(&built, "migration") && has(&built, "spain"));
    release(&built);
}

static void impacts_follow_the_formula(void **state)
{
    (void)state;
    /* Four words of the body and one of the title, which counts three times: dl = 7. */
    struct built built = build("Ceuta", "Ceuta and Melilla ceuta.");
    double norm = IMPACT_K1 * (1 - IMPACT_B + IMPACT_B * 7 / REFERENCE);
    assert_int_equal(find_posting(&built.document.terms, "ceuta")->wdf,
                     (uint32_t)round(IMPACT_MAX * 1.0 * 5 / (5 + norm)));
    assert_int_equal(find_posting(&built.document.terms, "melilla")->wdf,
                     (uint32_t)round(IMPACT_MAX * 1.0 * 1 / (1 + norm)));
    assert_int_equal(find_posting(&built.document.terms, "Sceuta")->wdf,
                     (uint32_t)round(IMPACT_MAX * 1.0 * 3 / (3 + norm)));
    release(&built);
}

static void exact_fields_and_values_are_kept(void **state)
{
    (void)state;
    struct article article = {.id = slice_of("Id/1"),
                              .date = slice_of("2021-03"),
                              .source = slice_of("Example.COM"),
                              .url = slice_of("https://Example.com/A"),
                              .language = slice_of("en"),
                              .body = slice_of("x")};
    struct built built = build_with("en", article);
    const struct xap_document *terms = &built.document.terms;
    assert_true(has(&built, "QId/1") && has(&built, "Hexample.com") && has(&built, "Len"));
    assert_true(has(&built, "Uhttps://Example.com/A"));
    assert_int_equal(find_posting(terms, "QId/1")->wdf, 0);
    assert_int_equal(terms->value_count, 5);
    assert_memory_equal(terms->values[0].data, "20210300", 8);
    assert_int_equal(terms->values[3].slot, SLOT_CONTENT_HASH);
    assert_int_equal(terms->values[4].slot, SLOT_ORDER);
    struct article back;
    struct error error;
    assert_int_equal(article_decode(slice_make(terms->data, terms->data_length), &back, &error), 0);
    assert_true(slice_equal(back.source, article.source));
    release(&built);
}

static void an_empty_article_still_has_its_id(void **state)
{
    (void)state;
    struct built built = build("", "");
    assert_true(has(&built, "Qid"));
    assert_int_equal(built.document.row_count, 0);
    release(&built);
}

static void check_order(const struct xap_document *document)
{
    for (size_t i = 0; i < document->posting_count; i++) {
        const struct xap_posting *posting = &document->postings[i];
        assert_in_range(posting->length, 1, TERM_MAX);
        if (i > 0) {
            const struct xap_posting *before = &document->postings[i - 1];
            assert_true(slice_compare(slice_make(before->term, before->length),
                                      slice_make(posting->term, posting->length)) < 0);
        }
        for (size_t k = 1; k < posting->position_count; k++)
            assert_true(posting->positions[k - 1] < posting->positions[k]);
    }
}

static void postings_are_in_the_order_of_the_index(void **state)
{
    (void)state;
    struct built built =
        build("Between 20 and 30 percent of 12 345 Été à Ceuta",
              "Between 32,000 and 65,000 people, two and a half million euros, 65K tonnes; 漢字 Straße "
              "naïve 3.2.1 1990s $5 to $7 billion, minus 4 degrees.\n\nRead Also: 80 networks\n");
    check_order(&built.document.terms);
    release(&built);
}

/* Articles that no newsroom wrote: memory stays within what a body of that size may take. */
static void hostile_bodies_are_built_within_bounds(void **state)
{
    static const char *const patterns[] = {"%zu-%zu.5 ", "a%zu ", "$%zu.%zu million to 999,999,999 km ", "%zu ",
                                           "5%% "};
    enum { BODY_BYTES = 200000 };
    (void)state;
    for (size_t p = 0; p < sizeof patterns / sizeof patterns[0]; p++) {
        struct buffer body;
        buffer_init(&body, BODY_BYTES + 100);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        for (size_t i = 1; body.length < BODY_BYTES; i++) buffer_printf(&body, patterns[p], i * 7919, i * 7919 + i);
#pragma GCC diagnostic pop
        struct built built = build("", body.data);
        size_t positions = 0;
        for (size_t i = 0; i < built.document.terms.posting_count; i++)
            positions += built.document.terms.postings[i].position_count;
        assert_true(positions < (size_t)6 * BODY_BYTES);
        check_order(&built.document.terms);
        buffer_free(&body);
        release(&built);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grouped_number_is_found_by_its_plain_digits),
        cmocka_unit_test(sixty_five_k_is_found_both_ways_at_one_position),
        cmocka_unit_test(a_number_of_several_tokens_keeps_them_and_is_whole_at_both_ends),
        cmocka_unit_test(a_spelled_out_figure_is_found_by_its_digits),
        cmocka_unit_test(spellings_that_are_names_stay_as_written),
        cmocka_unit_test(a_figure_carries_numeral_terms_where_its_number_stands),
        cmocka_unit_test(stems_have_no_positions_and_numbers_have_no_stems),
        cmocka_unit_test(stop_words_that_follow_each_other_are_a_pair),
        cmocka_unit_test(words_of_two_sentences_are_no_pair),
        cmocka_unit_test(an_index_without_a_stemmer_has_no_stems),
        cmocka_unit_test(title_words_are_found_in_the_title_and_far_from_the_body),
        cmocka_unit_test(a_title_figure_is_a_row_of_the_title),
        cmocka_unit_test(a_physical_unit_is_found_by_its_dimension_too),
        cmocka_unit_test(figures_of_furniture_are_searchable_but_not_the_articles),
        cmocka_unit_test(what_a_reader_set_apart_is_furniture),
        cmocka_unit_test(words_that_touch_at_a_seam_are_read_apart),
        cmocka_unit_test(impacts_follow_the_formula),
        cmocka_unit_test(exact_fields_and_values_are_kept),
        cmocka_unit_test(an_empty_article_still_has_its_id),
        cmocka_unit_test(postings_are_in_the_order_of_the_index),
        cmocka_unit_test(hostile_bodies_are_built_within_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
