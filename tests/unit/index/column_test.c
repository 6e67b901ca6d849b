/* The figure column against plain arrays: what goes in comes out, ranges answer as brute force does, damage does not
 * lead outside the file. */
#include "index/column.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "index/column_file.h"
#include "random.h"

#define FIGURES      3000
#define QUERIES      4000
#define FEW_FIGURES  24
#define RANDOM_BITS  20000
#define FILE_BYTES   ((size_t)1 << 24)
#define QUERY_FACETS 4

/* Every figure has the first; one of each further row. */
static const char *const classes[] = {"cmass", "cmoney", "ccount"};
static const char *const units[] = {"ukg", "ut", "ulb", "uUSD"};
static const double factors[] = {1, 1000, 0.45359237, 0};
static const char *const words[] = {"nattempt", "nperson", "ttrial", "nship", "tport", "dkgx", "n", "nperso"};

struct entry {
    struct column_figure figure;
    struct slice facets[COLUMN_FACETS_MAX];
    size_t facet_count;
};

struct fixture {
    char folder[64], path[96];
    struct entry *entries;
    size_t count;
    struct column *column;
};

static double some_value(struct random *random)
{
    static const double scales[] = {1, 1, 10, 1000, 0.5, 1e12};
    double value = (double)below(random, 60) * scales[below(random, 6)];
    return below(random, 5) ? value : -value;
}

static void add_facet(struct entry *entry, const char *name)
{
    entry->facets[entry->facet_count++] = slice_of(name);
}

static void add_facets(struct random *random, struct entry *entry, size_t unit)
{
    add_facet(entry, "*");
    add_facet(entry, classes[below(random, 3)]);
    add_facet(entry, units[unit]);
    if (factors[unit] != 0) add_facet(entry, "dkg");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (below(random, i + 2) == 0) add_facet(entry, words[i]);
}

static struct entry random_entry(struct random *random, uint32_t docid)
{
    struct entry entry = {.facet_count = 0};
    size_t unit = below(random, 4);
    double factor = factors[unit] != 0 ? factors[unit] : 1, low = some_value(random);
    double high = below(random, 6) ? low : low + fabs(some_value(random));
    entry.figure = (struct column_figure){
        .low = low,
        .high = high,
        .si_low = low * factor,
        .si_high = high * factor,
        .docid = docid,
        .start = (uint32_t)next(random),
        .length = (uint32_t)below(random, 90),
        .class = (enum figure_class)below(random, FIGURE_CLASSES),
        .qualifier = (enum figure_qualifier)below(random, FIGURE_QUALIFIERS),
        .zone = (enum zone_kind)below(random, ZONE_KINDS),
        .unit = slice_of(units[unit] + 1),
        .noun = slice_of(words[below(random, 8)]),
        .unit_text = slice_of(below(random, 2) ? "tonnes" : ""),
        .per = slice_of(below(random, 9) ? "" : "year"),
        .period = slice_of(below(random, 9) ? "" : "first quarter of 2022"),
    };
    add_facets(random, &entry, unit);
    return entry;
}

static void add_entry(struct column_builder *builder, const struct entry *entry)
{
    assert_int_equal(column_builder_add(builder, &entry->figure, entry->facets, entry->facet_count, NULL), 0);
}

static struct fixture *fixture_new(size_t count, uint64_t seed)
{
    struct random random = {seed};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    const char *temporary = getenv("TMPDIR");
    snprintf(fixture->folder, sizeof fixture->folder, "%.40s/column-XXXXXX", temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/column", fixture->folder);
    fixture->entries = calloc(count + 1, sizeof *fixture->entries);
    fixture->count = count;
    struct column_builder *builder = column_builder_new();
    uint32_t docid = 1;
    for (size_t i = 0; i < count; i++) {
        if (below(&random, 3) == 0) docid += (uint32_t)below(&random, 4);
        fixture->entries[i] = random_entry(&random, docid);
        add_entry(builder, &fixture->entries[i]);
    }
    assert_int_equal(column_builder_write(builder, fixture->path, NULL), 0);
    column_builder_free(builder);
    struct error error;
    fixture->column = column_open(fixture->path, &error);
    if (!fixture->column) fail_msg("%s", error.message);
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    column_close(fixture->column);
    assert_int_equal(file_remove_tree(fixture->folder, NULL), 0);
    free(fixture->entries);
    free(fixture);
}

static void assert_same_figure(const struct column_figure *a, const struct column_figure *b)
{
    assert_true(a->low == b->low && a->high == b->high && a->si_low == b->si_low && a->si_high == b->si_high);
    assert_true(a->docid == b->docid && a->start == b->start && a->length == b->length);
    assert_true(a->class == b->class && a->qualifier == b->qualifier && a->zone == b->zone);
    assert_true(slice_equal(a->unit, b->unit) && slice_equal(a->noun, b->noun));
    assert_true(slice_equal(a->unit_text, b->unit_text) && slice_equal(a->per, b->per));
    assert_true(slice_equal(a->period, b->period));
}

static bool entry_has(const struct entry *entry, struct slice name)
{
    for (size_t i = 0; i < entry->facet_count; i++)
        if (slice_equal(entry->facets[i], name)) return true;
    return false;
}

static void assert_same_facets(const struct column *column, uint32_t ordinal, const struct entry *entry)
{
    uint32_t facets[COLUMN_FACETS_MAX];
    assert_int_equal(column_figure_facets(column, ordinal, facets), entry->facet_count);
    for (size_t i = 0; i < entry->facet_count; i++) assert_true(entry_has(entry, column_facet_name(column, facets[i])));
    for (uint32_t facet = 0; facet < column_facet_count(column); facet++)
        assert_int_equal(column_figure_has(column, ordinal, facet), entry_has(entry, column_facet_name(column, facet)));
}

static void figures_and_their_facets_come_back_as_they_were_given(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FIGURES, 1);
    assert_int_equal(column_figure_count(fixture->column), FIGURES);
    for (uint32_t ordinal = 0; ordinal < FIGURES; ordinal++) {
        struct column_figure figure = column_figure_at(fixture->column, ordinal);
        assert_same_figure(&figure, &fixture->entries[ordinal].figure);
        assert_same_facets(fixture->column, ordinal, &fixture->entries[ordinal]);
    }
    fixture_free(fixture);
}

static void a_document_has_its_own_figures(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FIGURES, 2);
    uint32_t seen = 0, last = fixture->entries[FIGURES - 1].figure.docid;
    assert_int_equal(column_docid_max(fixture->column), last);
    for (uint32_t docid = 0; docid <= last + 1; docid++) {
        uint32_t first, count;
        column_document_figures(fixture->column, docid, &first, &count);
        assert_int_equal(first, seen);
        for (uint32_t i = 0; i < count; i++) assert_int_equal(fixture->entries[first + i].figure.docid, docid);
        seen += count;
    }
    assert_int_equal(seen, FIGURES);
    fixture_free(fixture);
}

static void facets_are_found_by_name_and_listed_in_order(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FIGURES, 3);
    uint32_t facet, size = 0;
    for (uint32_t i = 0; i < column_facet_count(fixture->column); i++) {
        struct slice name = column_facet_name(fixture->column, i);
        assert_true(column_facet_find(fixture->column, name, &facet));
        assert_int_equal(facet, i);
        if (i) assert_true(slice_compare(column_facet_name(fixture->column, i - 1), name) < 0);
    }
    assert_false(column_facet_find(fixture->column, slice_of("nothing"), &facet));
    assert_false(column_facet_find(fixture->column, slice_of(""), &facet));
    assert_true(column_facet_find(fixture->column, slice_of("nattempt"), &facet));
    for (size_t i = 0; i < FIGURES; i++) size += entry_has(&fixture->entries[i], slice_of("nattempt"));
    assert_int_equal(column_facet_size(fixture->column, facet), size);
    fixture_free(fixture);
}

struct query {
    uint32_t facets[QUERY_FACETS];
    size_t facet_count;
    struct range range;
};

static struct query random_query(struct random *random, const struct column *column)
{
    struct query query = {.facet_count = 1 + below(random, QUERY_FACETS)};
    for (size_t i = 0; i < query.facet_count; i++)
        query.facets[i] = (uint32_t)below(random, column_facet_count(column));
    double low = some_value(random), high = below(random, 8) ? low + fabs(some_value(random)) : some_value(random);
    query.range = (struct range){.low = low, .high = high, .low_open = below(random, 2), .high_open = below(random, 2)};
    if (below(random, 5) == 0) query.range.low = -INFINITY;
    if (below(random, 5) == 0) query.range.high = INFINITY;
    query.range.about = below(random, 4) == 0;
    query.range.about_low = query.range.low - (double)below(random, 100);
    query.range.about_high = query.range.high + (double)below(random, 100);
    return query;
}

static bool entry_matches(const struct fixture *fixture, const struct entry *entry, const struct query *query)
{
    for (size_t i = 0; i < query->facet_count; i++)
        if (!entry_has(entry, column_facet_name(fixture->column, query->facets[i]))) return false;
    const struct column_figure *figure = &entry->figure;
    bool converted = column_facet_name(fixture->column, query->facets[0]).data[0] == FACET_DIMENSION;
    return converted ? range_holds(query->range, figure->si_low, figure->si_high, figure->qualifier)
                     : range_holds(query->range, figure->low, figure->high, figure->qualifier);
}

struct visits {
    const struct fixture *fixture;
    unsigned char *times; /* by ordinal */
};

static void count_visit(void *context, uint32_t ordinal, uint32_t docid)
{
    struct visits *visits = context;
    assert_true(ordinal < visits->fixture->count);
    assert_int_equal(docid, visits->fixture->entries[ordinal].figure.docid);
    visits->times[ordinal]++;
}

static size_t compare_answers(const struct fixture *fixture, const struct query *query)
{
    size_t found = 0;
    struct visits visits = {fixture, calloc(fixture->count, 1)};
    column_range(fixture->column, query->facets, query->facet_count, query->range, count_visit, &visits);
    for (uint32_t ordinal = 0; ordinal < fixture->count; ordinal++) {
        bool matches = entry_matches(fixture, &fixture->entries[ordinal], query);
        assert_int_equal(visits.times[ordinal], matches);
        assert_int_equal(
            column_figure_matches(fixture->column, ordinal, query->facets, query->facet_count, query->range), matches);
        found += matches;
    }
    free(visits.times);
    return found;
}

static void ranges_answer_as_brute_force_does(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FIGURES, 4);
    struct random random = {5};
    size_t found = 0;
    for (int i = 0; i < QUERIES; i++) {
        struct query query = random_query(&random, fixture->column);
        found += compare_answers(fixture, &query);
    }
    assert_true(found > QUERIES);
    fixture_free(fixture);
}

static void a_column_without_figures_is_a_column(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(0, 6);
    uint32_t first, count, facet;
    assert_int_equal(column_figure_count(fixture->column), 0);
    assert_int_equal(column_docid_max(fixture->column), 0);
    assert_false(column_facet_find(fixture->column, slice_of("*"), &facet));
    column_document_figures(fixture->column, 1, &first, &count);
    assert_int_equal(count, 0);
    fixture_free(fixture);
}

static void columns_merge_through_names(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FIGURES, 7);
    struct column_builder *builder = column_builder_new();
    for (uint32_t ordinal = 0; ordinal < FIGURES; ordinal++) {
        uint32_t facets[COLUMN_FACETS_MAX];
        struct entry entry = {.figure = column_figure_at(fixture->column, ordinal)};
        entry.facet_count = column_figure_facets(fixture->column, ordinal, facets);
        for (size_t i = 0; i < entry.facet_count; i++) entry.facets[i] = column_facet_name(fixture->column, facets[i]);
        add_entry(builder, &entry);
    }
    char copy[128];
    snprintf(copy, sizeof copy, "%s.copy", fixture->path);
    assert_int_equal(column_builder_write(builder, copy, NULL), 0);
    column_builder_free(builder);
    struct column *column = column_open(copy, NULL);
    assert_int_equal(column_figure_count(column), FIGURES);
    for (uint32_t ordinal = 0; ordinal < FIGURES; ordinal++) {
        struct column_figure figure = column_figure_at(column, ordinal);
        assert_same_figure(&figure, &fixture->entries[ordinal].figure);
        assert_same_facets(column, ordinal, &fixture->entries[ordinal]);
    }
    column_close(column);
    fixture_free(fixture);
}

static void refuse(struct column_figure figure, size_t facet_count, const char *facet, enum error_code code)
{
    struct slice facets[COLUMN_FACETS_MAX + 1];
    for (size_t i = 0; i < facet_count; i++) facets[i] = slice_of(facet);
    struct column_builder *builder = column_builder_new();
    struct column_figure fine = {.docid = 2};
    struct slice any = slice_of("*");
    struct error error;
    assert_int_equal(column_builder_add(builder, &fine, &any, 1, &error), 0);
    assert_int_equal(column_builder_add(builder, &figure, facets, facet_count, &error), -1);
    assert_int_equal(error.code, code);
    column_builder_free(builder);
}

static void figures_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    refuse((struct column_figure){.docid = 1}, 1, "*", ERROR_BAD_INPUT);
    refuse((struct column_figure){.docid = 2, .low = 2, .high = 1}, 1, "*", ERROR_BAD_INPUT);
    refuse((struct column_figure){.docid = 2, .si_low = NAN, .si_high = NAN}, 1, "*", ERROR_BAD_INPUT);
    refuse((struct column_figure){.docid = 2, .high = INFINITY}, 1, "*", ERROR_BAD_INPUT);
    refuse((struct column_figure){.docid = 2}, 1, "", ERROR_BAD_INPUT);
    refuse((struct column_figure){.docid = 2}, COLUMN_FACETS_MAX + 1, "*", ERROR_LIMIT);
}

static void a_long_text_is_cut_on_a_character(void **state)
{
    (void)state;
    char text[COLUMN_TEXT_MAX + 20];
    memset(text, 'a', sizeof text);
    memcpy(text + COLUMN_TEXT_MAX - 1, "é", 2);
    struct fixture *fixture = fixture_new(1, 8);
    struct column_builder *builder = column_builder_new();
    struct column_figure figure = {.docid = 1, .noun = slice_make(text, sizeof text)};
    assert_int_equal(column_builder_add(builder, &figure, NULL, 0, NULL), 0);
    char path[128];
    snprintf(path, sizeof path, "%s.long", fixture->path);
    assert_int_equal(column_builder_write(builder, path, NULL), 0);
    struct column *column = column_open(path, NULL);
    assert_int_equal(column_figure_at(column, 0).noun.length, COLUMN_TEXT_MAX - 1);
    column_close(column);
    column_builder_free(builder);
    fixture_free(fixture);
}

static void an_existing_file_is_not_written_over(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(3, 9);
    struct column_builder *builder = column_builder_new();
    struct error error;
    assert_int_equal(column_builder_write(builder, fixture->path, &error), -1);
    assert_int_equal(error.code, ERROR_SYSTEM);
    column_builder_free(builder);
    fixture_free(fixture);
}

static void what_cannot_be_opened_says_why(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(3, 10);
    struct error error;
    assert_null(column_open("/nowhere/column", &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    char path[128];
    snprintf(path, sizeof path, "%s.short", fixture->path);
    assert_int_equal(file_create(path, slice_of("tallycol"), NULL), 0);
    assert_null(column_open(path, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    assert_int_equal(file_replace(path, slice_of(""), NULL), 0);
    assert_null(column_open(path, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    fixture_free(fixture);
}

/* ---- damage: the bytes stand in a heap block of their own, where the address sanitizer sees a step outside */

static uint64_t touch(struct slice text)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < text.length; i++) sum += (unsigned char)text.data[i];
    return sum;
}

static void check_visit(void *context, uint32_t ordinal, uint32_t docid)
{
    const struct column *column = context;
    assert_true(ordinal < column_figure_count(column));
    assert_true(docid >= 1 && docid <= column_docid_max(column));
}

static uint64_t touch_text(const struct column *column, struct slice text)
{
    if (text.length)
        assert_true(text.data > column->texts && text.data + text.length <= column->texts + column->counts.texts);
    return touch(text);
}

static uint64_t touch_figure(const struct column *column, uint32_t ordinal)
{
    uint32_t facets[COLUMN_FACETS_MAX];
    struct column_figure figure = column_figure_at(column, ordinal);
    assert_true(figure.class < FIGURE_CLASSES && figure.qualifier < FIGURE_QUALIFIERS && figure.zone < ZONE_KINDS);
    size_t count = column_figure_facets(column, ordinal, facets);
    for (size_t i = 0; i < count; i++) assert_true(facets[i] < column_facet_count(column));
    if (column_facet_count(column)) column_figure_has(column, ordinal, column_facet_count(column) - 1);
    return touch_text(column, figure.unit) + touch_text(column, figure.noun) + touch_text(column, figure.unit_text) +
           touch_text(column, figure.per) + touch_text(column, figure.period);
}

static uint64_t use_everything(const struct column *column)
{
    static const struct range ranges[] = {{.low = -INFINITY, .high = INFINITY},
                                          {.low = 3, .high = 30, .low_open = true, .high_open = true},
                                          {.low = 5, .high = 5}};
    uint64_t sum = 0;
    uint32_t first, count, found;
    for (uint32_t i = 0; i < column_figure_count(column); i++) sum += touch_figure(column, i);
    for (uint32_t docid = 0; docid < 12; docid++) {
        column_document_figures(column, docid, &first, &count);
        assert_true((uint64_t)first + count <= column_figure_count(column));
    }
    for (uint32_t facet = 0; facet < column_facet_count(column); facet++) {
        sum += touch(column_facet_name(column, facet)) + column_facet_find(column, slice_of("nship"), &found);
        uint32_t facets[] = {facet, (facet + 1) % column_facet_count(column)};
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
            column_range(column, facets, 1 + i % 2, ranges[i], check_visit, (void *)(uintptr_t)column);
    }
    return sum;
}

/* Whether the bytes pass for a column; when they do, everything is used. */
static bool survives(const char *bytes, size_t length)
{
    struct error error;
    char *block = malloc(length ? length : 1);
    memcpy(block, bytes, length);
    struct column column = {.map = block, .map_bytes = length};
    bool passes = column_check(&column, "column", &error) == 0;
    if (passes)
        use_everything(&column);
    else
        assert_true(error.code == ERROR_CORRUPT || error.code == ERROR_VERSION);
    free(block);
    return passes;
}

static struct buffer bytes_of(const struct fixture *fixture)
{
    struct buffer bytes;
    buffer_init(&bytes, FILE_BYTES);
    assert_int_equal(file_read(fixture->path, &bytes, NULL), 0);
    return bytes;
}

static void a_flipped_byte_leads_nowhere(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FEW_FIGURES, 11);
    struct buffer bytes = bytes_of(fixture);
    assert_true(survives(bytes.data, bytes.length));
    size_t refused = 0;
    for (size_t at = 0; at < bytes.length; at++) {
        for (int bit = -1; bit < 8; bit++) {
            char mask = (char)(bit < 0 ? 0xFF : 1 << bit);
            bytes.data[at] ^= mask;
            refused += !survives(bytes.data, bytes.length);
            bytes.data[at] ^= mask;
        }
    }
    assert_true(refused > bytes.length);
    buffer_free(&bytes);
    fixture_free(fixture);
}

static void many_flipped_bits_lead_nowhere(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FEW_FIGURES, 12);
    struct buffer bytes = bytes_of(fixture);
    struct random random = {13};
    for (int trial = 0; trial < RANDOM_BITS; trial++) {
        size_t places[8], count = 1 + below(&random, 8);
        char masks[8];
        for (size_t i = 0; i < count; i++) {
            places[i] = below(&random, bytes.length);
            masks[i] = (char)below(&random, 256);
            bytes.data[places[i]] ^= masks[i];
        }
        survives(bytes.data, bytes.length);
        for (size_t i = 0; i < count; i++) bytes.data[places[i]] ^= masks[i];
    }
    assert_true(survives(bytes.data, bytes.length));
    buffer_free(&bytes);
    fixture_free(fixture);
}

/* The header says the new length, so that the sections are what is checked. */
static void a_truncated_file_is_refused(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FEW_FIGURES, 14);
    struct buffer bytes = bytes_of(fixture);
    for (uint64_t length = 0; length < bytes.length; length++) {
        assert_false(survives(bytes.data, length));
        memcpy(bytes.data + offsetof(struct column_header, file_bytes), &length, sizeof length);
        bool padding_alone = bytes.length - length < COLUMN_ALIGNMENT;
        if (survives(bytes.data, length)) assert_true(padding_alone);
    }
    buffer_free(&bytes);
    fixture_free(fixture);
}

static void a_newer_version_is_named(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new(FEW_FIGURES, 15);
    struct buffer bytes = bytes_of(fixture);
    struct column column = {.map = bytes.data, .map_bytes = bytes.length};
    struct error error;
    bytes.data[offsetof(struct column_header, version)] = COLUMN_VERSION + 1;
    assert_int_equal(column_check(&column, "column", &error), -1);
    assert_int_equal(error.code, ERROR_VERSION);
    buffer_free(&bytes);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_and_their_facets_come_back_as_they_were_given),
        cmocka_unit_test(a_document_has_its_own_figures),
        cmocka_unit_test(facets_are_found_by_name_and_listed_in_order),
        cmocka_unit_test(ranges_answer_as_brute_force_does),
        cmocka_unit_test(a_column_without_figures_is_a_column),
        cmocka_unit_test(columns_merge_through_names),
        cmocka_unit_test(figures_that_make_no_sense_are_refused),
        cmocka_unit_test(a_long_text_is_cut_on_a_character),
        cmocka_unit_test(an_existing_file_is_not_written_over),
        cmocka_unit_test(what_cannot_be_opened_says_why),
        cmocka_unit_test(a_flipped_byte_leads_nowhere),
        cmocka_unit_test(many_flipped_bits_lead_nowhere),
        cmocka_unit_test(a_truncated_file_is_refused),
        cmocka_unit_test(a_newer_version_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
