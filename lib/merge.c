/* merge.c - corrected failed entries go back where they came from.
 *
 * The original is read twice. First every record that may have been handed out is noted, with hashes by which it is
 * known again; then the failed entries are read, and each row finds its place; then the original goes by once more,
 * with the rows in it. What is kept is a few words for each such record and row; their values wait in a spool. */
#include <string.h>

#include "check.h"
#include "error.h"
#include "failed_rows.h"
#include "memory.h"
#include "returned_files.h"
#include "settlement.h"

typedef enum { SURVEYING, MERGING, AT_ROWS, OVER } stage;

struct rg_merge {
    rg_input *original, *again;
    const rg_template *const *templates;
    size_t template_count;
    rg_check_options check_options;
    rg_merge_options options;
    stage stage;
    rg_check *check; /* reads the original */
    /* What is known of the original: */
    rg_origin origin;
    rg_handed_out handed_out;
    bool errors_read;
    /* What comes back: */
    rg_returned_files files;
    rg_failed_table failed;
    rg_kept_rows rows;
    /* What goes where: */
    rg_alignment alignment;
    rg_settlement settlement;
};

/* ---------------------------------------------------------------- from the beginning to the end */

static rg_status open_check(rg_merge *m, rg_input *input, rg_error *error)
{
    rg_check_close(m->check);
    m->check = NULL;
    return rg_check_open(&m->check, input, m->templates, m->template_count, &m->check_options, error);
}

rg_status rg_merge_open(rg_merge **merge, rg_input *original, rg_input *again, rg_input *failed, rg_input *errors,
                        const rg_template *const *templates, size_t template_count, const rg_check_options *check,
                        const rg_merge_options *options, rg_error *error)
{
    rg_merge *m = rg_alloc(sizeof *m);
    *merge = NULL;
    if (!m)
        return rg_fail_memory(error);
    m->original = original;
    m->again = again;
    m->templates = templates;
    m->template_count = template_count;
    m->check_options = check ? *check : (rg_check_options){0};
    m->options = options ? *options : (rg_merge_options){0};
    m->handed_out.alignment = &m->alignment;
    rg_status status = rg_returned_files_open(&m->files, failed, errors, rg_input_name(original), error);
    if (status == RG_OK)
        status = open_check(m, original, error);
    if (status != RG_OK) {
        rg_merge_close(m);
        return status;
    }
    *merge = m;
    return RG_OK;
}

void rg_merge_close(rg_merge *m)
{
    if (!m)
        return;
    rg_check_close(m->check);
    rg_settlement_free(&m->settlement);
    rg_kept_rows_close(&m->rows);
    rg_failed_table_close(&m->failed);
    rg_returned_files_close(&m->files);
    rg_handed_out_free(&m->handed_out);
    rg_origin_free(&m->origin);
    rg_free(m->alignment.places);
    rg_free(m->alignment.rows);
    rg_free(m);
}

const rg_summary *rg_merge_progress(const rg_merge *m)
{
    return rg_check_summary(m->check);
}

const rg_merge_summary *rg_merge_total(const rg_merge *m)
{
    return &m->settlement.outcome.summary;
}

/* ---------------------------------------------------------------- the first reading */

static rg_status read_errors(rg_merge *m, rg_error *error)
{
    const char *name = rg_check_summary(m->check)->classification.template_name;
    const char *slash = name ? strrchr(name, '/') : NULL;
    m->errors_read = true;
    return rg_returned_files_errors(&m->files, slash ? slash + 1 : NULL, &m->handed_out.errors,
                                    &m->handed_out.has_errors_file, error);
}

static rg_status note_header(rg_merge *m, const rg_table *table, const rg_record *header, rg_error *error)
{
    rg_status status = rg_origin_read_header(&m->origin, table, header, error);
    return status == RG_OK ? rg_handed_out_header(&m->handed_out, table, header, error) : status;
}

static rg_status note(rg_merge *m, const rg_record *piece, rg_error *error)
{
    const rg_table *table = rg_check_table(m->check);
    if (piece->member)
        return rg_fail_file(
            error, RG_BAD_USAGE, rg_input_name(m->original),
            "this is an archive, a folder or a workbook: take out (unzip, save as) the table that is meant, "
            "as a CSV, and merge into that");
    rg_status status = m->errors_read ? RG_OK : read_errors(m, error);
    if (status != RG_OK)
        return status;
    switch (piece->kind) {
    case RG_PREAMBLE:
        return rg_origin_read_preamble(&m->origin, piece, error);
    case RG_HEADER:
        return note_header(m, table, piece, error);
    case RG_DATA:
        return rg_handed_out_record(&m->handed_out, table, piece, error);
    case RG_REST:
        return rg_handed_out_rest(&m->handed_out, table, piece, error);
    case RG_END:
        return rg_origin_read_encoding(&m->origin, table, error);
    default:
        return RG_OK;
    }
}

/* ---------------------------------------------------------------- between the readings */

static rg_status read_failed(rg_merge *m, rg_error *error)
{
    if (!m->origin.header.size)
        return rg_fail_file(error, RG_BAD_USAGE, rg_input_name(m->original),
                            "the original has no header: there is nothing to merge into");
    rg_status status =
        rg_failed_table_open(&m->failed, m->files.bytes, m->files.name, m->options.failed_encoding, &m->origin, error);
    return status == RG_OK ? rg_failed_rows_read(&m->rows, &m->failed, &m->handed_out.keys, &m->alignment, error)
                           : status;
}

static rg_status begin_settlement(rg_merge *m, rg_error *error)
{
    m->settlement.original = rg_input_name(m->again);
    m->settlement.options = &m->options;
    m->settlement.handed_out = &m->handed_out;
    m->settlement.alignment = &m->alignment;
    m->settlement.rows = &m->rows;
    m->settlement.putback.origin = &m->origin;
    m->settlement.putback.failed = &m->failed;
    m->settlement.putback.trust_spreadsheet = m->options.trust_spreadsheet;
    rg_status status = rg_settlement_begin(&m->settlement, error);
    if (status == RG_OK)
        status = rg_outcome_count_rows(&m->settlement.outcome, m->alignment.row_count, &m->failed.columns, error);
    return status;
}

static rg_status prepare(rg_merge *m, rg_error *error)
{
    rg_status status = read_failed(m, error);
    if (status == RG_OK) {
        rg_handed_out_choose(&m->handed_out);
        status = rg_align(&m->alignment, error);
    }
    if (status == RG_OK)
        status = begin_settlement(m, error);
    if (status == RG_OK)
        status = open_check(m, m->again, error);
    m->stage = status == RG_OK ? MERGING : OVER;
    return status;
}

rg_status rg_merge_survey(rg_merge *m, rg_error *error)
{
    const rg_record *piece;
    if (m->stage != SURVEYING)
        return RG_DONE;
    rg_status status = rg_check_next(m->check, &piece, error);
    if (status == RG_OK)
        return note(m, piece, error);
    if (status != RG_DONE)
        return status;
    status = prepare(m, error);
    return status == RG_OK ? RG_DONE : status;
}

/* ---------------------------------------------------------------- the second reading */

static rg_status next_piece(rg_merge *m, rg_error *error)
{
    const rg_record *piece;
    rg_status status = rg_check_next(m->check, &piece, error);
    if (status != RG_OK)
        return status;
    const rg_table *table = rg_check_table(m->check);
    m->settlement.putback.decoder = table ? rg_table_decoder(table) : NULL;
    /* New records come while the decoder is still there. */
    if (piece->kind == RG_END)
        m->stage = AT_ROWS;
    return rg_settle_piece(&m->settlement, piece, error);
}

static rg_status next_row(rg_merge *m, rg_error *error)
{
    rg_status status = rg_settle_row(&m->settlement, error);
    if (status == RG_DONE)
        m->stage = OVER;
    return status;
}

rg_status rg_merge_next(rg_merge *m, const rg_merged **merged, rg_error *error)
{
    rg_status status = RG_OK;
    *merged = &m->settlement.outcome.merged;
    while (status == RG_OK && m->stage == SURVEYING)
        status = rg_merge_survey(m, error);
    if (status != RG_OK && status != RG_DONE)
        return status;
    if (m->stage == MERGING)
        return next_piece(m, error);
    return m->stage == AT_ROWS ? next_row(m, error) : RG_DONE;
}
