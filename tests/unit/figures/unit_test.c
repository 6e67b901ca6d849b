/* Units are found by code and alias, in the case they are written in where that matters. */
#include "../test.h"

#include <math.h>
#include <string.h>

#include "figures/unit.h"

static void expect(const char *name, const char *code)
{
    const struct unit *unit = unit_find(slice_of(name));
    if (!unit || strcmp(unit->code, code) != 0)
        fail_msg("\"%s\" is %s, not %s", name, unit ? unit->code : "no unit", code);
}

static void aliases_and_codes_name_their_unit(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"usd", "USD"},
        {"US$", "USD"},
        {"dollars", "USD"},
        {"$", "USD"},
        {"€", "EUR"},
        {"eur", "EUR"},
        {"dirhams", "MAD"},
        {"mad", "MAD"},
        {"Swiss francs", "CHF"},
        {"kg", "kg"},
        {"kilos", "kg"},
        {"Tonnes", "t"},
        {"pct", "percent"},
        {"%", "percent"},
        {"percent", "percent"},
        {"square miles", "sq mi"},
        {"km/h", "km/h"},
        {"kph", "km/h"},
        {"month", "month"},
        {"age", "age"},
        {"GWh", "GWh"},
        {"barrels", "barrel"},
        {"MW", "MW"},
        {"mW", "mW"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) expect(rows[i][0], rows[i][1]);
}

static void what_is_no_unit_is_not_found(void **state)
{
    (void)state;
    static const char *const names[] = {"", "attempts", "xyz", "dollarz", "people", "1"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_null(unit_find(slice_of(names[i])));
}

static void every_unit_is_found_by_its_code(void **state)
{
    (void)state;
    assert_true(unit_count() > 200);
    for (size_t i = 0; i < unit_count(); i++) {
        const struct unit *unit = unit_at(i);
        const struct unit *found = unit_find(slice_of(unit->code));
        if (found != unit) fail_msg("the code \"%s\" finds %s", unit->code, found ? found->code : "nothing");
        assert_true(unit->class < FIGURE_CLASSES);
        assert_true(isfinite(unit->factor) && unit->factor > 0 && isfinite(unit->offset));
    }
    assert_null(unit_at(unit_count()));
}

static void units_of_one_dimension_convert_to_one_base(void **state)
{
    (void)state;
    const struct unit *mile = unit_find(slice_of("mile")), *fahrenheit = unit_find(slice_of("degF"));
    assert_string_equal(mile->dimension, unit_find(slice_of("km"))->dimension);
    assert_true(fabs(2 * mile->factor - 3218.688) < 1e-9);
    assert_true(fabs(212 * fahrenheit->factor + fahrenheit->offset - 373.15) < 1e-9);
}

static void classes_have_names_and_names_have_classes(void **state)
{
    (void)state;
    for (int i = 0; i < FIGURE_CLASSES; i++)
        assert_int_equal(figure_class_find(slice_of(figure_class_name((enum figure_class)i))), i);
    assert_int_equal(figure_class_find(slice_of("attempts")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aliases_and_codes_name_their_unit),
        cmocka_unit_test(what_is_no_unit_is_not_found),
        cmocka_unit_test(every_unit_is_found_by_its_code),
        cmocka_unit_test(units_of_one_dimension_convert_to_one_base),
        cmocka_unit_test(classes_have_names_and_names_have_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
