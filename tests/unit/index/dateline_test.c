/* An article's own date is told apart from the dates it speaks of. */
#include "../text/cases.h"

#include "index/dateline.h"

#define ARENA_BYTES ((size_t)16 << 20)

static int failures;

/* "2020-02-06", or nothing. */
static void find(const struct article *article, char out[16])
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct date date;
    out[0] = '\0';
    if (dateline_find(arena, article, &date))
        snprintf(out, 16, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);
    arena_free(arena);
}

static void check(const struct text_case *one)
{
    char found[16];
    find(&(struct article){.id = slice_of("x"), .body = slice_make(one->input, one->input_length)}, found);
    if (strcmp(found, one->expected) == 0) return;
    print_error("%s:%d: expected “%s”, found “%s”\n", one->file, one->line, one->expected, found);
    failures++;
}

static void bylines_and_datelines_tell_the_day_and_prose_does_not(void **state)
{
    (void)state;
    failures = 0;
    each_case("datelines.txt", check);
    assert_int_equal(failures, 0);
}

static void an_address_tells_the_day(void **state)
{
    (void)state;
    static const char *const addresses[][2] = {
        {"https://example.org/2020/02/06/port-grows", "2020-02-06"},
        {"https://example.org/news-2020-02-06.html", "2020-02-06"},
        {"https://example.org/12020-02-06", ""},
        {"https://example.org/2020/13/06/", ""},
        {"https://example.org/2020/02-06/", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        char found[16];
        struct article article = {
            .id = slice_of("x"), .url = slice_of(addresses[i][0]), .body = slice_of("The port grew.")};
        find(&article, found);
        assert_string_equal(found, addresses[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bylines_and_datelines_tell_the_day_and_prose_does_not),
        cmocka_unit_test(an_address_tells_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
