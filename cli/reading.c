/* reading.c - a file that is read more than once, and how it is to be read. */
#define _POSIX_C_SOURCE 200809L
#include "reading.h"

#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "signals.h"

rg_status fail_usage(rg_error *error, const char *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *error = (rg_error){.status = RG_BAD_USAGE};
    snprintf(error->file, sizeof error->file, "%s", file);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return RG_BAD_USAGE;
}

rg_status fail_memory(rg_error *error)
{
    *error = (rg_error){.status = RG_NO_MEMORY, .message = "out of memory"};
    return RG_NO_MEMORY;
}

/* Does the path give the same bytes each time it is opened? A folder does not give any, which is told when it is read.
 */
static bool can_be_read_again(const char *path)
{
    struct stat status;
    return !is_standard_input(path) && (stat(path, &status) != 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

rg_status keep_bytes(rg_spool **spool, const char *path, const rg_check_options *options, rg_error *error)
{
    rg_input *input;
    *spool = NULL;
    if (can_be_read_again(path))
        return RG_OK;
    rg_status status = rg_input_open(&input, path, error);
    if (status == RG_OK)
        status = rg_spool_open(spool, error);
    if (status == RG_OK)
        status = rg_spool_fill(*spool, input, options, error);
    rg_input_close(input);
    return status;
}

rg_status reading_open(reading *r, const reading_settings *settings, const char *path, rg_error *error)
{
    *r = (reading){.settings = settings, .path = path, .name = display_name(path, settings->stdin_name)};
    rg_status status = load_templates(&r->templates, &settings->templates, &settings->sets, error);
    r->options = (rg_check_options){.classify = settings->templates.count != 1,
                                    .more = more_templates,
                                    .more_context = &r->templates,
                                    .encoding = settings->encoding,
                                    .delimiter = delimiter_of(settings->delimiter),
                                    .cancelled = was_interrupted};
    return status == RG_OK ? keep_bytes(&r->spool, path, &r->options, error) : status;
}

void reading_close(reading *r)
{
    reading_end(r);
    rg_spool_close(r->spool);
    free_templates(&r->templates);
}

rg_status reading_input(reading *r, rg_input **input, rg_error *error)
{
    return r->spool ? rg_spool_read(r->spool, r->name, input, error) : rg_input_open(input, r->path, error);
}

rg_status reading_begin(reading *r, const char *what, rg_error *error)
{
    const rg_template *const *templates = (const rg_template *const *)r->templates.items;
    rg_status status = reading_input(r, &r->input, error);
    if (status == RG_OK)
        status = rg_check_open(&r->check, r->input, templates, 1, &r->options, error);
    progress_begin(&r->progress, is_wanted_at(r->settings->progress, STDERR_FILENO), r->name);
    r->progress.what = what;
    r->bytes = 0;
    return status;
}

rg_status reading_next(reading *r, const rg_record **record, rg_error *error)
{
    rg_status status = rg_check_next(r->check, record, error);
    bool is_table = status == RG_OK && !(*record)->member;
    if (is_table)
        r->bytes += (*record)->original.size;
    if (status != RG_OK && status != RG_DONE)
        return status;
    /* What has bytes, but gave none, is a container in which nothing was recognised. */
    if (status == RG_OK ? !is_table : !r->bytes && rg_check_summary(r->check)->bytes)
        return fail_usage(
            error, r->name,
            "this is no CSV: of an archive, a folder or a workbook, take out (unzip, save as) the table that "
            "is meant, as a CSV, and work on that");
    progress_update(&r->progress, rg_check_summary(r->check));
    return status;
}

void reading_end(reading *r)
{
    progress_end(&r->progress);
    rg_check_close(r->check);
    rg_input_close(r->input);
    r->check = NULL;
    r->input = NULL;
}
