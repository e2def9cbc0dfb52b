/* convert.c - rowgate convert: make a file of another kind out of what a file holds, and check it. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "inputs.h"
#include "output.h"
#include "progress.h"
#include "signals.h"

typedef struct settings {
    const char *to, *mapping, *output;
    int format; /* an rg_format */
    uint64_t max_findings;
    bool dry_run, strict;
    text_list sets;
    const char *encoding, *delimiter;
    int color, progress; /* a `when` */
    bool quiet, verbose, list;
    const char *show;
} settings;

#define MOST_MAPPINGS 16

/* Everything that is open. */
typedef struct convert_job {
    const settings *settings;
    const char *path;
    rg_mapping *mappings[MOST_MAPPINGS]; /* those that lead to the target */
    size_t mapping_count;
    rg_input *source;
    rg_convert *convert;
    const rg_template *target;
    rg_text piece; /* of the result, that the check has not read yet */
    rg_input *result;
    rg_check *check;
    output out;    /* the result */
    output report; /* where the report goes */
    rg_report *telling;
    progress progress;
    rg_check_options options;
} convert_job;

/* ---------------------------------------------------------------- options */

#define AT(member) offsetof(settings, member)

static const option_row options[] = {
    {0, "to", "TEMPLATE", "what to make: the template that the result keeps", OPTION_TEXT, AT(to), NULL},
    {'o', "output", "FILE", "write the result to FILE instead of standard output; it appears\nwhen it is whole",
     OPTION_TEXT, AT(output), NULL},
    {'n', "dry-run", NULL, "write no result, only the report on it", OPTION_FLAG, AT(dry_run), NULL},
    {0, "mapping", "NAME|FILE", "convert by this mapping; otherwise by the built-in one that\nrecognises the file",
     OPTION_TEXT, AT(mapping), NULL},
    {0, "list", NULL, "list the built-in mappings", OPTION_FLAG, AT(list), NULL},
    {0, "show", "NAME", "show the text of a built-in mapping, to read or to start from", OPTION_TEXT, AT(show), NULL},
    {'f', "format", "FORMAT", "of the report: full (default), concise, json or jsonl", OPTION_CHOICE, AT(format),
     format_words},
    {0, "max-findings", "N", "print at most N findings; all are counted", OPTION_NUMBER, AT(max_findings), NULL},
    STRICT_ROW(AT(strict)),
    {0, "set", "LIMIT=VALUE",
     "change a limit of the target, e.g. records=100000; may be\n"
     "repeated",
     OPTION_TEXTS, AT(sets), NULL},
    ENCODING_ROW(AT(encoding)),
    DELIMITER_ROW(AT(delimiter)),
    COLOR_ROW(AT(color)),
    PROGRESS_ROW(AT(progress)),
    {'q', "quiet", NULL, "no report: only the result, and the exit status", OPTION_FLAG, AT(quiet), NULL},
    {'v', "verbose", NULL, "say on standard error what the file was taken for, and why; name\nall that had no place",
     OPTION_FLAG, AT(verbose), NULL},
    {0},
};

/* ---------------------------------------------------------------- mappings */

static exit_status list_mappings(void)
{
    for (size_t i = 0; i < rg_mapping_builtin_count(); i++) {
        rg_mapping *mapping;
        rg_error error;
        if (rg_mapping_builtin(&mapping, rg_mapping_builtin_name(i), &error) != RG_OK)
            return complain(&error);
        printf("%-42s%s\n", rg_mapping_name(mapping), rg_mapping_title(mapping));
        rg_mapping_free(mapping);
    }
    return EXIT_FINE;
}

static exit_status show_mapping(const char *name)
{
    for (size_t i = 0; i < rg_mapping_builtin_count(); i++) {
        if (strcmp(rg_mapping_builtin_name(i), name) == 0) {
            rg_text text = rg_mapping_builtin_text(i);
            fwrite(text.bytes, 1, text.size, stdout);
            return EXIT_FINE;
        }
    }
    return complain_usage(&convert_command, "there is no built-in mapping `%s`; `rowgate convert --list` shows them",
                          name);
}

/* A built-in mapping's name, or the path of a file. */
static rg_status load_mapping(rg_mapping **mapping, const char *name, rg_error *error)
{
    for (size_t i = 0; i < rg_mapping_builtin_count(); i++)
        if (strcmp(rg_mapping_builtin_name(i), name) == 0)
            return rg_mapping_builtin(mapping, name, error);
    return strpbrk(name, "/.") ? rg_mapping_load_file(mapping, name, error) : rg_mapping_builtin(mapping, name, error);
}

static rg_status fail_usage(rg_error *error, const char *format, const char *a, const char *b)
{
    *error = (rg_error){.status = RG_BAD_USAGE};
    snprintf(error->message, sizeof error->message, format, a, b);
    return RG_BAD_USAGE;
}

static bool leads_to(const rg_mapping *mapping, const char *target)
{
    return strcmp(rg_template_name(rg_mapping_to(mapping)), target) == 0;
}

/* The built-in mappings that lead to the target. */
static rg_status find_mappings(convert_job *job, rg_error *error)
{
    rg_status status = RG_OK;
    for (size_t i = 0; status == RG_OK && i < rg_mapping_builtin_count() && job->mapping_count < MOST_MAPPINGS; i++) {
        rg_mapping *mapping;
        status = rg_mapping_builtin(&mapping, rg_mapping_builtin_name(i), error);
        if (status == RG_OK && leads_to(mapping, job->settings->to))
            job->mappings[job->mapping_count++] = mapping;
        else if (status == RG_OK)
            rg_mapping_free(mapping);
    }
    if (status == RG_OK && !job->mapping_count)
        return fail_usage(error,
                          "no built-in mapping leads to `%s`%s: `rowgate convert --list` shows them; or say with "
                          "--mapping FILE how it is made",
                          job->settings->to, "");
    return status;
}

static rg_status load_mappings(convert_job *job, rg_error *error)
{
    const settings *s = job->settings;
    rg_status status = RG_OK;
    if (!s->mapping) {
        status = find_mappings(job, error);
    } else {
        status = load_mapping(&job->mappings[0], s->mapping, error);
        job->mapping_count = status == RG_OK;
        if (status == RG_OK && s->to && !leads_to(job->mappings[0], s->to))
            return fail_usage(error, "the mapping leads to `%s`, not to `%s`",
                              rg_template_name(rg_mapping_to(job->mappings[0])), s->to);
    }
    for (size_t m = 0; status == RG_OK && m < job->mapping_count; m++)
        for (size_t i = 0; status == RG_OK && i < s->sets.count; i++)
            status = rg_template_set(rg_mapping_to(job->mappings[m]), s->sets.items[i], error);
    return status;
}

/* ---------------------------------------------------------------- the result */

/* Where the report goes: to standard output, unless the result does. */
static bool reports_on_errors(const settings *s)
{
    return !s->output && !s->dry_run;
}

static const char *result_name(const settings *s)
{
    return s->output ? s->output : s->dry_run ? "<result>" : "<stdout>";
}

static rg_status write_error(void *context, rg_text text, rg_error *error)
{
    (void)context;
    if (fwrite(text.bytes, 1, text.size, stderr) == text.size)
        return RG_OK;
    *error = (rg_error){.status = RG_IO_ERROR, .message = "cannot write to standard error"};
    return RG_IO_ERROR;
}

/* The check reads what the conversion makes; an rg_read_function. */
static rg_status read_result(void *context, char *buffer, size_t capacity, size_t *size, rg_error *error)
{
    convert_job *job = context;
    rg_status status = RG_OK;
    while (status == RG_OK && !job->piece.size) {
        const rg_conversion *so_far = rg_convert_summary(job->convert);
        status = rg_convert_next(job->convert, &job->piece, error);
        progress_update(&job->progress, &(rg_summary){.bytes = so_far->bytes, .records = so_far->rows});
    }
    *size = job->piece.size < capacity ? job->piece.size : capacity;
    memcpy(buffer, job->piece.bytes, *size);
    job->piece.bytes += *size;
    job->piece.size -= *size;
    return status == RG_DONE ? RG_OK : status;
}

static rg_status open_report(convert_job *job, rg_error *error)
{
    const settings *s = job->settings;
    bool on_errors = reports_on_errors(s);
    bool color = s->color == AUTO ? !on_errors && wants_color() : s->color == ALWAYS;
    rg_report_options how = {color, s->max_findings, terminal_width()};
    rg_status status = on_errors ? RG_OK : output_open(&job->report, NULL, error);
    if (status == RG_OK)
        status = rg_report_open(&job->telling, (rg_format)s->format, &how, on_errors ? write_error : output_write,
                                on_errors ? NULL : &job->report, error);
    return status == RG_OK ? rg_report_begin(job->telling, result_name(s), error) : status;
}

static rg_status open_source(convert_job *job, rg_error *error)
{
    const settings *s = job->settings;
    job->options = (rg_check_options){.classify = !s->mapping,
                                      .encoding = s->encoding,
                                      .delimiter = delimiter_of(s->delimiter),
                                      .cancelled = was_interrupted};
    rg_status status = rg_input_open(&job->source, job->path, error);
    if (status == RG_OK)
        status = rg_convert_open(&job->convert, job->source, (const rg_mapping *const *)job->mappings,
                                 job->mapping_count, &job->options, error);
    return status;
}

static rg_status open_result(convert_job *job, rg_error *error)
{
    const settings *s = job->settings;
    job->target = rg_mapping_to(rg_convert_summary(job->convert)->mapping);
    rg_status status = s->dry_run ? RG_OK : output_open(&job->out, s->output, error);
    if (status == RG_OK && !s->quiet)
        status = open_report(job, error);
    if (status == RG_OK)
        status = rg_input_open_function(&job->result, result_name(s), read_result, job, error);
    if (status == RG_OK)
        status = rg_check_open(&job->check, job->result, &job->target, 1,
                               &(rg_check_options){.cancelled = was_interrupted}, error);
    progress_begin(&job->progress, is_wanted_at(s->progress, STDERR_FILENO), job->path);
    return status;
}

/* ---------------------------------------------------------------- what became of the file */

static void say_class(const convert_job *job)
{
    const rg_classification *c = &rg_convert_summary(job->convert)->classification;
    const char *name = display_name(job->path, NULL);
    fprintf(stderr, "%s: %s\n", name, c->template_name ? c->template_name : "not recognised");
    for (size_t i = 0; i < c->reason_count; i++)
        fprintf(stderr, "%s:   %s\n", name, c->reasons[i]);
}

/* In words, on the stream of the report; where programs read that, on the other one. */
static void say_notes(const convert_job *job)
{
    const settings *s = job->settings;
    const rg_conversion *result = rg_convert_summary(job->convert);
    bool for_programs = s->format == RG_JSON || s->format == RG_JSONL;
    FILE *out = reports_on_errors(s) || for_programs ? stderr : stdout;
    const char *name = display_name(job->path, NULL);
    fprintf(out, "%s: %llu of %llu records converted by %s\n", name, (unsigned long long)result->converted,
            (unsigned long long)result->rows, rg_mapping_name(result->mapping));
    for (size_t i = 0; i < result->note_count; i++) {
        const rg_note *note = &result->notes[i];
        fprintf(out, "%s: %s%s\n", name, note->is_loss ? "not converted: " : "",
                s->verbose ? note->detail : note->text);
    }
}

static rg_status write_result(convert_job *job, rg_error *error)
{
    const rg_record *record;
    rg_status status;
    while ((status = rg_check_next(job->check, &record, error)) == RG_OK) {
        if (job->out.file && record->original.size)
            status = output_write(&job->out, record->original, error);
        if (status == RG_OK && job->telling)
            status = rg_report_record(job->telling, record, error);
        if (status != RG_OK)
            return status;
    }
    if (status == RG_DONE)
        status = job->out.file ? output_commit(&job->out, error) : RG_OK;
    progress_end(&job->progress);
    if (status == RG_OK && job->telling)
        say_notes(job);
    if (status == RG_OK && job->telling)
        status = rg_report_end(job->telling, rg_check_summary(job->check), NULL, error);
    if (status == RG_OK && job->telling)
        status = rg_report_finish(job->telling, error);
    return status == RG_OK && job->report.file ? output_commit(&job->report, error) : status;
}

static exit_status verdict(const convert_job *job)
{
    const rg_conversion *result = rg_convert_summary(job->convert);
    const rg_summary *summary = rg_check_summary(job->check);
    bool lost = false;
    for (size_t i = 0; i < result->note_count; i++)
        lost |= result->notes[i].is_loss;
    return lost || summary->errors || (job->settings->strict && summary->warnings) ? EXIT_FINDINGS : EXIT_FINE;
}

/* ---------------------------------------------------------------- the whole */

static void close_job(convert_job *job)
{
    progress_end(&job->progress);
    rg_report_close(job->telling);
    rg_check_close(job->check);
    rg_input_close(job->result);
    rg_convert_close(job->convert);
    rg_input_close(job->source);
    output_close(&job->out);
    output_close(&job->report);
    for (size_t i = 0; i < job->mapping_count; i++)
        rg_mapping_free(job->mappings[i]);
}

static exit_status run_job(convert_job *job)
{
    rg_error error = {0};
    rg_status status = load_mappings(job, &error);
    if (status == RG_OK)
        status = open_source(job, &error);
    const char *refusal = status == RG_OK ? rg_convert_summary(job->convert)->refusal : NULL;
    if (status == RG_OK && job->settings->verbose)
        say_class(job);
    if (refusal) {
        fprintf(stderr, "%s: not converted: %s\n", display_name(job->path, NULL), refusal);
        return EXIT_FINDINGS;
    }
    if (status == RG_OK)
        status = open_result(job, &error);
    if (status == RG_OK)
        status = write_result(job, &error);
    progress_end(&job->progress);
    if (status != RG_OK)
        return complain(&error);
    return verdict(job);
}

static exit_status check_usage(const settings *s, char **files, int count)
{
    if (count > 1)
        return complain_usage(&convert_command, "one file at a time, not %d", count);
    exit_status status = check_inputs(&convert_command, files, count, s->delimiter);
    if (status != EXIT_FINE)
        return status;
    if (!s->to && !s->mapping)
        return complain_usage(&convert_command, "convert it to what? --to TEMPLATE says it");
    if (s->output && s->dry_run)
        return complain_usage(&convert_command, "--dry-run writes no result, and --output says where to write it");
    if (is_same_place(s->output, files[0]))
        return complain_usage(&convert_command, "`%s` is the file to convert: it would be overwritten", s->output);
    return EXIT_FINE;
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    settings s = {.format = RG_FULL};
    convert_job job = {.settings = &s};
    int first;
    bool done;
    exit_status status = parse_options(self, argc, argv, &s, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    if (s.list || s.show)
        return s.list ? list_mappings() : show_mapping(s.show);
    status = check_usage(&s, argv + first, argc - first);
    if (status != EXIT_FINE)
        return status;
    job.path = argv[first];
    status = run_job(&job);
    close_job(&job);
    return status;
}

const cli_command convert_command = {
    .name = "convert",
    .operands = "FILE --to TEMPLATE",
    .summary = "make a file of another kind, such as an import template of an RVTools export",
    .details = "Make a file that keeps TEMPLATE out of what FILE holds: a CSV, a ZIP of tables, a\n"
               "folder of them, or a workbook. A mapping says what becomes of what. The result\n"
               "goes to standard output or to --output; it is checked, and the report says what\n"
               "is wrong with it, what was left out, and what had no place. The report goes to\n"
               "standard error while the result is on standard output. Status 1: the result has\n"
               "errors, or something of FILE did not come over.",
    .options = options,
    .run = run,
};
