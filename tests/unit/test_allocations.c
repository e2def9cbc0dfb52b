/* test_allocations.c - every request for memory fails in turn, alone and with all that follow: the library says so, or
 * what it writes is the same as ever; and nothing leaks or crashes. */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "packing.h"
#include "refusing.h"
#include "unit.h"

static const char yaml[] =
    "fieldsMatch: partial\nexternalId: id\nprimaryKey: id\n"
    "fields:\n"
    "  - {name: id}\n"
    "  - {name: n, type: number, constraints: {minimum: 1}}\n"
    "  - {name: l, type: list, itemFormat: ip, constraints: {maxLength: 2}}\n"
    "  - {name: p, constraints: {pattern: '[a-z]+', enum: [x, y]}, hint: h, rewrite: [{pattern: '(z)', "
    "replacement: 'x'}]}\n"
    "rules: [{allOrNone: [n, l]}, {when: {field: p}, then: {required: [n]}}]\n"
    "servers: {matchedBy: [l]}\napplications: {listedIn: p}\nlimits: {records: 9}\n";

static const char csv[] = "title\nid,n,l,p,Id,zz\n1,0,10.0.0.1,x,,\n1,x,\"10.0.0.1, 10.0.300.1, 1, 2\",z,,\n"
                          "2,\"a\nb\",,,,\n3,\"x\n4,1\n\n,,,,,\n5, 2,10.0.0.1,,,\n6,1,2,3,4,5,6,7\n"
                          "7,1\n8,\"1,5\",10.0.0.1 10.0.0.2,Z,,\n9,1,10.0.0.1, 10.0.0.2,x,,\n";

/* An archive of what there is: tables in several encodings, with relations, and JSON. */
static const char package[] = "classification: {lookalikes: [{header: 'x.*', hint: h}], packaging: [folder]}\n"
                              "resources:\n"
                              "  - name: a\n"
                              "    required: true\n"
                              "    schema: {fields: [{name: id, aliases: [ID2]}, {name: n, type: integer}]}\n"
                              "  - {name: b, member: 'b.*', schema: {fields: [{name: id}], servers: {matchedBy: [id], "
                              "except: [{field: id, matches: z}]}}}\n"
                              "  - {name: c, json: {type: array, truncatedBy: [cursor]}}\n"
                              "  - {name: d, required: true}\n"
                              "relations:\n"
                              "  - {from: {resource: a, fields: id, value: n}, counts: {resource: b, fields: id}}\n"
                              "  - {from: {resource: b, fields: id}, exists: {resource: a, fields: id}}\n";

/* What is written goes to a stream, if anybody wants it. Not to a buffer of the library's: its requests would count. */
static rg_status take(void *context, rg_text text, rg_error *error)
{
    (void)error;
    fwrite(text.size ? text.bytes : "", 1, text.size, context);
    return RG_OK;
}

typedef struct work {
    bool fixes;
    FILE *said;
    rg_template *t;
    rg_input *input;
    rg_check *check;
    rg_report *reports[RG_JSONL + 1];
    rg_archive *archive;
    rg_fixer *fixer; /* NULL: nothing is fixed */
    rg_fix_notes notes;
} work;

static rg_status open_all(work *w, byte_source *bytes, const char *text, unsigned jobs, rg_error *error)
{
    rg_status status = rg_template_load_text(&w->t, "t", (rg_text){text, strlen(text)}, error);
    if (status == RG_OK)
        status = rg_input_open_function(&w->input, "t.csv", read_source, bytes, error);
    if (status == RG_OK)
        status = rg_check_open(&w->check, w->input, (const rg_template *const *)&w->t, 1,
                               &(rg_check_options){.read_size = 16, .jobs = jobs}, error);
    for (int f = RG_FULL; status == RG_OK && f <= RG_JSONL; f++) {
        status = rg_report_open(&w->reports[f], (rg_format)f, NULL, take, w->said, error);
        if (status == RG_OK)
            status = rg_report_begin(w->reports[f], "t.csv", error);
    }
    if (status == RG_OK)
        status = rg_archive_open(&w->archive, "unused", error);
    const rg_fix_options how = {.unsafe = true, .notes = &w->notes};
    return status == RG_OK && w->fixes ? rg_fixer_open(&w->fixer, w->check, &how, take, w->said, error) : status;
}

static rg_status check_all(work *w, rg_error *error)
{
    const rg_record *record;
    rg_status status;
    while ((status = rg_check_next(w->check, &record, error)) == RG_OK) {
        status = rg_archive_record(w->archive, record, error);
        for (int f = RG_FULL; status == RG_OK && f <= RG_JSONL; f++)
            status = rg_report_record(w->reports[f], record, error);
        if (status == RG_OK && w->fixer)
            status = rg_fixer_record(w->fixer, record, error);
        if (status != RG_OK && status != RG_DONE)
            return status;
    }
    if (status != RG_DONE)
        return status;
    rg_fix_result result;
    status = w->fixer ? rg_fixer_finish(w->fixer, &result, error) : RG_OK;
    status = status == RG_DONE ? RG_OK : status;
    for (int f = RG_FULL; status == RG_OK && f <= RG_JSONL; f++)
        status = rg_report_end(w->reports[f], rg_check_summary(w->check), NULL, error);
    return status;
}

static void close_all(work *w)
{
    rg_fixer_close(w->fixer);
    rg_archive_close(w->archive);
    for (int f = RG_FULL; f <= RG_JSONL; f++)
        rg_report_close(w->reports[f]);
    rg_check_close(w->check);
    rg_input_close(w->input);
    rg_template_free(w->t);
}

/* ---------------------------------------------------------------- checking, reporting, fixing */

typedef struct task {
    const char *yaml;
    rg_text input;
    unsigned jobs;
    bool fixes;
} task;

static rg_status check_and_fix(const void *context, FILE *said, rg_error *error)
{
    const task *t = context;
    byte_source bytes = {t->input.bytes, t->input.size, 0};
    work w = {.fixes = t->fixes, .said = said};
    rg_status status = open_all(&w, &bytes, t->yaml, t->jobs, error);
    if (status == RG_OK)
        status = check_all(&w, error);
    close_all(&w);
    return status;
}

static void every_refused_request_is_reported(void **state)
{
    (void)state;
    fail_each(check_and_fix, &(task){yaml, T(csv), 1, true}, 200);
}

/* Which thread is refused is chance; that it is reported is not. */
static void so_it_is_when_threads_share_the_work(void **state)
{
    (void)state;
    fail_each(check_and_fix, &(task){yaml, T(csv), 3, true}, 200);
}

static void so_it_is_in_archives(void **state)
{
    (void)state;
    const packed members[] = {
        {"a.csv", T("id,n\n1,2\n2,x\n3,1\n")},
        {"b1.csv", T("\xFF\xFEi\0d\0\n\0"
                     "1\0\n\0"
                     "7\0\n\0")},
        {"other.csv", T("sep=;\nid;n\n\xFC;1\nM\xC3\x83\xC2\xBC;2\n")},
        {"c.json", T("[{\"cursor\": 1}, }")},
        {"../up.csv", T("x")},
    };
    char path[] = "/tmp/rowgate-test-XXXXXX";
    size_t size;
    assert_int_equal(close(mkstemp(path)), 0);
    pack(path, members, LENGTH(members));
    char *bytes = file_bytes(path, &size);
    unlink(path);
    fail_each(check_and_fix, &(task){package, {bytes, size}, 1, false}, 200);
    free(bytes);
}

/* ---------------------------------------------------------------- converting */

static const char source_template[] =
    "resources:\n"
    "  - {name: a, required: true, schema: {fields: [{name: id}, {name: n, type: number}, {name: k}, {name: h}], "
    "fieldsMatch: partial, servers: {matchedBy: [id], except: [{field: k, matches: 'T.*'}]}}}\n"
    "  - {name: b, schema: {fields: [{name: id}, {name: k}, {name: v}], fieldsMatch: partial}}\n"
    "  - {name: c, schema: {fields: [{name: z}]}}\n";

static const char target_template[] =
    "fields: [{name: x}, {name: l, type: list}, {name: h}, {name: m, type: number}]\n";

static const char mapping[] =
    "title: t\nfrom: from.yaml\nto: to.yaml\nrows: a\n"
    "joins: [{resource: b, keys: [[k, id], id]}]\n"
    "fields:\n"
    "  - {name: x, from: [{text: '{id}/{k}', needs: n}, id]}\n"
    "  - {name: l, all: {resource: b, field: v}}\n"
    "  - {name: h, from: {field: h, matches: '[a-z]+', rewrite: {pattern: '(.*)', replacement: '$1'}}}\n"
    "  - {name: m, from: {field: n, unit: {from: GiB, to: MiB}}}\n";

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

typedef struct conversion {
    const char *mapping, *input; /* paths */
} conversion;

static rg_status convert_all(const void *context, FILE *said, rg_error *error)
{
    const conversion *c = context;
    rg_mapping *m = NULL;
    rg_input *input = NULL;
    rg_convert *convert = NULL;
    rg_text text;
    rg_status status = rg_mapping_load_text(&m, c->mapping, T(mapping), error);
    if (status == RG_OK)
        status = rg_input_open(&input, c->input, error);
    if (status == RG_OK)
        status = rg_convert_open(&convert, input, (const rg_mapping *const *)&m, 1,
                                 &(rg_check_options){.classify = true}, error);
    while (status == RG_OK && (status = rg_convert_next(convert, &text, error)) == RG_OK)
        take(said, text, NULL);
    if (status == RG_DONE)
        assert_int_equal(rg_convert_summary(convert)->converted, 3);
    rg_convert_close(convert);
    rg_input_close(input);
    rg_mapping_free(m);
    return status == RG_DONE ? RG_OK : status;
}

static void so_it_is_in_conversions(void **state)
{
    (void)state;
    const packed members[] = {
        {"a.csv", T("id,n,k,h,Extra\n1,2,,web,x\n1,,x,9,\n2,x,T,a,\n3,1,y,db,\nq,\"\n")},
        {"b.csv", T("id,v,k,Other\n1,a,,\n1,b,,x\n1,c,,\n3,d,y,\n,,,\n")},
        {"c.csv", T("z\nh\n")},
    };
    char folder[] = "/tmp/rowgate-test-XXXXXX", path[64], from[64], to[64], name[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/export.zip", folder);
    snprintf(from, sizeof from, "%s/from.yaml", folder);
    snprintf(to, sizeof to, "%s/to.yaml", folder);
    snprintf(name, sizeof name, "%s/m.yaml", folder);
    pack(path, members, LENGTH(members));
    write_file(from, source_template);
    write_file(to, target_template);
    fail_each(convert_all, &(conversion){name, path}, 200);
    unlink(path);
    unlink(from);
    unlink(to);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refused_request_is_reported),
        cmocka_unit_test(so_it_is_when_threads_share_the_work),
        cmocka_unit_test(so_it_is_in_archives),
        cmocka_unit_test(so_it_is_in_conversions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
