/* examine.h - one record by itself: its structure, its fields, the rules between them. No other record matters
 * here, so any number of records may be examined at once, each by an examiner of its own. */
#ifndef RG_EXAMINE_H
#define RG_EXAMINE_H

#include "findings.h"
#include "layout.h"
#include "pattern.h"
#include "row.h"

#define RG_NOT_GLANCED SIZE_MAX

typedef struct rg_examiner {
    const rg_layout *layout;
    rg_matcher *matcher;
    rg_findings *findings; /* where everything goes */
    double *numbers;       /* by column of the template: the value in the record at hand, where it has an order;
                              else NAN. May be NULL when single fields are examined. */
    rg_glancer glancer;
    size_t glanced[RG_GLANCE_ROWS]; /* which of the rows glanced at a row is, or RG_NOT_GLANCED */
} rg_examiner;

/* Give the examiner what it needs for whole records of `layout`, in `arena`. Its matcher is given by the caller. */
void rg_examiner_open(rg_examiner *examiner, const rg_layout *layout, rg_arena *arena);

/* Have a look at up to RG_GLANCE_ROWS records, then at each of them by rg_examine. */
void rg_examine_together(rg_examiner *examiner, const rg_row *const *rows, size_t count);
/* Look at one record, the `index`-th of those that were looked at together. `*broken`: its structure is such that its
 * fields could not be told apart. */
rg_status rg_examine(const rg_examiner *examiner, const rg_row *row, size_t index, bool *broken, rg_error *error);

/* The value of a template's column in a row, without blanks at its edges; no bytes when the file has no such
 * column, or the field is empty or one of the column's missing values. */
rg_text rg_column_value(const rg_layout *layout, const rg_row *row, size_t column);

/* For structure.c, field.c, rules.c and resplit.c, which do the work: */

/* Are there as many fields as in the header, and values in them? What is wrong is reported. */
bool rg_is_structure_sound(const rg_examiner *examiner, const rg_row *row);
/* Have the fields from `position` on no value but blanks? */
bool rg_row_is_empty(const rg_row *row, size_t position);
/* One field of a known column against type, pattern and constraints. */
rg_status rg_examine_field(const rg_examiner *examiner, const rg_row *row, size_t position, rg_error *error);
/* Would the column of the field at `position` take this value without a finding? Where a pattern gives no answer: no.
 */
bool rg_field_fits(const rg_examiner *examiner, size_t position, rg_text value);
/* Offer a fix of `finding`, which is about the structure of `row`, when there is one way to split the record into
 * fields that the columns take. */
void rg_resplit(const rg_examiner *examiner, const rg_row *row, rg_finding *finding);
/* The rules between columns. */
rg_status rg_examine_rules(const rg_examiner *examiner, const rg_row *row, rg_error *error);
/* Match a value of `column`; when the pattern gives no answer the error says for which column. */
rg_status rg_examine_pattern(const rg_examiner *examiner, rg_pattern *pattern, const rg_column *column, rg_text value,
                             bool *matches, rg_error *error);
#endif
