/* Where the socket is looked for. */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "wire/socket_path.h"

static const char *found(const char *given)
{
    static struct sockaddr_un address;
    struct error error;
    assert_int_equal(socket_path_find(given, &address, &error), 0);
    return address.sun_path;
}

static void the_given_path_goes_before_the_environment(void **state)
{
    (void)state;
    setenv("TALLY_SOCKET", "/tmp/b.sock", 1);
    assert_string_equal(found("/tmp/a.sock"), "/tmp/a.sock");
    assert_string_equal(found(NULL), "/tmp/b.sock");
}

static void the_runtime_directory_goes_before_the_system(void **state)
{
    (void)state;
    unsetenv("TALLY_SOCKET");
    setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    assert_string_equal(found(NULL), "/run/user/7/tally.sock");
    setenv("XDG_RUNTIME_DIR", "", 1);
    assert_string_equal(found(NULL), "/run/tally/tally.sock");
}

static void a_path_longer_than_a_socket_can_have_is_refused(void **state)
{
    (void)state;
    char path[SOCKET_PATH_MAX + 2];
    memset(path, 'a', sizeof path - 1);
    path[SOCKET_PATH_MAX] = '\0';
    assert_string_equal(found(path), path);
    path[SOCKET_PATH_MAX] = 'a';
    path[SOCKET_PATH_MAX + 1] = '\0';
    struct sockaddr_un address;
    struct error error;
    assert_int_equal(socket_path_find(path, &address, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_given_path_goes_before_the_environment),
        cmocka_unit_test(the_runtime_directory_goes_before_the_system),
        cmocka_unit_test(a_path_longer_than_a_socket_can_have_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
