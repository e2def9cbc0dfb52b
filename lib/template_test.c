/* template_test.c - run the examples that a template declares: each `accept` must pass its column, each `reject`
 * must not. The very code that checks files decides. */
#include <stdio.h>

#include "error.h"
#include "examine.h"
#include "text.h"

/* A record of one field, for one column. */
typedef struct bench {
    const rg_template *t;
    rg_findings findings;
    rg_matcher *matcher;
} bench;

static rg_status try_value(bench *b, size_t column, const char *value, bool *accepted, rg_error *error)
{
    size_t column_of[] = {column};
    const char *names[] = {b->t->columns[column].name};
    rg_layout layout = {.t = b->t, .field_count = 1, .column_of = column_of, .names = names};
    rg_text text = rg_text_of(value);
    rg_field field = {text, text, false};
    rg_row row = {.bytes = text, .line = 1, .fields = &field, .field_count = 1, .field_total = 1};
    rg_examiner examiner = {.layout = &layout, .matcher = b->matcher, .findings = &b->findings};
    rg_findings_clear(&b->findings);
    rg_status status = rg_examine_field(&examiner, &row, 0, error);
    *accepted = true;
    for (size_t i = 0; i < b->findings.count; i++)
        *accepted &= b->findings.items[i].severity != b->t->columns[column].severity;
    return b->findings.failed ? rg_fail_memory(error) : status;
}

static rg_status try_list(bench *b, size_t column, const rg_strings *values, bool wanted, size_t *count,
                          rg_error *error)
{
    for (size_t i = 0; i < values->count; i++) {
        bool accepted;
        rg_status status = try_value(b, column, values->items[i], &accepted, error);
        if (status != RG_OK)
            return status;
        ++*count;
        if (accepted == wanted)
            continue;
        status = rg_fail_file(error, RG_BAD_TEMPLATE, b->t->source, "`%s` should %s `%s`, but %s it%s%s",
                              b->t->columns[column].name, wanted ? "accept" : "reject", values->items[i],
                              accepted ? "accepts" : "rejects", b->findings.count ? ": " : "",
                              b->findings.count ? b->findings.items[0].message : "");
        if (error)
            error->line = b->t->columns[column].line;
        return status;
    }
    return RG_OK;
}

static rg_status test_table(const rg_template *t, size_t *tried, rg_error *error)
{
    bench b = {.t = t};
    rg_pattern_limits limits = {(uint32_t)t->limits[RG_LIMIT_MATCH], (uint32_t)t->limits[RG_LIMIT_DEPTH],
                                (uint32_t)t->limits[RG_LIMIT_HEAP_KIB]};
    rg_status status = rg_matcher_open(&b.matcher, limits, error);
    for (size_t i = 0; status == RG_OK && i < t->column_count; i++) {
        status = try_list(&b, i, &t->columns[i].accept, true, tried, error);
        if (status == RG_OK)
            status = try_list(&b, i, &t->columns[i].reject, false, tried, error);
    }
    rg_matcher_close(b.matcher);
    rg_findings_free(&b.findings);
    return status;
}

rg_status rg_template_test(const rg_template *t, size_t *count, rg_error *error)
{
    size_t tried = 0;
    rg_status status = test_table(t, &tried, error);
    for (size_t i = 0; status == RG_OK && i < t->resource_count; i++)
        if (t->resources[i].table)
            status = test_table(t->resources[i].table, &tried, error);
    if (count)
        *count = tried;
    return status;
}
