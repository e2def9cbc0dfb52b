/* classify.c - rowgate classify: say what each file is, why, and what came close. */
#include "command.h"
#include "inputs.h"
#include "output.h"
#include "signals.h"
#include "templates.h"

typedef struct settings {
    text_list templates;
    int format; /* an index into `formats` */
    const char *encoding, *delimiter;
} settings;

static const char *const formats[] = {"text", "json", "jsonl", NULL};
static const rg_format report_formats[] = {RG_CONCISE, RG_JSON, RG_JSONL};

#define AT(member) offsetof(settings, member)

static const option_row options[] = {
    {'t', "template", "NAME|FILE", "a template to try; otherwise all built-in ones are tried", OPTION_TEXTS,
     AT(templates), NULL},
    {'f', "format", "FORMAT", "text (default), json or jsonl", OPTION_CHOICE, AT(format), formats},
    ENCODING_ROW(AT(encoding)),
    DELIMITER_ROW(AT(delimiter)),
    {0},
};

/* What is open for all files. */
typedef struct job {
    const settings *settings;
    template_list templates;
    output out;
    rg_report *report;
} job;

/* Look at one file. `*known`: it is something. */
static rg_status classify(job *j, const char *path, bool *known, rg_error *error)
{
    const rg_template *const *templates = (const rg_template *const *)j->templates.items;
    const rg_check_options how = {.classify = true,
                                  .thorough = true,
                                  .more = more_templates,
                                  .more_context = &j->templates,
                                  .encoding = j->settings->encoding,
                                  .delimiter = delimiter_of(j->settings->delimiter),
                                  .cancelled = was_interrupted};
    rg_input *input;
    rg_check *check = NULL;
    const rg_record *record;
    rg_status status = rg_input_open(&input, path, error);
    if (status == RG_OK)
        status = rg_check_open(&check, input, templates, 1, &how, error);
    if (status == RG_OK)
        status = rg_check_next(check, &record, error);
    if (status == RG_OK || status == RG_DONE) {
        const rg_classification *class = &rg_check_summary(check)->classification;
        *known = class->template_name != NULL;
        status = rg_report_class(j->report, display_name(path, NULL), class, error);
    }
    rg_check_close(check);
    rg_input_close(input);
    return status;
}

static rg_status open_job(job *j, rg_error *error)
{
    static const text_list no_sets = {.count = 0};
    rg_status status = load_templates(&j->templates, &j->settings->templates, &no_sets, error);
    if (status == RG_OK)
        status = output_open(&j->out, NULL, error);
    if (status == RG_OK)
        status = rg_report_open(&j->report, report_formats[j->settings->format], NULL, output_write, &j->out, error);
    return status;
}

static exit_status run_job(job *j, char **files, int count)
{
    exit_status worst = EXIT_FINE;
    rg_error error = {0};
    rg_status status = open_job(j, &error);
    for (int i = 0; status == RG_OK && i < count; i++) {
        bool known = true;
        rg_status result = classify(j, files[i], &known, &error);
        exit_status one = result != RG_OK ? complain(&error) : known ? EXIT_FINE : EXIT_FINDINGS;
        worst = one > worst ? one : worst;
        if (result == RG_CANCELLED)
            break;
    }
    if (status == RG_OK)
        status = rg_report_finish(j->report, &error);
    if (status == RG_OK)
        status = output_commit(&j->out, &error);
    if (status != RG_OK)
        worst = complain(&error);
    rg_report_close(j->report);
    output_close(&j->out);
    free_templates(&j->templates);
    return worst;
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    settings s = {0};
    job j = {.settings = &s};
    int first;
    bool done;
    exit_status status = parse_options(self, argc, argv, &s, &first, &done);
    if (status != EXIT_FINE || done)
        return status;
    status = check_inputs(self, argv + first, argc - first, s.delimiter);
    return status == EXIT_FINE ? run_job(&j, argv + first, argc - first) : status;
}

const cli_command classify_command = {
    .name = "classify",
    .operands = "FILE...",
    .summary = "say what each file is, why, and what came close",
    .details = "Compare each file with all templates: the columns of a header, the members\n"
               "of an archive, a folder or a workbook. Status 1: one of the files is\n"
               "nothing known.",
    .options = options,
    .run = run,
};
