/* test_convert.c - what becomes of a file that is converted (convert, convert_open, convert_row, convert_notes,
 * compose, joining, remains). */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "converting.h"
#include "packing.h"

/* The templates of the tests are beside their mapping, in one file each, in a folder of their own. */
static char folder[] = "/tmp/rowgate-test-XXXXXX";

static const char *place(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(place(name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const char *const files[][2] = {
    {"from.yaml", "fields: [{name: id}, {name: a}, {name: b, type: number, groupChar: ','},"
                  " {name: l, type: list, delimiter: ;}]\nfieldsMatch: partial\n"},
    {"to.yaml", "fields: [{name: x}, {name: n, type: integer}, {name: y, type: list}, {name: z}]\n"},
    {"package.yaml", "resources:\n"
                     "  - name: rows\n    required: true\n"
                     "    schema: {fields: [{name: id}, {name: name}, {name: kind}], fieldsMatch: partial,"
                     " servers: {matchedBy: [id], except: [{field: kind, matches: 'no.*'}]}}\n"
                     "  - name: more\n    required: true\n"
                     "    schema: {fields: [{name: id}, {name: name}, {name: v}, {name: w}], fieldsMatch: partial}\n"
                     "  - {name: other, schema: {fields: [{name: q}]}}\n"},
};

static int make_folder(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < LENGTH(files); i++)
        write_file(files[i][0], files[i][1]);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(files); i++)
        unlink(place(files[i][0]));
    rmdir(folder);
    return 0;
}

static rg_mapping *load_beside(const char *yaml)
{
    rg_mapping *m;
    rg_error error = {0};
    if (rg_mapping_load_text(&m, place("m.yaml"), (rg_text){yaml, strlen(yaml)}, &error) != RG_OK)
        fail_msg("%s\n%d:%d: %s\n%s", yaml, (int)error.line, (int)error.column, error.message, error.excerpt);
    return m;
}

/* ---------------------------------------------------------------- a table */

/* Only the lines that are no notes, unless they are asked for. */
static void becomes(const char *fields, rg_text csv, const char *expected)
{
    rg_buffer yaml = {0}, out = {0};
    rg_error error = {0};
    rg_buffer_printf(&yaml, "from: from.yaml\nto: to.yaml\nfields: [%s]\n", fields);
    rg_mapping *m = load_beside(rg_buffer_text(&yaml).bytes);
    byte_source bytes = {csv.bytes, csv.size, 0};
    rg_input *input;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    if (convert_input(m, input, &(rg_check_options){.read_size = 7}, &out, &error) != RG_OK)
        fail_msg("%s", error.message);
    char *notes = strstr(rg_buffer_text(&out).bytes, "\n- no place for");
    if (notes)
        notes[1] = '\0';
    assert_string_equal(rg_buffer_text(&out).bytes, expected);
    rg_input_close(input);
    rg_mapping_free(m);
    rg_buffer_free(&yaml);
    rg_buffer_free(&out);
}

static void values_are_composed(void **state)
{
    (void)state;
    becomes("{name: x, from: a}", T("id,a\n1,v\n2,\n"), "x\nv\n\"\"\n");
    becomes("{name: x, from: [a, id]}", T("id,a\n1,v\n2,\n"), "x\nv\n2\n");
    becomes("{name: x, from: {text: '<{id}|{a}>'}}", T("id,a\n1,v\n2,\n"), "x\n<1|v>\n\"\"\n");
    becomes("{name: x, from: {text: fixed}}", T("id,a\n1,v\n"), "x\nfixed\n");
    becomes("{name: x, from: {field: id, needs: [a, b]}}", T("id,a,b\n1,v,1\n2,,2\n"), "x\n1\n\"\"\n");
    becomes("{name: x, from: a}, {name: z, from: id}", T("id,a\n1,\"a,\"\"b\"\n"), "x,z\n\"a,\"\"b\",1\n");
}

static void values_are_chosen_and_rewritten(void **state)
{
    (void)state;
    becomes("{name: x, from: [{field: a, matches: '[0-9]+'}, id]}", T("id,a\n1,7\n2,x\n3,y\n"),
            "x\n7\n2\n3\n- `x` did not take what 2 records have (the first in line 3 of from: `x`)\n");
    becomes("{name: x, from: {field: a, rewrite: [{pattern: 'a(.)', replacement: 'b$1'}, {pattern: 'b(.)', "
            "replacement: '$1!'}, {pattern: zz, replacement: ''}]}}",
            T("id,a\n1,ax\n2,q\n3,zz\n"), "x\nx!\nq\n\"\"\n");
    /* What is not UTF-8 stays as it is: the check of the result says so. */
    becomes("{name: x, from: {field: a, rewrite: {pattern: '.*', replacement: y}}}",
            T("id,a\n1,\xC3\xBC\xC3\xBC\xC3\xBC\n2,\xFF\n"), "x\ny\n\xFF\n");
}

static void numbers_are_converted(void **state)
{
    (void)state;
    becomes("{name: n, from: b}", T("id,b\n1,\"16,384\"\n2,7\n3,x\n"), "n\n16384\n7\nx\n");
    becomes("{name: x, from: {field: b, unit: {from: GiB, to: MiB}}}", T("id,b\n1,2\n2,0.5\n3,\"1,024\"\n4,lots\n"),
            "x\n2048\n512\n1048576\nlots\n");
    becomes("{name: x, from: {field: a, unit: {from: MiB, to: GB}}}", T("id,a\n1,16384\n2,16 GB\n"), "x\n16\n16 GB\n");
}

static void lists_have_each_item_once(void **state)
{
    (void)state;
    becomes("{name: y, all: [l, a, id]}", T("id,a,l\n1,p,q;p;;q\n2,\"r, s\",\n"), "y\n\"q, p, 1\"\n\"r, s, 2\"\n");
    becomes("{name: y, from: [l, a]}", T("id,a,l\n1,p,q;r\n2,s,\n"), "y\n\"q, r\"\ns\n");
    becomes("{name: y, all: {field: l, matches: '[a-z]'}}", T("id,l\n1,a;1;b;2\n"),
            "y\n\"a, b\"\n- `y` did not take what 1 record has (line 2 of from: `1`)\n");
}

static void a_list_is_bounded(void **state)
{
    (void)state;
    rg_buffer csv = {0};
    rg_buffer_add_string(&csv, "id,l\n1,");
    for (int i = 0; i < 5000; i++)
        rg_buffer_printf(&csv, "%d;", i);
    rg_buffer_add_string(&csv, "\n2,x\n");
    becomes("{name: y, all: l}", rg_buffer_text(&csv),
            "y\n\"\"\nx\n! `y` is empty where 1 record has more than 4,096 (line 2 of from)\n");
    rg_buffer_free(&csv);
}

static void what_cannot_be_read_is_told(void **state)
{
    (void)state;
    becomes("{name: x, from: a}", T("id,a\n1,v\n2,v,w\n3,\"v\n"),
            "x\nv\n! 2 records of from cannot be read, the first in line 3; `rowgate check` says why\n");
    becomes("{name: x, from: a}", T(""), "! there is nothing in it\n");
    becomes("{name: x, from: a}, {name: z, from: id}", T("id\n1\n"),
            "x,z\n,1\n- from has no column `a`\n- nothing has a value for `x`\n");
}

/* ---------------------------------------------------------------- a package */

#define PACKAGE "from: package.yaml\nto: to.yaml\nrows: rows\n"
#define JOINED PACKAGE "joins: [{resource: more, keys: [id, name]}]\n"

static void pack_becomes(const char *yaml, const packed *members, size_t count, const char *expected)
{
    rg_buffer out = {0};
    rg_error error = {0};
    rg_input *input;
    char path[] = "/tmp/rowgate-test-XXXXXX";
    rg_mapping *m = load_beside(yaml);
    assert_int_equal(close(mkstemp(path)), 0);
    pack(path, members, count);
    assert_int_equal(rg_input_open(&input, path, NULL), RG_OK);
    if (convert_input(m, input, NULL, &out, &error) != RG_OK)
        fail_msg("%s", error.message);
    unlink(path);
    assert_string_equal(rg_buffer_text(&out).bytes, expected);
    rg_input_close(input);
    rg_mapping_free(m);
    rg_buffer_free(&out);
}

static void records_belong_to_rows_by_the_first_key_they_have(void **state)
{
    (void)state;
    const packed members[] = {
        {"rows.csv", T("id,name,kind\n1,web,\n2,web,\n3,db,\n,mail,\n4,gone,nothing\n")},
        {"more.csv", T("id,name,v,w\n1,web,a,\n1,web,b,x\n,db,c,\n,web,d,\n,mail,e,\n9,mail,f,\n")},
        {"other.csv", T("q\n1\n")},
    };
    pack_becomes(JOINED "fields: [{name: x, from: name}, {name: y, all: [{resource: more, field: v}]}]\n", members,
                 LENGTH(members),
                 "x,y\nweb,\"a, b\"\nweb,\ndb,c\nmail,e\n"
                 "! 1 record of rows took nothing from more, where nothing tells it from others of the same name"
                 " (line 3 of rows)\n"
                 "- 1 record of rows is left out: `kind` is `nothing`\n"
                 "- 2 records of more belong to no record of the result\n"
                 "- no place for these columns of more: `w`\n"
                 "- nothing was taken from `other`\n");
}

static void one_value_is_taken_where_one_is_wanted(void **state)
{
    (void)state;
    const packed members[] = {
        {"rows.csv", T("id,name\n1,web\n")},
        {"more.csv", T("id,v\n1,a\n1,b\n1,a\n")},
    };
    pack_becomes(JOINED "fields: [{name: x, from: {resource: more, text: '{v}!'}}, {name: z, from: name}]\n", members,
                 LENGTH(members),
                 "x,z\na!,web\n"
                 "- `x` took the first value where 1 record has several (line 2 of rows: `b!`)\n");
}

static void a_table_that_is_missing_is_told(void **state)
{
    (void)state;
    const packed members[] = {{"rows.csv", T("id,name,kind\n1,web,\n")}, {"other.csv", T("q\n")}};
    const packed without_rows[] = {{"more.csv", T("id,v\n1,a\n")}, {"other.csv", T("q\n")}};
    const char *yaml = JOINED "fields: [{name: x, from: [{resource: more, field: v}, name]}]\n";
    pack_becomes(yaml, members, LENGTH(members), "x\nweb\n! there is no more, from which `x` takes values\n");
    pack_becomes(yaml, without_rows, LENGTH(without_rows), "! there is no rows in it, which gives the rows of to\n");
    /* As a second choice it is not missed. */
    pack_becomes(JOINED "fields: [{name: x, from: [name, {resource: more, field: v}]}]\n", members, LENGTH(members),
                 "x\nweb\n- there is no more, from which `x` takes values\n");
}

static void several_parts_are_one_table(void **state)
{
    (void)state;
    const packed members[] = {
        {"one/rows.csv", T("id,name,kind\n1,web,\n")},
        {"two/rows.csv", T("name;id;kind\ndb;2;\n")},
        {"more.csv", T("id,v,name\n1,a,\n2,b,\n")},
    };
    pack_becomes(JOINED "fields: [{name: x, from: name}, {name: z, from: {resource: more, field: v}}]\n", members,
                 LENGTH(members), "x,z\nweb,a\ndb,b\n");
}

/* ---------------------------------------------------------------- how it is asked */

static void the_mapping_is_the_one_that_fits(void **state)
{
    (void)state;
    rg_mapping *both[2];
    const char *csv = "Server.HostName,Server.OS.Name,Server.CPU.NumberOfCores\nweb,Linux,4\n";
    byte_source bytes = {csv, strlen(csv), 0};
    rg_input *input;
    rg_convert *convert;
    rg_text text;
    assert_int_equal(rg_mapping_builtin(&both[0], "rvtools-to-import-template", NULL), RG_OK);
    assert_int_equal(rg_mapping_builtin(&both[1], "migration-hub-export-to-import-template", NULL), RG_OK);
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_convert_open(&convert, input, (const rg_mapping *const *)both, 2,
                                     &(rg_check_options){.classify = true}, NULL),
                     RG_OK);
    const rg_conversion *result = rg_convert_summary(convert);
    assert_ptr_equal(result->mapping, both[1]);
    assert_string_equal(result->classification.template_name, "migration-hub-export");
    rg_status status;
    while ((status = rg_convert_next(convert, &text, NULL)) == RG_OK)
        continue;
    assert_int_equal(status, RG_DONE);
    assert_int_equal(rg_convert_next(convert, &text, NULL), RG_DONE);
    assert_int_equal(result->converted, 1);
    assert_true(result->bytes == strlen(csv));
    rg_convert_close(convert);
    rg_input_close(input);
    rg_mapping_free(both[0]);
    rg_mapping_free(both[1]);
    assert_int_equal(rg_convert_open(&convert, NULL, NULL, 0, NULL, NULL), RG_BAD_USAGE);
    assert_null(convert);
    rg_convert_close(NULL);
}

static rg_status break_off(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    byte_source *s = context;
    if (s->size)
        return read_source(context, buffer, capacity, size, error);
    *error = (rg_error){.status = RG_IO_ERROR, .message = "the cable is cut"};
    return RG_IO_ERROR;
}

static void a_failure_stays_one(void **state)
{
    (void)state;
    const char *csv = "id,a\n1,v\n";
    byte_source bytes = {csv, strlen(csv), 0};
    rg_mapping *m = load_beside("from: from.yaml\nto: to.yaml\nfields: [{name: x, from: a}]\n");
    rg_input *input;
    rg_convert *convert;
    rg_text text;
    rg_error error = {0};
    assert_int_equal(rg_input_open_function(&input, "t.csv", break_off, &bytes, NULL), RG_OK);
    rg_status status = rg_convert_open(&convert, input, (const rg_mapping *const *)&m, 1, NULL, &error);
    while (status == RG_OK)
        status = rg_convert_next(convert, &text, &error);
    assert_int_equal(status, RG_IO_ERROR);
    assert_string_equal(error.message, "the cable is cut");
    if (convert)
        assert_int_equal(rg_convert_next(convert, &text, &error), RG_IO_ERROR);
    rg_convert_close(convert);
    rg_input_close(input);
    rg_mapping_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_composed),
        cmocka_unit_test(values_are_chosen_and_rewritten),
        cmocka_unit_test(numbers_are_converted),
        cmocka_unit_test(lists_have_each_item_once),
        cmocka_unit_test(a_list_is_bounded),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(records_belong_to_rows_by_the_first_key_they_have),
        cmocka_unit_test(one_value_is_taken_where_one_is_wanted),
        cmocka_unit_test(a_table_that_is_missing_is_told),
        cmocka_unit_test(several_parts_are_one_table),
        cmocka_unit_test(the_mapping_is_the_one_that_fits),
        cmocka_unit_test(a_failure_stays_one),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
