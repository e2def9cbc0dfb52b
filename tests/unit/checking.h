/* checking.h - check a text by a template, and say what was found in a few words. */
#ifndef CHECKING_H
#define CHECKING_H

#include <inttypes.h>

#include "buffer.h"
#include "unit.h"

static inline rg_template *load(const char *yaml)
{
    rg_template *t;
    rg_error error = {0};
    if (rg_template_load_text(&t, "t.yaml", (rg_text){yaml, strlen(yaml)}, &error) != RG_OK)
        fail_msg("%d:%d: %s\n%s", (int)error.line, (int)error.column, error.message, error.excerpt);
    return t;
}

/* What a check came to. `summary` is a copy without the lists. */
typedef struct outcome {
    rg_buffer found; /* "E310@2:14 IPAddress\n" for each finding; without a place "E602\n" */
    rg_buffer kinds; /* a letter for each piece: preamble, header, data, failed, blank, rest, end */
    rg_summary summary;
} outcome;

static inline void note(outcome *result, const rg_record *record)
{
    const char *const letters = "cphdbre";
    bool failed = record->kind == RG_DATA && record->failed;
    rg_buffer_printf(&result->kinds, "%c", failed ? 'f' : letters[record->kind]);
    for (size_t i = 0; i < record->finding_count; i++) {
        const rg_finding *f = &record->findings[i];
        rg_buffer_printf(&result->found, "%c%s", f->severity == RG_ERROR ? 'E' : 'W', f->code->id + 1);
        if (f->line)
            rg_buffer_printf(&result->found, "@%" PRIu64 ":%" PRIu64, f->line, f->column);
        rg_buffer_printf(&result->found, "%s%s\n", f->field ? " " : "", f->field ? f->field : "");
    }
}

/* `options` may be NULL; the bytes of all pieces must be the text. */
static inline outcome check_text(const rg_template *t, rg_text text, const rg_check_options *options)
{
    outcome result = {0};
    byte_source bytes = {text.bytes, text.size, 0};
    rg_buffer joined = {0};
    rg_input *input;
    rg_check *check;
    const rg_record *record;
    assert_int_equal(rg_input_open_function(&input, "t.csv", read_source, &bytes, NULL), RG_OK);
    assert_int_equal(rg_check_open(&check, input, &t, 1, options, NULL), RG_OK);
    rg_status status;
    while ((status = rg_check_next(check, &record, NULL)) == RG_OK) {
        note(&result, record);
        rg_buffer_add(&joined, record->original.bytes, record->original.size);
    }
    assert_int_equal(status, RG_DONE);
    assert_int_equal(joined.size, text.size);
    assert_memory_equal(rg_buffer_text(&joined).bytes, text.size ? text.bytes : "", text.size);
    result.summary = *rg_check_summary(check);
    assert_int_equal(result.summary.records, result.summary.accepted + result.summary.failed);
    rg_buffer_free(&joined);
    rg_check_close(check);
    rg_input_close(input);
    return result;
}

static inline void free_outcome(outcome *result)
{
    rg_buffer_free(&result->found);
    rg_buffer_free(&result->kinds);
}

/* A case of a table: this template and file give these findings. */
typedef struct finding_case {
    const char *yaml, *csv, *found;
} finding_case;

static inline void run_cases(const finding_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rg_template *t = load(cases[i].yaml);
        outcome result = check_text(t, (rg_text){cases[i].csv, strlen(cases[i].csv)}, NULL);
        if (strcmp(rg_buffer_text(&result.found).bytes, cases[i].found) != 0)
            fail_msg("%s\n%s\nfound:\n%sexpected:\n%s", cases[i].yaml, cases[i].csv,
                     rg_buffer_text(&result.found).bytes, cases[i].found);
        free_outcome(&result);
        rg_template_free(t);
    }
}

#endif
