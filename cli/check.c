/* check.c - rowgate check: classify, check every record, report; with --archive pack what failed. */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "inputs.h"
#include "output.h"
#include "progress.h"
#include "signals.h"
#include "templates.h"

typedef struct settings {
    text_list templates;
    int format; /* an rg_format */
    const char *output;
    const char *archive; /* NULL: none; "": named after the input */
    uint64_t max_findings;
    uint64_t jobs; /* 0: one for each processor */
    bool strict;
    const char *stdin_name;
    const char *encoding, *delimiter; /* NULL: to be found out */
    text_list sets;
    int color, progress; /* a `when` */
    bool quiet, verbose;
} settings;

/* One run over all files. */
typedef struct check_job {
    const settings *settings;
    template_list templates;
    output out;
    rg_report *report; /* NULL: --quiet */
    exit_status worst;
} check_job;

/* ---------------------------------------------------------------- options */

#define AT(member) offsetof(settings, member)

static const option_row options[] = {
    {'t', "template", "NAME|FILE",
     "check by this template; of several, by the one that\n"
     "recognises the file; otherwise all built-in ones are tried",
     OPTION_TEXTS, AT(templates), NULL},
    {'f', "format", "FORMAT", "full (default), concise, json or jsonl", OPTION_CHOICE, AT(format), format_words},
    {'o', "output", "FILE", "write the report to FILE instead of standard output", OPTION_TEXT, AT(output), NULL},
    {'z', "archive", "[PATH]",
     "pack errors and failed entries into a ZIP; by default\n"
     "<stem>-errors-and-failed-entries.zip beside the file",
     OPTION_TEXT, AT(archive), NULL},
    MAX_FINDINGS_ROW(AT(max_findings)),
    STRICT_ROW(AT(strict)),
    ENCODING_ROW(AT(encoding)),
    DELIMITER_ROW(AT(delimiter)),
    STDIN_NAME_ROW(AT(stdin_name)),
    {0, "set", "LIMIT=VALUE",
     "change a limit, e.g. records=100000 or\n"
     "CPU.NumberOfCores.maximum=512; may be repeated",
     OPTION_TEXTS, AT(sets), NULL},
    JOBS_ROW(AT(jobs)),
    COLOR_ROW(AT(color)),
    PROGRESS_ROW(AT(progress)),
    {'q', "quiet", NULL, "no report: only the exit status, and the archive", OPTION_FLAG, AT(quiet), NULL},
    {'v', "verbose", NULL, "say on standard error what each file was taken for, and why", OPTION_FLAG, AT(verbose),
     NULL},
    {0},
};

/* ---------------------------------------------------------------- paths */

static char *default_archive_path(const settings *s, const char *path)
{
    return name_beside(path, s->stdin_name, "-errors-and-failed-entries.zip");
}

/* Do two of the files, or a file and the report, ask for the same place? `*path` says which; the caller frees it. */
static bool archives_collide(const settings *s, char **files, int count, char **path)
{
    for (int i = 0; i < count; i++) {
        *path = *s->archive ? strdup(s->archive) : default_archive_path(s, files[i]);
        bool collides = *path && s->output && strcmp(*path, s->output) == 0;
        for (int j = 0; *path && !collides && j < i; j++) {
            char *other = *s->archive ? NULL : default_archive_path(s, files[j]);
            collides = other && strcmp(*path, other) == 0;
            free(other);
        }
        if (collides)
            return true;
        free(*path);
    }
    return false;
}

/* ---------------------------------------------------------------- one file */

/* Everything that is open for one file. */
typedef struct file_check {
    check_job *job;
    const char *path;
    rg_check_options options;
    rg_input *input;
    rg_check *check;
    rg_archive *archive;
    char *archive_path;
    progress progress;
} file_check;

static rg_status open_file(file_check *f, rg_error *error)
{
    const settings *s = f->job->settings;
    const rg_template *const *templates = (const rg_template *const *)f->job->templates.items;
    f->options = (rg_check_options){.classify = s->templates.count != 1,
                                    .more = more_templates,
                                    .more_context = &f->job->templates,
                                    .encoding = s->encoding,
                                    .delimiter = delimiter_of(s->delimiter),
                                    .jobs = job_count(s->jobs),
                                    .cancelled = was_interrupted};
    rg_status status = rg_input_open(&f->input, f->path, error);
    if (status == RG_OK)
        status = rg_check_open(&f->check, f->input, templates, 1, &f->options, error);
    if (status != RG_OK || !s->archive)
        return status;
    f->archive_path = *s->archive ? strdup(s->archive) : default_archive_path(s, f->path);
    if (!f->archive_path) {
        *error = (rg_error){.status = RG_NO_MEMORY, .message = "out of memory"};
        return RG_NO_MEMORY;
    }
    return rg_archive_open(&f->archive, f->archive_path, error);
}

static void close_file(file_check *f)
{
    progress_end(&f->progress);
    rg_archive_close(f->archive);
    rg_check_close(f->check);
    rg_input_close(f->input);
    free(f->archive_path);
}

/* One piece of the file to everyone who wants it. */
static rg_status pass_on(file_check *f, const rg_record *record, rg_error *error)
{
    rg_status status = RG_OK;
    if (f->job->report)
        status = rg_report_record(f->job->report, record, error);
    if (status == RG_OK && f->archive)
        status = rg_archive_record(f->archive, record, error);
    progress_update(&f->progress, rg_check_summary(f->check));
    return status;
}

static rg_status finish_file(file_check *f, rg_error *error)
{
    const rg_summary *summary = rg_check_summary(f->check);
    bool pack = f->archive && summary->errors > 0; /* the service gives no archive when nothing failed, either */
    rg_status status = pack ? rg_archive_commit(f->archive, &f->options, error) : RG_OK;
    progress_end(&f->progress);
    if (status == RG_OK && f->job->report)
        status = rg_report_end(f->job->report, summary, pack ? f->archive_path : NULL, error);
    return status;
}

static void say_class(const file_check *f)
{
    const rg_classification *c = &rg_check_summary(f->check)->classification;
    const char *name = display_name(f->path, f->job->settings->stdin_name);
    fprintf(stderr, "%s: %s\n", name, c->template_name ? c->template_name : "not recognised");
    for (size_t i = 0; i < c->reason_count; i++)
        fprintf(stderr, "%s:   %s\n", name, c->reasons[i]);
    uint64_t filed = rg_check_summary(f->check)->filed_keys;
    if (filed)
        fprintf(stderr, "%s:   %" PRIu64 " keys were too many for memory, and were kept in a temporary file\n", name,
                filed);
    for (size_t i = 0; i < c->near_miss_count; i++)
        fprintf(stderr, "%s:   not %s\n", name, c->near_misses[i]);
}

/* From the first piece to the last. `*begun`: the report has something of this file. */
static rg_status run_file(file_check *f, bool *begun, rg_error *error)
{
    const settings *s = f->job->settings;
    const rg_record *record;
    rg_status status = open_file(f, error);
    if (status == RG_OK)
        status = rg_check_next(f->check, &record, error);
    if (status != RG_OK)
        return status;
    *begun = true;
    progress_begin(&f->progress, is_wanted_at(s->progress, STDERR_FILENO), f->path);
    if (f->job->report)
        status = rg_report_begin(f->job->report, display_name(f->path, s->stdin_name), error);
    while (status == RG_OK) {
        status = pass_on(f, record, error);
        if (status == RG_OK)
            status = rg_check_next(f->check, &record, error);
    }
    return status == RG_DONE ? finish_file(f, error) : status;
}

static exit_status verdict(const settings *s, const rg_summary *summary)
{
    return summary->errors || (s->strict && summary->warnings) ? EXIT_FINDINGS : EXIT_FINE;
}

/* Check one file. False: the report is broken off, nothing more can be done. */
static bool check_file(check_job *job, const char *path)
{
    file_check f = {.job = job, .path = path};
    rg_error error = {0};
    bool begun = false;
    rg_status status = run_file(&f, &begun, &error);
    exit_status result;
    if (status == RG_OK) {
        result = verdict(job->settings, rg_check_summary(f.check));
        if (job->settings->verbose)
            say_class(&f);
    } else {
        progress_end(&f.progress);
        result = complain(&error);
    }
    close_file(&f);
    job->worst = result > job->worst ? result : job->worst;
    return status == RG_OK || (!begun && status != RG_CANCELLED);
}

/* ---------------------------------------------------------------- all files */

static rg_status open_job(check_job *job, rg_error *error)
{
    const settings *s = job->settings;
    bool color = s->color == AUTO ? !s->output && wants_color() : s->color == ALWAYS;
    rg_report_options report_options = {color, s->max_findings, terminal_width()};
    rg_status status = load_templates(&job->templates, &s->templates, &s->sets, error);
    if (status == RG_OK)
        status = output_open(&job->out, s->output, error);
    if (status == RG_OK && !s->quiet)
        status = rg_report_open(&job->report, (rg_format)s->format, &report_options, output_write, &job->out, error);
    return status;
}

static exit_status run_job(check_job *job, char **files, int count)
{
    rg_error error = {0};
    rg_status status = open_job(job, &error);
    bool whole = true;
    for (int i = 0; status == RG_OK && whole && i < count; i++)
        whole = check_file(job, files[i]);
    if (status == RG_OK && whole && job->report)
        status = rg_report_finish(job->report, &error);
    if (status == RG_OK && whole)
        status = output_commit(&job->out, &error);
    if (status != RG_OK)
        job->worst = complain(&error);
    rg_report_close(job->report);
    output_close(&job->out);
    free_templates(&job->templates);
    return job->worst;
}

static exit_status check_usage(const settings *s, char **files, int count)
{
    exit_status status = check_inputs(&check_command, files, count, s->delimiter);
    if (status != EXIT_FINE)
        return status;
    const char *archive = s->archive && *s->archive ? s->archive : NULL;
    if (count > 1 && archive)
        return complain_usage(&check_command,
                              "--archive=%s cannot hold the failed entries of %d files; without PATH "
                              "each file has its own archive",
                              archive, count);
    if (is_input(s->output, files, count) || is_input(archive, files, count))
        return complain_usage(&check_command, "`%s` is one of the files to check: it would be overwritten",
                              is_input(s->output, files, count) ? s->output : archive);
    char *place;
    if (s->archive && archives_collide(s, files, count, &place)) {
        complain_usage(&check_command, "`%s` would be written twice", place);
        free(place);
        return EXIT_USAGE;
    }
    return EXIT_FINE;
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    settings s = {.format = RG_FULL};
    check_job job = {.settings = &s};
    int first;
    bool done;
    exit_status status = parse_options(self, argc, argv, &s, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    status = check_usage(&s, argv + first, argc - first);
    return status == EXIT_FINE ? run_job(&job, argv + first, argc - first) : status;
}

const cli_command check_command = {
    .name = "check",
    .operands = "FILE...",
    .summary = "classify files, check every record, report",
    .details = "Say what each file is, check its header and every record, and report what\n"
               "is wrong, where, and what to do. Nothing is written unless asked for.\n"
               "A file may be a CSV, plain or packed with gzip, a ZIP of the tables of an export,\n"
               "the folder of such tables, or a workbook (.xlsx).",
    .options = options,
    .run = run,
};
