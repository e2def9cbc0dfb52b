/* form.h - what there is to say of the form of a table: its encoding, its delimiter, what stands above its header. */
#ifndef RG_FORM_H
#define RG_FORM_H

#include "classify.h"
#include "findings.h"
#include "row.h"

/* Each is placed on `row`: the header, or the line above it that is meant. */
void rg_report_byte_order_mark(rg_findings *findings, const rg_row *row);
void rg_report_sep_line(rg_findings *findings, const rg_row *row);
void rg_report_late_header(rg_findings *findings, const rg_row *row);
void rg_report_delimiter(rg_findings *findings, const rg_row *row, char delimiter);
void rg_report_unrecognised(rg_findings *findings, const rg_row *row, const rg_class *class);

/* An encoding that is known from the first byte on ... */
void rg_report_encoding(rg_findings *findings, const rg_row *row, const char *encoding);
/* ... and one that shows itself on `line`, so that it is told at the end. */
void rg_report_late_encoding(rg_findings *findings, const char *encoding, uint64_t line, bool is_likely);

/* The bytes of the table do not come to their end, because of `cause`. */
void rg_report_damage(rg_findings *findings, const rg_error *cause);

#endif
