/* Numbers come back from their bytes, and bytes that are no number of 64 bits are refused. */
#include "../test.h"

#include <string.h>

#include "base/varint.h"

static void every_width_comes_back(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits <= 64; bits++) {
        uint64_t value = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1, back = 0;
        char bytes[VARINT_MAX];
        const char *at = bytes, *end = varint_put(bytes, value);
        assert_true(varint_take(&at, end, &back));
        assert_true(back == value);
        assert_ptr_equal(at, end);
        at = bytes;
        assert_false(varint_take(&at, end - 1, &back));
    }
}

static void more_than_64_bits_are_refused(void **state)
{
    (void)state;
    static const unsigned char last[] = {0x02, 0x03, 0x40, 0x7F, 0x80, 0x81};
    for (size_t i = 0; i < sizeof last; i++) {
        char bytes[VARINT_MAX + 1];
        const char *at = bytes;
        uint64_t value;
        memset(bytes, 0x80, VARINT_MAX - 1);
        bytes[VARINT_MAX - 1] = (char)last[i];
        bytes[VARINT_MAX] = 0;
        assert_false(varint_take(&at, bytes + sizeof bytes, &value));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_comes_back),
        cmocka_unit_test(more_than_64_bits_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
