/* split.c - rowgate split: accepted and failed rows into two files, or parts that can be uploaded one by one. */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "command.h"
#include "inputs.h"
#include "output.h"
#include "part_files.h"
#include "reading.h"

typedef enum format { FORMAT_TEXT, FORMAT_JSON } format;

typedef struct settings {
    reading_settings reading;
    const char *accepted, *failed;
    uint64_t max_records;
    const char *max_bytes;
    bool keep_together;
    const char *prefix, *manifest;
    int format;
    bool dry_run, force, quiet;
} settings;

typedef struct split_job {
    const settings *settings;
    uint64_t max_bytes;
    reading reading;
    rg_parts *parts;
    part_files files;
    uint64_t errors; /* but those on the file's size */
} split_job;

static const char *const formats[] = {[FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", NULL};

#define AT(member) offsetof(settings, member)

static const option_row options[] = {
    {0, "accepted", "FILE", "where accepted rows go; default: <stem>-accepted.csv", OPTION_TEXT, AT(accepted), NULL},
    {0, "failed", "FILE", "where failed rows go; default: <stem>-failed.csv", OPTION_TEXT, AT(failed), NULL},
    {0, "max-records", "N", "cut into parts of at most N records", OPTION_NUMBER, AT(max_records), NULL},
    {0, "max-bytes", "SIZE", "cut into parts of at most SIZE, header included, e.g. 10MB,\n9.5MiB or 500000",
     OPTION_TEXT, AT(max_bytes), NULL},
    {0, "keep-together", NULL, "records of one server stay in one part; the order is kept", OPTION_FLAG,
     AT(keep_together), NULL},
    {0, "prefix", "PATH", "call the parts PATH-001.csv and so on; default: <stem>-part", OPTION_TEXT, AT(prefix), NULL},
    {0, "manifest", "FILE", "where the list of the parts goes, in JSON; default:\n<stem>-parts.json", OPTION_TEXT,
     AT(manifest), NULL},
    {'n', "dry-run", NULL, "say what would be written, and write nothing", OPTION_FLAG, AT(dry_run), NULL},
    {0, "force", NULL, "overwrite files that are there", OPTION_FLAG, AT(force), NULL},
    {'f', "format", "FORMAT", "of what is said: text (default), or json, which is the manifest", OPTION_CHOICE,
     AT(format), formats},
    {'q', "quiet", NULL, "say nothing", OPTION_FLAG, AT(quiet), NULL},
    READING_ROWS(settings),
    {0},
};

/* ---------------------------------------------------------------- sizes */

/* "10MB" -> 10,000,000; "10MiB" -> 10,485,760. 0: it makes no sense. */
static uint64_t size_of(const char *word)
{
    static const struct {
        const char *name;
        double bytes;
    } units[] = {{"", 1},          {"B", 1},         {"KB", 1e3},    {"MB", 1e6},    {"GB", 1e9},   {"KiB", 1 << 10},
                 {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}};
    char *end;
    double number = *word >= '0' && *word <= '9' ? strtod(word, &end) : 0;
    for (size_t i = 0; number > 0 && i < sizeof units / sizeof *units; i++)
        if (strcasecmp(end, units[i].name) == 0 && number * units[i].bytes < 1e18)
            return (uint64_t)(number * units[i].bytes);
    return 0;
}

/* ---------------------------------------------------------------- files */

/* ".csv", or what the input has. */
static const char *ending_of(const char *path)
{
    static const char *const endings[] = {".tsv", ".txt"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        for (const char *at = strstr(path, endings[i]); at; at = strstr(at + 1, endings[i]))
            if (!at[4] || strcmp(at + 4, ".gz") == 0)
                return endings[i];
    return ".csv";
}

static char *name_of(const split_job *job, const char *what)
{
    char suffix[64];
    snprintf(suffix, sizeof suffix, "-%s%s", what, ending_of(job->reading.path));
    return name_beside(job->reading.path, job->settings->reading.stdin_name, suffix);
}

static char *part_name(const split_job *job, size_t number)
{
    const settings *s = job->settings;
    size_t width = 3;
    for (size_t most = 999; most < job->files.count; most = most * 10 + 9)
        width++;
    char suffix[64];
    snprintf(suffix, sizeof suffix, "%s%0*zu%s", s->prefix ? "-" : "-part-", (int)width, number,
             ending_of(job->reading.path));
    if (!s->prefix)
        return name_beside(job->reading.path, s->reading.stdin_name, suffix);
    char *made = malloc(strlen(s->prefix) + strlen(suffix) + 1);
    if (made)
        strcat(strcpy(made, s->prefix), suffix);
    return made;
}

/* The files that will be written; memory is out when it is false. */
static bool name_files(split_job *job)
{
    const settings *s = job->settings;
    bool in_parts = s->max_records || s->max_bytes, named = true;
    job->files.count = in_parts ? rg_parts_count(job->parts) : 2;
    job->files.items = calloc(job->files.count, sizeof *job->files.items);
    job->files.input = job->reading.name;
    for (size_t i = 0; job->files.items && i < job->files.count; i++) {
        part_file *file = &job->files.items[i];
        const char *given = i == 0 ? s->accepted : s->failed;
        if (in_parts) {
            file->path = part_name(job, i + 1);
            file->part = *rg_parts_at(job->parts, i);
        } else {
            file->what = i == 0 ? "accepted" : "failed";
            file->path = given ? strdup(given) : name_of(job, file->what);
        }
        named &= file->path != NULL;
    }
    if (in_parts)
        job->files.list =
            s->manifest ? strdup(s->manifest) : name_beside(job->reading.path, s->reading.stdin_name, "-parts.json");
    return job->files.items && named && (job->files.list || !in_parts);
}

/* Nothing that is there is overwritten unless asked for, and the input never. */
static rg_status check_place(const split_job *job, const char *path, rg_error *error)
{
    struct stat there, input;
    if (stat(path, &there) != 0 || !S_ISREG(there.st_mode))
        return RG_OK;
    if (stat(job->reading.path, &input) == 0 && input.st_dev == there.st_dev && input.st_ino == there.st_ino)
        return fail_usage(error, path, "this is the file to split: it would be overwritten");
    if (job->settings->force)
        return RG_OK;
    return fail_usage(error, path, "this file is there already: remove it, or overwrite it with --force");
}

static rg_status check_places(const split_job *job, rg_error *error)
{
    rg_status status = job->files.list ? check_place(job, job->files.list, error) : RG_OK;
    for (size_t i = 0; status == RG_OK && i < job->files.count; i++)
        status = check_place(job, job->files.items[i].path, error);
    if (status == RG_OK && !job->files.list && strcmp(job->files.items[0].path, job->files.items[1].path) == 0)
        status = fail_usage(error, job->files.items[0].path, "accepted and failed rows would go to the same file");
    return status;
}

/* ---------------------------------------------------------------- plan */

/* Show every piece to one of the plan's functions. */
static rg_status read_all(split_job *job, const char *what,
                          rg_status (*take)(rg_parts *parts, const rg_record *record, rg_error *error), rg_error *error)
{
    const rg_record *record;
    rg_status status = reading_begin(&job->reading, what, error);
    job->errors = 0;
    while (status == RG_OK) {
        status = reading_next(&job->reading, &record, error);
        if (status != RG_OK)
            break;
        /* At the end there is only the file's size to speak of, which is what parts are made for. */
        for (size_t i = 0; i < record->finding_count && record->kind != RG_END; i++)
            job->errors += record->findings[i].severity == RG_ERROR;
        status = take(job->parts, record, error);
    }
    reading_end(&job->reading);
    return status == RG_DONE ? RG_OK : status;
}

static rg_status plan(split_job *job, rg_error *error)
{
    const settings *s = job->settings;
    rg_parts_options limits = {s->max_records, job->max_bytes, s->keep_together};
    rg_status status = rg_parts_open(&job->parts, &limits, error);
    /* Only who looks for servers compares all records: that needs memory for each. */
    job->reading.options.unlimited = true;
    if (status == RG_OK && s->keep_together)
        status = read_all(job, "looking for servers", rg_parts_survey, error);
    job->reading.options.unlimited = false;
    return status == RG_OK ? read_all(job, "planning", rg_parts_add, error) : status;
}

/* Records that no part can hold: say which. */
static exit_status complain_too_large(const split_job *job)
{
    const rg_file_part *group = rg_parts_too_large(job->parts);
    fprintf(stderr, "rowgate: %s:%" PRIu64 ": ", job->reading.name, group->first_line);
    if (group->records > 1)
        fprintf(stderr,
                "the %" PRIu64 " records on lines %" PRIu64 " to %" PRIu64
                " belong together, because servers in them have several records; they have %" PRIu64
                " bytes, and do not fit into one part: allow larger parts, sort the file by server, or do without "
                "--keep-together; nothing was written\n",
                group->records, group->first_line, group->last_line, group->bytes);
    else
        fprintf(stderr,
                "this record has %" PRIu64 " bytes, and does not fit into a part of %" PRIu64
                " with its header: correct it, or raise --max-bytes; nothing was written\n",
                group->bytes, job->max_bytes);
    return EXIT_FINDINGS;
}

/* ---------------------------------------------------------------- write */

/* A piece to the part that has room left for its own bytes. */
static rg_status write_part(split_job *job, const rg_record *record, size_t *at, uint64_t *written, rg_error *error)
{
    rg_status status = RG_OK;
    if (!record->original.size)
        return RG_OK;
    while (*at < job->files.count && *written == job->files.items[*at].part.bytes) {
        status = job->files.items[*at].out.path ? output_settle(&job->files.items[*at].out, error) : RG_OK;
        if (status != RG_OK)
            return status;
        ++*at;
        *written = 0;
    }
    if (*at == job->files.count)
        return fail_usage(error, job->reading.name, "the file has changed while it was read: split it again");
    part_file *file = &job->files.items[*at];
    if (*written == 0 && *at > 0)
        status = files_write(file, rg_parts_header(job->parts), error);
    *written += record->original.size;
    return status == RG_OK ? files_write(file, record->original, error) : status;
}

/* A piece to the accepted or the failed ones. What is no record stays with the accepted; the header goes to both. */
static rg_status write_half(split_job *job, const rg_record *record, rg_error *error)
{
    bool is_record = record->kind == RG_DATA || record->kind == RG_REST;
    part_file *file = &job->files.items[is_record && record->failed];
    size_t before = rg_parts_header(job->parts).size;
    rg_status status = rg_parts_add(job->parts, record, error);
    rg_text header = rg_parts_header(job->parts);
    file->part.records += record->kind == RG_DATA;
    file->part.bytes += record->original.size;
    job->files.items[1].part.repeated_header = header.size;
    if (status == RG_OK && header.size > before && !job->settings->dry_run)
        status = files_write(&job->files.items[1], (rg_text){header.bytes + before, header.size - before}, error);
    if (status != RG_OK || job->settings->dry_run || !record->original.size)
        return status;
    return files_write(file, record->original, error);
}

static rg_status write_pieces(split_job *job, rg_error *error)
{
    const rg_record *record;
    size_t at = 0;
    uint64_t written = 0;
    rg_status status = reading_begin(&job->reading, "writing", error);
    if (!job->files.list)
        job->errors = 0;
    while (status == RG_OK) {
        status = reading_next(&job->reading, &record, error);
        if (status != RG_OK)
            break;
        for (size_t i = 0; !job->files.list && i < record->finding_count; i++)
            job->errors += record->findings[i].severity == RG_ERROR;
        status = job->files.list ? write_part(job, record, &at, &written, error) : write_half(job, record, error);
    }
    reading_end(&job->reading);
    return status == RG_DONE ? RG_OK : status;
}

/* ---------------------------------------------------------------- what is said */

static void say_files(const split_job *job)
{
    for (size_t i = 0; i < job->files.count; i++) {
        const rg_file_part *part = &job->files.items[i].part;
        printf("%s: %" PRIu64 " %s%srecord%s", job->files.items[i].path, part->records,
               job->files.items[i].what ? job->files.items[i].what : "", job->files.items[i].what ? " " : "",
               plural(part->records));
        if (!job->files.items[i].what)
            printf(", lines %" PRIu64 " to %" PRIu64 ", %" PRIu64 " bytes", part->first_line, part->last_line,
                   part->bytes + part->repeated_header);
        puts("");
    }
    if (job->files.list)
        printf("%s: the list of the parts\n", job->files.list);
    if (job->errors && job->files.list)
        printf("%s: %" PRIu64 " error%s in it: `rowgate check` tells which\n", job->reading.name, job->errors,
               plural(job->errors));
    if (job->settings->dry_run)
        puts("nothing was written: --dry-run");
}

static rg_status say(const split_job *job, rg_error *error)
{
    output out;
    rg_status status = output_open(&out, NULL, error);
    if (job->settings->quiet)
        return status;
    if (job->settings->format == FORMAT_TEXT)
        say_files(job);
    else if (status == RG_OK)
        status = files_print(&job->files, &out, error);
    if (status == RG_OK)
        status = output_commit(&out, error);
    return status;
}

/* ---------------------------------------------------------------- the whole */

static rg_status run_job(split_job *job, exit_status *result, rg_error *error)
{
    const settings *s = job->settings;
    bool in_parts = s->max_records || s->max_bytes;
    rg_status status = in_parts ? plan(job, error) : rg_parts_open(&job->parts, &(rg_parts_options){0}, error);
    if (status == RG_OK && in_parts && rg_parts_too_large(job->parts)) {
        *result = complain_too_large(job);
        return RG_OK;
    }
    if (status == RG_OK && !name_files(job))
        status = fail_memory(error);
    if (status == RG_OK && !s->dry_run)
        status = check_places(job, error);
    if (status == RG_OK && !(in_parts && s->dry_run))
        status = write_pieces(job, error);
    if (status == RG_OK && !s->dry_run)
        status = files_commit(&job->files, error);
    *result = job->errors ? EXIT_FINDINGS : EXIT_FINE;
    return status == RG_OK ? say(job, error) : status;
}

static void close_job(split_job *job)
{
    files_close(&job->files);
    rg_parts_close(job->parts);
    reading_close(&job->reading);
}

static exit_status check_usage(const cli_command *self, const settings *s, char **files, int count)
{
    bool in_parts = s->max_records || s->max_bytes;
    exit_status status = check_inputs(self, files, count, s->reading.delimiter);
    if (status != EXIT_FINE)
        return status;
    if (count > 1)
        return complain_usage(self, "one file at a time, not %d", count);
    if (s->max_bytes && !size_of(s->max_bytes))
        return complain_usage(self, "--max-bytes is a size such as 10MB, 9.5MiB or 500000, not `%s`", s->max_bytes);
    if (s->keep_together && !in_parts)
        return complain_usage(self, "--keep-together is about parts: give --max-records or --max-bytes as well");
    if (in_parts && (s->accepted || s->failed))
        return complain_usage(self, "--accepted and --failed name two files, --max-records and --max-bytes make parts: "
                                    "one or the other");
    if (!in_parts && (s->prefix || s->manifest))
        return complain_usage(self,
                              "--prefix and --manifest are about parts: give --max-records or --max-bytes as well");
    return EXIT_FINE;
}

static exit_status run(const cli_command *self, int argc, char **argv)
{
    settings s = {.format = FORMAT_TEXT};
    split_job job = {.settings = &s};
    rg_error error = {0};
    exit_status result = EXIT_FINE;
    int first;
    bool done;
    exit_status usage = parse_options(self, argc, argv, &s, &first, &done);
    if (usage == EXIT_FINE && !done)
        usage = check_usage(self, &s, argv + first, argc - first);
    if (usage != EXIT_FINE || done)
        return usage;
    job.max_bytes = s.max_bytes ? size_of(s.max_bytes) : 0;
    rg_status status = reading_open(&job.reading, &s.reading, argv[first], &error);
    if (status == RG_OK)
        status = run_job(&job, &result, &error);
    reading_end(&job.reading);
    if (status != RG_OK)
        result = complain(&error);
    close_job(&job);
    return result;
}

const cli_command split_command = {
    .name = "split",
    .operands = "FILE",
    .summary = "accepted and failed rows, or parts to upload one by one",
    .details = "Write accepted and failed rows into two files, each with the header: together they\n"
               "are the file. With --max-records or --max-bytes, cut the file into parts instead,\n"
               "each with the header, never through a record, and write a list of them. The parts\n"
               "one after the other, without their repeated headers, are the file byte for byte.",
    .options = options,
    .run = run,
};
