/* What is laid out directly is what libxapian writes itself, and its checker finds it sound. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static const uint32_t slots[] = {0, 1, 127, 128, 255, 256, 70000, XAP_SLOT_MAX};
enum { SLOTS = sizeof slots / sizeof *slots, TERMS_MAX = 400, POSITIONS_MAX = 300 };

/* ------------------------------------------------------------------ random documents, the same both ways */

static uint64_t random_state;

static uint32_t below(uint64_t limit)
{
    random_state = random_state * 6364136223846793005 + 1442695040888963407;
    return (uint32_t)((random_state >> 33) % limit);
}

/* Small numbers often, great ones sometimes. */
static uint32_t any_number(uint32_t most)
{
    uint32_t bits = below(33);
    uint64_t number = bits == 0 ? 0 : (((uint64_t)below(1u << 31) << 1 | below(2)) & ((UINT64_C(1) << bits) - 1));
    return number > most ? most : (uint32_t)number;
}

/* What a database of one trial is like. */
struct kind {
    const char *name;
    unsigned documents, terms, vocabulary, term_bytes, positions, data_bytes;
};

static const struct kind kinds[] = {
    {"nothing", 0, 0, 1, 1, 0, 0},
    {"empty documents", 20, 0, 1, 1, 0, 0},
    {"few words", 50, 8, 12, 2, 4, 30},
    {"words with NULs", 60, 30, 400, 4, 3, 100},
    {"long words", 80, 60, 3000, 240, 6, 5000},
    {"long texts", 30, 390, 2000, 8, 290, 60000},
    {"long lists", 30000, 3, 5, 3, 1, 20},
    {"without positions", 300, 40, 500, 6, 0, 0},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

struct drawn {
    char words[TERMS_MAX][XAP_TERM_MAX];
    uint32_t positions[TERMS_MAX][POSITIONS_MAX];
    struct xap_posting postings[TERMS_MAX];
    struct xap_value values[SLOTS];
    char value_bytes[SLOTS][3000];
    char data[60000];
    struct xap_document document;
};

/* A word is told by its number, so that documents share words; some bytes are NULs and some 0xff. */
static size_t draw_word(const struct kind *kind, char *out)
{
    static const char bytes[] = {'\0', '\xff', 'a', 'b', 'c', '\xe0', 'x', '\x01'};
    uint64_t number = below(kind->vocabulary) * UINT64_C(0x9e3779b97f4a7c15);
    size_t length = 1 + (number >> 40) % kind->term_bytes;
    size_t stored = 0;
    for (size_t i = 0; i < length; i++) {
        out[i] = bytes[(number >> 8) % sizeof bytes];
        number = number * 6364136223846793005 + 1;
        stored += out[i] == '\0' ? 2 : 1;
        if (stored > XAP_TERM_MAX) return i;
    }
    return length;
}

static int by_term(const void *left, const void *right)
{
    const struct xap_posting *a = left, *b = right;
    int order = memcmp(a->term, b->term, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static size_t draw_positions(const struct kind *kind, uint32_t *out)
{
    uint64_t at = any_number(UINT32_MAX - 1) >> below(20);
    size_t count = kind->positions ? below(kind->positions + 1) : 0, kept = 0;
    for (; kept < count && at <= UINT32_MAX; at += 1 + (below(4) ? below(20) : any_number(1u << 28))) {
        out[kept++] = (uint32_t)at;
    }
    return kept;
}

static void draw_postings(const struct kind *kind, struct drawn *out)
{
    size_t wanted = kind->terms ? below(kind->terms + 1) : 0, count = 0;
    for (size_t i = 0; i < wanted; i++) {
        size_t positions = draw_positions(kind, out->positions[i]);
        out->postings[i] = (struct xap_posting){out->words[i], draw_word(kind, out->words[i]),
                                                any_number(i ? 1000000 : XAP_WDF_MAX), out->positions[i], positions};
    }
    qsort(out->postings, wanted, sizeof *out->postings, by_term);
    for (size_t i = 0; i < wanted; i++) {
        if (count == 0 || by_term(&out->postings[count - 1], &out->postings[i]) != 0)
            out->postings[count++] = out->postings[i];
    }
    out->document.postings = out->postings;
    out->document.posting_count = count;
}

static void draw_values(struct drawn *out)
{
    size_t count = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (below(3) == 0) continue;
        size_t length = below(20) ? below(12) : below(sizeof out->value_bytes[i]);
        for (size_t k = 0; k < length; k++) out->value_bytes[i][k] = (char)below(256);
        out->values[count++] = (struct xap_value){slots[i], out->value_bytes[i], length};
    }
    out->document.values = out->values;
    out->document.value_count = count;
}

static void draw(const struct kind *kind, struct drawn *out)
{
    draw_postings(kind, out);
    draw_values(out);
    out->document.data = out->data;
    out->document.data_length = kind->data_bytes ? below(kind->data_bytes) : 0;
    for (size_t i = 0; i < out->document.data_length; i++) out->data[i] = (char)below(below(2) ? 256 : 3);
}

static void write_drawn(const char *path, enum xap_way way, size_t memory, const struct kind *kind, uint64_t seed)
{
    struct xap_error error = {0};
    struct drawn *drawn = malloc(sizeof *drawn);
    struct xap_writer *writer = xap_create(path, way, memory, &error);
    assert_non_null(writer);
    random_state = seed;
    for (unsigned i = 0; i < kind->documents; i++) {
        draw(kind, drawn);
        if (xap_add(writer, &drawn->document, NULL, &error) != 0) refuse("%s: %s", kind->name, error.message);
    }
    if (seed % 2) assert_int_equal(xap_set_metadata(writer, "schema", "7", 1, &error), 0);
    if (seed % 3) assert_int_equal(xap_set_metadata(writer, "a\xff", "\0b", 2, &error), 0);
    if (xap_writer_finish(writer, &error) != 0) refuse("%s: %s", kind->name, error.message);
    xap_writer_free(writer);
    free(drawn);
}

static void check_same(const char *left, const char *right, const char *what)
{
    char *difference = raw_difference(left, right, slots, SLOTS);
    if (difference) refuse("%s: %s", what, difference);
}

static void check_sound(const char *path, const char *what)
{
    struct xap_error error = {0};
    if (xap_check(path, &error) != 0) refuse("%s: %s", what, error.message);
}

static void compare_both_ways(const char *scratch, const struct kind *kind, unsigned trial, size_t memory)
{
    char name[64], by_api[PATH_BYTES], direct[PATH_BYTES];
    uint64_t seed = trial * 7919 + 1;
    snprintf(name, sizeof name, "%td-%u-api", kind - kinds, trial);
    write_drawn(path_in(scratch, name, by_api), XAP_API, 0, kind, seed);
    snprintf(name, sizeof name, "%td-%u-direct", kind - kinds, trial);
    write_drawn(path_in(scratch, name, direct), XAP_DIRECT, memory, kind, seed);
    check_same(by_api, direct, kind->name);
    check_sound(direct, kind->name);
}

static void both_ways_write_the_same_database(void **state)
{
    for (size_t i = 0; i < KINDS; i++) {
        unsigned trials = kinds[i].documents > 1000 ? 1 : 4;
        for (unsigned trial = 0; trial < trials; trial++) compare_both_ways(*state, &kinds[i], trial, 0);
    }
}

/* Runs of one document, of a few, and more of them than are merged at a time. */
static void runs_that_are_merged_make_the_same_database(void **state)
{
    static const size_t memories[] = {1, 3000, 200000};
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].documents > 1000) continue;
        for (unsigned trial = 0; trial < 3; trial++) compare_both_ways(*state, &kinds[i], trial, memories[trial]);
    }
}

/* Chunks of the sources are put together, and their keys written anew. */
static void a_merge_of_what_was_laid_out_directly_is_that_of_what_libxapian_wrote(void **state)
{
    char paths[2][2][PATH_BYTES], merged[2][PATH_BYTES], name[16];
    for (int way = 0; way < 2; way++) {
        const char *sources[2];
        for (unsigned i = 0; i < 2; i++) {
            snprintf(name, sizeof name, "%d-%u", way, i);
            sources[i] = path_in(*state, name, paths[way][i]);
            write_drawn(sources[i], way ? XAP_DIRECT : XAP_API, 0, &kinds[i ? 6 : 4], 5 + i);
        }
        struct xap_error error = {0};
        snprintf(name, sizeof name, "merged-%d", way);
        assert_int_equal(xap_compact(sources, 2, path_in(*state, name, merged[way]), &error), 0);
    }
    check_same(merged[0], merged[1], "merged");
    check_sound(merged[1], "merged");
}

/* A tree of three levels above the leaves takes some 100,000 leaves of 8 KB with short keys; with keys of 240 bytes, of
 * which a block holds 32, it takes few. */
/* Levels above the leaves of the table of postings, as iamglass says: behind magic (16 bytes), uuid (16) and revision (1)
 * stand its root block and, above two flags, the level. */
static unsigned postings_level(const char *path)
{
    char name[PATH_BYTES];
    unsigned char bytes[64] = {0};
    FILE *file = fopen(path_in(path, "iamglass", name), "r");
    assert_non_null(file);
    assert_true(fread(bytes, 1, sizeof bytes, file) > 40);
    fclose(file);
    size_t at = 33;
    while (bytes[at++] & 0x80) continue;
    return bytes[at] >> 2;
}

static void a_deep_tree_finds_every_entry(void **state)
{
    enum { WORDS = 60000 };
    char path[PATH_BYTES], word[XAP_TERM_MAX];
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path_in(*state, "db", path), XAP_DIRECT, 0, &error);
    memset(word, 'w', sizeof word);
    for (unsigned i = 0; i < WORDS; i++) {
        char digits[16];
        snprintf(digits, sizeof digits, "%08u", i * 7919 % WORDS);
        memcpy(word + sizeof word - 8, digits, 8);
        struct xap_posting posting = {word, sizeof word, 1, NULL, 0};
        struct xap_document document = {.postings = &posting, .posting_count = 1};
        assert_int_equal(xap_add(writer, &document, NULL, &error), 0);
    }
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
    check_sound(path, "deep");
    assert_true(postings_level(path) >= 3);
    struct xap_reader *reader = open_one(path);
    for (unsigned i = 0; i < WORDS; i += 97) {
        char digits[16];
        uint32_t docid = 0;
        snprintf(digits, sizeof digits, "%08u", i * 7919 % WORDS);
        memcpy(word + sizeof word - 8, digits, 8);
        assert_int_equal(xap_find(reader, 0, word, sizeof word, &docid, &error), 0);
        assert_int_equal(docid, i + 1);
    }
    xap_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_ways_write_the_same_database),
        TEST(runs_that_are_merged_make_the_same_database),
        TEST(a_merge_of_what_was_laid_out_directly_is_that_of_what_libxapian_wrote),
        TEST(a_deep_tree_finds_every_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
