/* test_fixer.c - files written anew: fixer.c, rewriting.c, resplit.c, and the fixes of records and files. */
#include "checking.h"

#define COLUMNS                                                                                                        \
    "fieldsMatch: partial\nfields: [{name: id}, {name: n, type: integer}, {name: ip, type: list, itemFormat: ip}]\n"

typedef struct fix_case {
    const char *csv;
    const char *safe;   /* what comes of it */
    const char *unsafe; /* the same with unsafe fixes; NULL: the same */
} fix_case;

static rg_status append(void *context, rg_text text, rg_error *error)
{
    (void)error;
    rg_buffer_add(context, text.bytes, text.size);
    return RG_OK;
}

static bool classify; /* is the file to be recognised? */

/* One pass; RG_DONE: it is void. */
static rg_status pass(const rg_template *t, rg_text text, const rg_fix_options *how, rg_buffer *out,
                      rg_fix_result *result)
{
    byte_source bytes = {text.bytes, text.size, 0};
    rg_input *input;
    rg_check *check;
    rg_fixer *fixer;
    const rg_record *record;
    const rg_check_options each = {.each = true, .classify = classify};
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, &t, 1, &each, NULL), RG_OK);
    assert_int_equal(rg_fixer_open(&fixer, check, how, append, out, NULL), RG_OK);
    rg_status status = RG_OK;
    while (status == RG_OK && rg_check_next(check, &record, NULL) == RG_OK)
        status = rg_fixer_record(fixer, record, NULL);
    if (status == RG_OK)
        status = rg_fixer_finish(fixer, result, NULL);
    rg_fixer_close(fixer);
    rg_check_close(check);
    rg_input_close(input);
    return status;
}

static void becomes(const rg_template *t, rg_text csv, bool unsafe, const char *expected)
{
    rg_buffer out = {0};
    rg_fix_notes notes = {0};
    rg_fix_result result = {0};
    const rg_fix_options how = {.unsafe = unsafe, .notes = &notes};
    while (pass(t, csv, &how, &out, &result) == RG_DONE)
        rg_buffer_clear(&out);
    is_text(rg_buffer_text(&out), expected);
    bool is_other = out.size != csv.size || memcmp(rg_buffer_text(&out).bytes, csv.bytes, csv.size) != 0;
    assert_int_equal(result.changes > 0, is_other);
    rg_buffer_free(&out);
}

static void run_fixes(const char *yaml, const fix_case *cases, size_t count)
{
    rg_template *t = load(yaml);
    for (size_t i = 0; i < count; i++) {
        rg_text csv = {cases[i].csv, strlen(cases[i].csv)};
        becomes(t, csv, false, cases[i].safe);
        becomes(t, csv, true, cases[i].unsafe ? cases[i].unsafe : cases[i].safe);
    }
    rg_template_free(t);
}

static void other_bytes_stay(void **state)
{
    (void)state;
    const fix_case cases[] = {
        {"id,n,ip\r\n\"a\"  , \"7\",\n b,\"1,000\",\r", "id,n,ip\r\n\"a\",\"7\",\nb,\"1000\",\r", NULL},
        {"id,n,ip\n a,x,\n", "id,n,ip\na,x,\n", NULL},
        {"id,n,ip\n\"a\nb\",1 000,\"10.0.0.1\n10.0.0.2\"", "id,n,ip\n\"a\nb\",1000,\"10.0.0.1, 10.0.0.2\"", NULL},
        {"id,n,ip\na,7,10.0.0.1;10.0.0.2\n", "id,n,ip\na,7,\"10.0.0.1, 10.0.0.2\"\n", NULL},
        {"ID,n,ip\na,7,\n", "id,n,ip\na,7,\n", NULL},
        {"", "", NULL},
        {"x,y\n1,2\n", "x,y\n1,2\n", NULL},
    };
    run_fixes(COLUMNS, cases, LENGTH(cases));
}

static void fields_that_were_meant(void **state)
{
    (void)state;
    const fix_case cases[] = {
        /* too many */
        {"id,n,ip\na,7,,,\n", "id,n,ip\na,7,\n", NULL},
        {"id,n,ip\na,7,10.0.0.1, 10.0.0.2\n", "id,n,ip\na,7,10.0.0.1, 10.0.0.2\n",
         "id,n,ip\na,7,\"10.0.0.1, 10.0.0.2\"\n"},
        {"id,n,ip\na,7,\xE2\x80\x9C"
         "10.0.0.1, 10.0.0.2\xE2\x80\x9D\n",
         "id,n,ip\na,7,\"10.0.0.1, 10.0.0.2\"\n", NULL},
        {"id,n,ip\na,b,7,10.0.0.1\n", "id,n,ip\na,b,7,10.0.0.1\n", "id,n,ip\n\"a,b\",7,10.0.0.1\n"},
        {"id,n,ip\na,b,c,d\n", "id,n,ip\na,b,c,d\n", NULL},
        /* all but the last is shifted: what is empty there must not be cut off */
        {"id,n,ip\na,b,7,\n", "id,n,ip\na,b,7,\n", "id,n,ip\n\"a,b\",7,\n"},
        /* too few */
        /* one value may be a line of text from anywhere, as from the end of the record before */
        {"id,n,ip\na\nb,7,\n", "id,n,ip\na\nb,7,\n", "id,n,ip\na,,\nb,7,\n"},
        /* the file may have been cut off here, in the middle of a value */
        {"id,n,ip\na,7", "id,n,ip\na,7", "id,n,ip\na,7,"},
        {"id,n,ip\na,x\n", "id,n,ip\na,x\n", NULL},
        /* two halves: "a" and "b,7" may have been one record */
        {"id,n,ip\na\nb,7\nc,8,\n", "id,n,ip\na\nb,7\nc,8,\n", "id,n,ip\na,,\nb,7,\nc,8,\n"},
        {"id,n,ip\na\n\nb,7\n", "id,n,ip\na\nb,7\n", "id,n,ip\na,,\nb,7,\n"},
        /* quotes */
        {"id,n,ip\n5\" disk,7,\n", "id,n,ip\n5\" disk,7,\n", "id,n,ip\n\"5\"\" disk\",7,\n"},
        {"id,n,ip\n\"5\" disk\",7,\n", "id,n,ip\n\"5\" disk\",7,\n", "id,n,ip\n\"5\"\" disk\",7,\n"},
        {"id,n,ip\n\"disk \"5\"\",7,\n", "id,n,ip\n\"disk \"5\"\",7,\n", "id,n,ip\n\"disk \"\"5\"\"\",7,\n"},
        {"id,n,ip\n\"disk,7,\nb,8,\n", "id,n,ip\n\"disk,7,\nb,8,\n", "id,n,ip\ndisk,7,\nb,8,\n"},
        {"id,n,ip\n\"a\"b\",x,\n", "id,n,ip\n\"a\"b\",x,\n", NULL},
    };
    run_fixes(COLUMNS, cases, LENGTH(cases));
}

static void lines_that_are_left_out(void **state)
{
    (void)state;
    const fix_case cases[] = {
        {"id,n,ip\n\n,,\na,7,\n \n", "id,n,ip\na,7,\n", NULL},
        {"id,n,ip\n# old\na,7,\nTotal,7,\n", "id,n,ip\n# old\na,7,\nTotal,7,\n", "id,n,ip\na,7,\n"},
        {"Servers\n\nid,n,ip\na,7,\n", "Servers\n\nid,n,ip\na,7,\n", "id,n,ip\na,7,\n"},
        {"sep=,\nid,n,ip\na,7,\n", "id,n,ip\na,7,\n", NULL},
    };
    run_fixes(COLUMNS, cases, LENGTH(cases));
    const fix_case twice[] = {{"id,b\na,1\nA,2\na,3\n", "id,b\na,1\nA,2\na,3\n", "id,b\na,1\nA,2\n"}};
    run_fixes("primaryKey: id\nfields: [{name: id}, {name: b}]\n", twice, 1);
}

static void forms_of_the_file(void **state)
{
    (void)state;
    const fix_case cases[] = {
        {"\xEF\xBB\xBFid,n,ip\na,7,\n", "id,n,ip\na,7,\n", NULL},
        {"id;n;ip\na,b;7;\"10.0.0.1, 10.0.0.2\"\n\"c\";8;\n", "id,n,ip\n\"a,b\",7,\"10.0.0.1, 10.0.0.2\"\n\"c\",8,\n",
         NULL},
        {"id;n;ip\nM\xFCller;7;\n", "id,n,ip\nM\xC3\xBCller,7,\n", NULL},
        {"id,n,ip,,\na,7,,,\nb,8\n", "id,n,ip\na,7,\nb,8,\n", NULL},
        /* what some record does not bear is not done to any */
        {"id,n,ip,,\na,7,,,\nb,8,,note,\n", "id,n,ip,,\na,7,,,\nb,8,,note,\n", NULL},
        {"id;n;ip\na;16,384;\n", "id;n;ip\na;16,384;\n", "id,n,ip\na,16384,\n"}, /* 16.384, probably */
        {"id;n;ip\na;7\n", "id;n;ip\na;7;\n", NULL}, /* first it must be looked at by the value */
        {"id;n;ip\na;7;\nb\"c;x;\n", "id;n;ip\na;7;\nb\"c;x;\n", NULL},
        {"id;n;ip\na;7;\nb\"c;8;\n", "id;n;ip\na;7;\nb\"c;8;\n", "id;n;ip\na;7;\n\"b\"\"c\";8;\n"},
    };
    run_fixes(COLUMNS, cases, LENGTH(cases));
}

/* One record that was divided twice; each piece fits where it stands. */
static void pieces_are_not_filled_up(void **state)
{
    (void)state;
    const fix_case cases[] = {
        {"a,b,c,d\nx,one\ntwo\nthree,y,z\n", "a,b,c,d\nx,one\ntwo\nthree,y,z\n",
         "a,b,c,d\nx,one,,\ntwo,,,\nthree,y,z,\n"},
        {"a,b,c,d\nv,1,2\nw,3,4\nx,,,\n", "a,b,c,d\nv,1,2,\nw,3,4,\nx,,,\n", NULL}, /* together too wide for one */
    };
    run_fixes("fieldsMatch: partial\nfields: [{name: a}, {name: b}, {name: c}, {name: d}]\n", cases, LENGTH(cases));
}

/* A header with more fields than anybody looks at cannot be written anew: then its records are not, either. */
static void a_header_that_is_too_wide_keeps_its_form(void **state)
{
    (void)state;
    rg_template *t = load(COLUMNS);
    rg_buffer csv = {0};
    for (size_t form = 0; form < 2; form++) {
        char delimiter = form ? ';' : ',';
        rg_buffer_clear(&csv);
        rg_buffer_printf(&csv, "\xEF\xBB\xBFID%cn%cip", delimiter, delimiter);
        for (size_t i = 0; i < 20000; i++)
            rg_buffer_add(&csv, &delimiter, 1);
        rg_buffer_printf(&csv, "\na%c7%c%c\n", delimiter, delimiter, delimiter);
        rg_text text = rg_buffer_text(&csv);
        becomes(t, text, false, text.bytes);
    }
    rg_buffer_free(&csv);
    rg_template_free(t);
}

static bool wants_names(void *context, const rg_code *code)
{
    (void)context;
    return strcmp(code->id, "W107") == 0;
}

static void what_is_in_doubt_is_not_safe(void **state)
{
    (void)state;
    const fix_case cases[] = {
        /* windows-1251, probably: the languages of windows-1252 have no words of such letters */
        {"id,n,ip\n\xCF\xF0\xE8\xE2\xE5\xF2,7,\n", "id,n,ip\n\xCF\xF0\xE8\xE2\xE5\xF2,7,\n",
         "id,n,ip\n\xC3\x8F\xC3\xB0\xC3\xA8\xC3\xA2\xC3\xA5\xC3\xB2,7,\n"},
        /* the non-joiner of Persian is part of the word, and one behind an English letter is litter */
        {"id,n,ip\n\xDB\x8C\xE2\x80\x8C\xD8\xAE,7,\n", "id,n,ip\n\xDB\x8C\xE2\x80\x8C\xD8\xAE,7,\n",
         "id,n,ip\n\xDB\x8C\xD8\xAE,7,\n"},
        {"id,n,ip\na\xE2\x80\x8C,7,\n", "id,n,ip\na,7,\n", NULL},
        {"id,n,ip\n\xE2\x80\x9C"
         "a\xE2\x80\x9D and \xE2\x80\x9C"
         "b\xE2\x80\x9D,7,\n",
         "id,n,ip\n\xE2\x80\x9C"
         "a\xE2\x80\x9D and \xE2\x80\x9C"
         "b\xE2\x80\x9D,7,\n",
         NULL},
    };
    run_fixes(COLUMNS, cases, LENGTH(cases));
    const fix_case names[] = {
        {"id,HostNam,HosName\na,1,2\n", "id,HostNam,HosName\na,1,2\n", "id,HostName,HosName\na,1,2\n"}};
    run_fixes("fieldsMatch: partial\nfields: [{name: id}, {name: HostName}]\n", names, 1);
}

static void only_what_is_wanted_is_fixed(void **state)
{
    (void)state;
    rg_template *t = load(COLUMNS);
    rg_buffer out = {0};
    rg_fix_notes notes = {0};
    rg_fix_result result = {0};
    const rg_fix_options how = {.wants = wants_names, .notes = &notes};
    assert_int_equal(pass(t, T("\xFF\xFEI\0D\0,\0n\0\n\0 \0a\0,\0x\0\n\0"), &how, &out, &result), RG_OK);
    assert_int_equal(out.size, 2 + 2 * 10);
    assert_memory_equal(out.bytes, "\xFF\xFEi\0d\0,\0n\0\n\0 \0a\0,\0x\0\n\0", out.size);
    assert_int_equal(result.changes, 1);
    assert_false(result.recoded);
    rg_buffer_free(&out);
    rg_template_free(t);
}

static bool wants_no_encoding(void *context, const rg_code *code)
{
    (void)context;
    return strcmp(code->id, "E116") != 0;
}

/* What is told is what is done; returns how many changes. */
static uint64_t is_fixed(const rg_template *t, rg_text csv, const rg_fix_options *how, rg_text expected)
{
    rg_buffer out = {0};
    rg_fix_result result = {0};
    while (pass(t, csv, how, &out, &result) == RG_DONE)
        rg_buffer_clear(&out);
    assert_int_equal(out.size, expected.size);
    assert_memory_equal(out.bytes, expected.bytes, expected.size);
    rg_buffer_free(&out);
    return result.changes;
}

static void encodings_that_stay(void **state)
{
    (void)state;
    rg_template *t = load(COLUMNS);
    rg_fix_notes notes = {0};
    /* Half of a pair of surrogates means nothing; the record is as long in UTF-8 as it was. */
    const rg_text half = T("\xFF\xFEi\0d\0,\0n\0\n\0a\0b\0,\0\0\xD8\n\0");
    assert_int_equal(is_fixed(t, half, &(rg_fix_options){.notes = &notes}, half), 0);
    assert_true(notes.keep_encoding);
    /* Where nothing is known of the columns, nothing is told of the encoding. */
    notes = (rg_fix_notes){0};
    const rg_text unknown = T("x,y\n\xFC,1\n");
    rg_template *strict = load("classification: {name: X, packaging: [file]}\nfields: [{name: id}]\n");
    const rg_fix_options safe = {.notes = &notes};
    assert_int_equal(is_fixed(t, T("id,n,ip\n\xFC,1,\n"), &safe, T("id,n,ip\n\xC3\xBC,1,\n")), 1);
    classify = true;
    assert_int_equal(is_fixed(strict, unknown, &safe, unknown), 0);
    classify = false;
    /* What the encoding has no characters for cannot be written in it. */
    notes = (rg_fix_notes){0};
    const rg_fix_options unsafe = {.notes = &notes, .unsafe = true, .wants = wants_no_encoding};
    const rg_text twice = T("id,n,ip\n\xFC\xFC\xFC\xFC,1 ,\n\xD0\xBF\xD1\x80\xD0\xB8,1 ,\n");
    const rg_text once = T("id,n,ip\n\xFC\xFC\xFC\xFC,1,\n\xD0\xBF\xD1\x80\xD0\xB8,1 ,\n");
    assert_int_equal(is_fixed(t, twice, &unsafe, once), 1);
    /* What stands above the header is left out without the mark that says what the encoding is. */
    const rg_fix_options kept = {.notes = &notes, .wants = wants_no_encoding};
    assert_int_equal(is_fixed(t, T("\xFF\xFEs\0e\0p\0=\0,\0\n\0i\0d\0,\0n\0\n\0a\0,\0007\0\n\0"), &kept,
                              T("\xFF\xFEi\0d\0,\0n\0\n\0a\0,\0007\0\n\0")),
                     1);
    rg_template_free(strict);
    rg_template_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_bytes_stay),
        cmocka_unit_test(fields_that_were_meant),
        cmocka_unit_test(lines_that_are_left_out),
        cmocka_unit_test(forms_of_the_file),
        cmocka_unit_test(only_what_is_wanted_is_fixed),
        cmocka_unit_test(what_is_in_doubt_is_not_safe),
        cmocka_unit_test(pieces_are_not_filled_up),
        cmocka_unit_test(a_header_that_is_too_wide_keeps_its_form),
        cmocka_unit_test(encodings_that_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
