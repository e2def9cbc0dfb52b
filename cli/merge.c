/* merge.c - rowgate merge: corrected failed entries go back where they came from. */
#define _POSIX_C_SOURCE 200809L
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "inputs.h"
#include "merge_report.h"
#include "output.h"
#include "reading.h"

typedef struct settings {
    reading_settings reading;
    const char *output;
    bool in_place, dry_run;
    const char *errors, *failed_encoding;
    int deleted, new, conflicts; /* a merge_answer each */
    bool trust_spreadsheet;
    int format; /* a merge_format */
    bool quiet, verbose;
} settings;

typedef struct merge_job {
    const settings *settings;
    const char *failed_path;
    reading reading;
    rg_input *original, *again, *failed, *errors;
    rg_merge *merge;
    rg_spool *result;
    merge_report report;
    exit_status status;
} merge_job;

static const char *const formats[] = {[MERGE_TEXT] = "text", [MERGE_JSON] = "json", NULL};
static const char *const deleted_answers[] = {"error", "keep", "drop", NULL};
static const char *const new_answers[] = {"error", "skip", "append", NULL};
static const char *const conflict_answers[] = {"error", "keep", "replace", NULL};

#define AT(member) offsetof(settings, member)

static const option_row options[] = {
    {'o', "output", "FILE", "write the merged file to FILE instead of standard output", OPTION_TEXT, AT(output), NULL},
    {'i', "in-place", NULL, "put the merged file in place of ORIGINAL", OPTION_FLAG, AT(in_place), NULL},
    {'n', "dry-run", NULL, "say what would happen, and write nothing", OPTION_FLAG, AT(dry_run), NULL},
    {0, "errors", "FILE", "errors-file.csv, or the archive or folder that has it; by\ndefault FAILED, where it is one",
     OPTION_TEXT, AT(errors), NULL},
    {0, "deleted", "ANSWER",
     "records that have no row any more: `keep` or `drop` them;\n`error` (default): ask, and write nothing",
     OPTION_CHOICE, AT(deleted), deleted_answers},
    {0, "new", "ANSWER",
     "rows that are no records: `append` or `skip` them; `error`\n(default): ask, and write nothing", OPTION_CHOICE,
     AT(new), new_answers},
    {0, "conflicts", "ANSWER",
     "records that were changed in between, or cannot be found:\n`keep` them as they are, `replace` them where the "
     "place is\ncertain; `error` (default): ask, and write nothing",
     OPTION_CHOICE, AT(conflicts), conflict_answers},
    {0, "trust-spreadsheet", NULL,
     "take also what a spreadsheet changed by itself in values\nthat were not at fault: zeros, dates, long numbers",
     OPTION_FLAG, AT(trust_spreadsheet), NULL},
    {0, "failed-encoding", "NAME", "the encoding of FAILED; otherwise it is found out", OPTION_TEXT,
     AT(failed_encoding), NULL},
    {'f', "format", "FORMAT", "of the report: text (default) or json", OPTION_CHOICE, AT(format), formats},
    {'q', "quiet", NULL, "no report", OPTION_FLAG, AT(quiet), NULL},
    {'v', "verbose", NULL, "report each changed field", OPTION_FLAG, AT(verbose), NULL},
    READING_ROWS(settings),
    {0},
};

/* ---------------------------------------------------------------- merging */

static rg_status open_job(merge_job *job, rg_error *error)
{
    const settings *s = job->settings;
    rg_merge_options merging = {
        .deleted = s->deleted == ANSWER_OTHER ? RG_DELETED_DROP : RG_DELETED_KEEP,
        .append = s->new == ANSWER_OTHER,
        .replace = s->conflicts == ANSWER_OTHER,
        .trust_spreadsheet = s->trust_spreadsheet,
        .failed_encoding = s->failed_encoding,
    };
    rg_status status = reading_input(&job->reading, &job->original, error);
    if (status == RG_OK)
        status = reading_input(&job->reading, &job->again, error);
    if (status == RG_OK)
        status = rg_input_open(&job->failed, job->failed_path, error);
    if (status == RG_OK && s->errors)
        status = rg_input_open(&job->errors, s->errors, error);
    if (status == RG_OK)
        status = rg_spool_open(&job->result, error);
    if (status == RG_OK)
        status = rg_merge_open(&job->merge, job->original, job->again, job->failed, job->errors,
                               (const rg_template *const *)job->reading.templates.items, 1, &job->reading.options,
                               &merging, error);
    return status;
}

static void begin_progress(merge_job *job, progress *line, const char *what)
{
    progress_begin(line, is_wanted_at(job->settings->reading.progress, STDERR_FILENO), job->reading.name);
    line->what = what;
}

/* The merged file goes to `result`, and what became of each row to the report. */
static rg_status merge(merge_job *job, rg_error *error)
{
    const rg_merged *merged;
    progress line;
    begin_progress(job, &line, "looking for the failed records");
    rg_status status = RG_OK;
    while (status == RG_OK) {
        status = rg_merge_survey(job->merge, error);
        if (status == RG_OK)
            progress_update(&line, rg_merge_progress(job->merge));
    }
    progress_end(&line);
    if (status == RG_DONE)
        status = merge_report_begin(&job->report, error);
    begin_progress(job, &line, "merging");
    while (status == RG_OK) {
        status = rg_merge_next(job->merge, &merged, error);
        if (status == RG_OK)
            status = rg_spool_write(job->result, merged->bytes, error);
        if (status == RG_OK)
            status = merge_report_row(&job->report, merged, error);
        if (status == RG_OK)
            progress_update(&line, rg_merge_progress(job->merge));
    }
    progress_end(&line);
    return status == RG_DONE ? merge_report_total(&job->report, rg_merge_total(job->merge), error) : status;
}

/* ---------------------------------------------------------------- the result */

/* Every piece of the merged file to the report. */
static rg_status check_pieces(merge_job *job, rg_check *check, rg_report *report, rg_error *error)
{
    const rg_record *record;
    progress line;
    rg_status status = report ? rg_report_begin(report, job->reading.name, error) : RG_OK;
    begin_progress(job, &line, "checking the merged file");
    while (status == RG_OK) {
        status = rg_check_next(check, &record, error);
        if (status == RG_OK && report)
            status = rg_report_record(report, record, error);
        progress_update(&line, rg_check_summary(check));
    }
    progress_end(&line);
    if (status != RG_DONE)
        return status;
    const rg_summary *summary = rg_check_summary(check);
    if (summary->errors)
        job->status = EXIT_FINDINGS;
    status = report ? rg_report_end(report, summary, NULL, error) : RG_OK;
    return status == RG_OK && report ? rg_report_finish(report, error) : status;
}

/* Check the merged file as `rowgate check` would. */
static rg_status check_result(merge_job *job, rg_error *error)
{
    bool is_json = job->report.format == MERGE_JSON;
    rg_input *input = NULL;
    rg_check *check = NULL;
    rg_report *report = NULL;
    rg_status status = rg_spool_read(job->result, job->reading.name, &input, error);
    if (status == RG_OK)
        status = rg_check_open(&check, input, (const rg_template *const *)job->reading.templates.items, 1,
                               &job->reading.options, error);
    if (status == RG_OK && is_json && !job->settings->quiet)
        status = output_printf(&job->report.out, error, ",\"check\":");
    if (status == RG_OK && !job->settings->quiet)
        status = rg_report_open(&report, is_json ? RG_JSON : RG_CONCISE, NULL, output_write, &job->report.out, error);
    if (status == RG_OK)
        status = check_pieces(job, check, report, error);
    rg_report_close(report);
    rg_check_close(check);
    rg_input_close(input);
    return status;
}

/* The merged file to where it is to be. */
static rg_status write_result(merge_job *job, rg_error *error)
{
    const settings *s = job->settings;
    output out;
    rg_status status =
        s->in_place ? output_open_in_place(&out, job->reading.path, error) : output_open(&out, s->output, error);
    if (status == RG_OK)
        status = rg_spool_copy(job->result, output_write, &out, error);
    if (status == RG_OK)
        status = output_commit(&out, error);
    output_close(&out);
    return status;
}

static rg_status finish(merge_job *job, rg_error *error)
{
    const settings *s = job->settings;
    const rg_merge_summary *summary = rg_merge_total(job->merge);
    const char *question = merge_report_question(&job->report, summary);
    const char *place = s->in_place ? job->reading.path : s->output ? s->output : "-";
    if (summary->conflicts || question)
        job->status = EXIT_FINDINGS;
    if (question)
        return merge_report_end(&job->report, NULL, question, error);
    rg_status status = check_result(job, error);
    if (status == RG_OK && s->dry_run)
        return merge_report_end(&job->report, NULL, "--dry-run", error);
    if (status == RG_OK)
        status = write_result(job, error);
    return status == RG_OK ? merge_report_end(&job->report, place, NULL, error) : status;
}

/* ---------------------------------------------------------------- usage */

static bool is_packed(const char *path)
{
    unsigned char start[2] = {0};
    FILE *file = fopen(path, "rb");
    bool packed = file && fread(start, 1, 2, file) == 2 && start[0] == 0x1F && start[1] == 0x8B;
    if (file)
        fclose(file);
    return packed;
}

static exit_status check_usage(const cli_command *self, const settings *s, char **files, int count)
{
    exit_status status = check_inputs(self, files, count, s->reading.delimiter);
    if (status != EXIT_FINE)
        return status;
    if (count != 2)
        return complain_usage(self, "two files are needed, the original and the corrected failed entries, not %d",
                              count);
    if (s->in_place && s->output)
        return complain_usage(self, "--in-place and --output are two places: one or the other");
    if (s->in_place && is_standard_input(files[0]))
        return complain_usage(self, "standard input has no place: use --output");
    if (s->in_place && is_packed(files[0]))
        return complain_usage(self, "`%s` is packed with gzip, and would be replaced by what is not: use --output",
                              files[0]);
    if (is_same_file(files[0], files[1]))
        return complain_usage(self, "the original and the failed entries are the same file");
    if (is_same_file(s->output, files[0]))
        return complain_usage(self, "`%s` is the original: use --in-place to replace it", s->output);
    if (is_same_file(s->output, files[1]) || is_same_file(s->output, s->errors))
        return complain_usage(self, "`%s` is one of the inputs: it would be overwritten", s->output);
    return EXIT_FINE;
}

static void close_job(merge_job *job)
{
    rg_merge_close(job->merge);
    rg_spool_close(job->result);
    rg_input_close(job->original);
    rg_input_close(job->again);
    rg_input_close(job->failed);
    rg_input_close(job->errors);
    reading_close(&job->reading);
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    settings s = {.format = MERGE_TEXT};
    merge_job job = {.settings = &s, .status = EXIT_FINE};
    rg_error error = {0};
    int first;
    bool done;
    exit_status usage = parse_options(self, argc, argv, &s, &first, &done);
    if (usage == EXIT_FINE && !done)
        usage = check_usage(self, &s, argv + first, argc - first);
    if (usage != EXIT_FINE || done)
        return usage;
    bool is_data = !s.output && !s.in_place && !s.dry_run; /* the report must not get between it */
    job.failed_path = argv[first + 1];
    rg_status status = reading_open(&job.reading, &s.reading, argv[first], &error);
    job.report = (merge_report){.out = {.file = is_data ? stderr : stdout},
                                .format = (merge_format)s.format,
                                .is_quiet = s.quiet,
                                .is_verbose = s.verbose,
                                .original = job.reading.name,
                                .failed = display_name(job.failed_path, NULL),
                                .deleted = s.deleted,
                                .new = s.new,
                                .conflicts = s.conflicts};
    if (status == RG_OK)
        status = open_job(&job, &error);
    if (status == RG_OK)
        status = merge(&job, &error);
    if (status == RG_OK)
        status = finish(&job, &error);
    if (status == RG_OK)
        status = output_commit(&job.report.out, &error);
    if (status != RG_OK)
        job.status = complain(&error);
    close_job(&job);
    return job.status;
}

const cli_command merge_command = {
    .name = "merge",
    .operands = "ORIGINAL FAILED",
    .summary = "put corrected failed entries back where they came from",
    .details = "FAILED is failed-entries-file.csv, corrected, perhaps in a spreadsheet; or the archive\n"
               "or folder that has it. Each row goes back to its record in ORIGINAL: by errors-file.csv,\n"
               "by its ExternalId or another key, or by its position among the records that fail. Fields\n"
               "that have the same value keep their bytes. The merged file is checked again. Nothing is\n"
               "written when a question is open: conflicts, deleted records, new rows.",
    .options = options,
    .run = run,
};
