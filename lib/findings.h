/* findings.h - the findings of one row, while it is looked at. */
#ifndef RG_FINDINGS_H
#define RG_FINDINGS_H

#include "codes.h"
#include "memory.h"
#include "row.h"
#include "template.h"

/* Findings live, with all their texts, until rg_findings_clear. When memory is out, `failed` stays set and
 * what is added is lost: the caller must give up. */
typedef struct rg_findings {
    rg_finding *items;
    size_t count;
    size_t capacity;
    rg_arena arena;
    bool failed;
    rg_finding dummy; /* written, never read, when there is no memory for a real one */
} rg_findings;

/* Add a finding of the code's own severity, with a message. Returned is the finding to complete; it is never
 * NULL, but is a dummy when memory is out. Valid until the next is added. */
rg_finding *rg_findings_add(rg_findings *findings, rg_code_index code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with a message that lives as long; NULL: there was no memory for it. */
rg_finding *rg_findings_say(rg_findings *findings, rg_code_index code, const char *message);
/* Add findings that were made elsewhere; their texts stay where they are. */
void rg_findings_copy(rg_findings *findings, const rg_finding *others, size_t count);
/* Append to the message of the finding that was added last. */
void rg_findings_append(rg_findings *findings, const char *format, ...) __attribute__((format(printf, 2, 3)));
void rg_findings_clear(rg_findings *findings);
void rg_findings_free(rg_findings *findings);

/* Say where: the bytes from `start` to `start` + `size` of the row. */
void rg_finding_place(rg_finding *finding, const rg_row *row, size_t start, size_t size);
/* The same for a field, with its value and position in the file (from 0). */
void rg_finding_place_field(rg_finding *finding, const rg_row *row, size_t position);
/* "NAME (template NAME, line N)". */
void rg_finding_rule(rg_findings *findings, rg_finding *finding, const rg_template *t, const char *name, unsigned line);
/* A fix: the field gets another value; the record these fields (raw, alive as long as the row; none: it is left out);
 * the file another form (static). */
rg_fix *rg_finding_fix(rg_findings *findings, rg_finding *finding, rg_text replacement,
                       bool safe); /* NULL: no memory */
void rg_finding_fix_record(rg_findings *findings, rg_finding *finding, const rg_text *fields, size_t count,
                           char delimiter, bool safe);
void rg_finding_fix_file(rg_findings *findings, rg_finding *finding, const char *form, bool safe);

/* A value as messages quote it: in back quotes, shortened when it is long, control bytes shown. */
const char *rg_quoted(rg_findings *findings, rg_text value);
/* 25000 -> "25,000". */
const char *rg_grouped(rg_findings *findings, uint64_t number);

#endif
