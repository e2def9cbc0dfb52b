/* fuzz_fix.c - any bytes as a file to fix: passes come to an end, what is fixed once stays as it is, what is told is
 * what is done, and where nothing is wanted the bytes are the input's. The first byte chooses how. */
#include "fuzz.h"
#include "text.h"

#define MOST_PASSES 16

/* One of each kind of column that knows fixes. */
static const char template_text[] = "name: fuzz\n"
                                    "primaryKey: [id]\n"
                                    "fieldsMatch: partial\n"
                                    "limits: {recordBytes: 96}\n"
                                    "fields:\n"
                                    "  - {name: id, constraints: {pattern: '(?!\\d+E)[ -~\\P{C}]++'}}\n"
                                    "  - {name: host, type: string, format: hostname}\n"
                                    "  - {name: ips, type: list, itemFormat: ip}\n"
                                    "  - {name: macs, type: list, itemFormat: mac}\n"
                                    "  - {name: uuid, type: string, format: uuid}\n"
                                    "  - {name: ram, type: number, unit: MB}\n"
                                    "  - {name: cpus, type: integer}\n"
                                    "  - {name: use, type: number, unit: '%', constraints: {maximum: 100}}\n"
                                    "  - {name: on, type: boolean}\n"
                                    "  - {name: mode, constraints: {enum: [fast, slow]}}\n"
                                    "  - {name: rack, constraints: {pattern: 'R\\d+'}, rewrite: [{pattern: "
                                    "'r-?(\\d+)', replacement: R$1, safe: true}]}\n";

/* How a file is fixed, and what a pass has made of it. */
typedef struct run {
    rg_check_options how;
    rg_fix_options fix;
    rg_fix_notes notes;
    rg_fix_result result;
    rg_buffer out;
    uint64_t told;
    bool has_form; /* the file as a whole was changed */
} run;

static bool wants_nothing(void *context, const rg_code *code)
{
    (void)context;
    (void)code;
    return false;
}

static bool wants_no_encoding(void *context, const rg_code *code)
{
    (void)context;
    return strcmp(code->id, "E116") != 0;
}

static rg_status count(void *context, const rg_fixed *fixed, rg_error *error)
{
    run *r = context;
    (void)error;
    r->told += fixed->change_count;
    for (size_t i = 0; i < fixed->change_count; i++) {
        const rg_change *change = &fixed->changes[i];
        MUST(change->safe || r->fix.unsafe);
        MUST(change->code && (change->scope != RG_FIX_FIELD || !rg_text_equal(change->before, change->after)));
        r->has_form |= change->scope == RG_FIX_FILE;
    }
    return RG_OK;
}

/* RG_DONE: the pass is void. */
static rg_status try_pass(run *r, rg_text text)
{
    const rg_template *template_ = own_template(template_text);
    rg_input *input;
    rg_check *check;
    rg_fixer *fixer;
    const rg_record *record;
    rg_status status;
    rg_buffer_clear(&r->out);
    r->told = 0;
    r->has_form = false;
    MUST(rg_input_open_function(&input, "fuzz.csv", read_text, &text, NULL) == RG_OK);
    MUST(rg_check_open(&check, input, &template_, 1, &r->how, NULL) == RG_OK);
    MUST(rg_fixer_open(&fixer, check, &r->fix, write_buffer, &r->out, NULL) == RG_OK);
    while ((status = rg_check_next(check, &record, NULL)) == RG_OK && status == RG_OK)
        if ((status = rg_fixer_record(fixer, record, NULL)) != RG_OK)
            break;
    if (status == RG_DONE)
        status = rg_fixer_finish(fixer, &r->result, NULL);
    rg_fixer_close(fixer);
    rg_check_close(check);
    rg_input_close(input);
    MUST(status == RG_OK || status == RG_DONE || status == RG_BAD_USAGE);
    return status;
}

/* False: it is no single file of text. */
static bool pass(run *r, rg_text text)
{
    rg_status status;
    r->notes = (rg_fix_notes){0};
    for (size_t voids = 0; (status = try_pass(r, text)) == RG_DONE; voids++)
        MUST(voids < 3); /* each note once */
    if (status != RG_OK)
        return false;
    MUST(r->told == r->result.changes);
    MUST(r->told || rg_text_equal(rg_buffer_text(&r->out), text));
    MUST(!r->told || r->has_form || !rg_text_equal(rg_buffer_text(&r->out), text));
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    rg_text text = {(const char *)data + 1, size - 1};
    bool wants_it = data[0] & 6;
    run r = {.how = {.each = true, .classify = data[0] & 8},
             .fix = {.unsafe = data[0] & 1,
                     .wants = !wants_it     ? wants_nothing
                              : data[0] & 2 ? NULL
                                            : wants_no_encoding,
                     .tell = count}};
    rg_buffer before = {0};
    r.fix.context = &r;
    r.fix.notes = &r.notes;
    bool is_text = pass(&r, text);
    if (is_text && !wants_it)
        MUST(!r.told && rg_text_equal(rg_buffer_text(&r.out), text));
    for (size_t passes = 1; is_text && r.told; passes++) {
        MUST(passes < MOST_PASSES);
        rg_buffer_clear(&before);
        rg_buffer_add(&before, r.out.bytes, r.out.size);
        MUST(pass(&r, rg_buffer_text(&before)));
    }
    rg_buffer_free(&before);
    rg_buffer_free(&r.out);
    return 0;
}
