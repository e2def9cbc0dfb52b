/* returned_files.c - what the user gives back: the bytes of the failed entries, and errors-file.csv. */
#include "returned_files.h"

#include "error.h"

static rg_status find_and_read(rg_returned_files *f, rg_input *failed, const char *original, rg_error *error)
{
    rg_status status = rg_failed_source_open(&f->failed, failed, error);
    size_t part = status == RG_OK ? rg_failed_source_rows(&f->failed, original) : RG_NO_PART;
    if (status == RG_OK && part == RG_NO_PART)
        return rg_fail_file(error, RG_BAD_USAGE, f->name,
                            "there is no failed-entries-file.csv in it, nor is there only one table: which are the "
                            "corrected rows?");
    if (status == RG_OK)
        status = rg_spool_open(&f->bytes, error);
    return status == RG_OK ? rg_failed_source_read(&f->failed, part, f->bytes, error) : status;
}

rg_status rg_returned_files_open(rg_returned_files *f, rg_input *failed, rg_input *errors, const char *original,
                                 rg_error *error)
{
    f->name = rg_input_name(failed);
    rg_status status = find_and_read(f, failed, original, error);
    return status == RG_OK && errors ? rg_failed_source_open(&f->errors, errors, error) : status;
}

void rg_returned_files_close(rg_returned_files *f)
{
    rg_failed_source_close(&f->failed);
    rg_failed_source_close(&f->errors);
    rg_spool_close(f->bytes);
}

/* Rows of a table's name are there only where the export was checked as a whole; otherwise all rows are about it. */
static rg_status read_errors(rg_spool *spool, const char *table, rg_errors_file *errors, rg_error *error)
{
    rg_input *input = NULL;
    rg_status status = rg_spool_read(spool, "errors-file.csv", &input, error);
    if (status == RG_OK)
        status = rg_errors_file_read(errors, input, table, error);
    rg_input_close(input);
    bool found = errors->count || errors->about_file;
    return status != RG_OK || found || !table ? status : read_errors(spool, NULL, errors, error);
}

rg_status rg_returned_files_errors(rg_returned_files *f, const char *table, rg_errors_file *errors, bool *found,
                                   rg_error *error)
{
    rg_failed_source *s = f->errors.container ? &f->errors : &f->failed;
    bool is_file = rg_failed_source_is_file(s);
    size_t part = is_file ? 0 : rg_failed_source_errors(s);
    *found = part != RG_NO_PART && !(is_file && s == &f->failed);
    if (!*found)
        return s == &f->errors ? rg_fail(error, RG_BAD_USAGE, "there is no errors-file.csv in what --errors names")
                               : RG_OK;
    rg_spool *spool = NULL;
    rg_status status = rg_spool_open(&spool, error);
    if (status == RG_OK)
        status = rg_failed_source_read(s, part, spool, error);
    if (status == RG_OK)
        status = read_errors(spool, table, errors, error);
    rg_spool_close(spool);
    return status;
}
