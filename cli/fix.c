/* fix.c - rowgate fix: make the fixes that are known, say what is left, and write the file. */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "command.h"
#include "diff.h"
#include "inputs.h"
#include "output.h"
#include "progress.h"
#include "reading.h"
#include "recheck.h"
#include "signals.h"
#include "templates.h"

#define MOST_PASSES 16

typedef struct settings {
    text_list templates;
    int format; /* an rg_format */
    const char *output;
    bool in_place, dry_run, unsafe;
    const char *diff; /* NULL: none; "": unified */
    text_list select, ignore;
    const char *stdin_name;
    const char *encoding, *delimiter;
    text_list sets;
    uint64_t jobs, max_findings;
    int color, progress; /* a `when` */
    bool strict, quiet;
} settings;

/* One run over all files. */
typedef struct fix_job {
    const settings *settings;
    template_list templates;
    output out;  /* the file that is written, or the diff */
    output said; /* the report */
    diff diff;
    rg_report *report; /* NULL: --quiet */
    exit_status worst;
} fix_job;

#define AT(member) offsetof(settings, member)

static const option_row options[] = {
    {'t', "template", "NAME|FILE",
     "the file is of this template; of several, of the one that\n"
     "recognises it; otherwise all built-in ones are tried",
     OPTION_TEXTS, AT(templates), NULL},
    {'i', "in-place", NULL, "change the files themselves", OPTION_FLAG, AT(in_place), NULL},
    {'o', "output", "FILE", "write the file to FILE instead of standard output", OPTION_TEXT, AT(output), NULL},
    {0, "unsafe", NULL, "make changes, too, that may change the meaning", OPTION_FLAG, AT(unsafe), NULL},
    {0, "diff", "[unified|json]",
     "show what is changed; the files stay as they are unless\n"
     "--in-place or --output is given, too",
     OPTION_TEXT, AT(diff), NULL},
    {'n', "dry-run", NULL, "write nothing; only say what would be left", OPTION_FLAG, AT(dry_run), NULL},
    {0, "select", "CODE", "fix only what findings of this code tell; may be repeated", OPTION_TEXTS, AT(select), NULL},
    {0, "ignore", "CODE", "leave alone what findings of this code tell; may be repeated", OPTION_TEXTS, AT(ignore),
     NULL},
    {'f', "format", "FORMAT", "of what is left: concise (default), full, json or jsonl", OPTION_CHOICE, AT(format),
     format_words},
    MAX_FINDINGS_ROW(AT(max_findings)),
    STRICT_ROW(AT(strict)),
    ENCODING_ROW(AT(encoding)),
    DELIMITER_ROW(AT(delimiter)),
    STDIN_NAME_ROW(AT(stdin_name)),
    {0, "set", "LIMIT=VALUE", "change a limit, as for check; may be repeated", OPTION_TEXTS, AT(sets), NULL},
    JOBS_ROW(AT(jobs)),
    COLOR_ROW(AT(color)),
    PROGRESS_ROW(AT(progress)),
    {'q', "quiet", NULL, "say nothing of what is left", OPTION_FLAG, AT(quiet), NULL},
    {0},
};

/* ---------------------------------------------------------------- which fixes */

/* Is the code in the list, whose items may name several: "W320,E310"? */
static bool is_listed(const text_list *list, const char *code)
{
    size_t size = strlen(code);
    for (size_t i = 0; i < list->count; i++)
        for (const char *at = list->items[i]; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
            if (strncasecmp(at, code, size) == 0 && (at[size] == ',' || !at[size]))
                return true;
    return false;
}

static bool wants(void *context, const rg_code *code)
{
    const fix_job *job = context;
    const settings *s = job->settings;
    return (!s->select.count || is_listed(&s->select, code->id)) && !is_listed(&s->ignore, code->id);
}

/* The first word in the list that is no finding code; NULL: all are. The caller frees it. */
static char *find_unknown_code(const text_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        char *words = strdup(list->items[i]), *rest = NULL;
        if (words && !*words)
            return words;
        for (char *word = words ? strtok_r(words, ",", &rest) : NULL; word; word = strtok_r(NULL, ",", &rest)) {
            if (rg_code_find(word))
                continue;
            memmove(words, word, strlen(word) + 1);
            return words;
        }
        free(words);
    }
    return NULL;
}

/* ---------------------------------------------------------------- passes over one file */

typedef struct file_fix {
    fix_job *job;
    const char *path, *name;
    rg_spool *source; /* what the next pass reads; NULL: the file at `path` */
    rg_spool *made;   /* what it writes */
    rg_check_options how;
    rg_fix_notes notes;
    uint64_t pass, changes;
    progress progress;
} file_fix;

static rg_status tell(void *context, const rg_fixed *fixed, rg_error *error)
{
    fix_job *job = context;
    return diff_add(&job->diff, fixed, error);
}

static rg_status open_source(file_fix *f, rg_input **input, rg_error *error)
{
    return f->source ? rg_spool_read(f->source, f->name, input, error) : rg_input_open(input, f->path, error);
}

/* In place of a packed file there would be one that is not. */
static rg_status refuse_packed(const file_fix *f, rg_error *error)
{
    FILE *file = f->job->settings->in_place ? fopen(f->path, "rb") : NULL;
    bool is_packed = file && getc(file) == 0x1F && getc(file) == 0x8B;
    if (file)
        fclose(file);
    if (!is_packed)
        return RG_OK;
    *error = (rg_error){.status = RG_BAD_USAGE};
    snprintf(error->message, sizeof error->message,
             "the file is packed by gzip and cannot be changed in place: unpack it, or use --output");
    return RG_BAD_USAGE;
}

static rg_status run_pieces(file_fix *f, rg_check *check, rg_fixer *fixer, rg_fix_result *result, rg_error *error)
{
    const rg_record *record;
    rg_status status;
    while ((status = rg_check_next(check, &record, error)) == RG_OK) {
        status = rg_fixer_record(fixer, record, error);
        if (status != RG_OK)
            return status;
        progress_update(&f->progress, rg_check_summary(check));
    }
    return status == RG_DONE ? rg_fixer_finish(fixer, result, error) : status;
}

/* One pass, from `source` to `made`. RG_DONE: it is void. */
static rg_status run_pass(file_fix *f, rg_fix_result *result, rg_error *error)
{
    const rg_template *const *templates = (const rg_template *const *)f->job->templates.items;
    const rg_fix_options how = {
        .unsafe = f->job->settings->unsafe, .wants = wants, .tell = tell, .context = f->job, .notes = &f->notes};
    rg_check_options each = f->how;
    rg_input *input = NULL;
    rg_check *check = NULL;
    rg_fixer *fixer = NULL;
    each.each = true;
    rg_status status = rg_spool_clear(f->made, error);
    if (status == RG_OK)
        status = diff_begin_pass(&f->job->diff, f->name, f->pass, error);
    if (status == RG_OK)
        status = open_source(f, &input, error);
    if (status == RG_OK)
        status = rg_check_open(&check, input, templates, 1, &each, error);
    if (status == RG_OK)
        status = rg_fixer_open(&fixer, check, &how, rg_spool_write, f->made, error);
    if (status == RG_OK)
        status = run_pieces(f, check, fixer, result, error);
    rg_fixer_close(fixer);
    rg_check_close(check);
    rg_input_close(input);
    return status;
}

/* What a pass has written is what the next one reads. */
static rg_status turn_over(file_fix *f, const rg_fix_result *result, rg_error *error)
{
    rg_spool *read = f->source;
    f->source = f->made;
    f->made = read;
    f->changes += result->changes;
    f->how.encoding = result->recoded ? NULL : f->how.encoding;
    f->how.delimiter = result->redelimited ? '\0' : f->how.delimiter;
    rg_status status = read ? RG_OK : rg_spool_open(&f->made, error);
    return status == RG_OK ? diff_end_pass(&f->job->diff, error) : status;
}

/* Passes, until one has nothing to change. What it has written, the file as it was or as it is now, is in `source`. */
static rg_status run_passes(file_fix *f, rg_error *error)
{
    rg_status status = keep_bytes(&f->source, f->path, &f->how, error);
    if (status == RG_OK)
        status = rg_spool_open(&f->made, error);
    for (f->pass = 1; status == RG_OK; f->pass++) {
        rg_fix_result result = {0};
        f->notes = (rg_fix_notes){0};
        do
            status = run_pass(f, &result, error);
        while (status == RG_DONE);
        if (status == RG_OK)
            status = turn_over(f, &result, error);
        if (status != RG_OK || !result.changes)
            return status;
        if (f->pass == MOST_PASSES) {
            *error = (rg_error){.status = RG_BAD_TEMPLATE};
            snprintf(error->message, sizeof error->message,
                     "the fixes do not come to an end after %d passes: does a `rewrite` of the template undo another?",
                     MOST_PASSES);
            return RG_BAD_TEMPLATE;
        }
    }
    return status;
}

/* ---------------------------------------------------------------- the outcome */

/* The file goes to standard output, to a file, or takes its own place; if nothing has changed it stays alone there. */
static rg_status write_file(file_fix *f, rg_error *error)
{
    const settings *s = f->job->settings;
    output *out = &f->job->out, in_place = {0};
    bool stays = s->dry_run || (s->diff && !s->in_place && !s->output) || (s->in_place && !f->changes);
    if (stays)
        return RG_OK;
    if (!s->in_place)
        return rg_spool_copy(f->source, output_write, out, error);
    rg_status status = output_open_in_place(&in_place, f->path, error);
    if (status == RG_OK)
        status = rg_spool_copy(f->source, output_write, &in_place, error);
    if (status == RG_OK)
        status = output_commit(&in_place, error);
    output_close(&in_place);
    return status;
}

/* Words for people, beside the report. */
__attribute__((format(printf, 3, 4))) static rg_status say(const file_fix *f, rg_error *error, const char *format, ...)
{
    const settings *s = f->job->settings;
    char words[512];
    va_list arguments;
    if (!f->job->report || s->format == RG_JSON || s->format == RG_JSONL)
        return RG_OK;
    int size = snprintf(words, sizeof words, "%.256s: ", f->name);
    va_start(arguments, format);
    vsnprintf(words + size, sizeof words - (size_t)size, format, arguments);
    va_end(arguments);
    return output_write(&f->job->said, (rg_text){words, strlen(words)}, error);
}

static rg_status say_changes(const file_fix *f, rg_error *error)
{
    const settings *s = f->job->settings;
    bool is_written = !s->dry_run && (!s->diff || s->in_place || s->output);
    if (!f->changes)
        return say(f, error, "there is nothing that can be fixed\n");
    return say(f, error, "%" PRIu64 " change%s%s\n", f->changes, f->changes == 1 ? "" : "s",
               is_written ? "" : " would be made");
}

/* What else could be done. */
static rg_status say_more(const file_fix *f, const rg_summary *left, rg_error *error)
{
    uint64_t more = left->unsafe_fixes;
    if (!more || f->job->settings->unsafe)
        return RG_OK;
    return say(f, error, "--unsafe would fix %" PRIu64 " more; look at them first: rowgate fix --unsafe --diff\n",
               more);
}

static rg_status fix_file(file_fix *f, rg_summary *summary, rg_error *error)
{
    const settings *s = f->job->settings;
    const rg_template *const *templates = (const rg_template *const *)f->job->templates.items;
    progress_begin(&f->progress, is_wanted_at(s->progress, STDERR_FILENO), f->name);
    rg_status status = refuse_packed(f, error);
    if (status == RG_OK)
        status = run_passes(f, error);
    progress_end(&f->progress);
    if (status == RG_OK)
        status = say_changes(f, error);
    if (status == RG_OK)
        status = recheck(f->source, f->name, templates, &f->how, f->job->report, summary, error);
    if (status == RG_OK)
        status = say_more(f, summary, error);
    return status == RG_OK ? write_file(f, error) : status;
}

/* False: nothing more can be done. */
static bool fix_one(fix_job *job, const char *path)
{
    const settings *s = job->settings;
    file_fix f = {.job = job, .path = path, .name = display_name(path, s->stdin_name)};
    rg_summary summary = {0};
    rg_error error = {0};
    f.how = (rg_check_options){.classify = s->templates.count != 1,
                               .more = more_templates,
                               .more_context = &job->templates,
                               .encoding = s->encoding,
                               .delimiter = delimiter_of(s->delimiter),
                               .jobs = job_count(s->jobs),
                               .cancelled = was_interrupted};
    rg_status status = fix_file(&f, &summary, &error);
    exit_status result = EXIT_FINE;
    if (status != RG_OK && !*error.file && error.status == RG_BAD_USAGE)
        snprintf(error.file, sizeof error.file, "%s", f.name);
    if (status != RG_OK)
        result = complain(&error);
    else if (summary.errors || (s->strict && summary.warnings))
        result = EXIT_FINDINGS;
    rg_spool_close(f.source);
    rg_spool_close(f.made);
    job->worst = result > job->worst ? result : job->worst;
    return status == RG_OK || (s->in_place && status != RG_CANCELLED);
}

/* ---------------------------------------------------------------- all files */

/* The report goes where nothing else does. */
static rg_status open_job(fix_job *job, rg_error *error)
{
    const settings *s = job->settings;
    bool is_data = s->diff || !(s->in_place || s->output || s->dry_run);
    bool color = s->color == AUTO ? wants_color() : s->color == ALWAYS;
    rg_report_options how = {.color = !is_data && color, .max_findings = s->max_findings, .width = terminal_width()};
    job->said = (output){.file = is_data ? stderr : stdout};
    rg_status status = load_templates(&job->templates, &s->templates, &s->sets, error);
    if (status == RG_OK)
        status = diff_open(&job->diff,
                           !s->diff                       ? DIFF_NONE
                           : strcmp(s->diff, "json") == 0 ? DIFF_JSON
                                                          : DIFF_UNIFIED,
                           color, error);
    if (status == RG_OK)
        status = output_open(&job->out, s->dry_run ? NULL : s->output, error);
    if (status == RG_OK && !s->quiet)
        status = rg_report_open(&job->report, (rg_format)s->format, &how, output_write, &job->said, error);
    return status;
}

static rg_status finish_job(fix_job *job, bool whole, rg_error *error)
{
    output diff_out = {.file = stdout};
    rg_status status = job->report && whole ? rg_report_finish(job->report, error) : RG_OK;
    if (status == RG_OK && job->settings->diff)
        status = diff_write(&job->diff, output_write, &diff_out, error);
    /* What could not be fixed whole does not take the place of anything. */
    return status == RG_OK && whole && job->worst < EXIT_USAGE ? output_commit(&job->out, error) : status;
}

static exit_status run_job(fix_job *job, char **files, int count)
{
    rg_error error = {0};
    rg_status status = open_job(job, &error);
    bool whole = true;
    for (int i = 0; status == RG_OK && whole && i < count; i++)
        whole = fix_one(job, files[i]);
    if (status == RG_OK)
        status = finish_job(job, whole, &error);
    if (status != RG_OK)
        job->worst = complain(&error);
    rg_report_close(job->report);
    diff_close(&job->diff);
    output_close(&job->out);
    free_templates(&job->templates);
    return job->worst;
}

static exit_status check_usage(const settings *s, char **files, int count)
{
    exit_status status = check_inputs(&fix_command, files, count, s->delimiter);
    if (status != EXIT_FINE)
        return status;
    if (s->diff && *s->diff && strcmp(s->diff, "json") != 0 && strcmp(s->diff, "unified") != 0)
        return complain_usage(&fix_command, "--diff is unified or json, not `%s`", s->diff);
    if (s->in_place && s->output)
        return complain_usage(&fix_command, "--in-place and --output are two places for one file");
    if (count > 1 && !s->in_place && !s->diff && !s->dry_run)
        return complain_usage(&fix_command, "%d files cannot be written to one place; --in-place changes each of them",
                              count);
    if (count > 1 && s->output)
        return complain_usage(&fix_command, "--output is a place for one file, not for %d", count);
    for (int i = 0; s->in_place && i < count; i++)
        if (is_standard_input(files[i]))
            return complain_usage(&fix_command, "standard input cannot be changed in place");
    if (is_input(s->output, files, count))
        return complain_usage(&fix_command, "`%s` is the file to fix; --in-place changes it", s->output);
    char *unknown = find_unknown_code(&s->select);
    unknown = unknown ? unknown : find_unknown_code(&s->ignore);
    if (unknown) {
        complain_usage(&fix_command, "there is no finding code `%s`; `rowgate explain` lists them", unknown);
        free(unknown);
        return EXIT_USAGE;
    }
    return EXIT_FINE;
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    settings s = {.format = RG_CONCISE};
    fix_job job = {.settings = &s};
    int first;
    bool done;
    exit_status status = parse_options(self, argc, argv, &s, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    status = check_usage(&s, argv + first, argc - first);
    return status == EXIT_FINE ? run_job(&job, argv + first, argc - first) : status;
}

const cli_command fix_command = {
    .name = "fix",
    .operands = "FILE...",
    .summary = "make the fixes that are known, and say what is left",
    .details = "Change what cannot mean anything else: blanks at edges, invisible characters,\n"
               "names of columns in another form, units and separators in numbers, words for\n"
               "\"no value\", empty lines, the encoding, the delimiter. With --unsafe also what\n"
               "was probably meant. All other bytes stay the same. The exit status is that of\n"
               "`rowgate check` for the result.",
    .options = options,
    .run = run,
};
