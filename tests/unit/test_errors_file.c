/* test_errors_file.c - which lines errors-file.csv names, however its header is spelt. */
#include "errors_file.h"

#include "unit.h"

static void names(const char *text, const char *table, const char *lines, bool about_file)
{
    byte_source source = {text, strlen(text), 0};
    rg_errors_file errors = {0};
    rg_input *input;
    char found[64] = "";
    assert_int_equal(rg_input_open_function(&input, "e", read_source, &source, NULL), RG_OK);
    assert_int_equal(rg_errors_file_read(&errors, input, table, NULL), RG_OK);
    for (size_t i = 0; i < errors.count; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%llu%s ",
                 (unsigned long long)errors.lines[i].line, errors.lines[i].external_id ? "i" : "");
    assert_string_equal(found, lines);
    assert_int_equal(errors.about_file, about_file);
    rg_errors_file_free(&errors);
    rg_input_close(input);
}

static void lines_are_found(void **state)
{
    (void)state;
    names("Line Number,Column Name,ExternalId,Error Message\r\n5,a,x,\"no, not\"\r\n5,b,x,m\r\n9,,,m\r\n", NULL,
          "5i 9 ", false);
    names("message;external id;LINE\nm;x;7\nm;;3\nm;;7\n", NULL, "3 7i ", false);
    names("4,a,x,m\n", NULL, "4i ", false);
    names("Line Number,Column Name\n,\n2,a\n", NULL, "2 ", true);
    names("Line Number,Column Name\n2,vInfo/CPUs\n3,vCPU/CPUs\n4,vInfo\n5,vInfoX\n", "vinfo", "2 4 ", false);
    names("", NULL, "", false);
}

static void what_stands_above_the_header_is_no_error(void **state)
{
    (void)state;
    names("sep=;\nLine Number;Column Name;ExternalId\n5;a;x\n", NULL, "5i ", false);
    names("\"sep=,\"\r\n\r\nLine Number,Column Name\r\n5,a\r\n", NULL, "5 ", false);
    names("\n4;a;x;m\n", NULL, "4i ", false);
    names("sep=;\n", NULL, "", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_found),
        cmocka_unit_test(what_stands_above_the_header_is_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
