/* test_mapping.c - mappings (mapping, mapping_load, mapping_fields, mapping_source, units): the built-in ones are
 * sound, and what is not understood is an error with its place. tests/cases/convert-mapping-broken has the messages. */
#include "mapping.h"

#include "converting.h"
#include "units.h"

static void the_built_in_ones_are_sound(void **state)
{
    (void)state;
    assert_true(rg_mapping_builtin_count() >= 2);
    for (size_t i = 0; i < rg_mapping_builtin_count(); i++) {
        const char *name = rg_mapping_builtin_name(i);
        rg_mapping *m;
        rg_error error = {0};
        if (rg_mapping_builtin(&m, name, &error) != RG_OK)
            fail_msg("%s:%d: %s", name, (int)error.line, error.message);
        assert_string_equal(rg_mapping_name(m), name);
        assert_true(*rg_mapping_title(m));
        assert_string_equal(rg_template_name(rg_mapping_to(m)), "import-template");
        assert_non_null(rg_template_name(rg_mapping_from(m)));
        assert_int_equal(rg_template_set(rg_mapping_to(m), "records=7", NULL), RG_OK);
        rg_mapping_free(m);
        assert_true(rg_mapping_builtin_text(i).size > 0);
    }
    assert_null(rg_mapping_builtin_name(rg_mapping_builtin_count()));
    assert_int_equal(rg_mapping_builtin_text(rg_mapping_builtin_count()).size, 0);
    rg_mapping_free(NULL);
}

static void unknown_names_are_told(void **state)
{
    (void)state;
    rg_mapping *m;
    rg_error error;
    assert_int_equal(rg_mapping_builtin(&m, "rvtools-to-import-templat", &error), RG_BAD_USAGE);
    assert_null(m);
    assert_non_null(strstr(error.message, "did you mean `rvtools-to-import-template`?"));
    assert_int_equal(rg_mapping_builtin(&m, "x", &error), RG_BAD_USAGE);
    assert_int_equal(rg_mapping_load_file(&m, "/nowhere/m.yaml", &error), RG_IO_ERROR);
    assert_null(m);
}

static void targets_come_in_the_order_of_the_template(void **state)
{
    (void)state;
    rg_mapping *m = load_mapping("from: migration-hub-export\nto: import-template\nfields:\n"
                                 "  - {name: Tags, all: [Tags]}\n"
                                 "  - {name: HostName, from: Server.HostName}\n"
                                 "  - {name: ExternalId, description: x, from: [Server.ExternalId, {text: 'x'}]}\n");
    assert_int_equal(m->target_count, 3);
    assert_int_equal(m->targets[0].source_count, 2);
    assert_string_equal(m->to->columns[m->targets[0].column].name, "ExternalId");
    assert_string_equal(m->to->columns[m->targets[1].column].name, "HostName");
    assert_string_equal(m->to->columns[m->targets[2].column].name, "Tags");
    rg_mapping_free(m);
}

static void keys_of_servers_are_known(void **state)
{
    (void)state;
    rg_mapping *m = load_mapping("from: rvtools\nto: import-template\nrows: vInfo\n"
                                 "joins: [{resource: vHost, keys: [[VI SDK UUID, Host], Host],"
                                 " rowKeys: [[VI SDK UUID, VM ID], VM]}]\n"
                                 "fields: [{name: OS.Version, from: {resource: vHost, field: ESX Version}}]\n");
    assert_true(rg_mapping_is_identity(m, &m->joins[0].row_keys[0]));
    assert_false(rg_mapping_is_identity(m, &m->joins[0].row_keys[1]));
    rg_mapping_free(m);
}

/* Each of these is refused as a template is: with a place. */
static void what_is_not_understood_is_an_error(void **state)
{
    (void)state;
#define RVTOOLS "from: rvtools\nto: import-template\nrows: vInfo\n"
    static const char *const texts[] = {

        "[]",
        "x",
        "from: rvtools",
        RVTOOLS "fields: []",
        RVTOOLS "fields: x",
        RVTOOLS "fields: [x]",
        RVTOOLS "fields: [{name: HostName}]",
        RVTOOLS "fields: [{name: HostName, from: []}]",
        RVTOOLS "fields: [{name: HostName, from: [[VM]]}]",
        RVTOOLS "fields: [{name: HostName, from: {}}]",
        RVTOOLS "fields: [{name: HostName, from: {text: ''}}]",
        RVTOOLS "fields: [{name: HostName, from: {text: []}}]",
        RVTOOLS "fields: [{name: HostName, from: {text: '}'}}]",
        RVTOOLS "fields: [{name: HostName, from: {text: '{}'}}]",
        RVTOOLS "fields: [{name: HostName, from: {field: VM, needs: [x]}}]",
        RVTOOLS "fields: [{name: HostName, from: {field: VM, rewrite: {pattern: a}}}]",
        RVTOOLS "fields: [{name: HostName, from: {field: VM, rewrite: {pattern: a, replacement: '${'}}}]",
        RVTOOLS "fields: [{name: HostName, from: {field: VM, unit: {from: MB}}}]",
        RVTOOLS "fields: [{name: HostName, from: {field: VM, unit: MB}}]",
        RVTOOLS "fields: [{name: HostName, from: {resource: vNetwork, field: VM}}]",
        RVTOOLS "fields: [{name: HostName, from: {resource: [], field: VM}}]",
        RVTOOLS "joins: x\nfields: [{name: HostName, from: VM}]",
        RVTOOLS "joins: [{resource: vNetwork}]\nfields: [{name: HostName, from: VM}]",
        RVTOOLS "joins: [{resource: vNetwork, keys: []}]\nfields: [{name: HostName, from: VM}]",
        RVTOOLS "joins: [{resource: vNetwork, keys: [x]}]\nfields: [{name: HostName, from: VM}]",
        RVTOOLS "joins: [{resource: vNetwork, keys: [VM], rowKeys: [VM, Host]}]\nfields: [{name: HostName, from: VM}]",
        "from: import-template\nto: import-template\njoins: []\nfields: [{name: HostName, from: HostName}]",
        ("from: import-template\nto: import-template\n"
         "fields: [{name: HostName, from: {resource: vInfo, field: HostName}}]"),
    };
    for (size_t i = 0; i < LENGTH(texts); i++) {
        rg_mapping *m;
        rg_error error = {0};
        if (rg_mapping_load_text(&m, "m.yaml", (rg_text){texts[i], strlen(texts[i])}, &error) != RG_BAD_TEMPLATE)
            fail_msg("%s\nis taken", texts[i]);
        assert_null(m);
        assert_string_equal(error.file, "m.yaml");
        assert_true(*error.message);
        assert_true(error.line > 0);
    }
}

static void units_are_known(void **state)
{
    (void)state;
    assert_int_equal(rg_unit_power(T("B")), 0);
    assert_int_equal(rg_unit_power(T("MiB")), 2);
    assert_int_equal(rg_unit_power(T("gb")), 3);
    assert_int_equal(rg_unit_power(T("T")), 4);
    assert_int_equal(rg_unit_power(T("BB")), -1);
    assert_int_equal(rg_unit_power(T("MHz")), -1);
    assert_int_equal(rg_unit_power(T("")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_ones_are_sound),
        cmocka_unit_test(unknown_names_are_told),
        cmocka_unit_test(targets_come_in_the_order_of_the_template),
        cmocka_unit_test(keys_of_servers_are_known),
        cmocka_unit_test(what_is_not_understood_is_an_error),
        cmocka_unit_test(units_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
