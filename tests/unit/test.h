/* What every unit test includes: cmocka with the headers it wants before it. */
#ifndef TALLY_TESTS_TEST_H
#define TALLY_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* cmocka's fail() is a macro, ours a function of base/error.h; fail_msg() is there for tests, without the macro. */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#endif
