/* test_glance.c - what fits at a glance fits on a closer look, too, and numbers are the same: glance.c, and the quick
 * ways in number.c and string_format.c. */
#include "glance.h"

#include "checking.h"
#include "examine.h"
#include "number.h"
#include "string_format.h"
#include "text.h"
#include "value.h"

static uint64_t seed = 1;

static unsigned next_random(unsigned limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % limit;
}

static rg_text make_text(char *bytes, size_t room, const char *choices)
{
    size_t size = 1 + next_random((unsigned)room);
    for (size_t i = 0; i < size; i++)
        bytes[i] = choices[next_random((unsigned)strlen(choices))];
    return (rg_text){bytes, size};
}

/* Numbers by strtod, which knows them better than anybody. */
static void simple_numbers_are_read_exactly(void **state)
{
    (void)state;
    const rg_value_type types[] = {{.type = RG_TYPE_NUMBER, .decimal_char = '.', .bare_number = true},
                                   {.type = RG_TYPE_INTEGER, .decimal_char = '.', .bare_number = true}};
    unsigned simple = 0;
    for (int i = 0; i < 40000; i++) {
        char bytes[24] = {0};
        rg_text text = make_text(bytes, 17, i % 4 ? "0123456789" : "0123456789.,-+ /:");
        if (i % 3 == 0)
            bytes[next_random((unsigned)text.size)] = '.';
        for (size_t t = 0; t < LENGTH(types); t++) {
            double quick = 0, slow = 0;
            if (!rg_number_simple(&types[t], text, &quick))
                continue;
            simple++;
            assert_true(strspn(bytes, t ? "0123456789" : "0123456789.") == text.size);
            assert_true(rg_value_fits(&types[t], text, &slow));
            if (memcmp(&quick, &slow, sizeof quick) != 0 || quick < strtod(bytes, NULL) || quick > strtod(bytes, NULL))
                fail_msg("%s is %.17g, not %.17g", bytes, quick, strtod(bytes, NULL));
        }
    }
    assert_true(simple > 20000);
    double number;
    assert_false(rg_number_simple(&types[0], T("."), &number));
    assert_false(rg_number_simple(&types[0], T(""), &number));
    assert_true(rg_number_simple(&types[0], T("5."), &number) && rg_number_simple(&types[0], T(".5"), &number));
}

static void addresses_are_those_of_the_system(void **state)
{
    (void)state;
    unsigned found = 0;
    for (int i = 0; i < 40000; i++) {
        char bytes[32];
        int size = snprintf(bytes, sizeof bytes, "%s%u.%u.%u.%u%s", i % 7 ? "" : "0", next_random(300),
                            next_random(260), next_random(30), next_random(260), i % 11 ? "" : ".");
        /* An address may be a part of a list, not the end of a string. */
        bool fits = rg_format_fits(RG_FORMAT_IPV4, (rg_text){bytes, (size_t)size});
        unsigned parts[4];
        char rest;
        bool expected = i % 11 && sscanf(bytes, "%u.%u.%u.%u%c", parts, parts + 1, parts + 2, parts + 3, &rest) == 4 &&
                        parts[0] < 256 && parts[1] < 256 && parts[3] < 256 && (bytes[0] != '0' || bytes[1] == '.');
        if (fits != expected)
            fail_msg("%s", bytes);
        found += fits;
    }
    assert_true(found > 1000);
}

/* Each example that a template of ours declares, and values made of their parts. */
static void what_fits_at_a_glance_fits_on_a_closer_look(void **state)
{
    (void)state;
    rg_template *t;
    rg_matcher *matcher;
    rg_findings findings = {0};
    rg_arena arena = {0};
    unsigned quick = 0;
    assert_int_equal(rg_template_builtin(&t, "import-template", NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    for (size_t column = 0; column < t->column_count; column++) {
        const rg_column *c = &t->columns[column];
        const char *name = c->name;
        rg_glance glance = rg_glance_at(t, column);
        double number = 0, numbers[64];
        rg_glancer glancer = {&glance, matcher, numbers, rg_lately_none(&arena, 1)};
        rg_layout layout = {.t = t, .field_count = 1, .column_of = &column, .names = &name};
        const rg_strings *lists[] = {&c->accept, &c->reject};
        for (int i = 0; i < 3000; i++) {
            const rg_strings *list = lists[next_random(2)];
            if (!list->count)
                continue;
            char bytes[300];
            const char *example = list->items[next_random((unsigned)list->count)];
            size_t size = (size_t)snprintf(bytes, sizeof bytes, "%s%s", example, next_random(3) ? "" : " ");
            if (next_random(2) && size > 1)
                size = 1 + next_random((unsigned)size);
            if (next_random(3) == 0 && size)
                bytes[next_random((unsigned)size)] = "0.,: -x\"9"[next_random(9)];
            rg_text value = {bytes, size};
            if (!size || rg_utf8_valid_prefix(value) < size)
                continue;
            rg_field field = {value, value, false};
            rg_row row = {
                .bytes = value, .line = 1, .fields = &field, .field_count = 1, .field_total = 1, .is_decoded = true};
            rg_findings_clear(&findings);
            rg_examiner examiner = {&layout, matcher, &findings, numbers, NULL};
            if (rg_glance_over(&glancer, &row, 0, 1) == 0)
                continue;
            quick++;
            number = numbers[column];
            assert_int_equal(rg_examine_field(&examiner, &row, 0, NULL), RG_OK);
            if (findings.count || (number < numbers[column]) || (number > numbers[column]))
                fail_msg("%s: %.*s: %s", name, (int)size, bytes, findings.count ? findings.items[0].message : "number");
        }
    }
    assert_true(quick > 10000);
    rg_arena_free(&arena);
    rg_findings_free(&findings);
    rg_matcher_close(matcher);
    rg_template_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_numbers_are_read_exactly),
        cmocka_unit_test(addresses_are_those_of_the_system),
        cmocka_unit_test(what_fits_at_a_glance_fits_on_a_closer_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
