/* test_glance.c - what fits at a glance fits on a closer look, too, and numbers are the same: glance.c, glance_rules.c,
 * and the quick ways in number.c and string_format.c. */
#include "glance.h"

#include "checking.h"
#include "examine.h"
#include "number.h"
#include "string_format.h"
#include "text.h"
#include "utf8.h"
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

/* An example that the column declares, perhaps changed. False: there is none, or nothing is left of it. */
static bool make_value(const rg_column *column, char *bytes, size_t room, rg_text *value)
{
    const rg_strings *list = next_random(4) ? &column->accept : &column->reject;
    if (!list->count)
        return false;
    const char *example = list->items[next_random((unsigned)list->count)];
    size_t size = (size_t)snprintf(bytes, room, "%s%s", example, next_random(5) ? "" : " ");
    if (next_random(3) == 0 && size > 1)
        size = 1 + next_random((unsigned)size);
    if (next_random(4) == 0 && size)
        bytes[next_random((unsigned)size)] = "0.,: -x\"9"[next_random(9)];
    *value = (rg_text){bytes, size};
    return size && rg_utf8_valid_prefix(*value) == size;
}

typedef struct looks {
    const rg_template *t;
    rg_matcher *matcher;
    rg_glancer glancer;
    rg_findings findings;
    char bytes[RG_GLANCE_ROWS][300];
    rg_field fields[RG_GLANCE_ROWS];
    rg_row rows[RG_GLANCE_ROWS];
    unsigned quick;
} looks;

/* Rows of one field. */
static void fill_rows(looks *l, size_t column)
{
    l->glancer.row_count = 0;
    l->glancer.delimiter = ',';
    for (size_t i = 0; i < RG_GLANCE_ROWS; i++) {
        rg_text value;
        size_t n = l->glancer.row_count;
        if (!make_value(&l->t->columns[column], l->bytes[n], sizeof l->bytes[n], &value))
            continue;
        l->fields[n] = (rg_field){rg_text_trim(value), value, false}; /* as libcsv does */
        l->rows[n] = (rg_row){
            .bytes = value, .line = 1, .fields = &l->fields[n], .field_count = 1, .field_total = 1, .is_decoded = true};
        l->glancer.rows[n] = &l->rows[n];
        if (memchr(value.bytes, ',', value.size))
            l->glancer.delimiter = ';';
        l->glancer.row_count++;
    }
}

static void compare_rows(looks *l, size_t column)
{
    const char *name = l->t->columns[column].name;
    double numbers[64];
    rg_layout layout = {.t = l->t, .field_count = 1, .column_of = &column, .names = &name};
    rg_examiner examiner = {.layout = &layout, .matcher = l->matcher, .findings = &l->findings, .numbers = numbers};
    for (size_t i = 0; i < l->glancer.row_count; i++) {
        if (l->glancer.open[0] >> i & 1)
            continue;
        double number = l->glancer.numbers[column * RG_GLANCE_ROWS + i];
        l->quick++;
        rg_findings_clear(&l->findings);
        assert_int_equal(rg_examine_field(&examiner, &l->rows[i], 0, NULL), RG_OK);
        if (l->findings.count || (number < numbers[column]) || (number > numbers[column]))
            fail_msg("%s: %.*s: %s", name, (int)l->fields[i].value.size, l->fields[i].value.bytes,
                     l->findings.count ? l->findings.items[0].message : "number");
    }
}

/* So often that patterns have tables in the end. */
static void what_fits_at_a_glance_fits_on_a_closer_look(void **state)
{
    (void)state;
    rg_template *t;
    rg_arena arena = {0};
    static looks l;
    assert_int_equal(rg_template_builtin(&t, "import-template", NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&l.matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    bool *is_idle = rg_arena_alloc(&arena, t->rule_count + 1);
    size_t *position_of = rg_arena_alloc(&arena, t->column_count * sizeof *position_of);
    assert_true(is_idle && position_of && t->column_count <= 64);
    memset(is_idle, true, t->rule_count);
    l.t = t;
    for (size_t column = 0; column < t->column_count; column++) {
        rg_glance glance = rg_glance_at(t, column, &arena);
        unsigned before = l.quick;
        rg_glancer_open(&l.glancer, t, &glance, 1, position_of, is_idle, ',', &arena);
        l.glancer.matcher = l.matcher;
        for (int i = 0; i < 1300; i++) {
            fill_rows(&l, column);
            rg_glance_over(&l.glancer);
            compare_rows(&l, column);
        }
        if (t->columns[column].accept.count)
            assert_true(l.quick - before > 500);
        rg_glance_close(&glance);
    }
    rg_findings_free(&l.findings);
    rg_matcher_close(l.matcher);
    rg_arena_free(&arena);
    rg_template_free(t);
}

static void what_a_format_calls_certain_fits_it(void **state)
{
    (void)state;
    static const char *const choices[] = {
        [RG_FORMAT_UUID] = "0123456789abcdefABCDEF-",
        [RG_FORMAT_IPV4] = "0123456789.",
        [RG_FORMAT_IP] = "0125.:",
        [RG_FORMAT_HOSTNAME] = "ab9-_.",
        [RG_FORMAT_MAC] = "09afAF:-",
    };
    for (rg_string_format format = RG_FORMAT_NONE; format <= RG_FORMAT_MAC; format++) {
        rg_regular regular = {.set_of = rg_pattern_set};
        const char *source = rg_format_pattern(format, &regular.most);
        unsigned certain = 0;
        regular.source = rg_text_of(source ? source : "");
        for (int i = 0; source && i < 60000; i++) {
            char bytes[80];
            bool match = false;
            rg_text text = make_text(bytes, format == RG_FORMAT_HOSTNAME ? 70 : 16, choices[format]);
            if (format == RG_FORMAT_MAC) {
                text.size = 17;
                for (size_t k = 0; k < 17; k++)
                    bytes[k] = k % 3 == 2 ? ":-"[i % 2] : "0aF9"[next_random(4)];
                bytes[next_random(17)] = "0a:-g"[next_random(5)];
            } else if (format == RG_FORMAT_UUID) {
                text.size = (size_t)snprintf(bytes, sizeof bytes, "%08x-%04x-%04X-%04x-%012x", next_random(99999),
                                             next_random(9999), next_random(9999), next_random(9999), next_random(999));
                bytes[next_random(36)] = "0-"[next_random(2)];
            } else if (format != RG_FORMAT_HOSTNAME) {
                text.size = (size_t)snprintf(bytes, sizeof bytes, "%u.%u.%u.%u", next_random(300), next_random(260),
                                             next_random(30), next_random(260));
            }
            if (!rg_regular_match(&regular, &text, 1, &match) || !match)
                continue;
            certain++;
            if (!rg_format_fits(format, text))
                fail_msg("%.*s", (int)text.size, bytes);
        }
        assert_true(!source || certain > 1000);
        rg_regular_close(&regular);
    }
}

/* Records of numbers, some of them missing, against the rules of rules.c. */
static void what_keeps_to_the_rules_at_a_glance_does_so_on_a_closer_look(void **state)
{
    (void)state;
    rg_template *t =
        load("name: t\nfields: [{name: a, type: integer}, {name: b, type: integer}, {name: c, type: number},"
             " {name: d}, {name: e}]\nrules:\n- order: [a, b, c]\n- product: [c, a, b]\n"
             "- atLeastOne: [a, [d, e]]\n- allOrNone: [b, d]\n- when: {field: e}\n  then: {empty: [c]}\n");
    rg_field names[5];
    rg_row header = {.line = 1, .fields = names, .field_count = 5, .field_total = 5};
    memset(names, 0, sizeof names);
    for (size_t i = 0; i < 5; i++)
        header.fields[i].value = header.fields[i].raw = (rg_text){&"abcde"[i], 1};
    rg_findings findings = {0};
    rg_layout layout;
    rg_arena arena = {0};
    rg_examiner x = {.layout = &layout, .findings = &findings};
    assert_int_equal(rg_layout_open(&layout, t, &header, ',', &findings, NULL), RG_OK);
    assert_int_equal(rg_matcher_open(&x.matcher, (rg_pattern_limits){0}, NULL), RG_OK);
    rg_examiner_open(&x, &layout, &arena);
    unsigned closed = 0, open = 0;
    for (int i = 0; i < 40000; i++) {
        char bytes[10];
        rg_field fields[5];
        for (size_t k = 0; k < 5; k++) {
            bytes[2 * k] = "01234"[next_random(5)];
            bytes[2 * k + 1] = k < 4 ? ',' : '\n';
            fields[k].value = fields[k].raw = (rg_text){bytes + 2 * k, bytes[2 * k] != '0'};
            fields[k].quoted = false;
        }
        rg_row row = {.bytes = {bytes, sizeof bytes}, .line = 2, .fields = fields, .field_count = 5, .field_total = 5};
        const rg_row *rows[] = {&row};
        bool broken;
        rg_findings_clear(&findings);
        rg_examine_together(&x, rows, 1);
        bool is_open = x.glancer.is_row_open[0];
        x.glancer.is_row_open[0] = true;
        assert_int_equal(rg_examine(&x, &row, 0, &broken, NULL), RG_OK);
        if (broken)
            continue;
        *(is_open ? &open : &closed) += 1;
        if (!is_open && findings.count)
            fail_msg("%s", findings.items[0].message);
    }
    assert_true(closed > 200 && open > 200);
    rg_matcher_close(x.matcher);
    rg_findings_free(&findings);
    rg_arena_free(&arena);
    rg_layout_close(&layout);
    rg_template_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_numbers_are_read_exactly),
        cmocka_unit_test(addresses_are_those_of_the_system),
        cmocka_unit_test(what_fits_at_a_glance_fits_on_a_closer_look),
        cmocka_unit_test(what_a_format_calls_certain_fits_it),
        cmocka_unit_test(what_keeps_to_the_rules_at_a_glance_does_so_on_a_closer_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
