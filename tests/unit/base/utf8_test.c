/* UTF-8 is decoded as Unicode says, and nothing else passes. */
#include "../test.h"

#include <string.h>

#include "base/utf8.h"

static void every_code_point_survives_encoding_and_decoding(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
        char bytes[4];
        size_t written = utf8_encode(code_point, bytes), size;
        assert_int_equal(utf8_decode(bytes, bytes + written, &size), code_point);
        assert_int_equal(size, written);
        if (written > 1) {
            assert_int_equal(utf8_decode(bytes, bytes + written - 1, &size), UTF8_REPLACEMENT);
            assert_int_equal(size, 1);
        }
    }
}

static void ill_formed_sequences_are_replaced_byte_by_byte(void **state)
{
    (void)state;
    const char *const ill_formed[] = {
        "\x80",         "\xBF",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x80\x80",     "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
        "\xE2\x28\xA1", "\xE2\x82\x28"};
    for (size_t i = 0; i < sizeof ill_formed / sizeof *ill_formed; i++) {
        size_t size;
        const char *end = ill_formed[i] + strlen(ill_formed[i]);
        assert_int_equal(utf8_decode(ill_formed[i], end, &size), UTF8_REPLACEMENT);
        assert_int_equal(size, 1);
        assert_int_equal(utf8_valid_prefix(slice_of(ill_formed[i])), 0);
    }
}

static void what_is_no_code_point_is_encoded_as_the_replacement(void **state)
{
    (void)state;
    char bytes[4];
    assert_int_equal(utf8_encode(0xD800, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
}

static void cutting_never_splits_a_character(void **state)
{
    (void)state;
    struct slice text = slice_of("a€𝄞é");
    const size_t floors[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8, 10, 10};
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++) assert_int_equal(utf8_floor(text, i), floors[i]);
    assert_int_equal(utf8_length(text), 4);
    assert_int_equal(utf8_valid_prefix(text), text.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives_encoding_and_decoding),
        cmocka_unit_test(ill_formed_sequences_are_replaced_byte_by_byte),
        cmocka_unit_test(what_is_no_code_point_is_encoded_as_the_replacement),
        cmocka_unit_test(cutting_never_splits_a_character),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
